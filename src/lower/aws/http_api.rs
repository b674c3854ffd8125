//! http-api: API Gateway HTTP API with its stage, access logs, alarm and authorisers. Routes are in `route`.

use crate::design::{Flow, NodeId, Place};
use crate::program::{Expression, Origin, Part};
use crate::value::Value;

use super::super::draft::{New, Stage, of};
use super::access::{Access, Grant, Request};
use super::alarm::{Alarm, Statistic};
use super::function::Invoker;
use super::{Aws, http_domain, route};

pub(super) const CLASS: &str = "aws.apigatewayv2.Api";

/// What one line of the access log says.
const LOG_FIELDS: &[(&str, &str)] = &[
    ("requestId", "$context.requestId"),
    ("requestTime", "$context.requestTime"),
    ("sourceIp", "$context.identity.sourceIp"),
    ("routeKey", "$context.routeKey"),
    ("status", "$context.status"),
    ("responseLatency", "$context.responseLatency"),
    ("integrationError", "$context.integrationErrorMessage"),
    ("authorizerError", "$context.authorizer.error"),
];

/// What ANY stands for. Where pages send cookies, browsers take `*` for a method of that name (Fetch standard).
const EVERY_METHOD: [&str; 7] = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

pub(super) fn lower(cx: &mut Aws, id: &NodeId) {
    let origin = Origin::Node(id.to_string());
    let key = id.to_string();
    let main = New::sdk(CLASS, &key, id.node.clone(), origin.clone()).variable(id.node.clone(), "api");
    if let Some(existing) = cx.existing(id) {
        let item = main.existing(existing).at(cx.position(id, Stage::Main));
        cx.push(&id.service, item);
        cx.output(&id.service, &format!("{}-url", id.node), of(&key, "apiEndpoint"));
        return;
    }
    let description = cx.description(id, &called(id));
    let cors = cors(cx, id);
    let extra = cx.extra(id);
    let item = main
        .argument("protocolType", Expression::text("HTTP"))
        .argument("description", Expression::text(description))
        .argument("corsConfiguration", cors)
        .overriding(extra)
        .aliases(cx.former(id, &id.node))
        .at(cx.position(id, Stage::Main));
    cx.push(&id.service, item);
    let stage = stage(cx, id);
    http_domain::lower(cx, id, &stage);
    cx.alarm(
        id,
        Alarm {
            base: &id.node,
            suffix: "server-errors",
            description: format!("{} answers with server errors", called(id)),
            metric: ("AWS/ApiGateway", "5xx"),
            dimensions: vec![("ApiId", of(&key, "id"))],
            threshold: 0,
            statistic: Statistic::Sum,
        },
    );
    cx.output(&id.service, &format!("{}-url", id.node), of(&key, "apiEndpoint"));
}

/// `The API`, `The public API`: the node's name as people say it.
fn called(id: &NodeId) -> String {
    let mut words = crate::text::words::words(&id.node);
    words.retain(|word| word != "api");
    words.push("API".to_owned());
    format!("The {}", words.join(" "))
}

fn cors(cx: &mut Aws, id: &NodeId) -> Option<Expression> {
    let origins = cx.texts(id, &["cors", "origins"])?;
    let methods = cx.texts(id, &["cors", "methods"]).unwrap_or_else(|| {
        let mut methods: Vec<String> = Vec::new();
        for flow in cx.design.flows_from(id).filter(|flow| flow.kind == "route") {
            let method = route::method(flow);
            if !methods.contains(&method) {
                methods.push(method);
            }
        }
        if methods.iter().any(|method| method == "ANY") {
            return Expression::texts(EVERY_METHOD);
        }
        methods.sort();
        Expression::texts(methods.iter().map(String::as_str))
    });
    let mut entries = vec![
        ("allowOrigins", origins.clone()),
        ("allowMethods", methods),
        ("allowHeaders", cx.texts(id, &["cors", "headers"])?),
    ];
    let credentials = cx.boolean(id, &["cors", "credentials"]);
    entries.extend(
        credentials.filter(|value| *value != Expression::Boolean(false)).map(|value| ("allowCredentials", value)),
    );
    entries.extend(cx.seconds(id, &["cors", "max_age"]).map(|value| ("maxAge", value)));
    let configuration = Expression::properties(entries);
    Some(cx.where_pages_ask(id, origins, configuration))
}

/// Makes the log group of an API's requests; gives the settings by which a stage writes there.
pub(super) fn access_logs(cx: &mut Aws, id: &NodeId, fields: &[(&str, &str)]) -> Expression {
    let logs_key = format!("{id}/logs");
    let name = cx.companion(id, "aws.cloudwatch.LogGroup", &format!("{}-logs", id.node));
    let aliases = cx.former(id, &name);
    let item = New::sdk("aws.cloudwatch.LogGroup", &logs_key, name.clone(), Origin::Node(id.to_string()))
        .variable(name, "log-group")
        .argument("retentionInDays", cx.retention(id))
        .aliases(aliases)
        .at(cx.position(id, Stage::After));
    cx.push(&id.service, item);
    let fields = fields.iter().map(|(field, value)| (*field, Expression::text(*value)));
    Expression::properties([
        ("destinationArn", of(&logs_key, "arn")),
        ("format", Expression::Json(Box::new(Expression::data(fields)))),
    ])
}

/// Makes the API's stage; gives its key.
fn stage(cx: &mut Aws, id: &NodeId) -> String {
    let origin = Origin::Node(id.to_string());
    let key = id.to_string();
    let mut settings = vec![("detailedMetricsEnabled", Expression::Boolean(true))];
    settings.extend(cx.integer(id, &["throttle", "burst"]).map(|value| ("throttlingBurstLimit", value)));
    settings.extend(cx.number(id, &["throttle", "rate"]).map(|value| ("throttlingRateLimit", value)));
    let logs = cx.flag(id, &["access_logs"]).then(|| access_logs(cx, id, LOG_FIELDS));
    let name = cx.companion(id, "aws.apigatewayv2.Stage", &format!("{}-stage", id.node));
    let aliases = cx.former(id, &name);
    let stage = format!("{id}/stage");
    let item = New::sdk("aws.apigatewayv2.Stage", &stage, name.clone(), origin)
        .variable(name, "stage")
        .argument("apiId", of(&key, "id"))
        .argument("name", Expression::text("$default"))
        .argument("autoDeploy", Expression::Boolean(true))
        .argument("accessLogSettings", logs)
        .argument("defaultRouteSettings", Expression::properties(settings))
        .aliases(aliases)
        .at(cx.position(id, Stage::After));
    cx.push(&id.service, item);
    stage
}

pub(super) fn grant(cx: &mut Aws, request: &Request) -> Grant {
    if request.access != Access::Call {
        return Grant::default();
    }
    let key = request.node.to_string();
    let signed: Vec<Flow> = cx
        .design
        .flows_from(request.node)
        .filter(|flow| flow.kind == "route" && route::auth(flow) == "iam")
        .cloned()
        .collect();
    let arns: Vec<Expression> = signed
        .iter()
        .filter_map(|flow| {
            let method = route::method(flow).replace("ANY", "*");
            let path = route::pattern(flow.text("path")?);
            Some(Expression::Interpolate(vec![
                Part::Value(of(&key, "executionArn")),
                Part::Text(format!("/*/{method}{path}")),
            ]))
        })
        .collect();
    let grant = if arns.is_empty() {
        Grant::default()
    } else {
        cx.uses_iam();
        Grant::allow(request, "Call", &["execute-api:Invoke"], arns)
    };
    grant.variable("url", of(&key, "apiEndpoint"))
}

pub(super) fn flow(cx: &mut Aws, flow: &Flow) {
    if flow.kind == "route" {
        route::lower(cx, flow);
    }
}

/// The key of the authoriser that a flow makes.
fn authorizer_key(flow: &Flow) -> String {
    format!("{}/authorizer-{}", flow.from, flow.id.0)
}

/// A user pool decides who may call: the token's issuer is the pool, its audience one of the pool's clients.
pub(super) fn jwt_authorizer(cx: &mut Aws, flow: &Flow, clients: Vec<Expression>) {
    let issuer = Expression::Interpolate(vec![
        Part::Text("https://".to_owned()),
        Part::Value(of(&flow.from.to_string(), "endpoint")),
    ]);
    let jwt = Expression::properties([("issuer", issuer), ("audiences", Expression::List(clients))]);
    let item = authorizer(cx, flow)
        .argument("authorizerType", Expression::text("JWT"))
        .argument("identitySources", Expression::texts(["$request.header.Authorization"]))
        .argument("jwtConfiguration", jwt)
        .at(cx.position(&flow.from, Stage::After));
    cx.push(&flow.from.service, item);
}

/// A function decides who may call, and API Gateway remembers its answer for five minutes.
pub(super) fn function_authorizer(cx: &mut Aws, flow: &Flow) {
    let item = authorizer(cx, flow)
        .argument("authorizerType", Expression::text("REQUEST"))
        .argument("authorizerUri", of(&flow.from.to_string(), "invokeArn"))
        .argument("authorizerPayloadFormatVersion", Expression::text("2.0"))
        .argument("authorizerResultTtlInSeconds", Expression::Integer(300))
        .argument("enableSimpleResponses", Expression::Boolean(true))
        .argument("identitySources", Expression::texts(["$request.header.Authorization"]))
        .at(cx.position(&flow.from, Stage::Flow));
    cx.push(&flow.from.service, item);
    permit_authorizer(cx, flow);
}

/// Lets an API ask the function that decides who may call.
pub(super) fn permit_authorizer(cx: &mut Aws, flow: &Flow) {
    let key = authorizer_key(flow);
    let source = Expression::Interpolate(vec![
        Part::Value(of(&flow.to.to_string(), "executionArn")),
        Part::Text("/authorizers/".to_owned()),
        Part::Value(of(&key, "id")),
    ]);
    cx.permit_invoke(
        &flow.from,
        Invoker {
            home: &flow.from,
            name: format!("{}-to-{}", flow.to.node, flow.from.node),
            principal: "apigateway.amazonaws.com",
            source,
            this_account: false,
            origin: Origin::Flow(flow.id.0),
        },
    );
}

/// The authoriser that a flow makes, without what it asks.
pub(super) fn authorizer(cx: &mut Aws, flow: &Flow) -> New {
    let name = cx.companion(&flow.from, "aws.apigatewayv2.Authorizer", &format!("{}-authorizer", flow.from.node));
    let aliases = cx.former(&flow.from, &name);
    New::sdk("aws.apigatewayv2.Authorizer", &authorizer_key(flow), name.clone(), Origin::Flow(flow.id.0))
        .variable(name, "authorizer")
        .argument("apiId", of(&flow.to.to_string(), "id"))
        .aliases(aliases)
}

/// The authoriser that answers for routes of an API: the key of the one that a node of that kind gives.
pub(super) fn authorizer_of(cx: &mut Aws, flow: &Flow, kind: &str) -> Option<(String, Vec<String>)> {
    let api = &flow.from;
    let design = cx.design;
    let candidates: Vec<&Flow> = design
        .flows_to(api)
        .filter(|other| other.kind == "authorize" && design.kind_of(&other.from) == Some(kind))
        .collect();
    let what = if kind == "user-pool" { "user pool" } else { "function" };
    match candidates.as_slice() {
        [one] => {
            let scopes = one.get("scopes").and_then(Value::as_list).unwrap_or_default();
            let scopes = scopes.iter().filter_map(Value::as_str).map(str::to_owned).collect();
            Some((authorizer_key(one), scopes))
        }
        [] => {
            cx.refuse(
                Place::flow_property(flow.id, "auth"),
                format!("{flow} asks for auth: {}, but no {what} authorizes {api}", route::auth(flow)),
                format!("add a flow authorize from a {what} to {api}, or set auth: none"),
            );
            None
        }
        _ => {
            cx.refuse(
                Place::flow_property(flow.id, "auth"),
                format!("several nodes authorize {api} as a {what}, and a route of AWS has one authoriser"),
                "keep one of them",
            );
            None
        }
    }
}
