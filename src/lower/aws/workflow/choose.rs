//! Choices: the cases that are tried, in order.

use crate::program::Expression;
use crate::value::{Map, Value};

use super::super::super::steps::At;
use super::super::Aws;
use super::jsonata;
use super::scope::Scope;
use super::task;

/// The cases of a choice, in order.
pub(super) fn cases(cx: &mut Aws, at: &At, made: &mut Scope) -> Expression {
    let mut rules = Vec::new();
    for case in at.written.get("choose").and_then(Value::as_list).unwrap_or_default().iter().filter_map(Value::as_map) {
        let path = case.get("value").and_then(Value::as_str).unwrap_or_default();
        let value = task::path(cx, at, "choose", path);
        let Some(condition) = condition(&value, case) else { continue };
        let to = made.named(cx, at, "choose", case.get("then").and_then(Value::as_str).unwrap_or_default());
        let to = made.lead(at, &to);
        rules.push(Expression::data([("Condition", Expression::text(jsonata::marked(&condition))), ("Next", to)]));
    }
    if rules.is_empty() {
        at.refuse(cx, "choose", "has no case", "add one, or remove the step");
    }
    Expression::List(rules)
}

fn condition(value: &str, case: &Map) -> Option<String> {
    let number = |name: &str| case.get(name).and_then(Value::as_number);
    if let Some(wanted) = case.get("equals") {
        return Some(format!("{value} = {}", literal(wanted)));
    }
    if let Some(limit) = number("above") {
        return Some(format!("$exists({value}) and {value} > {limit}"));
    }
    if let Some(limit) = number("below") {
        return Some(format!("$exists({value}) and {value} < {limit}"));
    }
    let exists = case.get("exists")?.as_bool()?;
    Some(if exists { format!("$exists({value})") } else { format!("$not($exists({value}))") })
}

/// A written value as JSONata writes it.
fn literal(value: &Value) -> String {
    match value {
        Value::String(text) => jsonata::quoted(text),
        Value::Null => "null".to_owned(),
        Value::List(items) => format!("[{}]", items.iter().map(literal).collect::<Vec<_>>().join(", ")),
        Value::Map(map) => {
            let fields = map.iter().map(|(key, value)| format!("{}: {}", jsonata::quoted(key), literal(value)));
            format!("{{{}}}", fields.collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}
