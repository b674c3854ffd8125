//! What followers of a table get of its changes.

use crate::catalog::Provider;
use crate::check::prelude::*;

pub(in crate::check) const RULE: Rule = Rule::error("DAT014", "data/stream-not-enabled", run).says(
    "A table that something follows, but that does not tell its changes, or too little of them.",
    "The subscription cannot be created, or its filter never matches.",
    "Leave stream to the default, which gives both versions of an item where somebody follows.",
);

/// Keys of a filter that look at the change and not at the item.
const OF_THE_CHANGE: [&str; 3] = ["eventName", "eventID", "eventSource"];

fn run(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for table in context.nodes_of("table").filter(|_| context.provider == Provider::Aws) {
        let followers: Vec<Joined<'_, '_>> = context.outgoing(table).filter(|joined| joined.is("subscribe")).collect();
        let Some(follower) = followers.first() else { continue };
        let extra = |name: &str| table.node.get("extra").and_then(|extra| extra.get(name));
        let path = |name: &str| vec!["extra".to_owned(), name.to_owned()];
        let told = |name: &str| Edit::SetProperty { id: table.id.clone(), path: path(name), value: None };
        if extra("streamEnabled").and_then(Value::as_bool) == Some(false) {
            report
                .add(
                    Place::Node { id: table.id.clone(), path: path("streamEnabled") },
                    format!(
                        "{} follows {}, whose stream is switched off under extra: take streamEnabled away.",
                        follower.to.id, table.id
                    ),
                )
                .related([follower.view.place()])
                .fix("Remove streamEnabled", told("streamEnabled"));
        }
        let Some((filtered, attribute)) = followers.iter().find_map(|joined| Some((joined, looks_at(joined)?))) else {
            continue;
        };
        let lacks = |view: &str| {
            format!(
                "{} filters the changes of {} by {attribute}, but they hold {view}: let them hold both versions.",
                filtered.to.id, table.id
            )
        };
        if extra("streamViewType").and_then(Value::as_str) == Some("KEYS_ONLY") {
            report
                .add(Place::Node { id: table.id.clone(), path: path("streamViewType") }, lacks("keys alone"))
                .related([filtered.view.place()])
                .fix("Remove streamViewType", told("streamViewType"));
        }
        report.each_stage(|stage| {
            let view = match context.value(table, &["stream"], stage)?.as_str()? {
                "keys" => "keys alone",
                // Filters look at the new version.
                "old" => "old versions alone",
                _ => return None,
            };
            Some(
                Outcome::new(context.place_of(table, &["stream"], stage), lacks(view))
                    .mend("Give both versions", context.mend(table, &["stream"], None, stage)),
            )
        });
    }
}

/// An attribute of the item that a filter looks at, when it is not a key.
fn looks_at<'d>(joined: &Joined<'_, 'd>) -> Option<&'d str> {
    let filter = joined.flow().get("filter")?.as_map()?;
    let key = joined.from.node.get("key");
    let keys = ["partition", "sort"].map(|part| key.and_then(|key| key.get(part)).and_then(Value::as_str));
    let is_key = |name: &str| keys.iter().flatten().any(|key| key.split(':').next() == Some(name));
    if let Some(change) = filter.get("dynamodb") {
        return change.get("NewImage").map(|_| "the new version");
    }
    let of_item = |name: &&String| !OF_THE_CHANGE.contains(&name.as_str()) && !is_key(name);
    filter.keys().find(of_item).map(String::as_str)
}
