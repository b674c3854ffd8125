//! What the mistakes of a file leave of its design to be judged: the nodes and flows that they are about.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::design::model::{FlowId, NodeId};
use crate::design::place::Place;

use super::load::Loaded;
use super::problem::Level;
use super::tree::{Entries, Entry, Item};

/// The parts of a design that mistakes of its file are about; what a check says of these means nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Damage {
    nodes: BTreeSet<NodeId>,
    flows: BTreeSet<FlowId>,
    spans: Vec<(usize, usize)>,
}

impl Loaded {
    /// What the errors of the file are about; `None` when one of them is about more than nodes and flows, so that
    /// nothing can be said of the rest.
    pub fn damage(&self) -> Option<Damage> {
        let mut damage = Damage::default();
        let root = self.source.root.as_ref()?.as_map()?;
        for problem in self.problems.iter().filter(|problem| problem.level == Level::Error) {
            damage.spans.push((problem.span.start, problem.span.end));
            self.trace(root, problem.span.start, &mut damage)?;
        }
        for flow in &self.design.flows {
            if damage.nodes.contains(&flow.from) || damage.nodes.contains(&flow.to) {
                damage.flows.insert(flow.id);
            }
        }
        Some(damage)
    }

    /// Notes what stands at the offset.
    fn trace(&self, root: &Entries, offset: usize, damage: &mut Damage) -> Option<()> {
        let (section, entry) = entry_at(root, offset)?;
        match section {
            "services" => {
                let (service, content) = entry_at(entry.value.as_map()?, offset)?;
                if content.key_span.contains(&offset) {
                    // A name that is not legal is still a name.
                    return Some(());
                }
                let (key, nodes) = entry_at(content.value.as_map()?, offset)?;
                if key != "nodes" {
                    return Some(());
                }
                let (node, _) = entry_at(nodes.value.as_map()?, offset)?;
                damage.nodes.insert(NodeId::new(service, node));
            }
            "flows" => {
                let items = entry.value.as_list()?;
                let index = items.iter().position(|item| holds(&item.span, offset))?;
                let item = items.get(index)?;
                damage.nodes.extend(["from", "to"].into_iter().filter_map(|end| end_of(item, end)));
                let loaded = self.source.flows.iter().find(|(_, position)| **position == index);
                damage.flows.extend(loaded.map(|(id, _)| *id));
            }
            "events" | "allow" | "environments" | "description" | "language" => {}
            _ => return None,
        }
        Some(())
    }
}

impl Damage {
    /// Whether what is said of the place, which stands at those bytes, means nothing.
    pub fn covers(&self, place: &Place, span: Option<&Range<usize>>) -> bool {
        place.node_id().is_some_and(|id| self.nodes.contains(id))
            || place.flow_id().is_some_and(|id| self.flows.contains(&id))
            || span.is_some_and(|span| self.spans.iter().any(|(start, end)| span.start <= *end && *start <= span.end))
    }
}

fn entry_at(entries: &Entries, offset: usize) -> Option<(&str, &Entry)> {
    entries
        .iter()
        .find(|(_, entry)| holds(&(entry.key_span.start..entry.key_span.end.max(entry.value.span.end)), offset))
        .map(|(key, entry)| (key.as_str(), entry))
}

fn holds(span: &Range<usize>, offset: usize) -> bool {
    span.start <= offset && offset <= span.end
}

fn end_of(flow: &Item, end: &str) -> Option<NodeId> {
    flow.get(end)?.as_scalar()?.as_str().and_then(NodeId::parse)
}
