//! Properties that name a node.

use crate::catalog::PropertyType;
use crate::check::prelude::*;

use super::Owner;

/// Properties that name a node: there must be one, of a kind that fits.
pub(super) fn run(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let owners = context
        .nodes
        .iter()
        .filter_map(|node| Some((Owner::Node(node), &node.node.properties, &node.kind?.properties)))
        .chain(
            context
                .flows
                .iter()
                .filter_map(|view| Some((Owner::Flow(view), &view.flow.properties, &view.kind?.properties))),
        );
    for (owner, written, known) in owners {
        for (name, property) in known.iter().filter(|(_, property)| property.kind == PropertyType::Node) {
            // Where dead letters go is told by a rule of its own.
            let Some(value) = written.get(name).filter(|value| value.as_str().is_some() && name != "on_failure") else {
                continue;
            };
            let kinds = choice(&property.kinds);
            let fault = match context.named(value) {
                None => format!("{value} is no node"),
                Some(node) if !property.kinds.is_empty() && !property.kinds.contains(&node.node.kind) => {
                    format!("{value} is of kind {}", node.node.kind)
                }
                Some(_) => continue,
            };
            let at = vec![name.clone()];
            let edit = owner.set(context, &at, None);
            report
                .add(
                    owner.place(at),
                    format!("{}: {name} must name a node of kind {kinds}, but {fault}.", owner.name()),
                )
                .maybe_fix(format!("Remove {name}"), edit);
        }
    }
}
