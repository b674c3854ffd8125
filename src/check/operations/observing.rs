//! What can be seen of a running system, and what refers to resources that are already there.

use crate::catalog::Provider;
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

pub(in crate::check) const WORKFLOW_LOG: Rule =
    Rule::info("OPS004", "operations/workflow-log-off", workflow_log).in_production(Severity::Warning).says(
        "A workflow that logs nothing.",
        "When a run fails, nobody can tell at which step and why; an express workflow keeps no history besides.",
        "Take logs: off away, or log errors at least.",
    );

pub(in crate::check) const INSIGHTS: Rule = Rule::warning("OPS005", "operations/no-app-insights", insights).says(
    "A function or container on Azure without Application Insights.",
    "Azure keeps traces, failures and dependencies nowhere else.",
    "Take tracing: false away.",
);

pub(in crate::check) const ALARM: Rule =
    Rule::info("OPS008", "operations/no-alarm", alarm).in_production(Severity::Warning).says(
        "A function, queue, workflow or API that tells nobody when it fails.",
        "Customers find out first.",
        "Take alarms: false away.",
    );

pub(in crate::check) const KEY: Rule = Rule::warning("OPS018", "operations/queue-encryption-key-permission", key).says(
    "A queue with an encryption key of its own that its functions have no right to.",
    "They are refused every message, and the queue grows.",
    "Take kmsMasterKeyId out of extra, so that the key of the program is used, to which rights are given.",
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
    // On Azure, traces of functions and containers are told as no-app-insights.
    let all: &[&str] = match context.provider {
        Provider::Azure => &["workflow", "graphql-api"],
        _ => &["function", "container", "workflow", "graphql-api"],
    };
    off(context, report, all, "tracing", "records no traces: take tracing: false away.");
}

fn access_log(context: &Context<'_>, report: &mut Report<'_, '_>) {
    off(
        context,
        report,
        &["http-api", "websocket-api", "graphql-api"],
        "access_logs",
        "does not log who calls it: take access_logs: false away.",
    );
}

fn insights(context: &Context<'_>, report: &mut Report<'_, '_>) {
    if context.provider == Provider::Azure {
        let message = "has no Application Insights: take tracing: false away.";
        off(context, report, &["function", "container"], "tracing", message);
    }
}

fn workflow_log(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for workflow in context.nodes_of("workflow").filter(|workflow| !workflow.existing()) {
        report.each_stage(|stage| {
            if context.value(workflow, &["logs"], stage).and_then(Value::as_str) != Some("off") {
                return None;
            }
            let express = context.value(workflow, &["express"], stage).and_then(Value::as_bool) == Some(true);
            let end = if express { " and, being express, keeps no history of its runs" } else { "" };
            let message = format!("{} logs nothing{end}: take logs: off away.", workflow.id);
            let outcome = Outcome::new(context.place_of(workflow, &["logs"], stage), message)
                .mend("Remove logs: off", context.mend(workflow, &["logs"], None, stage));
            Some(if express { outcome.weigh(Severity::Warning) } else { outcome })
        });
    }
}

fn alarm(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for node in context.nodes.iter().filter(|node| node.is_any(&["function", "queue", "workflow", "http-api"])) {
        // What nothing leads to and nothing leaves is told as isolated.
        if node.degree() == 0 || node.existing() {
            continue;
        }
        report.each_stage(|stage| {
            context.is_false(node, "alarms", stage).then(|| {
                let message = format!("{} tells nobody when it fails: take alarms: false away.", node.id);
                Outcome::new(context.place_of(node, &["alarms"], stage), message)
                    .mend("Remove alarms: false", context.mend(node, &["alarms"], None, stage))
            })
        });
    }
}

/// A key in `extra` is one that no right follows for.
fn key(context: &Context<'_>, report: &mut Report<'_, '_>) {
    const KEY: &str = "kmsMasterKeyId";
    if context.provider != Provider::Aws {
        return;
    }
    for queue in context.nodes_of("queue").filter(|queue| !queue.existing()) {
        let own = queue.node.get("extra").and_then(|extra| extra.get(KEY)).is_some();
        let readers: Vec<String> = context
            .outgoing(queue)
            .filter(|joined| own && joined.is("subscribe") && joined.to.is("function"))
            .map(|joined| joined.to.id.to_string())
            .collect();
        if readers.is_empty() {
            continue;
        }
        let path = vec!["extra".to_owned(), KEY.to_owned()];
        report
            .add(
                Place::Node { id: queue.id.clone(), path: path.clone() },
                format!(
                    "{} has a key of its own, and {} gets no right to it: use the program's key.",
                    queue.id,
                    list(&readers)
                ),
            )
            .fix("Use the program's key", Edit::SetProperty { id: queue.id.clone(), path, value: None });
    }
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
