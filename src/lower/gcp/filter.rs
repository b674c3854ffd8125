//! What flows ask for, as a filter of Pub/Sub: it knows the attributes of messages, not their content. The code of
//! publishers sends the event's name as the attribute `type`, and text of the content's first level beside it.

use crate::design::{Flow, Place};
use crate::value::Value;

use super::Gcp;

/// What several flows between the same nodes ask for together; nothing where one of them asks for everything.
pub(super) fn of_flows(cx: &mut Gcp, flows: &[Flow]) -> Option<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut everything = false;
    for flow in flows {
        match of_flow(cx, flow) {
            Some(part) if !parts.contains(&part) => parts.push(part),
            Some(_) => {}
            None => everything = true,
        }
    }
    if everything {
        return None;
    }
    match parts.as_slice() {
        [] => None,
        [one] => Some(one.clone()),
        several if several.iter().any(|part| part.contains(" AND ")) => {
            Some(several.iter().map(|part| format!("({part})")).collect::<Vec<_>>().join(" OR "))
        }
        several => Some(several.join(" OR ")),
    }
}

fn of_flow(cx: &mut Gcp, flow: &Flow) -> Option<String> {
    let mut all: Vec<String> = flow.event().map(|event| equals("type", event)).into_iter().collect();
    let asked: Vec<(String, Value)> = flow
        .get("filter")
        .and_then(Value::as_map)
        .map(|map| map.iter().map(|(key, value)| (key.clone(), value.clone())).collect())
        .unwrap_or_default();
    for (key, value) in asked {
        let alternatives: Vec<Value> = value.as_list().map_or_else(|| vec![value.clone()], <[Value]>::to_vec);
        let tests: Option<Vec<String>> = alternatives.iter().map(|value| test(&key, value)).collect();
        match tests.as_deref() {
            Some([one]) => all.push(one.clone()),
            Some(several) => all.push(format!("({})", several.join(" OR "))),
            None => cx.refuse(
                Place::flow_property(flow.id, "filter"),
                format!("{flow}: Pub/Sub filters by attributes, and {key} asks for more than text that is equal or begins so"),
                "let the function look at the content, or publish what is asked for as an event of its own",
            ),
        }
    }
    (!all.is_empty()).then(|| all.join(" AND "))
}

/// A test of one attribute: that it is equal, begins so, is something else, or is there.
fn test(key: &str, value: &Value) -> Option<String> {
    let named = key.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
    if !named {
        return None;
    }
    if let Some(text) = value.as_str() {
        return Some(equals(key, text));
    }
    let (operator, operand) = value.as_map()?.first()?;
    let one = operand.as_list().map_or_else(|| vec![operand.clone()], <[Value]>::to_vec);
    match (operator.as_str(), one.as_slice()) {
        ("prefix", [Value::String(text)]) => Some(format!("hasPrefix(attributes.{key}, {})", quoted(text))),
        ("anything-but", [Value::String(text)]) => Some(format!("attributes.{key} != {}", quoted(text))),
        ("exists", [Value::Boolean(true)]) => Some(format!("attributes:{key}")),
        ("exists", [Value::Boolean(false)]) => Some(format!("NOT attributes:{key}")),
        _ => None,
    }
}

fn equals(key: &str, text: &str) -> String {
    format!("attributes.{key} = {}", quoted(text))
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
