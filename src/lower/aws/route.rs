//! route: a function or a channel answers a request. The route is made beside its target.

use crate::design::{Flow, NodeId, Place};
use crate::program::{Expression, Origin, Part};
use crate::text::duration::Duration;
use crate::text::words;
use crate::value::Value;

use super::super::draft::{New, Stage, of, whole};
use super::access::{Access, Request, Statements};
use super::function::Invoker;
use super::network::link_key;
use super::{Aws, container, event_bus, http_api, iam, pattern, support, workflow};

const CLASS: &str = "components/http-route:HttpRoute";

/// The method of a route.
pub(super) fn method(flow: &Flow) -> String {
    flow.effective(&["method"]).and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_else(|| "GET".to_owned())
}

/// Who may call a route.
pub(super) fn auth(flow: &Flow) -> String {
    flow.effective(&["auth"]).and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_else(|| "none".to_owned())
}

/// A path as permissions name it: parameters become `*`.
pub(super) fn pattern(path: &str) -> String {
    let mut pattern = String::new();
    let mut inside = false;
    for character in path.chars() {
        match character {
            '{' => {
                inside = true;
                pattern.push('*');
            }
            '}' => inside = false,
            other if !inside => pattern.push(other),
            _ => {}
        }
    }
    pattern
}

/// What a route asks of its callers.
struct Authorization {
    kind: &'static str,
    authorizer: Option<Expression>,
    scopes: Option<Expression>,
}

pub(super) fn lower(cx: &mut Aws, flow: &Flow) {
    let Some(path) = flow.text("path").map(str::to_owned) else {
        cx.refuse(Place::flow_property(flow.id, "path"), format!("{flow} has no path"), "set path, such as /orders");
        return;
    };
    let target = cx.design.kind_of(&flow.to).unwrap_or_default().to_owned();
    let authorization = authorization(cx, flow);
    if target == "function" && !cx.is_existing(&flow.to) && flow.to.service == Aws::home(flow).service {
        to_function(cx, flow, &path, authorization);
        return;
    }
    let name = base_name(cx, flow, "aws.apigatewayv2.Route");
    let integration = format!("{}/{}/{name}-integration", flow.to, flow.from);
    let item = match target.as_str() {
        "function" => existing_function(cx, flow, &path, &name, &integration),
        "queue" | "event-bus" | "stream" | "workflow" => direct(cx, flow, &target, &name, &integration),
        "container" => to_container(cx, flow, &name, &integration),
        _ => {
            cx.refuse(
                Place::flow(flow.id),
                format!("{flow}: a route to a {target} comes later"),
                "route to a function",
            );
            return;
        }
    };
    let home = Aws::home(flow).clone();
    let item = item.argument("timeoutMilliseconds", timeout(flow)).at(cx.position(&home, Stage::Flow));
    cx.push(&home.service, item);
    let target =
        Expression::Interpolate(vec![Part::Text("integrations/".to_owned()), Part::Value(of(&integration, "id"))]);
    let item = New::sdk("aws.apigatewayv2.Route", "", name, Origin::Flow(flow.id.0))
        .argument("apiId", of(&flow.from.to_string(), "id"))
        .argument("routeKey", Expression::text(format!("{} {path}", method(flow))))
        .argument("target", target)
        .argument("authorizationType", Expression::text(authorization.kind))
        .argument("authorizerId", authorization.authorizer)
        .argument("authorizationScopes", authorization.scopes)
        .at(cx.position(&home, Stage::Flow));
    cx.push(&home.service, item);
}

/// The name that all parts of a route share: `post-orders`, `get-orders-order-id`.
fn base_name(cx: &mut Aws, flow: &Flow, class: &str) -> String {
    let wish = wish(flow);
    let home = Aws::home(flow).service.clone();
    cx.names.take(&home, class, &wish, &flow.from.node)
}

/// The name that a route would like.
pub(super) fn wish(flow: &Flow) -> String {
    let words = words::kebab(flow.text("path").unwrap_or_default());
    let words = if words.is_empty() { "root".to_owned() } else { words };
    format!("{}-{words}", method(flow).to_lowercase())
}

fn authorization(cx: &mut Aws, flow: &Flow) -> Authorization {
    let open = Authorization { kind: "NONE", authorizer: None, scopes: None };
    let (kind, source) = match auth(flow).as_str() {
        "jwt" => ("JWT", "user-pool"),
        "custom" => ("CUSTOM", "function"),
        "iam" => return Authorization { kind: "AWS_IAM", ..open },
        _ => return open,
    };
    let Some((key, scopes)) = http_api::authorizer_of(cx, flow, source) else { return open };
    let scopes = (!scopes.is_empty() && kind == "JWT").then(|| Expression::texts(scopes.iter().map(String::as_str)));
    Authorization { kind, authorizer: Some(of(&key, "id")), scopes }
}

fn timeout(flow: &Flow) -> Option<Expression> {
    let timeout = flow.text("timeout").and_then(Duration::parse)?;
    Some(Expression::Integer(timeout.milliseconds().min(30_000) as i64))
}

fn to_function(cx: &mut Aws, flow: &Flow, path: &str, authorization: Authorization) {
    cx.facts.support.insert(support::HTTP_ROUTE);
    let api = flow.from.to_string();
    let name = base_name(cx, flow, CLASS);
    let mut item = New::component(CLASS, "", name, Origin::Flow(flow.id.0))
        .argument("apiId", of(&api, "id"))
        .argument("executionArn", of(&api, "executionArn"))
        .argument("method", Expression::text(method(flow)))
        .argument("path", Expression::text(path))
        .argument("handler", whole(&flow.to.to_string()));
    if authorization.kind != "NONE" {
        item = item.argument("authorization", Expression::text(authorization.kind));
    }
    let item = item
        .argument("authorizerId", authorization.authorizer)
        .argument("scopes", authorization.scopes)
        .argument("timeoutMilliseconds", timeout(flow))
        .at(cx.position(&flow.to, Stage::Flow));
    cx.push(&flow.to.service, item);
}

/// A function that is there already, or one of `shared` that another service's API calls, has no component to hand on.
fn existing_function(cx: &mut Aws, flow: &Flow, path: &str, name: &str, key: &str) -> New {
    let home = Aws::home(flow).clone();
    let source = Expression::Interpolate(vec![
        Part::Value(of(&flow.from.to_string(), "executionArn")),
        Part::Text(format!("/*/{}{}", method(flow).replace("ANY", "*"), pattern(path))),
    ]);
    cx.permit_invoke(
        &flow.to,
        Invoker {
            home: &home,
            name: name.to_owned(),
            principal: "apigateway.amazonaws.com",
            source,
            this_account: false,
            origin: Origin::Flow(flow.id.0),
        },
    );
    New::sdk("aws.apigatewayv2.Integration", key, name.to_owned(), Origin::Flow(flow.id.0))
        .variable(format!("{name}-integration"), "integration")
        .argument("apiId", of(&flow.from.to_string(), "id"))
        .argument("integrationType", Expression::text("AWS_PROXY"))
        .argument("integrationUri", of(&flow.to.to_string(), "invokeArn"))
        .argument("payloadFormatVersion", Expression::text("2.0"))
}

/// The request goes through the link into the container's network, to the balancer before its copies.
fn to_container(cx: &mut Aws, flow: &Flow, name: &str, key: &str) -> New {
    let home = container::home(cx, &flow.to);
    New::sdk("aws.apigatewayv2.Integration", key, name.to_owned(), Origin::Flow(flow.id.0))
        .variable(format!("{name}-integration"), "integration")
        .argument("apiId", of(&flow.from.to_string(), "id"))
        .argument("integrationType", Expression::text("HTTP_PROXY"))
        .argument("integrationMethod", Expression::text("ANY"))
        .argument("integrationUri", container::listener(&flow.to))
        .argument("connectionType", Expression::text("VPC_LINK"))
        .argument("connectionId", of(&link_key(&home), "id"))
}

/// The API puts the request into the channel itself, with a role that may do nothing else.
fn direct(cx: &mut Aws, flow: &Flow, target: &str, name: &str, key: &str) -> New {
    let home = Aws::home(flow).clone();
    let event = pattern::published_event(cx, flow).unwrap_or_default();
    let waits = target == "workflow" && workflow::waits(cx, flow);
    let access = match target {
        "workflow" if waits => Access::Await,
        "workflow" => Access::Invoke,
        _ => Access::Publish,
    };
    let service = &flow.from.service;
    let mut statements = Statements::default();
    let request = Request { event: Some(&event), ..Request::of(&flow.to, access, service) };
    statements.add(&cx.grant(&request).one_at_a_time());
    let role = role(
        cx,
        &RoleFor {
            home: &home,
            name,
            service: "apigateway.amazonaws.com",
            description: format!("Lets the route {name} reach {}", flow.to.node),
            // API Gateway names no source when it takes the role of an integration: a condition on aws:SourceAccount or
            // aws:SourceArn would refuse every request. What the role may do is bound to one target instead.
            condition: None,
            origin: Origin::Flow(flow.id.0),
        },
        statements,
    );
    let text = Expression::text;
    let (subtype, parameters) = parameters(cx, flow, target, &event, waits);
    let mut item = New::sdk("aws.apigatewayv2.Integration", key, name.to_owned(), Origin::Flow(flow.id.0))
        .variable(format!("{name}-integration"), "integration")
        .argument("apiId", of(&flow.from.to_string(), "id"))
        .argument("integrationType", text("AWS_PROXY"))
        .argument("integrationSubtype", text(subtype))
        .argument("credentialsArn", of(&role.key, "arn"))
        .argument("payloadFormatVersion", text("1.0"))
        .argument("requestParameters", Expression::data(parameters))
        .depends_on(&role.policy);
    if target == "stream" {
        item = item.comment("Callers send `partitionKey` and, in Base64, `data`: the API cannot encode it for them.");
    }
    item
}

/// What the API does with a request, and what it takes from it.
fn parameters(
    cx: &Aws,
    flow: &Flow,
    target: &str,
    event: &str,
    waits: bool,
) -> (&'static str, Vec<(&'static str, Expression)>) {
    let to = flow.to.to_string();
    let text = Expression::text;
    match target {
        "queue" => {
            let mut parameters = vec![("QueueUrl", of(&to, "url")), ("MessageBody", text("$request.body"))];
            if cx.is_fifo(&flow.to) {
                parameters.push(("MessageGroupId", text("$context.requestId")));
            }
            ("SQS-SendMessage", parameters)
        }
        "workflow" => {
            let subtype = if waits { "StepFunctions-StartSyncExecution" } else { "StepFunctions-StartExecution" };
            (subtype, vec![("StateMachineArn", of(&to, "arn")), ("Input", text("$request.body"))])
        }
        "stream" => {
            let parameters = vec![
                ("StreamName", of(&to, "name")),
                ("Data", text("$request.body.data")),
                ("PartitionKey", text("$request.body.partitionKey")),
            ];
            ("Kinesis-PutRecord", parameters)
        }
        _ => {
            let parameters = vec![
                ("EventBusName", of(&to, "name")),
                ("Source", event_bus::source(cx, &flow.from.service)),
                ("DetailType", text(event)),
                ("Detail", text("$request.body")),
            ];
            ("EventBridge-PutEvents", parameters)
        }
    }
}

/// A role that an AWS service assumes for one flow.
pub(super) struct RoleFor<'a> {
    /// The node beside which it stands.
    pub(super) home: &'a NodeId,
    /// The name before `-role` and `-policy`.
    pub(super) name: &'a str,
    /// Who assumes it.
    pub(super) service: &'a str,
    /// What it is for.
    pub(super) description: String,
    /// When it may be assumed.
    pub(super) condition: Option<Expression>,
    /// Where it comes from.
    pub(super) origin: Origin,
}

/// The keys of a role and its policy.
pub(super) struct Role {
    pub(super) key: String,
    pub(super) policy: String,
}

/// Makes a role with its policy, beside what a flow brings.
pub(super) fn role(cx: &mut Aws, wanted: &RoleFor, statements: Statements) -> Role {
    role_at(cx, Stage::Flow, None, wanted, statements)
}

/// Makes a role with its policy, at a stage of its node, with a remark above the policy.
pub(super) fn role_at(
    cx: &mut Aws,
    stage: Stage,
    comment: Option<&str>,
    wanted: &RoleFor,
    statements: Statements,
) -> Role {
    cx.uses_iam();
    let home = wanted.home;
    let name = cx.companion(home, "aws.iam.Role", &format!("{}-role", wanted.name));
    let policy_name = cx.companion(home, "aws.iam.RolePolicy", &format!("{}-policy", wanted.name));
    let keys = Role { key: format!("{home}/{name}"), policy: format!("{home}/{policy_name}") };
    let position = cx.position(home, stage);
    let item = New::sdk("aws.iam.Role", &keys.key, name.clone(), wanted.origin.clone())
        .variable(name, "iam-role")
        .argument("description", Expression::text(&wanted.description))
        .argument("assumeRolePolicy", iam::trust(wanted.service, wanted.condition.clone()))
        .at(position);
    cx.push(&home.service, item);
    let mut item = New::sdk("aws.iam.RolePolicy", &keys.policy, policy_name.clone(), wanted.origin.clone())
        .variable(policy_name, "iam-policy")
        .argument("role", of(&keys.key, "id"))
        .argument("policy", iam::policy(statements.finish()));
    if let Some(comment) = comment {
        item = item.comment(comment);
    }
    cx.push(&home.service, item.at(position));
    keys
}

/// What is written as a flow's input, as JSON text.
pub(super) fn json_input(cx: &mut Aws, flow: &Flow) -> Option<Expression> {
    let value: Value = flow.get("input")?.clone();
    let place = Place::flow_property(flow.id, "input");
    Some(Expression::Json(Box::new(cx.data(&value, &place))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_of_a_path_are_wild_in_permissions() {
        assert_eq!(pattern("/orders/{orderId}/items"), "/orders/*/items");
        assert_eq!(pattern("/{proxy+}"), "/*");
        assert_eq!(pattern("/"), "/");
    }
}
