//! Properties that the catalogue does not have, or not on this cloud, or not between these nodes.

use crate::catalog::TypeError;
use crate::check::prelude::*;

use super::{Fault, Owner, all};

pub(super) fn run(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for fault in all(context) {
        let (key, nearest, path) = match &fault.error {
            TypeError::UnknownField { key, nearest, path } => (key, nearest, path),
            TypeError::Lacking { key, reason, path } => {
                lacking(context, report, &fault, (key, reason, path));
                continue;
            }
            _ => continue,
        };
        let nested = fault.of.is_some();
        let mut at = fault.path();
        if nested {
            at.push(key.clone());
        }
        let inside = if nested {
            format!(" inside {}", at.get(..at.len() - 1).unwrap_or_default().join("."))
        } else {
            String::new()
        };
        let hint = nearest.as_ref().map_or_else(
            || "take it away, or put it under extra.".to_owned(),
            |nearest| format!("did you mean {nearest}?"),
        );
        let remove = fault.owner.set(context, &at, None);
        let mut draft = report.add(
            fault.owner.place(at.clone()),
            format!("{} has no property {key}{inside}: {hint}", fault.owner.name()),
        );
        if let (Some(nearest), false, true) = (nearest, nested, path.is_empty()) {
            let value = written(&fault.owner, key);
            let fits = value.as_ref().is_some_and(|value| fits(&fault.owner, nearest, value));
            let taken = written(&fault.owner, nearest).is_some();
            let renamed = fault.owner.set(context, std::slice::from_ref(nearest), value);
            if let (true, false, Some(remove), Some(renamed)) = (fits, taken, remove.clone(), renamed)
                && !matches!(fault.owner, Owner::Override(..))
            {
                draft = draft.fix(format!("Rename it to {nearest}"), Edit::Batch(vec![remove, renamed]));
            }
        }
        draft.maybe_fix(format!("Remove {key}"), remove);
    }
    misplaced(context, report);
}

/// A property that another cloud has.
fn lacking(
    context: &Context<'_>,
    report: &mut Report<'_, '_>,
    fault: &Fault<'_, '_>,
    (key, reason, path): (&String, &String, &[String]),
) {
    let mut at = fault.path();
    if !path.is_empty() || at.last() != Some(key) {
        at.push(key.clone());
    }
    let cloud = context.provider.title();
    let what = at.join(".");
    report
        .add(
            fault.owner.place(at.clone()),
            format!("{}: {what} counts on other clouds, not on {cloud}. {reason}", fault.owner.name()),
        )
        .severity(Severity::Warning)
        .maybe_fix(format!("Remove {what}"), fault.owner.set(context, &at, None));
}

/// Properties of flows that have a meaning between other kinds alone.
fn misplaced(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for joined in context.all() {
        let Some(kind) = joined.view.kind else { continue };
        for name in joined.flow().properties.keys() {
            let Some(property) = kind.properties.get(name) else { continue };
            if property.lacking.is_some() || property.only.admit(&joined.from.node.kind, &joined.to.node.kind) {
                continue;
            }
            let ends: Vec<String> = [("from", &property.only.from), ("to", &property.only.to)]
                .into_iter()
                .filter(|(_, kinds)| !kinds.is_empty())
                .map(|(side, kinds)| format!("{side} a {}", choice(kinds)))
                .collect();
            let message = format!(
                "The flow {} has {name}, which counts only {}: take it away.",
                joined.flow(),
                ends.join(" and ")
            );
            let edit = Edit::SetFlowProperty { id: joined.flow().id, path: vec![name.clone()], value: None };
            report.add(joined.view.at(name), message).severity(Severity::Warning).fix(format!("Remove {name}"), edit);
        }
    }
}

fn written(owner: &Owner<'_, '_>, key: &str) -> Option<Value> {
    match owner {
        Owner::Node(node) => node.node.get(key).cloned(),
        Owner::Flow(view) => view.flow.get(key).cloned(),
        Owner::Override(..) => None,
    }
}

fn fits(owner: &Owner<'_, '_>, key: &str, value: &Value) -> bool {
    let property = match owner {
        Owner::Node(node) | Owner::Override(node, _) => node.kind.and_then(|kind| kind.properties.get(key)),
        Owner::Flow(view) => view.kind.and_then(|kind| kind.properties.get(key)),
    };
    property.is_some_and(|property| property.check(value).is_ok())
}
