//! Names that are not legal, variables that collide, and names that say nothing.

use std::collections::{HashMap, HashSet};

use crate::check::prelude::*;
use crate::design::NodeId;
use crate::design::name::NameKind;
use crate::text::words::{capitalised, words};

pub(in crate::check) const INVALID: Rule = Rule::error("NAM001", "naming/invalid-id", invalid).by_itself().says(
    "A name that is not legal.",
    "Files, resources and variables are named after it.",
    "Use lower-case letters, digits and hyphens, beginning with a letter, at most 40.",
);

pub(in crate::check) const VARIABLE: Rule = Rule::error("NAM019", "naming/env-var-collision", variable).says(
    "Two values of a function under one environment variable.",
    "One of them is lost.",
    "Give one of them another name with as.",
);

pub(in crate::check) const UNCLEAR: Rule = Rule::info("NAM023", "naming/unclear-name", unclear).says(
    "A node whose name only says what kind it is.",
    "In a list of resources, nobody knows what it is for.",
    "Name it after what it does or holds.",
);

pub(in crate::check) const DOUBLED: Rule = Rule::info("NAM024", "naming/kind-suffix-doubled", doubled).says(
    "A node whose name ends with its own kind.",
    "Generated names say it twice, such as ordersTableTable.",
    "Leave the kind out of the name.",
);

/// What is wrong with a name, and whether it can still be used.
fn fault(kind: NameKind, name: &str) -> Option<(String, Severity)> {
    if let Err(fault) = kind.check(name) {
        return Some((fault, Severity::Error));
    }
    let hyphens = name.ends_with('-') || name.contains("--");
    hyphens.then(|| {
        (format!("the {} name {name} has a hyphen too many, which some clouds refuse", kind.word()), Severity::Warning)
    })
}

fn invalid(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let design = context.design;
    let mut tell = |place: Place, kind: NameKind, name: &str, rename: &dyn Fn(String) -> Option<Edit>| {
        let Some((fault, severity)) = fault(kind, name) else { return };
        let better = kind.suggest(name).filter(|better| better != name);
        let fix = better.clone().and_then(rename);
        report
            .add(place, format!("{}.", capitalised(&fault)))
            .severity(severity)
            .maybe_fix(format!("Rename it to {}", better.unwrap_or_default()), fix);
    };
    for (name, environment) in &design.environments {
        let rename = |better: String| {
            let index = design.environments.get_index_of(name);
            (!design.environments.contains_key(&better)).then(|| {
                Edit::Batch(vec![
                    Edit::SetEnvironment { name: name.clone(), environment: None, index: None },
                    Edit::SetEnvironment { name: better, environment: Some(environment.clone()), index },
                ])
            })
        };
        tell(Place::Environment { name: name.clone(), path: Vec::new() }, NameKind::Environment, name, &rename);
    }
    for name in design.settings.keys() {
        tell(Place::Setting { name: name.clone(), path: Vec::new() }, NameKind::Setting, name, &|_| None);
    }
    for (name, service) in &design.services {
        let rename = |better: String| {
            (!design.services.contains_key(&better)).then(|| Edit::RenameService { from: name.clone(), to: better })
        };
        tell(Place::Service { name: name.clone() }, NameKind::Service, name, &rename);
        for node in service.nodes.keys() {
            let from = NodeId::new(name.clone(), node.clone());
            let rename = |better: String| {
                let to = NodeId::new(name.clone(), design.free_name(name, &better));
                Some(Edit::RenameNode { from: from.clone(), to, index: None })
            };
            tell(Place::node(&from), NameKind::Node, node, &rename);
        }
    }
}

fn variable(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let mut given: HashMap<(usize, &str), (usize, Place)> = HashMap::new();
    for joined in context.of_kind("use") {
        let Some(name) = joined.flow().text("as") else { continue };
        let own = joined.from.node.get("environment").and_then(|own| own.get(name)).is_some();
        let key = (joined.from.index, name);
        let other = given.get(&key).filter(|(target, _)| *target != joined.to.index);
        let clash = match other {
            Some((target, place)) => Some((context.node(*target).id.to_string(), place.clone())),
            None if own => {
                let path = vec!["environment".to_owned(), name.to_owned()];
                Some(("its own value".to_owned(), Place::Node { id: joined.from.id.clone(), path }))
            }
            None => None,
        };
        if let Some((other, place)) = clash {
            let edit = Edit::SetFlowProperty { id: joined.flow().id, path: vec!["as".to_owned()], value: None };
            report
                .add(
                    joined.view.at("as"),
                    format!(
                        "{} would get both {other} and {} as {name}: give one of them another name.",
                        joined.from.id, joined.to.id
                    ),
                )
                .related([place])
                .fix("Let its name be derived", edit);
        } else {
            given.insert(key, (joined.to.index, joined.view.at("as")));
        }
    }
}

/// Words that say nothing about a node.
const EMPTY_WORDS: [&str; 14] =
    ["test", "foo", "bar", "baz", "new", "my", "node", "thing", "temp", "tmp", "untitled", "example", "lambda", "main"];

fn unclear(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let kinds: HashSet<String> = crate::catalog::catalog().kinds.keys().flat_map(|kind| words(kind)).collect();
    // These are what one says of them: the design has one API, one bus, one site.
    let usual = ["api", "bus", "site", "search", "email"];
    for node in &context.nodes {
        let name = words(&node.id.node);
        let empty = |word: &String| {
            kinds.contains(word)
                || EMPTY_WORDS.contains(&word.as_str())
                || word.chars().all(|letter| letter.is_ascii_digit())
        };
        if !name.is_empty() && name.iter().all(empty) && !usual.contains(&node.id.node.as_str()) {
            report.add(
                node.place(),
                format!("The name {} does not say what it is for: name it after what it does or holds.", node.id),
            );
        }
    }
}

fn doubled(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for node in &context.nodes {
        let Some(kind) = node.kind else { continue };
        // A bus or an API is mostly called so; a stutter there reads well.
        if !node.is_any(&[
            "table",
            "queue",
            "topic",
            "function",
            "bucket",
            "secret",
            "parameter",
            "stream",
            "workflow",
            "schedule",
        ]) {
            continue;
        }
        let Some(stem) = node.id.node.strip_suffix(&format!("-{}", kind.name)) else { continue };
        if stem.is_empty() {
            continue;
        }
        let to = NodeId::new(node.id.service.clone(), stem);
        let free = context.find(&to).is_none();
        report
            .add(
                node.place(),
                format!(
                    "{} says its kind in its name, and generated names would say it twice: call it {stem}.",
                    node.id
                ),
            )
            .maybe_fix(format!("Rename it to {stem}"), free.then(|| context.design.rename(&node.id, &to)));
    }
}
