//! Events that are published after a write and given up at the first failure.

use crate::check::prelude::*;

pub(in crate::check) const RULE: Rule = Rule::warning("REL030", "reliability/at-most-once-bus", run).says(
    "A function that writes to a store, then publishes, and goes on when publishing fails.",
    "The change is stored and nobody ever learns of it.",
    "Take ignore_failure: true away, so that the whole is tried again; or publish from the changes of the table.",
);

fn run(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for joined in context.of_kind("publish") {
        if joined.flow().get("ignore_failure").and_then(Value::as_bool) != Some(true) {
            continue;
        }
        let written = context.outgoing(joined.from).find(|write| {
            (write.is("write") || write.is("read-write")) && write.to.is_any(&["table", "sql", "bucket"])
        });
        let Some(written) = written else { continue };
        let edit = Edit::SetFlowProperty { id: joined.flow().id, path: vec!["ignore_failure".to_owned()], value: None };
        let what = joined.flow().event().map_or_else(|| "its message".to_owned(), str::to_owned);
        report
            .add(
                joined.view.at("ignore_failure"),
                format!(
                    "{} goes on when {what} does not reach {}, though {} has the change: take ignore_failure away.",
                    joined.from.id, joined.to.id, written.to.id
                ),
            )
            .related([written.view.place()])
            .fix("Fail when publishing fails", edit);
    }
}
