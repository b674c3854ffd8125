//! Nodes that were renamed since the last export without a word about it: Pulumi would delete what is deployed under the
//! old name and make it anew. Pure; knows the design and what the manifest remembers of the last one.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::catalog::catalog;
use crate::catalog::names::fingerprint;
use crate::design::{Design, NodeId};
use crate::value::Value;

/// The nodes of the last export, by id.
pub(super) type Traces = BTreeMap<String, Trace>;

/// What is remembered of a node: enough to know it again under another name, and none of its values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Trace {
    /// Its kind.
    kind: String,
    /// Fingerprints of its properties and its flows.
    parts: BTreeSet<String>,
}

/// A node that seems to be another of the last export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renamed {
    /// The id it had.
    pub from: String,
    /// The id it has.
    pub to: String,
    /// Whether it holds what would be lost.
    pub holds_data: bool,
}

/// The share of equal parts, in percent, from which two nodes count as one.
const ALIKE: usize = 80;

/// The most nodes that are looked for; after a change of more, a person knows.
const LOOKED_FOR: usize = 400;

/// What is to be remembered of a design.
pub(super) fn traces(design: &Design) -> Traces {
    let mut traces = Traces::new();
    for (id, node) in design.nodes().filter(|(_, node)| node.get("existing").is_none()) {
        let written = node.properties.iter().filter(|(name, _)| !matches!(name.as_str(), "was" | "description"));
        let parts = written.map(|(name, value)| fingerprint(&format!("{name}: {value}"))).collect();
        traces.insert(id.to_string(), Trace { kind: node.kind.clone(), parts });
    }
    for flow in &design.flows {
        let ends = [(&flow.from, "to", &flow.to), (&flow.to, "from", &flow.from)];
        for (end, way, other) in ends {
            if let Some(trace) = traces.get_mut(&end.to_string()) {
                trace.parts.insert(fingerprint(&format!("{} {way} {other}", flow.kind)));
            }
        }
    }
    traces
}

/// The nodes that have another id than at the last export and do not say so, each with the id that it had.
pub(super) fn renamed(before: &Traces, after: &Traces, design: &Design) -> Vec<Renamed> {
    let mut said: BTreeSet<String> = BTreeSet::new();
    let mut new: Vec<(&String, &Trace)> = Vec::new();
    for (id, trace) in after.iter().filter(|(id, _)| !before.contains_key(*id)) {
        match was(design, id) {
            Some(old) => {
                said.insert(old);
            }
            None => new.push((id, trace)),
        }
    }
    let gone = before.iter().filter(|(id, _)| !after.contains_key(*id) && !said.contains(*id)).take(LOOKED_FOR);
    let mut found = Vec::new();
    for (from, trace) in gone {
        let best = new
            .iter()
            .take(LOOKED_FOR)
            .enumerate()
            .filter(|(_, (_, other))| other.kind == trace.kind)
            .map(|(position, (_, other))| (likeness(trace, other), std::cmp::Reverse(position)))
            .max();
        if let Some((likeness, std::cmp::Reverse(position))) = best
            && likeness >= ALIKE
        {
            let (to, _) = new.remove(position);
            let kind = catalog().kind(&trace.kind);
            let holds_data =
                kind.is_some_and(|kind| kind.is_store() || matches!(trace.kind.as_str(), "user-pool" | "secret"));
            found.push(Renamed { from: from.clone(), to: to.clone(), holds_data });
        }
    }
    found
}

/// The id that a node says it had.
fn was(design: &Design, id: &str) -> Option<String> {
    let id = NodeId::parse(id)?;
    let text = design.node(&id)?.get("was").and_then(Value::as_str)?;
    Some(if text.contains('.') { text.to_owned() } else { format!("{}.{text}", id.service) })
}

/// How much of two nodes is equal, in percent; nothing where there is nothing to compare.
fn likeness(one: &Trace, other: &Trace) -> usize {
    let all = one.parts.union(&other.parts).count();
    (one.parts.intersection(&other.parts).count() * 100).checked_div(all).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::design::file::load;

    fn design(orders: &str) -> Design {
        let text = format!(
            "version: 1\nname: shop\nprovider: aws\nregion: eu-west-1\nservices:\n  orders:\n    nodes:\n      place: {{ \
             kind: function }}\n      list: {{ kind: function }}\n      {orders}\nflows:\n  - {{ kind: write, from: \
             orders.place, to: orders.NAME }}\n  - {{ kind: read, from: orders.list, to: orders.NAME }}\n"
        );
        let name = orders.split(':').next().unwrap();
        load(&text.replace("NAME", name)).design
    }

    #[test]
    fn a_node_under_another_id_is_known_again_unless_it_says_so() {
        let before = traces(&design("orders: { kind: table, key: { partition: id }, ttl: gone }"));
        let found = |orders: &str| {
            let design = design(orders);
            renamed(&before, &traces(&design), &design)
        };
        let expected = Renamed { from: "orders.orders".into(), to: "orders.sales".into(), holds_data: true };
        assert_eq!(found("sales: { kind: table, key: { partition: id }, ttl: gone }"), [expected]);
        assert_eq!(found("sales: { kind: table, key: { partition: id }, ttl: gone, was: orders }"), []);
        assert_eq!(found("orders: { kind: table, key: { partition: id }, ttl: gone, recovery: false }"), []);
        assert_eq!(found("sales: { kind: table, key: { partition: sale }, ttl: expiresAt }"), []);
        assert_eq!(found("sales: { kind: bucket }"), []);
    }
}
