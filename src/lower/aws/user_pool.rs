//! user-pool: Cognito with its clients, triggers and authorisers.

use crate::design::{Flow, NodeId, Place};
use crate::program::{Expression, Literal, Origin, SettingKind};
use crate::text::words;
use crate::value::Value;

use super::super::draft::{New, Stage, of};
use super::super::settings::{Derived, literal};
use super::access::{Access, Allow, Grant, Request, Statements};
use super::function::Invoker;
use super::route::{self, RoleFor};
use super::{Aws, graphql_api, http_api, iam, sign_in_domain, with_suffix};

pub(super) const CLASS: &str = "aws.cognito.UserPool";
const CLIENT: &str = "aws.cognito.UserPoolClient";
const SERVICE: &str = "cognito-idp.amazonaws.com";

const READ: &[&str] = &[
    "cognito-idp:AdminGetUser",
    "cognito-idp:AdminListGroupsForUser",
    "cognito-idp:ListUsers",
    "cognito-idp:ListUsersInGroup",
];
const WRITE: &[&str] = &[
    "cognito-idp:AdminCreateUser",
    "cognito-idp:AdminSetUserPassword",
    "cognito-idp:AdminConfirmSignUp",
    "cognito-idp:AdminUpdateUserAttributes",
    "cognito-idp:AdminAddUserToGroup",
    "cognito-idp:AdminRemoveUserFromGroup",
    "cognito-idp:AdminEnableUser",
    "cognito-idp:AdminDisableUser",
    "cognito-idp:AdminDeleteUser",
];
/// The settings of the pool and its clients; signing in takes no right.
const USE: &[&str] = &["cognito-idp:DescribeUserPool", "cognito-idp:DescribeUserPoolClient"];

/// A client as written.
struct Client {
    name: String,
    /// The addresses to return to, the same everywhere or a setting's; none without any.
    callbacks: Option<Expression>,
    secret: bool,
}

/// A client as one environment has it.
#[derive(PartialEq)]
struct Written {
    name: String,
    secret: bool,
    callbacks: Vec<Value>,
}

fn written(item: &Value) -> Option<Written> {
    Some(Written {
        name: item.get("name")?.as_str()?.to_owned(),
        secret: item.get("secret").and_then(Value::as_bool).unwrap_or(false),
        callbacks: item.get("callbacks").and_then(Value::as_list).unwrap_or_default().to_vec(),
    })
}

/// The clients in an environment, or where none is said.
fn clients_in(cx: &Aws, id: &NodeId, environment: Option<&str>) -> Vec<Written> {
    let value = cx.design.effective(id, &["clients"], environment);
    value.as_ref().and_then(Value::as_list).unwrap_or_default().iter().filter_map(written).collect()
}

/// The applications that sign people in; one named `app` where none is written. Environments may differ in the addresses
/// that people return to, and in nothing else.
fn clients(cx: &mut Aws, id: &NodeId) -> Vec<Client> {
    let names: Vec<String> = cx.design.environments.keys().cloned().collect();
    let plain = clients_in(cx, id, None);
    let everywhere: Vec<Vec<Written>> = names.iter().map(|name| clients_in(cx, id, Some(name))).collect();
    let same = |one: &Written, other: &Written| {
        one.name == other.name && one.secret == other.secret && one.callbacks.is_empty() == other.callbacks.is_empty()
    };
    let alike = everywhere
        .iter()
        .all(|clients| clients.len() == plain.len() && clients.iter().zip(&plain).all(|(one, other)| same(one, other)));
    if !alike {
        // Says that the program's shape depends on it.
        cx.fixed(id, &["clients"]);
    }
    let mut clients: Vec<Client> = Vec::new();
    for (index, client) in plain.iter().enumerate() {
        let given: Vec<(String, &[Value])> = names
            .iter()
            .zip(&everywhere)
            .filter_map(|(name, clients)| Some((name.clone(), clients.get(index)?.callbacks.as_slice())))
            .collect();
        let callbacks = callbacks(cx, id, client, &given);
        clients.push(Client { name: client.name.clone(), callbacks, secret: client.secret });
    }
    if clients.is_empty() {
        clients.push(Client { name: "app".to_owned(), callbacks: None, secret: false });
    }
    clients
}

fn client_key(id: &NodeId, client: &Client) -> String {
    format!("{id}/client-{}", client.name)
}

/// The addresses that people return to: a list, or a setting where environments differ.
fn callbacks(cx: &mut Aws, id: &NodeId, client: &Written, given: &[(String, &[Value])]) -> Option<Expression> {
    if client.callbacks.is_empty() {
        return None;
    }
    let place = Place::property(id, "clients");
    if given.iter().all(|(_, callbacks)| *callbacks == client.callbacks.as_slice()) {
        let callbacks = client.callbacks.iter().map(|callback| cx.plain(callback, &place)).collect();
        return Some(Expression::List(callbacks));
    }
    let texts = |callbacks: &[Value]| literal(&Value::List(callbacks.to_vec()), &SettingKind::Texts);
    let values: Option<Vec<(String, Literal)>> =
        given.iter().map(|(name, callbacks)| Some((name.clone(), texts(callbacks)?))).collect();
    let Some(values) = values else {
        cx.refuse(
            place,
            format!(
                "the callbacks of {} of {id} differ between environments, and some come from settings",
                client.name
            ),
            "write the addresses themselves, or the same setting in every environment",
        );
        return None;
    };
    let field = cx.settings.derive(Derived {
        wish: format!("{}-{}-{}-callbacks", id.service, id.node, client.name),
        kind: SettingKind::Texts,
        default: texts(&client.callbacks),
        values,
        documentation: format!("The addresses that {} of {id} returns to after sign-in.", client.name),
        origin: Origin::Node(id.to_string()),
        ..Derived::default()
    });
    Some(Expression::Setting(field))
}

pub(super) fn lower(cx: &mut Aws, id: &NodeId) {
    let key = id.to_string();
    let origin = Origin::Node(key.clone());
    let wish = with_suffix(&id.node, "user-pool");
    let main = New::sdk(CLASS, &key, id.node.clone(), origin).variable(wish.clone(), "user-pool");
    cx.output(&id.service, &format!("{wish}-id"), of(&key, "id"));
    if let Some(existing) = cx.existing(id) {
        let item = main.existing(existing).at(cx.position(id, Stage::Main));
        cx.push(&id.service, item);
    } else {
        let item = pool(cx, id, main).at(cx.position(id, Stage::Main));
        cx.push(&id.service, item);
        if cx.facts.texted.contains(id) {
            texting_role(cx, id);
        }
    }
    let clients = clients(cx, id);
    if clients.iter().any(|client| client.callbacks.is_some()) {
        domain(cx, id);
    }
    for client in &clients {
        make_client(cx, id, client);
    }
}

fn sign_in(cx: &mut Aws, id: &NodeId) -> Vec<String> {
    let written = cx.fixed(id, &["sign_in"]);
    let items = written.as_ref().and_then(Value::as_list).unwrap_or_default();
    items.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn pool(cx: &mut Aws, id: &NodeId, item: New) -> New {
    let ways = sign_in(cx, id);
    let has = |way: &str| ways.iter().any(|present| present == way);
    let mut verified = Vec::new();
    let mut recovery = Vec::new();
    let mechanism = |name: &str, priority: i64| {
        Expression::properties([("name", Expression::text(name)), ("priority", Expression::Integer(priority))])
    };
    if has("email") || !has("phone") {
        verified.push("email");
        recovery.push(mechanism("verified_email", 1));
    }
    if has("phone") {
        verified.push("phone_number");
        recovery.push(mechanism("verified_phone_number", recovery.len() as i64 + 1));
        cx.facts.texted.insert(id.clone());
    }
    let identifiers: Vec<&str> = verified.iter().copied().filter(|_| !has("username")).collect();
    let aliases: Vec<&str> = verified
        .iter()
        .copied()
        .filter(|way| has("username") && (has("email") && *way == "email" || has("phone") && *way == "phone_number"))
        .collect();
    let list = |items: &[&str]| (!items.is_empty()).then(|| Expression::texts(items.iter().copied()));
    let protection = cx.deletion_protection(id);
    let mfa = cx.fixed(id, &["mfa"]).and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default();
    let mfa = match mfa.as_str() {
        "off" => "OFF",
        "required" => "ON",
        _ => "OPTIONAL",
    };
    let enabled = Expression::properties([("enabled", Expression::Boolean(true))]);
    let sms = cx.facts.texted.contains(id).then(|| {
        Expression::properties([
            ("externalId", Expression::text(external_id(cx, id))),
            ("snsCallerArn", of(&texting_key(id), "arn")),
        ])
    });
    let extra = cx.extra(id);
    // Cognito tries the role as soon as the pool is made.
    let item = if sms.is_some() { item.depends_on(&texting_policy_key(id)) } else { item };
    item.argument("usernameAttributes", list(&identifiers))
        .argument("aliasAttributes", list(&aliases))
        .argument("autoVerifiedAttributes", list(&verified))
        .argument("usernameConfiguration", Expression::properties([("caseSensitive", Expression::Boolean(false))]))
        .argument("passwordPolicy", password_policy(cx, id))
        .argument("mfaConfiguration", Expression::text(mfa))
        .argument("softwareTokenMfaConfiguration", (mfa != "OFF").then_some(enabled))
        .argument("smsConfiguration", sms)
        .argument(
            "accountRecoverySetting",
            Expression::properties([("recoveryMechanisms", Expression::List(recovery))]),
        )
        .argument("lambdaConfig", triggers(cx, id))
        .argument("deletionProtection", active(&protection))
        .overriding(extra)
        .protected(&protection)
        .aliases(cx.former(id, &id.node))
}

fn active(protection: &Expression) -> Expression {
    let word = |on: bool| Expression::text(if on { "ACTIVE" } else { "INACTIVE" });
    match protection {
        Expression::Boolean(on) => word(*on),
        other => Expression::Conditional {
            condition: Box::new(other.clone()),
            then: Box::new(word(true)),
            otherwise: Some(Box::new(word(false))),
        },
    }
}

fn password_policy(cx: &mut Aws, id: &NodeId) -> Expression {
    let asked = |cx: &mut Aws, class: &str| cx.boolean(id, &["password", class]).unwrap_or(Expression::Boolean(true));
    let length = cx.integer(id, &["password", "length"]).unwrap_or(Expression::Integer(12));
    Expression::properties([
        ("minimumLength", length),
        ("requireLowercase", asked(cx, "lowercase")),
        ("requireNumbers", asked(cx, "numbers")),
        ("requireSymbols", asked(cx, "symbols")),
        ("requireUppercase", asked(cx, "uppercase")),
        ("temporaryPasswordValidityDays", Expression::Integer(1)),
    ])
}

/// The functions that steps of signing up or in call; one for each step.
fn triggers(cx: &mut Aws, id: &NodeId) -> Option<Expression> {
    let design = cx.design;
    let mut entries: Vec<(String, Expression)> = Vec::new();
    for flow in design.flows_from(id).filter(|flow| flow.kind == "trigger") {
        let step = words::camel(flow.text("on").unwrap_or_default());
        if entries.iter().any(|(present, _)| *present == step) {
            cx.refuse(
                Place::flow(flow.id),
                format!("{id} has two functions for one step, and Cognito calls one"),
                "keep one of the flows",
            );
            continue;
        }
        entries.push((step, of(&flow.to.to_string(), "arn")));
    }
    let entries = entries.iter().map(|(step, arn)| (step.as_str(), arn.clone()));
    let config = Expression::properties(entries);
    (config != Expression::Object(Vec::new())).then_some(config)
}

fn external_id(cx: &Aws, id: &NodeId) -> String {
    format!("{}-{}-{}", cx.design.name, id.service, id.node)
}

fn texting_key(id: &NodeId) -> String {
    format!("{id}/{}-texting-role", id.node)
}

fn texting_policy_key(id: &NodeId) -> String {
    format!("{id}/{}-texting-policy", id.node)
}

/// Cognito sends text messages by a role of the account's; SNS knows no resource for telephone numbers.
fn texting_role(cx: &mut Aws, id: &NodeId) {
    let mut statements = Statements::default();
    statements.add(&Grant {
        allows: vec![Allow {
            verb: "Send",
            object: "texts".to_owned(),
            service: id.service.clone(),
            actions: vec!["sns:Publish"],
            resources: vec![Expression::text("*")],
            condition: None,
        }],
        ..Grant::default()
    });
    let condition = iam::condition("StringEquals", "sts:ExternalId", Expression::Text(external_id(cx, id)));
    route::role(
        cx,
        &RoleFor {
            home: id,
            name: &format!("{}-texting", id.node),
            service: SERVICE,
            description: format!("Lets {} send text messages", id.node),
            condition: Some(condition),
            origin: Origin::Node(id.to_string()),
        },
        statements,
    );
}

fn make_client(cx: &mut Aws, id: &NodeId, client: &Client) {
    let key = client_key(id, client);
    let name = cx.companion(id, CLIENT, &format!("{}-{}", id.node, client.name));
    let aliases = cx.former(id, &name);
    let by_functions = cx.design.flows_to(id).any(|flow| flow.kind == "use");
    let mut flows = vec!["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"];
    if by_functions {
        flows.insert(0, "ALLOW_USER_PASSWORD_AUTH");
    }
    let mut item = New::sdk(CLIENT, &key, name, Origin::Node(id.to_string()))
        .variable(format!("{}-{}-client", id.node, client.name), "client")
        .argument("userPoolId", of(&id.to_string(), "id"))
        .argument("explicitAuthFlows", Expression::texts(flows))
        .argument("generateSecret", client.secret.then_some(Expression::Boolean(true)))
        .argument("preventUserExistenceErrors", Expression::text("ENABLED"))
        .argument("enableTokenRevocation", Expression::Boolean(true));
    if let Some(callbacks) = &client.callbacks {
        item = item
            .argument("callbackUrls", callbacks.clone())
            .argument("allowedOauthFlows", Expression::texts(["code"]))
            .argument("allowedOauthFlowsUserPoolClient", Expression::Boolean(true))
            .argument("allowedOauthScopes", Expression::texts(["openid", "email", "profile"]))
            .argument("supportedIdentityProviders", Expression::texts(["COGNITO"]));
    }
    let item = item.aliases(aliases).at(cx.position(id, Stage::After));
    cx.push(&id.service, item);
    cx.output(&id.service, &format!("{}-{}-client-id", id.node, client.name), of(&key, "id"));
}

/// Applications that send people to a sign-in page need an address for it.
fn domain(cx: &mut Aws, id: &NodeId) {
    let class = "aws.cognito.UserPoolDomain";
    let name = cx.companion(id, class, &format!("{}-domain", id.node));
    let aliases = cx.former(id, &name);
    let address = sign_in_domain::address(cx, id);
    let item = New::sdk(class, "", name, Origin::Node(id.to_string()))
        .argument("userPoolId", of(&id.to_string(), "id"))
        .argument("domain", address)
        .aliases(aliases)
        .at(cx.position(id, Stage::After));
    cx.push(&id.service, item);
}

pub(super) fn grant(cx: &mut Aws, request: &Request) -> Grant {
    cx.uses_iam();
    let key = request.node.to_string();
    let both: Vec<&'static str> = READ.iter().chain(WRITE).copied().collect();
    let (verb, actions) = match request.access {
        Access::Read => ("Read", READ),
        Access::Write => ("Write", WRITE),
        Access::ReadWrite => ("ReadAndWrite", both.as_slice()),
        Access::Use => ("Use", USE),
        _ => return Grant::default(),
    };
    let mut grant =
        Grant::allow(request, verb, actions, vec![of(&key, "arn")]).variable("user pool id", of(&key, "id"));
    if request.access == Access::Use {
        let clients = clients(cx, request.node);
        let one = clients.len() == 1;
        for client in &clients {
            let words = if one {
                "client id".to_owned()
            } else {
                format!("{} client id", words::words(&client.name).join(" "))
            };
            grant = grant.variable(&words, of(&client_key(request.node, client), "id"));
        }
    }
    grant
}

pub(super) fn flow(cx: &mut Aws, flow: &Flow) {
    match flow.kind.as_str() {
        "authorize" if cx.design.kind_of(&flow.to) == Some("graphql-api") => graphql_api::ask_pool(cx, flow),
        "authorize" => {
            let clients = clients(cx, &flow.from);
            let ids = clients.iter().map(|client| of(&client_key(&flow.from, client), "id")).collect();
            http_api::jwt_authorizer(cx, flow, ids);
        }
        "trigger" => {
            if cx.is_existing(&flow.from) {
                cx.refuse(
                    Place::flow(flow.id),
                    format!("{flow}: the triggers of a user pool that is there already belong to whoever made it"),
                    "let its owner set the trigger",
                );
                return;
            }
            cx.permit_invoke(
                &flow.to,
                Invoker {
                    home: &flow.from,
                    name: format!("{}-{}", flow.from.node, flow.text("on").unwrap_or("trigger")),
                    principal: SERVICE,
                    source: of(&flow.from.to_string(), "arn"),
                    this_account: false,
                    origin: Origin::Flow(flow.id.0),
                },
            );
        }
        _ => {}
    }
}
