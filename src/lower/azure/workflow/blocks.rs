//! Blocks: steps of a scope that follow one another without a choice. Actions of Logic Apps run after others and never
//! go back, so a scope becomes its blocks in order, each run where one of the ways into it was taken.

use crate::design::steps::{Deed, Step};

use super::super::super::steps::{At, END};
use super::super::Azure;
use super::words;

/// How a run comes to a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Way {
    /// The step at that place in the scope was done.
    Done(usize),
    /// It chose this one, by its name.
    Chosen(usize, String),
    /// It ended so, by the statuses of its action.
    Failed(usize, Vec<&'static str>),
}

/// Steps that follow one another, by their places in the scope.
#[derive(Debug)]
pub(super) struct Block {
    /// The places, at least one.
    pub(super) steps: Vec<usize>,
    /// The ways into it; none into the block in which the scope begins.
    pub(super) ways: Vec<Way>,
}

/// How actions end badly.
pub(super) const FAILED: &[&str] = &["Failed", "TimedOut"];
/// How actions that hold others end badly.
pub(super) const OF_SCOPES: &[&str] = &["Failed"];

/// The blocks of a scope, in order, and the ways to its end; none where a step leads to where no run can go.
pub(super) fn of(cx: &mut Azure, steps: &[At]) -> Option<(Vec<Block>, Vec<Way>)> {
    let before = cx.errors.len();
    let mut ways: Vec<Vec<Way>> = vec![Vec::new(); steps.len()];
    let mut ends = Vec::new();
    for (place, at) in steps.iter().enumerate() {
        for (to, way) in leads(cx, steps, place, at) {
            match ways.get_mut(to) {
                Some(found) => found.push(way),
                None => ends.push(way),
            }
        }
    }
    let mut blocks: Vec<Block> = Vec::new();
    for (place, (at, ways)) in steps.iter().zip(ways).enumerate() {
        if place > 0 && ways.is_empty() {
            at.refuse(cx, "", "is reached from nowhere", "let a step lead to it, or remove it");
        }
        let straight = place.checked_sub(1).map(|previous| vec![Way::Done(previous)]);
        match blocks.last_mut() {
            Some(block) if straight.as_ref() == Some(&ways) => block.steps.push(place),
            _ => blocks.push(Block { steps: vec![place], ways }),
        }
    }
    (cx.errors.len() == before).then_some((blocks, ends))
}

/// Where a step leads, and how; behind the last step for the end.
fn leads(cx: &mut Azure, steps: &[At], place: usize, at: &At) -> Vec<(usize, Way)> {
    let mut found = Vec::new();
    let step = at.step;
    if matches!(step.deed, Deed::Fail(_)) {
        return found;
    }
    let otherwise = match step.next {
        Some(name) => named(cx, steps, place, at, "next", name),
        None => Some(place + 1),
    };
    if let Deed::Choose(targets) = &step.deed {
        let mut to: Vec<usize> =
            targets.iter().filter_map(|name| named(cx, steps, place, at, "choose", name)).collect();
        to.extend(otherwise);
        to.sort_unstable();
        to.dedup();
        for to in to {
            let name = steps.get(to).map_or(END, |at| at.step.name);
            found.push((to, Way::Chosen(place, words::name(name))));
        }
        return found;
    }
    found.extend(otherwise.map(|to| (to, Way::Done(place))));
    let mut left = FAILED.to_vec();
    for caught in &step.catches {
        let statuses = statuses(&mut left, &caught.errors);
        if let Some(to) = named(cx, steps, place, at, "catch", caught.then).filter(|_| !statuses.is_empty()) {
            found.push((to, Way::Failed(place, statuses)));
        }
    }
    found
}

/// The statuses of those that are left that errors stand for; all where none is named.
fn statuses(left: &mut Vec<&'static str>, errors: &[&str]) -> Vec<&'static str> {
    let (mine, others) = left.iter().copied().partition(|status| errors.is_empty() || errors.contains(status));
    *left = others;
    mine
}

/// The statuses of failures that a step's catches leave.
pub(super) fn uncaught(step: &Step) -> Vec<&'static str> {
    let mut left = FAILED.to_vec();
    for caught in &step.catches {
        statuses(&mut left, &caught.errors);
    }
    left
}

/// The place of a step of a name that a step gives, behind the last for the end. Refuses one of another scope, and one
/// before it.
fn named(cx: &mut Azure, steps: &[At], place: usize, at: &At, part: &str, name: &str) -> Option<usize> {
    if name == END {
        return Some(steps.len());
    }
    let found = steps.iter().position(|other| other.step.name == name);
    match found {
        None => {
            let what = format!("goes on with {name}, which is no step beside it");
            at.refuse(cx, part, &what, "go on with a step of the same list or branch, or with end");
        }
        Some(to) if to <= place => {
            let what = format!("goes back to {name}, and runs of Logic Apps only go forward");
            at.refuse(cx, part, &what, "let retry repeat a step, or let a workflow of its own do what is repeated");
        }
        Some(_) => {}
    }
    found
}
