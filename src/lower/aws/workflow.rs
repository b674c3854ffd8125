//! workflow: a state machine of Step Functions with its role, log group and alarms. What it does is in `definition`.

mod choose;
mod definition;
mod jsonata;
mod role;
mod scope;
mod starts;
mod state;
mod task;
mod undo;

use crate::design::NodeId;
use crate::program::{Expression, Literal, Origin, Part, SettingKind};

use super::super::draft::{New, Stage, of};
use super::super::steps::place;
use super::alarm::{Alarm, Statistic};
use super::{Aws, with_suffix};

pub(super) use starts::{access, grant, invocation, start_role, waits};

pub(super) const CLASS: &str = "aws.sfn.StateMachine";

/// The longest run of an express workflow, in seconds (Step Functions quotas).
const EXPRESS_SECONDS: i64 = 300;

/// How long the key of one's own is not asked again; the longest is three times that.
const REUSE_SECONDS: i64 = 300;

/// Alarms: suffix, metric, what it means.
const ALARMS: &[(&str, &str, &str)] = &[
    ("failed", "ExecutionsFailed", "fail"),
    ("timed-out", "ExecutionsTimedOut", "take too long"),
    ("throttled", "ExecutionThrottled", "are held back by a limit of the account"),
];

pub(super) fn lower(cx: &mut Aws, id: &NodeId) {
    let key = id.to_string();
    let origin = Origin::Node(key.clone());
    let wish = with_suffix(&id.node, "workflow");
    let main = New::sdk(CLASS, &key, id.node.clone(), origin.clone()).variable(id.node.clone(), "workflow");
    cx.output(&id.service, &format!("{wish}-arn"), of(&key, "arn"));
    if let Some(existing) = cx.existing(id) {
        let item = main.existing(existing).at(cx.position(id, Stage::Main));
        cx.push(&id.service, item);
        return;
    }
    let express = is_express(cx, id);
    let Some(definition) = definition::of(cx, id, express) else { return };
    let logging = logging(cx, id);
    let tracing = cx.boolean(id, &["tracing"]).unwrap_or(Expression::Boolean(true));
    let role = role::lower(cx, id, logging.is_some(), &tracing);
    let encryption = encryption(cx, id, logging.is_some());
    let extra = cx.extra(id);
    let item = main
        .argument("type", Expression::text(if express { "EXPRESS" } else { "STANDARD" }))
        .argument("roleArn", of(&role.key, "arn"))
        .argument("definition", definition)
        .argument("loggingConfiguration", logging)
        .argument("tracingConfiguration", Expression::properties([("enabled", tracing)]))
        .argument("encryptionConfiguration", encryption)
        .overriding(extra)
        .depends_on(&role.policy)
        .aliases(cx.former(id, &id.node))
        .at(cx.position(id, Stage::Main));
    cx.push(&id.service, item);
    for (suffix, metric, meaning) in ALARMS {
        cx.alarm(
            id,
            Alarm {
                base: &id.node,
                suffix,
                description: format!("Runs of {} {meaning}", id.node),
                metric: ("AWS/States", metric),
                dimensions: vec![("StateMachineArn", of(&key, "arn"))],
                threshold: 0,
                statistic: Statistic::Sum,
            },
        );
    }
}

/// By what its definition and its runs are encrypted, where the design names a key.
fn encryption(cx: &mut Aws, id: &NodeId, logged: bool) -> Option<Expression> {
    let key = cx.key_of(id)?;
    if logged {
        cx.logs_runs(&key);
    }
    Some(Expression::properties([
        ("type", Expression::text("CUSTOMER_MANAGED_KMS_KEY")),
        ("kmsKeyId", of(&key, "arn")),
        ("kmsDataKeyReusePeriodSeconds", Expression::Integer(REUSE_SECONDS)),
    ]))
}

/// Whether runs are short and cheap.
pub(super) fn is_express(cx: &mut Aws, id: &NodeId) -> bool {
    cx.flag(id, &["express"])
}

/// The longest that one run may take, in seconds.
fn timeout(cx: &mut Aws, id: &NodeId, express: bool) -> Option<Expression> {
    let said = |set: &crate::value::Map| set.contains_key("timeout");
    let written = cx.design.node(id).is_some_and(|node| said(&node.properties));
    let mut sets = cx.design.environments.values().filter_map(|environment| environment.set.get(&id.to_string()));
    if express && !written && !sets.any(said) {
        return Some(Expression::Integer(EXPRESS_SECONDS));
    }
    cx.seconds(id, &["timeout"])
}

/// Where it is written down what each run did, without the data that went through it; none where nothing is logged.
fn logging(cx: &mut Aws, id: &NodeId) -> Option<Expression> {
    let level = cx.vary(id, &["logs"], &SettingKind::Text, "", |value| {
        let level = match value.as_str()? {
            "all" => "ALL",
            "errors" => "ERROR",
            _ => "OFF",
        };
        Some(Literal::Text(level.to_owned()))
    })?;
    if level == Expression::text("OFF") {
        return None;
    }
    let class = "aws.cloudwatch.LogGroup";
    let key = format!("{id}/logs");
    let name = cx.companion(id, class, &format!("{}-logs", id.node));
    let aliases = cx.former(id, &name);
    let item = New::sdk(class, &key, name.clone(), Origin::Node(id.to_string()))
        .variable(name, "log-group")
        // The account's policy for log delivery has room for few log groups, but one entry for all that begin so.
        .argument("namePrefix", Expression::text(format!("/aws/vendedlogs/states/{}-", id.node)))
        .argument("retentionInDays", cx.retention(id))
        .aliases(aliases)
        .at(cx.position(id, Stage::Before));
    cx.push(&id.service, item);
    let destination = Expression::Interpolate(vec![Part::Value(of(&key, "arn")), Part::Text(":*".to_owned())]);
    Some(Expression::properties([
        ("level", level),
        ("includeExecutionData", Expression::Boolean(false)),
        ("logDestination", destination),
    ]))
}
