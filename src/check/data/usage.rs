//! Stores that are only written, only read, or not used at all.

use crate::check::prelude::*;

pub(in crate::check) const UNREAD: Rule = Rule::warning("DAT011", "data/unread-store", unread).says(
    "A store that is written and never read.",
    "It is paid for and protected, and nobody looks.",
    "Let something read or subscribe to it, or take it away.",
);

pub(in crate::check) const UNWRITTEN: Rule = Rule::warning("DAT012", "data/unwritten-store", unwritten).says(
    "A store that is read and never written.",
    "There is nothing in it to read.",
    "Let something write to it, or say with existing that it is filled from outside.",
);

pub(in crate::check) const UNUSED: Rule = Rule::info("DAT013", "data/unused-store", unused).says(
    "A store that nothing reads or writes.",
    "It is deployed for nothing.",
    "Join it to a function, or take it away.",
);

/// What the flows of a store do with it.
struct Usage {
    read: bool,
    written: bool,
    watched: bool,
}

fn usage(context: &Context<'_>, store: &NodeView<'_>) -> Usage {
    let mut usage = Usage { read: false, written: false, watched: false };
    for joined in store.incoming.iter().filter_map(|flow| context.joined(*flow)) {
        match joined.flow().kind.as_str() {
            "read" => usage.read = true,
            "write" => usage.written = true,
            // A field of a graph API reads or writes.
            "read-write" | "route" => (usage.read, usage.written) = (true, true),
            _ => {}
        }
    }
    usage.watched = store
        .outgoing
        .iter()
        .filter_map(|flow| context.joined(*flow))
        .any(|joined| joined.is("subscribe") || joined.is("publish"));
    usage
}

fn stores<'c, 'd>(context: &'c Context<'d>) -> impl Iterator<Item = (&'c NodeView<'d>, Usage)> {
    context.nodes.iter().filter(|node| node.is_store() && !node.existing()).map(|node| (node, usage(context, node)))
}

fn unread(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for (store, usage) in stores(context) {
        if usage.written && !usage.read && !usage.watched {
            report.add(store.place(), format!("{} is written and never read: let something read it.", store.id));
        }
    }
}

fn unwritten(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for (store, usage) in stores(context) {
        // Files of a site come from its build, and those that are subscribed to from outside.
        let filled = store.is("bucket")
            && (usage.watched || context.incoming(store).any(|joined| joined.from.is("static-site")));
        if usage.read && !usage.written && !filled {
            report.add(store.place(), format!("{} is read and never written: let something write to it.", store.id));
        }
    }
}

fn unused(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for (store, usage) in stores(context) {
        if !usage.read && !usage.written && !usage.watched {
            report
                .add(
                    store.place(),
                    format!("Nothing reads or writes {}: join it to a function, or take it away.", store.id),
                )
                .fix(format!("Remove {}", store.id), context.design.removal(&store.id));
        }
    }
}
