//! What a step lets a service do: a request as the workflow's identity.

use crate::design::steps::Deed;
use crate::design::{Flow, NodeId};
use crate::program::{Expression, Part};
use crate::text::duration::Duration;

use super::super::super::draft::of;
use super::super::super::steps::{self, At};
use super::super::messages::{host, iso};
use super::super::platform::MESSAGES;
use super::super::{Azure, identity, outside};
use super::scope::Fields;
use super::{admit, starts, words};

/// For whom tokens are that open functions and workflows (Logic Apps: call Azure Functions, allowed token audiences).
pub(super) const AUDIENCE: &str = "https://management.azure.com";
/// The longest that one request may take, in seconds (Logic Apps: limits, outbound request).
const LONGEST: i64 = 120;

/// A request.
pub(super) struct Task {
    /// Where to.
    uri: Expression,
    headers: Vec<(&'static str, Expression)>,
    body: Expression,
    /// For whom the token is that the workflow brings; none where it brings none.
    authentication: Option<Expression>,
    /// Whether an answer that promises another is the end of it.
    at_once: bool,
    /// How long it may take, in seconds, where the flow says so.
    pub(super) timeout: Option<u64>,
    /// Further attempts, where the flow says so.
    pub(super) attempts: Option<i64>,
}

impl Task {
    fn to(uri: Expression, body: Expression) -> Self {
        Self { uri, headers: Vec::new(), body, authentication: None, at_once: false, timeout: None, attempts: None }
    }

    /// The action that makes the request.
    pub(super) fn fields(self, retry: Expression, limit: Option<u64>) -> Fields {
        let mut inputs = vec![("method", Expression::text("POST")), ("uri", self.uri)];
        if !self.headers.is_empty() {
            inputs.push(("headers", Expression::data(self.headers)));
        }
        inputs.push(("body", self.body));
        inputs.extend(self.authentication.map(|authentication| ("authentication", authentication)));
        inputs.push(("retryPolicy", retry));
        let mut fields =
            vec![("type".to_owned(), Expression::text("Http")), ("inputs".to_owned(), Expression::data(inputs))];
        let limit = limit.map(|limit| Expression::data([("timeout", Expression::Text(iso(limit)))]));
        fields.extend(limit.map(|limit| ("limit".to_owned(), limit)));
        if self.at_once {
            fields.push(("operationOptions".to_owned(), Expression::text("DisableAsyncPattern")));
        }
        fields
    }
}

/// The token that a run brings: that of the workflow's own identity.
fn token(at: &At, audience: &str) -> Expression {
    Expression::data([
        ("type", Expression::text("ManagedServiceIdentity")),
        ("identity", of(&identity::key(at.id), "id")),
        ("audience", Expression::text(audience)),
    ])
}

/// What a step does with a service; none where that is refused.
pub(super) fn of_step(cx: &mut Azure, at: &At, state: &str) -> Option<Task> {
    match at.step.deed.clone() {
        Deed::Invoke(to) => {
            let flow = at.flow(cx, &["invoke"], &to);
            let input = input(cx, at, flow.as_ref(), state);
            invoke(cx, at, &to, flow.as_ref(), input)
        }
        Deed::Call(to) => call(cx, at, &to, state),
        Deed::Publish(to, event) => publish(cx, at, &to, event, state),
        _ => {
            at.refuse(
                cx,
                "",
                "reads or writes a store, which a run of Logic Apps does not do itself",
                "let a function do it, and invoke the function",
            );
            None
        }
    }
}

/// The request that takes a step back: it gets the state of the run.
pub(super) fn undo(cx: &mut Azure, at: &At, to: &NodeId, state: &str) -> Option<Task> {
    let flow = at.flow(cx, &["invoke"], to);
    let whole = Expression::Text(words::marked(state));
    invoke(cx, at, to, flow.as_ref(), whole)
}

/// A request to what does work: a function, or another workflow.
fn invoke(cx: &mut Azure, at: &At, to: &NodeId, flow: Option<&Flow>, input: Expression) -> Option<Task> {
    let waits = flow.is_none_or(|flow| flow.text("mode") != Some("async"));
    let mut task = match cx.design.kind_of(to).unwrap_or_default() {
        "function" if !waits => {
            let what = format!("only starts {to}, and Logic Apps calls code by waiting for its answer");
            at.refuse(cx, "invoke", &what, "publish to a queue that it takes messages from");
            return None;
        }
        "function" => {
            if cx.known_seconds(to, &["timeout"]).into_iter().any(|limit| limit > LONGEST) {
                let what = format!("waits for {to}, which may take more than the two minutes that a request may");
                at.refuse(cx, "invoke", &what, "lower the function's timeout, or publish to a queue that it works off");
            }
            let uri = Expression::Interpolate(vec![
                Part::Text("https://".to_owned()),
                Part::Value(of(&to.to_string(), "hostName")),
                Part::Text(format!("/{}", admit::PATH)),
            ]);
            Task::to(uri, input)
        }
        "workflow" if waits => {
            let what = format!("waits for the end of {to}, and a run of Logic Apps only starts another");
            at.refuse(cx, "invoke", &what, "set mode: async on the flow, or let this workflow do the steps itself");
            return None;
        }
        "workflow" => Task { at_once: true, ..Task::to(starts::address(to), input) },
        other => {
            let what = format!("invokes {to}, a {other}, and Logic Apps invokes functions and workflows");
            at.refuse(cx, "invoke", &what, "let a function do the work");
            return None;
        }
    };
    task.authentication = Some(token(at, AUDIENCE));
    Some(task)
}

fn call(cx: &mut Azure, at: &At, to: &NodeId, state: &str) -> Option<Task> {
    let kind = cx.design.kind_of(to).unwrap_or_default();
    if kind != "external" {
        let what = format!("calls {to}, a {kind}, and cannot say which of its routes it means");
        at.refuse(cx, "call", &what, "let a function make the call, and invoke the function");
        return None;
    }
    let flow = at.flow(cx, &["call"], to);
    let body = input(cx, at, flow.as_ref(), state);
    let mut task = Task::to(outside::address(cx, to), body);
    let duration = |flow: &Flow| Duration::parse(flow.effective(&["timeout"])?.as_str()?);
    task.timeout = flow.as_ref().and_then(duration).map(|limit| limit.seconds().max(1));
    task.attempts = flow.and_then(|flow| flow.effective(&["retries"])).and_then(|value| value.as_integer());
    Some(task)
}

/// A message to a queue or a topic, labelled with its event, or an event on a bus.
fn publish(cx: &mut Azure, at: &At, to: &NodeId, event: Option<&str>, state: &str) -> Option<Task> {
    let kind = cx.design.kind_of(to).unwrap_or_default().to_owned();
    let flow = at.flow(cx, &["publish"], to);
    let event = event.map(str::to_owned).or_else(|| flow.as_ref().and_then(|flow| flow.event().map(str::to_owned)));
    let event = event.unwrap_or_else(|| "Message".to_owned());
    let content = input(cx, at, None, state);
    let key = to.to_string();
    match kind.as_str() {
        "queue" | "topic" => {
            let uri = Expression::Interpolate(vec![
                Part::Text("https://".to_owned()),
                Part::Value(host(MESSAGES)),
                Part::Text("/".to_owned()),
                Part::Value(of(&key, "name")),
                Part::Text("/messages".to_owned()),
            ]);
            // Messages of one run keep their order.
            let session = if cx.is_fifo(to) { ",\"SessionId\":\"@{workflow()['run']['name']}\"" } else { "" };
            let label = words::inside(&serde_json::Value::String(event).to_string());
            let properties = format!("{{\"Label\":{label}{session}}}");
            let headers = vec![
                ("Content-Type", Expression::text("application/json")),
                ("BrokerProperties", Expression::Text(properties)),
            ];
            let authentication = Some(token(at, "https://servicebus.azure.net"));
            Some(Task { headers, authentication, ..Task::to(uri, content) })
        }
        "event-bus" => {
            let uri = Expression::Interpolate(vec![
                Part::Value(of(&key, "endpoint")),
                Part::Text("?api-version=2018-01-01".to_owned()),
            ]);
            let text = |text: &str| Expression::text(text);
            let body = Expression::data([
                ("specversion", text("1.0")),
                ("id", text("@{guid()}")),
                ("type", text(&words::text(&event))),
                ("source", Expression::Text(format!("/{}", at.id.service))),
                ("time", text("@{utcNow()}")),
                ("datacontenttype", text("application/json")),
                ("data", content),
            ]);
            let headers = vec![("Content-Type", text("application/cloudevents+json; charset=utf-8"))];
            let authentication = Some(token(at, "https://eventgrid.azure.net"));
            Some(Task { headers, authentication, ..Task::to(uri, body) })
        }
        other => {
            at.refuse(cx, "publish", &format!("publishes to {to}, a {other}"), "publish to a queue, a topic or a bus");
            None
        }
    }
}

/// What a step hands on: its input, that of the flow, or the whole state.
pub(super) fn input(cx: &mut Azure, at: &At, flow: Option<&Flow>, state: &str) -> Expression {
    steps::input(cx, &words::words(state), at, flow)
}

/// The part of the state that a path leads to.
pub(super) fn path(cx: &mut Azure, at: &At, part: &str, text: &str, state: &str) -> String {
    steps::path(cx, &words::words(state), at, part, text)
}
