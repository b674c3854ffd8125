//! Events that nobody gets, and events that nobody sends.

use std::collections::{HashMap, HashSet};

use crate::check::prelude::*;

pub(in crate::check) const NEVER_CONSUMED: Rule =
    Rule::warning("EVT001", "events/published-never-consumed", never_consumed).says(
        "An event that is published and that nothing subscribes to.",
        "It is sent for nothing, or its consumer has been forgotten.",
        "Subscribe something to it. If its consumer is outside the design, accept the finding.",
    );

pub(in crate::check) const NEVER_PUBLISHED: Rule =
    Rule::warning("EVT002", "events/consumed-never-published", never_published).in_production(Severity::Error).says(
        "A subscription to an event that nothing publishes there.",
        "The subscriber never runs; often the name is misspelt.",
        "Correct the name, or publish the event.",
    );

pub(in crate::check) const NO_PUBLISHER: Rule =
    Rule::warning("EVT003", "events/channel-without-publisher", no_publisher).says(
        "A queue, topic, bus or stream with subscribers that nothing publishes to.",
        "Its subscribers never run.",
        "Publish to it, or say with existing that it is filled from outside.",
    );

/// What the subscriptions of a channel take: named events, or any.
#[derive(Default)]
struct Taken<'d> {
    events: HashSet<&'d str>,
    any: bool,
}

/// What is taken from each channel, by its position.
fn taken<'d>(context: &Context<'d>) -> HashMap<usize, Taken<'d>> {
    let mut taken: HashMap<usize, Taken<'d>> = HashMap::new();
    for joined in context.of_kind("subscribe") {
        let taken = taken.entry(joined.from.index).or_default();
        match joined.flow().event() {
            Some(event) => {
                taken.events.insert(event);
            }
            None => taken.any = true,
        }
    }
    taken
}

fn never_consumed(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let taken = taken(context);
    let mut told: HashSet<(usize, &str)> = HashSet::new();
    for joined in context.of_kind("publish").filter(|joined| joined.to.is_any(&["event-bus", "topic", "stream"])) {
        let channel = joined.to;
        let event = joined.flow().event().unwrap_or_default();
        // Whoever reads the address or the archive of a resource of others is not in the design.
        if channel.existing() || channel.node.get("email").is_some() || !told.insert((channel.index, event)) {
            continue;
        }
        // A publication of which the event is not known may be any of those that are taken.
        if taken.get(&channel.index).is_some_and(|taken| taken.any || event.is_empty() || taken.events.contains(event))
        {
            continue;
        }
        let what = if event.is_empty() { "what it sends".to_owned() } else { event.to_owned() };
        report
            .add(
                joined.view.at("event"),
                format!(
                    "{} publishes to {}, but nothing there subscribes to {what}: subscribe to it, or accept this if the consumer is elsewhere.",
                    joined.from.id, channel.id
                ),
            )
            .related([channel.place()]);
    }
}

fn unsent<'d>(context: &Context<'d>, joined: &Joined<'_, 'd>) -> Option<&'d str> {
    let channel = joined.from;
    let event = joined.flow().event()?;
    let known = context.events.carries(channel.index, event) || context.events.carries_nameless(channel.index);
    (channel.is_channel() && !channel.existing() && !known).then_some(event)
}

fn never_published(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for joined in context.of_kind("subscribe") {
        let Some(event) = unsent(context, &joined) else { continue };
        let published: Vec<&str> = context.events.carried(joined.from.index).collect();
        let meant = nearest(event, published.iter().copied());
        let hint = match meant {
            Some(meant) => format!("did you mean {meant}?"),
            None if published.is_empty() => "publish it.".to_owned(),
            None if published.len() <= 5 => format!("there is {}.", list(&published)),
            None => "publish it, or correct the name.".to_owned(),
        };
        let fix = meant.map(|meant| Edit::SetFlowProperty {
            id: joined.flow().id,
            path: vec!["event".to_owned()],
            value: Some(Value::from(meant)),
        });
        report
            .add(
                joined.view.at("event"),
                format!("{} waits for {event}, which nothing publishes to {}: {hint}", joined.to.id, joined.from.id),
            )
            .maybe_fix(format!("Subscribe to {}", meant.unwrap_or_default()), fix);
    }
}

fn no_publisher(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for channel in context.nodes.iter().filter(|node| node.is_channel() && !node.existing()) {
        if context.events.has_source(channel.index) || context.is_dead_letter_target(channel) {
            continue;
        }
        let mut subscribers = context.outgoing(channel).filter(|joined| joined.is("subscribe")).peekable();
        // A subscription to an event by name is told as consumed-never-published.
        if subscribers.peek().is_some() && subscribers.all(|joined| unsent(context, &joined).is_none()) {
            report.add(
                channel.place(),
                format!("Nothing publishes to {}, so its subscribers never run: publish to it.", channel.id),
            );
        }
    }
}
