//! What one step of the design becomes: an action, and what is kept of its answer.

use crate::design::steps::{Deed, Step};
use crate::program::Expression;
use crate::text::duration::Duration;
use crate::value::Value;

use super::super::super::draft::data;
use super::super::super::steps::{At, Source};
use super::super::messages::iso;
use super::super::{Azure, schedule};
use super::definition::bound;
use super::scope::{self, Fields, Scope};
use super::{choose, task, words};

/// How many items one run works on at the same time (Logic Apps: limits, for each).
const AT_ONCE: i64 = 50;
/// How deep steps with branches or items stand in one another: actions nest eight deep (Logic Apps: limits), and each of
/// those takes up to three.
const DEPTH: usize = 2;
/// The most further attempts (Logic Apps: limits, retry policy).
const ATTEMPTS: i64 = 90;
/// The shortest wait between attempts, in seconds (Logic Apps: limits, retry policy).
const SHORTEST: u64 = 5;
/// The longest wait between attempts, in seconds (Logic Apps: limits, retry policy).
const LONGEST: u64 = 86_400;

/// The action of a step.
pub(super) struct Made {
    pub(super) fields: Fields,
    /// The state with what is kept of its answer, where something is.
    pub(super) kept: Option<String>,
}

/// The action that a step becomes, where the run's state is that; none where it is refused.
pub(super) fn of(cx: &mut Azure, source: &Source, scope: &Scope, at: &At, state: &str) -> Option<Made> {
    let step = at.step;
    let answer = format!("body({})", words::quoted(&at.action("")));
    let (fields, answer) = match &step.deed {
        Deed::Wait(time) => (wait(time.seconds().max(1)), answer),
        Deed::Choose(_) => (scope::compose(choose::action(cx, at, scope, state)), answer),
        Deed::Fail(reason) => (scope::failure(step.name, reason, scope.ends), answer),
        Deed::Parallel(branches) => parallel(cx, source, scope, at, branches, state)?,
        Deed::Each(names, at_once) => each(cx, source, scope, at, (names, *at_once), state)?,
        _ => (call(cx, at, state)?, answer),
    };
    Some(Made { fields, kept: kept(cx, at, state, &answer) })
}

/// The state with the answer of a step, where it is kept.
fn kept(cx: &mut Azure, at: &At, state: &str, answer: &str) -> Option<String> {
    let path = at.written.get("result").and_then(Value::as_str)?;
    let merged = words::merged(state, path, answer);
    if merged.is_none() {
        let what = format!("keeps its answer at {path}, which is no part of the run's state");
        at.refuse(cx, "result", &what, "write names with dots between, such as $.payment");
    }
    merged
}

fn wait(seconds: u64) -> Fields {
    let (unit, count) = schedule::interval(Duration::from_seconds(seconds)).unwrap_or(("Second", 1));
    let interval = Expression::data([("count", Expression::Integer(count)), ("unit", Expression::text(unit))]);
    vec![
        ("type".to_owned(), Expression::text("Wait")),
        ("inputs".to_owned(), Expression::data([("interval", interval)])),
    ]
}

/// A request, with how often it is tried and how long it may take.
fn call(cx: &mut Azure, at: &At, state: &str) -> Option<Fields> {
    let task = task::of_step(cx, at, state)?;
    let attempts = task.attempts.filter(|_| !at.written.contains_key("retry")).unwrap_or(at.step.retry.attempts);
    let policy = retry(cx, at, attempts);
    let limit = at.step.timeout.map(Duration::seconds).or(task.timeout);
    let total = limit.map(|limit| {
        let waits = waits(at.step, attempts).iter().sum::<u64>();
        limit.saturating_mul(attempts.clamp(0, ATTEMPTS) as u64 + 1).saturating_add(waits)
    });
    Some(task.fields(policy, total))
}

/// How long to wait before each further attempt, in seconds.
fn waits(step: &Step, attempts: i64) -> Vec<u64> {
    let first = step.retry.wait.seconds().max(SHORTEST);
    let doubled = step.retry.backoff > 1.0;
    let wait = |attempt: i64| first.saturating_mul(if doubled { 1 << attempt.min(40) } else { 1 }).min(LONGEST);
    (0..attempts.clamp(0, ATTEMPTS)).map(wait).collect()
}

/// Further attempts after failures that may pass: those of the network, of servers, and of too many requests.
pub(super) fn retry(cx: &mut Azure, at: &At, attempts: i64) -> Expression {
    let text = |text: String| Expression::Text(text);
    if attempts > ATTEMPTS {
        let what = format!("is tried {attempts} times more, and runs of Logic Apps try {ATTEMPTS} times more");
        at.refuse(cx, "retry", &what, "lower attempts");
    }
    let backoff = at.step.retry.backoff;
    if attempts > 0 && backoff.fract() != 0.0 || backoff > 2.0 {
        let what = format!("waits {backoff} times longer each time, and runs of Logic Apps wait twice as long");
        at.refuse(cx, "retry", &what, "set backoff to 2, or to 1 for waits of one length");
    }
    let waits = waits(at.step, attempts);
    let (Some(first), Some(last)) = (waits.first(), waits.last()) else {
        return Expression::data([("type", Expression::text("none"))]);
    };
    let mut fields = vec![
        ("type", Expression::text(if backoff > 1.0 { "exponential" } else { "fixed" })),
        ("count", Expression::Integer(attempts)),
        ("interval", text(iso(*first))),
    ];
    if backoff > 1.0 {
        fields.extend([("minimumInterval", text(iso(*first))), ("maximumInterval", text(iso(*last)))]);
    }
    Expression::data(fields)
}

/// Refuses what no step with branches or items does.
fn check(cx: &mut Azure, scope: &Scope, at: &At) {
    if scope.depth >= DEPTH {
        let what = format!("stands in {DEPTH} steps with branches or items already, and actions nest no deeper");
        at.refuse(cx, "", &what, "let a workflow of its own do the inner part");
    }
    if at.written.contains_key("retry") && at.step.retry.attempts > 0 {
        let what = "is tried again as a whole, and runs of Logic Apps try single requests again";
        at.refuse(cx, "retry", what, "give retry to the steps in it");
    }
}

/// The scope of a branch or of a list.
fn inner<'a>(
    cx: &mut Azure,
    source: &'a Source,
    scope: &Scope,
    at: &At,
    name: String,
    names: &[&str],
) -> Option<Scope<'a>> {
    let steps: Vec<At> = names.iter().filter_map(|name| source.at(source.steps.named(name)?)).collect();
    if steps.is_empty() {
        at.refuse(cx, "", "has a branch or a list without a step", "name at least one step there");
        return None;
    }
    Some(Scope { steps, entry: format!("{name}-start"), name, ends: false, depth: scope.depth + 1 })
}

fn parallel(
    cx: &mut Azure,
    source: &Source,
    scope: &Scope,
    at: &At,
    branches: &[Vec<&str>],
    state: &str,
) -> Option<(Fields, String)> {
    check(cx, scope, at);
    let mut made = Vec::new();
    let mut ends = Vec::new();
    for (index, names) in branches.iter().enumerate() {
        let name = at.action(&format!("branch-{}", index + 1));
        let branch = inner(cx, source, scope, at, name.clone(), names)?;
        let input = task::input(cx, at, None, state);
        let inside = scope::begun(cx, source, &branch, input)?;
        ends.push(inside.state);
        let fields = Expression::data([("type", Expression::text("Scope")), ("actions", data(inside.chain.actions))]);
        made.push((name.clone(), bound(cx, source.id, &name, fields)));
    }
    if made.is_empty() {
        at.refuse(cx, "parallel", "has no branch", "add one, or remove the step");
    }
    let fields = vec![("type".to_owned(), Expression::text("Scope")), ("actions".to_owned(), data(made))];
    Some((fields, format!("createArray({})", ends.join(", "))))
}

fn each(
    cx: &mut Azure,
    source: &Source,
    scope: &Scope,
    at: &At,
    (names, at_once): (&[&str], i64),
    state: &str,
) -> Option<(Fields, String)> {
    check(cx, scope, at);
    if at_once > AT_ONCE {
        let what = format!("works on {at_once} items at once, and one run of Logic Apps on {AT_ONCE}");
        at.refuse(cx, "each", &what, "lower at_once, or send the items to a queue");
    }
    let path = at.written.get("each").and_then(|each| each.get("items")).and_then(Value::as_str).unwrap_or_default();
    let items = task::path(cx, at, "each", path, state);
    let name = at.action("");
    let body = inner(cx, source, scope, at, at.action("item"), names)?;
    let item = Expression::Text(words::marked(&format!("items({})", words::quoted(&name))));
    let mut inside = scope::begun(cx, source, &body, item)?;
    let end = at.action("end");
    if at.written.contains_key("result") {
        // What an action in a list gave is, from outside, what it gave for each item, in the order of the list.
        let state = Expression::Text(words::marked(&inside.state));
        inside.chain.push(end.clone(), scope::compose(state), &["Succeeded"]);
    }
    let concurrency = Expression::data([("repetitions", Expression::Integer(at_once))]);
    let fields = vec![
        ("type".to_owned(), Expression::text("Foreach")),
        ("foreach".to_owned(), Expression::Text(words::marked(&items))),
        ("runtimeConfiguration".to_owned(), Expression::data([("concurrency", concurrency)])),
        ("actions".to_owned(), bound(cx, source.id, &name, data(inside.chain.actions))),
    ];
    Some((fields, format!("outputs({})", words::quoted(&end))))
}
