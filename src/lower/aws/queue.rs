//! queue: SQS with its dead-letter queue, its policy and its alarms.

use crate::design::{Flow, NodeId, Place};
use crate::program::{Expression, Origin};
use crate::value::Value;

use super::super::draft::{New, Stage, of};
use super::super::values::spelled;
use super::access::{Access, Grant, KeyUse, Request};
use super::alarm::{Alarm, Statistic};
use super::dead_letters::{self, Target};
use super::{Aws, iam, mapping, pipe, with_suffix};

pub(super) const CLASS: &str = "aws.sqs.Queue";

pub(super) fn lower(cx: &mut Aws, id: &NodeId) {
    let key = id.to_string();
    let origin = Origin::Node(key.clone());
    let wish = with_suffix(&id.node, "queue");
    let main = New::sdk(CLASS, &key, cx.logical(id), origin.clone()).variable(wish.clone(), "queue");
    cx.output(&id.service, &format!("{wish}-url"), of(&key, "url"));
    if let Some(existing) = cx.existing(id) {
        let item = main.existing(existing).at(cx.position(id, Stage::Main));
        cx.push(&id.service, item);
        return;
    }
    let fifo = cx.flag(id, &["fifo"]);
    let dead_letters = dead_letter_target(cx, id);
    if let Some(Target::Own(_)) = &dead_letters {
        let description = format!("Messages of {} could not be worked off", id.node);
        cx.dead_letter_queue(id, Stage::Before, fifo, description);
    }
    let redrive = match &dead_letters {
        Some(target) => {
            let receives = cx.integer(id, &["max_receives"]).unwrap_or(Expression::Integer(5));
            let policy = Expression::data([("deadLetterTargetArn", target.arn()), ("maxReceiveCount", receives)]);
            Some(Expression::JsonOutput(Box::new(policy)))
        }
        None => None,
    };
    let visibility = visibility(cx, id);
    let delay = cx.seconds(id, &["delay"]).filter(|delay| *delay != Expression::Integer(0));
    let ordered = |value: bool| fifo.then_some(Expression::Boolean(value));
    let extra = cx.extra(id);
    let item = main
        .argument("fifoQueue", ordered(true))
        .argument("contentBasedDeduplication", ordered(true))
        .argument("kmsMasterKeyId", cx.key_of(id).map(|key| of(&key, "arn")))
        .argument("messageRetentionSeconds", cx.seconds(id, &["retention"]).map(spelled))
        .argument("visibilityTimeoutSeconds", visibility.clone())
        .argument("delaySeconds", delay)
        .argument("redrivePolicy", redrive)
        .overriding(extra)
        .aliases(cx.former(id, &cx.logical(id)))
        .at(cx.position(id, Stage::Main));
    cx.push(&id.service, item);
    if let Some(Target::Own(own)) = &dead_letters {
        redrive_allow(cx, id, own);
    }
    let plain = !cx.flag(id, &["require_tls"]);
    let policy = cx.companion(id, "aws.sqs.QueuePolicy", &format!("{}-policy", cx.logical(id)));
    cx.facts.policies.insert(
        key.clone(),
        iam::ResourcePolicy {
            component: id.service.clone(),
            origin,
            position: cx.position(id, Stage::Policy),
            class: "aws.sqs.QueuePolicy",
            subject: ("queueUrl", "url"),
            secured: "sqs:*",
            plain,
            oldest_tls: None,
            contents: false,
            aliases: cx.former(id, &policy),
            name: policy,
            statements: Vec::new(),
        },
    );
    age_alarm(cx, id, visibility.as_ref());
}

/// Where messages go that cannot be worked off.
pub(super) fn dead_letter_target(cx: &mut Aws, id: &NodeId) -> Option<Target> {
    match cx.fixed(id, &["dead_letters"]) {
        Some(Value::Boolean(false)) => None,
        Some(Value::String(text)) => {
            let node = NodeId::parse(&text).filter(|node| cx.design.kind_of(node) == Some("queue"));
            if node.is_none() {
                cx.refuse(
                    Place::property(id, "dead_letters"),
                    format!("there is no queue {text} to set messages aside in"),
                    "name a queue of the design, or true for one of its own",
                );
            }
            node.map(Target::Node)
        }
        _ => Some(Target::Own(dead_letters::key_of(id))),
    }
}

/// Only this queue may set messages aside in its dead-letter queue.
fn redrive_allow(cx: &mut Aws, id: &NodeId, own: &str) {
    let class = "aws.sqs.RedriveAllowPolicy";
    let name = cx.companion(id, class, &format!("{}-redrive-allow", id.node));
    let aliases = cx.former(id, &name);
    let policy = Expression::data([
        ("redrivePermission", Expression::text("byQueue")),
        ("sourceQueueArns", Expression::List(vec![of(&id.to_string(), "arn")])),
    ]);
    let item = New::sdk(class, "", name, Origin::Node(id.to_string()))
        .argument("queueUrl", of(own, "url"))
        .argument("redriveAllowPolicy", Expression::JsonOutput(Box::new(policy)))
        .aliases(aliases)
        .at(cx.position(id, Stage::After));
    cx.push(&id.service, item);
}

/// As the node says; otherwise six times the consumer's timeout and the time for gathering a batch, as Lambda asks.
fn visibility(cx: &mut Aws, id: &NodeId) -> Option<Expression> {
    if let Some(visibility) = cx.seconds(id, &["visibility"]) {
        return Some(visibility);
    }
    let design = cx.design;
    let mut consumers = design
        .flows_from(id)
        .filter(|flow| flow.kind == "subscribe" && design.kind_of(&flow.to) == Some("function"))
        .filter(|flow| design.node(&flow.to).is_some_and(|node| node.get("existing").is_none()));
    let first = consumers.next()?;
    let (consumer, window) = consumers.map(|flow| (flow, mapping::batch(flow).1.unwrap_or(0))).fold(
        (first, mapping::batch(first).1.unwrap_or(0)),
        |best, next| {
            let longest = |flow: &Flow| cx.known_seconds(&flow.to, &["timeout"]).into_iter().max().unwrap_or(0);
            if longest(next.0) * 6 + next.1 > longest(best.0) * 6 + best.1 { next } else { best }
        },
    );
    let shortest = cx.known_seconds(&consumer.to, &["timeout"]).into_iter().min().unwrap_or(1).max(1);
    match cx.seconds(&consumer.to, &["timeout"])? {
        Expression::Integer(timeout) => Some(Expression::Integer((6 * timeout + window).min(43_200))),
        other => {
            let factor = 6 + (window + shortest - 1) / shortest;
            Some(Expression::Product(Box::new(Expression::Integer(factor)), Box::new(other)))
        }
    }
}

fn age_alarm(cx: &mut Aws, id: &NodeId, visibility: Option<&Expression>) {
    let threshold = match visibility {
        Some(Expression::Integer(seconds)) => 600.max(*seconds),
        _ => 600,
    };
    cx.alarm(
        id,
        Alarm {
            base: &id.node,
            suffix: "age",
            description: format!("Messages of {} wait for more than {} minutes", id.node, threshold / 60),
            metric: ("AWS/SQS", "ApproximateAgeOfOldestMessage"),
            dimensions: vec![("QueueName", of(&id.to_string(), "name"))],
            threshold,
            statistic: Statistic::Maximum,
        },
    );
}

pub(super) fn grant(cx: &mut Aws, request: &Request) -> Grant {
    let key = request.node.to_string();
    let arn = vec![of(&key, "arn")];
    let encrypted = cx.key_of(request.node);
    cx.uses_iam();
    match request.access {
        Access::Publish => Grant::allow(request, "Send", &["sqs:SendMessage"], arn)
            .variable("queue url", of(&key, "url"))
            .key(encrypted, KeyUse::Encrypt),
        Access::Consume => {
            let actions = &["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];
            Grant::allow(request, "Consume", actions, arn).key(encrypted, KeyUse::Decrypt)
        }
        _ => Grant::default(),
    }
}

pub(super) fn flow(cx: &mut Aws, flow: &Flow) {
    if flow.kind != "subscribe" {
        return;
    }
    if cx.design.kind_of(&flow.to) == Some("function") && flow.get("enrich").is_none() {
        mapping::from_queue(cx, flow);
    } else {
        pipe::lower(cx, flow);
    }
}
