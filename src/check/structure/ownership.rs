//! Stores that belong to one service and are used by another.

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

fn writers(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for store in context.nodes.iter().filter(|node| node.is_store()) {
        let writes: Vec<Joined<'_, '_>> =
            context.incoming(store).filter(|joined| joined.is("write") || joined.is("read-write")).collect();
        let mut services: Vec<&str> = Vec::new();
        for joined in &writes {
            let service = joined.from.id.service.as_str();
            if !services.contains(&service) {
                services.push(service);
            }
        }
        if services.len() < 2 {
            continue;
        }
        report
            .add(
                store.place(),
                format!(
                    "The services {} all write to {}: let one own it and the others send events.",
                    list(&services),
                    store.id
                ),
            )
            .related(writes.iter().map(|joined| joined.view.place()));
    }
}

fn readers(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for joined in context.of_kind("read").filter(|joined| joined.to.is_store()) {
        let (reader, owner) = (&joined.from.id.service, &joined.to.id.service);
        if reader != owner && owner != SHARED {
            report.add(
                joined.view.place(),
                format!(
                    "{} reads {}, which belongs to {owner}: ask {owner}, or keep a copy.",
                    joined.from.id, joined.to.id
                ),
            );
        }
    }
}
