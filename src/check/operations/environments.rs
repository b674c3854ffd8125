//! Environments: which there are, where they run, how much they log.

use crate::check::prelude::*;
use crate::design::Environment;
use crate::design::effective::is_production;

pub(in crate::check) const MISSING: Rule = Rule::warning("OPS009", "operations/missing-environment", missing).says(
    "A design with fewer than two environments, or without one for production.",
    "Changes would be tried out on the people who use the system.",
    "Add the environments dev and prod.",
);

pub(in crate::check) const REGION: Rule = Rule::error("OPS010", "operations/region-missing", region).says(
    "An environment without a region.",
    "The deployment does not know where to go.",
    "Set region for the design, or for the environment.",
);

pub(in crate::check) const DEBUG: Rule = Rule::warning("OPS021", "operations/debug-logs-in-prod", debug).says(
    "A production environment that logs everything.",
    "Logs cost more than the functions, and may hold what nobody should read.",
    "Set log_level to INFO.",
);

fn missing(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let names: Vec<&str> = context.design.environments.keys().map(String::as_str).collect();
    let production = names.iter().any(|name| is_production(name));
    let message = match (names.as_slice(), production) {
        ([], _) => "The design names no environments: add dev and prod.".to_owned(),
        ([one], _) => format!("There is only the environment {one}: add another to try changes in."),
        (_, false) => format!("None of the environments {} is production: add prod.", list(&names)),
        _ => return,
    };
    let mut edits = Vec::new();
    let add = |name: &str, index: Option<usize>| Edit::SetEnvironment {
        name: name.to_owned(),
        environment: Some(Environment::default()),
        index,
    };
    if names.iter().all(|name| is_production(name)) {
        edits.push(add("dev", Some(0)));
    }
    if !production {
        edits.push(add("prod", None));
    }
    let added = match (edits.len(), production) {
        (2, _) => "dev and prod",
        (_, true) => "dev",
        _ => "prod",
    };
    report
        .add(Place::Design { path: vec!["environments".to_owned()] }, message)
        .fix(format!("Add {added}"), Edit::Batch(edits));
}

fn region(context: &Context<'_>, report: &mut Report<'_, '_>) {
    if context.design.region.is_some() {
        return;
    }
    let region = context.provider.default_region();
    let everywhere = Edit::SetRegion(Some(region.to_owned()));
    let lacking: Vec<&String> = context
        .design
        .environments
        .iter()
        .filter(|(_, environment)| environment.region.is_none())
        .map(|(name, _)| name)
        .collect();
    if context.design.environments.is_empty() {
        report
            .add(Place::Design { path: vec!["region".to_owned()] }, "The design has no region: set one.".to_owned())
            .fix(format!("Set region: {region}"), everywhere);
        return;
    }
    for name in lacking {
        report
            .add(
                Place::Environment { name: name.clone(), path: Vec::new() },
                format!("{name} has no region, nor has the design: set one."),
            )
            .fix(format!("Set region: {region} for the design"), everywhere.clone());
    }
}

fn debug(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let default = context.design.settings.get("log_level").and_then(|setting| setting.default.as_ref());
    for (name, environment) in context.design.environments.iter().filter(|(name, _)| is_production(name)) {
        let given = environment.settings.get("log_level");
        if given.or(default).and_then(Value::as_str).is_none_or(|level| !level.eq_ignore_ascii_case("debug")) {
            continue;
        }
        let mut changed = environment.clone();
        changed.settings.insert("log_level".to_owned(), "INFO".into());
        let mut path = Vec::new();
        if given.is_some() {
            path.extend(["settings".to_owned(), "log_level".to_owned()]);
        }
        report
            .add(
                Place::Environment { name: name.clone(), path },
                format!("{name} logs everything, with log_level DEBUG: use INFO."),
            )
            .fix(
                format!("Set log_level: INFO in {name}"),
                Edit::SetEnvironment { name: name.clone(), environment: Some(changed), index: None },
            );
    }
}
