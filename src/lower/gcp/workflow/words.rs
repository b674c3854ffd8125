//! Values of a workflow's steps as Workflows reads them: `$.order.id` is a part of the run's state, and becomes an
//! expression between marks; everything else stands for itself. Knows no step.

use crate::text::words::is_identifier;

use super::super::super::steps::{Part, parts};

/// A list without an item.
pub(super) const NO_LIST: &str = "json.decode(\"[]\")";
/// A map without a key.
pub(super) const NO_MAP: &str = "json.decode(\"{}\")";

/// The expression between the marks by which Workflows tells it from text.
pub(super) fn marked(expression: &str) -> String {
    format!("${{{expression}}}")
}

/// Text as a step holds it: text that looks like an expression becomes one that gives this text.
pub(super) fn text(text: &str) -> String {
    if text.contains("${") { marked(&quoted(text)) } else { text.to_owned() }
}

/// Text as expressions write it.
pub(super) fn quoted(text: &str) -> String {
    let mut literal = String::from("\"");
    for character in text.chars() {
        match character {
            '\\' => literal.push_str("\\\\"),
            '"' => literal.push_str("\\\""),
            '\n' => literal.push_str("\\n"),
            '\r' => literal.push_str("\\r"),
            '\t' => literal.push_str("\\t"),
            // An expression inside of text inside of an expression would be read once more.
            '$' => literal.push_str("$\" + \""),
            other => literal.push(other),
        }
    }
    literal.push('"');
    literal
}

/// A name for a step or a variable: letters, digits and underscores.
pub(super) fn name(text: &str) -> String {
    let plain = |letter: char| if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '_' };
    let name: String = text.chars().map(plain).collect();
    if name.starts_with(|first: char| first.is_ascii_alphabetic()) { name } else { format!("step_{name}") }
}

/// The part of the state that a path leads to; none where it is no path. A run fails where there is no such part.
pub(super) fn value(state: &str, path: &str) -> Option<String> {
    let mut value = state.to_owned();
    for part in parts(path)? {
        match part {
            Part::Field(name) if is_plain(&name) => value = format!("{value}.{name}"),
            Part::Field(name) => value = format!("{value}[{}]", quoted(&name)),
            Part::Place(place) => value = format!("{value}[{place}]"),
        }
    }
    Some(value)
}

/// The part of the state that a path leads to, or null where there is none; only for paths without places in lists.
pub(super) fn found(state: &str, path: &str) -> Option<String> {
    let names: Option<Vec<String>> = parts(path)?
        .into_iter()
        .map(|part| match part {
            Part::Field(name) => Some(quoted(&name)),
            Part::Place(_) => None,
        })
        .collect();
    Some(match names?.as_slice() {
        [] => state.to_owned(),
        [one] => format!("map.get({state}, {one})"),
        several => format!("map.get({state}, [{}])", several.join(", ")),
    })
}

/// Where an answer is kept: what an assignment names; none where it is no path to a field.
pub(super) fn target(state: &str, path: &str) -> Option<String> {
    let whole = parts(path)?.iter().all(|part| matches!(part, Part::Field(_)));
    whole.then(|| value(state, path)).flatten()
}

fn is_plain(name: &str) -> bool {
    let reserved = matches!(name, "and" | "or" | "not" | "in" | "true" | "false" | "null" | "if");
    !reserved && is_identifier(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_to_parts_of_the_state() {
        assert_eq!(value("state", "$").as_deref(), Some("state"));
        assert_eq!(value("state", "$.order.lines[0].id").as_deref(), Some("state.order.lines[0].id"));
        assert_eq!(value("state", "$.order-id.in").as_deref(), Some("state[\"order-id\"][\"in\"]"));
        assert_eq!(found("state", "$.a").as_deref(), Some("map.get(state, \"a\")"));
        assert_eq!(found("state", "$.a.b").as_deref(), Some("map.get(state, [\"a\", \"b\"])"));
        assert_eq!(found("state", "$.a[0]"), None);
        assert_eq!(target("state", "$.a[0]"), None);
    }

    #[test]
    fn text_stays_text() {
        assert_eq!(text("5 $ each"), "5 $ each");
        assert_eq!(text("${sys.now()}"), "${\"$\" + \"{sys.now()}\"}");
        assert_eq!(name("reserve-seat"), "reserve_seat");
        assert_eq!(name("2nd try"), "step_2nd_try");
    }
}
