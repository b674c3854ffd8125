//! topic: SNS, encrypted, with a policy, and its subscriptions.

use crate::design::{Flow, NodeId, Place};
use crate::program::{Expression, Origin};

use super::super::draft::{New, Stage, of};
use super::access::{Access, Grant, KeyUse, Request, Statements};
use super::dead_letters::Target;
use super::function::Invoker;
use super::route::{self, RoleFor};
use super::{Aws, external, iam, mapping, pattern, queue, with_suffix};

pub(super) const CLASS: &str = "aws.sns.Topic";
const SUBSCRIPTION: &str = "aws.sns.TopicSubscription";
const SERVICE: &str = "sns.amazonaws.com";

pub(super) fn lower(cx: &mut Aws, id: &NodeId) {
    let key = id.to_string();
    let origin = Origin::Node(key.clone());
    let wish = with_suffix(&id.node, "topic");
    let main = New::sdk(CLASS, &key, cx.logical(id), origin.clone()).variable(wish.clone(), "topic");
    cx.output(&id.service, &format!("{wish}-arn"), of(&key, "arn"));
    if let Some(existing) = cx.existing(id) {
        let item = main.existing(existing).at(cx.position(id, Stage::Main));
        cx.push(&id.service, item);
    } else {
        let fifo = cx.flag(id, &["fifo"]);
        let ordered = || fifo.then_some(Expression::Boolean(true));
        let retention = cx.days(id, &["retention"]);
        if retention.is_some() && !fifo {
            cx.refuse(
                Place::property(id, "retention"),
                format!("{id} keeps messages for replay, which SNS does for topics in order only"),
                "set fifo: true, or leave retention out",
            );
        }
        if fifo && cx.design.effective(id, &["email"], None).is_some() {
            cx.refuse(
                Place::property(id, "email"),
                format!("{id} is a topic in order, which delivers to queues only, not to an email address"),
                "leave email out, or let a function that works off a queue in order send the email",
            );
        }
        let archive = retention.map(|days| {
            let period = match days {
                Expression::Integer(days) => Expression::Text(days.to_string()),
                other => other,
            };
            Expression::Json(Box::new(Expression::data([("MessageRetentionPeriod", period)])))
        });
        let extra = cx.extra(id);
        let item = main
            .argument("fifoTopic", ordered())
            .argument("contentBasedDeduplication", ordered())
            .argument("archivePolicy", archive)
            .argument("kmsMasterKeyId", cx.key_of(id).map(|key| of(&key, "arn")))
            .overriding(extra)
            .aliases(cx.former(id, &cx.logical(id)))
            .at(cx.position(id, Stage::Main));
        cx.push(&id.service, item);
        let plain = !cx.flag(id, &["require_tls"]);
        let policy = cx.companion(id, "aws.sns.TopicPolicy", &format!("{}-policy", cx.logical(id)));
        cx.facts.policies.insert(
            key.clone(),
            iam::ResourcePolicy {
                component: id.service.clone(),
                origin: origin.clone(),
                position: cx.position(id, Stage::Policy),
                class: "aws.sns.TopicPolicy",
                subject: ("arn", "arn"),
                secured: "sns:Publish",
                plain,
                oldest_tls: None,
                contents: false,
                aliases: cx.former(id, &policy),
                name: policy,
                statements: Vec::new(),
            },
        );
    }
    if let Some(email) = cx.text(id, &["email"]) {
        if let Expression::Setting(field) = &email
            && cx.settings.is_optional(field)
        {
            cx.refuse(
                Place::property(id, "email"),
                format!("email of {id} has a value in some environments only"),
                "give the node an address, which holds where no other is set",
            );
        }
        let name = cx.companion(id, SUBSCRIPTION, &format!("{}-email", cx.logical(id)));
        let aliases = cx.former(id, &name);
        let item = New::sdk(SUBSCRIPTION, "", name, origin)
            .argument("topic", of(&key, "arn"))
            .argument("protocol", Expression::text("email"))
            .argument("endpoint", email)
            .aliases(aliases)
            .at(cx.position(id, Stage::After));
        cx.push(&id.service, item);
    }
}

pub(super) fn grant(cx: &mut Aws, request: &Request) -> Grant {
    if request.access != Access::Publish {
        return Grant::default();
    }
    cx.uses_iam();
    let arn = of(&request.node.to_string(), "arn");
    let key = cx.key_of(request.node);
    Grant::allow(request, "Publish", &["sns:Publish"], vec![arn.clone()])
        .variable("topic arn", arn)
        .key(key, KeyUse::Encrypt)
}

pub(super) fn flow(cx: &mut Aws, flow: &Flow) {
    if flow.kind != "subscribe" {
        return;
    }
    match cx.design.kind_of(&flow.to).unwrap_or_default() {
        "function" => to_function(cx, flow),
        "queue" => to_queue(cx, flow),
        "delivery-stream" => to_delivery_stream(cx, flow),
        "external" => to_external(cx, flow),
        other => {
            let message = format!("{flow}: deliveries from a topic to a {other} come later");
            cx.refuse(Place::flow(flow.id), message, "deliver to a queue or a function");
        }
    }
}

fn to_function(cx: &mut Aws, flow: &Flow) {
    if refused_in_order(cx, flow) {
        return;
    }
    let home = Aws::home(flow).clone();
    let topic = of(&flow.from.to_string(), "arn");
    cx.permit_invoke(
        &flow.to,
        Invoker {
            home: &home,
            name: mapping::between(flow),
            principal: SERVICE,
            source: topic,
            this_account: false,
            origin: Origin::Flow(flow.id.0),
        },
    );
    let target = cx.failure_target(flow);
    let item = subscription(cx, flow, "lambda", of(&flow.to.to_string(), "arn"), target);
    push(cx, flow, item);
}

fn to_queue(cx: &mut Aws, flow: &Flow) {
    let queue = flow.to.to_string();
    let topic = of(&flow.from.to_string(), "arn");
    let sid = format!("Deliver{}", crate::text::words::pascal(&flow.from.node));
    cx.permit(&queue, iam::Statement { sid, service: SERVICE, action: "sqs:SendMessage", source: topic });
    cx.uses_key(&queue, SERVICE);
    let target = undeliverable(cx, flow);
    let mut item = subscription(cx, flow, "sqs", of(&queue, "arn"), target)
        .argument("rawMessageDelivery", Expression::Boolean(true));
    if cx.is_existing(&flow.to) {
        item = item.comment("The queue is there already: its own policy must let the topic send to it.");
    }
    push(cx, flow, item);
}

/// What a queue cannot be given goes where its own dead letters go.
pub(super) fn undeliverable(cx: &mut Aws, flow: &Flow) -> Option<Target> {
    let chosen = cx.chosen(flow, "dead_letters", &flow.to)?;
    match chosen {
        Target::Own(_) if cx.is_existing(&flow.to) => None,
        Target::Own(_) => queue::dead_letter_target(cx, &flow.to),
        named @ Target::Node(_) => Some(named),
    }
}

/// Refuses what a topic in order cannot deliver to.
fn refused_in_order(cx: &mut Aws, flow: &Flow) -> bool {
    let fifo = cx.is_fifo(&flow.from);
    if fifo {
        cx.refuse(
            Place::flow(flow.id),
            format!("{flow}: a topic in order delivers to queues only"),
            "put a queue in order between them",
        );
    }
    fifo
}

/// SNS puts messages into the delivery stream with a role that may do nothing else.
fn to_delivery_stream(cx: &mut Aws, flow: &Flow) {
    if refused_in_order(cx, flow) {
        return;
    }
    let home = Aws::home(flow).clone();
    let name = mapping::between(flow);
    let mut grant = cx.publish_grant(&flow.to, None, &flow.from.service);
    // SNS looks at the delivery stream before it subscribes it.
    grant.allows.iter_mut().for_each(|allow| {
        allow.actions.extend(["firehose:DescribeDeliveryStream", "firehose:ListTagsForDeliveryStream"]);
    });
    let mut statements = Statements::default();
    statements.add(&grant);
    let role = route::role(
        cx,
        &RoleFor {
            home: &home,
            name: &name,
            service: SERVICE,
            description: format!("Lets SNS put messages into {}", flow.to),
            // SNS names no source when it takes the role of a subscription.
            condition: None,
            origin: Origin::Flow(flow.id.0),
        },
        statements,
    );
    let target = kept_apart(cx, flow);
    let item = subscription(cx, flow, "firehose", of(&flow.to.to_string(), "arn"), target)
        .argument("subscriptionRoleArn", of(&role.key, "arn"))
        .argument("rawMessageDelivery", Expression::Boolean(true))
        .depends_on(&role.policy);
    push(cx, flow, item);
}

fn to_external(cx: &mut Aws, flow: &Flow) {
    if refused_in_order(cx, flow) {
        return;
    }
    let address = external::address(cx, &flow.to);
    let written = flow.text("protocol").map(str::to_owned);
    let scheme = external::scheme(cx, &flow.to);
    let protocol = written.or_else(|| {
        scheme.map(|scheme| match scheme.as_str() {
            "mailto" => "email".to_owned(),
            "tel" => "sms".to_owned(),
            other => other.to_owned(),
        })
    });
    let (Some(address), Some(protocol)) = (address, protocol) else {
        cx.refuse(
            Place::flow(flow.id),
            format!("{flow}: neither the address of {} nor how to reach it is known", flow.to),
            "set url on the external system, and protocol (email, sms, https) on the flow",
        );
        return;
    };
    let target = if protocol == "https" { kept_apart(cx, flow) } else { None };
    let item = subscription(cx, flow, &protocol, address, target);
    push(cx, flow, item);
}

/// What a target without dead letters of its own does not take goes where the flow says, or to a queue beside the
/// subscription.
fn kept_apart(cx: &mut Aws, flow: &Flow) -> Option<Target> {
    match cx.chosen(flow, "dead_letters", &flow.to)? {
        Target::Own(_) => {
            let description = format!("Messages could not be delivered to {}", flow.to);
            let home = Aws::home(flow).clone();
            let key = cx.dead_letter_queue_named(&home, &mapping::between(flow), Stage::Flow, false, description);
            Some(Target::Own(key))
        }
        named @ Target::Node(_) => Some(named),
    }
}

fn subscription(cx: &mut Aws, flow: &Flow, protocol: &str, endpoint: Expression, target: Option<Target>) -> New {
    let name = cx.companion(Aws::home(flow), SUBSCRIPTION, &mapping::between(flow));
    let topic = of(&flow.from.to_string(), "arn");
    let filter = pattern::of_topic(cx, flow);
    let scope = filter.as_ref().map(|_| Expression::text("MessageBody"));
    let redrive = target.map(|target| {
        let sid = format!("SetAside{}", crate::text::words::pascal(&flow.from.node));
        cx.permit_dead_letters(&target, sid, SERVICE, topic.clone());
        Expression::JsonOutput(Box::new(Expression::data([("deadLetterTargetArn", target.arn())])))
    });
    New::sdk(SUBSCRIPTION, "", name, Origin::Flow(flow.id.0))
        .argument("topic", topic)
        .argument("protocol", Expression::text(protocol))
        .argument("endpoint", endpoint)
        .argument("filterPolicy", filter.map(pattern::json))
        .argument("filterPolicyScope", scope)
        .argument("redrivePolicy", redrive)
}

fn push(cx: &mut Aws, flow: &Flow, item: New) {
    let home = Aws::home(flow).clone();
    let item = item.at(cx.position(&home, Stage::Flow));
    cx.push(&home.service, item);
}
