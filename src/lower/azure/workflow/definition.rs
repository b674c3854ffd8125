//! The definition of a workflow: what starts a run, and an action for each step of the design, or a few around it.

use std::collections::BTreeSet;

use crate::design::NodeId;
use crate::design::steps::Deed;
use crate::program::Expression;

use super::super::super::draft::{Item, Stage, data, of as of_item};
use super::super::super::steps::{self as written_steps, At, Source};
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

impl At<'_> {
    /// The name of an action that belongs to this step.
    pub(super) fn action(&self, suffix: &str) -> String {
        let name = words::name(self.step.name);
        if suffix.is_empty() { name } else { format!("{name}_{suffix}") }
    }
}

/// The definition; none where something is in the way.
pub(super) fn of(cx: &mut Azure, id: &NodeId) -> Option<Expression> {
    written_steps::definition(cx, id, check, made)
}

fn made(cx: &mut Azure, source: &Source) -> Option<Expression> {
    let triggers = starts::triggers(cx, source.id);
    let input = starts::input(cx, source.id);
    let outer: Vec<At> =
        source.steps.iter().filter(|step| step.inside.is_none()).filter_map(|step| source.at(step)).collect();
    let ends = source.undone.is_empty();
    let scope = Scope { steps: outer, name: RUN.to_owned(), entry: INPUT.to_owned(), ends, depth: 0 };
    let actions = if ends {
        scope::begun(cx, source, &scope, input)?.chain.actions
    } else {
        undo::around(cx, source, &scope, input)?
    };
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
