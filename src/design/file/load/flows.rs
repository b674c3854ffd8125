//! The flows.

use crate::catalog::catalog;
use crate::design::file::tree::{Entries, Item};
use crate::design::model::{Design, NodeId};

use super::properties::{self, Legal};
use super::reader::Reader;

pub(super) fn read(reader: &mut Reader<'_>, item: &Item, design: &mut Design) {
    for (index, item) in reader.list(item, "flows").iter().enumerate() {
        let Some(fields) = item.as_map() else {
            reader.wrong_type(item, "a flow", "a map with kind, from and to");
            continue;
        };
        let (kind, from, to) =
            (read_kind(reader, item, fields), end(reader, item, fields, "from"), end(reader, item, fields, "to"));
        let legal = kind.as_deref().and_then(|kind| catalog().flow(kind)).map(|known| Legal {
            of: format!("a {} flow", known.name),
            own: &known.properties,
            common: None,
            partial: false,
        });
        let rest = fields.iter().filter(|(name, _)| !matches!(name.as_str(), "kind" | "from" | "to"));
        let properties =
            rest.map(|(name, entry)| (name.clone(), properties::read(reader, legal.as_ref(), name, entry))).collect();
        if let (Some(kind), Some(from), Some(to)) = (kind, from, to) {
            let mut flow = design.new_flow(&kind, from, to);
            flow.properties = properties;
            design.flows.push(flow);
            reader.flow_items.push(index);
        }
    }
}

fn read_kind(reader: &mut Reader<'_>, item: &Item, fields: &Entries) -> Option<String> {
    let Some(entry) = fields.get("kind") else {
        missing(reader, item, "kind");
        return None;
    };
    let kind = reader.text(&entry.value, "kind")?;
    if catalog().flow(&kind).is_none() {
        let names: Vec<&str> = catalog().flows.keys().map(String::as_str).collect();
        let help = reader.nearest(&kind, names.iter().copied()).map_or_else(
            || format!("the kinds of flow are {}", names.join(", ")),
            |near| format!("did you mean {near}?"),
        );
        reader.error(entry.value.span.clone(), format!("unknown kind of flow {kind}")).help = Some(help);
    }
    Some(kind)
}

fn end(reader: &mut Reader<'_>, item: &Item, fields: &Entries, key: &str) -> Option<NodeId> {
    let Some(entry) = fields.get(key) else {
        missing(reader, item, key);
        return None;
    };
    let text = reader.text(&entry.value, key)?;
    let id = NodeId::parse(&text);
    if id.is_none() {
        reader.error(entry.value.span.clone(), format!("{text} is not the id of a node")).help =
            Some("an id is written service.node".to_owned());
    }
    id
}

fn missing(reader: &mut Reader<'_>, item: &Item, key: &str) {
    let span = reader.first_line(&item.span);
    reader.error(span, format!("the flow has no {key}")).help =
        Some("a flow is written `{ kind: KIND, from: SERVICE.NODE, to: SERVICE.NODE }`".to_owned());
}
