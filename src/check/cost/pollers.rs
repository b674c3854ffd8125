//! Schedules that ask a store for news which it could tell by itself.

use crate::catalog::catalog;
use crate::check::events::cron::Cron;
use crate::check::legal;
use crate::check::prelude::*;
use crate::design::{Flow, FlowId};

pub(in crate::check) const RULE: Rule = Rule::info("CST007", "cost/schedule-poller", run).says(
    "A schedule that starts a function every few minutes only to look into one store.",
    "Most runs find nothing and are paid for; what is new waits for the next one.",
    "Let the store start the function when something is new.",
);

fn run(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let Some(most) = catalog().limits.duration("poll-period", "", context.provider) else { return };
    for joined in context.of_kind("invoke").filter(|joined| joined.from.is("schedule") && joined.to.is("function")) {
        let Some(store) = only_reads(context, joined.to) else { continue };
        report.each_stage(|stage| {
            let cron = context.value(joined.from, &["cron"], stage).and_then(Value::as_str);
            let every = context.duration(joined.from, "every", stage);
            let period = every.or_else(|| cron.and_then(|cron| Cron::parse(cron).ok()).map(|cron| cron.period()))?;
            let message = || {
                format!(
                    "{} starts {} every {period} to look into {}: let {} start it when something is new.",
                    joined.from.id, joined.to.id, store.id, store.id
                )
            };
            (period <= most).then(|| {
                Outcome::new(joined.view.place(), message())
                    .mend(format!("Let {} start {}", store.id, joined.to.id), subscribe(context, &joined, store))
            })
        });
    }
}

/// The store that a function reads, when that is all that it touches and the store can start functions.
fn only_reads<'c, 'd>(context: &'c Context<'d>, function: &NodeView<'d>) -> Option<&'c NodeView<'d>> {
    let mut stores =
        context.outgoing(function).filter(|joined| joined.to.is_store() || joined.is("call") || joined.is("invoke"));
    let only = stores.next()?;
    let able = legal::direct(&only.to.node.kind, "function", context.provider).contains(&"subscribe");
    let told = context.outgoing(only.to).any(|joined| joined.is("subscribe") && joined.to.index == function.index);
    (stores.next().is_none() && only.is("read") && able && !told && !only.to.existing()).then_some(only.to)
}

/// Takes the schedule's flow away, and the schedule with its last one; joins the store to the function.
fn subscribe(context: &Context<'_>, joined: &Joined<'_, '_>, store: &NodeView<'_>) -> Edit {
    let flow = Flow {
        id: FlowId(context.design.next_flow),
        kind: "subscribe".to_owned(),
        from: store.id.clone(),
        to: joined.to.id.clone(),
        properties: Map::new(),
    };
    let last = joined.from.degree() == 1;
    let taken = if last { context.design.removal(&joined.from.id) } else { Edit::RemoveFlow(joined.flow().id) };
    Edit::Batch(vec![taken, Edit::AddFlow { flow, index: None }])
}
