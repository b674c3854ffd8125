//! The smallest designs: a node of a kind with what it must be told, and two of them with a flow between them.

use pulumi_designer::catalog::{Kind, Provider};
use pulumi_designer::check::legal::new_flow_defaults;
use pulumi_designer::design::{Design, Node, NodeId};
use pulumi_designer::value::{Map, Value};

fn text(entries: &[(&str, &str)]) -> Map {
    entries.iter().map(|(key, value)| ((*key).to_owned(), Value::from(*value))).collect()
}

/// A node of a kind with what it must be told.
fn node(provider: Provider, kind: &Kind) -> Node {
    let mut node = Node::of_kind(&kind.name);
    let one = |name: &str, value: Value| -> Map { [(name.to_owned(), value)].into_iter().collect() };
    let said = match (kind.name.as_str(), provider) {
        ("container", _) => text(&[("image", "nginx:1.29")]),
        ("external", _) => text(&[("url", "https://partner.example")]),
        ("graphql-api", _) => text(&[("schema", "schema.graphql")]),
        ("parameter", _) => text(&[("value", "on")]),
        ("email", _) => text(&[("from", "shop@shop.example")]),
        ("schedule", _) => text(&[("every", "1h")]),
        ("static-site", Provider::Gcp) => text(&[("domain", "shop.example")]),
        ("resource", Provider::Aws) => text(&[("type", "aws:sns/topic:Topic")]),
        ("resource", Provider::Azure) => text(&[("type", "azure-native:compute:SshPublicKey")]),
        ("resource", Provider::Gcp) => text(&[("type", "gcp:pubsub/schema:Schema")]),
        ("table", _) => one("key", Value::Map(text(&[("partition", "id")]))),
        ("secret", _) => one("generate", Value::Boolean(true)),
        ("workflow", _) => one("steps", Value::List(vec![Value::Map(text(&[("name", "rest"), ("wait", "5s")]))])),
        _ => Map::new(),
    };
    node.properties.extend(said);
    node
}

/// A node of the kind `one.one` and another, `two.two`, with a flow between them where one is named.
pub fn design(provider: Provider, one: &Kind, two: Option<&Kind>, flow: Option<&str>) -> Option<Design> {
    let mut design = Design { name: "pair".to_owned(), provider: Some(provider), ..Design::default() };
    for (service, kind) in [("one", Some(one)), ("two", two)] {
        if let Some(kind) = kind {
            let held = design.services.entry(service.to_owned()).or_default();
            held.nodes.insert(service.to_owned(), node(provider, kind));
        }
    }
    if let Some(flow) = flow {
        let (from, to) = (NodeId::parse("one.one")?, NodeId::parse("two.two")?);
        let mut drawn = design.new_flow(flow, from.clone(), to.clone());
        drawn.properties = new_flow_defaults(&design, flow, &from, &to);
        design.flows.push(drawn);
        // The steps of a workflow are made of its flows where it has none of its own.
        if one.name == "workflow" {
            design.node_mut(&from)?.properties.shift_remove("steps");
        }
    }
    Some(design)
}
