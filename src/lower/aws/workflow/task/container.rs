//! Steps that start a container on Fargate, and wait for its end unless the flow says otherwise.

use crate::design::{Flow, NodeId};
use crate::program::Expression;
use crate::value::Value;

use super::super::super::super::draft::of;
use super::super::super::super::steps;
use super::super::super::{Aws, container};
use super::super::{is_express, jsonata};
use super::{At, Task, WHOLE, path, task};

/// What a step does with a container.
pub(super) fn of_step(cx: &mut Aws, at: &At, to: &NodeId, flow: Option<&Flow>) -> Option<Task> {
    let waits = flow.is_none_or(waits);
    if waits && is_express(cx, at.id) {
        at.refuse(
            cx,
            "invoke",
            &format!("waits for the end of {to}, and runs of an express workflow cannot wait for containers"),
            "take express away from it, or only start the container with mode: async on the flow",
        );
        return None;
    }
    let text = |text: &str| Expression::text(text);
    let home = container::home(cx, to);
    let network = Expression::data([
        ("Subnets", home.of("subnetIds")),
        ("SecurityGroups", Expression::List(vec![of(&container::group_key(to), "id")])),
        ("AssignPublicIp", text("DISABLED")),
    ]);
    let given = Expression::data([("Name", text("INPUT")), ("Value", input(cx, at, flow)?)]);
    let overridden = Expression::data([("Name", text(&to.node)), ("Environment", Expression::List(vec![given]))]);
    let arguments = vec![
        ("Cluster", of(container::CLUSTER, "arn")),
        ("TaskDefinition", of(&container::task_key(to), "definitionArn")),
        ("LaunchType", text("FARGATE")),
        ("NetworkConfiguration", Expression::data([("AwsvpcConfiguration", network)])),
        ("Overrides", Expression::data([("ContainerOverrides", Expression::List(vec![overridden]))])),
    ];
    Some(task(cx, if waits { "ecs:runTask.sync" } else { "ecs:runTask" }, arguments, WHOLE))
}

/// Whether a run waits for the end of what it starts.
pub(in super::super) fn waits(flow: &Flow) -> bool {
    flow.text("mode") != Some("async")
}

/// What the container gets: JSON in the environment variable `INPUT`, as from a schedule.
fn input(cx: &mut Aws, at: &At, flow: Option<&Flow>) -> Option<Expression> {
    let written = at.written.get("input").or_else(|| flow.and_then(|flow| flow.get("input"))).cloned();
    let value = match written {
        Some(value) => spoken(cx, at, &value)?,
        None => jsonata::STATE.to_owned(),
    };
    Some(Expression::text(jsonata::marked(&format!("$string({value})"))))
}

/// A written value as JSONata says it.
fn spoken(cx: &mut Aws, at: &At, value: &Value) -> Option<String> {
    Some(match value {
        Value::String(text) if steps::is_path(text) => path(cx, at, "input", text),
        Value::String(text) => jsonata::quoted(text),
        Value::Null => "null".to_owned(),
        Value::List(items) => {
            let items: Option<Vec<String>> = items.iter().map(|item| spoken(cx, at, item)).collect();
            format!("[{}]", items?.join(", "))
        }
        Value::Map(_) if value.as_setting().is_some() => {
            let help = "give the container the setting in its environment";
            at.refuse(cx, "input", "hands a setting to a container, whose input is text of the run", help);
            return None;
        }
        Value::Map(map) => {
            let entries: Option<Vec<String>> = map
                .iter()
                .map(|(name, value)| Some(format!("{}: {}", jsonata::quoted(name), spoken(cx, at, value)?)))
                .collect();
            format!("{{{}}}", entries?.join(", "))
        }
        Value::Integer(_) | Value::Float(_) | Value::Boolean(_) => value.to_string(),
    })
}
