//! Subscriptions: which messages of a topic reach whom, as whom they are handed over, and where they are set aside.

use crate::design::{Flow, NodeId, Place};
use crate::program::{Expression, Origin, Part};
use crate::text::words;
use crate::value::Value;

use super::super::draft::{New, Stage, of};
use super::{Gcp, external, filter, region, support, topic};

const CLASS: &str = "components/delivery:Delivery";
const DEAD_LETTERS: &str = "components/dead-letters:DeadLetters";
/// Pub/Sub waits for an answer for ten seconds at least and ten minutes at most.
const SHORTEST: i64 = 10;
const LONGEST: i64 = 600;
/// How long messages wait for a function: a week.
const WEEK: i64 = 604_800;

/// What a subscription is made of.
pub(super) struct Delivery<'a> {
    /// The node in whose service it stands.
    pub(super) home: &'a NodeId,
    /// Its name.
    pub(super) name: String,
    /// The topic's id.
    pub(super) topic: Expression,
    /// Which messages.
    pub(super) filter: Option<String>,
    /// Who is called with each message; without it they wait to be fetched.
    pub(super) push: Option<Push>,
    /// How long a delivery may take.
    pub(super) deadline: Expression,
    /// How long messages wait.
    pub(super) retention: Expression,
    /// Whether order is kept.
    pub(super) ordered: bool,
    /// Where messages are set aside, and after how many attempts.
    pub(super) dead_letters: Option<(DeadLetters, Expression)>,
    /// What must be there first.
    pub(super) after: Vec<String>,
    /// The flows that it follows from.
    pub(super) flows: Vec<Flow>,
}

/// Who is called with messages, and as whom.
#[derive(Debug, Clone)]
pub(super) struct Push {
    /// The address.
    pub(super) uri: Expression,
    /// The key of the account that signs the calls.
    pub(super) account: String,
}

impl Push {
    /// A call of a node that has an address of its own.
    pub(super) fn to(node: &NodeId, account: String) -> Self {
        Self { uri: of(&node.to_string(), "uri"), account }
    }
}

/// Where messages are set aside.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum DeadLetters {
    /// A place of their own, by its key.
    Own(String),
    /// A queue that is drawn.
    Queue(NodeId),
}

impl DeadLetters {
    /// The topic's id.
    fn topic(&self) -> Expression {
        match self {
            Self::Own(key) => of(key, "id"),
            Self::Queue(node) => of(&node.to_string(), "id"),
        }
    }
}

/// A duration as Google's APIs write it.
pub(super) fn in_seconds(seconds: Expression) -> Expression {
    match seconds {
        Expression::Integer(count) => Expression::Text(format!("{count}s")),
        other => Expression::Format(vec![Part::Value(other), Part::Text("s".to_owned())]),
    }
}

impl Gcp<'_> {
    /// Makes a place where messages are set aside; the key of it.
    pub(super) fn dead_letters(&mut self, home: &NodeId, description: String) -> DeadLetters {
        self.facts.support.insert(support::DEAD_LETTERS);
        self.facts.apis.insert("pubsub");
        let key = format!("{home}/dead-letters");
        let name = self.companion(home, DEAD_LETTERS, &format!("{}-dead-letters", home.node));
        let (agent, channel) = (self.pubsub_agent(), self.alarm_channel());
        let aliases = self.former(home, &name);
        let item = New::component(DEAD_LETTERS, &key, name.clone(), Origin::Node(home.to_string()))
            .variable(name, "dead-letters")
            .attributes(|item, attribute| match attribute {
                "" => item,
                _ => Expression::Field(Box::new(item), crate::program::Name::known("topic")).property(attribute),
            })
            .argument("region", region())
            .argument("description", Expression::text(description))
            .argument("pubsubAgent", agent)
            .argument("alarmChannel", channel)
            .aliases(aliases)
            .at(self.position(home, Stage::Before));
        self.push(&home.service, item);
        DeadLetters::Own(key)
    }

    /// Makes a subscription.
    pub(super) fn delivery(&mut self, delivery: Delivery) {
        self.facts.support.insert(support::DELIVERY);
        let agent = self.pubsub_agent();
        let home = delivery.home;
        let name = self.companion(home, CLASS, &delivery.name);
        let aliases = self.former(home, &name);
        let push = delivery
            .push
            .map(|push| Expression::properties([("uri", push.uri), ("account", of(&push.account, "email"))]));
        let set_aside = delivery.dead_letters.as_ref().map(|(place, attempts)| {
            Expression::properties([("topic", place.topic()), ("attempts", attempts.clone())])
        });
        let origin = delivery.flows.first().map_or(Origin::Node(home.to_string()), |flow| Origin::Flow(flow.id.0));
        let key = format!("{home}/delivery/{name}");
        let mut item = New::component(CLASS, &key, name, origin)
            .argument("topic", delivery.topic)
            .argument("filter", delivery.filter.map(Expression::Text))
            .argument("push", push)
            .argument("ackDeadlineSeconds", delivery.deadline)
            .argument("retentionSeconds", delivery.retention)
            .argument("ordered", delivery.ordered.then_some(Expression::Boolean(true)))
            .argument("deadLetters", set_aside)
            .argument("pubsubAgent", agent)
            .aliases(aliases);
        for key in &delivery.after {
            item = item.depends_on(key);
        }
        match &delivery.dead_letters {
            Some((DeadLetters::Own(key), _)) => item = item.depends_on(key),
            Some((DeadLetters::Queue(node), _)) => {
                let mut role = topic::publisher(&node.to_string());
                role.verb = "sets-aside-in";
                let agent = self.pubsub_agent();
                let reason = delivery.flows.first().or_else(|| self.design.flows_to(node).next()).cloned();
                if let Some(flow) = reason {
                    let right = self.member_once(node, &role, agent, "pubsub", &flow);
                    // Components wait for what is theirs; the entry makes the others first where it can.
                    if node.service == home.service {
                        item = item.depends_on(&right);
                    }
                }
            }
            None => {}
        }
        let item = item.at(self.position(home, Stage::Flow));
        self.push(&home.service, item);
    }

    /// Refuses batches: Pub/Sub calls with one message.
    pub(super) fn one_by_one(&mut self, flow: &Flow) {
        if flow
            .get("batch")
            .and_then(|batch| batch.get("size"))
            .and_then(Value::as_integer)
            .is_some_and(|size| size != 1)
        {
            self.refuse(
                Place::flow_property(flow.id, "batch"),
                format!("{flow}: Pub/Sub hands over one message at a time"),
                "leave batch out, or say size: 1",
            );
        }
    }

    /// How long a delivery may take: as the flow says, or as long as who is called may take to answer.
    pub(super) fn deadline(&mut self, flow: Option<&Flow>, called: &NodeId) -> Expression {
        let written = flow.and_then(|flow| flow.text("ack_deadline")).and_then(crate::text::duration::Duration::parse);
        if let Some(written) = written {
            return Expression::Integer((written.seconds() as i64).clamp(SHORTEST, LONGEST));
        }
        match self.longest(called) {
            Some(Expression::Integer(seconds)) => Expression::Integer(seconds.clamp(SHORTEST, LONGEST)),
            Some(other) => other,
            None => Expression::Integer(SHORTEST),
        }
    }

    /// Where a flow's messages are set aside, as it says.
    fn set_aside(&mut self, flow: &Flow, home: &NodeId, gave_up: String) -> Option<DeadLetters> {
        match flow.effective(&["dead_letters"]) {
            Some(Value::Boolean(false)) => None,
            Some(Value::String(text)) => {
                let node = NodeId::parse(&text).filter(|node| self.design.kind_of(node) == Some("queue"));
                if node.is_none() {
                    self.refuse(
                        Place::flow_property(flow.id, "dead_letters"),
                        format!("there is no queue {text} to set messages aside in"),
                        "name a queue of the design, or true for one of its own",
                    );
                }
                node.map(DeadLetters::Queue)
            }
            _ => {
                let key = format!("{home}/dead-letters");
                let made = self.draft.components.values().flatten().any(|item| item.key == key);
                Some(if made { DeadLetters::Own(key) } else { self.dead_letters(home, gave_up) })
            }
        }
    }
}

/// The flows of one kind between the same two nodes; none for all but the first of them.
pub(super) fn together(cx: &Gcp, flow: &Flow) -> Option<Vec<Flow>> {
    let alike: Vec<Flow> = cx
        .design
        .flows
        .iter()
        .filter(|other| other.kind == flow.kind && other.from == flow.from && other.to == flow.to)
        .cloned()
        .collect();
    alike.first().is_some_and(|first| first.id == flow.id).then_some(alike)
}

/// From a topic straight to who takes its messages: one subscription for all that the flows between them ask for.
pub(super) fn from_topic(cx: &mut Gcp, flow: &Flow) {
    let topic = of(&flow.from.to_string(), "id");
    let wanted = |cx: &mut Gcp, flows: &[Flow]| filter::of_flows(cx, flows);
    push_from(cx, flow, topic, wanted, Vec::new());
}

/// A subscription to a topic that calls the target of a flow.
pub(super) fn push_from(
    cx: &mut Gcp,
    flow: &Flow,
    topic: Expression,
    wanted: impl Fn(&mut Gcp, &[Flow]) -> Option<String>,
    mut after: Vec<String>,
) {
    let Some(flows) = together(cx, flow) else { return };
    cx.one_by_one(flow);
    let asked = wanted(cx, &flows);
    let receiver = if cx.design.kind_of(&flow.to) == Some("external") {
        outside(cx, flow)
    } else {
        Some(called(cx, flow, &flows, &mut after))
    };
    let Some(Receiver { home, name, push, gave_up }) = receiver else { return };
    let attempts = flow.get("max_attempts").and_then(Value::as_integer).unwrap_or(5);
    let place = cx.set_aside(flow, &home, gave_up);
    let deadline = cx.deadline(Some(flow), &flow.to);
    let retention = flow.text("retention").and_then(crate::text::duration::Duration::parse);
    cx.delivery(Delivery {
        home: &home,
        name,
        topic,
        filter: asked,
        push: Some(push),
        deadline,
        retention: Expression::Integer(retention.map_or(WEEK, |time| time.seconds() as i64)),
        ordered: cx.is_fifo(&flow.from) || cx.design.kind_of(&flow.from) == Some("stream"),
        dead_letters: place.map(|place| (place, Expression::Integer(attempts))),
        after,
        flows,
    });
}

/// Who takes the messages of a subscription.
struct Receiver {
    /// The node beside which the subscription stands.
    home: NodeId,
    /// The subscription's name.
    name: String,
    /// The call.
    push: Push,
    /// What is said of messages that it did not take.
    gave_up: String,
}

/// A node of the program, which the account of its subscriptions may call.
fn called(cx: &mut Gcp, flow: &Flow, flows: &[Flow], after: &mut Vec<String>) -> Receiver {
    let home = flow.to.clone();
    let account = cx.caller(
        &home,
        &format!("{}-push", home.node),
        format!("Calls {} with messages of {}", cx.called(&home), flow.from.node),
    );
    after.push(cx.invoker(&home, &home, of(&account, "member"), &format!("{}-push", flow.from.node), flows));
    Receiver {
        name: format!("{}-from-{}", home.node, flow.from.node),
        push: Push::to(&home, account),
        gave_up: words::capitalised(&format!("{} gave up on messages", cx.called(&home))),
        home,
    }
}

/// Something outside of the program: the calls are signed, so that it can tell who sends.
fn outside(cx: &mut Gcp, flow: &Flow) -> Option<Receiver> {
    let uri = external::https(cx, flow)?;
    let home = flow.from.clone();
    let name = format!("{}-to-{}", home.node, flow.to.node);
    let account = cx.caller(
        &home,
        &format!("{}-push", flow.to.node),
        format!("Signs the messages of {} to {}", home.node, flow.to.node),
    );
    Some(Receiver {
        push: Push { uri, account },
        gave_up: format!("Messages of {} could not be delivered to other systems", home.node),
        name,
        home,
    })
}
