//! A design as a value in the order of the format, and as the text of a new file.
//!
//! Says nothing that the design does not: no defaults, no empty sections. What may be written short is spelled out.

use crate::catalog::{Properties, catalog};
use crate::design::model::{Accepted, Design, Environment, Event, Flow, Node, NodeId, Service, Setting};
use crate::value::{Map, Value};

use super::VERSION;
use super::write::entry_lines;

/// The design as a map in the order of the format.
pub fn value(design: &Design) -> Map {
    let mut map = Map::new();
    map.insert("version".to_owned(), Value::Integer(VERSION));
    map.insert("name".to_owned(), design.name.as_str().into());
    put_text(&mut map, "description", design.description.as_deref());
    put_text(&mut map, "provider", design.provider.map(crate::catalog::Provider::name));
    put_text(&mut map, "region", design.region.as_deref());
    put_text(&mut map, "language", design.language.map(crate::catalog::Language::name));
    put_text(&mut map, "stacks", design.stacks.map(crate::design::Stacks::name));
    put_map(&mut map, "environments", design.environments.iter().map(|(name, it)| (name, environment(design, it))));
    put_map(&mut map, "settings", design.settings.iter().map(|(name, it)| (name, setting(it))));
    put_map(&mut map, "services", design.services.iter().map(|(name, it)| (name, service(it))));
    put_list(&mut map, "flows", design.flows.iter().map(flow).collect());
    put_map(&mut map, "events", design.events.iter().map(|(name, it)| (name, event(it))));
    put_list(&mut map, "allow", design.allow.iter().map(accepted).collect());
    map
}

fn put_text(map: &mut Map, key: &str, text: Option<&str>) {
    if let Some(text) = text {
        map.insert(key.to_owned(), text.into());
    }
}

fn put_map<'a>(map: &mut Map, key: &str, entries: impl Iterator<Item = (&'a String, Value)>) {
    let entries: Map = entries.map(|(name, value)| (name.clone(), value)).collect();
    if !entries.is_empty() {
        map.insert(key.to_owned(), Value::Map(entries));
    }
}

fn put_list(map: &mut Map, key: &str, items: Vec<Value>) {
    if !items.is_empty() {
        map.insert(key.to_owned(), Value::List(items));
    }
}

fn environment(design: &Design, environment: &Environment) -> Value {
    let mut map = Map::new();
    put_text(&mut map, "region", environment.region.as_deref());
    put_map(&mut map, "settings", environment.settings.iter().map(|(name, value)| (name, value.clone())));
    let sets = environment.set.iter().map(|(id, set)| {
        let kind = NodeId::parse(id).and_then(|id| design.kind_of(&id)).unwrap_or_default();
        let mut map = Map::new();
        put_properties(&mut map, set, properties_of(kind));
        (id, Value::Map(map))
    });
    put_map(&mut map, "set", sets);
    Value::Map(map)
}

fn setting(setting: &Setting) -> Value {
    let mut map = Map::new();
    map.insert("type".to_owned(), setting.kind.name().into());
    if let Some(default) = &setting.default {
        map.insert("default".to_owned(), default.clone());
    }
    put_list(&mut map, "one_of", setting.one_of.clone());
    if setting.secret {
        map.insert("secret".to_owned(), true.into());
    }
    put_text(&mut map, "description", setting.description.as_deref());
    Value::Map(map)
}

fn service(service: &Service) -> Value {
    let mut map = Map::new();
    put_text(&mut map, "description", service.description.as_deref());
    put_map(&mut map, "nodes", service.nodes.iter().map(|(name, it)| (name, node(it))));
    Value::Map(map)
}

fn node(node: &Node) -> Value {
    let mut map = Map::new();
    map.insert("kind".to_owned(), node.kind.as_str().into());
    put_properties(&mut map, &node.properties, properties_of(&node.kind));
    Value::Map(map)
}

fn flow(flow: &Flow) -> Value {
    let mut map = Map::new();
    map.insert("kind".to_owned(), flow.kind.as_str().into());
    map.insert("from".to_owned(), flow.from.to_string().into());
    map.insert("to".to_owned(), flow.to.to_string().into());
    put_properties(&mut map, &flow.properties, catalog().flow(&flow.kind).map(|kind| &kind.properties));
    Value::Map(map)
}

/// The properties of a kind of node; none of one that nobody knows.
fn properties_of(kind: &str) -> Option<&'static Properties> {
    catalog().kind(kind).map(|kind| &kind.properties)
}

fn put_properties(map: &mut Map, properties: &Map, known: Option<&Properties>) {
    for (name, value) in properties {
        let property = known.and_then(|known| known.get(name));
        let spelled_out = || property.map_or_else(|| value.clone(), |property| property.spelled_out(value.clone()));
        map.entry(name.clone()).or_insert_with(spelled_out);
    }
}

fn event(event: &Event) -> Value {
    let mut map = Map::new();
    if let Some(version) = event.version {
        map.insert("version".to_owned(), Value::Integer(version));
    }
    put_text(&mut map, "description", event.description.as_deref());
    if let Some(schema) = &event.schema {
        map.insert("schema".to_owned(), schema.clone());
    }
    Value::Map(map)
}

fn accepted(accepted: &Accepted) -> Value {
    let mut map = Map::new();
    put_text(&mut map, "rule", Some(&accepted.rule));
    put_text(&mut map, "at", Some(&accepted.at));
    put_text(&mut map, "because", Some(&accepted.because));
    Value::Map(map)
}

/// The text of a new file that holds the design.
pub fn to_text(design: &Design) -> String {
    let mut text = String::new();
    for (key, value) in &value(design) {
        if matches!(value, Value::Map(_) | Value::List(_)) {
            text.push('\n');
        }
        for line in entry_lines(&[key], key, value, 0) {
            text.push_str(&line);
            text.push('\n');
        }
    }
    text
}

/// The ways to maps whose order means something; `*` stands for any name.
const ORDERED: &[&[&str]] =
    &[&["environments"], &["settings"], &["services"], &["services", "*", "nodes"], &["events"]];

/// Whether the order of the map at the end of the way means something.
pub(super) fn is_ordered(path: &[&str]) -> bool {
    ORDERED.iter().any(|pattern| {
        pattern.len() == path.len() && pattern.iter().zip(path).all(|(step, name)| *step == "*" || step == name)
    })
}

/// Whether two values at the end of the way say the same, in the same order where order means something.
pub(super) fn says_same(left: &Value, right: &Value, path: &[&str]) -> bool {
    match (left, right) {
        (Value::Map(left), Value::Map(right)) => maps_say_same(left, right, path),
        _ => left == right,
    }
}

/// As [`says_same`] for maps.
pub(super) fn maps_say_same(left: &Map, right: &Map, path: &[&str]) -> bool {
    if path.len() > 3 {
        return left == right;
    }
    left.len() == right.len()
        && (!is_ordered(path) || left.keys().eq(right.keys()))
        && left.iter().all(|(key, value)| {
            let path: Vec<&str> = path.iter().copied().chain([key.as_str()]).collect();
            right.get(key).is_some_and(|other| says_same(value, other, &path))
        })
}
