//! Who may do what: the members of roles and the environment variables of a function, from its flows and from nothing
//! else. Each right is one role on one resource; where a service knows no members of a single resource, a role of the
//! project under a condition that names the resource.

use crate::design::{Flow, FlowId, NodeId};
use crate::program::{Expression, Origin};
use crate::value::Value;

use super::super::code::told;
use super::super::draft::{New, Stage, of};
use super::super::variables::{Pending, settle_names, variable_name};
use super::{Gcp, handler, kinds};

/// What a flow lets its holder do to a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Access {
    Read,
    Write,
    ReadWrite,
    Publish,
    Invoke,
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
    /// Who does it.
    pub(super) holder: &'a NodeId,
    /// The flow that it follows from.
    pub(super) flow: &'a Flow,
}

/// The answer: which roles the holder must have, and what it must know.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Grant {
    /// The roles.
    pub(super) roles: Vec<Role>,
    /// What the holder must know, the chief thing first: the variable's words and its value.
    pub(super) variables: Vec<(String, Expression)>,
    /// A secret whose value stands in the environment: its id and its version.
    pub(super) secret: Option<(Expression, Expression)>,
    /// Further words for the text of its code.
    pub(super) details: Vec<(&'static str, String)>,
}

/// A role on a resource.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Role {
    /// What is done, such as `publishes`.
    pub(super) verb: &'static str,
    /// The class of the member.
    pub(super) class: &'static str,
    /// Its name.
    pub(super) name: &'static str,
    /// Which resource, by the arguments of the member.
    pub(super) on: Vec<(&'static str, Expression)>,
    /// The condition of a role of the project: its title and its expression.
    pub(super) condition: Option<(String, Expression)>,
}

impl Role {
    /// A role on a resource that has members of its own.
    pub(super) fn on(
        verb: &'static str,
        class: &'static str,
        name: &'static str,
        on: Vec<(&'static str, Expression)>,
    ) -> Self {
        Self { verb, class, name, on, condition: None }
    }

    /// A role of the project, for one resource where there is a condition.
    pub(super) fn of_project(
        project: Expression,
        verb: &'static str,
        name: &'static str,
        condition: Option<(String, Expression)>,
    ) -> Self {
        Self { verb, class: "gcp.projects.IAMMember", name, on: vec![("project", project)], condition }
    }
}

impl Grant {
    /// One role.
    pub(super) fn role(role: Role) -> Self {
        Self { roles: vec![role], ..Self::default() }
    }

    /// A variable that the holder gets.
    pub(super) fn variable(mut self, words: &str, value: Expression) -> Self {
        self.variables.push((words.to_owned(), value));
        self
    }
}

impl Gcp<'_> {
    /// What an access to a node takes.
    fn grant(&mut self, request: &Request) -> Grant {
        let kind = self.design.kind_of(request.node).and_then(kinds::row);
        kind.map_or_else(Grant::default, |kind| (kind.grant)(self, request))
    }

    /// Makes an identity of Google's own a member of a role, once for all that asks for it: two such resources would
    /// take each other's right away.
    pub(super) fn member_once(
        &mut self,
        home: &NodeId,
        role: &Role,
        member: Expression,
        subject: &str,
        flow: &Flow,
    ) -> String {
        let key = format!("{home}/{subject}-{}-{}", role.verb, home.node);
        let made = self.draft.components.values().flatten().any(|item| item.key == key);
        if made { key } else { self.member(home, role, member, subject, &home.node, std::slice::from_ref(flow)) }
    }

    /// Makes somebody a member of a role, for flows. `subject` is who has it, as names of resources say it.
    pub(super) fn member(
        &mut self,
        home: &NodeId,
        role: &Role,
        member: Expression,
        subject: &str,
        object: &str,
        flows: &[Flow],
    ) -> String {
        let wish = format!("{subject}-{}-{object}", role.verb);
        let name = self.companion(home, role.class, &wish);
        let key = format!("{home}/{name}");
        let origin = flows.first().map_or(Origin::Node(home.to_string()), |flow| Origin::Flow(flow.id.0));
        let granted = Expression::From {
            origins: flows.iter().map(|flow| Origin::Flow(flow.id.0)).collect(),
            remark: None,
            value: Box::new(Expression::text(role.name)),
        };
        let mut item = New::sdk(role.class, &key, name.clone(), origin).variable(name.clone(), "member");
        for (argument, value) in &role.on {
            item = item.argument(argument, value.clone());
        }
        let condition = role.condition.as_ref().map(|(title, expression)| {
            Expression::properties([("title", Expression::text(title)), ("expression", expression.clone())])
        });
        let aliases = self.former(home, &name);
        let item = item
            .argument("role", granted)
            .argument("member", member)
            .argument("condition", condition)
            .aliases(aliases)
            .at(self.position(home, Stage::Policy));
        self.push(&home.service, item);
        key
    }
}

/// The roles of an account that something of Google's own runs as, from the flows of its node; the keys of its rights.
pub(super) fn of_account(cx: &mut Gcp, id: &NodeId, member: &Expression) -> Vec<String> {
    let mut roles: Vec<(Role, NodeId, Vec<Flow>)> = Vec::new();
    let outgoing: Vec<Flow> = cx.design.flows_from(id).cloned().collect();
    for flow in &outgoing {
        let Some(access) = Access::of_flow(&flow.kind) else { continue };
        let grant = cx.grant(&Request { node: &flow.to, access, holder: id, flow });
        gather(&mut roles, grant.roles, flow);
    }
    give(cx, id, roles, member)
}

/// Adds the roles that a flow takes.
fn gather(roles: &mut Vec<(Role, NodeId, Vec<Flow>)>, of_flow: Vec<Role>, flow: &Flow) {
    for role in of_flow {
        match roles.iter_mut().find(|(present, _, _)| *present == role) {
            Some((_, _, flows)) => flows.push(flow.clone()),
            None => roles.push((role, flow.to.clone(), vec![flow.clone()])),
        }
    }
}

/// Makes a member of each role; the keys of them.
fn give(cx: &mut Gcp, id: &NodeId, roles: Vec<(Role, NodeId, Vec<Flow>)>, member: &Expression) -> Vec<String> {
    let mut given = Vec::new();
    for (role, target, flows) in roles {
        let twice =
            role.on.is_empty() || cx.design.flows_from(id).any(|flow| flow.to.node == target.node && flow.to != target);
        let object = if twice { format!("{}-{}", target.service, target.node) } else { target.node.clone() };
        given.push(cx.member(id, &role, member.clone(), &id.node, &object, &flows));
    }
    given
}

/// A variable that holds the value of a secret.
#[derive(Debug)]
pub(super) struct SecretVariable {
    /// The flow that asks for it.
    pub(super) flow: FlowId,
    /// Its name.
    pub(super) variable: String,
    /// The secret's id.
    pub(super) id: Expression,
    /// The secret's version.
    pub(super) version: Expression,
}

/// What the code of a function or container gets from its flows.
#[derive(Debug, Default)]
pub(super) struct CodeAccess {
    /// Its variables.
    pub(super) environment: Vec<(String, Expression)>,
    /// Its variables that hold the values of secrets.
    pub(super) secrets: Vec<SecretVariable>,
    /// What its code may do.
    pub(super) accesses: Vec<handler::Access>,
}

/// The roles and variables of a function or container. `own` are the variables that the node itself sets.
pub(super) fn of_code(cx: &mut Gcp, id: &NodeId, own: &[String]) -> CodeAccess {
    let mut pending: Vec<Pending> = Vec::new();
    let mut roles: Vec<(Role, NodeId, Vec<Flow>)> = Vec::new();
    let mut secrets = Vec::new();
    let mut details = Vec::new();
    let outgoing: Vec<Flow> = cx.design.flows_from(id).cloned().collect();
    for flow in &outgoing {
        let Some(access) = Access::of_flow(&flow.kind) else { continue };
        let grant = cx.grant(&Request { node: &flow.to, access, holder: id, flow });
        gather(&mut roles, grant.roles, flow);
        let injected = grant.secret.is_some();
        for (index, (words, value)) in grant.variables.into_iter().enumerate() {
            let named = (index == 0).then(|| flow.text("as")).flatten();
            let name = named.map_or_else(|| variable_name(&flow.to.node, &words), str::to_owned);
            let given = named.is_some();
            pending.push(Pending { flow: flow.id, node: flow.to.clone(), words, name, given, injected, value });
        }
        if cx.design.kind_of(id) == Some("container") {
            pending.extend(told(flow));
        }
        if let Some(secret) = grant.secret {
            secrets.push((flow.id, secret));
        }
        details.push((flow.id, grant.details));
    }
    settle_names(cx, id, &mut pending, own);
    give(cx, id, roles, &of(&id.to_string(), "member"));
    let mut access = CodeAccess::default();
    for variable in pending.iter().filter(|variable| !variable.injected) {
        if access.environment.iter().all(|(name, _)| *name != variable.name) {
            access.environment.push((variable.name.clone(), variable.with_flows(&pending)));
        }
    }
    for (flow, (secret, version)) in secrets {
        if let Some(variable) = pending.iter().find(|variable| variable.flow == flow) {
            access.secrets.push(SecretVariable { flow, variable: variable.name.clone(), id: secret, version });
        }
    }
    for flow in &outgoing {
        let mut variables = pending.iter().filter(|variable| variable.flow == flow.id);
        let Some(first) = variables.next() else { continue };
        let mut code = handler_access(cx, flow, &first.name);
        code.details.extend(variables.map(|variable| (variable.words.clone(), variable.name.clone())));
        if let Some((_, words)) = details.iter().find(|(id, _)| *id == flow.id) {
            code.details.extend(words.iter().map(|(words, value)| ((*words).to_owned(), value.clone())));
        }
        code.injected = first.injected;
        access.accesses.push(code);
    }
    access
}

fn handler_access(cx: &Gcp, flow: &Flow, variable: &str) -> handler::Access {
    let text = |property: &str| flow.effective(&[property]).and_then(|value| value.as_str().map(str::to_owned));
    handler::Access {
        flow: flow.kind.clone(),
        target: flow.to.clone(),
        target_kind: cx.design.kind_of(&flow.to).unwrap_or_default().to_owned(),
        variable: variable.to_owned(),
        event: flow.event().map(str::to_owned),
        ordered: cx.is_fifo(&flow.to) || cx.design.kind_of(&flow.to) == Some("stream"),
        partition_key: text("partition_key"),
        retries: flow.effective(&["retries"]).and_then(|value| value.as_integer()).unwrap_or_default(),
        breaker: flow.effective(&["breaker"]).and_then(|value| value.as_bool()).unwrap_or_default(),
        injected: false,
        timeout: text("timeout")
            .and_then(|text| crate::text::duration::Duration::parse(&text))
            .map_or(5000, crate::text::duration::Duration::milliseconds),
        details: Vec::new(),
    }
}

/// Whether a secret's value stands in the environment, instead of a reference to it.
pub(super) fn injects(flow: &Flow) -> bool {
    flow.effective(&["inject"]).as_ref().and_then(Value::as_str) == Some("value")
}
