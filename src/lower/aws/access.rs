//! Who may do what: the statements and environment variables of a role, from its flows and from nothing else.

use std::collections::{BTreeMap, BTreeSet};

use crate::design::{Flow, NodeId, Place};
use crate::program::{Expression, Origin};
use crate::text::words;

use super::super::code::told;
use super::super::draft::of;
use super::super::variables::{Pending, settle_names, variable_name};
use super::dead_letters::Target;
use super::{Aws, handler, iam, keys, kinds, stream, support, workflow};

/// What a flow lets its holder do to a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Access {
    Read,
    Write,
    ReadWrite,
    Publish,
    Consume,
    Invoke,
    /// To start a run and wait for its end.
    Await,
    Call,
    Use,
}

impl Access {
    /// What a flow lets its source do to its target.
    pub(super) fn of_flow(kind: &str) -> Option<Self> {
        Some(match kind {
            "read" => Self::Read,
            "write" => Self::Write,
            "read-write" => Self::ReadWrite,
            "publish" => Self::Publish,
            "invoke" => Self::Invoke,
            "call" => Self::Call,
            "use" => Self::Use,
            _ => return None,
        })
    }
}

/// A question to a kind: what does this access to this node take?
#[derive(Debug, Clone, Copy)]
pub(super) struct Request<'a> {
    /// The node.
    pub(super) node: &'a NodeId,
    /// What is done to it.
    pub(super) access: Access,
    /// Whether all of it is read from end to end, not only what is asked for by key.
    pub(super) whole: bool,
    /// The event that is published, when one is named.
    pub(super) event: Option<&'a str>,
    /// The service whose name stands as the source of published events.
    pub(super) service: &'a str,
    /// Who has the access, where it is a function or a container.
    pub(super) holder: Option<&'a NodeId>,
    /// The flow that it follows from, where there is one.
    pub(super) flow: Option<&'a Flow>,
}

impl<'a> Request<'a> {
    /// An access that no more is known of.
    pub(super) fn of(node: &'a NodeId, access: Access, service: &'a str) -> Self {
        Self { node, access, whole: false, event: None, service, holder: None, flow: None }
    }
}

/// The answer: what must be allowed, and what the holder must know.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Grant {
    /// What must be allowed.
    pub(super) allows: Vec<Allow>,
    /// What the holder must know, the chief thing first: the variable's words and its value.
    pub(super) variables: Vec<(String, Expression)>,
    /// The key that encrypts what the node holds, where it is no key that AWS manages, and how it is used.
    pub(super) key: Option<(String, KeyUse)>,
    /// Which of several first texts of code does it, where there are several.
    pub(super) variant: Option<&'static str>,
    /// What such a text must know besides: its words and the value.
    pub(super) details: Vec<(&'static str, String)>,
}

/// One statement.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Allow {
    /// What is done, such as `Write`.
    pub(super) verb: &'static str,
    /// To what, such as `orders`.
    pub(super) object: String,
    /// The service of the node, for where two statements would have one name.
    pub(super) service: String,
    /// The actions.
    pub(super) actions: Vec<&'static str>,
    /// The resources.
    pub(super) resources: Vec<Expression>,
    /// The conditions.
    pub(super) condition: Option<Expression>,
}

/// How a key is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum KeyUse {
    Decrypt,
    Encrypt,
}

impl Grant {
    /// One statement on a node.
    pub(super) fn allow(
        request: &Request,
        verb: &'static str,
        actions: &[&'static str],
        resources: Vec<Expression>,
    ) -> Self {
        Self {
            allows: vec![Allow {
                verb,
                object: request.node.node.clone(),
                service: request.node.service.clone(),
                actions: actions.to_vec(),
                resources,
                condition: None,
            }],
            ..Self::default()
        }
    }

    /// A variable that the holder gets.
    pub(super) fn variable(mut self, words: &str, value: Expression) -> Self {
        self.variables.push((words.to_owned(), value));
        self
    }

    /// Without what takes several records at once: AWS's services put one at a time.
    pub(super) fn one_at_a_time(mut self) -> Self {
        let several = ["kinesis:PutRecords", "firehose:PutRecordBatch"];
        self.allows.iter_mut().for_each(|allow| allow.actions.retain(|action| !several.contains(action)));
        self
    }

    /// The key is used, where there is one.
    pub(super) fn key(mut self, key: Option<String>, usage: KeyUse) -> Self {
        self.key = key.map(|key| (key, usage));
        self
    }
}

/// The statements of one role as they gather, each with the flows that ask for it.
#[derive(Debug, Default)]
pub(super) struct Statements {
    allows: Vec<(Allow, Vec<Flow>)>,
    keys: BTreeMap<String, (KeyUse, Vec<Flow>)>,
}

impl Statements {
    /// Adds what a grant allows; the same statement once.
    pub(super) fn add(&mut self, grant: &Grant) {
        self.gather(grant, None);
    }

    /// Adds what a flow's grant allows; the same statement once.
    pub(super) fn add_for(&mut self, grant: &Grant, flow: &Flow) {
        self.gather(grant, Some(flow));
    }

    fn gather(&mut self, grant: &Grant, flow: Option<&Flow>) {
        for allow in &grant.allows {
            match self.allows.iter_mut().find(|(present, _)| present == allow) {
                Some((_, flows)) => flows.extend(flow.cloned()),
                None => self.allows.push((allow.clone(), flow.cloned().into_iter().collect())),
            }
        }
        if let Some((key, usage)) = &grant.key {
            let known = self.keys.entry(key.clone()).or_insert_with(|| (*usage, Vec::new()));
            known.0 = known.0.max(*usage);
            known.1.extend(flow.cloned());
        }
    }

    /// The statements as expressions.
    pub(super) fn finish(self) -> Vec<Expression> {
        let sid = |allow: &Allow| format!("{}{}", allow.verb, words::pascal(&allow.object));
        let mut taken = BTreeSet::new();
        let mut statements = Vec::new();
        for (allow, flows) in &self.allows {
            let wish = sid(allow);
            let ambiguous = self
                .allows
                .iter()
                .any(|(other, _)| other.service != allow.service && sid(other).eq_ignore_ascii_case(&wish));
            let wish = if ambiguous {
                format!("{}{}{}", allow.verb, words::pascal(&allow.service), words::pascal(&allow.object))
            } else {
                wish
            };
            let name = iam::free_sid(&wish, &mut taken);
            let statement = iam::allow(&name, &allow.actions, allow.resources.clone(), allow.condition.clone());
            let evident = flows.len() == 1 && !allow.verb.starts_with("SetAside");
            statements.push(from_flows(statement, flows, evident));
        }
        for (key, (usage, flows)) in &self.keys {
            let actions: &[&str] = match usage {
                KeyUse::Decrypt => &["kms:Decrypt"],
                KeyUse::Encrypt => &["kms:Decrypt", "kms:GenerateDataKey"],
            };
            let name = iam::free_sid(&keys::use_of(key), &mut taken);
            let statement = iam::allow(&name, actions, vec![of(key, "arn")], None);
            statements.push(from_flows(statement, flows, false));
        }
        statements
    }
}

/// A statement with the flows that it comes from, and a remark that names them unless the statement's name says it.
fn from_flows(statement: Expression, flows: &[Flow], evident: bool) -> Expression {
    let mut named: Vec<String> = flows.iter().map(ToString::to_string).collect();
    named.dedup();
    if named.is_empty() {
        return statement;
    }
    Expression::From {
        origins: flows.iter().map(|flow| Origin::Flow(flow.id.0)).collect(),
        remark: (!evident).then(|| format!("For {}.", named.join(", "))),
        value: Box::new(statement),
    }
}

impl Aws<'_> {
    /// What an access to a node takes.
    pub(super) fn grant(&mut self, request: &Request) -> Grant {
        let kind = self.design.kind_of(request.node).and_then(kinds::row);
        kind.map_or_else(Grant::default, |kind| (kind.grant)(self, request))
    }

    /// What a publisher of an event to a node needs.
    pub(super) fn publish_grant(&mut self, node: &NodeId, event: Option<&str>, service: &str) -> Grant {
        self.grant(&Request { event, ..Request::of(node, Access::Publish, service) })
    }

    /// What a consumer of a node needs.
    pub(super) fn consume_grant(&mut self, node: &NodeId, service: &str) -> Grant {
        self.grant(&Request::of(node, Access::Consume, service))
    }
}

/// What a function gets from its flows.
#[derive(Debug, Default)]
pub(super) struct FunctionAccess {
    pub(super) statements: Vec<Expression>,
    pub(super) environment: Vec<(String, Expression)>,
    /// Variables that hold the values of secrets themselves, by the secrets' ARNs.
    pub(super) injected: Vec<(String, Expression)>,
    /// The keys that encrypt those secrets.
    pub(super) injected_keys: Vec<Expression>,
    pub(super) accesses: Vec<handler::Access>,
}

/// The statements and variables of a function. `own` are the variables that the node itself sets.
pub(super) fn of_function(cx: &mut Aws, id: &NodeId, own: &[String]) -> FunctionAccess {
    let mut statements = Statements::default();
    let mut pending: Vec<Pending> = Vec::new();
    let mut publishes = false;
    let mut codes = Vec::new();
    let mut injected_keys = BTreeSet::new();
    let outgoing: Vec<Flow> = cx.design.flows_from(id).cloned().collect();
    for flow in &outgoing {
        let Some(mut access) = Access::of_flow(&flow.kind) else { continue };
        if access == Access::Invoke && cx.design.kind_of(&flow.to) == Some("workflow") {
            access = workflow::access(cx, flow);
        }
        refuse_idle_key(cx, flow);
        let whole = flow.effective(&["scan"]).and_then(|value| value.as_bool()) == Some(true);
        let request = Request {
            whole,
            event: flow.event(),
            holder: Some(id),
            flow: Some(flow),
            ..Request::of(&flow.to, access, &id.service)
        };
        let grant = cx.grant(&request);
        // A value that is there from the start is fetched by whoever starts the holder.
        let injected = access == Access::Use
            && flow.effective(&["inject"]).as_ref().and_then(crate::value::Value::as_str) == Some("value");
        if injected {
            injected_keys.extend(grant.key.as_ref().map(|(key, _)| key.clone()));
        } else {
            statements.add_for(&grant, flow);
        }
        publishes |= access == Access::Publish && cx.design.kind_of(&flow.to) == Some("event-bus");
        for (index, (words, value)) in grant.variables.into_iter().enumerate() {
            let named = (index == 0).then(|| flow.text("as")).flatten();
            let words = if injected { "secret".to_owned() } else { words };
            let name = named.map_or_else(|| variable_name(&flow.to.node, &words), str::to_owned);
            let given = named.is_some();
            pending.push(Pending { flow: flow.id, node: flow.to.clone(), words, name, given, injected, value });
        }
        if cx.design.kind_of(id) == Some("container") {
            pending.extend(told(flow));
        }
        codes.push((flow.id, grant.variant, grant.details));
    }
    let incoming: Vec<Flow> = cx.design.flows_to(id).cloned().collect();
    for flow in &incoming {
        // Only what a function must fetch itself takes a right; the rest is brought to it.
        if flow.kind == "subscribe" {
            let grant = cx.consume_grant(&flow.from, &id.service);
            statements.add_for(&grant, flow);
            if let Some(grant) = stream::follow_grant(cx, flow) {
                statements.add_for(&grant, flow);
            }
        }
        if let Some(grant) = cx.failure_grant(id, flow) {
            statements.add_for(&grant, flow);
        }
    }
    settle_names(cx, id, &mut pending, own);
    let injected_keys = injected_keys.iter().map(|key| of(key, "arn")).collect();
    let mut access = FunctionAccess { statements: statements.finish(), injected_keys, ..FunctionAccess::default() };
    for variable in pending.iter().filter(|variable| variable.injected) {
        if access.injected.iter().all(|(name, _)| *name != variable.name) {
            access.injected.push((variable.name.clone(), variable.value.clone()));
        }
    }
    for variable in pending.iter().filter(|variable| !variable.injected) {
        if access.environment.iter().all(|(name, _)| *name != variable.name) {
            let value = Expression::From {
                origins: vec![Origin::Flow(variable.flow.0)],
                remark: None,
                value: Box::new(variable.value.clone()),
            };
            access.environment.push((variable.name.clone(), value));
        }
    }
    if publishes && !own.iter().any(|name| name == "EVENT_SOURCE") {
        access.environment.push(("EVENT_SOURCE".to_owned(), super::event_bus::source(cx, &id.service)));
    }
    for flow in &outgoing {
        let mut variables = pending.iter().filter(|variable| variable.flow == flow.id);
        let Some(first) = variables.next() else { continue };
        let mut code = handler_access(cx, flow, &first.name);
        code.details.extend(variables.map(|variable| (variable.words.clone(), variable.name.clone())));
        if let Some((_, variant, details)) = codes.iter().find(|(id, _, _)| *id == flow.id) {
            code.variant = *variant;
            code.details.extend(details.iter().map(|(words, value)| ((*words).to_owned(), value.clone())));
        }
        access.accesses.push(code);
    }
    access
}

/// Only what keeps an order has a key for it; a stream spreads its records by it.
fn refuse_idle_key(cx: &mut Aws, flow: &Flow) {
    let ordered = cx.is_fifo(&flow.to) || cx.design.kind_of(&flow.to) == Some("stream");
    if flow.kind == "publish" && flow.get("partition_key").is_some() && !ordered {
        cx.refuse(
            Place::flow_property(flow.id, "partition_key"),
            format!("partition_key of {flow} has no use, since {} keeps no order", flow.to),
            format!("set fifo: true on {}, or leave it out", flow.to),
        );
    }
}

fn handler_access(cx: &mut Aws, flow: &Flow, variable: &str) -> handler::Access {
    let text = |property: &str| flow.effective(&[property]).and_then(|value| value.as_str().map(str::to_owned));
    let kind = cx.design.kind_of(&flow.to).unwrap_or_default().to_owned();
    handler::Access {
        flow: flow.kind.clone(),
        target: flow.to.clone(),
        target_kind: kind.clone(),
        variable: variable.to_owned(),
        event: flow.event().map(str::to_owned),
        fifo: cx.is_fifo(&flow.to),
        partition_key: text("partition_key"),
        asynchronous: if kind == "workflow" {
            !workflow::waits(cx, flow)
        } else {
            text("mode").as_deref() == Some("async")
        },
        timeout: text("timeout")
            .and_then(|text| crate::text::duration::Duration::parse(&text))
            .map(crate::text::duration::Duration::milliseconds),
        retries: flow.effective(&["retries"]).and_then(|value| value.as_integer()).unwrap_or_default(),
        breaker: flow.effective(&["breaker"]).and_then(|value| value.as_bool()).unwrap_or_default(),
        variant: None,
        details: Vec::new(),
    }
}

impl Aws<'_> {
    /// What a function needs to set aside what it could not do, for a flow that starts it.
    fn failure_grant(&mut self, id: &NodeId, flow: &Flow) -> Option<Grant> {
        let target = self.failure_target(flow)?;
        Some(self.set_aside_grant(&target, &id.service))
    }

    /// What it takes to set messages aside in a queue or a topic.
    pub(super) fn set_aside_grant(&mut self, target: &Target, service: &str) -> Grant {
        let Target::Node(node) = target else {
            let key = self.key_of_channel(&target.key());
            return Grant {
                allows: vec![Allow {
                    verb: "SetAside",
                    object: "failures".to_owned(),
                    service: service.to_owned(),
                    actions: vec!["sqs:SendMessage"],
                    resources: vec![target.arn()],
                    condition: None,
                }],
                ..Grant::default()
            }
            .key(key, KeyUse::Encrypt);
        };
        let mut grant = self.publish_grant(node, None, service);
        grant.variables.clear();
        grant.allows.iter_mut().for_each(|allow| allow.verb = "SetAsideIn");
        grant
    }

    /// The support module of policies is used.
    pub(super) fn uses_iam(&mut self) {
        self.facts.support.insert(support::IAM);
    }
}
