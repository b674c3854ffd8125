//! Findings that a design accepts: which entry under `allow` speaks of which finding.

use std::collections::{HashMap, HashSet};

use crate::design::{Design, NodeId, Place};

use super::context::Context;
use super::finding::Finding;

/// What became of an entry under `allow`, by its position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// It accepted a finding.
    Used,
    /// It speaks of a finding that is an error and cannot be accepted.
    Refused,
    /// It speaks of nothing.
    Unused,
}

/// What an entry speaks of.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Target<'a> {
    /// A service, with its nodes and their flows.
    Service(&'a str),
    /// A node, with its flows.
    Node(NodeId),
    /// The flows between two nodes.
    Flow(NodeId, NodeId),
}

/// Reads `service`, `service.node` or `from → to`.
pub(super) fn target(at: &str) -> Option<Target<'_>> {
    let arrow = at.split_once('→').or_else(|| at.split_once("->"));
    match arrow {
        Some((from, to)) => Some(Target::Flow(NodeId::parse(from.trim())?, NodeId::parse(to.trim())?)),
        None if at.contains('.') => NodeId::parse(at.trim()).map(Target::Node),
        None => Some(Target::Service(at.trim())).filter(|_| !at.trim().is_empty()),
    }
}

impl Target<'_> {
    /// Whether the design has it.
    pub(super) fn is_in(&self, design: &Design) -> bool {
        match self {
            Self::Service(name) => design.services.contains_key(*name),
            Self::Node(id) => design.node(id).is_some(),
            Self::Flow(from, to) => design.flows.iter().any(|flow| flow.from == *from && flow.to == *to),
        }
    }

    fn covers(&self, place: &Place, ends: &HashMap<u32, (&NodeId, &NodeId)>) -> bool {
        let flow = place.flow_id().and_then(|id| ends.get(&id.0)).copied();
        match self {
            Self::Service(name) => match place {
                Place::Service { name: service } => service == name,
                Place::Node { id, .. } => id.service == *name,
                _ => flow.is_some_and(|(from, to)| from.service == *name || to.service == *name),
            },
            Self::Node(node) => {
                place.node_id() == Some(node)
                    || flow.is_some_and(|(from, to)| from == node || to == node)
                    || matches!(place, Place::Environment { path, .. } if path.get(1) == Some(&node.to_string()))
            }
            Self::Flow(from, to) => flow == Some((from, to)),
        }
    }
}

/// Leaves out what the design accepts; says what became of each entry.
pub(super) fn accept(context: &Context<'_>, findings: Vec<Finding>) -> (Vec<Finding>, Vec<Use>) {
    let allow = &context.design.allow;
    let mut uses = vec![Use::Unused; allow.len()];
    let named: HashSet<&str> = allow.iter().map(|accepted| accepted.rule.as_str()).collect();
    if named.is_empty() {
        return (findings, uses);
    }
    let ends: HashMap<u32, (&NodeId, &NodeId)> =
        context.design.flows.iter().map(|flow| (flow.id.0, (&flow.from, &flow.to))).collect();
    let targets: Vec<Option<Target<'_>>> = allow.iter().map(|accepted| target(&accepted.at)).collect();
    let kept = findings
        .into_iter()
        .filter(|finding| {
            if !named.contains(finding.rule) {
                return true;
            }
            let mut accepted = false;
            for ((entry, target), used) in allow.iter().zip(&targets).zip(&mut uses) {
                let Some(target) = target else { continue };
                let mut places = std::iter::once(&finding.place).chain(&finding.related);
                if entry.rule != finding.rule || !places.any(|place| target.covers(place, &ends)) {
                    continue;
                }
                if finding.acceptable {
                    *used = Use::Used;
                    accepted = true;
                } else if *used == Use::Unused {
                    *used = Use::Refused;
                }
            }
            !accepted
        })
        .collect();
    (kept, uses)
}
