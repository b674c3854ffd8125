//! http-api: API Gateway. Its account stands beside it; the gateway itself is made last, since its configuration names
//! the address of each function that it leads to.

use crate::design::{Flow, NodeId, Place};
use crate::program::{Expression, Literal, Name, Origin, SettingKind};
use crate::value::Value;

use super::super::draft::{New, Stage, of};
use super::super::settings::Derived;
use super::access::{Access, Grant, Request};
use super::{Gcp, logs, region, support};

pub(super) const CLASS: &str = "components/http-api:HttpApi";

/// A route of an API.
#[derive(Debug, Clone)]
pub(super) struct Route {
    flow: Flow,
    method: String,
    path: String,
    security: Option<&'static str>,
    timeout: Expression,
}

/// How long a gateway waits for a container, which has no time limit of its own: as long as a route may say.
const LONGEST: i64 = 30;

/// What ANY stands for.
const EVERY_METHOD: &[&str] = &["delete", "get", "head", "patch", "post", "put"];

pub(super) fn lower(cx: &mut Gcp, id: &NodeId) {
    if cx.is_existing(id) {
        cx.refuse(
            Place::property(id, "existing"),
            format!("{id}: a gateway that is there already has a configuration of its own"),
            "leave existing out, or draw it as an external system",
        );
        return;
    }
    if cx.design.effective(id, &["cors"], None).is_none() && !cx.known(id, &["cors"]).is_empty() {
        cx.refuse(
            Place::property(id, "cors"),
            format!(
                "{id} lets pages of other origins ask in some environments only, and the gateway has one shape in all"
            ),
            "write cors at the node, with its origins for each environment",
        );
    }
    cx.facts.support.insert(support::HTTP_API);
    cx.caller(id, &format!("{}-gateway", id.node), format!("Calls what answers {}", id.node));
    cx.facts.routes.entry(id.clone()).or_default();
}

/// The key of the account as which a gateway calls functions.
fn account(cx: &Gcp, id: &NodeId) -> String {
    let begins = format!("{id}/");
    let items = cx.draft.components.get(&id.service).into_iter().flatten();
    let found = items.map(|item| item.key.as_str()).find(|key| key.starts_with(&begins));
    found.unwrap_or_default().to_owned()
}

pub(super) fn flow(cx: &mut Gcp, flow: &Flow) {
    if flow.kind != "route" {
        return;
    }
    let Some(path) = flow.text("path").map(str::to_owned) else {
        cx.refuse(Place::flow_property(flow.id, "path"), format!("{flow} has no path"), "set path, such as /orders");
        return;
    };
    let security = security(cx, flow);
    let timeout = flow.text("timeout").and_then(crate::text::duration::Duration::parse);
    let timeout = match timeout {
        Some(time) => Expression::Integer(time.seconds() as i64),
        None => match cx.design.kind_of(&flow.to) {
            Some("function") => cx.seconds(&flow.to, &["timeout"]).unwrap_or(Expression::Integer(10)),
            _ => Expression::Integer(LONGEST),
        },
    };
    let written = flow.effective(&["method"]).and_then(|value| value.as_str().map(str::to_lowercase));
    let method = written.unwrap_or_else(|| "get".to_owned());
    let methods: Vec<&str> = if method == "any" { EVERY_METHOD.to_vec() } else { vec![method.as_str()] };
    // API Gateway writes what takes the rest of a path in its own way.
    let path = path.replace("+}", "=**}");
    let first = !cx.facts.routes.get(&flow.from).into_iter().flatten().any(|route| route.flow.to == flow.to);
    let routes = cx.facts.routes.entry(flow.from.clone()).or_default();
    for method in methods {
        routes.push(Route {
            flow: flow.clone(),
            method: method.to_owned(),
            path: path.clone(),
            security,
            timeout: timeout.clone(),
        });
    }
    if first {
        let flows: Vec<Flow> = cx
            .design
            .flows_from(&flow.from)
            .filter(|other| other.kind == "route" && other.to == flow.to)
            .cloned()
            .collect();
        let member = of(&account(cx, &flow.from), "member");
        cx.invoker(&flow.to, &flow.to, member, &flow.from.node, &flows);
    }
}

/// What a route asks of its callers.
fn security(cx: &mut Gcp, flow: &Flow) -> Option<&'static str> {
    let auth = flow.effective(&["auth"]).and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default();
    match auth.as_str() {
        "jwt" => {
            let pool = cx.design.flows_to(&flow.from).any(|other| other.kind == "authorize");
            if !pool {
                cx.refuse(
                    Place::flow_property(flow.id, "auth"),
                    format!("{flow} asks for a token, and no user pool authorizes {}", flow.from),
                    "draw an authorize flow from a user pool to the API",
                );
            }
            Some("people")
        }
        "iam" => Some("callers"),
        "custom" => {
            cx.refuse(
                Place::flow_property(flow.id, "auth"),
                format!("{flow}: API Gateway asks no function who may call"),
                "use auth: jwt or iam, or let the function look at its caller itself",
            );
            None
        }
        _ => None,
    }
}

/// Makes the gateways, each in a component of its own after all that it leads to.
pub(super) fn finish(cx: &mut Gcp) {
    for (id, routes) in std::mem::take(&mut cx.facts.routes) {
        gateway(cx, &id, &routes);
    }
}

fn gateway(cx: &mut Gcp, id: &NodeId, routes: &[Route]) {
    let key = id.to_string();
    let name = if id.service == crate::design::model::SHARED {
        id.node.clone()
    } else {
        format!("{}-{}", id.service, id.node)
    };
    let listed: Vec<Expression> = routes.iter().map(route).collect();
    let signed = routes.iter().any(|route| route.security == Some("callers"));
    let callers = signed.then(|| callers(cx, id));
    let cors = cx.design.effective(id, &["cors"], None).is_some();
    let project = cx.google_project();
    let description = cx.description(id, &format!("The API {} of {}", id.node, cx.design.name));
    let account = account(cx, id);
    let item = New::component(CLASS, &key, id.node.clone(), Origin::Node(key.clone()))
        .variable(id.node.clone(), "api")
        .attributes(|item, attribute| match attribute {
            "url" => Expression::Field(Box::new(item), Name::known("url")),
            "gatewayId" => Expression::Field(Box::new(item), Name::known("gateway")).property(attribute),
            _ => item,
        })
        .argument("project", project)
        .argument("region", region())
        .argument("description", Expression::text(description))
        .argument("apiId", Gcp::own_id(&name))
        .argument("account", of(&account, "email"))
        .argument("routes", Expression::List(listed))
        .argument("callers", callers)
        .argument("cors", cors.then_some(Expression::Boolean(true)))
        .at((1, Stage::Main));
    cx.push(&key, item);
    cx.output(&key, &format!("{}-url", id.node), of(&key, "url"));
    let filter = "resource.type = \"apigateway.googleapis.com/Gateway\" AND resource.labels.gateway_id";
    logs::keep(cx, id, filter, Gcp::own_id(&name));
}

fn route(route: &Route) -> Expression {
    let mut entries = vec![
        ("method", Expression::text(&route.method)),
        ("path", Expression::text(&route.path)),
        ("uri", of(&route.flow.to.to_string(), "uri")),
        ("timeoutSeconds", route.timeout.clone()),
    ];
    entries.extend(route.security.map(|security| ("security", Expression::text(security))));
    Expression::From {
        origins: vec![Origin::Flow(route.flow.id.0)],
        remark: None,
        value: Box::new(Expression::properties(entries)),
    }
}

/// The service accounts whose signed requests pass.
fn callers(cx: &mut Gcp, id: &NodeId) -> Expression {
    let setting = cx.settings.derive(Derived {
        wish: format!("{}-{}-callers", id.service, id.node),
        kind: SettingKind::Texts,
        default: Some(Literal::Texts(Vec::new())),
        documentation: format!("The service accounts whose signed requests {} answers, by their addresses.", id.node),
        origin: Origin::Node(id.to_string()),
        ..Derived::default()
    });
    Expression::Setting(setting)
}

/// The variables of what answers pages of other origins: API Gateway hands their questions on to it.
pub(super) fn page_origins(cx: &mut Gcp, function: &NodeId) -> Vec<(String, Expression)> {
    let flow = cx
        .design
        .flows_to(function)
        .find(|flow| flow.kind == "route" && cx.design.effective(&flow.from, &["cors"], None).is_some());
    let Some(api) = flow.map(|flow| flow.from.clone()) else { return Vec::new() };
    let design = cx.design;
    let list = |path: &[&str]| -> Option<String> {
        let value = design.effective(&api, path, None)?;
        let items: Vec<&str> = value.as_list()?.iter().filter_map(Value::as_str).collect();
        Some(items.join(","))
    };
    let mut variables = Vec::new();
    if let Some(origins) = origins(cx, &api) {
        variables.push(("CORS_ORIGINS".to_owned(), origins));
    }
    let methods = list(&["cors", "methods"]).unwrap_or_else(|| {
        let of_api = design.flows_from(&api).filter(|flow| flow.kind == "route");
        let mut found: Vec<String> =
            of_api.filter_map(|flow| flow.effective(&["method"])?.as_str().map(str::to_owned)).collect();
        found.sort();
        found.dedup();
        found.join(",")
    });
    variables.push(("CORS_METHODS".to_owned(), Expression::text(methods)));
    let headers = list(&["cors", "headers"]).unwrap_or_else(|| "authorization,content-type".to_owned());
    variables.push(("CORS_HEADERS".to_owned(), Expression::text(headers)));
    variables
}

/// The origins as one text, which may differ between environments.
fn origins(cx: &mut Gcp, api: &NodeId) -> Option<Expression> {
    cx.vary(api, &["cors", "origins"], &SettingKind::Text, "", |value| {
        let items: Vec<&str> = value.as_list()?.iter().filter_map(Value::as_str).collect();
        Some(Literal::Text(items.join(",")))
    })
}

pub(super) fn grant(_: &mut Gcp, request: &Request) -> Grant {
    if request.access != Access::Call {
        return Grant::default();
    }
    Grant::default().variable("url", of(&request.node.to_string(), "url"))
}
