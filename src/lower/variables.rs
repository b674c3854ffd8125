//! The environment variables of functions and containers: their names, and that no two things have one. Knows no cloud.

use crate::design::{FlowId, NodeId, Place};
use crate::program::{Expression, Origin};
use crate::text::words;

use super::values::Context;

/// A variable before its name is settled.
pub(super) struct Pending {
    /// The flow that asks for it.
    pub(super) flow: FlowId,
    /// What it points at.
    pub(super) node: NodeId,
    /// What it is, in words.
    pub(super) words: String,
    /// Its name.
    pub(super) name: String,
    /// Whether the design gives the name.
    pub(super) given: bool,
    /// Whether it holds the value of a secret.
    pub(super) injected: bool,
    /// Its value.
    pub(super) value: Expression,
}

impl Pending {
    /// The value, with the flows that ask for a variable of this name.
    pub(super) fn with_flows(&self, all: &[Self]) -> Expression {
        let flows = all.iter().filter(|variable| variable.name == self.name && !variable.injected);
        Expression::From {
            origins: flows.map(|variable| Origin::Flow(variable.flow.0)).collect(),
            remark: None,
            value: Box::new(self.value.clone()),
        }
    }
}

/// `ORDERS_TABLE` from `orders` and `table`; words that the node's name already ends with are not said twice.
pub(super) fn variable_name(node: &str, suffix: &str) -> String {
    let mut name = words::words(node);
    let suffix = words::words(suffix);
    let overlap = (0..=name.len().min(suffix.len()))
        .rev()
        .find(|count| name.iter().rev().take(*count).eq(suffix.iter().take(*count).rev()))
        .unwrap_or(0);
    name.extend(suffix.into_iter().skip(overlap));
    name.join("_").to_uppercase()
}

/// Puts the service before names that two things would have. The earlier flow keeps the name, so that drawing another
/// changes nothing for code that reads it.
pub(super) fn settle_names<Facts>(cx: &mut Context<Facts>, id: &NodeId, pending: &mut [Pending], own: &[String]) {
    let mut before: Vec<(String, NodeId)> = Vec::new();
    let given = pending.iter().filter(|variable| variable.given);
    before.extend(given.map(|variable| (variable.name.clone(), variable.node.clone())));
    for variable in pending.iter_mut().filter(|variable| !variable.given) {
        let clashes = |(name, node): &(String, NodeId)| *name == variable.name && *node != variable.node;
        if own.contains(&variable.name) || before.iter().any(clashes) {
            variable.name = format!("{}_{}", words::upper(&variable.node.service), variable.name);
        }
        before.push((variable.name.clone(), variable.node.clone()));
    }
    let names: Vec<(String, NodeId, FlowId)> =
        pending.iter().map(|variable| (variable.name.clone(), variable.node.clone(), variable.flow)).collect();
    for (index, (name, node, flow)) in names.iter().enumerate() {
        let twice = names.iter().take(index).any(|(other, at, _)| other == name && at != node);
        if twice || own.contains(name) {
            cx.refuse(
                Place::flow(*flow),
                format!("two things would be the environment variable {name} of {id}"),
                "rename a node or the variable",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_named_without_saying_a_word_twice() {
        assert_eq!(variable_name("orders", "table"), "ORDERS_TABLE");
        assert_eq!(variable_name("orders-table", "table"), "ORDERS_TABLE");
        assert_eq!(variable_name("bus", "bus name"), "BUS_NAME");
        assert_eq!(variable_name("jwt-secret", "secret arn"), "JWT_SECRET_ARN");
        assert_eq!(variable_name("order-events", "queue url"), "ORDER_EVENTS_QUEUE_URL");
    }
}
