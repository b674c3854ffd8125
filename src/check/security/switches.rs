//! Properties of the catalogue that were switched from their safe default to something that is not.

use crate::check::prelude::*;

/// Reports a property of a node where its value is bad, in each environment; `good` is the value of its default.
pub(super) fn switched(
    context: &Context<'_>,
    report: &mut Report<'_, '_>,
    node: &NodeView<'_>,
    (path, good): (&[&str], &Value),
    is_bad: impl Fn(&Value) -> bool,
    message: impl Fn(&Value) -> String,
) {
    report.each_stage(|stage| {
        let value = context.value(node, path, stage).filter(|value| is_bad(value))?;
        let place = context.place_of(node, path, stage);
        // What is left out takes the default; in an environment it would take what the node says, and a map that loses
        // its last key would go with it.
        let written = path.len() > 1 || matches!(place, Place::Environment { .. });
        let edit = context.mend(node, path, written.then(|| good.clone()), stage);
        Some(Outcome::new(place, message(value)).mend(format!("Set {}: {good}", path.join(".")), edit))
    });
}

/// Whether the value is true.
pub(super) fn is_true(value: &Value) -> bool {
    value.as_bool() == Some(true)
}

/// Whether the value is false.
pub(super) fn is_false(value: &Value) -> bool {
    value.as_bool() == Some(false)
}

/// Whether the value is a version of TLS that is broken: older than 1.2.
pub(super) fn is_old_tls(value: &Value) -> bool {
    value.as_number().is_some_and(|version| version < 1.2)
}
