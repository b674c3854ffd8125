//! What no program can be made of: kinds without a lowering, flows that the catalogue does not allow on the cloud.

use crate::catalog::{Support, catalog};
use crate::design::{Flow, Place};

use super::values::Context;

/// The kinds whose events a pipe of the cloud can enrich, and what to do instead.
pub(super) struct Enriching {
    /// The kinds.
    pub(super) from: &'static [&'static str],
    /// Why others are refused, as a half sentence: `AWS enriches only what comes from queues, streams and tables`.
    pub(super) reason: &'static str,
    /// What to do instead.
    pub(super) help: &'static str,
}

impl<Facts> Context<'_, Facts> {
    /// Refuses what the cloud, or this version, has no lowering for.
    pub(super) fn check_shape(&mut self, is_known: fn(&str) -> bool, enriching: &Enriching) {
        let design = self.design;
        for (id, node) in design.nodes() {
            if !is_known(&node.kind) {
                self.refuse_kind(&id, &node.kind);
            }
        }
        for flow in &design.flows {
            self.check_flow(flow, enriching);
        }
    }

    /// Says why there is no lowering: since the cloud has no such thing, or since it comes later.
    fn refuse_kind(&mut self, id: &crate::design::NodeId, kind: &str) {
        let title = catalog().kind(kind).map_or(kind, |kind| kind.title.as_str());
        self.refuse(
            Place::node(id),
            format!("{id} is of kind {kind} ({title}), which comes later"),
            "leave it out of the export for now, or use one of the kinds that are there",
        );
    }

    fn check_flow(&mut self, flow: &Flow, enriching: &Enriching) {
        let (Some(from), Some(to)) = (self.design.kind_of(&flow.from), self.design.kind_of(&flow.to)) else {
            self.refuse(Place::flow(flow.id), format!("{flow} joins a node that is not there"), "remove the flow");
            return;
        };
        let provider = self.design.provider();
        let pair = catalog().flow(&flow.kind).and_then(|kind| kind.pair(from, to));
        if flow.get("enrich").is_some() && !enriching.from.contains(&from) {
            self.refuse(
                Place::flow_property(flow.id, "enrich"),
                format!("{flow}: {}", enriching.reason),
                enriching.help,
            );
        }
        match pair.map(|pair| (pair.support(provider), pair.through(provider))) {
            Some((Support::Direct, _)) => {}
            Some((Support::Adapter, through)) => self.refuse(
                Place::flow(flow.id),
                format!("{flow}: {} has no direct way from {from} to {to}", provider.title()),
                format!("put a {through} between them"),
            ),
            _ => self.refuse(
                Place::flow(flow.id),
                format!("{flow}: {from} cannot {} {to}", flow.kind),
                "remove the flow, or use another kind of flow",
            ),
        }
    }
}
