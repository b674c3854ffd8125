//! Scopes: the steps of the whole run, of a branch, or of a list, as actions that run after one another. No action
//! changes the state of a run: one after it puts it together anew, so that branches and items never get in each other's
//! way.

use crate::design::steps::Deed;
use crate::program::Expression;

use super::super::super::draft::data;
use super::super::super::steps::{At, Source};
use super::super::Azure;
use super::blocks::{self, Block, Way};
use super::definition::bound;
use super::{step, words};

/// Actions under their names, in order.
pub(super) type Actions = Vec<(String, Expression)>;
/// The fields of an action, in order.
pub(super) type Fields = Vec<(String, Expression)>;

/// Every way in which an action ends.
pub(super) const ENDED: &[&str] = &["Succeeded", "Failed", "Skipped", "TimedOut"];

/// A scope in the making.
pub(super) struct Scope<'a> {
    /// Its steps, in order.
    pub(super) steps: Vec<At<'a>>,
    /// What its own actions are called by.
    pub(super) name: String,
    /// The action that gives the state with which it begins.
    pub(super) entry: String,
    /// Whether a failure ends the run then and there: nothing is left to do, be it to undo or to go on.
    pub(super) ends: bool,
    /// How many steps with branches or items are around it.
    pub(super) depth: usize,
}

/// The actions of a scope.
pub(super) struct Made {
    pub(super) chain: Chain,
    /// The state in which it ends.
    pub(super) state: String,
}

impl<'a> Scope<'a> {
    /// The name of the step after one.
    pub(super) fn following(&self, at: &At) -> Option<&'a str> {
        let place = self.steps.iter().position(|other| other.step.position == at.step.position)?;
        self.steps.get(place + 1).map(|at| at.step.name)
    }
}

/// Actions that run one after the other.
#[derive(Default)]
pub(super) struct Chain {
    pub(super) actions: Actions,
}

impl Chain {
    /// The action that runs last so far.
    fn last(&self) -> Option<&str> {
        self.actions.last().map(|(name, _)| name.as_str())
    }

    /// An action that runs after the last, where that ended in one of those ways.
    pub(super) fn after_last(&self, mut fields: Fields, ended: &[&str]) -> Expression {
        if let Some(last) = self.last() {
            let needs = Expression::data([(last, Expression::texts(ended.iter().copied()))]);
            fields.push(("runAfter".to_owned(), needs));
        }
        data(fields)
    }

    /// Adds such an action.
    pub(super) fn push(&mut self, name: String, fields: Fields, ended: &[&str]) {
        let action = self.after_last(fields, ended);
        self.actions.push((name, action));
    }
}

/// The actions of a scope that begins with an action of its own, which gives its state.
pub(super) fn begun(cx: &mut Azure, source: &Source, scope: &Scope, state: Expression) -> Option<Made> {
    let mut chain = Chain::default();
    chain.push(scope.entry.clone(), compose(state), &[]);
    steps(cx, source, scope, chain)
}

/// The actions of a scope whose state an action before it gives.
pub(super) fn within(cx: &mut Azure, source: &Source, scope: &Scope) -> Option<Made> {
    steps(cx, source, scope, Chain::default())
}

fn steps(cx: &mut Azure, source: &Source, scope: &Scope, mut chain: Chain) -> Option<Made> {
    let (blocks, ends) = blocks::of(cx, &scope.steps)?;
    let mut states = vec![scope.entry.clone()];
    let mut helpers: Vec<String> = chain.last().map(str::to_owned).into_iter().collect();
    for block in &blocks {
        let before = states.len();
        if block.ways.is_empty() {
            follow(cx, source, scope, block, &mut chain, &mut states);
        } else {
            guarded(cx, source, scope, block, &mut chain, &mut states);
        }
        helpers.extend(states.iter().skip(before).cloned());
    }
    // What runs after a failure, or where one leads to the end, hides it from the scope.
    if blocks.len() > 1 || scope.steps.iter().any(|at| !at.step.catches.is_empty()) {
        lost(cx, source, scope, &helpers, &mut chain);
    }
    Some(Made { chain, state: arrived(scope, &ends, &current(&states)) })
}

/// The state that the newest of those actions gave that ran.
fn current(states: &[String]) -> String {
    let newest: Vec<String> = states.iter().rev().map(|state| words::given(state)).collect();
    words::first(&newest)
}

/// The steps of a block, one after the other.
fn follow(cx: &mut Azure, source: &Source, scope: &Scope, block: &Block, chain: &mut Chain, states: &mut Vec<String>) {
    for place in &block.steps {
        let Some(at) = scope.steps.get(*place) else { continue };
        let Some(state) = states.last().cloned() else { continue };
        let state = format!("outputs({})", words::quoted(&state));
        let Some(made) = step::of(cx, source, scope, at, &state) else { continue };
        chain.push(at.action(""), made.fields, &["Succeeded"]);
        if let Some(kept) = made.kept {
            let name = at.action("state");
            chain.push(name.clone(), compose(Expression::Text(words::marked(&kept))), &["Succeeded"]);
            states.push(name);
        }
    }
}

/// A block that runs where one of the ways into it was taken.
fn guarded(cx: &mut Azure, source: &Source, scope: &Scope, block: &Block, chain: &mut Chain, states: &mut Vec<String>) {
    let Some(first) = block.steps.first().and_then(|place| scope.steps.get(*place)) else { return };
    let mut inner = Chain::default();
    let looks = |place: &usize| {
        scope.steps.get(*place).is_some_and(|at| !matches!(at.step.deed, Deed::Fail(_) | Deed::Wait(_)))
    };
    if block.steps.iter().any(looks) {
        let name = first.action("begin");
        let state = arrived(scope, &block.ways, &current(states));
        inner.push(name.clone(), compose(Expression::Text(words::marked(&state))), &[]);
        states.push(name);
    }
    follow(cx, source, scope, block, &mut inner, states);
    let taken = block.ways.iter().flat_map(|way| taken(scope, way)).collect();
    let actions = bound(cx, source.id, &first.action(""), data(inner.actions));
    chain.push(first.action("when"), when(Expression::List(taken), actions), ENDED);
}

/// The state after one of the ways was taken: with what went wrong, where that was a failure.
fn arrived(scope: &Scope, ways: &[Way], state: &str) -> String {
    let failures: Vec<(String, String)> = ways
        .iter()
        .filter_map(|way| match way {
            Way::Failed(place, statuses) => {
                let name = scope.steps.get(*place)?.action("");
                let failure = format!("removeProperty(actions({}), 'inputs')", words::quoted(&name));
                Some((ended_in(&name, statuses), failure))
            }
            _ => None,
        })
        .collect();
    let mut rest = failures.iter().rev();
    let Some((_, last)) = rest.next() else { return state.to_owned() };
    let error = rest.fold(last.clone(), |otherwise, (failed, failure)| format!("if({failed}, {failure}, {otherwise})"));
    let with = words::merged(state, "$.error", &error).unwrap_or_else(|| state.to_owned());
    if failures.len() == ways.len() {
        return with;
    }
    let failed: Vec<&str> = failures.iter().map(|(failed, _)| failed.as_str()).collect();
    let any = match failed.as_slice() {
        [one] => (*one).to_owned(),
        several => format!("or({})", several.join(", ")),
    };
    format!("if({any}, {with}, {state})")
}

/// The conditions of which one holds where a way was taken.
fn taken(scope: &Scope, way: &Way) -> Vec<Expression> {
    let name = |place: &usize| scope.steps.get(*place).map(|at| at.action("")).unwrap_or_default();
    match way {
        Way::Done(place) => vec![is(&status(&name(place)), "Succeeded")],
        Way::Chosen(place, to) => vec![is(&words::given(&name(place)), to)],
        Way::Failed(place, statuses) => statuses.iter().map(|ended| is(&status(&name(place)), ended)).collect(),
    }
}

/// How an action ended.
pub(super) fn status(action: &str) -> String {
    format!("actions({})?['status']", words::quoted(action))
}

/// Whether an action ended in one of those ways, as an expression.
pub(super) fn ended_in(action: &str, statuses: &[&str]) -> String {
    let listed: Vec<String> = statuses.iter().map(|ended| words::quoted(ended)).collect();
    format!("contains(createArray({}), {})", listed.join(", "), status(action))
}

/// A condition: an expression gives a text.
pub(super) fn is(value: &str, text: &str) -> Expression {
    let sides = vec![Expression::Text(words::marked(value)), Expression::text(text)];
    Expression::data([("equals", Expression::List(sides))])
}

/// Actions that run where one of the conditions holds.
pub(super) fn when(conditions: Expression, actions: Expression) -> Fields {
    vec![
        ("type".to_owned(), Expression::text("If")),
        ("expression".to_owned(), Expression::data([("or", conditions)])),
        ("actions".to_owned(), actions),
    ]
}

/// An action that gives a value.
pub(super) fn compose(value: Expression) -> Fields {
    vec![("type".to_owned(), Expression::text("Compose")), ("inputs".to_owned(), value)]
}

/// What ends a scope as failed where no action after a failure would: what runs after actions that failed hides that.
fn lost(cx: &mut Azure, source: &Source, scope: &Scope, helpers: &[String], chain: &mut Chain) {
    let mut conditions = Vec::new();
    for at in &scope.steps {
        let asks = !matches!(at.step.deed, Deed::Wait(_) | Deed::Choose(_) | Deed::Fail(_));
        if scope.ends && matches!(at.step.deed, Deed::Fail(_)) {
            continue;
        }
        let left = blocks::uncaught(at.step).into_iter().filter(|ended| asks || *ended == "Failed");
        conditions.extend(left.map(|ended| is(&status(&at.action("")), ended)));
    }
    conditions.extend(helpers.iter().map(|name| is(&status(name), "Failed")));
    if conditions.is_empty() {
        chain.push(format!("{}_ended", scope.name), compose(Expression::text("Every failure leads on.")), ENDED);
        return;
    }
    let reason = "A step failed, and nothing else catches that.";
    let name = format!("{}_failed", scope.name);
    let ending = data(vec![(name.clone(), data(failure("StepFailed", reason, scope.ends)))]);
    let conditions = bound(cx, source.id, &name, Expression::List(conditions));
    chain.push(format!("{name}-when"), when(conditions, ending), ENDED);
}

/// An action that fails for a reason: it ends the run, or what it stands in. No action does the latter by itself; a
/// schema that what is read does not meet makes one fail.
pub(super) fn failure(code: &str, reason: &str, ends: bool) -> Fields {
    let text = |text: &str| Expression::Text(words::text(text));
    if ends {
        return terminate(text(code), text(reason));
    }
    let content = Expression::data([("code", text(code)), ("reason", text(reason))]);
    let schema = Expression::data([("type", Expression::text("null"))]);
    vec![
        ("type".to_owned(), Expression::text("ParseJson")),
        ("inputs".to_owned(), Expression::data([("content", content), ("schema", schema)])),
    ]
}

/// An action that ends the run as failed.
pub(super) fn terminate(code: Expression, message: Expression) -> Fields {
    let error = Expression::data([("code", code), ("message", message)]);
    let inputs = Expression::data([("runStatus", Expression::text("Failed")), ("runError", error)]);
    vec![("type".to_owned(), Expression::text("Terminate")), ("inputs".to_owned(), inputs)]
}
