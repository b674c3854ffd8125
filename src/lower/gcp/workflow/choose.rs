//! Choices: the cases that are tried, in order.

use crate::program::Expression;
use crate::value::{Map, Value};

use super::super::super::steps::At;
use super::super::Gcp;
use super::scope::{STATE, Scope};
use super::words;

/// The cases of a choice, in order.
pub(super) fn cases(cx: &mut Gcp, at: &At, scope: &Scope) -> Expression {
    let mut cases = Vec::new();
    for case in at.written.get("choose").and_then(Value::as_list).unwrap_or_default().iter().filter_map(Value::as_map) {
        let path = case.get("value").and_then(Value::as_str).unwrap_or_default();
        let Some(value) = words::found(STATE, path) else {
            at.refuse(
                cx,
                "choose",
                &format!("looks at {path}, and a case looks at named parts of the run's state only"),
                "write names with dots between, such as $.payment.status",
            );
            continue;
        };
        let Some(condition) = condition(cx, at, &value, case) else { continue };
        let to = scope.named(cx, at, "choose", case.get("then").and_then(Value::as_str).unwrap_or_default());
        cases.push(Expression::data([
            ("condition", Expression::text(words::marked(&condition))),
            ("next", Expression::Text(to)),
        ]));
    }
    if cases.is_empty() {
        at.refuse(cx, "choose", "has no case", "add one, or remove the step");
    }
    Expression::List(cases)
}

fn condition(cx: &mut Gcp, at: &At, value: &str, case: &Map) -> Option<String> {
    let number = |name: &str| case.get(name).and_then(Value::as_number);
    if let Some(wanted) = case.get("equals") {
        let literal = literal(wanted);
        if literal.is_none() {
            at.refuse(
                cx,
                "choose",
                "compares with a list or an object",
                "compare with text, a number or a truth value",
            );
        }
        return Some(format!("{value} == {}", literal?));
    }
    // What is not there is neither above nor below anything.
    if let Some(limit) = number("above") {
        return Some(format!("default({value}, {limit}) > {limit}"));
    }
    if let Some(limit) = number("below") {
        return Some(format!("default({value}, {limit}) < {limit}"));
    }
    let exists = case.get("exists")?.as_bool()?;
    Some(format!("{value} {} null", if exists { "!=" } else { "==" }))
}

/// A written value as expressions write it.
fn literal(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(words::quoted(text)),
        Value::Null => Some("null".to_owned()),
        Value::List(_) | Value::Map(_) => None,
        other => Some(other.to_string()),
    }
}
