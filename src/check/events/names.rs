//! Names of events: how they are spelt, and whether their contract is declared.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use crate::check::prelude::*;
use crate::design::{Event, FlowId};
use crate::text::words::{pascal, words};

pub(in crate::check) const SPELLING: Rule = Rule::warning("EVT004", "events/event-name-case", spelling).says(
    "Two names of events that differ only in case, separators or a plural s.",
    "They look like one event and are two: a subscriber misses half of them.",
    "Use one spelling everywhere.",
);

pub(in crate::check) const CASE: Rule = Rule::error("EVT005", "events/event-name-case-rule", case).by_itself().says(
    "An event whose name is not written like OrderPlaced.",
    "The format asks for it, and classes and types are named after events.",
    "Write the words together, each with a capital, the last one saying what has happened.",
);

pub(in crate::check) const UNDECLARED: Rule = Rule::info("EVT006", "events/event-undeclared", undeclared).says(
    "An event without a contract under events.",
    "Between services, the contract is all that a consumer can rely on.",
    "Declare it with a version and a schema.",
);

pub(in crate::check) const UNUSED: Rule = Rule::warning("EVT007", "events/event-declared-unused", unused).says(
    "A declared event that nothing publishes and nothing subscribes to.",
    "A reader looks for it in vain.",
    "Use it, or take the declaration away.",
);

/// The flows that name each event, in the order of the file; declared events come first, with none perhaps.
pub(in crate::check) fn uses<'d>(context: &Context<'d>) -> IndexMap<&'d str, Vec<FlowId>> {
    let mut uses: IndexMap<&'d str, Vec<FlowId>> = IndexMap::new();
    for name in context.design.events.keys() {
        uses.entry(name).or_default();
    }
    for view in &context.flows {
        if let Some(event) = view.flow.event().filter(|_| matches!(view.flow.kind.as_str(), "publish" | "subscribe")) {
            uses.entry(event).or_default().push(view.flow.id);
        }
    }
    uses
}

/// Where an event is first named.
pub(in crate::check) fn place(name: &str, flows: &[FlowId]) -> Place {
    flows.first().map_or_else(
        || Place::Event { name: name.to_owned(), path: Vec::new() },
        |flow| Place::flow_property(*flow, "event"),
    )
}

/// The edit that gives an event another name everywhere.
pub(in crate::check) fn rename(context: &Context<'_>, from: &str, to: &str, flows: &[FlowId]) -> Edit {
    let mut edits: Vec<Edit> = flows
        .iter()
        .map(|flow| Edit::SetFlowProperty { id: *flow, path: vec!["event".to_owned()], value: Some(Value::from(to)) })
        .collect();
    if let Some((index, _, event)) = context.design.events.get_full(from) {
        edits.push(Edit::SetEvent { name: from.to_owned(), event: None, index: None });
        if !context.design.events.contains_key(to) {
            edits.push(Edit::SetEvent { name: to.to_owned(), event: Some(event.clone()), index: Some(index) });
        }
    }
    Edit::Batch(edits)
}

fn spelling(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let uses = uses(context);
    let mut groups: IndexMap<String, Vec<&str>> = IndexMap::new();
    for name in uses.keys() {
        let plain = words(name).concat();
        let plain = plain.strip_suffix('s').map_or_else(|| plain.clone(), str::to_owned);
        groups.entry(plain).or_default().push(name);
    }
    let count = |name: &str| uses.get(name).map_or(0, Vec::len);
    for names in groups.values().filter(|names| names.len() > 1) {
        let well = |name: &str| is_pascal(name);
        let Some(most) = names.iter().rev().max_by_key(|name| (well(name), count(name))) else { continue };
        // Those that differ in capitals only are told as event-identifier.
        for name in names.iter().filter(|name| !name.eq_ignore_ascii_case(most)) {
            let flows = uses.get(name).map_or(&[] as &[FlowId], Vec::as_slice);
            report
                .add(
                    place(name, flows),
                    format!("{name} and {most} look like one event but are two: use one spelling."),
                )
                .fix(format!("Call it {most} everywhere"), rename(context, name, most, flows));
        }
    }
}

fn is_pascal(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_uppercase())
        && name.chars().all(|letter| letter.is_ascii_alphanumeric())
}

/// Past participles that do not end in `ed`.
const PARTICIPLES: [&str; 20] = [
    "sent",
    "paid",
    "built",
    "lost",
    "begun",
    "gone",
    "made",
    "done",
    "set",
    "taken",
    "given",
    "put",
    "bought",
    "sold",
    "shown",
    "known",
    "written",
    "broken",
    "chosen",
    "withdrawn",
];

fn case(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let uses = uses(context);
    for (name, flows) in &uses {
        if !is_pascal(name) {
            let better = pascal(name);
            let fix = is_pascal(&better).then(|| rename(context, name, &better, flows));
            report
                .add(
                    place(name, flows),
                    format!(
                        "{name} is no name for an event: write it like {}.",
                        if better.is_empty() { "OrderPlaced" } else { &better }
                    ),
                )
                .maybe_fix(format!("Call it {better} everywhere"), fix);
            continue;
        }
        let mut last = words(name);
        // A version such as V2 says nothing about what has happened; the word before it does.
        if last.len() > 1 && last.last().is_some_and(|word| is_version(word)) {
            last.pop();
        }
        let last = last.pop().unwrap_or_default();
        if !last.ends_with("ed") && !PARTICIPLES.contains(&last.as_str()) {
            report
                .add(
                    place(name, flows),
                    format!("{name} does not say what has happened: end it with a word such as Placed or Sent."),
                )
                .severity(Severity::Info);
        }
    }
}

fn is_version(word: &str) -> bool {
    let number = word.strip_prefix(['v', 'V']);
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

fn undeclared(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let mut services: IndexMap<&str, (Vec<FlowId>, BTreeSet<&str>)> = IndexMap::new();
    for joined in context.all().filter(|joined| joined.is("publish") || joined.is("subscribe")) {
        let Some(event) = joined.flow().event().filter(|event| !context.design.events.contains_key(*event)) else {
            continue;
        };
        let entry = services.entry(event).or_default();
        entry.0.push(joined.flow().id);
        let end = if joined.is("publish") { joined.from } else { joined.to };
        entry.1.insert(&end.id.service);
    }
    for (name, (flows, services)) in &services {
        let crosses = services.len() > 1;
        let services: Vec<&str> = services.iter().copied().collect();
        let between = if crosses { format!(" between {}", list(&services)) } else { String::new() };
        let schema = [("type".to_owned(), Value::from("object"))].into_iter().collect();
        let event = Event { version: Some(1), description: None, schema: Some(Value::Map(schema)) };
        report
            .add(place(name, flows), format!("{name} goes{between} without a contract: declare it under events."))
            .severity(if crosses { Severity::Warning } else { Severity::Info })
            .fix(
                format!("Declare {name}"),
                Edit::SetEvent { name: (*name).to_owned(), event: Some(event), index: None },
            );
    }
}

fn unused(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for (name, flows) in &uses(context) {
        if flows.is_empty() {
            report
                .add(place(name, flows), format!("Nothing publishes or subscribes to {name}: use it, or take it away."))
                .fix(format!("Remove {name}"), Edit::SetEvent { name: (*name).to_owned(), event: None, index: None });
        }
    }
}
