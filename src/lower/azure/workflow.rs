//! workflow: Logic Apps, paid by the action, each with an identity of its own. What it does is in `definition`.

mod admit;
mod blocks;
mod choose;
mod definition;
mod scope;
mod starts;
mod step;
mod task;
mod undo;
mod words;

use crate::design::{Flow, NodeId, Place};
use crate::program::{Expression, Literal, Name, Origin, SettingKind};

use super::super::draft::{New, Stage, whole};
use super::super::places::with_suffix;
use super::platform::PLATFORM;
use super::{Azure, access, identity, support};

pub(super) use admit::PATH;
pub(super) use starts::grant;

pub(super) const CLASS: &str = "components/workflow:Workflow";

/// How the parts of a workflow are reached.
fn attributes(workflow: Expression, attribute: &str) -> Expression {
    let resource = Expression::Field(Box::new(workflow), Name::known("workflow"));
    resource.property(attribute)
}

pub(super) fn lower(cx: &mut Azure, id: &NodeId) {
    if cx.refuse_existing(id) {
        return;
    }
    cx.facts.support.insert(support::WORKFLOW);
    let Some(definition) = definition::of(cx, id) else { return };
    let key = id.to_string();
    let tags = cx.tags(&id.service);
    let wish = with_suffix(&id.node, "workflow");
    // Who it is comes before what it does: functions that it invokes let it in by that.
    identity::lower(cx, id, &id.node, None);
    let grants = access::of_workflow(cx, id);
    let callers = starts::callers(cx, id);
    let logs = logs(cx, id);
    let alarms = cx.boolean(id, &["alarms"]).filter(|alarms| *alarms != Expression::Boolean(true));
    let extra = cx.extra_of(id, true);
    let mut item = New::component(CLASS, &key, id.node.clone(), Origin::Node(key.clone()))
        .variable(wish.clone(), "workflow")
        .attributes(attributes)
        .argument("platform", whole(PLATFORM))
        .argument("identity", whole(&identity::key(id)))
        .argument("definition", definition)
        .argument("callers", callers);
    if !grants.is_empty() {
        item = item.argument("grants", Expression::List(grants));
    }
    let item = item
        .argument("logRuns", logs)
        .argument("alarms", alarms)
        .argument("tags", tags)
        .extra(&extra)
        .aliases(cx.former(id, &id.node))
        .at(cx.position(id, Stage::Main));
    cx.push(&id.service, item);
    cx.output(&id.service, &format!("{wish}-name"), super::super::draft::of(&key, "name"));
}

/// Whether it is written down what each run and each action did; what they handed on is not among that.
fn logs(cx: &mut Azure, id: &NodeId) -> Option<Expression> {
    let said = cx.known(id, &["logs"]);
    if said.iter().any(|level| level.as_str() == Some("errors")) {
        cx.refuse(
            Place::property(id, "logs"),
            format!("{id} logs failures alone, and Azure Monitor takes all that a workflow tells, or nothing"),
            "set logs to all or to off",
        );
    }
    let value = cx
        .vary(id, &["logs"], &SettingKind::Boolean, "", |value| Some(Literal::Boolean(value.as_str() != Some("off"))));
    value.filter(|logs| *logs != Expression::Boolean(true))
}

/// Lets a run in where it goes, and refuses what no step can do.
pub(super) fn flow(cx: &mut Azure, flow: &Flow) {
    let to = cx.design.kind_of(&flow.to).unwrap_or_default().to_owned();
    let (what, help) = match (flow.kind.as_str(), to.as_str()) {
        ("invoke", "function") => return admit::lower(cx, flow),
        ("read" | "write" | "read-write", _) => {
            ("a run handles no items and files itself", "let a function read and write, and invoke the function")
        }
        ("call", kind) if kind != "external" => {
            ("a step cannot say which of its routes it means", "let a function make the call, and invoke the function")
        }
        _ => return,
    };
    cx.refuse(Place::flow(flow.id), format!("{flow}: {what}"), help);
}
