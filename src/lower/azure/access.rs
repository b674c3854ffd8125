//! Who may do what: the roles, variables and connections of a function, from its flows and from nothing else.

use indexmap::IndexMap;

use crate::design::{Flow, FlowId, NodeId};
use crate::program::{Expression, Origin, Support};

use super::super::code::told;
use super::super::variables::{Pending, settle_names, variable_name};
use super::{Azure, handler, kinds, support};

/// What a flow lets its holder do to a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Access {
    Read,
    Write,
    ReadWrite,
    Publish,
    Consume,
    Call,
    Invoke,
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
            "call" => Self::Call,
            "invoke" => Self::Invoke,
            "use" => Self::Use,
            _ => return None,
        })
    }

    /// The verb of a grant's name.
    fn verb(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::ReadWrite => "read-and-write",
            Self::Publish => "publish-to",
            Self::Consume => "receive-from",
            Self::Call => "call",
            Self::Invoke => "start",
            Self::Use => "use",
        }
    }
}

/// A question to a kind: what does this access to this node take?
#[derive(Debug, Clone, Copy)]
pub(super) struct Request<'a> {
    /// The node.
    pub(super) node: &'a NodeId,
    /// What is done to it.
    pub(super) access: Access,
    /// Who has the access.
    pub(super) holder: &'a NodeId,
}

/// A role on one resource.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Role {
    /// A role of Azure, on a resource.
    BuiltIn(&'static str, Expression),
    /// A role of Cosmos DB, on a table: account's name, account's id, database, container.
    Table(&'static str, Box<[Expression; 4]>),
}

/// The answer: what must be allowed, and what the holder must know.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Grant {
    /// What must be allowed, each behind what tells it from others of the same flow.
    pub(super) roles: Vec<(&'static str, Role)>,
    /// What the holder must know, the chief thing first: the variable's words and its value.
    pub(super) variables: Vec<(String, Expression)>,
    /// Services that triggers and code connect to: the connection's name, and what it holds.
    pub(super) connections: Vec<(String, &'static str, Expression)>,
}

impl Grant {
    /// A role of Azure on a resource.
    pub(super) fn allow(role: &'static str, scope: Expression) -> Self {
        Self { roles: vec![("", Role::BuiltIn(role, scope))], ..Self::default() }
    }

    /// A role of Cosmos DB on a table.
    pub(super) fn allow_table(role: &'static str, table: [Expression; 4]) -> Self {
        Self { roles: vec![("", Role::Table(role, Box::new(table)))], ..Self::default() }
    }

    /// A variable that the holder gets.
    pub(super) fn variable(mut self, words: &str, value: Expression) -> Self {
        self.variables.push((words.to_owned(), value));
        self
    }

    /// A service that the holder connects to.
    pub(super) fn connection(mut self, name: &str, key: &'static str, value: Expression) -> Self {
        self.connections.push((name.to_owned(), key, value));
        self
    }
}

/// What a function gets from its flows.
#[derive(Debug, Default)]
pub(super) struct FunctionAccess {
    pub(super) grants: Vec<Expression>,
    pub(super) table_grants: Vec<Expression>,
    pub(super) environment: Vec<(String, Expression)>,
    /// The variables of a container that hold secrets, by the addresses of the secrets.
    pub(super) secrets: Vec<(String, Expression)>,
    pub(super) connections: IndexMap<String, Vec<(&'static str, Expression)>>,
    pub(super) accesses: Vec<handler::Access>,
    /// The variables of what starts it, by flow.
    pub(super) sources: Vec<(FlowId, Vec<String>)>,
}

/// A role with the flows that ask for it.
struct Asked {
    name: String,
    node: NodeId,
    role: Role,
    flows: Vec<Flow>,
}

/// The roles and variables of a function. `own` are the variables that the node itself sets.
pub(super) fn of_function(cx: &mut Azure, id: &NodeId, own: &[String]) -> FunctionAccess {
    let mut asked: Vec<Asked> = Vec::new();
    let mut pending: Vec<Pending> = Vec::new();
    let mut access = FunctionAccess::default();
    let contained = cx.design.kind_of(id) == Some("container");
    let outgoing: Vec<Flow> = cx.design.flows_from(id).cloned().collect();
    let incoming: Vec<Flow> = cx.design.flows_to(id).cloned().collect();
    let out = outgoing.iter().filter_map(|flow| Some((flow, &flow.to, Access::of_flow(&flow.kind)?)));
    let into = incoming.iter().filter(|flow| matches!(flow.kind.as_str(), "subscribe" | "invoke"));
    let into = into.map(|flow| (flow, &flow.from, Access::Consume));
    for (flow, node, what) in out.chain(into) {
        let kind = cx.design.kind_of(node).and_then(kinds::row);
        let request = Request { node, access: what, holder: id };
        let grant = kind.map_or_else(Grant::default, |kind| (kind.grant)(cx, &request));
        for (part, role) in grant.roles {
            ask(&mut asked, what, node, part, role, flow);
        }
        for (index, (words, value)) in grant.variables.into_iter().enumerate() {
            let named = (index == 0).then(|| flow.text("as")).flatten();
            let name = named.map_or_else(|| variable_name(&node.node, &words), str::to_owned);
            pending.push(Pending {
                flow: flow.id,
                node: node.clone(),
                words,
                name,
                given: named.is_some(),
                injected: false,
                value,
            });
        }
        if contained && what != Access::Consume {
            pending.extend(told(flow));
        }
        for (connection, key, value) in grant.connections {
            let values = access.connections.entry(connection).or_default();
            let origin = Origin::Flow(flow.id.0);
            match values.iter_mut().find(|(present, _)| *present == key) {
                Some((_, Expression::From { origins, .. })) => origins.push(origin),
                Some(_) => {}
                None => {
                    let value = Expression::From { origins: vec![origin], remark: None, value: Box::new(value) };
                    values.push((key, value));
                }
            }
        }
    }
    settle_names(cx, id, &mut pending, own);
    if !asked.is_empty() {
        cx.facts.support.insert(support::ROLES);
    }
    assignments(asked, &mut access);
    for variable in &pending {
        let secret = contained && cx.design.kind_of(&variable.node) == Some("secret");
        let held = if secret { &mut access.secrets } else { &mut access.environment };
        if held.iter().all(|(name, _)| *name != variable.name) {
            held.push((variable.name.clone(), variable.with_flows(&pending)));
        }
    }
    for flow in &outgoing {
        let names: Vec<String> = names_of(&pending, flow);
        if !names.is_empty() {
            access.accesses.push(handler::Access::of(cx, flow, names));
        }
    }
    for flow in &incoming {
        access.sources.push((flow.id, names_of(&pending, flow)));
    }
    access
}

/// The roles of a workflow's identity: what its steps publish to. What they invoke admits it by name.
pub(super) fn of_workflow(cx: &mut Azure, id: &NodeId) -> Vec<Expression> {
    let mut asked: Vec<Asked> = Vec::new();
    let flows: Vec<Flow> = cx.design.flows_from(id).filter(|flow| flow.kind == "publish").cloned().collect();
    for flow in &flows {
        let Some(kind) = cx.design.kind_of(&flow.to).and_then(kinds::row) else { continue };
        let grant = (kind.grant)(cx, &Request { node: &flow.to, access: Access::Publish, holder: id });
        for (part, role) in grant.roles {
            ask(&mut asked, Access::Publish, &flow.to, part, role, flow);
        }
    }
    let mut access = FunctionAccess::default();
    assignments(asked, &mut access);
    access.grants
}

fn names_of(pending: &[Pending], flow: &Flow) -> Vec<String> {
    pending.iter().filter(|variable| variable.flow == flow.id).map(|variable| variable.name.clone()).collect()
}

/// Adds a role; the same on the same resource once, and one that holds another in its place.
fn ask(asked: &mut Vec<Asked>, access: Access, node: &NodeId, part: &str, role: Role, flow: &Flow) {
    if let Some(present) = asked.iter_mut().find(|present| present.role == role) {
        present.flows.push(flow.clone());
        return;
    }
    let object = if part.is_empty() { node.node.clone() } else { format!("{}-{part}", node.node) };
    let name = format!("{}-{object}", access.verb());
    asked.push(Asked { name, node: node.clone(), role, flows: vec![flow.clone()] });
}

fn assignments(asked: Vec<Asked>, access: &mut FunctionAccess) {
    let names: Vec<String> = asked.iter().map(|asked| asked.name.clone()).collect();
    for item in asked {
        let several = names.iter().filter(|name| **name == item.name).count() > 1;
        let name = if several { format!("{}-of-{}", item.name, item.node.service) } else { item.name };
        let (function, role, places) = match item.role {
            Role::BuiltIn(role, scope) => ("roles:allow", role, vec![scope]),
            Role::Table(role, table) => ("roles:allowTable", role, table.to_vec()),
        };
        let table = function == "roles:allowTable";
        let mut arguments = vec![Expression::text(name), Expression::text(role)];
        arguments.extend(places);
        let call = Expression::Call { function: Support::parse(function), arguments };
        let mut told: Vec<String> = item.flows.iter().map(ToString::to_string).collect();
        told.dedup();
        let value = Expression::From {
            origins: item.flows.iter().map(|flow| Origin::Flow(flow.id.0)).collect(),
            remark: (told.len() > 1).then(|| format!("For {}.", told.join(", "))),
            value: Box::new(call),
        };
        if table { access.table_grants.push(value) } else { access.grants.push(value) }
    }
}
