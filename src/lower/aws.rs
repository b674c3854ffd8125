//! AWS: what each kind and each flow becomes there.
//!
//! A kind is one file and one row in `kinds`. Access follows from flows alone, in `access`; what every program has,
//! whatever is drawn, is in `shared`.

mod access;
mod alarm;
mod api_account;
mod asynchronous;
mod bucket;
mod cache;
mod canary;
mod container;
mod dashboard;
mod dead_letters;
mod delivery_stream;
mod email;
mod event_bus;
mod external;
mod function;
mod function_code;
mod graphql_api;
mod handled;
pub mod handler;
mod http_api;
mod http_domain;
mod iam;
mod keys;
mod kinds;
mod mapping;
mod network;
mod parameter;
mod pattern;
mod pipe;
mod queue;
mod resource;
mod rotation;
mod route;
mod schedule;
mod search;
mod secret;
mod shared;
mod sign_in_domain;
mod sql;
mod static_site;
mod stream;
mod support;
mod table;
mod topic;
mod user_pool;
mod watched;
mod websocket_api;
mod workflow;

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use crate::design::{Design, NodeId};
use crate::program::{Expression, Name, Origin, Program, Resource};

use super::LowerError;
use super::assemble::{Cloud, as_provider, assemble};
use super::draft::New;
use super::frames::function_folder;
use super::legality::Enriching;
use super::places::with_suffix;
use super::values::Context;

/// What lowering to AWS works on.
pub(crate) type Aws<'a> = Context<'a, Facts>;

/// What lowering to AWS gathers on the way.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    /// The policies of queues, topics and buckets, by the key of their resource.
    policies: IndexMap<String, iam::ResourcePolicy>,
    /// The keys that encrypt, and who uses them.
    keys: keys::Keys,
    /// What buckets tell whom.
    notifications: IndexMap<NodeId, bucket::Notifications>,
    /// The support modules that are used.
    support: BTreeSet<super::support::Module>,
    /// The user pools that send text messages.
    texted: BTreeSet<NodeId>,
    /// The external systems to which events are delivered with a key.
    api_keys: BTreeSet<NodeId>,
    /// The roles by which delivery streams write, by their keys.
    delivery_roles: BTreeMap<NodeId, String>,
    /// The functions that may get canary releases.
    canaries: Vec<NodeId>,
    /// Whether API Gateway is given the right to write logs.
    api_account: bool,
    /// Whether anything can raise an alarm.
    alarming: bool,
    /// What writes the code of functions, once the first is written.
    code: Option<handler::Writer>,
    /// What the networks have besides their subnets, as far as somebody has asked.
    networks: BTreeMap<network::Home, network::Plan>,
    /// What nobody has drawn, and something needs.
    undrawn: BTreeSet<shared::Undrawn>,
}

/// Whether programs can be made of nodes of a kind.
pub(super) fn is_written(kind: &str) -> bool {
    kinds::row(kind).is_some()
}

/// The program that a design stands for on AWS.
pub(crate) fn lower(design: &Design) -> Result<Program, Vec<LowerError>> {
    let mut cx = Aws::new(design);
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
            watched::lower(&mut cx, &id);
        }
    }
    for flow in &design.flows {
        if let Some(kind) = design.kind_of(&flow.from).and_then(kinds::row) {
            (kind.flow)(&mut cx, flow);
        }
    }
    bucket::finish(&mut cx);
    search::open(&mut cx);
    cx.finish_policies();
    canary::finish(&mut cx);
    dashboard::finish(&mut cx);
    network::lower_default(&mut cx);
    container::finish(&mut cx);
    shared::lower(&mut cx);
    if !cx.errors.is_empty() {
        return Err(cx.errors);
    }
    let support = super::support::modules(support::MODULES, &cx.facts.support);
    assemble(cx, Cloud { package: "aws", region: "aws:region", provider: Some(provider()), support })
}

const ENRICHING: Enriching = Enriching {
    from: &["queue", "stream", "table"],
    reason: "AWS enriches only what comes from queues, streams and tables",
    help: "put a queue between them, and enrich what comes from it",
};

/// The support modules that a component uses.
pub(crate) fn support_of(component: &crate::program::Component) -> Vec<crate::program::SupportModule> {
    super::support::of(support::MODULES, component)
}

/// The support module that reads other projects' stacks.
pub(crate) fn stack_outputs() -> crate::program::SupportModule {
    support::stacks()
}

/// The explicit provider: every resource carries the project, the environment and who manages it.
fn provider() -> Resource {
    let setting = |name: &str| Expression::Setting(Name::known(name));
    let tags = Expression::data([
        ("Project", setting("project")),
        ("Environment", setting("environment")),
        ("ManagedBy", Expression::text("pulumi")),
    ]);
    let item = New::sdk("aws.Provider", "", "aws".to_owned(), Origin::Frame)
        .argument("region", setting("region"))
        .argument("defaultTags", Expression::properties([("tags", tags)]));
    as_provider(item.resource())
}
