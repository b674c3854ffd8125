//! What a step lets a service do: the integration of Step Functions, its arguments, and what its answer is.

mod channel;
pub(super) mod container;
mod store;

use crate::design::steps::Deed;
use crate::design::{Flow, NodeId};
use crate::program::{Expression, Part};
use crate::value::Value;

use super::super::super::draft::of;
use super::super::super::steps::{self, At};
use super::super::{Aws, email, external, shared};
use super::{is_express, jsonata, role, starts};

/// A call of a service.
pub(super) struct Task {
    /// The integration's ARN.
    pub(super) resource: Expression,
    /// What the service is given.
    pub(super) arguments: Expression,
    /// What counts of its answer.
    pub(super) answer: Answer,
    /// How long it may take, in seconds, where the flow says so.
    pub(super) timeout: Option<i64>,
    /// Further attempts, where the flow says so.
    pub(super) attempts: Option<i64>,
}

/// What counts of an answer.
pub(super) struct Answer {
    /// Definitions of JSONata that the value needs.
    pub(super) before: &'static str,
    /// The value.
    pub(super) value: &'static str,
}

/// The whole answer.
pub(super) const WHOLE: Answer = Answer { before: "", value: "$states.result" };

/// What a step does with a service; none where it does something else, or where that is refused.
pub(super) fn of_step(cx: &mut Aws, at: &At) -> Option<Task> {
    match at.step.deed.clone() {
        Deed::Invoke(to) => {
            let flow = at.flow(cx, &["invoke"], &to);
            if cx.design.kind_of(&to) == Some("container") {
                return container::of_step(cx, at, &to, flow.as_ref());
            }
            let input = input(cx, at, flow.as_ref());
            invoke(cx, at, &to, flow.as_ref(), input)
        }
        Deed::Call(to) => call(cx, at, &to),
        Deed::Publish(to, event) => channel::of_step(cx, at, &to, event),
        Deed::Read(to) | Deed::Write(to) => store::of_step(cx, at, &to),
        _ => None,
    }
}

/// A call of a node that does work: a function, or another workflow.
pub(super) fn invoke(cx: &mut Aws, at: &At, to: &NodeId, flow: Option<&Flow>, input: Expression) -> Option<Task> {
    let arn = of(&to.to_string(), "arn");
    let waits = flow.is_none_or(|flow| flow.text("mode") != Some("async"));
    let text = Expression::text;
    match cx.design.kind_of(to).unwrap_or_default() {
        "function" => {
            let mut arguments = vec![("FunctionName", arn)];
            if !waits {
                arguments.push(("InvocationType", text("Event")));
            }
            arguments.push(("Payload", input));
            Some(task(cx, "lambda:invoke", arguments, Answer { before: "", value: "$states.result.Payload" }))
        }
        "workflow" if waits && is_express(cx, at.id) => {
            at.refuse(
                cx,
                "invoke",
                &format!("waits for the end of {to}, and runs of an express workflow cannot wait for others"),
                "take express away from it, or only start the other with mode: async on the flow",
            );
            None
        }
        "workflow" if waits && !starts::can_be_awaited(cx, to) => {
            at.refuse(
                cx,
                "invoke",
                &format!("waits for {to}, which is express: it would not tell that it failed"),
                "take express away from it, or only start it with mode: async on the flow",
            );
            None
        }
        "workflow" => {
            let action = if waits { "states:startExecution.sync:2" } else { "states:startExecution" };
            let answer = Answer { before: "", value: "$states.result.Output" };
            Some(task(cx, action, vec![("StateMachineArn", arn), ("Input", input)], answer))
        }
        other => {
            let what = format!("is undone by {to}, a {other}, and only functions and workflows undo");
            at.refuse(cx, "undo", &what, "let a function undo it");
            None
        }
    }
}

fn call(cx: &mut Aws, at: &At, to: &NodeId) -> Option<Task> {
    let flow = at.flow(cx, &["call"], to);
    let content = input(cx, at, flow.as_ref());
    let mut made = match cx.design.kind_of(to).unwrap_or_default() {
        "external" => {
            let address = external::web_address(cx, to)?;
            let connection = role::connection_key(at.id, to);
            let arguments = vec![
                ("ApiEndpoint", address),
                ("Method", Expression::text("POST")),
                ("Authentication", Expression::data([("ConnectionArn", of(&connection, "arn"))])),
                ("RequestBody", content),
            ];
            task(cx, "http:invoke", arguments, Answer { before: "", value: "$states.result.ResponseBody" })
        }
        "email" => mail(cx, at, to),
        other => {
            at.refuse(
                cx,
                "call",
                &format!("calls {to}, a {other}, and cannot say which of its routes it means"),
                "let a function make the call, and invoke the function",
            );
            return None;
        }
    };
    if let Some(flow) = flow {
        let limit =
            flow.effective(&["timeout"]).and_then(|value| crate::text::duration::Duration::parse(value.as_str()?));
        made.timeout = limit.map(|limit| limit.seconds().max(1) as i64);
        made.attempts = flow.effective(&["retries"]).and_then(|value| value.as_integer());
    }
    Some(made)
}

/// A mail to one reader. An address sends for itself; of a domain, the step says which of its addresses does.
fn mail(cx: &mut Aws, at: &At, to: &NodeId) -> Task {
    let from = if email::is_domain(cx, to) { Some(part(cx, at, "from")) } else { email::sender(cx, to) };
    let data = |value: Expression| Expression::data([("Data", value)]);
    let body = Expression::data([("Text", data(part(cx, at, "text")))]);
    let simple = Expression::data([("Subject", data(part(cx, at, "subject"))), ("Body", body)]);
    let readers = Expression::List(vec![part(cx, at, "to")]);
    let arguments = vec![
        ("FromEmailAddress", from.unwrap_or(Expression::text(""))),
        ("Destination", Expression::data([("ToAddresses", readers)])),
        ("Content", Expression::data([("Simple", simple)])),
    ];
    task(cx, "aws-sdk:sesv2:sendEmail", arguments, WHOLE)
}

/// One part of what a step hands on, from its input or from the state.
fn part(cx: &mut Aws, at: &At, name: &str) -> Expression {
    match at.written.get("input").and_then(|input| input.get(name)).cloned() {
        Some(value) => mapped(cx, at, &value),
        None => Expression::text(jsonata::marked(&format!("{}.{}", jsonata::STATE, jsonata::field(name)))),
    }
}

/// What a step hands on: its input, that of the flow, or the whole state.
pub(super) fn input(cx: &mut Aws, at: &At, flow: Option<&Flow>) -> Expression {
    steps::input(cx, &jsonata::WORDS, at, flow)
}

/// A written value with its paths as expressions.
fn mapped(cx: &mut Aws, at: &At, value: &Value) -> Expression {
    steps::mapped(cx, &jsonata::WORDS, at, value)
}

/// The part of the state that a path leads to.
pub(super) fn path(cx: &mut Aws, at: &At, part: &str, text: &str) -> String {
    steps::path(cx, &jsonata::WORDS, at, part, text)
}

fn task(cx: &mut Aws, action: &str, arguments: Vec<(&str, Expression)>, answer: Answer) -> Task {
    Task {
        resource: integration(cx, action),
        arguments: Expression::data(arguments),
        answer,
        timeout: None,
        attempts: None,
    }
}

/// The ARN of an integration, `arn:aws:states:::lambda:invoke`; the partition where it need not be `aws` is asked for.
fn integration(cx: &Aws, action: &str) -> Expression {
    let elsewhere = |region: &str| region.starts_with("cn-") || region.starts_with("us-gov-");
    let environments = cx.design.environments.values().map(Some).chain([None]);
    let mut regions = environments.filter_map(|environment| cx.design.region(environment));
    if regions.any(elsewhere) {
        return Expression::Interpolate(vec![
            Part::Text("arn:".to_owned()),
            Part::Value(of(shared::PARTITION, "")),
            Part::Text(format!(":states:::{action}")),
        ]);
    }
    Expression::text(format!("arn:aws:states:::{action}"))
}
