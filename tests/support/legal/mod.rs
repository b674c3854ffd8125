//! Any legal design for a cloud: kinds, flows and properties from the catalogue, with names and texts that are hard for
//! programs. First anything is drawn, then what the checks call an error is taken out.

pub mod choices;
pub mod cover;
mod names;
pub mod prune;
mod values;

use pulumi_designer::catalog::{Kind, Properties, Provider, catalog_on};
use pulumi_designer::check::legal::{legal_flows, new_flow_defaults};
use pulumi_designer::design::{Design, Environment, Event, Node, NodeId, Service, Setting, SettingType};
use pulumi_designer::lower::lower;
use pulumi_designer::value::{Map, Value};

use choices::Choices;
use values::{Known, object};

/// The kinds of which programs for a cloud are made.
fn kinds(provider: Provider) -> Vec<&'static Kind> {
    let there = catalog_on(provider).kinds.values().filter(|kind| kind.cloud_name(provider).is_some());
    there
        .filter(|kind| {
            let mut design = Design { name: "kinds".to_owned(), provider: Some(provider), ..Design::default() };
            let service = design.services.entry("one".to_owned()).or_default();
            service.nodes.insert("node".to_owned(), Node::of_kind(&kind.name));
            !lower(&design).is_err_and(|errors| errors.iter().any(|error| error.message.contains("comes later")))
        })
        .collect()
}

/// A legal design of which a program can be made, and what was refused on the way to it.
pub fn exportable(provider: Provider, choices: &mut Choices) -> Result<(Design, Vec<String>), String> {
    exportable_of(anything(provider, choices))
}

/// What of a design is legal and a program can be made of, and what was refused on the way to it.
fn exportable_of(mut design: Design) -> Result<(Design, Vec<String>), String> {
    prune::errors(&mut design)?;
    let refused = prune::refusals(&mut design)?;
    Ok((design, refused.into_iter().map(|error| error.message).collect()))
}

/// A design that may be wrong here and there.
fn anything(provider: Provider, choices: &mut Choices) -> Design {
    let mut design = frame(provider, choices);
    let kinds = kinds(provider);
    for _ in 0..3 + choices.below(13) {
        // Functions are what most flows start or end at.
        let kind = match choices.below(3) {
            0 => kinds.iter().find(|kind| kind.name == "function").copied().unwrap_or(kinds[0]),
            _ => kinds[choices.below(kinds.len())],
        };
        add_node(&mut design, choices, kind, &[]);
    }
    add_flows(&mut design, choices);
    let known = known(&design);
    vary(&mut design, choices, &known);
    design
}

/// A design without a node: settings, events and environments.
fn frame(provider: Provider, choices: &mut Choices) -> Design {
    let mut design = Design {
        name: choices.one(&["any", "any.thing_2", "Any-Thing", "class", "0"]).to_owned(),
        provider: Some(provider),
        region: Some(provider.default_region().to_owned()),
        ..Design::default()
    };
    if choices.once_in(4) {
        design.description = Some(choices.one(names::TEXTS).to_owned());
    }
    for name in ["dev", "prod"].into_iter().take(choices.below(3)) {
        design.environments.insert(name.to_owned(), Environment::default());
    }
    for _ in 0..choices.below(4) {
        add_setting(&mut design, choices);
    }
    for _ in 0..choices.below(3) {
        let schema = object(&[
            ("type", "object".into()),
            ("properties", object(&[("id", object(&[("type", "string".into())]))])),
        ]);
        let event = Event { version: Some(1), description: None, schema: Some(schema) };
        design.events.insert(names::event(choices), event);
    }
    design
}

fn add_setting(design: &mut Design, choices: &mut Choices) {
    let (kind, default) = match choices.below(4) {
        0 => (SettingType::String, Some(Value::from(choices.one(names::TEXTS)))),
        1 => (SettingType::Number, Some(Value::Integer(300))),
        2 => (SettingType::Boolean, Some(Value::Boolean(true))),
        _ => (SettingType::String, None),
    };
    let secret = default.is_none() && choices.below(2) == 0;
    let description = choices.once_in(3).then(|| choices.one(names::TEXTS).to_owned());
    let setting = Setting { kind, default, secret, description, ..Setting::default() };
    design.settings.insert(names::setting(choices), setting);
}

/// Adds a node of a kind, with the properties that are wished for and some others.
fn add_node(design: &mut Design, choices: &mut Choices, kind: &Kind, wished: &[String]) -> NodeId {
    let service = if design.services.is_empty() || choices.once_in(3) {
        names::service(choices)
    } else {
        design.services.keys().nth(choices.below(design.services.len())).cloned().unwrap_or_default()
    };
    let name = names::node(choices);
    let known = known(design);
    let mut properties = Map::new();
    for (name, property) in &kind.properties {
        if property.lacking.is_none()
            && (property.required || wished.contains(name) || choices.once_in(5))
            && let Some(value) = values::value(choices, name, property, &known)
        {
            properties.insert(name.clone(), value);
        }
    }
    // What one of several properties must say, and what nobody can say alone.
    match kind.name.as_str() {
        "schedule" if !properties.contains_key("cron") => {
            properties.insert("every".to_owned(), "1h".into());
        }
        "parameter" => {
            properties.entry("value".to_owned()).or_insert_with(|| Value::from(choices.one(names::TEXTS)));
        }
        "secret" => {
            properties.shift_remove("value");
            let given = design.settings.iter().find(|(_, setting)| setting.secret);
            match given.filter(|_| choices.below(2) == 1) {
                Some((name, _)) => {
                    properties.shift_remove("generate");
                    properties.insert("value".to_owned(), object(&[("setting", Value::from(name.as_str()))]))
                }
                None => properties.insert("generate".to_owned(), Value::Boolean(true)),
            };
        }
        "resource" => {
            let (kind, input) = match design.provider() {
                Provider::Aws => ("aws:sns/topic:Topic", "displayName"),
                Provider::Azure => ("azure-native:compute:SshPublicKey", "publicKey"),
                Provider::Gcp => ("gcp:pubsub/schema:Schema", "definition"),
            };
            properties.insert("type".to_owned(), kind.into());
            properties.insert("properties".to_owned(), object(&[(input, Value::from(choices.one(names::TEXTS)))]));
        }
        "external" => {
            properties.entry("url".to_owned()).or_insert_with(|| "https://partner.example/x".into());
        }
        _ => {}
    }
    common(&mut properties, choices, &kind.name, &service);
    let id = NodeId { service: service.clone(), node: name.clone() };
    let service: &mut Service = design.services.entry(service).or_default();
    if choices.once_in(8) {
        service.description = Some(choices.one(names::TEXTS).to_owned());
    }
    service.nodes.entry(name).or_insert(Node { kind: kind.name.clone(), properties });
    id
}

/// Kinds that may be there already.
const EXISTING: &[&str] = &["table", "bucket", "event-bus", "topic", "secret", "queue", "parameter"];

/// What every node may have.
fn common(properties: &mut Map, choices: &mut Choices, kind: &str, service: &str) {
    if choices.once_in(6) {
        properties.insert("description".to_owned(), Value::from(choices.one(names::TEXTS)));
    }
    if choices.once_in(8) {
        properties
            .insert("was".to_owned(), Value::String(choices.any(&[format!("{service}.old"), "before.it".to_owned()])));
    }
    if choices.once_in(12) && EXISTING.contains(&kind) {
        properties.insert("existing".to_owned(), "there-already".into());
    }
    if choices.once_in(8) {
        properties.insert("tags".to_owned(), object(&[("team", Value::from(choices.one(names::TEXTS)))]));
    }
}

fn known(design: &Design) -> Known {
    Known {
        provider: design.provider(),
        nodes: design.nodes().map(|(id, node)| (id.to_string(), node.kind.clone())).collect(),
    }
}

/// Joins each node to some others.
fn add_flows(design: &mut Design, choices: &mut Choices) {
    let nodes: Vec<NodeId> = design.nodes().map(|(id, _)| id).collect();
    let known = known(design);
    for (index, id) in nodes.iter().enumerate() {
        for _ in 0..=choices.below(3) {
            // From a node on, the first that may be joined, in either direction.
            let start = choices.below(nodes.len());
            let ways = (0..nodes.len())
                .map(|step| &nodes[(start + step) % nodes.len()])
                .flat_map(|other| [(id.clone(), other.clone()), (other.clone(), id.clone())]);
            let ways: Vec<(NodeId, NodeId, &'static str)> = ways
                .filter(|(from, to)| from != to)
                .flat_map(|(from, to)| {
                    let flows = legal_flows(design, &from, &to).flows().to_vec();
                    flows.into_iter().map(move |kind| (from.clone(), to.clone(), kind))
                })
                .take(4)
                .collect();
            if ways.is_empty() {
                continue;
            }
            let (from, to, kind) = ways[choices.below(ways.len())].clone();
            // Synchronous calls go one way, or they would run in circles.
            if matches!(kind, "invoke" | "call") && nodes.iter().position(|node| *node == to) < Some(index) {
                continue;
            }
            add_flow(design, choices, (kind, from, to), &[], &known);
        }
    }
}

/// Adds a flow, with the properties that are wished for and some others.
fn add_flow(
    design: &mut Design,
    choices: &mut Choices,
    (kind, from, to): (&str, NodeId, NodeId),
    wished: &[String],
    known: &Known,
) {
    // The proof tells flows apart by the nodes they join.
    if design.flows.iter().any(|flow| flow.kind == kind && flow.from == from && flow.to == to && kind != "publish") {
        return;
    }
    let mut properties = new_flow_defaults(design, kind, &from, &to);
    let (source, target) = (design.kind_of(&from).unwrap_or_default(), design.kind_of(&to).unwrap_or_default());
    let described: Option<&Properties> = catalog_on(design.provider()).flow(kind).map(|flow| &flow.properties);
    for (name, property) in described.into_iter().flatten() {
        let fits = property.lacking.is_none() && property.only.admit(source, target);
        if fits && (wished.contains(name) || choices.once_in(6)) {
            let value = match name.as_str() {
                "event" => Some(Value::String(names::event(choices))),
                _ => values::value(choices, name, property, known),
            };
            if let Some(value) = value {
                properties.insert(name.clone(), value);
            }
        }
    }
    let mut flow = design.new_flow(kind, from, to);
    flow.properties = properties;
    design.flows.push(flow);
}

/// Lets environments differ, and values come from settings.
fn vary(design: &mut Design, choices: &mut Choices, known: &Known) {
    let nodes: Vec<(NodeId, String)> = design.nodes().map(|(id, node)| (id, node.kind.clone())).collect();
    let settings: Vec<(String, SettingType, bool)> =
        design.settings.iter().map(|(name, setting)| (name.clone(), setting.kind, setting.secret)).collect();
    for (id, kind) in nodes {
        let Some(kind) = catalog_on(design.provider()).kind(&kind) else { continue };
        let named: Vec<_> = kind.properties.iter().filter(|(_, property)| property.lacking.is_none()).collect();
        if named.is_empty() {
            continue;
        }
        if choices.once_in(4) {
            let (name, property) = named[choices.below(named.len())];
            let environment = choices.one(&["dev", "prod"]);
            let value = values::value(choices, name, property, known);
            if let (Some(environment), Some(value)) = (design.environments.get_mut(environment), value) {
                environment.set.entry(id.to_string()).or_default().insert(name.clone(), value);
            }
        }
        if choices.once_in(6) && !settings.is_empty() {
            let (setting, _, secret) = &settings[choices.below(settings.len())];
            // What is secret goes into secrets and parameters alone.
            if *secret && !matches!(kind.name.as_str(), "secret" | "parameter") {
                continue;
            }
            let (name, _) = named[choices.below(named.len())];
            let value = object(&[("setting", Value::from(setting.as_str()))]);
            if let Some(node) = design.node_mut(&id) {
                let value = if name == "environment" { object(&[("FROM_SETTING", value)]) } else { value };
                node.properties.insert(name.clone(), value);
            }
        }
    }
    for (name, kind, secret) in settings {
        let value = match kind {
            SettingType::String => Value::from(choices.one(names::TEXTS)),
            SettingType::Number => Value::Integer(60),
            SettingType::Boolean => Value::Boolean(false),
        };
        let environment = design.environments.get_mut(choices.one(&["dev", "prod"]));
        if let Some(environment) = environment.filter(|_| !secret && choices.once_in(2)) {
            environment.settings.insert(name, value);
        }
    }
}
