//! The catalogue is whole: everything is documented, every default is legal everywhere, every pair is lowered or refused
//! with a reason, and nothing that a design says is ignored.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use indexmap::IndexMap;
use pulumi_designer::catalog::{Property, PropertyType, Provider, Support, catalog, catalog_on};
use pulumi_designer::check::legal::{self, Legality};
use pulumi_designer::design::{Design, Flow, FlowId, Node, NodeId, Service};
use pulumi_designer::lower::lower;
use pulumi_designer::text::duration::Duration;
use pulumi_designer::value::{Map, Value};

/// Every property with the parts of it, by its way from the kind or flow.
fn each<S>(name: &str, properties: &IndexMap<String, Property, S>, visit: &mut impl FnMut(&str, &Property)) {
    for (key, property) in properties {
        let way = format!("{name}.{key}");
        visit(&way, property);
        each(&way, &property.fields, visit);
        if let Some(of) = &property.of {
            each(&way, &of.fields, visit);
        }
    }
}

fn everything(visit: &mut impl FnMut(&str, &Property)) {
    on(None, visit);
}

fn on(provider: Option<Provider>, visit: &mut impl FnMut(&str, &Property)) {
    let catalog = provider.map_or_else(catalog, catalog_on);
    for kind in catalog.kinds.values() {
        each(&kind.name, &kind.properties, visit);
    }
    for flow in catalog.flows.values() {
        each(&flow.name, &flow.properties, visit);
    }
    each("any", &catalog.common, visit);
}

fn is_sentence(text: &str) -> bool {
    text.ends_with('.') && !text.starts_with(char::is_lowercase)
}

#[test]
fn each_property_says_what_it_is_for_and_where_its_limits_stand() {
    let mut wrong = Vec::new();
    let mut count = 0;
    everything(&mut |way, property| {
        count += 1;
        if property.help.is_empty() || !(property.help.ends_with('.') || property.help.ends_with(')')) {
            wrong.push(format!("{way}: its help is no sentence"));
        }
        for (provider, cloud) in &property.clouds {
            let limits = cloud.min.is_some() || cloud.max.is_some() || !cloud.one_of.is_empty();
            let says = limits || cloud.default.is_some() || cloud.unit.is_some() || cloud.note.is_some();
            match &cloud.none {
                Some(reason) if says || !is_sentence(reason) => wrong.push(format!("{way} on {provider}: its reason")),
                None if limits && (cloud.source.is_none() || cloud.read.is_none()) => {
                    wrong.push(format!("{way} on {provider}: limits without a source"));
                }
                None if !says && cloud.source.is_none() => wrong.push(format!("{way} on {provider} says nothing")),
                _ => {}
            }
            if cloud.note.as_deref().is_some_and(|note| !is_sentence(note)) {
                wrong.push(format!("{way} on {provider}: its note is no sentence"));
            }
        }
    });
    assert_eq!(wrong, [""; 0]);
    assert!(count > 250, "{count}");
}

#[test]
fn each_default_is_legal_on_each_cloud_and_each_range_has_room() {
    let mut wrong = Vec::new();
    for provider in [None, Some(Provider::Aws), Some(Provider::Azure), Some(Provider::Gcp)] {
        on(provider, &mut |way, property| {
            for default in property.default.iter().chain(&property.default_in_production) {
                if let Err(error) = property.check(default) {
                    wrong.push(format!("{way} on {provider:?}: its default: {error}"));
                }
            }
            for value in &property.one_of {
                if let Err(error) = property.check(value) {
                    wrong.push(format!("{way} on {provider:?}: {error}"));
                }
            }
            if let (Some(least), Some(most)) = (measure(property.min.as_ref()), measure(property.max.as_ref()))
                && least > most
            {
                wrong.push(format!("{way} on {provider:?}: from {least} to {most}"));
            }
            if property.required && property.default.is_some() {
                wrong.push(format!("{way}: required, with a default"));
            }
        });
    }
    assert_eq!(wrong, [""; 0]);
}

fn measure(value: Option<&Value>) -> Option<f64> {
    let value = value?;
    value.as_number().or_else(|| Some(Duration::parse(value.as_str()?)?.milliseconds() as f64))
}

/// What a cloud takes for a property lies within what any cloud takes, so that the reader of files refuses nothing that
/// some cloud would take.
#[test]
fn clouds_only_narrow() {
    let mut wrong = Vec::new();
    everything(&mut |way, property| {
        for (provider, cloud) in &property.clouds {
            let (least, most) = (measure(property.min.as_ref()), measure(property.max.as_ref()));
            if measure(cloud.min.as_ref()).zip(least).is_some_and(|(own, least)| own < least)
                || measure(cloud.max.as_ref()).zip(most).is_some_and(|(own, most)| own > most)
                || (!property.one_of.is_empty() && cloud.one_of.iter().any(|value| !property.one_of.contains(value)))
            {
                wrong.push(format!("{way} on {provider}"));
            }
        }
    });
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn each_kind_has_a_name_or_an_alternative_on_each_cloud() {
    for kind in catalog().kinds.values() {
        for provider in Provider::ALL {
            let named = kind.cloud_name(provider).is_some();
            assert_ne!(named, kind.alternative(provider).is_some(), "{} on {provider}", kind.name);
        }
        assert!(is_sentence(&kind.summary), "{}", kind.name);
    }
    for flow in catalog().flows.values() {
        assert!(is_sentence(&flow.summary), "{}", flow.name);
    }
    everything(&mut |way, property| {
        for kind in property.kinds.iter().chain(&property.only.from).chain(&property.only.to) {
            assert!(catalog().kind(kind).is_some(), "{way}: no kind {kind}");
        }
    });
}

/// Every legal pair: flow, from, to.
fn pairs() -> Vec<(&'static str, &'static str, &'static str)> {
    let mut found = Vec::new();
    for flow in catalog().flows.values() {
        for row in &flow.legal {
            for from in &row.from {
                for to in &row.to {
                    found.push((flow.name.as_str(), from.as_str(), to.as_str()));
                }
            }
        }
    }
    found
}

/// A design with nothing but two nodes and a flow between them; what else they need to make sense stands beside them.
fn design_of(provider: Provider, flow: &str, from: &str, to: &str, properties: Map) -> Design {
    let mut design = Design { name: "pair".to_owned(), provider: Some(provider), ..Design::default() };
    design.region = Some(provider.default_region().to_owned());
    let mut service = Service::default();
    for (name, kind) in [("source", from), ("target", to)] {
        service.nodes.insert(name.to_owned(), node(kind));
    }
    design.services.insert("main".to_owned(), service);
    let (source, target) = (NodeId::new("main", "source"), NodeId::new("main", "target"));
    let mut defaults = legal::new_flow_defaults(&design, flow, &source, &target);
    if flow == "route" {
        defaults.insert("auth".to_owned(), "none".into());
    }
    defaults.extend(properties);
    design.flows.push(Flow { id: FlowId(0), kind: flow.to_owned(), from: source, to: target, properties: defaults });
    design
}

/// A node that makes no error by itself.
fn node(kind: &str) -> Node {
    let (_, properties) = legal::new_node_defaults(&Design::default(), "main", kind);
    Node { kind: kind.to_owned(), properties }
}

#[test]
fn each_pair_is_direct_or_names_the_way_around() {
    let mut seen = 0;
    for provider in Provider::ALL {
        for (flow, from, to) in pairs() {
            seen += 1;
            let support = catalog().flow(flow).unwrap().support(from, to, provider).unwrap();
            let row = catalog().flow(flow).unwrap().pair(from, to).unwrap();
            if support == Support::Adapter {
                let through = row.through(provider);
                assert!(catalog().kind(through).is_some(), "{flow} {from} → {to}: through {through}");
            }
            let lacking = [from, to].iter().any(|kind| catalog().kind(kind).unwrap().cloud_name(provider).is_none());
            if support == Support::None && !lacking {
                let design = design_of(provider, flow, from, to, Map::new());
                let (source, target) = (NodeId::new("main", "source"), NodeId::new("main", "target"));
                if let Legality::Refused(refusal) = legal::legal_flows(&design, &source, &target) {
                    assert!(is_sentence(&refusal.message), "{}", refusal.message);
                }
            }
        }
    }
    assert!(seen > 300, "{seen}");
}

#[test]
fn each_pair_is_lowered_on_aws_or_refused_by_name() {
    let mut lowered = 0;
    let mut wrong = Vec::new();
    for (flow, from, to) in pairs() {
        let design = design_of(Provider::Aws, flow, from, to, Map::new());
        match lower(&design) {
            Ok(program) => {
                lowered += 1;
                // What the flow adds: the same two nodes without it make another program.
                let mut apart = design.clone();
                apart.flows.clear();
                if lower(&apart).is_ok_and(|apart| format!("{apart:?}") == format!("{program:?}")) {
                    wrong.push(format!("{flow} {from} → {to} leaves no trace in the program"));
                }
            }
            Err(errors) => {
                for error in errors {
                    let text = error.to_string();
                    let named = ["source", "target", from, to, flow].iter().any(|name| text.contains(name));
                    if !named || error.help.is_empty() {
                        wrong.push(format!("{flow} {from} → {to}: {text}"));
                    }
                }
            }
        }
    }
    assert_eq!(wrong, [""; 0]);
    assert!(lowered > 40, "{lowered}");
}

/// A value of the property that is neither its default nor what is there.
fn other(property: &Property, present: Option<&Value>) -> Option<Value> {
    let differs = |value: &Value| property.default.as_ref() != Some(value) && present != Some(value);
    if let Some(value) = property.one_of.iter().find(|value| differs(value)) {
        return Some(value.clone());
    }
    Some(match property.kind {
        PropertyType::Boolean => Value::Boolean(present.or(property.default.as_ref()) != Some(&Value::Boolean(true))),
        PropertyType::Integer => {
            let next = property.min.as_ref().and_then(Value::as_integer).map(|least| Value::Integer(least + 1));
            [next, property.min.clone(), property.max.clone()].into_iter().flatten().find(differs)?
        }
        PropertyType::Number | PropertyType::Duration => {
            [property.min.clone(), property.max.clone()].into_iter().flatten().find(differs)?
        }
        PropertyType::String | PropertyType::Text => "other".into(),
        PropertyType::Path => "other/path".into(),
        PropertyType::List => {
            let of = property.of.as_deref()?;
            if of.kind == PropertyType::Object {
                let item = of.fields.iter().filter_map(|(key, field)| Some((key.clone(), filled(field)?)));
                return Some(Value::List(vec![Value::Map(item.collect())]));
            }
            let taken = present.or(property.default.as_ref()).and_then(Value::as_list).and_then(<[Value]>::first);
            Value::List(vec![other(of, taken)?])
        }
        PropertyType::Map => Value::Map([("OTHER".to_owned(), "x".into())].into_iter().collect()),
        PropertyType::Node | PropertyType::Object | PropertyType::Value => return None,
    })
}

/// A value for a field of an item that must stand.
fn filled(field: &Property) -> Option<Value> {
    if field.required { other(field, None) } else { None }
}

/// Every path of a property that can be set by itself, with a value other than its default.
fn settings(path: &[String], property: &Property, base: &Map, found: &mut Vec<(Vec<String>, Value)>) {
    if property.lacking.is_some() || property.declared {
        return;
    }
    if property.kind == PropertyType::Object {
        for (key, field) in &property.fields {
            settings(&[path, std::slice::from_ref(key)].concat(), field, base, found);
        }
    } else {
        let (first, rest) = path.split_first().unwrap();
        let present = rest.iter().try_fold(base.get(first), |value, step| Some(value?.get(step))).flatten();
        found.extend(other(property, present).map(|value| (path.to_vec(), value)));
    }
}

/// What else an object must have where one of its parts is set.
fn required(path: &[String], property: &Property) -> Map {
    let mut map = Map::new();
    if path.len() > 1 {
        for (key, field) in property.fields.iter().filter(|(key, field)| field.required && **key != path[1]) {
            put(&mut map, &[path[0].clone(), key.clone()], other(field, None).unwrap());
        }
    }
    map
}

fn put(map: &mut Map, path: &[String], value: Value) {
    let (first, rest) = path.split_first().unwrap();
    if rest.is_empty() {
        map.insert(first.clone(), value);
        return;
    }
    let inner = map.entry(first.clone()).or_insert_with(|| Value::Map(Map::new()));
    if let Value::Map(inner) = inner {
        put(inner, rest, value);
    }
}

/// Properties of a kind that its resources follow only together with another, which is put beside them.
const TOGETHER: &[(&str, &str, &str, &str)] = &[
    ("table", "capacity", "billing", "provisioned"),
    ("function", "image", "runtime", "container"),
    ("secret", "length", "generate", "true"),
    ("secret", "value", "generate", "false"),
];

/// What a program may look the same without: the sentence says where it counts instead.
const ELSEWHERE: &[&str] = &[
    // The first code of the handler says them.
    "call.retries",
    "call.breaker",
    "invoke.mode",
    // A name counts where a channel carries several.
    "publish.event",
    "subscribe.event",
    // Scopes count on routes that ask for a token.
    "authorize.scopes",
    // A bus delivers by https alone, and says so by its target.
    "subscribe.protocol",
];

#[test]
fn each_property_of_a_node_counts_in_the_program_or_is_refused() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    for kind in catalog_on(Provider::Aws).kinds.values() {
        // A node alone, and with what makes its resources appear.
        let company = (kind.name == "schedule").then_some(("invoke", "function"));
        let base = |properties: &Map| {
            let mut design = match company {
                Some((flow, to)) => design_of(Provider::Aws, flow, &kind.name, to, Map::new()),
                None if kind.name == "external" => design_of(Provider::Aws, "call", "function", "external", Map::new()),
                None => {
                    let mut design = design_of(Provider::Aws, "use", "function", "parameter", Map::new());
                    design.flows.clear();
                    design.services["main"].nodes = [("source".to_owned(), node(&kind.name))].into_iter().collect();
                    design
                }
            };
            let name = if kind.name == "external" { "target" } else { "source" };
            let node = design.services["main"].nodes.get_mut(name).unwrap();
            for (key, value) in properties {
                match (node.properties.get_mut(key), value) {
                    (Some(Value::Map(present)), Value::Map(further)) => present.extend(further.clone()),
                    _ => {
                        node.properties.insert(key.clone(), value.clone());
                    }
                }
            }
            design
        };
        if lower(&base(&Map::new())).is_err() {
            continue;
        }
        let mut all = Vec::new();
        for (name, property) in &kind.properties {
            settings(std::slice::from_ref(name), property, &node(&kind.name).properties, &mut all);
        }
        all.push((vec!["tags".to_owned()], Value::Map([("data".to_owned(), "public".into())].into_iter().collect())));
        for (path, value) in all {
            seen += 1;
            let mut beside =
                kind.properties.get(&path[0]).map(|property| required(&path, property)).unwrap_or_default();
            for (_, _, with, text) in TOGETHER.iter().filter(|row| row.0 == kind.name && row.1 == path[0]) {
                let value = text.parse().map_or_else(|_| Value::from(*text), Value::Boolean);
                beside.insert((*with).to_owned(), value);
            }
            let mut set = beside.clone();
            put(&mut set, &path, value.clone());
            let way = format!("{}.{}", kind.name, path.join("."));
            if ELSEWHERE.contains(&way.as_str()) {
                continue;
            }
            match lower(&base(&set)) {
                Ok(program) => {
                    if lower(&base(&beside)).is_ok_and(|plain| format!("{plain:?}") == format!("{program:?}")) {
                        wrong.push(format!("{way}: {value} is ignored"));
                    }
                }
                Err(errors) => {
                    let text: String = errors.iter().map(ToString::to_string).collect();
                    if !text.contains(path[0].as_str()) {
                        wrong.push(format!("{way}: refused without its name: {text}"));
                    }
                }
            }
        }
    }
    assert_eq!(wrong, [""; 0]);
    assert!(seen > 80, "{seen}");
}

#[test]
fn each_property_of_a_flow_counts_in_the_program_or_is_refused() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    for (flow, from, to) in pairs() {
        if lower(&design_of(Provider::Aws, flow, from, to, Map::new())).is_err() {
            continue;
        }
        let mut all = Vec::new();
        for (name, property) in &catalog_on(Provider::Aws).flow(flow).unwrap().properties {
            if property.only.admit(from, to) {
                let base = design_of(Provider::Aws, flow, from, to, Map::new()).flows.remove(0).properties;
                settings(std::slice::from_ref(name), property, &base, &mut all);
            }
        }
        for (path, value) in all {
            seen += 1;
            let way = format!("{flow}.{}", path.join("."));
            if ELSEWHERE.contains(&way.as_str()) {
                continue;
            }
            let mut set = Map::new();
            put(&mut set, &path, value.clone());
            match lower(&design_of(Provider::Aws, flow, from, to, set)) {
                Ok(program) => {
                    let plain = lower(&design_of(Provider::Aws, flow, from, to, Map::new()));
                    if plain.is_ok_and(|plain| format!("{plain:?}") == format!("{program:?}")) {
                        wrong.push(format!("{way} from {from} to {to}: {value} is ignored"));
                    }
                }
                Err(errors) => {
                    let text: String = errors.iter().map(ToString::to_string).collect();
                    if !text.contains(path[0].as_str()) && !text.contains(&value.to_string()) {
                        wrong.push(format!("{way} from {from} to {to}: refused without its name: {text}"));
                    }
                }
            }
        }
    }
    assert_eq!(wrong, [""; 0]);
    assert!(seen > 80, "{seen}");
}
