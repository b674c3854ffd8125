//! What environments override: nodes and properties that must exist.

use crate::catalog::catalog;
use crate::check::prelude::*;
use crate::design::{Environment, NodeId};

pub(in crate::check) const RULE: Rule = Rule::error("STR038", "structure/unknown-override", run).by_itself().says(
    "An environment that overrides a node or property that does not exist.",
    "It would be ignored, and you would believe that it counts.",
    "Correct the name, or take the override away.",
);

fn run(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for (name, environment) in &context.design.environments {
        for (id, set) in &environment.set {
            let Some(node) = NodeId::parse(id).and_then(|id| context.find(&id)) else {
                unknown_node(context, report, name, environment, id);
                continue;
            };
            if node.kind.is_none() {
                continue;
            }
            for key in set.keys().filter(|key| catalog().property(&node.node.kind, key).is_none()) {
                let known = node.kind.into_iter().flat_map(|kind| kind.properties.keys()).map(String::as_str);
                let meant = nearest(key, known).filter(|meant| !set.contains_key(*meant));
                let hint = meant.map_or_else(|| "take it away.".to_owned(), |meant| format!("did you mean {meant}?"));
                let fits = |meant: &&str| {
                    let property = catalog().property(&node.node.kind, meant);
                    set.get(key).zip(property).is_some_and(|(value, property)| property.check(value).is_ok())
                };
                let renamed = meant.filter(fits).map(|meant| {
                    let mut changed = environment.clone();
                    if let Some(set) = changed.set.get_mut(id)
                        && let Some((index, _, value)) = set.shift_remove_full(key)
                    {
                        set.shift_insert(index, meant.to_owned(), value);
                    }
                    edit(name, changed)
                });
                let mut changed = environment.clone();
                if let Some(set) = changed.set.get_mut(id) {
                    set.shift_remove(key);
                    if set.is_empty() {
                        changed.set.shift_remove(id);
                    }
                }
                report
                    .add(
                        place(name, vec![id.clone(), key.clone()]),
                        format!(
                            "{name} overrides {key} of {id}, a property that a {} does not have: {hint}",
                            node.node.kind
                        ),
                    )
                    .maybe_fix(format!("Rename it to {}", meant.unwrap_or_default()), renamed)
                    .fix(format!("Remove {key} of {id} in {name}"), edit(name, changed));
            }
        }
    }
}

fn unknown_node(context: &Context<'_>, report: &mut Report<'_, '_>, name: &str, environment: &Environment, id: &str) {
    let ids: Vec<String> = context.nodes.iter().take(2000).map(|node| node.id.to_string()).collect();
    let meant = nearest(id, ids.iter().map(String::as_str)).filter(|meant| !environment.set.contains_key(*meant));
    let hint = meant.map_or_else(|| "take it away.".to_owned(), |meant| format!("did you mean {meant}?"));
    let renamed = meant.map(|meant| {
        let mut changed = environment.clone();
        if let Some((index, _, set)) = changed.set.shift_remove_full(id) {
            changed.set.shift_insert(index, meant.to_owned(), set);
        }
        edit(name, changed)
    });
    let mut removed = environment.clone();
    removed.set.shift_remove(id);
    report
        .add(place(name, vec![id.to_owned()]), format!("{name} overrides {id}, which there is not: {hint}"))
        .maybe_fix(format!("Use {}", meant.unwrap_or_default()), renamed)
        .fix(format!("Remove it from {name}"), edit(name, removed));
}

fn place(environment: &str, path: Vec<String>) -> Place {
    let mut steps = vec!["set".to_owned()];
    steps.extend(path);
    Place::Environment { name: environment.to_owned(), path: steps }
}

fn edit(name: &str, environment: Environment) -> Edit {
    Edit::SetEnvironment { name: name.to_owned(), environment: Some(environment), index: None }
}
