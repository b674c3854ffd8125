//! What a step lets a service do: the call, its arguments, and what its answer is.

use crate::design::steps::Deed;
use crate::design::{Flow, NodeId};
use crate::program::Expression;
use crate::text::duration::Duration;
use crate::value::Value;

use super::super::super::draft::of;
use super::super::super::steps::{self, At};
use super::super::Gcp;
use super::scope::{self, DEADLINE, STATE};
use super::source::region;
use super::words;

/// The longest that one request may take, in seconds (Workflows: `http.post`).
const LONGEST: i64 = 1800;

/// A call of a service.
pub(super) struct Task {
    /// Variables that its arguments speak of.
    pub(super) before: Vec<(String, Expression)>,
    /// What is called.
    pub(super) call: &'static str,
    /// What the service is given.
    pub(super) arguments: Expression,
    /// What counts of its answer, behind the variable that holds it.
    pub(super) answer: &'static str,
    /// Further attempts, where the flow says so.
    pub(super) attempts: Option<i64>,
}

/// What a step does with a service; none where that is refused.
pub(super) fn of_step(cx: &mut Gcp, at: &At) -> Option<Task> {
    match at.step.deed.clone() {
        Deed::Invoke(to) => {
            let flow = at.flow(cx, &["invoke"], &to);
            let input = input(cx, at, flow.as_ref());
            let limit = limit(at, None);
            invoke(cx, at, &to, flow.as_ref(), input, limit, "message")
        }
        Deed::Call(to) => call(cx, at, &to),
        Deed::Publish(to, event) => publish(cx, at, &to, event),
        Deed::Read(_) | Deed::Write(_) => {
            at.refuse(
                cx,
                "",
                "reads or writes a store, which a run of Workflows does not do itself",
                "let a function do it, and invoke the function",
            );
            None
        }
        _ => None,
    }
}

/// The call that takes a step back: it gets the state of the run, and may take its time.
pub(super) fn undo(cx: &mut Gcp, at: &At, to: &NodeId) -> Option<Task> {
    let flow = at.flow(cx, &["invoke"], to);
    let whole = Expression::text(words::marked(STATE));
    invoke(cx, at, to, flow.as_ref(), whole, Expression::Integer(LONGEST), "undo_message")
}

/// How long a request may take: as long as the step may, and as is left of the run.
fn limit(at: &At, of_flow: Option<i64>) -> Expression {
    let own = at.step.timeout.map(|limit| limit.seconds().max(1) as i64).or(of_flow).unwrap_or(LONGEST).min(LONGEST);
    Expression::text(words::marked(&format!("math.min({own}, {DEADLINE} - sys.now())")))
}

/// A call of a node that does work: a function, a container, or another workflow.
fn invoke(
    cx: &mut Gcp,
    at: &At,
    to: &NodeId,
    flow: Option<&Flow>,
    input: Expression,
    limit: Expression,
    variable: &str,
) -> Option<Task> {
    let key = to.to_string();
    let waits = flow.is_none_or(|flow| flow.text("mode") != Some("async"));
    match cx.design.kind_of(to).unwrap_or_default() {
        "function" | "container" if !waits => {
            at.refuse(
                cx,
                "invoke",
                &format!("only starts {to}, and Google Cloud calls code by waiting for its answer"),
                "publish to a queue that it takes messages from",
            );
            None
        }
        "function" | "container" => {
            let uri = || of(&key, "uri");
            let token = Expression::data([("type", Expression::text("OIDC")), ("audience", uri())]);
            let arguments = Expression::data([("url", uri()), ("auth", token), ("body", input), ("timeout", limit)]);
            Some(Task { before: Vec::new(), call: "http.post", arguments, answer: ".body", attempts: None })
        }
        "workflow" => Some(run(cx, at, to, waits, input, variable)),
        other => {
            at.refuse(cx, "invoke", &format!("runs {to}, a {other}, which comes later"), "let a function do the work");
            None
        }
    }
}

fn run(cx: &mut Gcp, at: &At, to: &NodeId, waits: bool, input: Expression, variable: &str) -> Task {
    let key = to.to_string();
    if waits {
        let project = cx.google_project();
        let longest = cx.seconds(to, &["timeout"]).unwrap_or(Expression::Integer(LONGEST));
        let own = at.step.timeout.map(|limit| Expression::Integer(limit.seconds().max(1) as i64));
        let arguments = Expression::data([
            ("workflow_id", of(&key, "name")),
            ("location", region()),
            ("project_id", project),
            ("argument", input),
            ("connector_params", Expression::data([("timeout", own.unwrap_or(longest))])),
        ]);
        let call = "googleapis.workflowexecutions.v1.projects.locations.workflows.executions.run";
        return Task { before: Vec::new(), call, arguments, answer: "", attempts: None };
    }
    let message = at.own(variable);
    let text = words::marked(&format!("json.encode_to_string({message})"));
    let arguments = Expression::data([
        ("parent", of(&key, "id")),
        ("body", Expression::data([("argument", Expression::Text(text))])),
    ]);
    let call = "googleapis.workflowexecutions.v1.projects.locations.workflows.executions.create";
    Task { before: vec![(message, input)], call, arguments, answer: "", attempts: None }
}

fn call(cx: &mut Gcp, at: &At, to: &NodeId) -> Option<Task> {
    let kind = cx.design.kind_of(to).unwrap_or_default();
    if kind != "external" {
        at.refuse(
            cx,
            "call",
            &format!("calls {to}, a {kind}, and cannot say which of its routes it means"),
            "let a function make the call, and invoke the function",
        );
        return None;
    }
    let flow = at.flow(cx, &["call"], to);
    let body = input(cx, at, flow.as_ref());
    let duration = |flow: &Flow| Duration::parse(flow.effective(&["timeout"])?.as_str()?);
    let of_flow = flow.as_ref().and_then(duration).map(|limit| limit.seconds().max(1) as i64);
    let address = cx.text(to, &["url"]).unwrap_or_else(|| Expression::text(""));
    let arguments = Expression::data([("url", address), ("body", body), ("timeout", limit(at, of_flow))]);
    let attempts = flow.and_then(|flow| flow.effective(&["retries"])).and_then(|value| value.as_integer());
    Some(Task { before: Vec::new(), call: "http.post", arguments, answer: ".body", attempts })
}

/// A message tells its event as the attribute `type`, and text that is written out beside it.
fn publish(cx: &mut Gcp, at: &At, to: &NodeId, event: Option<&str>) -> Option<Task> {
    let kind = cx.design.kind_of(to).unwrap_or_default().to_owned();
    if !matches!(kind.as_str(), "event-bus" | "topic" | "queue") {
        at.refuse(cx, "publish", &format!("publishes to {to}, a {kind}"), "publish to a queue, a topic or a bus");
        return None;
    }
    let flow = at.flow(cx, &["publish"], to);
    let event = event.map(str::to_owned).or_else(|| flow.as_ref().and_then(|flow| flow.event().map(str::to_owned)));
    let content = input(cx, at, None);
    let mut attributes = vec![("type".to_owned(), Expression::text(event.unwrap_or_else(|| "Message".to_owned())))];
    if let Some(Value::Map(map)) = at.written.get("input") {
        let plain = map.iter().filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())));
        attributes.extend(
            plain
                .filter(|(name, text)| name != "type" && !steps::is_path(text))
                .map(|(name, text)| (name, Expression::Text(words::text(&text)))),
        );
    }
    filters(cx, at, to, &attributes);
    let variable = at.own("message");
    let data = Expression::Text(words::marked(&format!("base64.encode(json.encode({variable}))")));
    let mut message = vec![("data", data), ("attributes", super::super::super::draft::data(attributes))];
    if cx.is_fifo(to) {
        // Messages of one run keep their order.
        let run = "sys.get_env(\"GOOGLE_CLOUD_WORKFLOW_EXECUTION_ID\")";
        message.push(("orderingKey", Expression::text(words::marked(run))));
    }
    let body = Expression::data([("messages", Expression::List(vec![Expression::data(message)]))]);
    let arguments = Expression::data([("topic", of(&to.to_string(), "id")), ("body", body)]);
    let call = "googleapis.pubsub.v1.projects.topics.publish";
    Some(Task { before: vec![(variable, content)], call, arguments, answer: "", attempts: None })
}

/// Refuses messages that subscribers would never see: they ask for attributes that the run does not send.
fn filters(cx: &mut Gcp, at: &At, to: &NodeId, attributes: &[(String, Expression)]) {
    let asked: Vec<(String, String)> = cx
        .design
        .flows_from(to)
        .filter(|flow| flow.kind == "subscribe")
        .filter_map(|flow| {
            Some((flow.to.to_string(), flow.get("filter")?.as_map()?.keys().cloned().collect::<Vec<_>>()))
        })
        .flat_map(|(who, names)| names.into_iter().map(move |name| (who.clone(), name)))
        .collect();
    for (who, name) in asked {
        if attributes.iter().all(|(present, _)| *present != name) {
            at.refuse(
                cx,
                "publish",
                &format!("sends no attribute {name}, for which {who} asks: runs send only text that is written out"),
                "write the text in input, or let a function publish",
            );
        }
    }
}

/// What a step hands on: its input, that of the flow, or the whole state.
pub(super) fn input(cx: &mut Gcp, at: &At, flow: Option<&Flow>) -> Expression {
    steps::input(cx, &scope::WORDS, at, flow)
}

/// The part of the state that a path leads to.
pub(super) fn path(cx: &mut Gcp, at: &At, part: &str, text: &str) -> String {
    steps::path(cx, &scope::WORDS, at, part, text)
}
