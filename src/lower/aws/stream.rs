//! stream: Kinesis, encrypted, on demand unless shards are counted, and what reads it.

use crate::design::{Flow, NodeId, Place};
use crate::program::{Expression, Literal, Origin, SettingKind};
use crate::text::duration::Duration;

use super::super::draft::{New, Stage, of};
use super::access::{Access, Grant, KeyUse, Request};
use super::alarm::{Alarm, Statistic};
use super::{Aws, mapping, pipe, with_suffix};

pub(super) const CLASS: &str = "aws.kinesis.Stream";
const CONSUMER: &str = "aws.kinesis.StreamConsumer";

const WRITE: &[&str] = &["kinesis:PutRecord", "kinesis:PutRecords"];
const READ: &[&str] = &[
    "kinesis:DescribeStream",
    "kinesis:DescribeStreamSummary",
    "kinesis:GetRecords",
    "kinesis:GetShardIterator",
    "kinesis:ListShards",
];
const FOLLOW: &[&str] = &["kinesis:DescribeStreamConsumer", "kinesis:SubscribeToShard"];

/// Readers that are further behind than this are told of: ten minutes, in milliseconds.
const BEHIND_MILLISECONDS: i64 = 600_000;

pub(super) fn lower(cx: &mut Aws, id: &NodeId) {
    let key = id.to_string();
    let wish = with_suffix(&id.node, "stream");
    let main = New::sdk(CLASS, &key, id.node.clone(), Origin::Node(key.clone())).variable(wish.clone(), "stream");
    cx.output(&id.service, &format!("{wish}-name"), of(&key, "name"));
    if let Some(existing) = cx.existing(id) {
        let item = main.existing(existing).at(cx.position(id, Stage::Main));
        cx.push(&id.service, item);
        return;
    }
    let shards = cx.integer(id, &["shards"]);
    let mode = if shards.is_some() { "PROVISIONED" } else { "ON_DEMAND" };
    let encrypted = cx.key_of(id).map_or_else(|| Expression::text("alias/aws/kinesis"), |key| of(&key, "arn"));
    let extra = cx.extra(id);
    let item = main
        .argument("shardCount", shards)
        .argument("streamModeDetails", Expression::properties([("streamMode", Expression::text(mode))]))
        .argument("retentionPeriod", retention(cx, id))
        .argument("encryptionType", Expression::text("KMS"))
        .argument("kmsKeyId", encrypted)
        .overriding(extra)
        .aliases(cx.former(id, &id.node))
        .at(cx.position(id, Stage::Main));
    cx.push(&id.service, item);
    alarms(cx, id);
}

/// How long records are kept, in whole hours.
fn retention(cx: &mut Aws, id: &NodeId) -> Option<Expression> {
    cx.vary(id, &["retention"], &SettingKind::Integer, "hours", |value| {
        let seconds = Duration::parse(value.as_str()?)?.seconds();
        i64::try_from(seconds.div_ceil(3600)).ok().map(Literal::Integer)
    })
}

fn alarms(cx: &mut Aws, id: &NodeId) {
    let dimension = || ("StreamName", of(&id.to_string(), "name"));
    let shares = |flow: &Flow| flow.kind == "subscribe" && !fans_out(flow);
    if cx.design.flows_from(id).any(shares) {
        cx.alarm(
            id,
            Alarm {
                base: &id.node,
                suffix: "age",
                description: format!("Readers of {} are more than 10 minutes behind", id.node),
                metric: ("AWS/Kinesis", "GetRecords.IteratorAgeMilliseconds"),
                dimensions: vec![dimension()],
                threshold: BEHIND_MILLISECONDS,
                statistic: Statistic::Maximum,
            },
        );
        cx.alarm(
            id,
            Alarm {
                base: &id.node,
                suffix: "read-throttles",
                description: format!("Readers ask for more of {} than its shards give", id.node),
                metric: ("AWS/Kinesis", "ReadProvisionedThroughputExceeded"),
                dimensions: vec![dimension()],
                threshold: 0,
                statistic: Statistic::Sum,
            },
        );
    }
    cx.alarm(
        id,
        Alarm {
            base: &id.node,
            suffix: "write-throttles",
            description: format!("More is written to {} than its shards take", id.node),
            metric: ("AWS/Kinesis", "WriteProvisionedThroughputExceeded"),
            dimensions: vec![dimension()],
            threshold: 0,
            statistic: Statistic::Sum,
        },
    );
}

/// Whether the reader has a channel of its own.
pub(super) fn fans_out(flow: &Flow) -> bool {
    flow.effective(&["fan_out"]).and_then(|value| value.as_bool()).unwrap_or(false)
}

/// The key of the channel that a reader has for itself.
fn consumer_key(flow: &Flow) -> String {
    format!("{}/{}-consumer", Aws::home(flow), mapping::between(flow))
}

/// Makes the channel that a reader has for itself; gives its key.
pub(super) fn consumer(cx: &mut Aws, flow: &Flow) -> String {
    let key = consumer_key(flow);
    let home = Aws::home(flow).clone();
    let name = cx.companion(&home, CONSUMER, &mapping::between(flow));
    let item = New::sdk(CONSUMER, &key, name.clone(), Origin::Flow(flow.id.0))
        .variable(format!("{name}-consumer"), "consumer")
        .argument("streamArn", of(&flow.from.to_string(), "arn"))
        .at(cx.position(&home, Stage::Flow));
    cx.push(&home.service, item);
    key
}

/// What a reader with a channel of its own needs beside what every reader needs.
pub(super) fn follow_grant(cx: &mut Aws, flow: &Flow) -> Option<Grant> {
    if cx.design.kind_of(&flow.from) != Some("stream") || !fans_out(flow) || flow.get("enrich").is_some() {
        return None;
    }
    let request = Request::of(&flow.from, Access::Consume, &flow.from.service);
    Some(Grant::allow(&request, "Follow", FOLLOW, vec![of(&consumer_key(flow), "arn")]))
}

pub(super) fn grant(cx: &mut Aws, request: &Request) -> Grant {
    let key = request.node.to_string();
    let arn = vec![of(&key, "arn")];
    let encrypted = cx.key_of(request.node);
    match request.access {
        Access::Publish => {
            cx.uses_iam();
            Grant::allow(request, "Put", WRITE, arn)
                .variable("stream name", of(&key, "name"))
                .key(encrypted, KeyUse::Encrypt)
        }
        Access::Consume => {
            cx.uses_iam();
            Grant::allow(request, "Read", READ, arn).key(encrypted, KeyUse::Decrypt)
        }
        _ => Grant::default(),
    }
}

pub(super) fn flow(cx: &mut Aws, flow: &Flow) {
    if flow.kind != "subscribe" {
        return;
    }
    if flow.get("enrich").is_some() && fans_out(flow) {
        cx.refuse(
            Place::flow_property(flow.id, "fan_out"),
            format!("{flow}: a function enriches its records in a pipe, and a pipe has no channel of its own"),
            "leave fan_out out, or let the function that is started enrich them itself",
        );
        return;
    }
    match (cx.design.kind_of(&flow.to), flow.get("enrich")) {
        (Some("function"), None) => mapping::from_stream(cx, flow),
        // The delivery stream itself reads its source.
        (Some("delivery-stream"), _) => {}
        _ => pipe::lower(cx, flow),
    }
}
