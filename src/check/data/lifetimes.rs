//! What is kept for too long: items and files that nobody needs after a while.

use crate::check::finding::Safety;
use crate::check::prelude::*;
use crate::text::words::words;

pub(in crate::check) const TRANSIENT: Rule = Rule::info("DAT017", "data/ttl-for-transient", transient).says(
    "A table of passing things, such as sessions, whose items never expire.",
    "It grows for ever, and what should be over stays valid.",
    "Say with ttl which attribute holds the time at which an item goes away.",
);

pub(in crate::check) const LIFECYCLE: Rule = Rule::info("DAT024", "data/no-lifecycle", lifecycle)
    .says(
        "A bucket for logs, uploads, exports or archives whose files stay as they are for ever.",
        "It grows and is paid for month by month, though hardly anybody looks at old files.",
        "Delete files after a while with expire, or move them to cheaper storage with transition.",
    )
    .fixes(Safety::Unsafe);

/// Words for what does not last.
const PASSING: [&str; 7] = ["session", "token", "cache", "lock", "idempotency", "otp", "connection"];

/// Words for files that pile up, the first two for those that are of no use later.
const PILING: [&str; 7] = ["tmp", "temp", "log", "upload", "export", "archive", "backup"];

/// The word among those that a name holds, in singular or plural.
fn among(name: &str, known: &[&'static str]) -> Option<&'static str> {
    let words = words(name);
    known.iter().copied().find(|known| words.iter().any(|word| word == known || word.strip_suffix('s') == Some(known)))
}

fn transient(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for table in context.nodes_of("table").filter(|node| !node.existing()) {
        let Some(word) = among(&table.id.node, &PASSING) else { continue };
        report.each_stage(|stage| {
            context.value(table, &["ttl"], stage).is_none().then(|| {
                let message =
                    format!("{} looks like a table of {word}s, but its items never expire: set ttl.", table.id);
                let message =
                    if word == "idempotency" { message.replace("idempotencys", "idempotency keys") } else { message };
                Outcome::new(table.place(), message).mend(
                    "Let items expire by expiresAt",
                    context.mend(table, &["ttl"], Some("expiresAt".into()), stage),
                )
            })
        });
    }
}

fn lifecycle(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for bucket in context.nodes_of("bucket").filter(|node| !node.existing()) {
        let Some(word) = among(&bucket.id.node, &PILING) else { continue };
        report.each_stage(|stage| {
            let set = |property: &str| context.value(bucket, &[property], stage).is_some();
            if set("expire") || set("transition") {
                return None;
            }
            let message = format!("{} keeps its files as they are for ever: delete them after a while with expire, or move them to cheaper storage with transition.", bucket.id);
            let outcome = Outcome::new(bucket.place(), message);
            Some(if matches!(word, "tmp" | "temp") {
                outcome.mend("Delete files after 30 days", context.mend(bucket, &["expire"], Some("30d".into()), stage))
            } else {
                let edit = context.mend(bucket, &["transition"], Some("90d".into()), stage);
                outcome.mend("Move files to cheaper storage after 90 days", edit)
            })
        });
    }
}
