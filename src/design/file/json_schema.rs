//! The JSON Schema of design files (draft 7, which editors know best), written from the catalogue.

use serde_json::{Map as Object, Value as Json, json};

use crate::catalog::{Language, Property, PropertyType, Provider, catalog};
use crate::text::words::capitalised;

use super::VERSION;

/// Names of services, nodes: lower-case letters, digits, hyphens.
const NAME: &str = "^[a-z][a-z0-9-]{0,39}$";
/// Names of environments and settings: underscores too.
const LOOSE: &str = "^[a-z][a-z0-9_-]{0,39}$";
const ID: &str = r"^[a-z][a-z0-9-]{0,39}\.[a-z][a-z0-9-]{0,39}$";
const EVENT: &str = "^[A-Z][A-Za-z0-9]{0,99}$";
const DURATION: &str = "^[0-9]+(ms|s|m|h|d)$";

/// The schema of a design file: editors complete and check with it.
pub fn json_schema() -> Json {
    let mut definitions = Object::new();
    definitions.insert("setting".to_owned(), setting_reference());
    let catalog = catalog();
    for kind in catalog.kinds.values() {
        let known = kind.properties.iter().chain(&catalog.common);
        let mut schema =
            object(known, &[("kind", json!({ "const": kind.name, "description": kind.summary }))], &["kind"]);
        put(&mut schema, "description", json!(kind.summary));
        if kind.properties.values().any(|property| property.required) {
            // What is there already needs none of what its making would.
            let required = schema.get("required").cloned().unwrap_or_default();
            put(&mut schema, "required", json!(["kind"]));
            put(&mut schema, "anyOf", json!([{ "required": required }, { "required": ["existing"] }]));
        }
        definitions.insert(format!("node-{}", kind.name), schema);
    }
    for flow in catalog.flows.values() {
        let id = |what: &str| json!({ "type": "string", "pattern": ID, "description": what });
        let own = [
            ("kind", json!({ "const": flow.name, "description": flow.summary })),
            ("from", id("Where it starts: service.node.")),
            ("to", id("Where it ends: service.node.")),
        ];
        let mut schema = object(flow.properties.iter(), &own, &["kind", "from", "to"]);
        put(&mut schema, "description", json!(flow.summary));
        definitions.insert(format!("flow-{}", flow.name), schema);
    }
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A design of serverless services",
        "type": "object",
        "required": ["version", "name"],
        "additionalProperties": false,
        "properties": {
            "version": { "const": VERSION, "description": "The version of the format." },
            "name": { "type": "string", "description": "The name of the Pulumi project." },
            "description": text("What the system is, in a sentence."),
            "provider": { "enum": Provider::ALL.map(Provider::name), "default": "aws", "description": "The cloud." },
            "region": text("Where it runs, unless an environment says otherwise."),
            "language": { "enum": Language::ALL.map(Language::name), "description": "What export writes unless told otherwise." },
            "stacks": { "enum": ["single", "per-service"], "default": "single", "description": "One Pulumi project, or one a service." },
            "environments": section("The environments, in the order of promotion.", LOOSE, &environment()),
            "settings": section("The typed configuration of the program.", LOOSE, &setting()),
            "services": section("Nodes that are built and deployed together; shared holds what several use.", NAME, &service()),
            "flows": { "type": ["array", "null"], "description": "What flows between nodes.", "items": choice("flow", catalog.flows.keys()) },
            "events": section("The contract of what is published.", EVENT, &event()),
            "allow": { "type": ["array", "null"], "description": "Findings that the authors accept, with the reason.", "items": accepted() },
        },
        "definitions": definitions,
    })
}

fn put(schema: &mut Json, key: &str, value: Json) {
    if let Some(object) = schema.as_object_mut() {
        object.insert(key.to_owned(), value);
    }
}

fn text(what: &str) -> Json {
    json!({ "type": ["string", "null"], "description": what })
}

/// Names to values.
fn section(what: &str, names: &str, values: &Json) -> Json {
    json!({
        "type": ["object", "null"],
        "description": what,
        "propertyNames": { "pattern": names },
        "additionalProperties": values,
    })
}

/// One definition by `kind`, so that an editor speaks of the kind that was chosen alone.
fn choice<'a>(prefix: &str, names: impl Iterator<Item = &'a String>) -> Json {
    let all: Vec<&String> = names.collect();
    let each = all.iter().map(|name| {
        json!({
            "if": { "properties": { "kind": { "const": name } }, "required": ["kind"] },
            "then": { "$ref": format!("#/definitions/{prefix}-{name}") },
        })
    });
    json!({
        "type": "object",
        "required": ["kind"],
        "properties": { "kind": { "enum": all, "description": "What it is." } },
        "allOf": each.collect::<Vec<_>>(),
    })
}

fn service() -> Json {
    json!({
        "type": ["object", "null"],
        "additionalProperties": false,
        "properties": {
            "description": text("What the service is for."),
            "nodes": section("What the service is made of.", NAME, &choice("node", catalog().kinds.keys())),
        },
    })
}

fn environment() -> Json {
    let kinds = catalog().kinds.values().flat_map(|kind| kind.properties.keys());
    let mut names: Vec<&String> = kinds.chain(catalog().common.keys()).collect();
    names.sort();
    names.dedup();
    json!({
        "type": ["object", "null"],
        "additionalProperties": false,
        "properties": {
            "region": text("Where it runs."),
            "settings": section("Values of settings.", LOOSE, &json!({ "type": ["string", "number", "boolean", "null"] })),
            "set": {
                "type": ["object", "null"],
                "description": "Properties of nodes in this environment only.",
                "propertyNames": { "pattern": ID },
                "additionalProperties": { "type": "object", "propertyNames": { "enum": names } },
            },
        },
    })
}

fn setting() -> Json {
    json!({
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "type": { "enum": ["string", "number", "boolean"], "description": "The type of its values." },
            "default": { "type": ["string", "number", "boolean", "null"], "description": "The value where a stack gives none." },
            "one_of": { "type": "array", "description": "The legal values." },
            "secret": { "type": "boolean", "default": false, "description": "Kept encrypted; never in this file." },
            "description": text("What it is for."),
        },
    })
}

fn event() -> Json {
    json!({
        "type": ["object", "null"],
        "additionalProperties": false,
        "properties": {
            "version": { "type": "integer", "minimum": 1, "description": "Its version." },
            "description": text("What it tells."),
            "schema": { "type": ["object", "boolean", "null"], "description": "A JSON Schema, draft 2020-12." },
        },
    })
}

fn accepted() -> Json {
    json!({
        "type": "object",
        "required": ["rule", "at", "because"],
        "additionalProperties": false,
        "properties": {
            "rule": { "type": "string", "pattern": "^[a-z]+/[a-z0-9-]+$", "description": "The rule: category/name." },
            "at": { "type": "string", "description": "A node, a service, a setting, or from \u{2192} to." },
            "because": { "type": ["string", "null"], "description": "The reason." },
        },
    })
}

fn setting_reference() -> Json {
    json!({
        "type": "object",
        "required": ["setting"],
        "additionalProperties": false,
        "properties": { "setting": { "type": "string", "pattern": LOOSE, "description": "The setting that gives the value." } },
    })
}

/// An object of properties and nothing else.
fn object<'a>(known: impl Iterator<Item = (&'a String, &'a Property)>, own: &[(&str, Json)], needed: &[&str]) -> Json {
    let mut properties: Object<String, Json> = Object::new();
    let mut required: Vec<String> = needed.iter().map(|name| (*name).to_owned()).collect();
    for (name, schema) in own {
        properties.insert((*name).to_owned(), schema.clone());
    }
    for (name, property) in known {
        if property.required {
            required.push(name.clone());
        }
        properties.insert(name.clone(), of(property));
    }
    json!({ "type": "object", "required": required, "additionalProperties": false, "properties": properties })
}

/// A property: what it is itself, or the setting that gives it.
fn of(property: &Property) -> Json {
    let mut schema = itself(property);
    let mut described = Object::new();
    described.insert("description".to_owned(), json!(description(property)));
    if let Some(default) = &property.default {
        described.insert("default".to_owned(), json!(default));
    }
    if matches!(property.kind, PropertyType::Map | PropertyType::Value) {
        for (key, value) in described {
            put(&mut schema, &key, value);
        }
        return schema;
    }
    let mut ways = vec![schema, json!({ "$ref": "#/definitions/setting" })];
    if !property.short.is_empty() {
        ways.push(json!({ "enum": property.short.iter().map(|short| &short.written).collect::<Vec<_>>() }));
    }
    if property.alone.is_some() {
        ways.push(json!({ "type": "string" }));
    }
    described.insert("anyOf".to_owned(), Json::Array(ways));
    Json::Object(described)
}

fn itself(property: &Property) -> Json {
    let mut schema = match property.kind {
        PropertyType::String | PropertyType::Text | PropertyType::Path => json!({ "type": "string" }),
        PropertyType::Node => json!({ "type": "string", "pattern": ID }),
        PropertyType::Integer => json!({ "type": "integer" }),
        PropertyType::Number => json!({ "type": "number" }),
        PropertyType::Boolean => json!({ "type": "boolean" }),
        PropertyType::Duration => json!({ "type": "string", "pattern": DURATION }),
        PropertyType::List => json!({ "type": "array" }),
        PropertyType::Map => json!({ "type": "object" }),
        PropertyType::Object => object(property.fields.iter(), &[], &[]),
        PropertyType::Value => json!({}),
    };
    if !property.one_of.is_empty() {
        put(&mut schema, "enum", json!(property.one_of));
    }
    if matches!(property.kind, PropertyType::Integer | PropertyType::Number) {
        for (key, bound) in [("minimum", &property.min), ("maximum", &property.max)] {
            if let Some(bound) = bound {
                put(&mut schema, key, json!(bound));
            }
        }
    }
    if let Some(inner) = &property.of {
        let key = if property.kind == PropertyType::List { "items" } else { "additionalProperties" };
        put(&mut schema, key, of(inner));
    }
    schema
}

/// What it is for, what is legal, and where clouds differ.
fn description(property: &Property) -> String {
    let mut sentences = vec![property.help.clone()];
    let bounded = property.min.is_some() || property.max.is_some();
    if bounded || property.unit.is_some() {
        sentences.push(format!("{}.", capitalised(&property.describe())));
    }
    for (provider, cloud) in &property.clouds {
        if let Some(reason) = &cloud.none {
            sentences.push(format!("Not on {}: {reason}", provider.title()));
        } else if let Some(note) = &cloud.note {
            sentences.push(format!("On {}: {note}", provider.title()));
        }
    }
    sentences.join(" ")
}
