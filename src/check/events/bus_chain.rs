//! Events that would have to pass through three buses.

use crate::catalog::Provider;
use crate::check::prelude::*;

pub(in crate::check) const RULE: Rule = Rule::error("EVT045", "events/third-bus", run).says(
    "A bus that hands events on which it got from another bus, or from a bucket.",
    "EventBridge takes events from one bus to another, never to a third; what a bucket announces has been on the \
     account's own bus already. The subscriber would wait in vain.",
    "Subscribe the last bus to the first one, or let a function publish there.",
);

/// Whether a flow that asks for `wanted` can get what another brings as `brought`.
fn meets(wanted: Option<&str>, brought: Option<&str>) -> bool {
    wanted.is_none() || brought.is_none() || wanted == brought
}

fn run(context: &Context<'_>, report: &mut Report<'_, '_>) {
    if context.provider != Provider::Aws {
        return;
    }
    for last in context.of_kind("subscribe").filter(|joined| joined.from.is("event-bus") && joined.to.is("event-bus")) {
        let wanted = last.flow().event();
        let relayed = context.incoming(last.from).find(|first| {
            let ways = first.is("subscribe") || first.is("publish");
            let source = first.from.is_any(&["event-bus", "bucket"]);
            ways && source && first.from.index != last.to.index && meets(wanted, first.flow().event())
        });
        let Some(first) = relayed else { continue };
        let event = wanted.map_or_else(|| "What".to_owned(), |event| format!("{event}, which"));
        let comma = if wanted.is_some() { "," } else { "" };
        report
            .add(
                last.view.place(),
                format!(
                    "{event} {} got from {}{comma} is not handed on to a third bus: bring it to {} another way.",
                    last.from.id, first.from.id, last.to.id
                ),
            )
            .related([first.view.place()]);
    }
}
