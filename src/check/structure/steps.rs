//! The steps of a workflow: each does one thing, with a node that the workflow is joined to, and goes on with a step
//! that there is.

use std::collections::BTreeSet;

use crate::catalog::{Property, catalog};
use crate::check::prelude::*;

/// What a step may do; each does exactly one of these.
const DEEDS: [&str; 10] = ["invoke", "call", "publish", "read", "write", "wait", "choose", "parallel", "each", "fail"];

/// The fields that name a node, with the kinds of flow of which one must lead there.
const NODES: [(&str, &[&str]); 6] = [
    ("invoke", &["invoke"]),
    ("undo", &["invoke"]),
    ("call", &["call"]),
    ("publish", &["publish"]),
    ("read", &["read", "read-write"]),
    ("write", &["write", "read-write"]),
];

/// What a case compares with; each case has exactly one of these.
const COMPARISONS: [&str; 4] = ["equals", "above", "below", "exists"];

/// Where a run ends, instead of the name of a step.
const END: &str = "end";

/// Tells what is wrong with the steps of workflows, beyond their types.
pub(super) fn wrong(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for node in context.nodes_of("workflow") {
        let overridden = context.stages.iter().filter_map(|stage| Some((stage.name, context.overrides(node, *stage)?)));
        for (environment, properties) in std::iter::once((None, &node.node.properties)).chain(overridden) {
            let steps = properties.get("steps").and_then(Value::as_list).unwrap_or_default();
            let steps: Vec<Option<&Map>> = steps.iter().map(Value::as_map).collect();
            let mut workflow = Workflow { context, node, environment, names: Vec::new(), branched: Vec::new() };
            workflow.names = steps.iter().map(|step| step.and_then(|step| step.get("name")?.as_str())).collect();
            for (index, step) in steps.iter().enumerate() {
                if let Some(step) = step {
                    workflow.step(index, step, report);
                }
            }
        }
    }
}

struct Workflow<'c, 'd> {
    context: &'c Context<'d>,
    node: &'c NodeView<'d>,
    /// The environment that overrides the steps, where one does.
    environment: Option<&'d str>,
    names: Vec<Option<&'d str>>,
    branched: Vec<&'d str>,
}

impl<'d> Workflow<'_, 'd> {
    fn step(&mut self, index: usize, step: &'d Map, report: &mut Report<'_, '_>) {
        let name = self.names.get(index).copied().flatten().unwrap_or_default();
        let at = |rest: &[&str]| {
            let start = ["steps".to_owned(), index.to_string()];
            start.into_iter().chain(rest.iter().map(|step| (*step).to_owned())).collect::<Vec<String>>()
        };
        let mut tell = |path: Vec<String>, message: String, fix: Option<(String, Edit)>| {
            let (place, of) = match self.environment {
                Some(name) => {
                    let set = ["set".to_owned(), self.node.id.to_string()];
                    let path = set.into_iter().chain(path).collect();
                    (Place::Environment { name: name.to_owned(), path }, format!("{} in {name}", self.node.id))
                }
                None => (Place::Node { id: self.node.id.clone(), path }, self.node.id.to_string()),
            };
            let (title, edit) = fix.map_or((String::new(), None), |(title, edit)| (title, Some(edit)));
            report.add(place, format!("{of}: {message}")).maybe_fix(title, edit);
        };
        if name == END {
            tell(at(&["name"]), format!("a step cannot be called {END}, which is where a run ends: rename it."), None);
        } else if self.names.iter().take(index).any(|other| *other == Some(name)) {
            tell(at(&["name"]), format!("two steps are called {name}: rename one of them."), None);
        }
        let deeds: Vec<&str> = DEEDS.into_iter().filter(|deed| step.contains_key(*deed)).collect();
        if deeds.len() != 1 {
            let found = if deeds.is_empty() { "nothing".to_owned() } else { list(&deeds) };
            tell(at(&[]), format!("the step {name} does {found}: give it one of {}.", choice(&DEEDS)), None);
        }
        for (field, flows) in NODES {
            if let Some(named) = step.get(field)
                && let Some((message, fix)) = self.reach(field, flows, named)
            {
                tell(at(&[field]), format!("the step {name} {message}"), fix);
            }
        }
        let cases = step.get("choose").and_then(Value::as_list).unwrap_or_default();
        for (case, content) in cases.iter().enumerate() {
            let number = case.to_string();
            let given = |content: &Map| COMPARISONS.iter().filter(|name| content.contains_key(**name)).count();
            if content.as_map().is_some_and(|content| given(content) != 1) {
                let message = format!("a case of the step {name} must have one of {}.", choice(&COMPARISONS));
                tell(at(&["choose", number.as_str()]), message, None);
            }
        }
        for (path, target) in targets(step) {
            let path: Vec<&str> = path.iter().map(String::as_str).collect();
            let inside = ["parallel", "each"].contains(path.first().unwrap_or(&""));
            let known = self.names.contains(&Some(target)) || (target == END && !inside);
            if !known {
                let near = nearest(target, self.names.iter().flatten().copied());
                let hint = near.map_or_else(
                    || {
                        let names: BTreeSet<&str> = self.names.iter().flatten().copied().collect();
                        let names: Vec<&str> = names.into_iter().collect();
                        format!("there {} {}.", if names.len() == 1 { "is" } else { "are" }, list(&names))
                    },
                    |near| format!("did you mean {near}?"),
                );
                tell(at(&path), format!("the step {name} goes on with {target}, which is no step: {hint}"), None);
            } else if inside {
                if self.branched.contains(&target) || target == name {
                    tell(at(&path), format!("the step {target} can stand in one branch only: take it out here."), None);
                }
                self.branched.push(target);
            }
        }
    }

    /// What is wrong with a node that a step names, and what mends it.
    fn reach(&self, field: &str, flows: &[&'static str], named: &Value) -> Option<(String, Option<(String, Edit)>)> {
        let Some(target) = self.context.named(named) else {
            let text = named.as_str()?;
            let near = self.context.nodes.iter().map(|node| node.id.to_string()).collect::<Vec<_>>();
            let near = nearest(text, near.iter().map(String::as_str)).map(|near| format!(": did you mean {near}?"));
            return Some((format!("names {text}, which is no node{}", near.unwrap_or_else(|| ".".to_owned())), None));
        };
        let kinds = kinds(field);
        if !kinds.is_empty() && !kinds.contains(&target.node.kind) {
            let message = format!(
                "can {field} a node of kind {}, but {} is of kind {}.",
                choice(kinds),
                target.id,
                target.node.kind
            );
            return Some((message, None));
        }
        let joined = self
            .context
            .outgoing(self.node)
            .any(|flow| flow.to.index == target.index && flows.iter().any(|kind| flow.is(kind)));
        if joined {
            return None;
        }
        let kind = flows.first()?;
        let message = || format!("needs a flow of kind {kind} from {} to {}: draw it.", self.node.id, target.id);
        let properties = crate::check::legal::new_flow_defaults(self.context.design, kind, &self.node.id, &target.id);
        let flow = crate::design::Flow {
            id: crate::design::FlowId(self.context.design.next_flow),
            kind: (*kind).to_owned(),
            from: self.node.id.clone(),
            to: target.id.clone(),
            properties,
        };
        let legal = crate::check::legal::direct("workflow", &target.node.kind, self.context.provider).contains(kind);
        let fix = legal.then(|| (format!("Draw {kind} to {}", target.id), Edit::AddFlow { flow, index: None }));
        Some((message(), fix))
    }
}

/// The kinds of node that a field may name.
fn kinds(field: &str) -> &'static [String] {
    let steps = catalog().property("workflow", "steps").and_then(|steps| steps.of.as_deref());
    steps.and_then(|step: &Property| step.fields.get(field)).map_or(&[], |field| field.kinds.as_slice())
}

/// Every step that a step names, with the way to the name.
fn targets(step: &Map) -> Vec<(Vec<String>, &str)> {
    let mut found = Vec::new();
    for list in ["choose", "catch"] {
        for (index, item) in step.get(list).and_then(Value::as_list).unwrap_or_default().iter().enumerate() {
            if let Some(name) = item.as_map().and_then(|item| item.get("then")).and_then(Value::as_str) {
                found.push((vec![list.to_owned(), index.to_string(), "then".to_owned()], name));
            }
        }
    }
    for (branch, names) in step.get("parallel").and_then(Value::as_list).unwrap_or_default().iter().enumerate() {
        for (index, name) in names.as_list().unwrap_or_default().iter().enumerate() {
            if let Some(name) = name.as_str() {
                found.push((vec!["parallel".to_owned(), branch.to_string(), index.to_string()], name));
            }
        }
    }
    let each = step.get("each").and_then(Value::as_map).and_then(|each| each.get("steps")).and_then(Value::as_list);
    for (index, name) in each.unwrap_or_default().iter().enumerate() {
        if let Some(name) = name.as_str() {
            found.push((vec!["each".to_owned(), "steps".to_owned(), index.to_string()], name));
        }
    }
    if let Some(name) = step.get("next").and_then(Value::as_str) {
        found.push((vec!["next".to_owned()], name));
    }
    found
}
