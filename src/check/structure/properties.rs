//! Properties that the catalogue does not have, that are missing, or whose value does not fit.

mod addresses;
mod given;
mod missing;
mod references;
mod unknown;
mod wrong;

use crate::catalog::{Properties, Property, TypeError, catalog_on};
use crate::check::context::FlowView;
use crate::check::prelude::*;
use crate::design::FlowId;

pub(in crate::check) const UNKNOWN: Rule = Rule::error("STR031", "structure/unknown-property", unknown::run).says(
    "A property that the kind does not have.",
    "It would be ignored, and you would believe that it counts.",
    "Correct its name, or take it away. Properties of the provider go under extra.",
);

pub(in crate::check) const MISSING: Rule = Rule::error("STR032", "structure/missing-required-property", missing::run)
    .says(
        "A property without which the node or flow cannot be created.",
        "There is no default that would be right for everybody.",
        "Give it a value.",
    );

pub(in crate::check) const WRONG: Rule =
    Rule::error("STR033", "structure/wrong-property-type", wrong::run).by_itself().says(
        "A value of another type than the property has, or out of its range or list.",
        "The cloud refuses it.",
        "Use a value that the message names.",
    );

/// Values whose range or list another rule tells, by kind of node or flow and property.
const ELSEWHERE: [(&str, &str); 7] = [
    ("function", "memory"),
    ("function", "ephemeral_storage"),
    ("function", "timeout"),
    ("route", "method"),
    ("route", "timeout"),
    ("subscribe", "batch"),
    ("subscribe", "parallelization"),
];

/// Where a property is written, and how it is changed there.
#[derive(Clone, Copy)]
enum Owner<'c, 'd> {
    Node(&'c NodeView<'d>),
    Override(&'c NodeView<'d>, Stage<'d>),
    Flow(&'c FlowView<'d>),
}

impl Owner<'_, '_> {
    fn name(self) -> String {
        match self {
            Self::Node(node) => node.id.to_string(),
            Self::Override(node, stage) => format!("{} in {}", node.id, stage.name.unwrap_or_default()),
            Self::Flow(view) => format!("The flow {}", view.flow),
        }
    }

    fn kind(&self) -> &str {
        match self {
            Self::Node(node) | Self::Override(node, _) => &node.node.kind,
            Self::Flow(view) => &view.flow.kind,
        }
    }

    /// What is written there.
    fn written(&self, property: &str) -> Option<&Value> {
        match self {
            Self::Node(node) => node.node.get(property),
            Self::Flow(view) => view.flow.get(property),
            Self::Override(_, _) => None,
        }
    }

    fn place(self, path: Vec<String>) -> Place {
        match self {
            Self::Node(node) => Place::Node { id: node.id.clone(), path },
            Self::Flow(view) => Place::Flow { id: view.flow.id, path },
            Self::Override(node, stage) => {
                let mut steps = vec!["set".to_owned(), node.id.to_string()];
                steps.extend(path);
                Place::Environment { name: stage.name.unwrap_or_default().to_owned(), path: steps }
            }
        }
    }

    fn set(self, context: &Context<'_>, path: &[String], value: Option<Value>) -> Option<Edit> {
        match self {
            Self::Node(node) => Some(Edit::SetProperty { id: node.id.clone(), path: path.to_vec(), value }),
            Self::Flow(view) => {
                let id: FlowId = view.flow.id;
                Some(Edit::SetFlowProperty { id, path: path.to_vec(), value })
            }
            Self::Override(node, stage) => {
                // Parts of lists are not changed in an override.
                if path.iter().any(|step| step.parse::<usize>().is_ok()) {
                    return None;
                }
                let name = stage.name?;
                let mut environment = context.design.environments.get(name)?.clone();
                let id = node.id.to_string();
                let set = environment.set.get_mut(&id)?;
                let steps: Vec<&str> = path.iter().map(String::as_str).collect();
                crate::check::context::values::write(set, &steps, value);
                if set.is_empty() {
                    environment.set.shift_remove(&id);
                }
                Some(Edit::SetEnvironment { name: name.to_owned(), environment: Some(environment), index: None })
            }
        }
    }
}

/// Whose property does not fit: the position of a node, of one with its environment, or of a flow.
#[derive(Clone, Copy)]
enum Whose {
    Node(usize),
    Override(usize, usize),
    Flow(usize),
}

/// A part of a property that does not fit.
pub(in crate::check) struct Misfit {
    whose: Whose,
    property: String,
    error: TypeError,
    of: Option<&'static Property>,
}

/// Something about a property that does not fit.
struct Fault<'c, 'd> {
    owner: Owner<'c, 'd>,
    property: &'c str,
    error: &'c TypeError,
    of: Option<&'static Property>,
}

impl Fault<'_, '_> {
    /// The way from the owner to the part.
    fn path(&self) -> Vec<String> {
        let mut path = vec![self.property.to_owned()];
        path.extend(self.error.path().iter().cloned());
        path
    }
}

/// Every fault of the properties of one owner.
fn faults<'v>(
    whose: Whose,
    written: impl IntoIterator<Item = (&'v String, &'v Value)>,
    known: &[&'static Properties],
    found: &mut Vec<Misfit>,
) {
    for (name, value) in written {
        let property = known.iter().find_map(|known| known.get(name));
        let errors = if let Some(reason) = property.and_then(|property| property.lacking.as_ref()) {
            vec![TypeError::Lacking { path: Vec::new(), key: name.clone(), reason: reason.clone() }]
        } else if let Some(property) = property {
            property.check_all(value)
        } else {
            let names = known.iter().flat_map(|known| known.keys()).map(String::as_str);
            let nearest = nearest(name, names).map(str::to_owned);
            vec![TypeError::UnknownField { path: Vec::new(), key: name.clone(), nearest }]
        };
        found.extend(errors.into_iter().map(|error| Misfit { whose, property: name.clone(), error, of: property }));
    }
}

/// Every fault of the design's properties, in the order of the file. Found once for all rules that tell of them.
fn all<'c, 'd>(context: &'c Context<'d>) -> impl Iterator<Item = Fault<'c, 'd>> {
    context.misfits.get_or_init(|| misfits(context)).iter().filter_map(|misfit| {
        let owner = match misfit.whose {
            Whose::Node(node) => Owner::Node(context.nodes.get(node)?),
            Whose::Override(node, stage) => Owner::Override(context.nodes.get(node)?, *context.stages.get(stage)?),
            Whose::Flow(flow) => Owner::Flow(context.flows.get(flow)?),
        };
        Some(Fault { owner, property: &misfit.property, error: &misfit.error, of: misfit.of })
    })
}

fn misfits(context: &Context<'_>) -> Vec<Misfit> {
    let mut found = Vec::new();
    let common = &catalog_on(context.provider).common;
    for (position, stage) in context.stages.iter().enumerate().filter(|(_, stage)| stage.name.is_some()) {
        for node in &context.nodes {
            if let (Some(kind), Some(set)) = (node.kind, context.overrides(node, *stage)) {
                // A property that the kind does not have is told as unknown-override.
                let known = [&kind.properties, common];
                let set = set.iter().filter(|(name, _)| known.iter().any(|known| known.contains_key(*name)));
                faults(Whose::Override(node.index, position), set, &known, &mut found);
            }
        }
    }
    for node in &context.nodes {
        if let Some(kind) = node.kind {
            faults(Whose::Node(node.index), &node.node.properties, &[&kind.properties, common], &mut found);
        }
    }
    for (position, view) in context.flows.iter().enumerate() {
        if let Some(kind) = view.kind {
            faults(Whose::Flow(position), &view.flow.properties, &[&kind.properties], &mut found);
        }
    }
    found
}
