//! Values of a workflow's steps as Logic Apps reads them: `$.order.id` is a part of the run's state, and becomes an
//! expression behind an `@`; everything else stands for itself. Knows no step.

use super::super::super::steps::{Part, Words, parts};

/// An object without a property.
pub(super) const NOTHING: &str = "json('{}')";

/// How Logic Apps writes values, of a state that an expression names.
pub(super) fn words(state: &str) -> Words<'_> {
    Words { state, marked, text, value }
}

/// The expression with the mark by which Logic Apps tells it from text.
pub(super) fn marked(expression: &str) -> String {
    format!("@{expression}")
}

/// Text as an action holds it: text that looks like an expression becomes one that gives this text.
pub(super) fn text(text: &str) -> String {
    if text.starts_with('@') || text.contains("@{") {
        marked(&format!("concat({})", quoted(text)))
    } else {
        text.to_owned()
    }
}

/// Text inside of other text that holds expressions: what looks like one stays text.
pub(super) fn inside(text: &str) -> String {
    text.replace("@{", "@@{")
}

/// Text as expressions write it.
pub(super) fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// A name for an action: letters, digits and hyphens. Names that belong to it have an underscore as well.
pub(super) fn name(text: &str) -> String {
    text.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' }).collect()
}

/// What an action gave; nothing where it was skipped.
pub(super) fn given(action: &str) -> String {
    format!("actions({})?['outputs']", quoted(action))
}

/// The part of a state that a path leads to, or null where there is none; none where it is no path.
pub(super) fn value(state: &str, path: &str) -> Option<String> {
    let mut value = state.to_owned();
    for part in parts(path)? {
        match part {
            Part::Field(name) => value = format!("{value}?[{}]", quoted(&name)),
            Part::Place(place) => value = format!("{value}?[{place}]"),
        }
    }
    Some(value)
}

/// The state with a value at the place that a path names; none where it is no path to a field.
pub(super) fn merged(state: &str, path: &str, value: &str) -> Option<String> {
    let names: Option<Vec<String>> = parts(path)?
        .into_iter()
        .map(|part| match part {
            Part::Field(name) => Some(name),
            Part::Place(_) => None,
        })
        .collect();
    Some(within(state, &names?, value))
}

fn within(holder: &str, names: &[String], value: &str) -> String {
    let Some((first, rest)) = names.split_first() else { return value.to_owned() };
    let first = quoted(first);
    let inner = if rest.is_empty() {
        value.to_owned()
    } else {
        within(&format!("coalesce({holder}?[{first}], {NOTHING})"), rest, value)
    };
    format!("setProperty({holder}, {first}, {inner})")
}

/// The first of the values that is there.
pub(super) fn first(values: &[String]) -> String {
    match values {
        [one] => one.clone(),
        several => format!("coalesce({})", several.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_to_parts_of_the_state() {
        let of = |path: &str| value("outputs('state')", path);
        assert_eq!(of("$").as_deref(), Some("outputs('state')"));
        assert_eq!(of("$.order.lines[0].id").as_deref(), Some("outputs('state')?['order']?['lines']?[0]?['id']"));
        for wrong in ["", "order", "$order", "$.a..b", "$.a[x]", "$.a'b"] {
            assert_eq!(of(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn answers_are_put_beside_what_is_there() {
        assert_eq!(merged("s", "$", "1").as_deref(), Some("1"));
        assert_eq!(merged("s", "$.seat", "1").as_deref(), Some("setProperty(s, 'seat', 1)"));
        let deep = "setProperty(s, 'a', setProperty(coalesce(s?['a'], json('{}')), 'b', 1))";
        assert_eq!(merged("s", "$.a.b", "1").as_deref(), Some(deep));
        assert_eq!(merged("s", "$.a[0]", "1"), None);
    }

    #[test]
    fn text_stays_text() {
        assert_eq!(text("a@b.example"), "a@b.example");
        assert_eq!(text("@utcNow()"), "@concat('@utcNow()')");
        assert_eq!(text("it's @{x}"), "@concat('it''s @{x}')");
        assert_eq!(inside("a@b @{x}"), "a@b @@{x}");
        assert_eq!(name("2nd try"), "2nd-try");
    }
}
