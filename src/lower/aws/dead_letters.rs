//! Where messages go that could not be delivered or worked off: queues of their own, each watched.

use crate::design::{Flow, NodeId, Place};
use crate::program::{Expression, Origin};
use crate::value::Value;

use super::super::draft::{New, Stage, of};
use super::super::values::spelled;
use super::alarm::{Alarm, Statistic};
use super::{Aws, iam};

/// Fourteen days, the longest that SQS keeps messages.
const RETENTION_SECONDS: i64 = 1_209_600;

/// Where messages are set aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    /// A queue of the program's own, by its key.
    Own(String),
    /// A node that the design names.
    Node(NodeId),
}

impl Target {
    /// The key of the queue or topic.
    pub(super) fn key(&self) -> String {
        match self {
            Self::Own(key) => key.clone(),
            Self::Node(id) => id.to_string(),
        }
    }

    /// Its ARN.
    pub(super) fn arn(&self) -> Expression {
        of(&self.key(), "arn")
    }
}

/// The key of a node's own dead-letter queue.
pub(super) fn key_of(id: &NodeId) -> String {
    format!("{id}/dead-letters")
}

impl Aws<'_> {
    /// Where a flow into a function, or out of a schedule, sets aside what fails; none when nothing is to be kept or
    /// the source keeps it.
    pub(super) fn failure_target(&mut self, flow: &Flow) -> Option<Target> {
        let from = self.design.kind_of(&flow.from)?;
        if self.design.kind_of(&flow.to) != Some("function") || self.is_existing(&flow.to) {
            return None;
        }
        match (flow.kind.as_str(), from) {
            ("subscribe", "topic" | "event-bus" | "bucket" | "table" | "stream") => {
                self.chosen(flow, "dead_letters", &flow.to)
            }
            ("invoke", "schedule") if flow.get("on_failure").is_none() => Some(Target::Own(key_of(&flow.to))),
            ("invoke", _) => {
                flow.get("on_failure")?;
                self.chosen(flow, "on_failure", &flow.to)
            }
            _ => None,
        }
    }

    /// What a flow says about dead letters: `true`, `false`, or a queue.
    pub(super) fn chosen(&mut self, flow: &Flow, property: &str, own: &NodeId) -> Option<Target> {
        match flow.effective(&[property]) {
            Some(Value::Boolean(false)) => None,
            Some(Value::String(text)) => {
                let node = NodeId::parse(&text).filter(|id| self.design.node(id).is_some());
                if node.is_none() {
                    self.refuse(
                        Place::flow_property(flow.id, property),
                        format!("there is no node {text} to set messages aside in"),
                        "name a queue of the design",
                    );
                }
                node.map(Target::Node)
            }
            _ => Some(Target::Own(key_of(own))),
        }
    }

    /// Whether any flow sets messages aside in the node's own dead-letter queue.
    pub(super) fn keeps_failures(&mut self, id: &NodeId) -> bool {
        let flows: Vec<Flow> = self.design.flows_to(id).cloned().collect();
        flows.iter().any(|flow| self.failure_target(flow) == Some(Target::Own(key_of(id))))
    }

    /// Makes the dead-letter queue of a node, with its policy and its alarm.
    pub(super) fn dead_letter_queue(&mut self, id: &NodeId, stage: Stage, fifo: bool, description: String) {
        self.dead_letter_queue_named(id, &id.node, stage, fifo, description);
    }

    /// Makes a dead-letter queue beside a node, under a name of its own; gives its key.
    pub(super) fn dead_letter_queue_named(
        &mut self,
        id: &NodeId,
        base: &str,
        stage: Stage,
        fifo: bool,
        description: String,
    ) -> String {
        let name = self.companion(id, "aws.sqs.Queue", &format!("{base}-dead-letters"));
        let key = if base == id.node { key_of(id) } else { format!("{id}/{name}") };
        let policy = self.companion(id, "aws.sqs.QueuePolicy", &format!("{name}-policy"));
        let aliases = self.former(id, &name);
        let encrypted = self.key_of_channel(&key);
        let item = New::sdk("aws.sqs.Queue", &key, name.clone(), Origin::Node(id.to_string()))
            .variable(name, "queue")
            .argument("fifoQueue", fifo.then_some(Expression::Boolean(true)))
            .argument("kmsMasterKeyId", encrypted.map(|key| of(&key, "arn")))
            .argument("messageRetentionSeconds", spelled(Expression::Integer(RETENTION_SECONDS)))
            .aliases(aliases)
            .at(self.position(id, stage));
        self.push(&id.service, item);
        self.facts.policies.insert(
            key.clone(),
            iam::ResourcePolicy {
                component: id.service.clone(),
                origin: Origin::Node(id.to_string()),
                position: self.position(id, Stage::Policy),
                class: "aws.sqs.QueuePolicy",
                subject: ("queueUrl", "url"),
                secured: "sqs:*",
                plain: false,
                oldest_tls: None,
                contents: false,
                aliases: self.former(id, &policy),
                name: policy,
                statements: Vec::new(),
            },
        );
        self.alarm(
            id,
            Alarm {
                base,
                suffix: "dead-letters-alarm",
                description,
                metric: ("AWS/SQS", "ApproximateNumberOfMessagesVisible"),
                dimensions: vec![("QueueName", of(&key, "name"))],
                threshold: 0,
                statistic: Statistic::Maximum,
            },
        );
        key
    }

    /// Lets EventBridge or SNS put into a dead-letter queue what it cannot deliver.
    pub(super) fn permit_dead_letters(
        &mut self,
        target: &Target,
        sid: String,
        service: &'static str,
        source: Expression,
    ) {
        self.permit(&target.key(), iam::Statement { sid, service, action: "sqs:SendMessage", source });
        self.uses_key(&target.key(), service);
    }
}
