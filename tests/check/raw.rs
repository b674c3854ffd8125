//! Reads a design without checking anything, so that faults that the file's reader would refuse reach the rules, as
//! they do from edits.

use indexmap::IndexMap;
use pulumi_designer::catalog::Provider;
use pulumi_designer::design::{
    Accepted, Design, Environment, Event, Node, NodeId, Service, Setting, SettingType, Stacks,
};
use pulumi_designer::value::{Map, Value};

/// The design that a text describes.
pub(crate) fn design(text: &str) -> Design {
    let root: Value = serde_yaml::from_str(text).expect("the fixture is YAML");
    let text = |key: &str| root.get(key).and_then(Value::as_str).map(str::to_owned);
    let mut design = Design {
        name: text("name").unwrap_or_default(),
        description: text("description"),
        provider: text("provider").map(|name| name.parse::<Provider>().expect("a provider")),
        region: text("region"),
        stacks: text("stacks").map(|name| if name == "per-service" { Stacks::PerService } else { Stacks::Single }),
        environments: section(&root, "environments", environment),
        settings: section(&root, "settings", setting),
        services: section(&root, "services", service),
        events: section(&root, "events", event),
        ..Design::default()
    };
    for flow in root.get("flows").and_then(Value::as_list).unwrap_or_default() {
        let mut properties = flow.as_map().expect("a flow").clone();
        let mut end = |key: &str| match properties.shift_remove(key) {
            Some(Value::String(text)) => text,
            other => panic!("a flow without {key}: {other:?}"),
        };
        let (kind, from, to) = (end("kind"), end("from"), end("to"));
        let id = |text: &str| NodeId::parse(text).expect("the id of a node");
        let mut flow = design.new_flow(&kind, id(&from), id(&to));
        flow.properties = properties;
        design.flows.push(flow);
    }
    for accepted in root.get("allow").and_then(Value::as_list).unwrap_or_default() {
        let text = |key: &str| accepted.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        design.allow.push(Accepted { rule: text("rule"), at: text("at"), because: text("because") });
    }
    design
}

fn section<T>(root: &Value, key: &str, read: fn(&Value) -> T) -> IndexMap<String, T> {
    let entries = root.get(key).and_then(Value::as_map).cloned().unwrap_or_default();
    entries.iter().map(|(name, value)| (name.clone(), read(value))).collect()
}

fn map(value: &Value, key: &str) -> Map {
    value.get(key).and_then(Value::as_map).cloned().unwrap_or_default()
}

fn environment(value: &Value) -> Environment {
    let set = map(value, "set");
    Environment {
        region: value.get("region").and_then(Value::as_str).map(str::to_owned),
        settings: map(value, "settings"),
        set: set.iter().map(|(id, set)| (id.clone(), set.as_map().cloned().unwrap_or_default())).collect(),
    }
}

fn setting(value: &Value) -> Setting {
    let kind = match value.get("type").and_then(Value::as_str) {
        Some("number") => SettingType::Number,
        Some("boolean") => SettingType::Boolean,
        _ => SettingType::String,
    };
    Setting {
        kind,
        default: value.get("default").cloned(),
        secret: value.get("secret").and_then(Value::as_bool).unwrap_or(false),
        ..Setting::default()
    }
}

fn service(value: &Value) -> Service {
    let node = |node: &Value| {
        let mut properties = node.as_map().cloned().unwrap_or_default();
        let kind = match properties.shift_remove("kind") {
            Some(Value::String(kind)) => kind,
            _ => String::new(),
        };
        Node { kind, properties }
    };
    let nodes = map(value, "nodes");
    let description = value.get("description").and_then(Value::as_str).map(str::to_owned);
    Service { description, nodes: nodes.iter().map(|(name, value)| (name.clone(), node(value))).collect() }
}

fn event(value: &Value) -> Event {
    Event {
        version: value.get("version").and_then(Value::as_integer),
        description: value.get("description").and_then(Value::as_str).map(str::to_owned),
        schema: value.get("schema").cloned(),
    }
}
