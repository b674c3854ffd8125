//! What the messages hold that start a function, as a type with a name that its code uses.

use super::events::EventTypes;
use super::input::{HandlerInput, Message, Source};
use super::writer::{Dialect, Parts};

/// What the code of each source calls its messages.
fn source_of(name: &str) -> Source {
    match name {
        "Message" => Source::Queue,
        "News" => Source::Topic,
        "BusEvent" => Source::Bus,
        _ => Source::Stream,
    }
}

/// The messages that go by a name; none when one of them can be anything.
pub(super) fn of(input: &HandlerInput, events: &EventTypes, name: &str) -> Vec<Message> {
    let source = source_of(name);
    let mut told: Vec<Message> = input.messages.iter().filter(|message| message.source == source).cloned().collect();
    told.sort();
    told.dedup();
    let known = |message: &Message| message.event.as_deref().is_some_and(|event| events.knows(event));
    if told.iter().all(known) { told } else { Vec::new() }
}

/// The types of the messages; that of anything when nothing is known.
pub(super) fn types<D: Dialect>(told: &[Message], name: &str) -> Vec<String> {
    if told.is_empty() {
        return vec![if source_of(name) == Source::Bus { D::ANY_EVENT } else { D::ANYTHING }.to_owned()];
    }
    told.iter().filter_map(|message| Some(D::message(message.event.as_deref()?, message.enveloped))).collect()
}

/// Imports what the types are made of.
pub(super) fn import<D: Dialect>(told: &[Message], name: &str, parts: &mut Parts) {
    if let Some(place) = D::ENVELOPE.filter(|_| source_of(name) == Source::Bus || told.iter().any(|one| one.enveloped))
    {
        parts.types.entry(place.0.to_owned()).or_default().insert(place.1.to_owned());
    }
    for message in told {
        let Some(event) = message.event.as_deref() else { continue };
        for name in D::names(event, message.enveloped) {
            parts.types.entry(D::EVENTS.to_owned()).or_default().insert(name);
        }
    }
}
