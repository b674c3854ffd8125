//! Workflows: what short runs cannot do, and steps that end a run at the first failure.

use crate::catalog::{Provider, catalog};
use crate::check::prelude::*;
use crate::design::steps::{Deed, Step, Steps};

pub(in crate::check) const EXPRESS: Rule = Rule::error("REL021", "reliability/workflow-express-limit", express).says(
    "An express workflow with a step that express workflows do not have or that takes longer than they run.",
    "AWS refuses it, or ends the run after five minutes wherever it is.",
    "Take express: true away, or let the step take less than five minutes.",
);

pub(in crate::check) const UNCAUGHT: Rule =
    Rule::warning("REL023", "reliability/workflow-task-without-catch", uncaught).says(
        "A step of a workflow that is neither tried again nor caught.",
        "One short disturbance ends the whole run.",
        "Let the step be tried again, or say with catch where to go on.",
    );

pub(in crate::check) const BEHIND_API: Rule = Rule::error("REL024", "reliability/sync-workflow-behind-api", behind_api)
    .says(
        "A caller that waits for the end of a workflow which is not express.",
        "AWS lets nobody wait for a standard workflow: it starts, and ends at some time.",
        "Set express: true on the workflow, or only start it and answer its state from a route of its own.",
    );

fn express(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let limits = &catalog().limits;
    let Some(longest) = limits.duration("express-run", "workflow", context.provider) else { return };
    let items = limits.count("parallel-items", "workflow", context.provider);
    for workflow in context.nodes_of("workflow") {
        let steps = Steps::of(workflow.node);
        report.each_stage(|stage| {
            if context.value(workflow, &["express"], stage).and_then(Value::as_bool) != Some(true) {
                return None;
            }
            let outcome = |place: Place, reason: String| {
                let message = format!("{} is express and {reason}.", workflow.id);
                Some(
                    Outcome::new(place, message)
                        .mend("Take express away", context.mend(workflow, &["express"], None, stage)),
                )
            };
            // An hour, the default, means five minutes here.
            let written = workflow.node.get("timeout").is_some()
                || context.overrides(workflow, stage).is_some_and(|set| set.contains_key("timeout"));
            let own = context.duration(workflow, "timeout", stage).filter(|own| written && *own > longest);
            if let Some(own) = own {
                let reason =
                    format!("runs {longest} at the most, but its timeout is {own}: lower it, or take express away");
                return outcome(context.place_of(workflow, &["timeout"], stage), reason);
            }
            steps.iter().find_map(|step| {
                let (part, reason) = too_much(context, step, stage, longest, items)?;
                let mut path = vec!["steps".to_owned(), step.position.to_string()];
                path.extend((!part.is_empty()).then(|| part.to_owned()));
                outcome(Place::Node { id: workflow.id.clone(), path }, reason)
            })
        });
    }
}

/// What a step does that an express workflow cannot, with the part of the step that says so.
fn too_much<'d>(
    context: &Context<'d>,
    step: &Step<'_>,
    stage: Stage<'d>,
    longest: Duration,
    items: Option<u64>,
) -> Option<(&'static str, String)> {
    let name = step.name;
    let over = |time: Duration| time > longest;
    if let Some(timeout) = step.timeout.filter(|timeout| over(*timeout)) {
        return Some((
            "timeout",
            format!(
                "runs {longest} at the most, but the step {name} may take {timeout}: shorten it, or take express away"
            ),
        ));
    }
    match &step.deed {
        Deed::Wait(time) if over(*time) => {
            Some(("wait", format!("runs {longest} at the most, but the step {name} waits {time}: shorten it, or take express away")))
        }
        Deed::Invoke(id) => {
            let node = context.find(id)?;
            match node.node.kind.as_str() {
                "workflow" | "container" => {
                    Some(("invoke", format!("cannot wait for what runs long, as the step {name} waits for {id}: take express away")))
                }
                _ => context.duration(node, "timeout", stage).filter(|timeout| over(*timeout)).map(|timeout| {
                    (
                        "invoke",
                        format!("runs {longest} at the most, but the step {name} waits for {id}, which may run {timeout}: lower that, or take express away"
                        ),
                    )
                }),
            }
        }
        Deed::Each(_, at_once) => {
            items.and_then(|items| i64::try_from(items).ok()).filter(|items| at_once > items).map(|items| {
                (
                    "each",
                    format!(
                        "works on {items} items at once at the most, but the step {name} on {at_once}: lower at_once, or take express away"
                    ),
                )
            })
        }
        _ => None,
    }
}

fn uncaught(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for workflow in context.nodes_of("workflow") {
        let steps = Steps::of(workflow.node);
        for step in steps.iter().filter(|step| step.retry.attempts < 1 && !steps.is_caught(step)) {
            let Deed::Invoke(id) = &step.deed else { continue };
            let path = |part: &str| {
                let start = ["steps".to_owned(), step.position.to_string()];
                start.into_iter().chain(part.split('.').map(str::to_owned)).collect::<Vec<String>>()
            };
            report
                .add(
                    Place::Node { id: workflow.id.clone(), path: path("retry.attempts") },
                    format!(
                        "{}: one failure of {id} at the step {} ends the run: let it be tried again, or catch it.",
                        workflow.id, step.name
                    ),
                )
                .fix(
                    "Try it 3 more times",
                    Edit::SetProperty {
                        id: workflow.id.clone(),
                        path: path("retry.attempts"),
                        value: Some(Value::Integer(3)),
                    },
                );
        }
    }
}

fn behind_api(context: &Context<'_>, report: &mut Report<'_, '_>) {
    if context.provider != Provider::Aws {
        return;
    }
    let waiting = context.all().filter(|joined| {
        let waits = joined.is("route") || (joined.is("invoke") && joined.from.is("function"));
        waits && joined.to.is("workflow") && joined.flow().text("mode") == Some("sync")
    });
    for joined in waiting {
        report.each_stage(|stage| {
            if context.value(joined.to, &["express"], stage).and_then(Value::as_bool) == Some(true) {
                return None;
            }
            let message = || format!(
                "{} waits for the end of {}, which only an express workflow allows: set express: true, or only start it.",
                joined.from.id, joined.to.id
            );
            let mode = (!joined.is("route")).then(|| "async".into());
            let edit = Edit::SetFlowProperty { id: joined.flow().id, path: vec!["mode".to_owned()], value: mode };
            Some(Outcome::new(joined.view.at("mode"), message()).mend("Only start it", edit))
        });
    }
}
