//! Settings: used but not there, there but not used, without a value.

use std::collections::HashSet;

use crate::check::prelude::*;
use crate::design::Setting;

pub(in crate::check) const UNKNOWN: Rule = Rule::error("STR041", "structure/unknown-setting", unknown).says(
    "A value that refers to a setting that does not exist.",
    "No stack could give it a value.",
    "Correct the name, or add the setting.",
);

pub(in crate::check) const WITHOUT_VALUE: Rule = Rule::info("STR042", "structure/setting-without-value", without_value)
    .says(
        "A setting without a default that an environment gives no value.",
        "The deployment asks for it.",
        "Give it a default, or a value in the environment, or set it with pulumi config set.",
    );

pub(in crate::check) const UNUSED: Rule = Rule::warning("STR043", "structure/unused-setting", unused).says(
    "A setting that nothing refers to.",
    "Every stack must give it a value, for nothing.",
    "Take it away.",
);

/// The setting that every program reads.
const RESERVED: &str = "log_level";

/// Every reference to a setting, with where it stands.
fn references(context: &Context<'_>) -> Vec<(Place, String)> {
    let mut found = Vec::new();
    for (name, environment) in &context.design.environments {
        for (id, set) in &environment.set {
            for (key, value) in set {
                let path = vec!["set".to_owned(), id.clone(), key.clone()];
                collect(value, path, &mut |path, setting| {
                    found.push((Place::Environment { name: name.clone(), path }, setting));
                });
            }
        }
    }
    for node in &context.nodes {
        for (key, value) in &node.node.properties {
            collect(value, vec![key.clone()], &mut |path, setting| {
                found.push((Place::Node { id: node.id.clone(), path }, setting));
            });
        }
    }
    for view in &context.flows {
        for (key, value) in &view.flow.properties {
            collect(value, vec![key.clone()], &mut |path, setting| {
                found.push((Place::Flow { id: view.flow.id, path }, setting));
            });
        }
    }
    found
}

fn collect(value: &Value, path: Vec<String>, found: &mut impl FnMut(Vec<String>, String)) {
    if let Some(setting) = value.as_setting() {
        found(path, setting.to_owned());
        return;
    }
    let entries: Vec<(String, &Value)> = match value {
        Value::Map(map) => map.iter().map(|(key, value)| (key.clone(), value)).collect(),
        Value::List(items) => items.iter().enumerate().map(|(index, value)| (index.to_string(), value)).collect(),
        _ => return,
    };
    for (key, value) in entries {
        if matches!(value, Value::Map(_) | Value::List(_)) {
            let mut deeper = path.clone();
            deeper.push(key);
            collect(value, deeper, found);
        }
    }
}

fn unknown(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let settings = &context.design.settings;
    let given = context.design.environments.iter().flat_map(|(name, environment)| {
        environment.settings.keys().map(move |setting| {
            let path = vec!["settings".to_owned(), setting.clone()];
            (Place::Environment { name: name.clone(), path }, setting.clone())
        })
    });
    for (place, setting) in given.chain(references(context)) {
        if settings.contains_key(&setting) || setting == RESERVED {
            continue;
        }
        let meant = nearest(&setting, settings.keys().map(String::as_str));
        let hint = meant.map_or_else(|| "add it under settings.".to_owned(), |meant| format!("did you mean {meant}?"));
        let add = Edit::SetSetting { name: setting.clone(), setting: Some(Setting::default()), index: None };
        let better = meant.and_then(|meant| refer(&place, meant));
        report
            .add(place, format!("There is no setting {setting}: {hint}"))
            .maybe_fix(format!("Use {}", meant.unwrap_or_default()), better)
            .fix(format!("Add the setting {setting}"), add);
    }
}

/// The edit that lets the value at a place refer to another setting, where it stands on a node or flow.
fn refer(place: &Place, setting: &str) -> Option<Edit> {
    let value = Some(Value::Map([("setting".to_owned(), Value::from(setting))].into_iter().collect()));
    match place {
        Place::Node { id, path } => Some(Edit::SetProperty { id: id.clone(), path: path.clone(), value }),
        Place::Flow { id, path } => Some(Edit::SetFlowProperty { id: *id, path: path.clone(), value }),
        _ => None,
    }
}

// No fix: an empty value would silence the question and deploy nothing of use.
fn without_value(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for (name, setting) in &context.design.settings {
        if setting.default.is_some() || setting.secret {
            continue;
        }
        report.each_stage(|stage| {
            let environment = context.design.environments.get(stage.name?)?;
            let given = environment.settings.get(name).is_some_and(|value| *value != Value::Null);
            let message =
                || format!("The setting {name} has no default and no value here: the deployment asks for it.");
            (!given).then(|| Outcome::new(Place::Setting { name: name.clone(), path: Vec::new() }, message()))
        });
    }
}

fn unused(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let used: HashSet<String> = references(context).into_iter().map(|(_, setting)| setting).collect();
    for name in context.design.settings.keys().filter(|name| !used.contains(*name) && *name != RESERVED) {
        let mut edits = vec![Edit::SetSetting { name: name.clone(), setting: None, index: None }];
        for (stage, environment) in &context.design.environments {
            if environment.settings.contains_key(name) {
                let mut changed = environment.clone();
                changed.settings.shift_remove(name);
                edits.push(Edit::SetEnvironment { name: stage.clone(), environment: Some(changed), index: None });
            }
        }
        report
            .add(
                Place::Setting { name: name.clone(), path: Vec::new() },
                format!("Nothing refers to the setting {name}: take it away."),
            )
            .fix(format!("Remove the setting {name}"), Edit::Batch(edits));
    }
}
