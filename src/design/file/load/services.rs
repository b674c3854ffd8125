//! The services and their nodes.

use crate::catalog::catalog;
use crate::design::file::tree::Item;
use crate::design::file::tree::{Entries, Entry};
use crate::design::model::{Design, Node, Service};
use crate::design::name::NameKind;

use super::properties::{self, Legal};
use super::reader::Reader;

pub(super) fn read(reader: &mut Reader<'_>, item: &Item, design: &mut Design) {
    for (name, entry) in reader.map(item, "services").into_iter().flatten() {
        reader.name(NameKind::Service, name, &entry.key_span);
        let mut service = Service::default();
        if let Some(fields) = reader.map(&entry.value, &format!("the service {name}")) {
            reader.only_keys(fields, &format!("the service {name}"), &["description", "nodes"]);
            if let Some(entry) = fields.get("description") {
                service.description = reader.optional_text(&entry.value, "description");
            }
            if let Some(entry) = fields.get("nodes") {
                for (node, entry) in reader.map(&entry.value, &format!("the nodes of {name}")).into_iter().flatten() {
                    reader.name(NameKind::Node, node, &entry.key_span);
                    if let Some(content) = read_node(reader, &format!("{name}.{node}"), entry) {
                        service.nodes.insert(node.clone(), content);
                    }
                }
            }
        }
        design.services.insert(name.clone(), service);
    }
}

fn read_node(reader: &mut Reader<'_>, id: &str, entry: &Entry) -> Option<Node> {
    let fields = reader.map(&entry.value, &format!("the node {id}"));
    if fields.is_none() && !entry.value.is_null() {
        return None;
    }
    let empty = Entries::new();
    let fields = fields.unwrap_or(&empty);
    let Some(kind_entry) = fields.get("kind") else {
        reader.error(entry.key_span.clone(), format!("the node {id} has no kind")).help =
            Some("add a kind, such as `kind: function`".to_owned());
        return None;
    };
    let kind = reader.text(&kind_entry.value, "kind")?;
    let mut node = Node::of_kind(&kind);
    let known = catalog().kind(&kind);
    if known.is_none() {
        let names = catalog().kinds.keys().map(String::as_str);
        let help = reader.nearest(&kind, names.clone()).map_or_else(
            || format!("the kinds are {}", names.collect::<Vec<_>>().join(", ")),
            |near| format!("did you mean {near}?"),
        );
        reader.error(kind_entry.value.span.clone(), format!("unknown kind {kind}")).help = Some(help);
    }
    let legal = known.map(|known| Legal {
        of: format!("a {kind}"),
        own: &known.properties,
        common: Some(&catalog().common),
        partial: false,
    });
    for (name, entry) in fields.iter().filter(|(name, _)| *name != "kind") {
        node.properties.insert(name.clone(), properties::read(reader, legal.as_ref(), name, entry));
    }
    Some(node)
}
