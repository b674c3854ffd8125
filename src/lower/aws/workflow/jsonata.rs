//! Values of a workflow's steps as Step Functions reads them: `$.order.id` is a part of the run's state, and becomes an
//! expression of JSONata; everything else stands for itself. Knows no step.

use std::fmt::Write as _;

use crate::text::words::is_identifier;

use super::super::super::steps::{Part, Words, parts};

/// The state of the run at a step.
pub(super) const STATE: &str = "$states.input";

/// How JSONata writes values.
pub(super) const WORDS: Words = Words { state: STATE, marked, text, value: |_, path| value(path) };

/// The expression between the marks by which Step Functions tells it from text.
pub(super) fn marked(expression: &str) -> String {
    format!("{{% {expression} %}}")
}

/// Text as a state holds it: text that looks like an expression becomes one that gives this text.
pub(super) fn text(text: &str) -> String {
    if text.starts_with("{%") { marked(&quoted(text)) } else { text.to_owned() }
}

/// Text as JSONata writes it.
pub(super) fn quoted(text: &str) -> String {
    let mut literal = String::from("'");
    for character in text.chars() {
        match character {
            '\\' => literal.push_str("\\\\"),
            '\'' => literal.push_str("\\'"),
            '\n' => literal.push_str("\\n"),
            '\r' => literal.push_str("\\r"),
            '\t' => literal.push_str("\\t"),
            other if other.is_control() => {
                let _ = write!(literal, "\\u{:04x}", u32::from(other));
            }
            other => literal.push(other),
        }
    }
    literal.push('\'');
    literal
}

/// The part of the state that a path leads to; none where it is no path.
pub(super) fn value(path: &str) -> Option<String> {
    let mut value = STATE.to_owned();
    for part in parts(path)? {
        match part {
            Part::Field(name) => value = format!("{value}.{}", field(&name)),
            Part::Place(place) => value = format!("{value}[{place}]"),
        }
    }
    Some(value)
}

/// A field's name, in backticks where it would not be read as one.
pub(super) fn field(name: &str) -> String {
    let word = matches!(name, "and" | "or" | "in" | "true" | "false" | "null" | "function");
    if is_identifier(name) && !word { name.to_owned() } else { format!("`{name}`") }
}

/// The state with the value at the place that a path names; none where it is no path to a field.
pub(super) fn merged(path: &str, value: &str) -> Option<String> {
    let names: Option<Vec<String>> = parts(path)?
        .into_iter()
        .map(|part| match part {
            Part::Field(name) => Some(name),
            Part::Place(_) => None,
        })
        .collect();
    Some(within(STATE, &names?, value))
}

fn within(holder: &str, names: &[String], value: &str) -> String {
    let Some((first, rest)) = names.split_first() else { return value.to_owned() };
    let inner = within(&format!("{holder}.{}", field(first)), rest, value);
    format!("$merge([{holder}, {{{}: {inner}}}])", quoted(first))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_to_parts_of_the_state() {
        assert_eq!(value("$").as_deref(), Some("$states.input"));
        assert_eq!(value("$.order.lines[0].id").as_deref(), Some("$states.input.order.lines[0].id"));
        assert_eq!(value("$.order-id.in").as_deref(), Some("$states.input.`order-id`.`in`"));
        for wrong in ["", "order", "$order", "$.", "$.a..b", "$.a[x]", "$.a`b", "$.a b", "$.a%}"] {
            assert_eq!(value(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn answers_are_put_beside_what_is_there() {
        assert_eq!(merged("$", "1").as_deref(), Some("1"));
        assert_eq!(merged("$.seat", "1").as_deref(), Some("$merge([$states.input, {'seat': 1}])"));
        assert_eq!(
            merged("$.trip.seat", "1").as_deref(),
            Some("$merge([$states.input, {'trip': $merge([$states.input.trip, {'seat': 1}])}])")
        );
        assert_eq!(merged("$.seats[0]", "1"), None);
    }

    #[test]
    fn text_stays_text() {
        assert_eq!(text("confirmed"), "confirmed");
        assert_eq!(text("{% $eval('x') %}"), "{% '{% $eval(\\'x\\') %}' %}");
        assert_eq!(quoted("it's\n"), "'it\\'s\\n'");
    }
}
