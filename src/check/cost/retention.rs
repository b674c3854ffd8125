//! Messages that nobody takes and that are paid for while they wait.

use crate::catalog::catalog;
use crate::check::prelude::*;

pub(in crate::check) const RULE: Rule = Rule::info("CST012", "cost/unacked-retention", run).says(
    "A subscription of a quiet channel that keeps messages for more than a day.",
    "Messages that nobody has taken are paid for after the first day.",
    "Keep them for a day, unless the subscriber may be away for longer.",
);

fn run(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for joined in context.of_kind("subscribe") {
        let limits = &catalog().limits;
        let Some(free) = limits.duration("unacknowledged-free", &joined.from.node.kind, context.provider) else {
            continue;
        };
        let Some(kept) = joined.flow().text("retention").and_then(Duration::parse).filter(|kept| *kept > free) else {
            continue;
        };
        let quiet = limits.number("idle-rate", "", context.provider).unwrap_or_default();
        report.each_stage(|stage| {
            // A channel that is never quiet is one whose subscriber is missed at once.
            let rate = context.value(joined.from, &["rate"], stage).and_then(Value::as_number);
            if rate.is_some_and(|rate| rate >= quiet) {
                return None;
            }
            let message = format!(
                "{} keeps messages for {} for {kept}, and those that wait longer than {free} are paid for: keep them for {free}.",
                joined.from.id, joined.to.id
            );
            let edit = Edit::SetFlowProperty {
                id: joined.flow().id,
                path: vec!["retention".to_owned()],
                value: Some(free.to_string().into()),
            };
            Some(Outcome::new(joined.view.at("retention"), message).mend(format!("Keep them for {free}"), edit))
        });
    }
}
