//! What one step of the design becomes: a call with what is kept of its answer, what happens when it fails, and where the
//! run goes on.

use crate::design::steps::{Deed, Step};
use crate::program::Expression;
use crate::value::Value;

use super::super::super::draft::data;
use super::super::super::steps::{At, Source};
use super::super::Gcp;
use super::scope::{self, Scope};
use super::source::{ALWAYS, Subworkflows, assign, bound, finish, named, subworkflow};
use super::{choose, task, undo, words};

/// How many branches or items one run works on at the same time (Workflows quotas).
const AT_ONCE: i64 = 20;
/// How deep parallel steps stand in one another (Workflows quotas).
const DEPTH: usize = 2;
/// The longest that a run waits at one step, in seconds (Workflows: `sys.sleep`).
const LONGEST_WAIT: u64 = 31_536_000;

/// The fields of a step, in order.
pub(super) type Fields = Vec<(String, Expression)>;

/// Whether a step is tried again when it fails.
pub(super) fn is_retried(step: &Step) -> bool {
    !matches!(step.deed, Deed::Wait(_) | Deed::Choose(_) | Deed::Fail(_) | Deed::Nothing)
}

/// The steps that a step of the design becomes.
pub(super) fn of(cx: &mut Gcp, source: &Source, scope: &Scope, at: &At, further: &mut Subworkflows) -> Vec<Expression> {
    let step = at.step;
    let simple = |cx: &mut Gcp, mut fields: Fields| {
        fields.extend(scope.next(cx, at).map(|next| ("next".to_owned(), next)));
        vec![named(&at.own(""), data(fields))]
    };
    match &step.deed {
        Deed::Wait(time) => {
            if time.seconds() > LONGEST_WAIT {
                at.refuse(cx, "wait", "waits for more than a year", "wait in several steps");
            }
            let seconds = Expression::Integer(time.seconds().max(1) as i64);
            let fields = vec![
                ("call".to_owned(), Expression::text("sys.sleep")),
                ("args".to_owned(), Expression::data([("seconds", seconds)])),
            ];
            simple(cx, fields)
        }
        Deed::Choose(_) => {
            let cases = choose::cases(cx, at, scope);
            simple(cx, vec![("switch".to_owned(), cases)])
        }
        Deed::Fail(reason) => {
            let failure = Expression::data([
                ("message", Expression::text(words::text(reason))),
                ("tags", Expression::List(vec![Expression::text(words::text(step.name))])),
            ]);
            vec![named(&at.own(""), Expression::data([("raise", failure)]))]
        }
        Deed::Parallel(_) | Deed::Each(..) => {
            let Some((work, answer)) = around(cx, source, scope, at, further) else { return Vec::new() };
            let attempts = if at.written.contains_key("retry") { step.retry.attempts } else { 0 };
            settle(cx, source, scope, at, work, &answer, attempts)
        }
        _ => {
            let Some(task) = task::of_step(cx, at) else { return Vec::new() };
            let attempts = task.attempts.filter(|_| !at.written.contains_key("retry"));
            let mut work = Vec::new();
            if !task.before.is_empty() {
                work.push((at.own("input"), assign_fields(task.before)));
            }
            let mut call = vec![("call".to_owned(), Expression::text(task.call)), ("args".to_owned(), task.arguments)];
            if at.written.contains_key("result") {
                call.push(("result".to_owned(), Expression::text(at.own("answer"))));
            }
            work.push((at.own("call"), call));
            let answer = format!("{}{}", at.own("answer"), task.answer);
            settle(cx, source, scope, at, work, &answer, attempts.unwrap_or(step.retry.attempts))
        }
    }
}

fn assign_fields(values: Vec<(String, Expression)>) -> Fields {
    match assign(values) {
        Expression::Object(entries) => entries.into_iter().map(|entry| ("assign".to_owned(), entry.value)).collect(),
        _ => Vec::new(),
    }
}

/// Work with what is kept of its answer, what becomes of its failures, and where the run goes on.
fn settle(
    cx: &mut Gcp,
    source: &Source,
    scope: &Scope,
    at: &At,
    mut work: Vec<(String, Fields)>,
    answer: &str,
    attempts: i64,
) -> Vec<Expression> {
    let done = source.undo_of(at.step).filter(|_| scope.outer).map(|_| undo::done(at));
    let caught = !at.step.catches.is_empty();
    let mut kept = Vec::new();
    if let Some(path) = at.written.get("result").and_then(Value::as_str) {
        if let Some(target) = words::target(scope::STATE, path) {
            kept.push((target, Expression::text(words::marked(answer))));
        } else {
            let what = format!("keeps its answer at {path}, which is no part of the run's state");
            at.refuse(cx, "result", &what, "write names with dots between, such as $.payment");
        }
    }
    kept.extend(done.clone());
    if caught {
        kept.push((at.own("then"), Expression::text(words::marked("null"))));
    }
    if !kept.is_empty() {
        work.push((at.own("keep"), assign_fields(kept)));
    }
    let except = except(cx, scope, at, done);
    if attempts < 1 && except.is_none() {
        return flat(cx, scope, at, work);
    }
    let steps = work.into_iter().map(|(name, fields)| named(&name, data(fields))).collect();
    let mut fields = vec![("try".to_owned(), Expression::data([("steps", Expression::List(steps))]))];
    if attempts > 0 {
        fields.push(("retry".to_owned(), retry(at.step, attempts)));
    }
    fields.extend(except.map(|except| ("except".to_owned(), except)));
    if !caught {
        fields.extend(scope.next(cx, at).map(|next| ("next".to_owned(), next)));
        let step = named(&at.own(""), data(fields));
        return vec![bound(cx, at.id, &at.own(""), step)];
    }
    let cases = at.step.catches.iter().map(|caught| {
        let to = scope.named(cx, at, "catch", caught.then);
        let condition = format!("{} == {}", at.own("then"), words::quoted(&to));
        Expression::data([("condition", Expression::text(words::marked(&condition))), ("next", Expression::Text(to))])
    });
    let mut after = vec![("switch".to_owned(), Expression::List(cases.collect()))];
    after.extend(scope.next(cx, at).map(|next| ("next".to_owned(), next)));
    let step = named(&at.own(""), data(fields));
    vec![bound(cx, at.id, &at.own(""), step), named(&at.own("failed"), data(after))]
}

/// Work that is not tried again and whose failures nothing catches: its steps, the first under the step's own name.
fn flat(cx: &mut Gcp, scope: &Scope, at: &At, mut work: Vec<(String, Fields)>) -> Vec<Expression> {
    if let Some((name, _)) = work.first_mut() {
        *name = at.own("");
    }
    let next = scope.next(cx, at);
    if let Some((_, fields)) = work.last_mut() {
        fields.extend(next.map(|next| ("next".to_owned(), next)));
    }
    work.into_iter().map(|(name, fields)| named(&name, data(fields))).collect()
}

/// Further attempts after any failure.
pub(super) fn retry(step: &Step, attempts: i64) -> Expression {
    let wait = step.retry.wait.seconds().max(1) as i64;
    let backoff = step.retry.backoff;
    let multiplier =
        if backoff.fract() == 0.0 { Expression::Integer(backoff as i64) } else { Expression::Number(backoff) };
    // The last of the waits is the longest.
    let longest = (wait as f64 * backoff.powi(attempts.clamp(1, 99) as i32 - 1)).min(86_400.0).ceil() as i64;
    Expression::data([
        ("predicate", Expression::text(words::marked(ALWAYS))),
        ("max_retries", Expression::Integer(attempts)),
        (
            "backoff",
            Expression::data([
                ("initial_delay", Expression::Integer(wait)),
                ("max_delay", Expression::Integer(longest.max(wait))),
                ("multiplier", multiplier),
            ]),
        ),
    ])
}

/// What happens when the attempts are used up. Branches that were under way may have done something, so they count as done.
fn except(cx: &mut Gcp, scope: &Scope, at: &At, done: Option<(String, Expression)>) -> Option<Expression> {
    let composed = matches!(at.step.deed, Deed::Parallel(_) | Deed::Each(..));
    let done = done.filter(|_| composed);
    let raise = || Expression::data([("raise", Expression::text(words::marked("failure")))]);
    let mut steps = Vec::new();
    if at.step.catches.is_empty() {
        steps.push(named(&at.own("noted"), assign(vec![done?])));
        steps.push(named(&at.own("raised"), raise()));
    } else {
        let lead = |cx: &mut Gcp, then: &str| {
            let to = scope.named(cx, at, "catch", then);
            (at.own("then"), Expression::Text(to))
        };
        let error = (format!("{}.error", scope::STATE), Expression::text(words::marked("failure")));
        let mut noted = vec![error];
        noted.extend(done);
        let all = at.step.catches.iter().all(|caught| caught.errors.is_empty());
        if let Some(caught) = at.step.catches.first().filter(|_| all) {
            noted.push(lead(cx, caught.then));
            steps.push(named(&at.own("caught"), assign(noted)));
        } else {
            steps.push(named(&at.own("caught"), assign(noted)));
            let mut cases = Vec::new();
            for (index, caught) in at.step.catches.iter().enumerate() {
                let tests: Vec<String> =
                    caught.errors.iter().map(|error| format!("{} in failure.tags", words::quoted(error))).collect();
                let condition = if tests.is_empty() { "true".to_owned() } else { tests.join(" or ") };
                let then = named(&at.own(&format!("case_{}", index + 1)), assign(vec![lead(cx, caught.then)]));
                cases.push(Expression::data([
                    ("condition", Expression::text(words::marked(&condition))),
                    ("steps", Expression::List(vec![then])),
                ]));
            }
            if at.step.catches.iter().all(|caught| !caught.errors.is_empty()) {
                let otherwise = named(&at.own("raised"), raise());
                cases.push(Expression::data([
                    ("condition", Expression::Boolean(true)),
                    ("steps", Expression::List(vec![otherwise])),
                ]));
            }
            steps.push(named(&at.own("which"), Expression::data([("switch", Expression::List(cases))])));
        }
    }
    Some(Expression::data([("as", Expression::text("failure")), ("steps", Expression::List(steps))]))
}

/// Branches, or the steps for each item of a list, with the variable of their answer: the state of each at its end.
fn around(
    cx: &mut Gcp,
    source: &Source,
    scope: &Scope,
    at: &At,
    further: &mut Subworkflows,
) -> Option<(Vec<(String, Fields)>, String)> {
    if scope.depth >= DEPTH {
        at.refuse(
            cx,
            "",
            &format!("stands in {DEPTH} parallel steps already, which is as deep as runs of Workflows go"),
            "let a workflow of its own do the inner part",
        );
        return None;
    }
    match &at.step.deed {
        Deed::Parallel(branches) => parallel(cx, source, scope, at, branches, further),
        Deed::Each(names, at_once) => each(cx, source, scope, at, (names, *at_once), further),
        _ => None,
    }
}

/// Makes a subworkflow of steps that run beside others.
fn inner(
    cx: &mut Gcp,
    source: &Source,
    scope: &Scope,
    at: &At,
    (name, names): (&str, &[&str]),
    further: &mut Subworkflows,
) -> Option<()> {
    let steps: Vec<&Step> = names.iter().filter_map(|name| source.steps.named(name)).collect();
    if steps.is_empty() {
        at.refuse(cx, "", "has a branch or a list without a step", "name at least one step there");
        return None;
    }
    let mut all = scope::steps(cx, source, &Scope::inner(&steps, scope.depth + 1), further);
    all.push(finish(scope::STATE));
    further.push((name.to_owned(), subworkflow(&[scope::STATE, scope::DEADLINE], all)));
    Some(())
}

/// The call of a subworkflow with the state that it begins with.
fn run(name: &str, state: Expression, result: Option<String>) -> Expression {
    let deadline = Expression::text(words::marked(scope::DEADLINE));
    let mut fields = vec![
        ("call", Expression::text(name)),
        ("args", Expression::data([(scope::STATE, state), (scope::DEADLINE, deadline)])),
    ];
    fields.extend(result.map(|result| ("result", Expression::Text(result))));
    Expression::data(fields)
}

/// The variable that branches write to as well.
fn shared(name: &str) -> (String, Expression) {
    ("shared".to_owned(), Expression::texts([name]))
}

fn parallel(
    cx: &mut Gcp,
    source: &Source,
    scope: &Scope,
    at: &At,
    branches: &[Vec<&str>],
    further: &mut Subworkflows,
) -> Option<(Vec<(String, Fields)>, String)> {
    let answers = at.own("answers");
    let kept = at.written.contains_key("result");
    let marked = |expression: &str| Expression::text(words::marked(expression));
    let mut made = Vec::new();
    for (index, names) in branches.iter().enumerate() {
        let branch = at.own(&format!("branch_{}", index + 1));
        inner(cx, source, scope, at, (&branch, names), further)?;
        let state = task::input(cx, at, None);
        let ended = kept.then(|| format!("{branch}_answer"));
        let mut steps = vec![named(&format!("{branch}_call"), run(&branch, state, ended.clone()))];
        if let Some(ended) = ended {
            let keep = assign(vec![(format!("{answers}[{index}]"), marked(&ended))]);
            steps.push(named(&format!("{branch}_keep"), keep));
        }
        made.push(named(&format!("{branch}_steps"), Expression::data([("steps", Expression::List(steps))])));
    }
    if made.is_empty() {
        at.refuse(cx, "parallel", "has no branch", "add one, or remove the step");
    }
    let mut work = Vec::new();
    if kept {
        let nothing = Expression::List(vec![marked("null"); made.len()]);
        work.push((at.own("begin"), assign_fields(vec![(answers.clone(), nothing)])));
    }
    let mut fields: Fields = kept.then(|| shared(&answers)).into_iter().collect();
    fields.push(("branches".to_owned(), Expression::List(made)));
    work.push((at.own("call"), vec![("parallel".to_owned(), data(fields))]));
    Some((work, answers))
}

fn each(
    cx: &mut Gcp,
    source: &Source,
    scope: &Scope,
    at: &At,
    (names, at_once): (&[&str], i64),
    further: &mut Subworkflows,
) -> Option<(Vec<(String, Fields)>, String)> {
    let path = at.written.get("each").and_then(|each| each.get("items")).and_then(Value::as_str).unwrap_or_default();
    let items = task::path(cx, at, "each", path);
    if at_once > AT_ONCE {
        let what = format!("works on {at_once} items at once, and one run of Workflows on {AT_ONCE}");
        at.refuse(cx, "each", &what, "lower at_once, or send the items to a queue");
    }
    let kept = at.written.contains_key("result");
    let text = |text: &str| Expression::text(text);
    let marked = |expression: &str| Expression::text(words::marked(expression));
    let body = at.own("item");
    inner(cx, source, scope, at, (&body, names), further)?;
    let (found, answers, item, place, key, ended) =
        (at.own("found"), at.own("answers"), at.own("one"), at.own("place"), at.own("key"), at.own("item_answer"));
    let mut steps = vec![named(&at.own("item_call"), run(&body, marked(&item), kept.then(|| ended.clone())))];
    if kept {
        let noted =
            vec![(key.clone(), marked(&format!("string({place})"))), (format!("{found}[{key}]"), marked(&ended))];
        steps.push(named(&at.own("item_keep"), assign(noted)));
    }
    let looped = |steps: Vec<Expression>| {
        let mut fields = vec![("value", text(&item))];
        fields.extend(kept.then(|| ("index", text(&place))));
        fields.extend([("in", marked(&items)), ("steps", Expression::List(steps))]);
        ("for".to_owned(), Expression::data(fields))
    };
    let mut fields: Fields = kept.then(|| shared(&found)).into_iter().collect();
    fields.push(("concurrency_limit".to_owned(), Expression::Integer(at_once)));
    fields.push(looped(steps));
    let mut work = Vec::new();
    if kept {
        let nothing = vec![(found.clone(), marked(words::NO_MAP)), (answers.clone(), marked(words::NO_LIST))];
        work.push((at.own("begin"), assign_fields(nothing)));
    }
    work.push((at.own("call"), vec![("parallel".to_owned(), data(fields))]));
    if kept {
        // Items end in any order; their answers are put into that of the list.
        let one = format!("list.concat({answers}, {found}[string({place})])");
        let gather = named(&at.own("gather"), assign(vec![(answers.clone(), marked(&one))]));
        work.push((at.own("order"), vec![looped(vec![gather])]));
    }
    Some((work, answers))
}
