//! How long functions may run: what the cloud offers, and what their callers wait for.

use crate::catalog::{Provider, catalog};
use crate::check::limits::api_timeout;
use crate::check::prelude::*;

pub(in crate::check) const RANGE: Rule = Rule::error("REL015", "reliability/timeout-range", range).says(
    "A function with a timeout that the cloud does not offer.",
    "The cloud refuses it, or stops the function earlier.",
    "Use a timeout in the range that the message names; longer work belongs into a workflow or a container.",
);

pub(in crate::check) const DEFAULT: Rule = Rule::warning("REL016", "reliability/timeout-default", default).says(
    "A function of the provider's own kind without a timeout.",
    "AWS stops it after three seconds, which is little for anything that asks a store or another system.",
    "Set timeout on it; functions of a design have ten seconds unless they say otherwise.",
);

pub(in crate::check) const CALLER: Rule = Rule::info("REL017", "reliability/timeout-close-to-api-limit", caller).says(
    "A function with a timeout as long as the API waits, or longer than the user pool that triggers it.",
    "The caller gets the API's own error and never the function's; a user pool tries again while the function still runs.",
    "Set the timeout a second below what the API waits, or to what the user pool waits.",
);

pub(in crate::check) const CALL: Rule = Rule::warning("REL034", "reliability/call-without-timeout", call).says(
    "A call that may take as long as the function that makes it.",
    "The function is stopped before it can say that the call took too long.",
    "Give the call less time than the function has.",
);

/// The longest timeout that a function can have there, and for what reason.
fn longest<'d>(context: &Context<'d>, function: &NodeView<'d>, stage: Stage<'d>) -> Option<(Duration, &'static str)> {
    let limit = |name: &str| catalog().limits.duration(name, "function", context.provider);
    let events = context.incoming(function).any(|joined| joined.is("subscribe"));
    let asked = context.value(function, &["url"], stage).is_some()
        && !context.incoming(function).any(|joined| joined.is("route"));
    let plan = context.value(function, &["plan"], stage).and_then(Value::as_str);
    let candidates = [
        (limit("function-timeout"), "functions"),
        (
            limit("function-timeout-consumption").filter(|_| plan == Some("consumption")),
            "functions on the Consumption plan",
        ),
        (limit("function-timeout-event").filter(|_| events), "functions that events start"),
        // Behind an API it is told as sync-chain-timeout.
        (limit("function-timeout-http").filter(|_| asked), "functions with an address of their own"),
    ];
    candidates.into_iter().filter_map(|(limit, what)| limit.map(|limit| (limit, what))).min_by_key(|(limit, _)| *limit)
}

fn range(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let least = Duration::from_seconds(1);
    for function in context.nodes_of("function") {
        report.each_stage(|stage| {
            let timeout = context.duration(function, "timeout", stage)?;
            let (most, what) = longest(context, function, stage).unwrap_or((timeout, "functions"));
            let better = timeout.clamp(least, most.max(least));
            let message =
                || format!("{} may run {timeout}, and {what} run from {least} to {most}: use {better}.", function.id);
            (better != timeout).then(|| {
                Outcome::new(context.place_of(function, &["timeout"], stage), message()).mend(
                    format!("Set it to {better}"),
                    context.mend(function, &["timeout"], Some(better.to_string().into()), stage),
                )
            })
        });
    }
}

fn default(context: &Context<'_>, report: &mut Report<'_, '_>) {
    if context.provider != Provider::Aws {
        return;
    }
    for resource in context.nodes_of("resource") {
        let kind = resource.node.get("type").and_then(Value::as_str).unwrap_or_default();
        if !["aws:lambda/function:Function", "aws:lambda:Function"].contains(&kind)
            || resource.node.get("properties").and_then(|inputs| inputs.get("timeout")).is_some()
        {
            continue;
        }
        report
            .add(
                resource.place(),
                format!("{} has no timeout, so that AWS stops it after 3 seconds: set timeout to 10.", resource.id),
            )
            .fix(
                "Give it 10 seconds",
                Edit::SetProperty {
                    id: resource.id.clone(),
                    path: vec!["properties".to_owned(), "timeout".to_owned()],
                    value: Some(Value::Integer(10)),
                },
            );
    }
}

fn caller(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for function in context.nodes_of("function") {
        // The shortest wait of all APIs counts.
        let routes = context.incoming(function).filter(|joined| joined.is("route"));
        let api = routes
            .filter_map(|route| Some((api_timeout(&route.from.node.kind, context.provider)?, route.from)))
            .min_by_key(|(limit, _)| *limit);
        if let Some((limit, api)) = api {
            report.each_stage(|stage| {
                let timeout = context.duration(function, "timeout", stage)?;
                let better = Duration::from_seconds(limit.seconds().saturating_sub(1));
                let message = || {
                    format!(
                        "{} may run {timeout}, as long as {} waits: set {better}, so that its own error arrives.",
                        function.id, api.id
                    )
                };
                // More than the API waits is told as sync-chain-timeout.
                (timeout > better && timeout <= limit).then(|| lower(context, function, stage, better, message()))
            });
        }
        let trigger = context.incoming(function).find(|joined| joined.is("trigger"));
        let Some(trigger) = trigger else { continue };
        let limit = catalog().limits.duration("function-timeout-trigger", &trigger.from.node.kind, context.provider);
        let Some(limit) = limit else { continue };
        report.each_stage(|stage| {
            let timeout = context.duration(function, "timeout", stage)?;
            let message = || {
                format!(
                    "{} may run {timeout}, but {} waits {limit} and then starts it again: set {limit}.",
                    function.id, trigger.from.id
                )
            };
            (timeout > limit).then(|| lower(context, function, stage, limit, message()).weigh(Severity::Warning))
        });
    }
}

fn lower<'d>(
    context: &Context<'d>,
    function: &NodeView<'d>,
    stage: Stage<'d>,
    better: Duration,
    message: String,
) -> Outcome {
    Outcome::new(context.place_of(function, &["timeout"], stage), message).mend(
        format!("Set it to {better}"),
        context.mend(function, &["timeout"], Some(better.to_string().into()), stage),
    )
}

fn call(context: &Context<'_>, report: &mut Report<'_, '_>) {
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
