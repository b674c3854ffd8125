//! How what support components make is written down, the same way for each cloud. Knows no cloud and no component.

use super::Registered;
use super::evaluate::companion;
use super::value::{ResourceId, Value};

/// Fixed text.
pub(super) fn text(text: impl Into<String>) -> Value {
    Value::Text(text.into())
}

/// An output of a resource.
pub(super) fn output(id: &ResourceId, name: &str) -> Value {
    Value::Output(id.clone(), name.to_owned())
}

/// Named values, without those that are left out.
pub(super) fn object<'n>(entries: impl IntoIterator<Item = (&'n str, Value)>) -> Value {
    Value::Object(present(entries))
}

/// Those of some inputs that are not left out.
pub(super) fn present<'n>(entries: impl IntoIterator<Item = (&'n str, Value)>) -> Vec<(String, Value)> {
    let kept = entries.into_iter().filter(|(_, value)| *value != Value::Absent);
    kept.map(|(name, value)| (name.to_owned(), value)).collect()
}

/// What a component is given under a name.
pub(super) fn given(whole: &Registered, name: &str) -> Value {
    whole.input(name).cloned().unwrap_or(Value::Absent)
}

/// A resource of a component, by what follows the component's name in its own.
pub(super) fn of<'n>(
    whole: &Registered,
    kind: &str,
    suffix: &str,
    inputs: impl IntoIterator<Item = (&'n str, Value)>,
) -> Registered {
    Registered {
        id: companion(&whole.id, kind, suffix),
        inputs: present(inputs),
        existing: false,
        protect: None,
        origin: whole.origin.clone(),
    }
}
