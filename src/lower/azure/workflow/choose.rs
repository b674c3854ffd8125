//! Choices: the cases that are tried, in order, as an expression that gives the name of the step to go on with.

use crate::program::Expression;
use crate::value::{Map, Value};

use super::super::super::steps::{At, END};
use super::super::Azure;
use super::scope::Scope;
use super::words;

/// The action that chooses.
pub(super) fn action(cx: &mut Azure, at: &At, scope: &Scope, state: &str) -> Expression {
    let mut cases = Vec::new();
    for case in at.written.get("choose").and_then(Value::as_list).unwrap_or_default().iter().filter_map(Value::as_map) {
        let path = case.get("value").and_then(Value::as_str).unwrap_or_default();
        let Some(value) = words::value(state, path) else {
            let what = format!("looks at {path}, which is no part of the run's state");
            at.refuse(cx, "choose", &what, "write names with dots between, such as $.payment.status");
            continue;
        };
        let Some(condition) = condition(cx, at, &value, case) else { continue };
        cases.push((condition, target(case.get("then").and_then(Value::as_str).unwrap_or_default())));
    }
    if cases.is_empty() {
        at.refuse(cx, "choose", "has no case", "add one, or remove the step");
    }
    let otherwise = target(at.step.next.or_else(|| scope.following(at)).unwrap_or(END));
    let chosen = cases
        .into_iter()
        .rev()
        .fold(otherwise, |otherwise, (condition, then)| format!("if({condition}, {then}, {otherwise})"));
    Expression::Text(words::marked(&chosen))
}

/// A step as expressions name it.
fn target(name: &str) -> String {
    words::quoted(&words::name(name))
}

fn condition(cx: &mut Azure, at: &At, value: &str, case: &Map) -> Option<String> {
    let number = |name: &str| case.get(name).and_then(Value::as_number);
    if let Some(wanted) = case.get("equals") {
        let literal = literal(wanted);
        if literal.is_none() {
            let what = "compares with a list or an object";
            at.refuse(cx, "choose", what, "compare with text, a number or a truth value");
        }
        return Some(format!("equals({value}, {})", literal?));
    }
    // What is not there is neither above nor below anything.
    if let Some(limit) = number("above") {
        return Some(format!("greater(coalesce({value}, {limit}), {limit})"));
    }
    if let Some(limit) = number("below") {
        return Some(format!("less(coalesce({value}, {limit}), {limit})"));
    }
    let missing = format!("equals({value}, null)");
    Some(if case.get("exists")?.as_bool()? { format!("not({missing})") } else { missing })
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
