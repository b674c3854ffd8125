//! Contracts of events: whether they are JSON Schemas, and whether filters fit them.

use crate::check::prelude::*;

pub(in crate::check) const RULE: Rule = Rule::error("EVT044", "events/event-schema-invalid", run).by_itself().says(
    "A contract that is no JSON Schema, or that contradicts itself.",
    "Nothing can be checked against it, and no types can be made from it.",
    "Correct the part that the message names.",
);

const TYPES: [&str; 7] = ["null", "boolean", "object", "array", "number", "string", "integer"];

/// Keywords whose value is one schema, a list of them, or a map of them.
const ONE: [&str; 9] = [
    "items",
    "additionalProperties",
    "not",
    "if",
    "then",
    "else",
    "contains",
    "propertyNames",
    "unevaluatedProperties",
];
const MANY: [&str; 4] = ["allOf", "anyOf", "oneOf", "prefixItems"];
const NAMED: [&str; 4] = ["properties", "patternProperties", "$defs", "dependentSchemas"];

/// Keywords whose value is a number that is not negative.
const COUNTS: [&str; 8] =
    ["minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties", "minContains", "maxContains"];

fn run(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for (name, event) in &context.design.events {
        let Some(schema) = &event.schema else { continue };
        let mut faults = Vec::new();
        check(schema, &mut vec!["schema".to_owned()], &mut faults);
        for (path, fault) in faults {
            report.add(Place::Event { name: name.clone(), path }, format!("The schema of {name} {fault}."));
        }
    }
    for joined in context.of_kind("subscribe").filter(|joined| joined.from.is_any(&["event-bus", "topic"])) {
        let Some(filter) = joined.flow().get("filter").and_then(Value::as_map) else { continue };
        let Some((name, event)) = joined.flow().event().and_then(|event| context.design.events.get_key_value(event))
        else {
            continue;
        };
        let Some(known) = event.schema.as_ref().and_then(|schema| schema.get("properties")).and_then(Value::as_map)
        else {
            continue;
        };
        for key in filter.keys().filter(|key| !known.contains_key(*key) && !key.starts_with('$')) {
            let hint = nearest(key, known.keys().map(String::as_str)).map_or_else(
                || "correct the filter or the schema.".to_owned(),
                |meant| format!("did you mean {meant}?"),
            );
            let path = vec!["filter".to_owned(), key.clone()];
            report
                .add(
                    Place::Flow { id: joined.flow().id, path },
                    format!("The filter asks for {key}, which {name} does not have: {hint}"),
                )
                .severity(Severity::Warning);
        }
    }
}

/// Gathers what is wrong with a schema, with the way to it.
fn check(schema: &Value, path: &mut Vec<String>, faults: &mut Vec<(Vec<String>, String)>) {
    let map = match schema {
        Value::Map(map) => map,
        Value::Boolean(_) => return,
        other => {
            faults.push((path.clone(), format!("has {} where a schema stands", other.describe())));
            return;
        }
    };
    for (key, value) in map {
        path.push(key.clone());
        keyword(key, value, path, faults);
        path.pop();
    }
    let declared = map.get("properties").and_then(Value::as_map);
    let required = map.get("required").and_then(Value::as_list).unwrap_or_default();
    for (index, name) in required.iter().enumerate().filter_map(|(index, name)| Some((index, name.as_str()?))) {
        if declared.is_some_and(|declared| !declared.contains_key(name)) {
            let mut at = path.clone();
            at.extend(["required".to_owned(), index.to_string()]);
            faults.push((at, format!("requires {name}, which is not among its properties")));
        }
    }
}

fn keyword(key: &str, value: &Value, path: &mut Vec<String>, faults: &mut Vec<(Vec<String>, String)>) {
    let mut wrong = |path: &[String], fault: String| faults.push((path.to_vec(), fault));
    match key {
        "type" => {
            let names: Vec<&Value> = value.as_list().map_or_else(|| vec![value], |values| values.iter().collect());
            for name in names.into_iter().filter(|name| !name.as_str().is_some_and(|name| TYPES.contains(&name))) {
                wrong(path, format!("has the type {name}, and there is {}", list(&TYPES)));
            }
        }
        "required" if !value.as_list().is_some_and(|names| names.iter().all(|name| name.as_str().is_some())) => {
            wrong(path, "has required, which is not a list of names".to_owned());
        }
        "enum" if value.as_list().is_none_or(<[Value]>::is_empty) => {
            wrong(path, "has enum, which is not a list of values".to_owned());
        }
        "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf"
            if value.as_number().is_none() =>
        {
            wrong(path, format!("has {key}, which is not a number"));
        }
        "$ref" | "format" | "pattern" | "title" | "description" | "$id" | "$schema" if value.as_str().is_none() => {
            wrong(path, format!("has {key}, which is not text"));
        }
        _ if COUNTS.contains(&key) && value.as_integer().is_none_or(|count| count < 0) => {
            wrong(path, format!("has {key}, which is not a count"));
        }
        _ if ONE.contains(&key) => check(value, path, faults),
        _ if MANY.contains(&key) => match value.as_list() {
            Some(schemas) => {
                for (index, schema) in schemas.iter().enumerate() {
                    path.push(index.to_string());
                    check(schema, path, faults);
                    path.pop();
                }
            }
            None => wrong(path, format!("has {key}, which is not a list of schemas")),
        },
        _ if NAMED.contains(&key) => match value.as_map() {
            Some(schemas) => {
                for (name, schema) in schemas {
                    path.push(name.clone());
                    check(schema, path, faults);
                    path.pop();
                }
            }
            None => wrong(path, format!("has {key}, which is not a map of schemas")),
        },
        _ => {}
    }
}
