//! AWS: what each kind and each flow becomes there.
//!
//! A kind is one file and one row in `kinds`. Access follows from flows alone, in `access`; what every program has,
//! whatever is drawn, is in `shared`.

mod access;
mod alarm;
mod api_account;
mod bucket;
mod cache;
mod canary;
mod container;
mod dead_letters;
mod delivery_stream;
mod email;
mod event_bus;
mod external;
mod function;
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
mod websocket_api;
mod workflow;

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use crate::catalog::{Provider, Support, catalog};
use crate::design::model::SHARED;
use crate::design::{Design, Environment, Flow, NodeId, Place, Stacks};
use crate::program::{
    Alias, EntryPoint, Expression, Handler, Literal, Name, Origin, Program, Resource, Scope, StackFile,
};

use super::LowerError;
use super::draft::{Draft, New, Position, Stage};
use super::link::{self, Frame, Output};
use super::names::Names;
use super::settings::SettingsDraft;
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
    /// The stack's outputs.
    outputs: Vec<Output>,
    /// The support modules that are used.
    support: BTreeSet<support::Module>,
    /// The first code of functions.
    handlers: Vec<Handler>,
    /// The user pools that send text messages.
    texted: BTreeSet<NodeId>,
    /// The external systems to which events are delivered with a key.
    api_keys: BTreeSet<NodeId>,
    /// The functions that may get canary releases.
    canaries: Vec<NodeId>,
    /// Whether API Gateway is given the right to write logs.
    api_account: bool,
    /// Whether anything can raise an alarm.
    alarming: bool,
    /// What the networks have besides their subnets, as far as somebody has asked.
    networks: BTreeMap<network::Home, network::Plan>,
    /// What nobody has drawn, and something needs.
    undrawn: BTreeSet<shared::Undrawn>,
}

/// The program that a design stands for on AWS.
pub(crate) fn lower(design: &Design) -> Result<Program, Vec<LowerError>> {
    let mut cx = Aws {
        design,
        settings: SettingsDraft::new(design),
        names: Names::default(),
        draft: Draft::default(),
        errors: Vec::new(),
        facts: Facts::default(),
    };
    cx.check_shape();
    if !cx.errors.is_empty() {
        return Err(cx.errors);
    }
    handled::check(&mut cx);
    for service in design.services.keys() {
        cx.draft.components.entry(service.clone()).or_default();
    }
    cx.draft.components.entry(SHARED.to_owned()).or_default();
    cx.draft.components.retain(|service, _| {
        service == SHARED || design.services.get(service).is_some_and(|service| !service.nodes.is_empty())
    });
    for (id, node) in design.nodes() {
        if let Some(kind) = kinds::row(&node.kind) {
            let name = cx.logical(&id);
            let class = resource::class(node).unwrap_or_else(|| kind.class.to_owned());
            cx.names.reserve(&id.service, &class, &name);
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
    bucket::finish(&mut cx);
    search::open(&mut cx);
    cx.finish_policies();
    canary::finish(&mut cx);
    network::lower_default(&mut cx);
    container::finish(&mut cx);
    shared::lower(&mut cx);
    if !cx.errors.is_empty() {
        return Err(cx.errors);
    }
    assemble(cx)
}

/// Joins the parts into a program.
fn assemble(cx: Aws) -> Result<Program, Vec<LowerError>> {
    let design = cx.design;
    let frames = frames(design, &cx.draft);
    let mut outputs = cx.facts.outputs;
    unique_outputs(&mut outputs);
    let linked = link::link(cx.draft, &frames, &outputs)?;
    let (settings, mut stacks) =
        cx.settings.finish(design, &|environment| vec![("aws:region".to_owned(), region(design, environment))]);
    if stacks.is_empty() {
        let missing = settings.fields.iter().filter(|field| field.default.is_none() && !field.optional);
        stacks.push(StackFile {
            environment: "dev".to_owned(),
            provider: vec![("aws:region".to_owned(), region(design, None))],
            values: Vec::new(),
            missing: missing.map(|field| field.name.clone()).collect(),
        });
    }
    let mut packages = BTreeSet::from(["aws".to_owned()]);
    packages.extend(linked.components.iter().flat_map(|component| &component.body).filter_map(support::package));
    Ok(Program {
        project: design.name.clone(),
        description: design.description.clone(),
        packages,
        settings,
        stacks,
        components: linked.components,
        entry: EntryPoint {
            provider: Some(provider()),
            instances: linked.instances,
            deferred: linked.deferred,
            exports: linked.exports,
        },
        support: support::modules(&cx.facts.support),
        handlers: cx.facts.handlers,
    })
}

fn region(design: &Design, environment: Option<&Environment>) -> Literal {
    Literal::Text(design.region(environment).unwrap_or(Provider::Aws.default_region()).to_owned())
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
    let mut resource = item.resource();
    resource.binding = crate::program::Binding::Local(Name::known("provider"));
    resource
}

/// Classes, modules and texts of the components.
fn frames(design: &Design, draft: &Draft) -> IndexMap<String, Frame> {
    let mut classes = Scope::new();
    let mut modules = Scope::new();
    let mut frames = IndexMap::new();
    for service in draft.components.keys() {
        let content = design.services.get(service);
        let described = content.and_then(|service| service.description.as_deref()).map(sentence);
        let frame = if service == SHARED {
            Frame {
                class: "Shared".to_owned(),
                token: token(&design.name, "Shared"),
                module: vec![SHARED.to_owned()],
                documentation: described
                    .unwrap_or_else(|| "What several services use, and the alarms of all.".to_owned()),
            }
        } else {
            let class = classes.take(&format!("{service}-service"), "component").pascal();
            Frame {
                token: token(&design.name, &component_type(service)),
                class,
                module: vec!["services".to_owned(), module_name(&mut modules, service)],
                documentation: described.unwrap_or_else(|| format!("The {service} service.")),
            }
        };
        frames.insert(service.clone(), frame);
    }
    frames
}

fn token(project: &str, class: &str) -> String {
    format!("{project}:index:{class}")
}

/// The type of a service's component, `OrdersService`: part of the names of all that is deployed in it, so no two
/// services have one, whatever their classes are called. A hyphen that no capital letter shows is an underscore.
fn component_type(service: &str) -> String {
    let mut name = String::new();
    let mut capital = true;
    for character in service.chars() {
        if capital && !character.is_ascii_lowercase() && !name.is_empty() {
            name.push('_');
        }
        if character == '-' {
            capital = true;
        } else {
            name.push(if capital { character.to_ascii_uppercase() } else { character });
            capital = false;
        }
    }
    if capital {
        name.push('_');
    }
    format!("{name}Service")
}

/// The module of a service. Windows has devices with some names, and no files.
fn module_name(modules: &mut Scope, service: &str) -> String {
    let wish = if is_device(service) { format!("{service}-service") } else { service.to_owned() };
    modules.take(&wish, "service").as_str().to_owned()
}

/// Whether Windows keeps the name for a device.
fn is_device(name: &str) -> bool {
    let numbered = |word: &str| {
        name.strip_prefix(word).is_some_and(|rest| rest.len() == 1 && rest.chars().all(|digit| digit.is_ascii_digit()))
    };
    matches!(name, "aux" | "con" | "nul" | "prn") || numbered("com") || numbered("lpt")
}

/// The folder of a function's code.
fn function_folder(id: &NodeId) -> String {
    let step = |name: &str, suffix: &str| if is_device(name) { format!("{name}-{suffix}") } else { name.to_owned() };
    format!("functions/{}/{}", step(&id.service, "service"), step(&id.node, "function"))
}

/// The text as one sentence with a full stop.
fn sentence(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.ends_with(['.', '!', '?']) { line } else { format!("{line}.") }
}

/// The first output of a name keeps it, so that what reads it is not cut off by what is drawn later; those that come
/// after it get their service before it.
fn unique_outputs(outputs: &mut [Output]) {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut scope = Scope::new();
    for output in outputs {
        let first = seen.insert(output.name.camel().to_lowercase());
        let wish = match &output.service {
            Some(service) if !first => format!("{service}-{}", output.name),
            _ => output.name.to_string(),
        };
        output.name = scope.take(&wish, "output");
    }
}

impl Aws<'_> {
    /// Refuses what AWS, or this version, has no lowering for.
    fn check_shape(&mut self) {
        let design = self.design;
        for (id, node) in design.nodes() {
            if kinds::row(&node.kind).is_none() {
                let title = catalog().kind(&node.kind).map_or(node.kind.as_str(), |kind| kind.title.as_str());
                self.refuse(
                    Place::node(&id),
                    format!("{id} is of kind {} ({title}), which comes later", node.kind),
                    "leave it out of the export for now, or use one of the kinds that are there",
                );
            }
        }
        for flow in &design.flows {
            self.check_flow(flow);
        }
        if design.stacks == Some(Stacks::PerService) {
            self.refuse(
                Place::Design { path: vec!["stacks".to_owned()] },
                "one Pulumi project for each service comes later",
                "set stacks: single, which makes one component for each service",
            );
        }
    }

    fn check_flow(&mut self, flow: &Flow) {
        let (Some(from), Some(to)) = (self.design.kind_of(&flow.from), self.design.kind_of(&flow.to)) else {
            self.refuse(Place::flow(flow.id), format!("{flow} joins a node that is not there"), "remove the flow");
            return;
        };
        let pair = catalog().flow(&flow.kind).and_then(|kind| kind.pair(from, to));
        if flow.get("enrich").is_some() && !matches!(from, "queue" | "stream" | "table") {
            self.refuse(
                Place::flow_property(flow.id, "enrich"),
                format!("{flow}: AWS enriches only what comes from queues, streams and tables"),
                "put a queue between them, and enrich what comes from it",
            );
        }
        match pair.map(|pair| (pair.support(Provider::Aws), pair.through.as_deref())) {
            Some((Support::Direct, _)) => {}
            Some((Support::Adapter, through)) => self.refuse(
                Place::flow(flow.id),
                format!("{flow}: AWS has no direct way from {from} to {to}"),
                format!("put a {} between them", through.unwrap_or("function")),
            ),
            _ => self.refuse(
                Place::flow(flow.id),
                format!("{flow}: {from} cannot {} {to}", flow.kind),
                "remove the flow, or use another kind of flow",
            ),
        }
    }

    /// Where an item of a node stands in its component.
    pub(super) fn position(&self, id: &NodeId, stage: Stage) -> Position {
        let service = self.design.services.get(&id.service);
        (service.and_then(|service| service.nodes.get_index_of(&id.node)).map_or(0, |index| index + 1), stage)
    }

    /// Where a flow's resources are made, and beside which node: with its target, or with its source where the target
    /// is shared.
    pub(super) fn home(flow: &Flow) -> &NodeId {
        if flow.to.service == SHARED { &flow.from } else { &flow.to }
    }

    /// The name of a companion, which gives way to nodes.
    pub(super) fn companion(&mut self, id: &NodeId, class: &str, wish: &str) -> String {
        let kind = self.design.kind_of(id).unwrap_or("node").to_owned();
        self.names.take(&id.service, class, wish, &kind)
    }

    /// What a resource of a node was called before.
    pub(super) fn former(&self, id: &NodeId, name: &str) -> Vec<Alias> {
        self.aliases(id, name, |service| {
            let class = if service == SHARED { "Shared".to_owned() } else { component_type(service) };
            token(&self.design.name, &class)
        })
    }

    /// An output of the stack.
    pub(super) fn output(&mut self, service: &str, name: &str, value: Expression) {
        self.facts.outputs.push(Output {
            name: Name::known(name),
            service: Some(service.to_owned()),
            value,
            comment: None,
        });
    }

    /// Whether the queue or topic keeps order.
    pub(super) fn is_fifo(&self, id: &NodeId) -> bool {
        self.design.effective(id, &["fifo"], None).and_then(|value| value.as_bool()).unwrap_or(false)
    }

    /// Whether stores are kept, as the node says, or as the environment says for all.
    pub(super) fn deletion_protection(&mut self, id: &NodeId) -> Expression {
        let said = |set: &crate::value::Map| set.contains_key("deletion_protection");
        let written = self.design.node(id).is_some_and(|node| said(&node.properties));
        let overridden =
            self.design.environments.values().any(|environment| environment.set.get(&id.to_string()).is_some_and(said));
        if written || overridden {
            self.boolean(id, &["deletion_protection"]).unwrap_or(Expression::Boolean(true))
        } else {
            Expression::Setting(self.settings.protect_data())
        }
    }
}

/// A name with its kind behind it, unless it says so already: `orders` and `table`, but `bus` alone.
fn with_suffix(name: &str, suffix: &str) -> String {
    if name == suffix || name.ends_with(&format!("-{suffix}")) { name.to_owned() } else { format!("{name}-{suffix}") }
}
