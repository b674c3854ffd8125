//! The definition of a workflow: what starts a run, and an action for each step of the design, or a few around it.

use std::collections::BTreeSet;

use crate::design::NodeId;
use crate::design::model::Node;
use crate::design::steps::{Deed, Step, Steps};
use crate::program::Expression;
use crate::value::{Map, Value};

use super::super::super::draft::{Item, Stage, data, of as of_item};
use super::super::super::steps::{self as written_steps, At};
use super::super::Azure;
use super::blocks::{FAILED, OF_SCOPES};
use super::scope::{self, Scope};
use super::{starts, undo, words};

const SCHEMA: &str =
    "https://schema.management.azure.com/providers/Microsoft.Logic/schemas/2016-06-01/workflowdefinition.json#";
/// The longest name of a step, so that names that are put together from it have at most 80 characters (Logic Apps: limits).
const NAME_LENGTH: usize = 60;
/// What the actions of the whole run are called by.
const RUN: &str = "run";
/// The action that gives the state with which a run begins.
const INPUT: &str = "run_input";

/// A workflow's steps, and what is decided for all of them.
pub(super) struct Source<'a> {
    pub(super) id: &'a NodeId,
    pub(super) steps: &'a Steps<'a>,
    /// The steps as written, by their positions.
    written: Vec<&'a Map>,
    /// The nodes that take steps back, by the steps' positions.
    pub(super) undone: Vec<(usize, NodeId)>,
}

impl At<'_> {
    /// The name of an action that belongs to this step.
    pub(super) fn action(&self, suffix: &str) -> String {
        let name = words::name(self.step.name);
        if suffix.is_empty() { name } else { format!("{name}_{suffix}") }
    }
}

impl<'a> Source<'a> {
    /// The step with its place and all that is written of it.
    pub(super) fn at(&'a self, step: &'a Step<'a>) -> Option<At<'a>> {
        Some(At { id: self.id, step, written: self.written.get(step.position)? })
    }
}

/// The definition; none where something is in the way.
pub(super) fn of(cx: &mut Azure, id: &NodeId) -> Option<Expression> {
    let before = cx.errors.len();
    let written = written_steps::of(cx, id)?;
    let mut node = Node::of_kind("workflow");
    node.properties.insert("steps".to_owned(), Value::List(written.clone()));
    let steps = Steps::of(&node);
    let maps: Vec<&Map> = written.iter().filter_map(Value::as_map).collect();
    if maps.len() != written.len() {
        return None;
    }
    let mut source = Source { id, steps: &steps, written: maps, undone: Vec::new() };
    check(cx, &source);
    if cx.errors.len() > before {
        return None;
    }
    source.undone = undo::nodes(cx, &source);
    let triggers = starts::triggers(cx, id);
    let input = starts::input(cx, id);
    let outer: Vec<At> = steps.iter().filter(|step| step.inside.is_none()).filter_map(|step| source.at(step)).collect();
    let ends = source.undone.is_empty();
    let scope = Scope { steps: outer, name: RUN.to_owned(), entry: INPUT.to_owned(), ends, depth: 0 };
    let actions = if ends {
        scope::begun(cx, &source, &scope, input)?.actions
    } else {
        undo::around(cx, &source, &scope, input)?
    };
    if cx.errors.len() > before {
        return None;
    }
    Some(Expression::data([
        ("$schema", Expression::text(SCHEMA)),
        ("contentVersion", Expression::text("1.0.0.0")),
        ("triggers", data(triggers)),
        ("actions", data(actions)),
    ]))
}

/// Gives a part of the definition a variable of the program, so that it stays flat enough to be read.
pub(super) fn bound(cx: &mut Azure, id: &NodeId, name: &str, part: Expression) -> Expression {
    let key = format!("{id}/part-{name}");
    let wish = format!("{}-{}", id.node, crate::text::words::kebab(name));
    let position = cx.position(id, Stage::Before);
    cx.push(&id.service, Item::value(&key, &wish, part, position));
    of_item(&key, "")
}

/// Refuses what no workflow follows.
fn check(cx: &mut Azure, source: &Source) {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for step in source.steps.iter() {
        let Some(at) = source.at(step) else { continue };
        written_steps::check(cx, source.id, step, at.written, NAME_LENGTH);
        if !taken.insert(words::name(step.name).to_lowercase()) {
            let what = "has the name of another step once it is written with letters, digits and hyphens";
            at.refuse(cx, "name", what, "name it otherwise");
        }
        // Where an action in a branch or a list runs out of time, what is around it fails.
        let ends = if matches!(step.deed, Deed::Parallel(_) | Deed::Each(..)) { OF_SCOPES } else { FAILED };
        for error in step.catches.iter().flat_map(|caught| &caught.errors).filter(|error| !ends.contains(error)) {
            at.refuse(
                cx,
                "catch",
                &format!("catches {error}, with which no such action of Logic Apps ends"),
                &format!("use {}, or leave errors out for any", ends.join(" or ")),
            );
        }
    }
}
