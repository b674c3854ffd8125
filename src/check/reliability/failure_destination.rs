//! Work that nobody waits for and that is kept nowhere when it fails.

use crate::catalog::{Class, Provider};
use crate::check::prelude::*;
use crate::design::{Node, NodeId};

pub(in crate::check) const RULE: Rule =
    Rule::warning("REL004", "reliability/async-invoke-without-failure-destination", run)
        .in_production(Severity::Error)
        .says(
            "A function that is started without waiting and keeps nowhere what it fails at.",
            "After two further attempts within minutes the event is lost without a trace.",
            "Name a queue under on_failure, or take dead_letters: false away.",
        );

fn run(context: &Context<'_>, report: &mut Report<'_, '_>) {
    if context.provider != Provider::Aws {
        return;
    }
    // Topics and event buses have rules of their own.
    let files = context.of_kind("subscribe").filter(|joined| {
        joined.from.is("bucket") && joined.flow().get("dead_letters").and_then(Value::as_bool) == Some(false)
    });
    for joined in files.filter(|joined| joined.to.is("function") && !joined.to.existing()) {
        let edit = Edit::SetFlowProperty { id: joined.flow().id, path: vec!["dead_letters".to_owned()], value: None };
        report
            .add(
                joined.view.at("dead_letters"),
                format!(
                    "Events of {} at which {} fails are lost: take dead_letters: false away.",
                    joined.from.id, joined.to.id
                ),
            )
            .fix("Keep them in a dead-letter queue", edit);
    }
    for joined in context.of_kind("invoke") {
        let detached = joined.view.class == Some(Class::Asynchronous) && !joined.from.is("schedule");
        if !detached || !joined.to.is("function") || joined.to.existing() || joined.flow().get("on_failure").is_some() {
            continue;
        }
        let service = &joined.to.id.service;
        let wish = format!("{}-failed", joined.to.id.node);
        let queue = NodeId::new(service.clone(), context.design.free_name(service, &wish));
        let edits = vec![
            Edit::AddNode { id: queue.clone(), node: Node::of_kind("queue"), index: None },
            Edit::SetFlowProperty {
                id: joined.flow().id,
                path: vec!["on_failure".to_owned()],
                value: Some(queue.to_string().into()),
            },
        ];
        report
            .add(
                joined.view.place(),
                format!(
                    "{} does not wait for {}, and work at which that fails is lost: name a queue under on_failure.",
                    joined.from.id, joined.to.id
                ),
            )
            .fix(format!("Keep it in the queue {queue}"), Edit::Batch(edits));
    }
}
