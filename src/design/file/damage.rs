//! What the mistakes of a file leave of its design to be judged: the nodes and flows that they are about.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::design::model::{Flow, FlowId, NodeId};
use crate::design::place::Place;
use crate::text::nearest::nearest;

use super::load::{Loaded, sections};
use super::problem::{Level, Problem};
use super::tree::{Entries, Entry, Item};

/// The parts of a design that mistakes of its file are about; what a check says of these means nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Damage {
    own: Parts,
    /// What is joined to parts that could not be read, so that some of its flows may be missing.
    around: Parts,
    /// Services of which nodes may be missing.
    services: BTreeSet<String>,
    /// Top-level keys whose values say nothing.
    sections: BTreeSet<String>,
    /// Whether something that many parts depend on could not be read.
    wide: bool,
    spans: Vec<Range<usize>>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Parts {
    nodes: BTreeSet<NodeId>,
    flows: BTreeSet<FlowId>,
}

impl Loaded {
    /// What the errors of the file are about; `None` when they leave nothing of which anything can be said.
    pub fn damage(&self) -> Option<Damage> {
        let mut damage = Damage::default();
        let root = self.source.root.as_ref()?;
        for problem in self.problems.iter().filter(|problem| problem.level == Level::Error) {
            damage.spans.push(problem.span.start..self.end_of_entry(root, &problem.span));
            self.trace(root.as_map()?, problem, &mut damage)?;
        }
        let lost = |id: &NodeId| {
            damage.own.nodes.contains(id) || (damage.services.contains(&id.service) && self.design.node(id).is_none())
        };
        let mut missing = Parts::default();
        for flow in self.design.flows.iter().filter(|flow| lost(&flow.from) || lost(&flow.to)) {
            missing.flows.insert(flow.id);
            damage.around.nodes.extend([flow.from.clone(), flow.to.clone()]);
        }
        let overridden = self.design.environments.values().flat_map(|environment| environment.set.keys());
        missing.nodes.extend(overridden.filter_map(|id| NodeId::parse(id)).filter(lost));
        damage.own.nodes.extend(missing.nodes);
        damage.own.flows.extend(missing.flows);
        let near = |flow: &&Flow| damage.around.nodes.contains(&flow.from) || damage.around.nodes.contains(&flow.to);
        damage.around.flows.extend(self.design.flows.iter().filter(near).map(|flow| flow.id));
        Some(damage)
    }

    /// Where the entry ends whose key stands there; the end of the span for anything else.
    fn end_of_entry(&self, item: &Item, span: &Range<usize>) -> usize {
        if let Some(entries) = item.as_map() {
            return match self.entry_at(entries, span.start) {
                Some((_, entry)) if entry.key_span.start == span.start => entry.value.span.end.max(span.end),
                Some((_, entry)) => self.end_of_entry(&entry.value, span),
                None => span.end,
            };
        }
        let inside = item.as_list().and_then(|items| items.iter().find(|item| self.holds(&item.span, span.start)));
        inside.map_or(span.end, |item| self.end_of_entry(item, span))
    }

    /// Notes what a problem is about.
    fn trace(&self, root: &Entries, problem: &Problem, damage: &mut Damage) -> Option<()> {
        let offset = problem.span.start;
        if problem.span.is_empty() && offset == 0 {
            // Something that the whole file lacks, such as a name.
            damage.sections.insert("name".to_owned());
            return Some(());
        }
        let Some((section, entry)) = self.entry_at(root, offset) else {
            // The second of two keys is not in the tree.
            return damage.misses(self.text.get(problem.span.clone()).unwrap_or_default());
        };
        match section {
            "services" => self.trace_service(entry.value.as_map()?, problem, damage),
            "flows" => {
                let index = entry.value.as_list()?.iter().position(|item| self.holds(&item.span, offset));
                let Some((index, item)) = index.and_then(|index| Some((index, entry.value.as_list()?.get(index)?)))
                else {
                    damage.wide = true;
                    return Some(());
                };
                damage.around.nodes.extend(["from", "to"].into_iter().filter_map(|end| end_of(item, end)));
                let loaded = self.source.flows.iter().find(|(_, position)| **position == index);
                damage.own.flows.extend(loaded.map(|(id, _)| *id));
            }
            "events" | "allow" | "environments" | "description" | "language" => {}
            section if sections().any(|known| known == section) => {
                damage.sections.insert(section.to_owned());
                damage.wide |= section != "name";
            }
            unknown => {
                return damage.misses(nearest(unknown, sections()).unwrap_or_default());
            }
        }
        Some(())
    }

    /// Notes the service or node that a problem is about.
    fn trace_service(&self, services: &Entries, problem: &Problem, damage: &mut Damage) {
        let offset = problem.span.start;
        let written = || self.text.get(problem.span.clone()).unwrap_or_default().to_owned();
        let Some((service, content)) = self.entry_at(services, offset) else {
            damage.services.insert(written());
            return;
        };
        // A name that is not legal is still a name.
        if content.key_span.contains(&offset) {
            return;
        }
        let part = content.value.as_map().and_then(|content| self.entry_at(content, offset));
        match part {
            Some(("description", _)) => {}
            Some(("nodes", nodes)) => match nodes.value.as_map().map(|nodes| self.entry_at(nodes, offset)) {
                Some(Some((node, _))) => {
                    damage.own.nodes.insert(NodeId::new(service, node));
                }
                Some(None) => {
                    damage.own.nodes.insert(NodeId::new(service, written()));
                }
                None => {
                    damage.services.insert(service.to_owned());
                }
            },
            _ => {
                damage.services.insert(service.to_owned());
            }
        }
    }
}

impl Damage {
    /// Notes that the content of a section is missing; `None` where nothing can be said without it.
    fn misses(&mut self, section: &str) -> Option<()> {
        self.sections.insert(section.to_owned());
        self.wide = true;
        (section != "services").then_some(())
    }

    /// Whether something that many parts depend on is missing, so that only what is judged by itself means anything.
    pub fn is_wide(&self) -> bool {
        self.wide || self.loses_nodes()
    }

    /// Whether nodes are missing of which nobody knows the names.
    pub fn loses_nodes(&self) -> bool {
        !self.services.is_empty()
    }

    /// Whether nobody knows for which cloud the design is.
    pub fn loses_cloud(&self) -> bool {
        self.sections.contains("provider")
    }

    /// Whether what is said of the place, which stands at those bytes, means nothing. What is judged by itself may be
    /// joined to anything.
    pub fn covers(&self, place: &Place, span: Option<&Range<usize>>, by_itself: bool) -> bool {
        let (section, overridden) = match place {
            Place::Design { path } => (path.first(), None),
            Place::Environment { path, .. } => (None, path.get(1).and_then(|id| NodeId::parse(id))),
            _ => (None, None),
        };
        let node = place.node_id().or(overridden.as_ref());
        let counted: &[&Parts] = if by_itself { &[&self.own] } else { &[&self.own, &self.around] };
        section.is_some_and(|section| self.sections.contains(section))
            || counted.iter().any(|parts| {
                node.is_some_and(|id| parts.nodes.contains(id))
                    || place.flow_id().is_some_and(|id| parts.flows.contains(&id))
            })
            || span.is_some_and(|span| self.spans.iter().any(|own| span.start <= own.end && own.start <= span.end))
    }
}

impl Loaded {
    fn entry_at<'e>(&self, entries: &'e Entries, offset: usize) -> Option<(&'e str, &'e Entry)> {
        entries
            .iter()
            .find(|(_, entry)| {
                self.holds(&(entry.key_span.start..entry.key_span.end.max(entry.value.span.end)), offset)
            })
            .map(|(key, entry)| (key.as_str(), entry))
    }

    /// Whether the offset lies in the span or at its end, where nothing else begins.
    fn holds(&self, span: &Range<usize>, offset: usize) -> bool {
        let line = || self.text.get(..offset).and_then(|before| before.rsplit('\n').next()).unwrap_or_default();
        span.contains(&offset) || (offset == span.end && !line().trim().is_empty())
    }
}

fn end_of(flow: &Item, end: &str) -> Option<NodeId> {
    flow.get(end)?.as_scalar()?.as_str().and_then(NodeId::parse)
}
