//! Functions and containers that what starts them cannot reach.

use crate::catalog::Provider;
use crate::check::prelude::*;

pub(in crate::check) const RULE: Rule = Rule::error("STR040", "structure/entry-in-private-network", run).says(
    "A function or container that answers inside a network alone, and that something outside of it starts.",
    "The request never arrives: an API or a delivery of events comes from outside the network.",
    "Leave ingress to the default, which opens it as far as its flows need, behind permissions.",
);

/// What reaches its targets by a request from outside the network. On Google Cloud, deliveries of Pub/Sub and Eventarc,
/// schedules and workflows of the same project count as internal; on Azure, queues, topics and streams are polled.
fn pushes(joined: &Joined<'_, '_>, provider: Provider) -> bool {
    let api = joined.is("route") && joined.from.is_any(&["http-api", "websocket-api", "graphql-api"]);
    let event = joined.is("subscribe") && joined.from.is_any(&["event-bus", "bucket"]);
    api || (provider == Provider::Azure && event)
}

fn run(context: &Context<'_>, report: &mut Report<'_, '_>) {
    if context.provider == Provider::Aws {
        return;
    }
    for target in context.nodes.iter().filter(|node| node.is_any(&["function", "container"]) && !node.existing()) {
        let mut pushers = context.incoming(target).filter(|joined| pushes(joined, context.provider));
        let Some(pusher) = pushers.next() else { continue };
        report.each_stage(|stage| {
            let ingress = context.value(target, &["ingress"], stage)?.as_str()?;
            let closed = matches!(ingress, "internal" | "internal-and-load-balancer");
            closed.then(|| {
                let message = format!(
                    "{} is reached from outside its network by {}, but its ingress is {ingress}: take ingress away.",
                    target.id, pusher.from.id
                );
                Outcome::new(context.place_of(target, &["ingress"], stage), message).mend(
                    "Let its flows decide from where it is reached",
                    context.mend(target, &["ingress"], None, stage),
                )
            })
        });
    }
}
