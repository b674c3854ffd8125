//! user-pool: Identity Platform. A project has one, so a design has one at the most; it cannot be deleted, only
//! forgotten.

use crate::design::{Flow, NodeId, Place};
use crate::program::{Expression, Literal, Origin, SettingKind};
use crate::value::Value;

use super::super::draft::{New, Stage, of};
use super::Gcp;
use super::access::{Access, Grant, Request, Role};

pub(super) const CLASS: &str = "gcp.identityplatform.Config";

/// What calls a function, and which of its calls that is.
const HOOKS: &[(&str, &str)] = &[
    ("pre-sign-up", "beforeCreate"),
    ("pre-authentication", "beforeSignIn"),
    ("pre-token-generation", "beforeSignIn"),
];

pub(super) fn lower(cx: &mut Gcp, id: &NodeId) {
    let key = id.to_string();
    let first = cx.design.nodes().find(|(_, node)| node.kind == "user-pool").map(|(id, _)| id);
    if first.as_ref().is_some_and(|first| first != id) {
        cx.refuse(
            Place::node(id),
            format!("{id}: a project of Google Cloud has one pool of people, and tokens do not tell several apart"),
            "use one user pool for all, or a project for each",
        );
        return;
    }
    let main = New::sdk(CLASS, &key, id.node.clone(), Origin::Node(key.clone())).variable(id.node.clone(), "user-pool");
    if let Some(existing) = cx.existing(id) {
        let item = main.existing(existing).at(cx.position(id, Stage::Main));
        cx.push(&id.service, item);
        return;
    }
    let hooks = hooks(cx, id);
    let domains = domains(cx, id);
    let extra = cx.extra(id);
    let item = main
        .comment("A project has one pool of people: it can be forgotten, but not deleted.")
        .argument("autodeleteAnonymousUsers", Expression::Boolean(true))
        .argument("signIn", sign_in(cx, id))
        .argument("mfa", second_factor(cx, id))
        .argument("authorizedDomains", domains)
        .argument("blockingFunctions", hooks)
        .overriding(extra)
        .retained(&Expression::Boolean(true))
        .aliases(cx.former(id, &id.node))
        .at(cx.position(id, Stage::Main));
    cx.push(&id.service, item);
}

fn sign_in(cx: &mut Gcp, id: &NodeId) -> Expression {
    let written = cx.fixed(id, &["sign_in"]);
    let ways: Vec<String> = written
        .as_ref()
        .and_then(crate::value::Value::as_list)
        .unwrap_or_default()
        .iter()
        .filter_map(|value| value.as_str().map(str::to_owned))
        .collect();
    if ways.iter().any(|way| way == "username") {
        cx.refuse(
            Place::property(id, "sign_in"),
            format!("{id}: people sign in to Identity Platform by mail or phone, not by a name of their own"),
            "use sign_in: [email] or [phone]",
        );
    }
    let has = |way: &str| Expression::Boolean(ways.iter().any(|present| present == way));
    Expression::properties([
        ("email", Expression::properties([("enabled", has("email")), ("passwordRequired", Expression::Boolean(true))])),
        ("phoneNumber", Expression::properties([("enabled", has("phone"))])),
    ])
}

/// The names to which people may come back after they signed in. Pages use the project's own key, so that is all that
/// Identity Platform knows of applications.
fn domains(cx: &mut Gcp, id: &NodeId) -> Option<Expression> {
    for clients in cx.known(id, &["clients"]) {
        for client in clients.as_list().unwrap_or_default() {
            let secret = client.get("secret").and_then(Value::as_bool) == Some(true);
            let grants = client.get("grants").and_then(Value::as_list).unwrap_or_default();
            if secret || grants.iter().any(|grant| grant.as_str() != Some("code")) {
                cx.refuse(
                    Place::property(id, "clients"),
                    format!("{id}: applications of Identity Platform keep no secret, and get tokens by the code alone"),
                    "leave secret and grants out; let a server call as its own service account",
                );
                return None;
            }
        }
    }
    cx.vary(id, &["clients"], &SettingKind::Texts, "", |clients| {
        let mut names: Vec<String> = Vec::new();
        let callbacks = clients.as_list()?.iter().filter_map(|client| client.get("callbacks")?.as_list());
        for address in callbacks.flatten().filter_map(Value::as_str) {
            let host = address.split_once("://").map_or(address, |(_, rest)| rest);
            let host = host.split(['/', ':', '?']).next().unwrap_or_default().to_owned();
            if !names.contains(&host) {
                names.push(host);
            }
        }
        Some(Literal::Texts(names))
    })
}

/// A second factor: a code of an app.
fn second_factor(cx: &mut Gcp, id: &NodeId) -> Expression {
    let written = cx.fixed(id, &["mfa"]).and_then(|value| value.as_str().map(str::to_owned));
    let state = match written.as_deref() {
        Some("off") => return Expression::properties([("state", Expression::text("DISABLED"))]),
        Some("required") => "MANDATORY",
        _ => "ENABLED",
    };
    let totp = Expression::properties([("adjacentIntervals", Expression::Integer(1))]);
    let provider = Expression::properties([("state", Expression::text(state)), ("totpProviderConfig", totp)]);
    Expression::properties([("state", Expression::text(state)), ("providerConfigs", Expression::List(vec![provider]))])
}

/// The functions that are asked before somebody signs up or in. Identity Platform signs its calls and has no account
/// that could be let in, so anyone may call them; their code looks at the signature.
fn hooks(cx: &mut Gcp, id: &NodeId) -> Option<Expression> {
    let flows: Vec<Flow> = cx.design.flows_from(id).filter(|flow| flow.kind == "trigger").cloned().collect();
    let mut triggers = Vec::new();
    for flow in &flows {
        let on = flow.text("on").unwrap_or_default();
        let Some((_, event)) = HOOKS.iter().find(|(name, _)| *name == on) else {
            cx.refuse(
                Place::flow_property(flow.id, "on"),
                format!("{flow}: Identity Platform asks nobody on {on}"),
                format!("use one of {}", HOOKS.iter().map(|hook| hook.0).collect::<Vec<_>>().join(", ")),
            );
            continue;
        };
        cx.invoker(&flow.to, &flow.to, Expression::text("allUsers"), &id.node, std::slice::from_ref(flow));
        let trigger = Expression::properties([
            ("eventType", Expression::text(*event)),
            ("functionUri", of(&flow.to.to_string(), "uri")),
        ]);
        triggers.push(Expression::From {
            origins: vec![Origin::Flow(flow.id.0)],
            remark: None,
            value: Box::new(trigger),
        });
    }
    (!triggers.is_empty()).then(|| Expression::properties([("triggers", Expression::List(triggers))]))
}

pub(super) fn grant(cx: &mut Gcp, request: &Request) -> Grant {
    let project = cx.google_project();
    let role = match request.access {
        Access::Read => Some(("reads", "roles/firebaseauth.viewer")),
        Access::Write => Some(("writes", "roles/firebaseauth.admin")),
        Access::ReadWrite => Some(("reads-and-writes", "roles/firebaseauth.admin")),
        Access::Use => None,
        _ => return Grant::default(),
    };
    let role = role.map(|(verb, role)| Role::of_project(project.clone(), verb, role, None));
    let grant = role.map_or_else(Grant::default, Grant::role);
    grant.variable("user pool project", project)
}
