//! What can be seen of a running system, and what refers to resources that are already there.

use crate::check::prelude::*;
use crate::design::{Setting, SettingType};

pub(in crate::check) const TRACING: Rule =
    Rule::info("OPS001", "operations/tracing-off", tracing).in_production(Severity::Warning).says(
        "A function or workflow without traces.",
        "When something is slow, nobody sees where.",
        "Take tracing: false away.",
    );

pub(in crate::check) const ACCESS_LOG: Rule =
    Rule::info("OPS002", "operations/api-access-log-off", access_log).in_production(Severity::Warning).says(
        "An API that does not log who called it.",
        "An attack or a fault leaves no trace.",
        "Take access_logs: false away.",
    );

pub(in crate::check) const EXISTING: Rule = Rule::warning("OPS013", "operations/existing-hard-coded", existing).says(
    "A resource that is already there, with one id for all environments.",
    "Trying a change in one environment would touch what the others use.",
    "Take the id from a setting: existing: { setting: NAME }.",
);

fn off(context: &Context<'_>, report: &mut Report<'_, '_>, kinds: &[&str], property: &str, message: &str) {
    for node in context.nodes.iter().filter(|node| node.is_any(kinds)) {
        report.each_stage(|stage| {
            context.is_false(node, property, stage).then(|| {
                Outcome::new(context.place_of(node, &[property], stage), format!("{} {message}", node.id))
                    .mend(format!("Remove {property}: false"), context.mend(node, &[property], None, stage))
            })
        });
    }
}

fn tracing(context: &Context<'_>, report: &mut Report<'_, '_>) {
    off(context, report, &["function", "workflow"], "tracing", "records no traces: take tracing: false away.");
}

fn access_log(context: &Context<'_>, report: &mut Report<'_, '_>) {
    off(context, report, &["http-api"], "access_logs", "does not log who calls it: take access_logs: false away.");
}

fn existing(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let count = context.design.environments.len();
    if count < 2 {
        return;
    }
    for node in &context.nodes {
        let Some(id) = node.node.get("existing").and_then(Value::as_str) else { continue };
        let name = format!("{}_id", crate::text::words::snake(&node.id.node));
        let reference = Value::Map([("setting".to_owned(), Value::String(name.clone()))].into_iter().collect());
        let free = !context.design.settings.contains_key(&name);
        let setting = Setting { kind: SettingType::String, default: Some(id.into()), ..Setting::default() };
        let edit = Edit::Batch(vec![
            Edit::SetSetting { name: name.clone(), setting: Some(setting), index: None },
            Edit::SetProperty { id: node.id.clone(), path: vec!["existing".to_owned()], value: Some(reference) },
        ]);
        report
            .add(
                node.at("existing"),
                format!("{} is {id} in all {count} environments: take the id from a setting.", node.id),
            )
            .maybe_fix(format!("Take it from the setting {name}"), free.then_some(edit));
    }
}
