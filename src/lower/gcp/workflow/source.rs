//! The source of a workflow: one step for each step of the design, or a few around a call, as an object that is read like
//! the steps themselves.

use std::collections::BTreeSet;

use crate::design::NodeId;
use crate::design::steps::Step;
use crate::program::{Expression, Name};

use super::super::super::draft::{Item, Stage, data, of as of_item};
use super::super::super::steps::{self as written_steps, At, Source};
use super::super::Gcp;
use super::scope::{self, Scope};
use super::{json, undo, words};

/// The longest name of a step, in characters.
const NAME_LENGTH: usize = 80;

/// The subworkflow that tells that any failure is worth another attempt.
pub(super) const ALWAYS: &str = "any_failure";

/// Named parts of a source beside the main one.
pub(super) type Subworkflows = Vec<(String, Expression)>;

impl At<'_> {
    /// The name of a step or variable that belongs to this step.
    pub(super) fn own(&self, suffix: &str) -> String {
        if suffix.is_empty() {
            words::name(self.step.name)
        } else {
            format!("{}_{suffix}", words::name(self.step.name))
        }
    }
}

/// The source as JSON text, which Workflows reads like YAML; none where something is in the way.
pub(super) fn of(cx: &mut Gcp, id: &NodeId) -> Option<Expression> {
    written_steps::definition(cx, id, check, |cx, source| Some(document(cx, source)))
}

/// All that runs read.
fn document(cx: &mut Gcp, source: &Source) -> Expression {
    let outer: Vec<&Step> = source.steps.iter().filter(|step| step.inside.is_none()).collect();
    let mut further = Subworkflows::new();
    let mut inner = scope::steps(cx, source, &Scope::outer(&outer), &mut further);
    inner.push(finish(scope::STATE));
    let mut all = vec![begin(cx, source)];
    all.extend(is_started_by_messages(cx, source.id).then(unwrap));
    if source.undone.is_empty() {
        all.extend(inner);
    } else {
        all.push(undo::around(cx, source, inner, &mut further));
    }
    let mut document = vec![("main".to_owned(), subworkflow(&[scope::STATE], all))];
    document.extend(further);
    if retries(source) {
        let again = named("again", Expression::data([("return", Expression::Boolean(true))]));
        document.push((ALWAYS.to_owned(), subworkflow(&["failure"], vec![again])));
    }
    json(data(document))
}

/// Steps under a name, with what they are given.
pub(super) fn subworkflow(parameters: &[&str], steps: Vec<Expression>) -> Expression {
    let parameters = Expression::texts(parameters.iter().copied());
    Expression::data([("params", parameters), ("steps", Expression::List(steps))])
}

/// The last step, which answers with a variable.
pub(super) fn finish(variable: &str) -> Expression {
    named(scope::FINISH, Expression::data([("return", Expression::text(words::marked(variable)))]))
}

/// Gives a step a variable of the program, so that sources stay flat enough to be read.
pub(super) fn bound(cx: &mut Gcp, id: &NodeId, name: &str, step: Expression) -> Expression {
    let key = format!("{id}/step-{name}");
    let wish = format!("{}-{}", id.node, name.replace('_', "-"));
    let position = cx.position(id, Stage::Before);
    cx.push(&id.service, Item::value(&key, &wish, step, position));
    of_item(&key, "")
}

/// Whether anything is tried again.
fn retries(source: &Source) -> bool {
    !source.undone.is_empty() || source.steps.iter().any(super::step::is_retried)
}

/// A step with its name.
pub(super) fn named(name: &str, step: Expression) -> Expression {
    Expression::data([(name, step)])
}

/// Variables that are set.
pub(super) fn assign(values: Vec<(String, Expression)>) -> Expression {
    let values = values.into_iter().map(|(name, value)| Expression::data([(name.as_str(), value)])).collect();
    Expression::data([("assign", Expression::List(values))])
}

/// The step before the first: until when calls may last, and that nothing has been done yet that could be undone.
fn begin(cx: &mut Gcp, source: &Source) -> Expression {
    let limit = cx.seconds(source.id, &["timeout"]).unwrap_or(Expression::Integer(3600));
    let deadline = match limit {
        Expression::Integer(seconds) => Expression::text(words::marked(&format!("sys.now() + {seconds}"))),
        other => Expression::Format(vec![
            crate::program::Part::Text("${sys.now() + ".to_owned()),
            crate::program::Part::Value(other),
            crate::program::Part::Text("}".to_owned()),
        ]),
    };
    let mut values = vec![(scope::DEADLINE.to_owned(), deadline)];
    values.extend(undo::nothing_done(source));
    named("begin", assign(values))
}

/// The step that takes a message out of the event that Eventarc hands over.
const UNWRAP: &str = "unwrap";

/// Whether messages start runs.
fn is_started_by_messages(cx: &Gcp, id: &NodeId) -> bool {
    cx.design.flows_to(id).any(|flow| flow.kind == "subscribe")
}

/// A run that Eventarc starts goes on with the content of its message; others with what they got.
fn unwrap() -> Expression {
    let condition = "get_type(state) == \"map\" and map.get(state, [\"data\", \"message\", \"data\"]) != null";
    let content = words::marked("json.decode(base64.decode(state.data.message.data))");
    let message = assign(vec![(scope::STATE.to_owned(), Expression::Text(content))]);
    let case = Expression::data([
        ("condition", Expression::text(words::marked(condition))),
        ("steps", Expression::List(vec![named("take_message", message)])),
    ]);
    named(UNWRAP, Expression::data([("switch", Expression::List(vec![case]))]))
}

/// Refuses what no workflow follows.
fn check(cx: &mut Gcp, source: &Source) {
    let own = ["begin", UNWRAP, "take_message", scope::FINISH, undo::RUN];
    let mut taken: BTreeSet<String> = own.into_iter().map(str::to_owned).collect();
    for step in source.steps.iter() {
        let Some(at) = source.at(step) else { continue };
        written_steps::check(cx, source.id, step, at.written, NAME_LENGTH);
        if !taken.insert(words::name(step.name)) {
            at.refuse(
                cx,
                "name",
                "has the name of another step once it is written with underscores",
                "name it otherwise",
            );
        }
        for caught in &step.catches {
            for error in &caught.errors {
                let failed = source
                    .steps
                    .iter()
                    .any(|other| matches!(other.deed, crate::design::steps::Deed::Fail(_)) && other.name == *error);
                if !failed && !ERRORS.contains(error) {
                    at.refuse(
                        cx,
                        "catch",
                        &format!("catches {error}, which no run of Workflows fails of"),
                        &format!("use one of {}, or leave errors out for all of them", ERRORS.join(", ")),
                    );
                }
            }
        }
    }
}

/// What runs fail of (Workflows: errors, their tags).
const ERRORS: &[&str] = &[
    "AuthError",
    "ConnectionError",
    "ConnectionFailedError",
    "HttpError",
    "IndexError",
    "KeyError",
    "OperationError",
    "RecursionError",
    "ResourceLimitError",
    "ResponseTypeError",
    "SystemError",
    "TimeoutError",
    "TypeError",
    "UnhandledBranchError",
    "ValueError",
    "ZeroDivisionError",
];

/// The setting of the region as a value.
pub(super) fn region() -> Expression {
    Expression::Setting(Name::known("region"))
}
