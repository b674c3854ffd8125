//! Routes that everybody may call and that only read, or that another system calls.

use crate::check::prelude::*;
use crate::design::{Flow, FlowId, Node, NodeId, Setting};

use super::routes::{asked_by, auth, must_be_open};

pub(in crate::check) const PUBLIC_READ: Rule = Rule::info("SEC005", "security/public-read-route", public_read).says(
    "A route that everybody may call and whose function reads a store that is not tagged as public.",
    "What the store holds today or will hold tomorrow is one mistake away from everybody.",
    "Set auth on the route, or tag the store with data: public.",
);

pub(in crate::check) const WEBHOOK: Rule = Rule::warning("SEC007", "security/unverified-webhook", webhook).says(
    "A route for messages of another system that nothing can tell from forged ones.",
    "Whoever finds the address can send what the other system would: a payment that never was.",
    "Give the function the key with which the other system signs, and check the signature first.",
);

/// Whether a store's tags say that everybody may know what it holds.
fn is_public(context: &Context<'_>, store: &NodeView<'_>, stage: Stage<'_>) -> bool {
    let tags = context.value(store, &["tags"], stage).and_then(Value::as_map);
    tags.into_iter().flatten().any(|(key, value)| {
        value.as_str() == Some("public") || (key == "public" && !matches!(value.as_str(), Some("false" | "no")))
    })
}

fn public_read(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for joined in context.of_kind("route").filter(|joined| joined.from.is("http-api")) {
        let flow = joined.flow();
        let method = flow.text("method").unwrap_or("GET");
        let path = flow.text("path").unwrap_or("/");
        if !matches!(method, "GET" | "HEAD") || auth(&joined) != "none" || must_be_open(path) {
            continue;
        }
        let read: Vec<&NodeView<'_>> = context
            .outgoing(joined.to)
            .filter(|access| (access.is("read") || access.is("read-write")) && access.to.is_store())
            .map(|access| access.to)
            .collect();
        report.each_stage(|stage| {
            let open: Vec<&NodeView<'_>> =
                read.iter().copied().filter(|store| !is_public(context, store, stage)).collect();
            if open.is_empty() {
                return None;
            }
            let names: Vec<String> = open.iter().map(|store| store.id.to_string()).collect();
            let message = format!(
                "Everybody may call {method} {path} of {} and read {}: set auth, or tag what is public with data: public.",
                joined.from.id,
                list(&names)
            );
            let outcome = Outcome::new(joined.view.place(), message);
            Some(match asked_by(context, joined.from) {
                Some(asked) => outcome.mend(
                    format!("Set auth: {asked}"),
                    Edit::SetFlowProperty { id: flow.id, path: vec!["auth".to_owned()], value: Some(asked.into()) },
                ),
                None => outcome,
            })
        });
    }
}

/// Whether a path is called by another system: its words hold webhook or callback.
fn is_called_back(path: &str) -> bool {
    let path = path.to_ascii_lowercase();
    ["webhook", "callback"].iter().any(|word| path.contains(word))
}

/// Whether it can check a signature: it uses a secret, or hands on to something that does.
fn checks_signatures(context: &Context<'_>, node: &NodeView<'_>) -> bool {
    let uses = |node: &NodeView<'_>| context.outgoing(node).any(|joined| joined.is("use") && joined.to.is("secret"));
    uses(node) || (node.is_channel() && context.outgoing(node).any(|joined| joined.is("subscribe") && uses(joined.to)))
}

fn webhook(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for joined in context.of_kind("route").filter(|joined| joined.from.is("http-api")) {
        let path = joined.flow().text("path").unwrap_or("/");
        if !is_called_back(path) || auth(&joined) != "none" || checks_signatures(context, joined.to) {
            continue;
        }
        let fix = joined.to.is_compute().then(|| add_signing_key(context, joined.to));
        let message = format!(
            "{} cannot tell whether what comes to {path} is genuine: give it the key that it is signed with.",
            joined.to.id
        );
        report
            .add(joined.view.place(), message)
            .maybe_fix(fix.as_ref().map_or_else(String::new, |fix| fix.0.clone()), fix.map(|fix| fix.1));
    }
}

/// The edit that gives a function a key from a secret setting.
fn add_signing_key(context: &Context<'_>, function: &NodeView<'_>) -> (String, Edit) {
    let service = &function.id.service;
    let id = NodeId::new(service.clone(), context.design.free_name(service, "signing-key"));
    let setting = id.node.replace('-', "_");
    let mut edits = Vec::new();
    if !context.design.settings.contains_key(&setting) {
        let secret = Setting { secret: true, ..Setting::default() };
        edits.push(Edit::SetSetting { name: setting.clone(), setting: Some(secret), index: None });
    }
    let value = Value::Map([("setting".to_owned(), Value::String(setting.clone()))].into_iter().collect());
    let properties = [("value".to_owned(), value)].into_iter().collect();
    edits.push(Edit::AddNode { id: id.clone(), node: Node { kind: "secret".to_owned(), properties }, index: None });
    let flow = Flow {
        id: FlowId(context.design.next_flow),
        kind: "use".to_owned(),
        from: function.id.clone(),
        to: id.clone(),
        properties: Map::new(),
    };
    edits.push(Edit::AddFlow { flow, index: None });
    (format!("Give {} the secret {id}, from the secret setting {setting}", function.id), Edit::Batch(edits))
}
