//! Where messages that cannot be delivered are set aside: it must be a queue.

use crate::check::prelude::*;

pub(in crate::check) const RULE: Rule = Rule::error("STR044", "structure/dead-letter-target-kind", run).says(
    "Undelivered messages that go to a node which is no queue.",
    "The cloud can set them aside in a queue alone.",
    "Name a queue, or leave it to the default, which makes one.",
);

fn run(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for queue in context.nodes_of("queue") {
        let Some(fault) = queue.node.get("dead_letters").and_then(|value| fault(context, value, &["queue"])) else {
            continue;
        };
        let edit = Edit::SetProperty { id: queue.id.clone(), path: vec!["dead_letters".to_owned()], value: None };
        report
            .add(queue.at("dead_letters"), format!("{} sets messages aside in {fault}: name a queue.", queue.id))
            .fix("Use a queue of its own", edit);
    }
    for joined in context.all() {
        let flow = joined.flow();
        for (property, kinds) in [("dead_letters", &["queue"] as &[&str]), ("on_failure", &["queue", "topic"])] {
            let known = joined.view.kind.is_some_and(|kind| kind.properties.contains_key(property));
            let Some(fault) = flow.get(property).filter(|_| known).and_then(|value| fault(context, value, kinds))
            else {
                continue;
            };
            let edit = Edit::SetFlowProperty { id: flow.id, path: vec![property.to_owned()], value: None };
            report
                .add(
                    joined.view.at(property),
                    format!(
                        "The flow {flow} sets messages aside in {fault}: name {}.",
                        choice(&kinds.iter().map(|kind| format!("a {kind}")).collect::<Vec<_>>())
                    ),
                )
                .fix(format!("Remove {property}"), edit);
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
