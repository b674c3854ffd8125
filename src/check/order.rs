//! The order of findings, and which of two that speak of one fault is told.

use std::collections::{HashMap, HashSet};

use crate::design::{FlowId, NodeId, Place};

use super::context::Context;
use super::finding::{Finding, Severity};

/// Leaves out findings whose cause another finding tells: a node of an unknown kind is that and nothing else, a
/// dangling flow and one that may not join its nodes too, a name that is no legal name has no further faults of naming, one that nobody else in the world may
/// have is not told to collide with itself, and a user pool that cannot authorize an API needs no adapter besides.
pub(super) fn suppress(context: &Context<'_>, findings: Vec<Finding>) -> Vec<Finding> {
    let unknown: HashSet<NodeId> =
        context.nodes.iter().filter(|node| node.kind.is_none()).map(|node| node.id.clone()).collect();
    let dangling: HashSet<FlowId> =
        context.flows.iter().filter(|flow| flow.from.is_none() || flow.to.is_none()).map(|flow| flow.flow.id).collect();
    let illegal: HashSet<FlowId> = findings
        .iter()
        .filter(|finding| finding.code == "STR009")
        .filter_map(|finding| finding.place.flow_id())
        .collect();
    let misnamed: HashSet<Place> =
        findings.iter().filter(|finding| finding.code == "NAM001").map(|finding| finding.place.clone()).collect();
    let refused: HashSet<Place> =
        findings.iter().filter(|finding| finding.code == "SEC009").map(|finding| finding.place.clone()).collect();
    let unique: HashSet<Place> =
        findings.iter().filter(|finding| finding.code == "NAM013").map(|finding| finding.place.clone()).collect();
    // What a rule says of a value is more than that it is outside of its range.
    let told: HashSet<Place> = findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error && finding.code != "STR033")
        .map(|finding| finding.place.clone())
        .collect();
    findings
        .into_iter()
        .filter(|finding| {
            let of_unknown = finding.place.node_id().is_some_and(|id| unknown.contains(id));
            let of_dangling = finding.place.flow_id().is_some_and(|id| dangling.contains(&id));
            let of_illegal = finding.place.flow_id().is_some_and(|id| illegal.contains(&id));
            let naming = ("NAM002"..="NAM012").contains(&finding.code);
            (!of_unknown || finding.code == "STR001" || finding.code == "NAM001")
                && (!of_dangling || finding.code == "STR008")
                && (!of_illegal || finding.code == "STR009")
                && (!naming || !misnamed.contains(&finding.place))
                && (finding.code != "STR033" || !told.contains(&finding.place))
                && (finding.code != "NAM014" || !unique.contains(&finding.place))
                && (finding.code != "STR010" || !refused.contains(&finding.place))
        })
        .collect()
}

/// Sorts by weight, then by place in the order of the file, then by code.
pub(super) fn sort(context: &Context<'_>, findings: &mut [Finding]) {
    let design = context.design;
    let flows: HashMap<FlowId, usize> =
        design.flows.iter().enumerate().map(|(position, flow)| (flow.id, position)).collect();
    let at = |position: Option<usize>| position.unwrap_or(usize::MAX);
    let rank = |place: &Place| match place {
        Place::Design { .. } => (0, 0, 0),
        Place::Environment { name, .. } => (1, at(design.environments.get_index_of(name)), 0),
        Place::Setting { name, .. } => (2, at(design.settings.get_index_of(name)), 0),
        Place::Service { name } => (3, at(design.services.get_index_of(name)), 0),
        Place::Node { id, .. } => {
            let service = design.services.get_full(&id.service);
            let node = service.and_then(|(_, _, service)| service.nodes.get_index_of(&id.node));
            (3, at(service.map(|(position, _, _)| position)), node.map_or(usize::MAX, |node| node + 1))
        }
        Place::Flow { id, .. } => (4, at(flows.get(id).copied()), 0),
        Place::Event { name, .. } => (5, at(design.events.get_index_of(name)), 0),
        Place::Allow { index, .. } => (6, *index, 0),
    };
    findings.sort_by_cached_key(|finding| {
        (finding.severity, rank(&finding.place), finding.code, finding.place.clone(), finding.message.clone())
    });
}
