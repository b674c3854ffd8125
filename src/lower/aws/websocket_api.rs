//! websocket-api: an API of API Gateway over which both sides send messages, with its stage, logs, alarms, routes and
//! authoriser.

use crate::design::{Flow, NodeId, Place};
use crate::program::{Expression, Name, Origin, Part, Support};
use crate::text::words;

use super::super::draft::{New, Stage, of};
use super::access::{Access, Grant, Request};
use super::alarm::{Alarm, Statistic};
use super::function::Invoker;
use super::{Aws, api_account, http_api, route, support};

pub(super) const CLASS: &str = "aws.apigatewayv2.Api";
const ROUTE: &str = "aws.apigatewayv2.Route";
/// The stage that clients connect to; it is a part of the address.
const STAGE: &str = "live";
/// Where a browser can say who it is: it cannot send headers with such a request.
const IDENTITY: &str = "route.request.querystring.token";
/// The longest that such an API waits for an answer, in milliseconds (API Gateway quotas).
const LONGEST_WAIT: u64 = 29_000;

/// What one line of the access log says.
const LOG_FIELDS: &[(&str, &str)] = &[
    ("requestId", "$context.requestId"),
    ("requestTime", "$context.requestTime"),
    ("sourceIp", "$context.identity.sourceIp"),
    ("connectionId", "$context.connectionId"),
    ("eventType", "$context.eventType"),
    ("routeKey", "$context.routeKey"),
    ("status", "$context.status"),
    ("integrationError", "$context.integrationErrorMessage"),
    ("authorizerError", "$context.authorizer.error"),
];

/// Alarms: suffix, metric, what it means.
const ALARMS: &[(&str, &str, &str)] = &[
    ("integration-errors", "IntegrationError", "Functions behind {} answer with errors"),
    ("execution-errors", "ExecutionError", "{} cannot hand messages over"),
];

pub(super) fn lower(cx: &mut Aws, id: &NodeId) {
    if cx.is_existing(id) {
        cx.refuse(
            Place::property(id, "existing"),
            format!("{id}: of an API that is there already, nobody knows under which stage clients reach it"),
            "leave existing out, or call its address as an external system",
        );
        return;
    }
    let first = cx.design.flows_from(id).find(|flow| flow.kind == "route").cloned();
    let Some(first) = first else {
        cx.refuse(
            Place::node(id),
            format!("{id} has no route, and AWS opens no such API without one"),
            "route $connect or another key to a function",
        );
        return;
    };
    let key = id.to_string();
    let description = cx.description(id, &called(id));
    let extra = cx.extra(id);
    let item = New::sdk(CLASS, &key, id.node.clone(), Origin::Node(key.clone()))
        .variable(id.node.clone(), "api")
        .argument("protocolType", Expression::text("WEBSOCKET"))
        .argument("routeSelectionExpression", Expression::text("$request.body.action"))
        .argument("description", Expression::text(description))
        .overriding(extra)
        .aliases(cx.former(id, &id.node))
        .at(cx.position(id, Stage::Main));
    cx.push(&id.service, item);
    stage(cx, id, &first);
    for (suffix, metric, meaning) in ALARMS {
        cx.alarm(
            id,
            Alarm {
                base: &id.node,
                suffix,
                description: meaning.replace("{}", &id.node),
                metric: ("AWS/ApiGateway", metric),
                dimensions: vec![("ApiId", of(&key, "id"))],
                threshold: 0,
                statistic: Statistic::Sum,
            },
        );
    }
    let url = Expression::Interpolate(vec![Part::Value(of(&key, "apiEndpoint")), Part::Text(format!("/{STAGE}"))]);
    cx.output(&id.service, &format!("{}-url", id.node), url);
}

fn called(id: &NodeId) -> String {
    format!("The open connections of {}", id.node)
}

fn stage(cx: &mut Aws, id: &NodeId, first: &Flow) {
    let origin = Origin::Node(id.to_string());
    let key = id.to_string();
    let mut settings = vec![("detailedMetricsEnabled", Expression::Boolean(true))];
    settings.extend(cx.integer(id, &["throttle", "burst"]).map(|value| ("throttlingBurstLimit", value)));
    settings.extend(cx.number(id, &["throttle", "rate"]).map(|value| ("throttlingRateLimit", value)));
    let logged = cx.flag(id, &["access_logs"]);
    let logs = logged.then(|| http_api::access_logs(cx, id, LOG_FIELDS));
    let name = cx.companion(id, "aws.apigatewayv2.Stage", &format!("{}-stage", id.node));
    let aliases = cx.former(id, &name);
    // A stage that deploys itself is refused while its API has no route.
    cx.facts.support.insert(support::ORDERING);
    let function = Support { module: vec!["ordering".to_owned()], item: "after".to_owned() };
    let api = Expression::Call { function, arguments: vec![of(&key, "id"), of(&route_key(first), "id")] };
    let mut item = New::sdk("aws.apigatewayv2.Stage", "", name, origin)
        .argument("apiId", api)
        .argument("name", Expression::text(STAGE))
        .argument("autoDeploy", Expression::Boolean(true))
        .argument("accessLogSettings", logs)
        .argument("defaultRouteSettings", Expression::properties(settings))
        .comment("It deploys itself, which takes a route; so it waits for one.")
        .aliases(aliases);
    if logged {
        item = item.depends_on(api_account::lower(cx));
    }
    cx.push(&id.service, item.at(cx.position(id, Stage::After)));
}

/// The key of the route that a flow makes.
fn route_key(flow: &Flow) -> String {
    format!("{}/{}-route", flow.from, words::kebab(flow.text("key").unwrap_or_default()))
}

/// To push messages: the right to do so, and the address for it, which differs from that of clients by its scheme.
pub(super) fn grant(cx: &mut Aws, request: &Request) -> Grant {
    if request.access != Access::Call {
        return Grant::default();
    }
    let key = request.node.to_string();
    cx.uses_iam();
    let connections = Expression::Interpolate(vec![
        Part::Value(of(&key, "executionArn")),
        Part::Text(format!("/{STAGE}/POST/@connections/*")),
    ]);
    let region = Expression::Setting(Name::known("region"));
    let url = Expression::Interpolate(vec![
        Part::Text("https://".to_owned()),
        Part::Value(of(&key, "id")),
        Part::Text(".execute-api.".to_owned()),
        Part::Value(region),
        Part::Text(format!(".amazonaws.com/{STAGE}")),
    ]);
    Grant::allow(request, "PushTo", &["execute-api:ManageConnections"], vec![connections]).variable("url", url)
}

pub(super) fn flow(cx: &mut Aws, flow: &Flow) {
    if flow.kind != "route" {
        return;
    }
    let Some(key) = flow.text("key").map(str::to_owned) else {
        cx.refuse(
            Place::flow_property(flow.id, "key"),
            format!("{flow} has no key"),
            "set key to what messages say under action, or to $connect, $disconnect or $default",
        );
        return;
    };
    let home = Aws::home(flow).clone();
    let api = flow.from.to_string();
    let wish = format!("{}-{}", flow.from.node, words::kebab(&key));
    let name = cx.companion(&home, ROUTE, &wish);
    let (kind, authorizer) = authorization(cx, flow, &key);
    let source = Expression::Interpolate(vec![Part::Value(of(&api, "executionArn")), Part::Text(format!("/*/{key}"))]);
    cx.permit_invoke(
        &flow.to,
        Invoker {
            home: &home,
            name: name.clone(),
            principal: "apigateway.amazonaws.com",
            source,
            this_account: false,
            origin: Origin::Flow(flow.id.0),
        },
    );
    let integration = format!("{}/{}/{name}-integration", flow.to, flow.from);
    let wait = flow.text("timeout").and_then(crate::text::duration::Duration::parse);
    let wait = wait.map(|wait| Expression::Integer(wait.milliseconds().min(LONGEST_WAIT) as i64));
    let item = New::sdk("aws.apigatewayv2.Integration", &integration, name.clone(), Origin::Flow(flow.id.0))
        .variable(format!("{name}-integration"), "integration")
        .argument("apiId", of(&api, "id"))
        .argument("integrationType", Expression::text("AWS_PROXY"))
        .argument("integrationMethod", Expression::text("POST"))
        .argument("integrationUri", of(&flow.to.to_string(), "invokeArn"))
        .argument("timeoutMilliseconds", wait)
        .at(cx.position(&home, Stage::Flow));
    cx.push(&home.service, item);
    // What a function gives back goes to the client, but for the two that only tell of a connection.
    let answers = !matches!(key.as_str(), "$connect" | "$disconnect");
    let target =
        Expression::Interpolate(vec![Part::Text("integrations/".to_owned()), Part::Value(of(&integration, "id"))]);
    let route = route_key(flow);
    let item = New::sdk(ROUTE, &route, name.clone(), Origin::Flow(flow.id.0))
        .variable(format!("{name}-route"), "route")
        .argument("apiId", of(&api, "id"))
        .argument("routeKey", Expression::text(&key))
        .argument("target", target)
        .argument("authorizationType", Expression::text(kind))
        .argument("authorizerId", authorizer)
        .argument("routeResponseSelectionExpression", answers.then(|| Expression::text("$default")))
        .at(cx.position(&home, Stage::Flow));
    cx.push(&home.service, item);
    if answers {
        let class = "aws.apigatewayv2.RouteResponse";
        let name = cx.companion(&home, class, &name);
        let item = New::sdk(class, "", name, Origin::Flow(flow.id.0))
            .argument("apiId", of(&api, "id"))
            .argument("routeId", of(&route, "id"))
            .argument("routeResponseKey", Expression::text("$default"))
            .at(cx.position(&home, Stage::Flow));
        cx.push(&home.service, item);
    }
}

/// Who may send: asked once, when a connection is opened.
fn authorization(cx: &mut Aws, flow: &Flow, key: &str) -> (&'static str, Option<Expression>) {
    let auth = route::auth(flow);
    if auth != "none" && key != "$connect" {
        cx.refuse(
            Place::flow_property(flow.id, "auth"),
            format!("{flow} asks who is there, which AWS does when a connection is opened and not again"),
            format!("set auth: {auth} on the route $connect, and leave it out here"),
        );
    }
    match auth.as_str() {
        "iam" => ("AWS_IAM", None),
        "custom" => {
            let authorizer = http_api::authorizer_of(cx, flow, "function").map(|(key, _)| of(&key, "id"));
            ("CUSTOM", authorizer)
        }
        "jwt" => {
            cx.refuse(
                Place::flow_property(flow.id, "auth"),
                format!("{flow} asks for a token, which such an API cannot check by itself"),
                "let a function authorize the API, and set auth: custom",
            );
            ("NONE", None)
        }
        _ => ("NONE", None),
    }
}

/// A function decides who may open a connection, by the token in the address.
pub(super) fn authorizer(cx: &mut Aws, flow: &Flow) {
    let item = http_api::authorizer(cx, flow)
        .argument("authorizerType", Expression::text("REQUEST"))
        .argument("authorizerUri", of(&flow.from.to_string(), "invokeArn"))
        .argument("identitySources", Expression::texts([IDENTITY]))
        .at(cx.position(&flow.from, Stage::Flow));
    cx.push(&flow.from.service, item);
    http_api::permit_authorizer(cx, flow);
}
