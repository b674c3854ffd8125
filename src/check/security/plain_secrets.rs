//! Secrets that stand in the design in plain text.

use std::collections::HashMap;

use crate::check::prelude::*;
use crate::design::{Environment, Flow, FlowId, Node, NodeId};

use super::sensitive::{is_literal_secret, is_secret, is_sensitive_name};

pub(in crate::check) const PROPERTY: Rule =
    Rule::error("SEC001", "security/secret-in-plain-property", property).by_itself().says(
        "A password, key or token that stands in the design as text.",
        "The file is read by many and kept for ever in the history; so would be the exported program.",
        "Put it into a secret or a secret setting, and change the value, which must count as known.",
    );

pub(in crate::check) const SETTING: Rule = Rule::warning("SEC002", "security/secret-in-parameter-or-setting", setting)
    .says(
        "A setting or parameter whose name says that it is secret, and that is not kept secret.",
        "Its value stands unencrypted in the stack's file and can be read by everybody.",
        "Set secret: true on the setting, or use a node of kind secret.",
    );

pub(in crate::check) const ENVIRONMENT: Rule =
    Rule::error("SEC003", "security/secret-in-environment-settings", environment).by_itself().says(
        "An environment that holds the value of a secret as text.",
        "It would stand unencrypted in this file and in the stack's.",
        "Take it away and give it to the stack with pulumi config set --secret.",
    );

/// Looks at every text of a value; `found` gets the way to it.
fn texts(value: &Value, path: &[String], found: &mut impl FnMut(&[String], &str, &str)) {
    match value {
        Value::String(text) => {
            let key = path.last().map_or("", String::as_str);
            found(path, key, text);
        }
        Value::Map(map) if value.as_setting().is_none() => {
            for (key, value) in map {
                let mut deeper = path.to_vec();
                deeper.push(key.clone());
                texts(value, &deeper, found);
            }
        }
        Value::List(items) => {
            for (index, value) in items.iter().enumerate() {
                let mut deeper = path.to_vec();
                deeper.push(index.to_string());
                texts(value, &deeper, found);
            }
        }
        _ => {}
    }
}

/// Keys whose values name things and are never secret themselves.
const NAMES: [&str; 9] =
    ["dead_letters", "on_failure", "enrich", "network", "was", "existing", "description", "event", "as"];

/// Which keys say that they are secret; the same few stand on nodes without number.
#[derive(Default)]
struct Keys(HashMap<String, bool>);

impl Keys {
    fn are_sensitive(&mut self, key: &str) -> bool {
        if let Some(known) = self.0.get(key) {
            return *known;
        }
        let sensitive = is_sensitive_name(key);
        self.0.insert(key.to_owned(), sensitive);
        sensitive
    }
}

fn property(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let mut keys = Keys::default();
    for node in &context.nodes {
        // The password of a database has a rule of its own.
        let elsewhere = |name: &str| NAMES.contains(&name) || (node.is("sql") && name == "password");
        for (name, value) in node.node.properties.iter().filter(|(name, _)| !elsewhere(name)) {
            texts(value, std::slice::from_ref(name), &mut |path, key, text| {
                let own_value = node.is("secret") && name == "value" && !text.is_empty();
                if !own_value && !is_secret(text, || keys.are_sensitive(key)) {
                    return;
                }
                let fix = to_secret(context, node, path);
                report
                    .add(
                        Place::Node { id: node.id.clone(), path: path.to_vec() },
                        format!(
                            "The {} of {} looks like a secret in plain text: put it into a secret.",
                            path.join("."),
                            node.id
                        ),
                    )
                    .maybe_fix(fix.as_ref().map_or_else(String::new, |fix| fix.0.clone()), fix.map(|fix| fix.1));
            });
        }
    }
    for view in &context.flows {
        for (name, value) in view.flow.properties.iter().filter(|(name, _)| !NAMES.contains(&name.as_str())) {
            texts(value, std::slice::from_ref(name), &mut |path, key, text| {
                if is_secret(text, || keys.are_sensitive(key)) {
                    report.add(
                        Place::Flow { id: view.flow.id, path: path.to_vec() },
                        format!(
                            "The {} of the flow {} looks like a secret in plain text: put it into a secret.",
                            path.join("."),
                            view.flow
                        ),
                    );
                }
            });
        }
    }
}

/// The edit that puts an environment variable into a secret of its own, which the function then uses.
fn to_secret(context: &Context<'_>, node: &NodeView<'_>, path: &[String]) -> Option<(String, Edit)> {
    let [first, variable] = path else { return None };
    if first != "environment" || !node.is_any(&["function", "container"]) {
        return None;
    }
    let service = &node.id.service;
    let wish: String = crate::text::words::kebab(variable);
    let valid = wish.starts_with(|first: char| first.is_ascii_lowercase()) && wish.is_ascii() && wish.len() <= 38;
    let name = context.design.free_name(service, if valid { &wish } else { "secret-value" });
    let id = NodeId::new(service.clone(), name);
    let mut properties = Map::new();
    let setting = id.node.replace('-', "_");
    properties.insert(
        "value".to_owned(),
        Value::Map([("setting".to_owned(), Value::String(setting.clone()))].into_iter().collect()),
    );
    let mut edits = Vec::new();
    if !context.design.settings.contains_key(&setting) {
        let secret = crate::design::Setting { secret: true, ..crate::design::Setting::default() };
        edits.push(Edit::SetSetting { name: setting, setting: Some(secret), index: None });
    }
    edits.push(Edit::SetProperty { id: node.id.clone(), path: path.to_vec(), value: None });
    edits.push(Edit::AddNode { id: id.clone(), node: Node { kind: "secret".to_owned(), properties }, index: None });
    let flow = Flow {
        id: FlowId(context.design.next_flow),
        kind: "use".to_owned(),
        from: node.id.clone(),
        to: id.clone(),
        properties: [("as".to_owned(), Value::String(variable.clone()))].into_iter().collect(),
    };
    edits.push(Edit::AddFlow { flow, index: None });
    Some((format!("Put it into the secret {id}, from a secret setting"), Edit::Batch(edits)))
}

fn setting(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for (name, setting) in context.design.settings.iter().filter(|(_, setting)| !setting.secret) {
        if !is_sensitive_name(name) {
            continue;
        }
        let mut secret = setting.clone();
        secret.secret = true;
        secret.default = None;
        report
            .add(
                Place::Setting { name: name.clone(), path: Vec::new() },
                format!("The setting {name} sounds secret, but is kept as plain text: set secret: true."),
            )
            .fix("Keep it secret", Edit::SetSetting { name: name.clone(), setting: Some(secret), index: None });
    }
    for parameter in context.nodes_of("parameter").filter(|node| is_sensitive_name(&node.id.node)) {
        if parameter
            .node
            .get("value")
            .is_some_and(|value| value.as_setting().is_none_or(|setting| !secret_setting(context, setting)))
        {
            report.add(
                parameter.place(),
                format!("{} sounds secret, but parameters are plain text: make it a secret.", parameter.id),
            );
        }
    }
}

pub(super) fn secret_setting(context: &Context<'_>, name: &str) -> bool {
    context.design.settings.get(name).is_some_and(|setting| setting.secret)
}

fn environment(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for (name, environment) in &context.design.environments {
        for (key, value) in &environment.settings {
            let literal = match value {
                Value::Null => continue,
                Value::String(text) if text.is_empty() => continue,
                Value::String(text) => is_literal_secret(key, text),
                _ => false,
            };
            if !literal && !secret_setting(context, key) {
                continue;
            }
            let mut changed: Environment = environment.clone();
            changed.settings.shift_remove(key);
            report
                .add(
                    Place::Environment { name: name.clone(), path: vec!["settings".to_owned(), key.clone()] },
                    format!("{name} holds the secret {key} as text: remove it here and run pulumi config set --secret {key}."),
                )
                .fix(
                    format!("Remove the value of {key} from {name}"),
                    Edit::SetEnvironment { name: name.clone(), environment: Some(changed), index: None },
                );
        }
        for (id, set) in &environment.set {
            let database = NodeId::parse(id).and_then(|id| context.find(&id)).is_some_and(|node| node.is("sql"));
            let elsewhere = |name: &str| NAMES.contains(&name) || (database && name == "password");
            for (property, value) in set.iter().filter(|(name, _)| !elsewhere(name)) {
                let start = vec!["set".to_owned(), id.clone(), property.clone()];
                texts(value, &start, &mut |path, key, text| {
                    if is_literal_secret(key, text) {
                        report.add(
                            Place::Environment { name: name.clone(), path: path.to_vec() },
                            format!(
                                "The {} of {id} in {name} looks like a secret in plain text: put it into a secret.",
                                path.get(2..).unwrap_or_default().join(".")
                            ),
                        );
                    }
                });
            }
        }
    }
}
