//! Where the truth lies: writes that can come apart, and stores that forget.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::check::legal;
use crate::check::prelude::*;
use crate::design::{Flow, NodeId};

// Information and no warning, since nearly every function that keeps something and tells of it does this, the example
// of the format's contract too: a reviewer wants to know, and decides by what a lost event costs.
pub(in crate::check) const DUAL_WRITE: Rule = Rule::info("DAT015", "data/dual-write", dual_write).says(
    "A function that writes to a table and publishes an event of it by itself.",
    "When it fails between the two, the table and its followers disagree for ever, and nothing says so.",
    "Let the changes of the table be published (an outbox), or make sure that a retry does both again.",
);

pub(in crate::check) const CACHE: Rule = Rule::warning("DAT020", "data/cache-as-source-of-truth", cache).says(
    "A cache that is written by a function which keeps its data nowhere else.",
    "A cache may forget everything at any moment: after a restart, a move or a full memory.",
    "Keep the data in a table or database, and only a copy in the cache.",
);

fn writes(joined: &Joined<'_, '_>) -> bool {
    joined.is("write") || joined.is("read-write")
}

fn dual_write(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for function in context.nodes_of("function") {
        let channels = ["event-bus", "topic", "queue", "stream"];
        let published: Vec<Joined<'_, '_>> =
            context.outgoing(function).filter(|joined| joined.is("publish") && joined.to.is_any(&channels)).collect();
        let followed = |table: &NodeView<'_>| {
            let flows = table.outgoing.iter().filter_map(|flow| context.joined(*flow));
            flows.into_iter().any(|joined| joined.is("subscribe"))
        };
        let written = context
            .outgoing(function)
            .find(|joined| writes(joined) && joined.to.is("table") && !joined.to.existing() && !followed(joined.to));
        let (Some(written), Some(first)) = (written, published.first()) else { continue };
        let names: BTreeSet<String> = published.iter().map(|joined| joined.to.id.to_string()).collect();
        let names: Vec<String> = names.into_iter().collect();
        report
            .add(
                function.place(),
                format!(
                    "{} writes to {} and publishes to {} by itself: when it fails between the two, they disagree. Let the changes of {} be published, or let a retry do both again.",
                    function.id,
                    written.to.id,
                    some(&names),
                    written.to.id
                ),
            )
            .related([written.view.place()].into_iter().chain(published.iter().map(|joined| joined.view.place())))
            .maybe_fix(
                format!("Let the changes of {} be published to {}", written.to.id, first.to.id),
                outbox(context, &written.to.id, &published),
            );
    }
}

/// The edit that lets a table publish what a function published, where there is one such flow and the cloud does it.
fn outbox(context: &Context<'_>, table: &NodeId, published: &[Joined<'_, '_>]) -> Option<Edit> {
    let [joined] = published else { return None };
    let kind = "subscribe";
    legal::direct("table", &joined.to.node.kind, context.provider).iter().find(|legal| **legal == kind)?;
    let properties = joined.flow().properties.iter().filter(|(name, _)| *name == "event");
    let flow = Flow {
        id: joined.flow().id,
        kind: kind.to_owned(),
        from: table.clone(),
        to: joined.to.id.clone(),
        properties: properties.map(|(name, value)| (name.clone(), value.clone())).collect(),
    };
    Some(Edit::ReplaceFlow(flow))
}

fn cache(context: &Context<'_>, report: &mut Report<'_, '_>) {
    // The services of which some function writes to a store that does not forget.
    let mut keeping: HashSet<&str> = HashSet::new();
    let mut writers: HashMap<usize, Vec<Joined<'_, '_>>> = HashMap::new();
    for joined in context.all().filter(|joined| writes(joined) && joined.from.is_compute()) {
        if joined.to.is("cache") {
            writers.entry(joined.to.index).or_default().push(joined);
        } else if joined.to.is_store() {
            keeping.insert(&joined.from.id.service);
        }
    }
    for cache in context.nodes_of("cache").filter(|cache| !cache.existing()) {
        // What is read elsewhere or asked of others is copied here, and can be copied again.
        let copies = |writer: &NodeView<'_>| {
            let flows = writer.outgoing.iter().filter_map(|flow| context.joined(*flow));
            let mut others = flows.filter(|joined| joined.to.index != cache.index);
            others
                .any(|joined| joined.is("call") || joined.is("invoke") || joined.is("read") || joined.is("read-write"))
        };
        let truth = writers.get(&cache.index).into_iter().flatten().find(|joined| {
            joined.from.is("function") && !keeping.contains(joined.from.id.service.as_str()) && !copies(joined.from)
        });
        if let Some(joined) = truth {
            report
                .add(
                    cache.place(),
                    format!(
                        "{} writes to the cache {} and keeps its data nowhere else: a cache may forget. Keep it in a table or database too.",
                        joined.from.id, cache.id
                    ),
                )
                .related([joined.view.place()]);
        }
    }
}
