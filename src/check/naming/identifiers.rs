//! Names of events and of the project.

use std::collections::HashMap;

use super::physical::short;
use crate::check::events::names::{place, rename, uses};
use crate::check::limits;
use crate::check::prelude::*;
use crate::design::name::NameKind;

pub(in crate::check) const EVENT: Rule = Rule::error("NAM020", "naming/event-identifier", event).by_itself().says(
    "An event whose name is too long, or the same as another's but for capitals.",
    "Clouds refuse longer names, and types and files are named after events, where capitals may not count.",
    "Shorten it, or use one name for one event.",
);

pub(in crate::check) const PROJECT: Rule = Rule::error("NAM022", "naming/project-name", project).says(
    "A name of the design that cannot be the name of a Pulumi project.",
    "Pulumi refuses to deploy it.",
    "Use letters, digits, hyphens, underscores and full stops, at most 100.",
);

fn event(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let most = limits::count("event-name", "", context.provider).unwrap_or(128);
    let mut first: HashMap<String, &str> = HashMap::new();
    let uses = uses(context);
    for (name, flows) in &uses {
        let length = name.chars().count();
        if length > most {
            let better: String = name.chars().take(most).collect();
            let free = !uses.contains_key(better.as_str());
            report
                .add(
                    place(name, flows),
                    format!(
                        "The event name {} has {length} characters, and {most} are the most: shorten it.",
                        short(name)
                    ),
                )
                .maybe_fix(
                    format!("Cut it after {most} characters"),
                    free.then(|| rename(context, name, &better, flows)),
                );
            continue;
        }
        let folded = name.to_ascii_lowercase();
        let Some(other) = first.get(&folded) else {
            first.insert(folded, name);
            continue;
        };
        // What is declared under both names is two contracts, and nobody but the author knows which one holds.
        let declared = context.design.events.contains_key(*name);
        report
            .add(
                place(name, flows),
                format!("The events {other} and {name} differ in capitals only: use one name, or two that differ."),
            )
            .maybe_fix(format!("Call it {other}"), (!declared).then(|| rename(context, name, other, flows)));
    }
}

fn project(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let name = &context.design.name;
    let Err(_) = NameKind::Project.check(name) else { return };
    let better = NameKind::Project.suggest(name);
    let message = if name.is_empty() {
        "The design has no name, and its Pulumi project needs one: letters, digits, -, _ and ., at most 100.".to_owned()
    } else {
        format!("{name} cannot be the name of a Pulumi project: use letters, digits, -, _ and . only, at most 100.")
    };
    report
        .add(Place::Design { path: vec!["name".to_owned()] }, message)
        .maybe_fix(format!("Call it {}", better.clone().unwrap_or_default()), better.map(Edit::SetName));
}
