//! Azure: what each kind and each flow becomes there.
//!
//! A kind is one file and one row in `kinds`. Access follows from flows alone, in `access`; what every program has,
//! whatever is drawn, is in `platform`.

mod access;
mod alarm;
mod bucket;
mod container;
mod email;
mod event_bus;
mod events;
mod function;
mod handled;
pub mod handler;
mod http_api;
mod identity;
mod kinds;
mod messages;
mod network;
mod outside;
mod parameter;
mod platform;
mod queue;
mod resource;
mod schedule;
mod secret;
mod sql;
mod static_site;
mod stream;
mod support;
mod table;
mod topic;
mod user_pool;
mod websocket_api;
mod workflow;

use std::collections::BTreeSet;

use crate::design::{Design, NodeId};
use crate::program::Program;

use super::LowerError;
use super::assemble::{Cloud, assemble};
use super::legality::Enriching;
use super::places::with_suffix;
use super::values::Context;

/// What lowering to Azure works on.
pub(crate) type Azure<'a> = Context<'a, Facts>;

/// What lowering to Azure gathers on the way.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    /// The support modules that are used.
    support: BTreeSet<super::support::Module>,
    /// The services whose resources carry tags.
    tagged: BTreeSet<String>,
    /// What nobody has drawn, and something needs.
    undrawn: BTreeSet<platform::Undrawn>,
    /// The subscriptions of topics that are made, by the flow's ends.
    subscriptions: BTreeSet<(NodeId, NodeId)>,
}

/// Whether programs can be made of nodes of a kind.
pub(super) fn is_written(kind: &str) -> bool {
    kinds::row(kind).is_some()
}

/// The program that a design stands for on Azure.
pub(crate) fn lower(design: &Design) -> Result<Program, Vec<LowerError>> {
    let mut cx = Azure::new(design);
    cx.check_shape(|kind| kinds::row(kind).is_some(), &ENRICHING);
    if !cx.errors.is_empty() {
        return Err(cx.errors);
    }
    super::handled::check(&mut cx, |kind| Some(kinds::row(kind)?.handles), handled::FLOWS);
    cx.components();
    for (id, node) in design.nodes() {
        if let Some(kind) = kinds::row(&node.kind) {
            let class = resource::class(node).unwrap_or_else(|| kind.class.to_owned());
            cx.reserve(&id, &class);
        }
    }
    for (id, node) in design.nodes() {
        if let Some(kind) = kinds::row(&node.kind) {
            (kind.lower)(&mut cx, &id);
        }
    }
    for flow in &design.flows {
        if let Some(kind) = design.kind_of(&flow.from).and_then(kinds::row) {
            (kind.flow)(&mut cx, flow);
        }
    }
    platform::lower(&mut cx);
    if !cx.errors.is_empty() {
        return Err(cx.errors);
    }
    let support = super::support::modules(support::MODULES, &cx.facts.support);
    assemble(cx, Cloud { package: "azure-native", region: "azure-native:location", provider: None, support })
}

const ENRICHING: Enriching = Enriching {
    from: &[],
    reason: "Azure enriches no messages on their way",
    help: "let the function take the messages, and publish what it made of them",
};
