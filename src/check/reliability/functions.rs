//! Timeouts and copies of functions, and work that may be done twice.

use crate::catalog::{Class, Provider};
use crate::check::prelude::*;
use crate::design::{Flow, FlowId, Node, NodeId};

pub(in crate::check) const TIMEOUT: Rule = Rule::error("REL015", "reliability/timeout-range", timeout).says(
    "A function with a timeout that the cloud does not offer.",
    "The cloud refuses it: from 1 second to 15 minutes.",
    "Use a timeout in that range; longer work belongs into a workflow or a container.",
);

pub(in crate::check) const API_LIMIT: Rule = Rule::info("REL017", "reliability/timeout-close-to-api-limit", api_limit)
    .says(
        "A function behind a route with a timeout as long as the API waits.",
        "The caller gets the API's own error and never the function's.",
        "Set the timeout a second below what the API waits.",
    );

pub(in crate::check) const NEVER: Rule = Rule::error("REL026", "reliability/reserved-concurrency-zero", never).says(
    "A function of which no copy may run.",
    "It never runs, whatever calls it.",
    "Take concurrency.reserved away, or give it at least 1.",
);

pub(in crate::check) const ORDER: Rule = Rule::warning("REL032", "reliability/ordered-without-order", order).says(
    "A subscription that relies on the order of a channel that keeps none.",
    "Messages arrive in any order, rarely enough to be missed in tests.",
    "Set fifo: true on the queue, or do not rely on the order.",
);

pub(in crate::check) const IDEMPOTENCY: Rule = Rule::info("REL033", "reliability/missing-idempotency", idempotency)
    .says(
        "A function that may get the same message twice and has nowhere to remember what it has done.",
        "Messages are delivered at least once: sooner or later one is worked on twice.",
        "Give it a table with ttl in which it notes what it has done, or accept the finding where twice is harmless.",
    );

pub(in crate::check) const CALL_TIMEOUT: Rule =
    Rule::warning("REL034", "reliability/call-without-timeout", call_timeout).says(
        "A call that may take as long as the function that makes it.",
        "The function is stopped before it can say that the call took too long.",
        "Give the call less time than the function has.",
    );

/// The longest timeout of a function, in seconds.
fn longest(provider: Provider) -> u64 {
    match provider {
        Provider::Aws => 900,
        Provider::Azure | Provider::Gcp => 3600,
    }
}

fn timeout(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let most = Duration::from_seconds(longest(context.provider));
    let least = Duration::from_seconds(1);
    for function in context.nodes_of("function") {
        report.each_stage(|stage| {
            let timeout = context.duration(function, "timeout", stage)?;
            let better = timeout.clamp(least, most);
            let message =
                format!("{} may run {timeout}, and functions run from {least} to {most}: use {better}.", function.id);
            (better != timeout).then(|| {
                Outcome::new(context.place_of(function, &["timeout"], stage), message).mend(
                    format!("Set it to {better}"),
                    context.mend(function, &["timeout"], Some(better.to_string().into()), stage),
                )
            })
        });
    }
}

fn api_limit(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for function in context.nodes_of("function") {
        let api = context.incoming(function).find(|joined| joined.is("route"));
        let Some(api) = api else { continue };
        let Some(limit) = crate::check::limits::api_timeout(&api.from.node.kind, context.provider) else { continue };
        report.each_stage(|stage| {
            let timeout = context.duration(function, "timeout", stage)?;
            let better = Duration::from_seconds(limit.seconds().saturating_sub(1));
            let message = format!(
                "{} may run {timeout}, as long as {} waits: set {better}, so that its own error arrives.",
                function.id, api.from.id
            );
            // More than the API waits is told as sync-chain-timeout.
            (timeout > better && timeout <= limit).then(|| {
                Outcome::new(context.place_of(function, &["timeout"], stage), message).mend(
                    format!("Set it to {better}"),
                    context.mend(function, &["timeout"], Some(better.to_string().into()), stage),
                )
            })
        });
    }
}

fn never(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for function in context.nodes_of("function").filter(|node| !node.incoming.is_empty()) {
        report.each_stage(|stage| {
            let path = ["concurrency", "reserved"];
            let none = context.value(function, &path, stage)?.as_integer()? == 0;
            let message = format!("No copy of {} may run: take concurrency.reserved away.", function.id);
            none.then(|| {
                Outcome::new(context.place_of(function, &path, stage), message)
                    .mend("Take the limit away", context.mend(function, &path, None, stage))
            })
        });
    }
}

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
        report
            .add(
                joined.view.at("order"),
                format!(
                    "{} relies on the order of {}, which keeps none: set fifo: true, or do not rely on it.",
                    joined.to.id, joined.from.id
                ),
            )
            .maybe_fix(format!("Set fifo: true on {}", joined.from.id), fix);
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
            let fifo = joined.from.is("queue") && joined.from.node.get("fifo").and_then(Value::as_bool) == Some(true);
            (joined.is("subscribe") && !fifo) || (joined.is("invoke") && joined.view.class == Some(Class::Asynchronous))
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

fn call_timeout(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for joined in context.of_kind("call").filter(|joined| joined.from.is("function")) {
        report.each_stage(|stage| {
            let own = context.duration(joined.from, "timeout", stage)?;
            let call = joined.view.value(&["timeout"]).and_then(Value::as_str).and_then(Duration::parse)?;
            if call < own {
                return None;
            }
            let message = format!(
                "The call of {} to {} may take {call}, and the function itself {own}: give the call less.",
                joined.from.id, joined.to.id
            );
            let outcome = Outcome::new(joined.view.place(), message);
            let better = own.seconds().saturating_sub(1);
            Some(if better >= 1 {
                let value = Duration::from_seconds(better).to_string();
                let edit = Edit::SetFlowProperty {
                    id: joined.flow().id,
                    path: vec!["timeout".to_owned()],
                    value: Some(value.clone().into()),
                };
                outcome.mend(format!("Give the call {value}"), edit)
            } else {
                outcome
            })
        });
    }
}
