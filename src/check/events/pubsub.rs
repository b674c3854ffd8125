//! Queues, topics and buses on Google Cloud: what a Pub/Sub subscription may ask for.

use crate::catalog::Provider;
use crate::check::limits::{count, duration};
use crate::check::prelude::*;

pub(in crate::check) const DEADLINE: Rule = Rule::error("EVT028", "events/ack-deadline", deadline).says(
    "A subscription whose deliveries may take less than 10 or more than 600 seconds.",
    "Google Cloud refuses it.",
    "Use a time from 10s to 600s, or leave it to the default, which is the target's timeout.",
);

pub(in crate::check) const SHORTER: Rule =
    Rule::warning("EVT029", "events/ack-shorter-than-handler", shorter).in_production(Severity::Error).says(
        "A subscription that delivers a message again while its consumer may still be working on it.",
        "The message is worked on twice at once, and the first answer counts for nothing.",
        "Wait as long as the consumer may take. None may take more than 600 seconds: let a workflow or a container do longer work.",
    );

pub(in crate::check) const RETENTION: Rule = Rule::error("EVT030", "events/pubsub-retention", retention).says(
    "Messages that are to be kept for less than ten minutes or more than 31 days.",
    "Google Cloud refuses it.",
    "Use a time from 10m to 31d.",
);

pub(in crate::check) const ATTEMPTS: Rule = Rule::error("EVT031", "events/pubsub-delivery-attempts", attempts).says(
    "Messages that are set aside after fewer than 5 or more than 100 attempts.",
    "Google Cloud refuses it, although other clouds do not.",
    "Use 5 to 100.",
);

pub(in crate::check) const FILTER: Rule = Rule::info("EVT032", "events/pubsub-filter-immutable", filter).says(
    "A filter on a subscription of Google Cloud.",
    "It sees the attributes of a message and not its content, and changing it makes a new subscription, without the messages that wait in the old one.",
    "Let the publisher send what is filtered by as attributes, and empty the subscription before you change it.",
);

pub(in crate::check) const EXPIRY: Rule = Rule::warning("EVT033", "events/pubsub-subscription-expiry", expiry).says(
    "A subscription that is deleted when nobody has used it for a while.",
    "After a quiet month its messages are gone, and nothing says so. Subscriptions of this design never expire by themselves.",
    "Let it never expire.",
);

/// The kinds of which a subscription is one of Pub/Sub.
const CHANNELS: [&str; 4] = ["queue", "topic", "event-bus", "stream"];

fn subscriptions<'c, 'd>(context: &'c Context<'d>) -> impl Iterator<Item = Joined<'c, 'd>> {
    let google = context.provider == Provider::Gcp;
    context.of_kind("subscribe").filter(move |joined| google && joined.from.is_any(&CHANNELS))
}

fn nodes<'c, 'd>(context: &'c Context<'d>, kinds: &'static [&'static str]) -> impl Iterator<Item = &'c NodeView<'d>> {
    let google = context.provider == Provider::Gcp;
    context.nodes.iter().filter(move |node| google && node.is_any(kinds) && !node.existing())
}

fn written(joined: &Joined<'_, '_>, property: &str) -> Option<Duration> {
    joined.flow().text(property).and_then(Duration::parse)
}

fn set(joined: &Joined<'_, '_>, property: &str, value: Value) -> Edit {
    Edit::SetFlowProperty { id: joined.flow().id, path: vec![property.to_owned()], value: Some(value) }
}

/// The least and the greatest of a limit.
fn range(context: &Context<'_>, name: &str) -> Option<(Duration, Duration)> {
    let least = duration(&format!("{name}-least"), "topic", context.provider)?;
    Some((least, duration(name, "topic", context.provider)?))
}

fn deadline(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let Some((least, most)) = range(context, "ack-deadline") else { return };
    // Zero means the least.
    let better =
        |time: Duration| Some(time.clamp(least, most)).filter(|better| time != *better && time != Duration::default());
    for queue in nodes(context, &["queue"]) {
        report.each_stage(|stage| {
            let time = context.duration(queue, "visibility", stage)?;
            let better = better(time)?;
            let message = format!(
                "{} waits {time} for a message to be worked off, and {least} to {most} are possible: use {better}.",
                queue.id
            );
            Some(Outcome::new(context.place_of(queue, &["visibility"], stage), message).mend(
                format!("Wait {better}"),
                context.mend(queue, &["visibility"], Some(better.to_string().into()), stage),
            ))
        });
    }
    for joined in subscriptions(context) {
        let Some(time) = written(&joined, "ack_deadline") else { continue };
        if let Some(better) = better(time) {
            report
                .add(
                    joined.view.at("ack_deadline"),
                    format!(
                        "A delivery from {} to {} may take {time}, and {least} to {most} are possible: use {better}.",
                        joined.from.id, joined.to.id
                    ),
                )
                .fix(format!("Wait {better}"), set(&joined, "ack_deadline", better.to_string().into()));
        }
    }
}

fn shorter(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let Some((least, most)) = range(context, "ack-deadline") else { return };
    for joined in subscriptions(context).filter(|joined| joined.to.is("function")) {
        let own = written(&joined, "ack_deadline");
        report.each_stage(|stage| {
            let timeout = context.duration(joined.to, "timeout", stage)?;
            if timeout > most {
                let message = format!(
                    "{} may take {timeout}, but {} waits {most} for it at the most: lower its timeout, or let a workflow do the work.",
                    joined.to.id, joined.from.id
                );
                // What events start may run shorter still than a delivery may take.
                let longest = crate::catalog::catalog().limits.duration("function-timeout-event", "function", context.provider);
                let lowered = longest.map_or(most, |longest| longest.min(most));
                let edit = context.mend(joined.to, &["timeout"], Some(lowered.to_string().into()), stage);
                let outcome = Outcome::new(context.place_of(joined.to, &["timeout"], stage), message);
                return Some(
                    outcome.mend(format!("Lower the timeout of {} to {lowered}", joined.to.id), edit).weigh(Severity::Error),
                );
            }
            let queued = context.duration(joined.from, "visibility", stage).filter(|_| joined.from.is("queue"));
            // What is out of range is told as such.
            let waits = own.or(queued)?;
            let waits = if waits == Duration::default() { least } else { waits };
            if waits >= timeout || !(least..=most).contains(&waits) {
                return None;
            }
            let message = format!(
                "{} delivers a message again after {waits}, but {} may work on it for {timeout}: wait {timeout}.",
                joined.from.id, joined.to.id
            );
            let wanted = Value::from(timeout.max(least).to_string());
            let (place, edit) = if own.is_some() {
                (joined.view.at("ack_deadline"), set(&joined, "ack_deadline", wanted))
            } else {
                let path = &["visibility"];
                (
                    context.place_of(joined.from, path, stage),
                    context.mend(joined.from, path, Some(wanted), stage),
                )
            };
            Some(Outcome::new(place, message).mend(format!("Wait {}", timeout.max(least)), edit))
        });
    }
}

fn retention(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let Some((least, most)) = range(context, "retention") else { return };
    for node in nodes(context, &["queue", "topic", "stream"]) {
        report.each_stage(|stage| {
            let kept = context.duration(node, "retention", stage)?;
            let better = kept.clamp(least, most);
            let message = || {
                format!("{} is to keep messages for {kept}, and {least} to {most} are possible: use {better}.", node.id)
            };
            (kept != better).then(|| {
                Outcome::new(context.place_of(node, &["retention"], stage), message()).mend(
                    format!("Keep them for {better}"),
                    context.mend(node, &["retention"], Some(better.to_string().into()), stage),
                )
            })
        });
    }
    for joined in subscriptions(context) {
        let Some(kept) = written(&joined, "retention") else { continue };
        let better = kept.clamp(least, most);
        if kept != better {
            report
                .add(
                    joined.view.at("retention"),
                    format!(
                        "Messages of {} are to wait {kept} for {}, and {least} to {most} are possible: use {better}.",
                        joined.from.id, joined.to.id
                    ),
                )
                .fix(format!("Keep them for {better}"), set(&joined, "retention", better.to_string().into()));
        }
    }
}

fn attempts(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let limit = |name: &str| count(name, "queue", context.provider).and_then(|count| i64::try_from(count).ok());
    let Some((least, most)) = limit("deliveries-least").zip(limit("deliveries")) else { return };
    let told = |subject: &str, count: i64, better: i64| {
        format!(
            "{subject} sets messages aside after {count} attempt{}, and Google Cloud takes {least} to {most}: use {better}.",
            if count == 1 { "" } else { "s" }
        )
    };
    for queue in nodes(context, &["queue"]) {
        report.each_stage(|stage| {
            let path = &["max_receives"];
            let count = context.value(queue, path, stage)?.as_integer()?;
            let better = count.clamp(least, most);
            (count != better && !context.is_false(queue, "dead_letters", stage)).then(|| {
                let message = told(&queue.id.to_string(), count, better);
                Outcome::new(context.place_of(queue, path, stage), message).mend(
                    format!("Set them aside after {better}"),
                    context.mend(queue, path, Some(Value::Integer(better)), stage),
                )
            })
        });
    }
    for joined in subscriptions(context) {
        let Some(count) = joined.flow().get("max_attempts").and_then(Value::as_integer) else { continue };
        let set_aside = joined.view.value(&["dead_letters"]).and_then(Value::as_bool) != Some(false);
        let better = count.clamp(least, most);
        if set_aside && count != better {
            report
                .add(joined.view.at("max_attempts"), told(&format!("The flow {}", joined.flow()), count, better))
                .fix(format!("Set them aside after {better}"), set(&joined, "max_attempts", Value::Integer(better)));
        }
    }
}

fn filter(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for joined in subscriptions(context) {
        let Some(filter) = joined.flow().get("filter").and_then(Value::as_map) else { continue };
        let keys: Vec<&str> = filter.keys().map(String::as_str).collect();
        let what = if keys.is_empty() { "what it looks at".to_owned() } else { some(&keys) };
        report.add(
            joined.view.at("filter"),
            format!(
                "On Google Cloud this filter sees attributes alone, so publishers to {} must send {what} as such; changing it later makes a new subscription.",
                joined.from.id
            ),
        );
    }
}

/// The time after which an idle subscription goes, where provider properties give one; nothing means never.
fn lifetime(properties: Option<&Value>) -> Option<String> {
    let ttl = properties?.get("expirationPolicy")?.get("ttl")?;
    ttl.as_str().map_or_else(|| Some(ttl.to_string()), |text| Some(text.to_owned()).filter(|text| !text.is_empty()))
}

fn expiry(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for node in nodes(context, &CHANNELS) {
        let Some(ttl) = lifetime(node.node.get("extra")) else { continue };
        let path = vec!["extra".to_owned(), "expirationPolicy".to_owned()];
        report
            .add(
                Place::Node { id: node.id.clone(), path: path.clone() },
                format!("{} is deleted when nobody has used it for {ttl}: take expirationPolicy away.", node.id),
            )
            .fix("Let it never expire", Edit::SetProperty { id: node.id.clone(), path, value: None });
    }
    for node in nodes(context, &["resource"]) {
        let kind = node.node.get("type").and_then(Value::as_str).unwrap_or_default();
        if !kind.eq_ignore_ascii_case("gcp:pubsub/subscription:Subscription") {
            continue;
        }
        let properties = node.node.get("properties");
        let stays = properties.and_then(|properties| properties.get("expirationPolicy")).is_some();
        let after = match lifetime(properties) {
            Some(ttl) => ttl,
            None if stays => continue,
            None => "31 days, the default".to_owned(),
        };
        let path = ["properties", "expirationPolicy", "ttl"].map(str::to_owned).to_vec();
        report
            .add(
                node.at("properties"),
                format!("{} is deleted when nobody has used it for {after}: let it never expire.", node.id),
            )
            .fix("Let it never expire", Edit::SetProperty { id: node.id.clone(), path, value: Some(Value::from("")) });
    }
}
