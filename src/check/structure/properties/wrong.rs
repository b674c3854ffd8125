//! Values of another type than the property has, or out of its range or list.

use crate::catalog::{TypeError, catalog};
use crate::check::prelude::*;

use super::{ELSEWHERE, Fault, Owner, all};

pub(super) fn run(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for fault in all(context) {
        let elsewhere = ELSEWHERE.contains(&(fault.owner.kind(), fault.property));
        let (at, value) = match &fault.error {
            TypeError::UnknownField { .. } | TypeError::MissingField { .. } | TypeError::Lacking { .. } => continue,
            TypeError::Range { .. } | TypeError::OneOf { .. } if elsewhere => continue,
            TypeError::Range { bound, .. } => (fault.path(), Some(bound.clone())),
            TypeError::OneOf { nearest, .. } => {
                (fault.path(), nearest.as_ref().map(|nearest| Value::from(nearest.as_str())))
            }
            TypeError::Twice { .. } => (fault.path(), None),
            TypeError::Type { expected, .. } => (fault.path(), quoted(&fault, expected)),
        };
        let required = fault.of.is_some_and(|property| property.required) || at.len() > 1;
        let changed = value.as_ref().and_then(|value| fault.owner.set(context, &at, Some(value.clone())));
        let removed = fault.owner.set(context, &at, None).filter(|_| !required);
        let mut message = format!("{}: {} does not fit, {}", fault.owner.name(), at.join("."), fault.error);
        if !message.ends_with('?') {
            message.push_str(&on_cloud(context, &fault));
            message.push('.');
        }
        report
            .add(fault.owner.place(at.clone()), message)
            .maybe_fix(format!("Set it to {}", value.unwrap_or_default()), changed)
            .maybe_fix("Take the default", removed);
    }
    super::addresses::run(context, report);
    super::given::run(context, report);
    super::references::run(context, report);
    crate::check::structure::steps::wrong(context, report);
}

/// ` on Azure` where another cloud would take the value.
fn on_cloud(context: &Context<'_>, fault: &Fault<'_, '_>) -> String {
    let general = match fault.owner {
        Owner::Node(node) | Owner::Override(node, _) => catalog().property(&node.node.kind, fault.property),
        Owner::Flow(view) => catalog().flow(&view.flow.kind).and_then(|kind| kind.properties.get(fault.property)),
    };
    let Some((general, value)) = general.zip(fault.owner.written(fault.property)) else { return String::new() };
    let elsewhere = general.check_all(value).iter().all(|error| error.path() != fault.error.path());
    if elsewhere { format!(" on {}", context.provider.title()) } else { String::new() }
}

/// A number or truth value as text, where text is asked for and this text fits.
fn quoted(fault: &Fault<'_, '_>, expected: &str) -> Option<Value> {
    if !fault.error.path().is_empty() || !(expected.starts_with("text") || expected.starts_with("one of")) {
        return None;
    }
    let value = fault.owner.written(fault.property)?;
    let text = matches!(value, Value::Integer(_) | Value::Float(_)).then(|| Value::String(value.to_string()))?;
    fault.of?.check(&text).is_ok().then_some(text)
}
