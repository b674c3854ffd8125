//! Streams on Azure: what an Event Hubs namespace of each tier gives.

use crate::catalog::Provider;
use crate::check::limits::{count_in_tier, duration_in_tier};
use crate::check::prelude::*;

pub(in crate::check) const GROUPS: Rule = Rule::error("EVT022", "events/event-hub-consumer-groups", groups).says(
    "A stream with more readers than its tier has consumer groups.",
    "Each reader needs a group of its own, or it takes records away from the others: a basic namespace has one, a standard one 20.",
    "Raise the tier, or let one reader publish to a topic that the others subscribe to.",
);

pub(in crate::check) const RETENTION: Rule = Rule::error("EVT023", "events/event-hub-retention", retention).says(
    "A stream that is to keep its records for longer than its tier does.",
    "Azure refuses it: a basic namespace keeps them for a day, a standard one for 7, the others for 90.",
    "Shorten retention, or raise the tier.",
);

pub(in crate::check) const PARTITIONS: Rule = Rule::error("EVT024", "events/event-hub-partitions", partitions).says(
    "A stream with more partitions than its tier allows.",
    "Azure refuses more than 32 but on a dedicated cluster, and outside premium and dedicated they cannot be changed later.",
    "Use at most 32 partitions: as many readers work side by side.",
);

/// The tiers, the lowest first.
const TIERS: [&str; 4] = ["basic", "standard", "premium", "dedicated"];

fn streams<'c, 'd>(context: &'c Context<'d>) -> impl Iterator<Item = &'c NodeView<'d>> {
    let azure = context.provider == Provider::Azure;
    context.nodes_of("stream").filter(move |node| azure && !node.existing())
}

fn tier<'d>(context: &Context<'d>, stream: &NodeView<'d>, stage: Stage<'d>) -> Option<&'d str> {
    context.value(stream, &["tier"], stage).and_then(Value::as_str)
}

fn groups(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for stream in streams(context) {
        let readers = context.outgoing(stream).filter(|joined| joined.is("subscribe")).count();
        report.each_stage(|stage| {
            let tier = tier(context, stream, stage)?;
            let groups = |tier: &str| count_in_tier("consumer-groups", tier, "stream", context.provider);
            let most = groups(tier).filter(|most| readers > *most)?;
            let message = format!(
                "{} has {readers} readers, each with a consumer group of its own, but the tier {tier} has {most}: raise the tier.",
                stream.id
            );
            let outcome = Outcome::new(context.place_of(stream, &["tier"], stage), message);
            let enough = TIERS.iter().find(|tier| groups(tier).is_some_and(|most| readers <= most));
            Some(match enough {
                Some(tier) => outcome.mend(
                    format!("Set the tier to {tier}"),
                    context.mend(stream, &["tier"], Some((*tier).into()), stage),
                ),
                None => outcome,
            })
        });
    }
}

fn retention(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for stream in streams(context) {
        report.each_stage(|stage| {
            let (tier, kept) = (tier(context, stream, stage)?, context.duration(stream, "retention", stage)?);
            let most = duration_in_tier("retention", tier, "stream", context.provider)?;
            let message = || format!(
                "{} is to keep records for {kept}, but the tier {tier} keeps them for {most} at the most: shorten it, or raise the tier.",
                stream.id
            );
            (kept > most).then(|| {
                Outcome::new(context.place_of(stream, &["retention"], stage), message()).mend(
                    format!("Keep them for {most}"),
                    context.mend(stream, &["retention"], Some(most.to_string().into()), stage),
                )
            })
        });
    }
}

fn partitions(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for stream in streams(context) {
        report.each_stage(|stage| {
            let path = &["partitions"];
            let (tier, count) = (tier(context, stream, stage)?, context.value(stream, path, stage)?.as_integer()?);
            let most = i64::try_from(count_in_tier("partitions", tier, "stream", context.provider)?).ok()?;
            let better = count.clamp(1, most);
            let message = || {
                format!(
                    "{} is to have {count} partitions, but the tier {tier} takes 1 to {most}: use {better}.",
                    stream.id
                )
            };
            (count != better).then(|| {
                Outcome::new(context.place_of(stream, path, stage), message()).mend(
                    format!("Use {better} partition{}", if better == 1 { "" } else { "s" }),
                    context.mend(stream, path, Some(Value::Integer(better)), stage),
                )
            })
        });
    }
}
