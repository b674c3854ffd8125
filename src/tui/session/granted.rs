//! What the flows of the design grant, in the cloud's own words, and what an edit changed of that.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use crate::access::{Principal, Reason, Row};
use crate::design::{Design, FlowId, NodeId};
use crate::render::Focus;

use super::super::effect::Effect;
use super::Session;

/// The most nodes of a design that is lowered after each edit to tell what it grants.
const MOST: usize = 2_000;

/// What a flow lets a node do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Granted {
    /// The flow; none for what the node needs whatever is drawn to it.
    pub flow: Option<FlowId>,
    /// To what.
    pub object: String,
    /// What, such as `dynamodb:PutItem UpdateItem`.
    pub actions: String,
    /// Only when.
    pub conditions: Vec<String>,
}

impl Session {
    /// Asks what the design grants now, from the first node or flow in focus on: while services are looked at from afar,
    /// nothing shows it. Nothing for designs that are too large to ask after each edit.
    pub(crate) fn ask_access(&mut self) -> Option<Effect> {
        let revision = self.document.revision();
        let wanted = self.access.is_some() || matches!(self.focus, Some(Focus::Node(_) | Focus::Flow(_)));
        if !wanted || self.asked == Some(revision) || self.design().node_count() > MOST {
            return None;
        }
        self.asked = Some(revision);
        Some(Effect::Access { revision, design: self.shared_design() })
    }

    /// Takes what the design grants, or that no program can be made of it; gives in words what that adds to what it granted
    /// before, or takes away. On another cloud everything is other, and nothing is said.
    pub(crate) fn take_access(&mut self, revision: u64, rows: Option<Vec<Row>>) -> Option<String> {
        if revision != self.document.revision() {
            return None;
        }
        self.granted = OnceLock::new();
        let cloud = self.design().provider();
        let before = self.access.take();
        let rows = Arc::new(rows?);
        self.access = Some((cloud, Arc::clone(&rows)));
        let (_, before) = before.filter(|(other, _)| *other == cloud)?;
        let only = |rows: &[Row], others: &[Row]| {
            let new = rows.iter().filter(|row| flow_of(row).is_some() && !others.contains(row));
            new.map(words).collect::<Vec<_>>()
        };
        let joined = |verb: &str, mut found: Vec<String>| {
            found.dedup();
            let more = found.len().saturating_sub(2);
            found.truncate(2);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            (!found.is_empty()).then(|| format!("{verb} {}{more}", found.join(", ")))
        };
        let parts = [joined("grants", only(&rows, &before)), joined("takes", only(&before, &rows))];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join("; "))
    }

    /// What a node may do because of its flows, and what it needs itself.
    pub(crate) fn granted(&self, id: &NodeId) -> &[Granted] {
        let rows = || self.access.as_ref().map(|(_, rows)| granted_by_node(self.design(), rows)).unwrap_or_default();
        self.granted.get_or_init(rows).get(id).map_or(&[], Vec::as_slice)
    }
}

/// What each node may do. Found out for all at once, since the inspector asks again with every frame.
fn granted_by_node(design: &Design, rows: &[Row]) -> BTreeMap<NodeId, Vec<Granted>> {
    let mut flows: BTreeMap<(&str, &NodeId, &NodeId), FlowId> = BTreeMap::new();
    for flow in &design.flows {
        flows.entry((&flow.kind, &flow.from, &flow.to)).or_insert(flow.id);
    }
    let mut found: BTreeMap<NodeId, Vec<Granted>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.allowed) {
        let flow = row.because.iter().find_map(|reason| match reason {
            Reason::Flow { kind, from, to } => Some((kind, NodeId::parse(from)?, NodeId::parse(to)?)),
            _ => None,
        });
        let holder = match (&row.principal, &flow) {
            (Principal::Role(name), _) => NodeId::parse(name),
            // What a service of the cloud may do, the node may by which the flow was drawn.
            (Principal::Service(_), Some((_, from, _))) => Some(from.clone()),
            _ => None,
        };
        let Some(holder) = holder else { continue };
        found.entry(holder).or_default().push(Granted {
            flow: flow.and_then(|(kind, from, to)| flows.get(&(kind.as_str(), &from, &to)).copied()),
            object: row.resources.join(", "),
            actions: actions(row),
            conditions: row.conditions.clone(),
        });
    }
    for granted in found.values_mut() {
        // What it needs itself comes last.
        granted.sort_by_key(|granted| granted.flow.is_none());
    }
    found
}

fn flow_of(row: &Row) -> Option<&Reason> {
    row.because.iter().find(|reason| matches!(reason, Reason::Flow { .. })).filter(|_| row.allowed)
}

fn words(row: &Row) -> String {
    let (first, more) = (row.resources.first().map_or("", String::as_str), row.resources.len().saturating_sub(1));
    let more = if more > 0 { format!(" +{more}") } else { String::new() };
    format!("{} on {first}{more}", actions(row))
}

/// The actions, the service named once: `dynamodb:GetItem Query`.
fn actions(row: &Row) -> String {
    let mut text = String::new();
    let mut last = "";
    for action in &row.actions {
        let (service, verb) = action.split_once(':').unwrap_or(("", action));
        if !text.is_empty() {
            text.push(' ');
        }
        if service != last && !service.is_empty() {
            text.push_str(service);
            text.push(':');
            last = service;
        }
        text.push_str(verb);
    }
    text
}
