//! Google Cloud: what each kind and each flow becomes there.
//!
//! A kind is one file and one row in `kinds`. Access follows from flows alone, in `access`: each right is a member of a
//! role on one resource. What every program has, whatever is drawn, is in `shared`.

mod access;
mod bucket;
mod container;
mod delivery;
mod delivery_stream;
mod external;
mod filter;
mod function;
mod handled;
mod handler;
mod http_api;
mod kinds;
mod labels;
mod logs;
mod network;
mod parameter;
mod queue;
mod resource;
mod schedule;
mod secret;
mod shared;
mod sql;
mod static_site;
mod support;
mod table;
mod topic;
mod user_pool;
mod workflow;

use std::collections::BTreeSet;

use indexmap::IndexMap;

use crate::design::{Design, NodeId};
use crate::program::{Expression, Name, Origin, Program, Resource, Support};

use super::LowerError;
use super::assemble::{Cloud, as_provider, assemble};
use super::draft::New;
use super::legality::Enriching;
use super::settings::Derived;
use super::values::Context;

/// What lowering to Google Cloud works on.
type Gcp<'a> = Context<'a, Facts>;

/// What lowering to Google Cloud gathers on the way.
#[derive(Debug, Default)]
struct Facts {
    /// The APIs that must be enabled.
    apis: BTreeSet<&'static str>,
    /// The support modules that are used.
    support: BTreeSet<super::support::Module>,
    /// The routes of each API, in order.
    routes: IndexMap<NodeId, Vec<http_api::Route>>,
    /// What the shared component must have.
    undrawn: BTreeSet<shared::Undrawn>,
}

/// Whether programs can be made of nodes of a kind.
pub(super) fn is_written(kind: &str) -> bool {
    kinds::row(kind).is_some()
}

/// The program that a design stands for on Google Cloud.
pub(super) fn lower(design: &Design) -> Result<Program, Vec<LowerError>> {
    let mut cx = Gcp::new(design);
    cx.check_shape(|kind| kinds::row(kind).is_some(), &ENRICHING);
    if !cx.errors.is_empty() {
        return Err(cx.errors);
    }
    super::handled::check(&mut cx, |kind| Some(kinds::row(kind)?.handles), handled::FLOWS);
    cx.components();
    let project = google_project(&mut cx);
    for (id, node) in design.nodes() {
        if let Some(kind) = kinds::row(&node.kind) {
            labels::check(&mut cx, &id, &node.kind);
            let class = resource::class(node).unwrap_or_else(|| kind.class.to_owned());
            cx.reserve(&id, &class);
        }
    }
    for (id, node) in design.nodes() {
        if let Some(kind) = kinds::row(&node.kind) {
            cx.facts.apis.extend(kind.apis);
            (kind.lower)(&mut cx, &id);
        }
    }
    for flow in &design.flows {
        if let Some(kind) = design.kind_of(&flow.from).and_then(kinds::row) {
            (kind.flow)(&mut cx, flow);
        }
    }
    http_api::finish(&mut cx);
    shared::lower(&mut cx);
    if !cx.errors.is_empty() {
        return Err(cx.errors);
    }
    cx.facts.support.insert(support::APIS);
    let support = super::support::modules(support::MODULES, &cx.facts.support);
    let provider = provider(project, &cx.facts.apis);
    assemble(cx, Cloud { package: "gcp", region: "gcp:region", provider: Some(provider), support })
}

const ENRICHING: Enriching = Enriching {
    from: &[],
    reason: "Pub/Sub hands messages on as they are",
    help: "let the function that gets them ask for what it needs",
};

/// The setting of the project in which everything stands.
fn google_project(cx: &mut Gcp) -> Name {
    cx.settings.derive(Derived {
        wish: "google-project".to_owned(),
        documentation: "The id of the Google Cloud project in which everything stands.".to_owned(),
        ..Derived::default()
    })
}

impl Gcp<'_> {
    /// The id of the project in which everything stands.
    fn google_project(&mut self) -> Expression {
        Expression::Setting(google_project(self))
    }
}

/// The region in which everything stands.
fn region() -> Expression {
    Expression::Setting(Name::known("region"))
}

/// The explicit provider: it waits until the APIs are enabled, and every resource that takes labels carries the project,
/// the environment and who manages it.
fn provider(project: Name, apis: &BTreeSet<&'static str>) -> Resource {
    let setting = |name: &str| Expression::Setting(Name::known(name));
    let labels = Expression::data([
        ("project", setting("project")),
        ("environment", setting("environment")),
        ("managed-by", Expression::text("pulumi")),
    ]);
    let project = Expression::Setting(project);
    let enabled = Expression::Call {
        function: Support { module: vec!["apis".to_owned()], item: "enable".to_owned() },
        arguments: vec![project.clone(), Expression::texts(apis.iter().copied())],
    };
    let item = New::sdk("gcp.Provider", "", "gcp".to_owned(), Origin::Frame)
        .argument("project", project)
        .argument("region", setting("region"))
        .argument("defaultLabels", labels);
    let mut resource = as_provider(item.resource());
    resource.options.depends_on.push(Expression::Spread(Box::new(enabled)));
    resource
}
