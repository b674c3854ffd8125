//! How long a message that is worked on is locked for others, where the cloud locks instead of hiding.

use crate::catalog::{Provider, catalog};
use crate::check::prelude::*;

pub(in crate::check) const RULE: Rule = Rule::warning("REL009", "reliability/lock-below-timeout", run).says(
    "A message whose lock ends before the function that works on it need be done.",
    "The message is given to another copy while the first still works on it.",
    "Leave lock_renewal to the default, which is the function's timeout.",
);

fn run(context: &Context<'_>, report: &mut Report<'_, '_>) {
    if context.provider != Provider::Azure {
        return;
    }
    let longest = |kind: &str| catalog().limits.duration("hidden-most", kind, Provider::Azure);
    for queue in context.nodes_of("queue") {
        let Some(most) = longest("queue") else { continue };
        report.each_stage(|stage| {
            let lock = context.duration(queue, "visibility", stage).filter(|lock| *lock > most)?;
            let message = format!("{} locks messages for {most} at the most, not {lock}: use {most}.", queue.id);
            Some(Outcome::new(context.place_of(queue, &["visibility"], stage), message).weigh(Severity::Error).mend(
                format!("Lock them for {most}"),
                context.mend(queue, &["visibility"], Some(most.to_string().into()), stage),
            ))
        });
    }
    for joined in context.of_kind("subscribe").filter(|joined| joined.from.is_any(&["queue", "topic"])) {
        let Some(renewal) = joined.flow().text("lock_renewal").and_then(Duration::parse) else { continue };
        let Some(most) = longest(&joined.from.node.kind) else { continue };
        report.each_stage(|stage| {
            let timeout = context.duration(joined.to, "timeout", stage)?;
            let lock = context.duration(joined.from, "visibility", stage).unwrap_or(most);
            let kept = lock.max(renewal);
            let message = || format!(
                "A message of {} is locked for {kept}, but {} may work on it for {timeout}: renew the lock for as long.",
                joined.from.id, joined.to.id
            );
            let edit =
                Edit::SetFlowProperty { id: joined.flow().id, path: vec!["lock_renewal".to_owned()], value: None };
            (lock <= most && kept < timeout).then(|| {
                Outcome::new(joined.view.at("lock_renewal"), message())
                    .mend("Renew it as long as the function runs", edit)
            })
        });
    }
}
