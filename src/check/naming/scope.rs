//! Names that a design gives resources itself and that somebody else, or another environment, has already.

use indexmap::IndexMap;

use super::explicit::Explicit;
use crate::catalog::names::Scope;
use crate::check::prelude::*;

pub(in crate::check) const GLOBAL: Rule = Rule::warning("NAM013", "naming/globally-unique-explicit", global).says(
    "A name given to a resource whose names are unique among all customers of the cloud.",
    "Whoever had it first keeps it: the deployment fails, or fails in the next environment or region.",
    "Leave the name out: Pulumi makes one that nobody has.",
);

pub(in crate::check) const STACK: Rule = Rule::warning("NAM014", "naming/explicit-name-no-stack", stack).says(
    "A name given to a resource that two environments would both use.",
    "In one account they cannot both have it: the second deployment fails, or takes the resource over.",
    "Leave the name out, or give each environment another one.",
);

fn global(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for node in &context.nodes {
        report.each_stage(|stage| {
            let found = Explicit::of(context, node, stage).filter(|found| found.row.scope == Scope::Global)?;
            let message = format!(
                "{} is to be called {}, and the name of {} must be unique in the whole world: leave {} out.",
                node.id,
                found.name,
                found.resource(),
                found.property()
            );
            Some(
                Outcome::new(found.place(context, node, stage), message)
                    .mend("Leave the name to Pulumi", found.mend(context, node, stage, None)),
            )
        });
    }
}

/// Where a name is used, by environment.
type Uses<'d> = Vec<(Stage<'d>, Explicit<'d>)>;

fn stack(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for node in &context.nodes {
        let mut same: IndexMap<(&str, Option<&str>), Uses<'_>> = IndexMap::new();
        for stage in &context.stages {
            let Some(found) = Explicit::of(context, node, *stage) else { continue };
            let environment = stage.name.and_then(|name| context.design.environments.get(name));
            let region = match found.row.scope {
                Scope::Parent | Scope::None => continue,
                Scope::Region => context.design.region(environment),
                Scope::Global | Scope::Account | Scope::Project | Scope::Group => None,
            };
            same.entry((found.name, region)).or_default().push((*stage, found));
        }
        for ((name, _), uses) in same {
            let [(first, found), _, ..] = uses.as_slice() else { continue };
            let environments: Vec<&str> = uses.iter().filter_map(|(stage, _)| stage.name).collect();
            let mut edits = Vec::new();
            for (stage, found) in &uses {
                let edit = found.mend(context, node, *stage, None);
                if !edits.contains(&edit) {
                    edits.push(edit);
                }
            }
            let edit = if edits.len() > 1 { Some(Edit::Batch(edits)) } else { edits.pop() };
            report
                .add(
                    found.place(context, node, *first),
                    format!(
                        "{} would be called {name} in {} alike, and one account has room for one: leave {} out.",
                        node.id,
                        list(&environments),
                        found.property()
                    ),
                )
                .maybe_fix("Leave the name to Pulumi", edit);
        }
    }
}
