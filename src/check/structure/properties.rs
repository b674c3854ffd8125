//! Properties that the catalogue does not have, that are missing, or whose value does not fit.

use indexmap::IndexMap;

use crate::catalog::{Property, PropertyType, TypeError, catalog};
use crate::check::context::FlowView;
use crate::check::legal;
use crate::check::prelude::*;
use crate::design::FlowId;

pub(in crate::check) const UNKNOWN: Rule = Rule::error("STR031", "structure/unknown-property", unknown).says(
    "A property that the kind does not have.",
    "It would be ignored, and you would believe that it counts.",
    "Correct its name, or take it away. Properties of the provider go under extra.",
);

pub(in crate::check) const MISSING: Rule = Rule::error("STR032", "structure/missing-required-property", missing).says(
    "A property without which the node or flow cannot be created.",
    "There is no default that would be right for everybody.",
    "Give it a value.",
);

pub(in crate::check) const WRONG: Rule = Rule::error("STR033", "structure/wrong-property-type", wrong).says(
    "A value of another type than the property has, or out of its range or list.",
    "The cloud refuses it.",
    "Use a value that the message names.",
);

/// Values whose range or list another rule tells, by kind of node or flow and property.
const ELSEWHERE: [(&str, &str); 5] = [
    ("function", "memory"),
    ("function", "timeout"),
    ("route", "method"),
    ("route", "timeout"),
    ("subscribe", "batch"),
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

/// Something about a property that does not fit.
struct Fault<'c, 'd> {
    owner: Owner<'c, 'd>,
    property: String,
    error: TypeError,
    of: Option<&'static Property>,
}

impl Fault<'_, '_> {
    /// The way from the owner to the part.
    fn path(&self) -> Vec<String> {
        let mut path = vec![self.property.clone()];
        path.extend(self.error.path().iter().cloned());
        path
    }
}

/// Every fault of the properties of one owner.
fn faults<'c, 'd>(
    owner: Owner<'c, 'd>,
    written: &Map,
    known: &[&'static IndexMap<String, Property>],
    found: &mut Vec<Fault<'c, 'd>>,
) {
    for (name, value) in written {
        let property = known.iter().find_map(|known| known.get(name));
        let errors = if let Some(property) = property {
            property.check_all(value)
        } else {
            let names = known.iter().flat_map(|known| known.keys()).map(String::as_str);
            let nearest = nearest(name, names).map(str::to_owned);
            vec![TypeError::UnknownField { path: Vec::new(), key: name.clone(), nearest }]
        };
        for error in errors {
            found.push(Fault { owner, property: name.clone(), error, of: property });
        }
    }
}

/// Every fault of the design's properties, in the order of the file.
fn all<'c, 'd>(context: &'c Context<'d>) -> Vec<Fault<'c, 'd>> {
    let mut found = Vec::new();
    let common = &catalog().common;
    for stage in &context.stages {
        for node in context.nodes.iter().filter(|_| stage.name.is_some()) {
            if let (Some(kind), Some(set)) = (node.kind, context.overrides(node, *stage)) {
                // A property that the kind does not have is told as unknown-override.
                let known = [&kind.properties, common];
                let set: Map = set
                    .iter()
                    .filter(|(name, _)| known.iter().any(|known| known.contains_key(*name)))
                    .map(|(name, value)| (name.clone(), value.clone()))
                    .collect();
                faults(Owner::Override(node, *stage), &set, &known, &mut found);
            }
        }
    }
    for node in &context.nodes {
        if let Some(kind) = node.kind {
            faults(Owner::Node(node), &node.node.properties, &[&kind.properties, common], &mut found);
        }
    }
    for view in &context.flows {
        if let Some(kind) = view.kind {
            faults(Owner::Flow(view), &view.flow.properties, &[&kind.properties], &mut found);
        }
    }
    found
}

fn unknown(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for fault in all(context) {
        let TypeError::UnknownField { key, nearest, path } = &fault.error else { continue };
        let nested = fault.of.is_some();
        let mut at = fault.path();
        if nested {
            at.push(key.clone());
        }
        let inside = if nested {
            format!(" inside {}", at.get(..at.len() - 1).unwrap_or_default().join("."))
        } else {
            String::new()
        };
        let hint = nearest.as_ref().map_or_else(
            || "take it away, or put it under extra.".to_owned(),
            |nearest| format!("did you mean {nearest}?"),
        );
        let remove = fault.owner.set(context, &at, None);
        let mut draft = report.add(
            fault.owner.place(at.clone()),
            format!("{} has no property {key}{inside}: {hint}", fault.owner.name()),
        );
        if let (Some(nearest), false, true) = (nearest, nested, path.is_empty()) {
            let value = written(&fault.owner, key);
            let fits = value.as_ref().is_some_and(|value| fits(&fault.owner, nearest, value));
            let taken = written(&fault.owner, nearest).is_some();
            let renamed = fault.owner.set(context, std::slice::from_ref(nearest), value);
            if let (true, false, Some(remove), Some(renamed)) = (fits, taken, remove.clone(), renamed)
                && !matches!(fault.owner, Owner::Override(..))
            {
                draft = draft.fix(format!("Rename it to {nearest}"), Edit::Batch(vec![remove, renamed]));
            }
        }
        draft.maybe_fix(format!("Remove {key}"), remove);
    }
}

fn written(owner: &Owner<'_, '_>, key: &str) -> Option<Value> {
    match owner {
        Owner::Node(node) => node.node.get(key).cloned(),
        Owner::Flow(view) => view.flow.get(key).cloned(),
        Owner::Override(..) => None,
    }
}

fn fits(owner: &Owner<'_, '_>, key: &str, value: &Value) -> bool {
    let property = match owner {
        Owner::Node(node) | Owner::Override(node, _) => catalog().property(&node.node.kind, key),
        Owner::Flow(view) => view.kind.and_then(|kind| kind.properties.get(key)),
    };
    property.is_some_and(|property| property.check(value).is_ok())
}

fn missing(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for fault in all(context) {
        let TypeError::MissingField { key, .. } = &fault.error else { continue };
        let mut at = fault.path();
        let inside = at.join(".");
        let value = placeholder(fault.of, fault.error.path(), key);
        at.push(key.clone());
        let edit = value.as_ref().and_then(|value| fault.owner.set(context, &at, Some(value.clone())));
        report
            .add(
                fault.owner.place(fault.path()),
                format!("{} needs {key} inside {inside}: give it a value.", fault.owner.name()),
            )
            .maybe_fix(format!("Set {key} to {}", value.unwrap_or_default()), edit);
    }
    for node in &context.nodes {
        let Some(kind) = node.kind.filter(|_| !node.existing()) else { continue };
        for (key, _) in
            kind.properties.iter().filter(|(key, property)| property.required && node.node.get(key).is_none())
        {
            let (_, defaults) = legal::new_node_defaults(context.design, &node.id.service, &kind.name);
            let value = defaults.get(key).cloned();
            let edit = value.clone().map(|value| Edit::SetProperty {
                id: node.id.clone(),
                path: vec![key.clone()],
                value: Some(value),
            });
            report
                .add(node.place(), format!("{} needs {key}: give it a value.", node.id))
                .maybe_fix(format!("Set {key} to {}", value.unwrap_or_default()), edit);
        }
    }
    for view in &context.flows {
        let Some(kind) = view.kind else { continue };
        for (key, _) in
            kind.properties.iter().filter(|(key, property)| property.required && view.flow.get(key).is_none())
        {
            let defaults = legal::new_flow_defaults(context.design, &kind.name, &view.flow.from, &view.flow.to);
            let value = defaults.get(key).cloned();
            let edit = value.clone().map(|value| Edit::SetFlowProperty {
                id: view.flow.id,
                path: vec![key.clone()],
                value: Some(value),
            });
            report
                .add(view.place(), format!("The flow {} needs {key}: give it a value.", view.flow))
                .maybe_fix(format!("Set {key} to {}", value.unwrap_or_default()), edit);
        }
    }
}

/// A value to begin with for a required field of an object.
fn placeholder(property: Option<&'static Property>, path: &[String], key: &str) -> Option<Value> {
    let mut at = property?;
    for step in path {
        at = at.fields.get(step).or(at.of.as_deref())?;
    }
    let field = at.fields.get(key)?;
    field.default.clone().or_else(|| field.one_of.first().cloned()).or_else(|| field.min.clone()).or_else(
        || match field.kind {
            PropertyType::String if key == "name" => Some("main".into()),
            PropertyType::String => Some("id".into()),
            PropertyType::List => Some(Value::List(Vec::new())),
            _ => None,
        },
    )
}

fn wrong(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for fault in all(context) {
        let elsewhere = ELSEWHERE.contains(&(fault.owner.kind(), fault.property.as_str()));
        let (at, value) = match &fault.error {
            TypeError::UnknownField { .. } | TypeError::MissingField { .. } => continue,
            TypeError::Range { .. } | TypeError::OneOf { .. } if elsewhere => continue,
            TypeError::Range { bound, .. } => (fault.path(), Some(bound.clone())),
            TypeError::OneOf { nearest, .. } => {
                (fault.path(), nearest.as_ref().map(|nearest| Value::from(nearest.as_str())))
            }
            TypeError::Type { .. } => (fault.path(), None),
        };
        let required = fault.of.is_some_and(|property| property.required) || at.len() > 1;
        let changed = value.as_ref().and_then(|value| fault.owner.set(context, &at, Some(value.clone())));
        let removed = fault.owner.set(context, &at, None).filter(|_| !required);
        let mut message = format!("{}: {} does not fit, {}", fault.owner.name(), at.join("."), fault.error);
        if !message.ends_with('?') {
            message.push('.');
        }
        report
            .add(fault.owner.place(at.clone()), message)
            .maybe_fix(format!("Set it to {}", value.unwrap_or_default()), changed)
            .maybe_fix("Take the default", removed);
    }
    references(context, report);
    super::steps::wrong(context, report);
}

/// Properties that name a node: there must be one, of a kind that fits.
fn references(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let owners = context
        .nodes
        .iter()
        .filter_map(|node| Some((Owner::Node(node), &node.node.properties, &node.kind?.properties)))
        .chain(
            context
                .flows
                .iter()
                .filter_map(|view| Some((Owner::Flow(view), &view.flow.properties, &view.kind?.properties))),
        );
    for (owner, written, known) in owners {
        for (name, property) in known.iter().filter(|(_, property)| property.kind == PropertyType::Node) {
            // Where dead letters go is told by a rule of its own.
            let Some(value) = written.get(name).filter(|value| value.as_str().is_some() && name != "on_failure") else {
                continue;
            };
            let kinds = choice(&property.kinds);
            let fault = match context.named(value) {
                None => format!("{value} is no node"),
                Some(node) if !property.kinds.is_empty() && !property.kinds.contains(&node.node.kind) => {
                    format!("{value} is of kind {}", node.node.kind)
                }
                Some(_) => continue,
            };
            let at = vec![name.clone()];
            let edit = owner.set(context, &at, None);
            report
                .add(
                    owner.place(at),
                    format!("{}: {name} must name a node of kind {kinds}, but {fault}.", owner.name()),
                )
                .maybe_fix(format!("Remove {name}"), edit);
        }
    }
}
