//! event-bus: EventBridge with its archive, and a rule for each subscription.

use crate::design::{Flow, NodeId, Place};
use crate::program::{Expression, Origin};
use crate::text::duration::Duration;
use crate::text::words;
use crate::value::Value;

use super::super::draft::{New, Stage, of};
use super::super::values::spelled;
use super::access::{Access, Allow, Grant, Request, Statements};
use super::alarm::{Alarm, Statistic};
use super::dead_letters::Target;
use super::function::Invoker;
use super::route::{self, RoleFor};
use super::{Aws, external, iam, pattern, topic, with_suffix, workflow};

pub(super) const CLASS: &str = "aws.cloudwatch.EventBus";
const SERVICE: &str = "events.amazonaws.com";
/// What EventBridge does by itself, said aloud: a day, 185 attempts.
const MAXIMUM_AGE_SECONDS: i64 = 86_400;
const MAXIMUM_ATTEMPTS: i64 = 185;

/// What a service's events name as their source.
pub(super) fn source(cx: &Aws, service: &str) -> Expression {
    Expression::Text(format!("{}.{service}", cx.design.name))
}

pub(super) fn lower(cx: &mut Aws, id: &NodeId) {
    let key = id.to_string();
    let origin = Origin::Node(key.clone());
    let wish = with_suffix(&id.node, "bus");
    let main = New::sdk(CLASS, &key, id.node.clone(), origin.clone()).variable(wish.clone(), "event-bus");
    cx.output(&id.service, &format!("{wish}-name"), of(&key, "name"));
    if let Some(existing) = cx.existing(id) {
        let item = main.existing(existing).at(cx.position(id, Stage::Main));
        cx.push(&id.service, item);
        return;
    }
    let description = cx.description(id, "Domain events");
    let extra = cx.extra(id);
    let sealed = cx.key_of(id);
    if let Some(key) = &sealed {
        cx.keeps_events(key);
    }
    let sealed = sealed.map(|key| of(&key, "arn"));
    let item = main
        .argument("description", Expression::text(description))
        .argument("kmsKeyIdentifier", sealed.clone())
        .overriding(extra)
        .aliases(cx.former(id, &id.node))
        .at(cx.position(id, Stage::Main));
    cx.push(&id.service, item);
    if let Some(days) = cx.days(id, &["archive"]) {
        let class = "aws.cloudwatch.EventArchive";
        let name = cx.companion(id, class, &format!("{}-archive", id.node));
        let aliases = cx.former(id, &name);
        let item = New::sdk(class, "", name, origin)
            .argument("description", Expression::text(format!("Events of {}, kept for replay", id.node)))
            .argument("eventSourceArn", of(&key, "arn"))
            .argument("retentionDays", days)
            .argument("kmsKeyIdentifier", sealed)
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
    let key = request.node.to_string();
    let mut conditions = vec![("events:source", source(cx, request.service))];
    conditions.extend(request.event.map(|event| ("events:detail-type", Expression::text(event))));
    Grant {
        allows: vec![Allow {
            verb: "Publish",
            object: request.event.map_or_else(|| format!("to-{}", request.node.node), str::to_owned),
            service: request.node.service.clone(),
            actions: vec!["events:PutEvents"],
            resources: vec![of(&key, "arn")],
            condition: Some(Expression::data([("StringEquals", Expression::data(conditions))])),
        }],
        ..Grant::default()
    }
    .variable("bus name", of(&key, "name"))
}

pub(super) fn flow(cx: &mut Aws, flow: &Flow) {
    if flow.kind != "subscribe" {
        return;
    }
    let kind = cx.design.kind_of(&flow.to).unwrap_or_default();
    if !matches!(kind, "function" | "queue" | "topic" | "event-bus" | "delivery-stream" | "external" | "workflow") {
        let message = format!("{flow}: deliveries from a bus to a {kind} come later");
        cx.refuse(Place::flow(flow.id), message, "deliver to a queue or a function");
        return;
    }
    let home = Aws::home(flow).clone();
    let pattern = pattern::of_bus(cx, flow);
    let rule = Rule {
        bus: Some(of(&flow.from.to_string(), "name")),
        name: rule_name(flow),
        description: rule_description(flow),
        pattern,
        home,
    };
    let key = rule_item(cx, flow, &rule);
    watch(cx, flow, &rule, &key);
    match kind {
        "function" => to_function(cx, flow, &rule, &key),
        "queue" => to_queue(cx, flow, &rule, &key),
        "topic" => to_topic(cx, flow, &rule, &key),
        "event-bus" => to_bus(cx, flow, &rule, &key),
        "workflow" => to_workflow(cx, flow, &rule, &key),
        "delivery-stream" => to_delivery_stream(cx, flow, &rule, &key),
        _ => external::from_bus(cx, flow, &rule, &key),
    }
}

fn rule_name(flow: &Flow) -> String {
    let what = flow.event().map_or_else(|| flow.from.node.clone(), words::kebab);
    format!("{what}-to-{}", flow.to.node)
}

fn rule_description(flow: &Flow) -> String {
    match flow.event() {
        Some(event) => format!("{event} for {}", flow.to),
        None => format!("Events of {} for {}", flow.from, flow.to),
    }
}

/// A rule and where it stands.
pub(super) struct Rule {
    /// The bus by name; the account's own when none.
    pub(super) bus: Option<Expression>,
    /// The name that rule and target would like.
    pub(super) name: String,
    /// What it lets through.
    pub(super) description: String,
    /// The same as a pattern.
    pub(super) pattern: Expression,
    /// The node beside which it stands.
    pub(super) home: NodeId,
}

/// Makes a rule; gives its key.
pub(super) fn rule_item(cx: &mut Aws, flow: &Flow, rule: &Rule) -> String {
    let class = "aws.cloudwatch.EventRule";
    let name = cx.companion(&rule.home, class, &rule.name);
    let key = format!("{}/{name}-rule", rule.home);
    let item = New::sdk(class, &key, name.clone(), Origin::Flow(flow.id.0))
        .variable(format!("{name}-rule"), "event-rule")
        .argument("description", Expression::text(&rule.description))
        .argument("eventBusName", rule.bus.clone())
        .argument("eventPattern", pattern::json(rule.pattern.clone()))
        .at(cx.position(&rule.home, Stage::Flow));
    cx.push(&rule.home.service, item);
    key
}

/// Tells when a rule has given up on a target: what it set aside waits there, what it did not is lost.
fn watch(cx: &mut Aws, flow: &Flow, rule: &Rule, key: &str) {
    cx.alarm(
        &rule.home,
        Alarm {
            base: &rule.name,
            suffix: "failed",
            description: format!("Events of {} could not be delivered to {}", flow.from.node, flow.to),
            metric: ("AWS/Events", "FailedInvocations"),
            dimensions: vec![("EventBusName", of(&flow.from.to_string(), "name")), ("RuleName", of(key, "name"))],
            threshold: 0,
            statistic: Statistic::Sum,
        },
    );
}

/// The target of a rule, with what every target has; `push_target` puts it in its place.
pub(super) fn target(cx: &mut Aws, flow: &Flow, rule: &Rule, key: &str, arn: Expression) -> New {
    let class = "aws.cloudwatch.EventTarget";
    let name = cx.companion(&rule.home, class, &rule.name);
    New::sdk(class, "", name, Origin::Flow(flow.id.0))
        .argument("rule", of(key, "name"))
        .argument("eventBusName", rule.bus.clone())
        .argument("arn", arn)
}

/// Adds how often it is tried and where it goes then, and puts the target in its place.
pub(super) fn push_target(cx: &mut Aws, flow: &Flow, rule: &Rule, key: &str, item: New, failed: Option<Target>) {
    let dead_letters = failed.map(|failed| {
        let sid = format!("SetAside{}", words::pascal(&rule.name));
        cx.permit_dead_letters(&failed, sid, SERVICE, of(key, "arn"));
        Expression::properties([("arn", failed.arn())])
    });
    let written = flow.get("max_attempts").and_then(Value::as_integer);
    // Less than none stands for never giving up, which the longest that EventBridge knows comes closest to.
    let attempts = written.filter(|attempts| *attempts >= 0).unwrap_or(MAXIMUM_ATTEMPTS);
    let age = delivery_age(cx, flow, "EventBridge").unwrap_or(MAXIMUM_AGE_SECONDS);
    let retry = Expression::properties([
        ("maximumEventAgeInSeconds", spelled(Expression::Integer(age))),
        ("maximumRetryAttempts", Expression::Integer(attempts.clamp(0, MAXIMUM_ATTEMPTS))),
    ]);
    let item = item
        .argument("deadLetterConfig", dead_letters)
        .argument("retryPolicy", retry)
        .at(cx.position(&rule.home, Stage::Flow));
    cx.push(&rule.home.service, item);
}

/// How old, in seconds, what a flow delivers may get before it is given up, where the design says so.
pub(super) fn delivery_age(cx: &mut Aws, flow: &Flow, service: &str) -> Option<i64> {
    let written = flow.text("max_age").and_then(Duration::parse)?;
    let seconds = i64::try_from(written.seconds()).unwrap_or(i64::MAX);
    if !(60..=MAXIMUM_AGE_SECONDS).contains(&seconds) {
        cx.refuse(
            Place::flow_property(flow.id, "max_age"),
            format!("{flow} waits for a time that {service} does not know"),
            "set max_age to between 1m and 1d",
        );
    }
    Some(seconds)
}

fn to_function(cx: &mut Aws, flow: &Flow, rule: &Rule, key: &str) {
    cx.permit_invoke(
        &flow.to,
        Invoker {
            home: &rule.home,
            name: rule.name.clone(),
            principal: SERVICE,
            source: of(key, "arn"),
            this_account: false,
            origin: Origin::Flow(flow.id.0),
        },
    );
    let failed = cx.failure_target(flow);
    let item = target(cx, flow, rule, key, of(&flow.to.to_string(), "arn"));
    push_target(cx, flow, rule, key, item, failed);
}

fn to_queue(cx: &mut Aws, flow: &Flow, rule: &Rule, key: &str) {
    let sid = format!("Deliver{}", words::pascal(&rule.name));
    let queue = flow.to.to_string();
    cx.permit(&queue, iam::Statement { sid, service: SERVICE, action: "sqs:SendMessage", source: of(key, "arn") });
    cx.uses_key(&queue, SERVICE);
    let failed = topic::undeliverable(cx, flow).or_else(|| kept_apart(cx, flow, rule));
    let mut item = target(cx, flow, rule, key, of(&queue, "arn"));
    if cx.is_existing(&flow.to) {
        item = item.comment("The queue is there already: its own policy must let this rule send to it.");
    }
    if cx.is_fifo(&flow.to) {
        let group = Expression::text(flow.event().unwrap_or("events"));
        item = item.argument("sqsTarget", Expression::properties([("messageGroupId", group)]));
    }
    push_target(cx, flow, rule, key, item, failed);
}

fn to_topic(cx: &mut Aws, flow: &Flow, rule: &Rule, key: &str) {
    let sid = format!("Deliver{}", words::pascal(&rule.name));
    let topic = flow.to.to_string();
    cx.permit(&topic, iam::Statement { sid, service: SERVICE, action: "sns:Publish", source: of(key, "arn") });
    cx.uses_key(&topic, SERVICE);
    let failed = kept_apart(cx, flow, rule);
    let mut item = target(cx, flow, rule, key, of(&topic, "arn"));
    if cx.is_existing(&flow.to) {
        item = item.comment("The topic is there already: its own policy must let this rule publish to it.");
    }
    push_target(cx, flow, rule, key, item, failed);
}

/// Where goes what a target without dead letters of its own cannot be given: as the flow says, or a queue beside it.
pub(super) fn kept_apart(cx: &mut Aws, flow: &Flow, rule: &Rule) -> Option<Target> {
    match cx.chosen(flow, "dead_letters", &flow.to)? {
        Target::Own(_) => {
            let description = format!("Events could not be delivered to {}", flow.to);
            let key = cx.dead_letter_queue_named(&rule.home, &rule.name, Stage::Flow, false, description);
            Some(Target::Own(key))
        }
        named @ Target::Node(_) => Some(named),
    }
}

fn to_bus(cx: &mut Aws, flow: &Flow, rule: &Rule, key: &str) {
    let failed = kept_apart(cx, flow, rule);
    let item = bus_target(cx, flow, rule, key);
    push_target(cx, flow, rule, key, item, failed);
}

fn to_workflow(cx: &mut Aws, flow: &Flow, rule: &Rule, key: &str) {
    let starter = workflow::start_role(cx, flow, &rule.home, &rule.name, key);
    let failed = kept_apart(cx, flow, rule);
    let item = target(cx, flow, rule, key, of(&flow.to.to_string(), "arn"))
        .argument("roleArn", of(&starter.key, "arn"))
        .depends_on(&starter.policy);
    push_target(cx, flow, rule, key, item, failed);
}

/// A bus as the target of a rule: EventBridge puts events there with a role that may do nothing else.
pub(super) fn bus_target(cx: &mut Aws, flow: &Flow, rule: &Rule, key: &str) -> New {
    let arn = of(&flow.to.to_string(), "arn");
    // Events keep their source on the way, so that it is no condition here.
    let grant = Grant {
        allows: vec![Allow {
            verb: "Forward",
            object: format!("to-{}", flow.to.node),
            service: flow.to.service.clone(),
            actions: vec!["events:PutEvents"],
            resources: vec![arn],
            condition: None,
        }],
        ..Grant::default()
    };
    by_role(cx, flow, rule, key, &grant, format!("Lets EventBridge forward events to {}", flow.to))
}

/// A target that EventBridge reaches with a role for just that.
fn by_role(cx: &mut Aws, flow: &Flow, rule: &Rule, key: &str, grant: &Grant, description: String) -> New {
    let mut statements = Statements::default();
    statements.add(grant);
    let assumed = route::role(
        cx,
        &RoleFor {
            home: &rule.home,
            name: &rule.name,
            service: SERVICE,
            description,
            condition: Some(iam::from_source(of(key, "arn"))),
            origin: Origin::Flow(flow.id.0),
        },
        statements,
    );
    let arn = of(&flow.to.to_string(), "arn");
    target(cx, flow, rule, key, arn).argument("roleArn", of(&assumed.key, "arn")).depends_on(&assumed.policy)
}

fn to_delivery_stream(cx: &mut Aws, flow: &Flow, rule: &Rule, key: &str) {
    let grant = cx.publish_grant(&flow.to, None, &flow.from.service);
    let failed = kept_apart(cx, flow, rule);
    let item = by_role(cx, flow, rule, key, &grant, format!("Lets EventBridge put events into {}", flow.to));
    push_target(cx, flow, rule, key, item, failed);
}
