//! http-api: API Management, paid by the call. A route is an operation whose policy checks the token and asks the function.

use crate::design::{Flow, NodeId, Place};
use crate::program::{Expression, Name, Origin, Part};
use crate::text::duration::Duration;
use crate::text::words;
use crate::value::Value;

use super::super::draft::{New, Stage, of, whole};
use super::super::settings::Derived;
use super::access::{Access, Grant, Request};
use super::platform::PLATFORM;
use super::{Azure, support, user_pool};

pub(super) const CLASS: &str = "components/http-api:HttpApi";
const ROUTE: &str = "components/http-route:HttpRoute";

/// How the parts of an API are reached.
fn attributes(api: Expression, attribute: &str) -> Expression {
    let part = |name: &str| Expression::Field(Box::new(api.clone()), Name::known(name));
    match attribute {
        "serviceName" => part("service").property("name"),
        "apiName" => part("api").property("name"),
        "url" => part("service").property("gatewayUrl"),
        _ => api,
    }
}

pub(super) fn lower(cx: &mut Azure, id: &NodeId) {
    let key = id.to_string();
    if cx.refuse_existing(id) {
        return;
    }
    cx.facts.support.insert(support::HTTP_API);
    let description = cx.description(id, &format!("The API of {}", cx.design.name));
    let cors = cors(cx, id);
    let logs = cx.boolean(id, &["access_logs"]).unwrap_or(Expression::Boolean(true));
    let email = publisher_email(cx);
    let alarms = cx.boolean(id, &["alarms"]).filter(|alarms| *alarms != Expression::Boolean(true));
    let tags = cx.tags(&id.service);
    let extra = cx.extra_of(id, true);
    let item = New::component(CLASS, &key, id.node.clone(), Origin::Node(key.clone()))
        .variable(id.node.clone(), "api")
        .attributes(attributes)
        .argument("platform", whole(PLATFORM))
        .argument("description", Expression::text(description))
        .argument("publisherEmail", email)
        .argument("cors", cors)
        .argument("logRequests", logs)
        .argument("alarms", alarms)
        .argument("tags", tags)
        .extra(&extra)
        .aliases(cx.former(id, &id.node))
        .at(cx.position(id, Stage::Main));
    cx.push(&id.service, item);
    cx.output(&id.service, &format!("{}-url", id.node), of(&key, "url"));
}

/// API Management asks for an address that Azure may write to.
fn publisher_email(cx: &mut Azure) -> Expression {
    Expression::Setting(cx.settings.derive(Derived {
        wish: "api-contact".to_owned(),
        documentation: "The address that Azure writes to about the API.".to_owned(),
        ..Derived::default()
    }))
}

fn cors(cx: &mut Azure, id: &NodeId) -> Option<Expression> {
    let origins = cx.texts(id, &["cors", "origins"])?;
    let methods = cx.texts(id, &["cors", "methods"]).unwrap_or_else(|| {
        let routes = cx.design.flows_from(id).filter(|flow| flow.kind == "route");
        let mut methods: Vec<String> = routes.map(method).collect();
        methods.sort();
        methods.dedup();
        Expression::texts(methods.iter().map(String::as_str))
    });
    let mut entries =
        vec![("origins", origins.clone()), ("methods", methods), ("headers", cx.texts(id, &["cors", "headers"])?)];
    let credentials = cx.boolean(id, &["cors", "credentials"]);
    entries
        .extend(credentials.filter(|value| *value != Expression::Boolean(false)).map(|value| ("credentials", value)));
    entries.extend(cx.seconds(id, &["cors", "max_age"]).map(|value| ("maxAge", value)));
    let configuration = Expression::properties(entries);
    Some(cx.where_pages_ask(id, origins, configuration))
}

/// The method of a route.
fn method(flow: &Flow) -> String {
    flow.effective(&["method"]).and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_else(|| "GET".to_owned())
}

/// Who may call a route.
fn auth(flow: &Flow) -> String {
    flow.effective(&["auth"]).and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_else(|| "none".to_owned())
}

pub(super) fn grant(_: &mut Azure, request: &Request) -> Grant {
    if request.access != Access::Call {
        return Grant::default();
    }
    Grant::default().variable("url", of(&request.node.to_string(), "url"))
}

pub(super) fn flow(cx: &mut Azure, flow: &Flow) {
    if flow.kind == "route" {
        route(cx, flow);
    }
}

fn route(cx: &mut Azure, flow: &Flow) {
    let Some(path) = flow.text("path").map(str::to_owned) else {
        cx.refuse(Place::flow_property(flow.id, "path"), format!("{flow} has no path"), "set path, such as /orders");
        return;
    };
    let method = method(flow);
    if method == "ANY" {
        cx.refuse(
            Place::flow_property(flow.id, "method"),
            format!("{flow} takes any method, and an operation of API Management has one"),
            "draw a route for each method",
        );
    }
    if cx.design.kind_of(&flow.to) != Some("function") {
        cx.refuse(
            Place::flow(flow.id),
            format!("{flow}: on Azure, only routes to functions can be exported yet"),
            "route to a function, which passes the request on",
        );
        return;
    }
    cx.facts.support.insert(support::HTTP_ROUTE);
    let (api, function) = (flow.from.to_string(), flow.to.to_string());
    let path_words = words::kebab(&path);
    let wish = format!("{}-{}", method.to_lowercase(), if path_words.is_empty() { "root" } else { &path_words });
    // The name is also that of what the API holds, so that it must be free there.
    let name = cx.names.take(&flow.from.service, &format!("{ROUTE} of {api}"), &wish, &flow.to.node);
    let home = Azure::home(flow).clone();
    let tokens = tokens(cx, flow);
    let timeout = flow.text("timeout").and_then(Duration::parse);
    let timeout = timeout.map(|time| Expression::Integer(time.milliseconds().div_ceil(1000) as i64));
    let item = New::component(ROUTE, "", name, Origin::Flow(flow.id.0))
        .argument("platform", whole(PLATFORM))
        .argument("serviceName", of(&api, "serviceName"))
        .argument("apiName", of(&api, "apiName"))
        .argument("method", Expression::text(method))
        .argument("path", Expression::text(path.replace("+}", "}")))
        .argument("appName", of(&function, "name"))
        .argument("hostName", of(&function, "hostName"))
        .argument("tokens", tokens)
        .argument("timeoutSeconds", timeout)
        .at(cx.position(&home, Stage::Flow));
    cx.push(&home.service, item);
}

/// Whose tokens open a route: those of a user pool, or of the organisation's own directory.
fn tokens(cx: &mut Azure, flow: &Flow) -> Option<Expression> {
    let (url, audience, scopes) = match auth(flow).as_str() {
        "none" => return None,
        "iam" => {
            let url = Expression::Interpolate(vec![
                Part::Text("https://login.microsoftonline.com/".to_owned()),
                Part::Value(of(PLATFORM, "tenantId")),
                Part::Text("/v2.0/.well-known/openid-configuration".to_owned()),
            ]);
            let audience = cx.settings.derive(Derived {
                wish: format!("{}-audience", flow.from.node),
                documentation: format!("The application in Entra ID that tokens for {} are for, by its id.", flow.from),
                origin: Origin::Node(flow.from.to_string()),
                ..Derived::default()
            });
            (url, Expression::Setting(audience), Vec::new())
        }
        "jwt" => {
            let (pool, scopes) = authorizer(cx, flow)?;
            let (url, audience) = user_pool::tokens(cx, &pool);
            (url, audience, scopes)
        }
        other => {
            cx.refuse(
                Place::flow_property(flow.id, "auth"),
                format!("{flow} asks for auth: {other}, which routes of Azure cannot have yet"),
                "use auth: jwt with a user pool, or auth: iam",
            );
            return None;
        }
    };
    let mut entries = vec![("openIdConfigUrl", url), ("audience", audience)];
    if !scopes.is_empty() {
        entries.push(("scopes", Expression::texts(scopes.iter().map(String::as_str))));
    }
    Some(Expression::properties(entries))
}

/// The user pool that answers for routes of an API, and the scopes that it asks for.
fn authorizer(cx: &mut Azure, flow: &Flow) -> Option<(NodeId, Vec<String>)> {
    let api = &flow.from;
    let design = cx.design;
    let mut found = design
        .flows_to(api)
        .filter(|other| other.kind == "authorize" && design.kind_of(&other.from) == Some("user-pool"));
    match (found.next(), found.next()) {
        (Some(one), None) => {
            let scopes = one.get("scopes").and_then(Value::as_list).unwrap_or_default();
            Some((one.from.clone(), scopes.iter().filter_map(Value::as_str).map(str::to_owned).collect()))
        }
        (None, _) => {
            cx.refuse(
                Place::flow_property(flow.id, "auth"),
                format!("{flow} asks for auth: jwt, but no user pool authorizes {api}"),
                format!("add a flow authorize from a user pool to {api}, or set auth: none"),
            );
            None
        }
        _ => {
            cx.refuse(
                Place::flow_property(flow.id, "auth"),
                format!("several user pools authorize {api}, and a route can ask one"),
                "keep one of them",
            );
            None
        }
    }
}
