//! What functions rely on: order, a network, and that nothing is done twice.

use crate::catalog::{Class, Provider};
use crate::check::prelude::*;
use crate::design::{Flow, FlowId, Node, NodeId};

pub(in crate::check) const ORDER: Rule = Rule::warning("REL032", "reliability/ordered-without-order", order).says(
    "A subscription that relies on the order of a channel that keeps none.",
    "Messages arrive in any order, rarely enough to be missed in tests.",
    "Set fifo: true on the queue, or do not rely on the order.",
);

pub(in crate::check) const PLAN: Rule = Rule::error("REL031", "reliability/consumption-plan-network", plan).says(
    "A function in a private network on a plan that knows none.",
    "Azure refuses it: the Consumption plan has no networks.",
    "Use the Flex Consumption plan, which is the default.",
);

pub(in crate::check) const IDEMPOTENCY: Rule = Rule::info("REL033", "reliability/missing-idempotency", idempotency)
    .says(
        "A function that may get the same message twice and has nowhere to remember what it has done.",
        "Messages are delivered at least once: sooner or later one is worked on twice.",
        "Give it a table with ttl in which it notes what it has done, or accept the finding where twice is harmless.",
    );

fn order(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for joined in
        context.of_kind("subscribe").filter(|joined| joined.flow().get("order").and_then(Value::as_bool) == Some(true))
    {
        let fifo = joined.from.node.get("fifo").and_then(Value::as_bool) == Some(true);
        let loose = joined.from.is("event-bus")
            || joined.from.is("bucket")
            || (joined.from.is_any(&["queue", "topic"]) && !fifo);
        if !loose {
            continue;
        }
        let fix = joined.from.is("queue").then(|| Edit::SetProperty {
            id: joined.from.id.clone(),
            path: vec!["fifo".to_owned()],
            value: Some(Value::Boolean(true)),
        });
        let instead = if joined.from.is_any(&["queue", "topic"]) {
            "set fifo: true, or do not rely on it".to_owned()
        } else {
            "let a stream bring the messages, or do not rely on it".to_owned()
        };
        report
            .add(
                joined.view.at("order"),
                format!("{} relies on the order of {}, which keeps none: {instead}.", joined.to.id, joined.from.id),
            )
            .maybe_fix(format!("Set fifo: true on {}", joined.from.id), fix);
    }
}

fn plan(context: &Context<'_>, report: &mut Report<'_, '_>) {
    if context.provider != Provider::Azure {
        return;
    }
    for function in context.nodes_of("function") {
        report.each_stage(|stage| {
            let network = context.value(function, &["network"], stage)?.as_str()?;
            let plan = context.value(function, &["plan"], stage)?.as_str()?;
            let message = || {
                format!(
                    "{} stands in {network}, and the Consumption plan knows no networks: use Flex Consumption.",
                    function.id
                )
            };
            (plan == "consumption").then(|| {
                Outcome::new(context.place_of(function, &["plan"], stage), message())
                    .mend("Use Flex Consumption", context.mend(function, &["plan"], None, stage))
            })
        });
    }
}

/// Whether the function does something that would be wrong to do twice.
fn acts(context: &Context<'_>, function: &NodeView<'_>) -> bool {
    function.outgoing.iter().filter_map(|flow| context.joined(*flow)).any(|joined| {
        joined.is("publish")
            || joined.is("call")
            || ((joined.is("write") || joined.is("read-write")) && joined.to.is_any(&["table", "sql"]))
    })
}

fn remembers(context: &Context<'_>, function: &NodeView<'_>) -> bool {
    let flows = function.outgoing.iter().filter_map(|flow| context.joined(*flow));
    flows
        .filter(|joined| joined.is("read-write") && joined.to.is("table"))
        .any(|joined| joined.to.node.get("ttl").is_some())
}

fn idempotency(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for function in context.nodes_of("function") {
        let twice = |joined: &Joined<'_, '_>| {
            // Only there a message is delivered once, and what was worked off does not come again with what failed.
            let once = context.provider == Provider::Aws
                && joined.from.is("queue")
                && joined.from.node.get("fifo").and_then(Value::as_bool) == Some(true)
                && joined.view.value(&["partial_batch"]).and_then(Value::as_bool) != Some(false);
            (joined.is("subscribe") && !once) || (joined.is("invoke") && joined.view.class == Some(Class::Asynchronous))
        };
        let Some(source) = context.incoming(function).find(twice) else { continue };
        if !acts(context, function) || remembers(context, function) {
            continue;
        }
        let service = &function.id.service;
        let id = NodeId::new(service.clone(), context.design.free_name(service, &format!("{}-seen", function.id.node)));
        let key = [("partition".to_owned(), Value::from("messageId"))].into_iter().collect();
        let properties: Map =
            [("key".to_owned(), Value::Map(key)), ("ttl".to_owned(), Value::from("expiresAt"))].into_iter().collect();
        let flow = Flow {
            id: FlowId(context.design.next_flow),
            kind: "read-write".to_owned(),
            from: function.id.clone(),
            to: id.clone(),
            properties: Map::new(),
        };
        let edits = vec![
            Edit::AddNode { id: id.clone(), node: Node { kind: "table".to_owned(), properties }, index: None },
            Edit::AddFlow { flow, index: None },
        ];
        report
            .add(
                function.place(),
                format!(
                    "{} may get a message of {} twice and would act twice: let it note what it has done.",
                    function.id, source.from.id
                ),
            )
            .related([source.view.place()])
            .fix(format!("Add the table {id} to note it"), Edit::Batch(edits));
    }
}
