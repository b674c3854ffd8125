//! Properties that must be given and are not.

use crate::catalog::{Property, PropertyType, Provider, TypeError};
use crate::check::legal;
use crate::check::prelude::*;

use super::all;

/// Whether another rule tells on that cloud that a required property is missing, by kind of node.
fn elsewhere(kind: &str, property: &str, provider: Provider) -> bool {
    (kind, property) == ("table", "key") && provider != Provider::Gcp
}

pub(super) fn run(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for fault in all(context) {
        let TypeError::MissingField { key, .. } = &fault.error else { continue };
        if elsewhere(fault.owner.kind(), fault.property, context.provider) {
            continue;
        }
        let mut at = fault.path();
        let inside = at.join(".");
        let value = placeholder(fault.of, fault.error.path(), key);
        at.push(key.clone());
        let edit = value.as_ref().and_then(|value| fault.owner.set(context, &at, Some(value.clone())));
        report
            .add(
                fault.owner.place(fault.path()),
                format!("{} needs {key} inside {inside}: give it a value.", fault.owner.name()),
            )
            .maybe_fix(format!("Set {key} to {}", value.unwrap_or_default()), edit);
    }
    for node in &context.nodes {
        let Some(kind) = node.kind.filter(|_| !node.existing()) else { continue };
        for (key, _) in
            kind.properties.iter().filter(|(key, property)| property.required && node.node.get(key).is_none())
        {
            if elsewhere(&kind.name, key, context.provider) {
                continue;
            }
            let (_, defaults) = legal::new_node_defaults(context.design, &node.id.service, &kind.name);
            let value = defaults.get(key).cloned();
            let edit = value.clone().map(|value| Edit::SetProperty {
                id: node.id.clone(),
                path: vec![key.clone()],
                value: Some(value),
            });
            report
                .add(node.place(), format!("{} needs {key}: give it a value.", node.id))
                .maybe_fix(format!("Set {key} to {}", value.unwrap_or_default()), edit);
        }
    }
    for view in &context.flows {
        let Some(kind) = view.kind else { continue };
        for (key, _) in
            kind.properties.iter().filter(|(key, property)| property.required && view.flow.get(key).is_none())
        {
            let defaults = legal::new_flow_defaults(context.design, &kind.name, &view.flow.from, &view.flow.to);
            let value = defaults.get(key).cloned();
            let edit = value.clone().map(|value| Edit::SetFlowProperty {
                id: view.flow.id,
                path: vec![key.clone()],
                value: Some(value),
            });
            report
                .add(view.place(), format!("The flow {} needs {key}: give it a value.", view.flow))
                .maybe_fix(format!("Set {key} to {}", value.unwrap_or_default()), edit);
        }
    }
}

/// A value to begin with for a required field of an object.
fn placeholder(property: Option<&'static Property>, path: &[String], key: &str) -> Option<Value> {
    let mut at = property?;
    for step in path {
        at = at.fields.get(step).or(at.of.as_deref())?;
    }
    let field = at.fields.get(key)?;
    field.default.clone().or_else(|| field.one_of.first().cloned()).or_else(|| field.min.clone()).or_else(
        || match field.kind {
            PropertyType::String if key == "name" => Some("main".into()),
            PropertyType::String => Some("id".into()),
            PropertyType::List => Some(Value::List(Vec::new())),
            _ => None,
        },
    )
}
