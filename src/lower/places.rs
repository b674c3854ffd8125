//! Where a node's items stand, what they are called beside it, what is shown of them and how long they are kept.
//! Knows no cloud.

use crate::design::model::SHARED;
use crate::design::{Flow, NodeId};
use crate::program::{Alias, Expression, Name};

use super::draft::{Position, Stage};
use super::frames::{component_type, token};
use super::link::Output;
use super::values::Context;

impl<Facts> Context<'_, Facts> {
    /// Where an item of a node stands in its component.
    pub(crate) fn position(&self, id: &NodeId, stage: Stage) -> Position {
        let service = self.design.services.get(&id.service);
        (service.and_then(|service| service.nodes.get_index_of(&id.node)).map_or(0, |index| index + 1), stage)
    }

    /// Where a flow's resources are made, and beside which node: with its target, or with its source where the target
    /// is shared.
    pub(crate) fn home(flow: &Flow) -> &NodeId {
        if flow.to.service == SHARED { &flow.from } else { &flow.to }
    }

    /// The name of a companion, which gives way to nodes.
    pub(crate) fn companion(&mut self, id: &NodeId, class: &str, wish: &str) -> String {
        let kind = self.design.kind_of(id).unwrap_or("node").to_owned();
        self.names.take(&id.service, class, wish, &kind)
    }

    /// What a resource of a node was called before.
    pub(crate) fn former(&self, id: &NodeId, name: &str) -> Vec<Alias> {
        self.aliases(id, name, |service| {
            let class = if service == SHARED { "Shared".to_owned() } else { component_type(service) };
            token(&self.design.name, &class)
        })
    }

    /// An output of the stack.
    pub(crate) fn output(&mut self, service: &str, name: &str, value: Expression) {
        self.outputs.push(Output { name: Name::known(name), service: Some(service.to_owned()), value, comment: None });
    }

    /// Whether the queue or topic keeps order.
    pub(crate) fn is_fifo(&self, id: &NodeId) -> bool {
        self.design.effective(id, &["fifo"], None).and_then(|value| value.as_bool()).unwrap_or(false)
    }

    /// Whether stores are kept, as the node says, or as the environment says for all.
    pub(crate) fn deletion_protection(&mut self, id: &NodeId) -> Expression {
        let said = |set: &crate::value::Map| set.contains_key("deletion_protection");
        let written = self.design.node(id).is_some_and(|node| said(&node.properties));
        let overridden =
            self.design.environments.values().any(|environment| environment.set.get(&id.to_string()).is_some_and(said));
        if written || overridden {
            self.boolean(id, &["deletion_protection"]).unwrap_or(Expression::Boolean(true))
        } else {
            Expression::Setting(self.settings.protect_data())
        }
    }
}

/// A name with its kind behind it, unless it says so already: `orders` and `table`, but `bus` alone.
pub(crate) fn with_suffix(name: &str, suffix: &str) -> String {
    if name == suffix || name.ends_with(&format!("-{suffix}")) { name.to_owned() } else { format!("{name}-{suffix}") }
}
