//! Stores that belong to one service and are used by another.

use indexmap::IndexSet;

use crate::check::prelude::*;
use crate::design::model::SHARED;

pub(in crate::check) const WRITERS: Rule = Rule::warning("STR022", "structure/shared-table-write", writers).says(
    "A store that several services write to.",
    "No service can change its data without breaking the others, and nobody answers for what stands in it.",
    "Let one service own the store; the others tell it what happened by events.",
);

pub(in crate::check) const READERS: Rule = Rule::info("STR023", "structure/foreign-table-read", readers).says(
    "A service that reads the store of another.",
    "The reader breaks when the owner changes its data.",
    "Ask the owner through its API, or keep a copy that its events bring up to date.",
);

/// The services that write to a store, in the order of the flows.
fn writing<'c>(context: &'c Context<'_>, store: &NodeView<'_>) -> IndexSet<&'c str> {
    let flows = store.incoming.iter().filter_map(|flow| context.joined(*flow));
    flows
        .filter(|joined| joined.is("write") || joined.is("read-write"))
        .map(|joined| joined.from.id.service.as_str())
        .collect()
}

fn writers(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for store in context.nodes.iter().filter(|node| node.is_store()) {
        let services = writing(context, store);
        if services.len() < 2 {
            continue;
        }
        let writes = context.incoming(store).filter(|joined| joined.is("write") || joined.is("read-write"));
        let all = if services.len() == 2 { "both" } else { "all" };
        report
            .add(
                store.place(),
                format!(
                    "The services {} {all} write to {}: let one own it, and the others send it events.",
                    some(&services.iter().collect::<Vec<_>>()),
                    store.id
                ),
            )
            .related(writes.map(|joined| joined.view.place()));
    }
}

fn readers(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for store in context.nodes.iter().filter(|node| node.is_store() && node.id.service != SHARED) {
        // A store that several services write to is told as such.
        let shared = writing(context, store).len() > 1;
        let reads = context
            .incoming(store)
            .filter(|joined| joined.is("read") || (joined.is("read-write") && !shared))
            .filter(|joined| joined.from.id.service != store.id.service);
        for joined in reads {
            let owner = &store.id.service;
            report.add(
                joined.view.place(),
                format!(
                    "{} reads {}, which belongs to {owner}: ask {owner}, or keep a copy.",
                    joined.from.id, store.id
                ),
            );
        }
    }
}
