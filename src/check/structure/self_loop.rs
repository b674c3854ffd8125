//! Flows from a node to itself.

use crate::check::prelude::*;

pub(in crate::check) const RULE: Rule = Rule::error("STR003", "structure/self-loop", run).by_itself().allowable().says(
    "A flow from a node to itself.",
    "What starts itself runs without end and costs without limit.",
    "Take the flow away. A function that starts itself again on purpose may be accepted where it invokes with mode async.",
);

fn run(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for joined in context.all().filter(|joined| joined.from.index == joined.to.index) {
        let again = joined.is("invoke") && joined.flow().text("mode") == Some("async");
        let draft = report
            .add(
                joined.view.place(),
                format!("The {} flow of {} leads back to itself: take it away.", joined.flow().kind, joined.from.id),
            )
            .fix(format!("Remove the flow from {} to itself", joined.from.id), Edit::RemoveFlow(joined.flow().id));
        if !again {
            draft.unacceptable();
        }
    }
}
