//! Where messages that cannot be delivered are set aside: it must be a queue.

use crate::check::prelude::*;
use crate::design::{Node, NodeId};

pub(in crate::check) const RULE: Rule =
    Rule::error("STR044", "structure/dead-letter-target-kind", run).by_itself().says(
        "Undelivered messages that go to a node which is no queue.",
        "The cloud can set them aside in a queue alone.",
        "Name a queue, or leave it to the default, which makes one.",
    );

fn run(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for queue in context.nodes_of("queue") {
        report.each_stage(|stage| {
            let path = &["dead_letters"];
            let fault = fault(context, context.value(queue, path, stage)?, &["queue"])?;
            let message = format!("{} sets messages aside in {fault}: name a queue.", queue.id);
            Some(
                Outcome::new(context.place_of(queue, path, stage), message)
                    .mend("Use a queue of its own", context.mend(queue, path, None, stage)),
            )
        });
    }
    for joined in context.all() {
        let flow = joined.flow();
        for (property, kinds) in [("dead_letters", &["queue"] as &[&str]), ("on_failure", &["queue", "topic"])] {
            let known = joined.view.kind.is_some_and(|kind| kind.properties.contains_key(property));
            let Some(fault) = flow.get(property).filter(|_| known).and_then(|value| fault(context, value, kinds))
            else {
                continue;
            };
            let path = vec![property.to_owned()];
            let removed = Edit::SetFlowProperty { id: flow.id, path: path.clone(), value: None };
            let draft = report.add(
                joined.view.at(property),
                format!(
                    "The flow {flow} sets messages aside in {fault}: name {}.",
                    choice(&kinds.iter().map(|kind| format!("a {kind}")).collect::<Vec<_>>())
                ),
            );
            if property == "dead_letters" {
                draft.fix("Use a queue of its own", removed);
                continue;
            }
            let service = &joined.to.id.service;
            let wish = format!("{}-failures", joined.to.id.node);
            let queue = NodeId::new(service.clone(), context.design.free_name(service, &wish));
            let value = Some(Value::from(queue.to_string().as_str()));
            let edits = vec![
                Edit::AddNode { id: queue.clone(), node: Node::of_kind("queue"), index: None },
                Edit::SetFlowProperty { id: flow.id, path, value },
            ];
            let draft = draft.fix(format!("Set them aside in a new queue {queue}"), Edit::Batch(edits));
            // What a schedule starts is set aside in a queue of its own.
            if joined.from.is("schedule") {
                draft.fix("Remove on_failure", removed);
            }
        }
    }
}

/// What is wrong with a target, if anything.
fn fault(context: &Context<'_>, value: &Value, kinds: &[&str]) -> Option<String> {
    match value {
        Value::Boolean(_) | Value::Null => None,
        Value::String(text) => match context.named(value) {
            None => Some(format!("{text}, which there is not")),
            Some(node) if !kinds.contains(&node.node.kind.as_str()) => Some(format!("{text}, a {}", node.node.kind)),
            Some(_) => None,
        },
        other => Some(format!("{}, which is not the id of a node", other.describe())),
    }
}
