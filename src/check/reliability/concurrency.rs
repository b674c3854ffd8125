//! How many copies of a function may run: none, or fewer than a queue wants.

use crate::catalog::Provider;
use crate::check::prelude::*;

pub(in crate::check) const NEVER: Rule = Rule::error("REL026", "reliability/reserved-concurrency-zero", never).says(
    "A function of which no copy may run.",
    "It never runs, whatever calls it.",
    "Take concurrency.reserved away, or give it at least 1.",
);

pub(in crate::check) const QUEUE: Rule = Rule::error("REL027", "reliability/queue-max-concurrency", queue).says(
    "A queue that may start more copies of a function than the function may have, or a number that the cloud refuses.",
    "Messages are taken and given back because no copy is free, until they end as dead letters.",
    "Set max_concurrency to no more than concurrency.reserved.",
);

fn never(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for function in context.nodes_of("function").filter(|node| !node.incoming.is_empty()) {
        report.each_stage(|stage| {
            let path = ["concurrency", "reserved"];
            let none = context.value(function, &path, stage)?.as_integer()? == 0;
            let message = || format!("No copy of {} may run: take concurrency.reserved away.", function.id);
            none.then(|| {
                Outcome::new(context.place_of(function, &path, stage), message())
                    .mend("Take the limit away", context.mend(function, &path, None, stage))
            })
        });
    }
}

/// What Lambda takes.
const LEAST: i64 = 2;
const MOST: i64 = 1000;

fn queue(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let aws = context.provider == Provider::Aws;
    let mapped =
        context.of_kind("subscribe").filter(|joined| aws && joined.from.is("queue") && joined.to.is("function"));
    for joined in mapped {
        let Some(copies) = joined.flow().get("max_concurrency").and_then(Value::as_integer) else { continue };
        let set = |value: i64| Edit::SetFlowProperty {
            id: joined.flow().id,
            path: vec!["max_concurrency".to_owned()],
            value: Some(Value::Integer(value)),
        };
        let place = || joined.view.at("max_concurrency");
        if !(LEAST..=MOST).contains(&copies) {
            let better = copies.clamp(LEAST, MOST);
            let message = format!(
                "{} can start {LEAST} to {MOST} copies of {}, not {copies}: use {better}.",
                joined.from.id, joined.to.id
            );
            report.add(place(), message).fix(format!("Set max_concurrency to {better}"), set(better));
            continue;
        }
        report.each_stage(|stage| {
            let reserved = context.value(joined.to, &["concurrency", "reserved"], stage)?.as_integer()?;
            // None at all is told as reserved-concurrency-zero.
            if reserved < 1 || copies <= reserved {
                return None;
            }
            let message = format!(
                "{} may start {copies} copies of {}, which may have {reserved}: set max_concurrency to no more than that.",
                joined.from.id, joined.to.id
            );
            let outcome = Outcome::new(place(), message).weigh(Severity::Warning);
            Some(if reserved >= LEAST {
                outcome.mend(format!("Set max_concurrency to {reserved}"), set(reserved))
            } else {
                outcome
            })
        });
    }
}
