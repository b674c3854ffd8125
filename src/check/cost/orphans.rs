//! What nothing uses, told together where it is much.

use std::collections::BTreeSet;

use crate::check::prelude::*;
use crate::check::rule::Body;
use crate::check::table::rule;

pub(in crate::check) const RULE: Rule = Rule::info("CST013", "cost/orphan-resources", run).says(
    "Many nodes that nothing uses.",
    "They are deployed, guarded and partly paid for, for nothing.",
    "Take them away together, or join them to what should use them.",
);

/// The rules about what nothing uses.
const UNUSED: [&str; 3] = ["structure/isolated-node", "data/unused-store", "security/unused-secret"];

/// As many are told one by one alone.
const FEW: usize = 3;

fn run(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let accepted: BTreeSet<(&str, &str)> =
        context.design.allow.iter().map(|accepted| (accepted.rule.as_str(), accepted.at.as_str())).collect();
    let mut orphans: BTreeSet<usize> = BTreeSet::new();
    for rule in UNUSED.into_iter().filter_map(rule) {
        let Body::Design(find) = rule.body else { continue };
        let mut found = Report::new(context);
        find(context, &mut found);
        let places = found.finish().into_iter().filter_map(|finding| finding.place.node_id().cloned());
        let nodes = places.filter(|id| !accepted.contains(&(rule.name, id.to_string().as_str())));
        orphans.extend(nodes.filter_map(|id| context.find(&id)).map(|node| node.index));
    }
    if orphans.len() <= FEW {
        return;
    }
    let nodes: Vec<&NodeView<'_>> = orphans.into_iter().map(|index| context.node(index)).collect();
    let names: Vec<String> = nodes.iter().map(|node| node.id.to_string()).collect();
    let edits = nodes.iter().map(|node| context.design.removal(&node.id)).collect();
    report
        .add(
            Place::design(),
            format!(
                "Nothing uses {} nodes: {}. Take them away, or join them to what should use them.",
                nodes.len(),
                some(&names)
            ),
        )
        .related(nodes.iter().map(|node| node.place()))
        .fix(format!("Remove all {}", nodes.len()), Edit::Batch(edits));
}
