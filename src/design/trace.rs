//! The way of an event: from those who publish it, through every channel, to all who get it. Knows no kinds but what a
//! channel is; knows nothing of how it is shown.

use std::collections::{BTreeSet, VecDeque};

use crate::catalog::{Kind, catalog};

use super::{Design, Flow, FlowId, NodeId};

/// The nodes and flows that an event touches.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trace {
    /// The nodes, those who publish it and those who get it included.
    pub nodes: BTreeSet<NodeId>,
    /// The flows that carry it.
    pub flows: BTreeSet<FlowId>,
    /// How many publish it.
    pub publishers: usize,
    /// How many get it at the end of a way.
    pub consumers: usize,
}

/// The names of the events that pass through a node, that it publishes or that reach it, through other channels too, each
/// once: those of its own flows first.
pub fn events_at(design: &Design, id: &NodeId) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut add = |flow: &Flow| {
        if let Some(event) = flow.event().filter(|event| !names.iter().any(|name| name == event)) {
            names.push(event.to_owned());
        }
    };
    design.flows_from(id).chain(design.flows_to(id)).filter(|flow| carries(flow)).for_each(&mut add);
    // What arrives without a name has the name under which it came to the channel before.
    let mut open: VecDeque<&NodeId> = unnamed_sources(design, id).collect();
    let mut seen: BTreeSet<&NodeId> = BTreeSet::new();
    while let Some(channel) = open.pop_front() {
        if seen.insert(channel) {
            design.flows_to(channel).filter(|flow| carries(flow)).for_each(&mut add);
            open.extend(unnamed_sources(design, channel));
        }
    }
    names
}

/// The channels from which messages come to a node under no name.
fn unnamed_sources<'a>(design: &'a Design, id: &'a NodeId) -> impl Iterator<Item = &'a NodeId> {
    channels_before(design, id).filter(|flow| flow.event().is_none()).map(|flow| &flow.from)
}

/// The channels from which a node gets messages, each once, in the order of the flows.
pub fn sources(design: &Design, id: &NodeId) -> Vec<NodeId> {
    let mut sources: Vec<NodeId> = Vec::new();
    for flow in channels_before(design, id) {
        if !sources.contains(&flow.from) {
            sources.push(flow.from.clone());
        }
    }
    sources
}

fn channels_before<'a>(design: &'a Design, id: &'a NodeId) -> impl Iterator<Item = &'a Flow> {
    design.flows_to(id).filter(|flow| carries(flow) && is_channel(design, &flow.from))
}

/// Every event that is published, in the order of the flows.
pub fn events(design: &Design) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for flow in design.flows.iter().filter(|flow| carries(flow)) {
        if let Some(event) = flow.event().filter(|event| !names.iter().any(|name| name == event)) {
            names.push(event.to_owned());
        }
    }
    names
}

/// Follows an event wherever it goes in the design.
pub fn event(design: &Design, name: &str) -> Trace {
    let starts = design.flows.iter().filter(|flow| flow.kind == "publish" && flow.event() == Some(name));
    let mut trace = Trace::default();
    let mut open: VecDeque<NodeId> = VecDeque::new();
    for flow in starts {
        trace.publishers += usize::from(trace.nodes.insert(flow.from.clone()));
        trace.flows.insert(flow.id);
        open.push_back(flow.to.clone());
    }
    // What only subscribes to it, as after a change of a table, makes it known as well.
    for flow in design.flows.iter().filter(|flow| flow.kind == "subscribe" && flow.event() == Some(name)) {
        if trace.publishers == 0 {
            open.push_back(flow.from.clone());
        }
    }
    onward(design, open, Some(name), &mut trace);
    trace
}

/// Follows whatever leaves a node, through every channel, to those who get it; from a channel, also back to those who
/// publish what comes there.
pub fn from_node(design: &Design, id: &NodeId) -> Trace {
    let mut trace = Trace { publishers: 1, ..Trace::default() };
    trace.nodes.insert(id.clone());
    let mut open = VecDeque::new();
    if is_channel(design, id) {
        backward(design, id, &mut trace);
        open.push_back(id.clone());
    } else {
        for flow in design.flows_from(id).filter(|flow| carries(flow)) {
            trace.flows.insert(flow.id);
            open.push_back(flow.to.clone());
        }
    }
    onward(design, open, None, &mut trace);
    trace
}

/// Follows what comes to a channel back through the channels before it, under the name that it has there, to its
/// publishers, and counts them.
fn backward<'a>(design: &'a Design, id: &'a NodeId, trace: &mut Trace) {
    let mut publishers: BTreeSet<&NodeId> = BTreeSet::new();
    let mut open: VecDeque<(&NodeId, Option<&str>)> = VecDeque::from([(id, None)]);
    let mut seen = BTreeSet::new();
    while let Some((channel, name)) = open.pop_front() {
        if !seen.insert((channel, name)) {
            continue;
        }
        for flow in design.flows_to(channel).filter(|flow| carries(flow)) {
            if name.is_some() && flow.event().is_some() && flow.event() != name {
                continue;
            }
            trace.flows.insert(flow.id);
            trace.nodes.insert(flow.from.clone());
            if is_channel(design, &flow.from) {
                open.push_back((&flow.from, flow.event().or(name)));
            } else {
                publishers.insert(&flow.from);
            }
        }
    }
    trace.publishers = publishers.len();
}

fn onward(design: &Design, mut open: VecDeque<NodeId>, name: Option<&str>, trace: &mut Trace) {
    let mut seen: BTreeSet<NodeId> = BTreeSet::new();
    while let Some(id) = open.pop_front() {
        if !seen.insert(id.clone()) {
            continue;
        }
        trace.nodes.insert(id.clone());
        if !is_channel(design, &id) && !holds(design, &id) {
            trace.consumers += 1;
            continue;
        }
        for flow in design.flows_from(&id).filter(|flow| carries(flow)) {
            if name.is_none() || flow.event().is_none() || flow.event() == name {
                trace.flows.insert(flow.id);
                open.push_back(flow.to.clone());
            }
        }
    }
}

/// Whether messages run along the flow.
fn carries(flow: &Flow) -> bool {
    matches!(flow.kind.as_str(), "publish" | "subscribe")
}

fn is_channel(design: &Design, id: &NodeId) -> bool {
    kind(design, id).is_some_and(Kind::is_channel)
}

/// Whether changes of it are told to others.
fn holds(design: &Design, id: &NodeId) -> bool {
    kind(design, id).is_some_and(Kind::is_store)
}

fn kind(design: &Design, id: &NodeId) -> Option<&'static Kind> {
    design.kind_of(id).and_then(|kind| catalog().kind(kind))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    fn design() -> Design {
        let text = "version: 1\nname: t\nprovider: aws\nservices:\n  a:\n    nodes:\n      place: { kind: function }\n      \
             bus: { kind: event-bus }\n      jobs: { kind: queue }\n      work: { kind: function }\n      \
             bill: { kind: function }\nflows:\n  - { kind: publish, from: a.place, to: a.bus, event: Placed }\n  \
             - { kind: publish, from: a.place, to: a.bus, event: Failed }\n  \
             - { kind: subscribe, from: a.bus, to: a.jobs, event: Placed }\n  \
             - { kind: subscribe, from: a.jobs, to: a.work }\n  \
             - { kind: subscribe, from: a.bus, to: a.bill, event: Failed }\n";
        crate::design::file::load(text).design
    }

    #[test]
    fn an_event_is_followed_from_its_publisher_to_all_who_get_it() {
        let design = design();
        assert_eq!(events(&design), ["Placed", "Failed"]);
        let trace = event(&design, "Placed");
        let names: Vec<String> = trace.nodes.iter().map(ToString::to_string).collect();
        assert_eq!(names, ["a.bus", "a.jobs", "a.place", "a.work"]);
        assert_eq!((trace.flows.len(), trace.publishers, trace.consumers), (3, 1, 1));
    }

    #[test]
    fn an_event_that_comes_through_a_queue_is_known_at_its_consumer() {
        let design = design();
        assert_eq!(events_at(&design, &NodeId::new("a", "work")), ["Placed"]);
        assert_eq!(events_at(&design, &NodeId::new("a", "bill")), ["Failed"]);
        assert_eq!(events_at(&design, &NodeId::new("a", "bus")), ["Placed", "Failed"]);
        assert_eq!(sources(&design, &NodeId::new("a", "work")), [NodeId::new("a", "jobs")]);
    }

    #[test]
    fn from_a_queue_the_way_leads_back_to_the_publishers_of_what_comes_there_alone() {
        let trace = from_node(&design(), &NodeId::new("a", "jobs"));
        let names: Vec<String> = trace.nodes.iter().map(ToString::to_string).collect();
        assert_eq!(names, ["a.bus", "a.jobs", "a.place", "a.work"]);
        // The one that publishes it, and not the flow of the other event.
        assert_eq!((trace.flows.len(), trace.publishers, trace.consumers), (3, 1, 1));
    }

    #[test]
    fn what_leaves_a_node_is_followed_whatever_its_name() {
        let design = design();
        let trace = from_node(&design, &NodeId::new("a", "place"));
        assert_eq!((trace.nodes.len(), trace.flows.len(), trace.consumers), (5, 5, 2));
        let at_bus = from_node(&design, &NodeId::new("a", "bus"));
        assert_eq!((at_bus.nodes.len(), at_bus.publishers, at_bus.consumers), (5, 1, 2));
    }
}
