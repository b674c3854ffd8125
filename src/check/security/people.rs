//! How people prove who they are, and where their tokens go.

use crate::catalog::Provider::{self, Aws};
use crate::check::prelude::*;

use super::provider_properties::{Bad, Row, look};

pub(in crate::check) const WEAK_PASSWORD: Rule =
    Rule::warning("SEC030", "security/weak-password-policy", weak_password).says(
        "A user pool that accepts passwords which are soon guessed.",
        "Lists of short and simple passwords are tried against every sign-in there is.",
        "Ask for at least 8 characters with capitals, numbers and symbols; 12 and all of them is the default.",
    );

pub(in crate::check) const NO_MFA: Rule =
    Rule::info("SEC031", "security/no-mfa", no_mfa).in_production(Severity::Warning).says(
        "A user pool without a second factor.",
        "A stolen password is enough to be somebody else.",
        "Set mfa to optional or required.",
    );

pub(in crate::check) const IMPLICIT: Rule = Rule::warning("SEC032", "security/implicit-oauth", implicit).says(
    "A client that gets tokens in the address of a page, or that people return to without encryption.",
    "Addresses are kept in histories and logs and told to other pages; whoever reads one has the token.",
    "Use the grant code, which comes with PKCE, and https for every address that is not on the own machine.",
);

/// Least characters of a password.
const LEAST: i64 = 8;

const WEAK: &str = "passwords are accepted that are soon guessed";

pub(super) static WEAK_ROWS: &[Row] = &[
    Row::new(
        Aws,
        &["user-pool"],
        &["aws:cognito:UserPool"],
        "passwordPolicy.minimumLength",
        Bad::Below(8.0),
        WEAK,
        "AwsSolutions-COG1",
    ),
    Row::new(
        Aws,
        &["user-pool"],
        &["aws:cognito:UserPool"],
        "passwordPolicy.requireUppercase",
        Bad::False,
        WEAK,
        "AwsSolutions-COG1",
    ),
    Row::new(
        Aws,
        &["user-pool"],
        &["aws:cognito:UserPool"],
        "passwordPolicy.requireNumbers",
        Bad::False,
        WEAK,
        "AwsSolutions-COG1",
    ),
    Row::new(
        Aws,
        &["user-pool"],
        &["aws:cognito:UserPool"],
        "passwordPolicy.requireSymbols",
        Bad::False,
        WEAK,
        "AwsSolutions-COG1",
    ),
];

pub(super) static NO_MFA_ROWS: &[Row] = &[Row::new(
    Aws,
    &["user-pool"],
    &["aws:cognito:UserPool"],
    "mfaConfiguration",
    Bad::Is(&["OFF"]),
    "a password alone is enough to sign in",
    "AwsSolutions-COG2",
)
.or_absent()
.better("OPTIONAL")];

pub(super) static IMPLICIT_ROWS: &[Row] = &[
    Row::new(
        Aws,
        &[],
        &["aws:cognito:UserPoolClient"],
        "allowedOauthFlows.*",
        Bad::Is(&["implicit"]),
        "tokens come in the address of a page",
        "OAuth 2.0 Security Best Current Practice (RFC 9700)",
    ),
    Row::new(
        Aws,
        &[],
        &["aws:cognito:UserPoolClient"],
        "callbackUrls.*",
        Bad::Like(is_plain_address),
        "people return with their tokens without encryption",
        "OAuth 2.0 Security Best Current Practice (RFC 9700)",
    ),
];

fn weak_password(context: &Context<'_>, report: &mut Report<'_, '_>) {
    if context.provider != Provider::Aws {
        return;
    }
    for pool in context.nodes_of("user-pool") {
        report.each_stage(|stage| {
            let length = context.value(pool, &["password", "length"], stage).and_then(Value::as_integer);
            let short = length.filter(|length| *length < LEAST);
            let classes = [("uppercase", "a capital letter"), ("numbers", "a number"), ("symbols", "a symbol")];
            let lacks: Vec<(&str, &str)> = classes
                .into_iter()
                .filter(|(key, _)| {
                    context.value(pool, &["password", key], stage).and_then(Value::as_bool) == Some(false)
                })
                .collect();
            let mut faults: Vec<String> = short.iter().map(|length| format!("of {length} characters")).collect();
            faults.extend(lacks.iter().map(|(_, what)| format!("without {what}")));
            if faults.is_empty() {
                return None;
            }
            let first: &[&str] = if short.is_some() { &["password", "length"] } else { &["password"] };
            let message = format!(
                "{} accepts passwords {}: ask for at least {LEAST} characters, with capitals, numbers and symbols.",
                pool.id,
                list(&faults)
            );
            let place = context.place_of(pool, first, stage);
            let edit = context.mend(pool, &["password"], strong(pool, context, stage), stage);
            Some(Outcome::new(place, message).mend("Ask for 12 characters, with capitals, numbers and symbols", edit))
        });
    }
    look(context, report, WEAK_ROWS, "ask for at least 8 characters, with capitals, numbers and symbols", |_| true);
}

/// What an environment must say so that the default counts; nothing where the node itself speaks.
fn strong(pool: &NodeView<'_>, context: &Context<'_>, stage: Stage<'_>) -> Option<Value> {
    let overridden = context.overrides(pool, stage).is_some_and(|set| set.contains_key("password"));
    let classes = ["uppercase", "lowercase", "numbers", "symbols"];
    overridden.then(|| {
        let length = ("length".to_owned(), Value::Integer(12));
        let classes = classes.iter().map(|name| ((*name).to_owned(), Value::Boolean(true)));
        Value::Map(std::iter::once(length).chain(classes).collect())
    })
}

fn no_mfa(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for pool in context.nodes_of("user-pool").filter(|node| !node.existing()) {
        report.each_stage(|stage| {
            let off = context.value(pool, &["mfa"], stage).and_then(Value::as_str) == Some("off");
            let message =
                || format!("A password alone is enough to sign in at {}: set mfa to optional or required.", pool.id);
            off.then(|| {
                Outcome::new(context.place_of(pool, &["mfa"], stage), message())
                    .mend("Set mfa: optional", context.mend(pool, &["mfa"], None, stage))
            })
        });
    }
    look(context, report, NO_MFA_ROWS, "ask for a second factor, or offer one", |_| true);
}

/// Whether an address that people return to is neither encrypted nor on their own machine.
fn is_plain_address(value: &Value) -> bool {
    let Some(rest) = value.as_str().and_then(|address| address.strip_prefix("http://")) else { return false };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority
        .strip_prefix('[')
        .and_then(|rest| rest.split(']').next())
        .unwrap_or_else(|| authority.split(':').next().unwrap_or_default());
    !(host == "localhost" || host == "::1" || host.starts_with("127.") || host.ends_with(".localhost"))
}

fn implicit(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for pool in context.nodes_of("user-pool") {
        report.each_stage(|stage| {
            let clients = context.value(pool, &["clients"], stage)?.as_list()?;
            let mut faults = Vec::new();
            for client in clients {
                let name = client.get("name").and_then(Value::as_str).unwrap_or("a client");
                let items = |key: &str| client.get(key).and_then(Value::as_list).unwrap_or_default();
                if items("grants").iter().any(|grant| grant.as_str() == Some("implicit")) {
                    faults.push(format!("{name} gets tokens in the address of a page"));
                }
                faults.extend(
                    items("callbacks")
                        .iter()
                        .filter(|address| is_plain_address(address))
                        .map(|address| format!("people return to {name} without encryption, at {address}")),
                );
            }
            if faults.is_empty() {
                return None;
            }
            let message = format!("At {}, {}: use the grant code and addresses with https.", pool.id, list(&faults));
            let better = Value::List(clients.iter().map(without_leaks).collect());
            let edit = context.mend(pool, &["clients"], Some(better), stage);
            let place = context.place_of(pool, &["clients"], stage);
            Some(Outcome::new(place, message).mend("Use the grant code and https", edit))
        });
    }
    look(context, report, IMPLICIT_ROWS, "use the grant code and addresses with https", |_| true);
}

/// A client with the grant code instead of implicit, and addresses with https.
fn without_leaks(client: &Value) -> Value {
    let Value::Map(map) = client else { return client.clone() };
    let mut map = map.clone();
    if let Some(Value::List(grants)) = map.get_mut("grants") {
        let code = grants.iter().any(|grant| grant.as_str() == Some("code"));
        grants.retain(|grant| grant.as_str() != Some("implicit"));
        if !code {
            grants.insert(0, Value::from("code"));
        }
    }
    if let Some(Value::List(callbacks)) = map.get_mut("callbacks") {
        for address in callbacks.iter_mut().filter(|address| is_plain_address(address)) {
            let better = address.as_str().map(|text| text.replacen("http://", "https://", 1));
            *address = better.map_or(Value::Null, Value::String);
        }
    }
    Value::Map(map)
}
