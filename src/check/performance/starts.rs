//! Functions that callers wait for, and how ready they are.

use std::collections::HashSet;

use petgraph::graph::NodeIndex;

use crate::catalog::Provider;
use crate::check::limits;
use crate::check::prelude::*;

pub(in crate::check) const COLD: Rule = Rule::info("PRF007", "performance/cold-path-heavy", cold).says(
    "A container image behind a route in production with no copy kept warm.",
    "The first caller after a pause waits until the image is loaded and started.",
    "Keep one copy warm, or use a runtime that starts quickly.",
);

pub(in crate::check) const ONE_CALL: Rule = Rule::info("PRF016", "performance/concurrency-one", one_call).says(
    "A function that works on one call at a time behind a busy route, with a whole processor or more.",
    "Each further call at the same moment starts another copy, which takes time and is paid for.",
    "Let each copy work on several calls at once.",
);

/// The nodes that somebody waits for behind a route.
fn behind_routes(context: &Context<'_>) -> HashSet<usize> {
    let graph = &context.graphs.synchronous;
    let mut waiting: Vec<usize> = context.of_kind("route").map(|joined| joined.to.index).collect();
    let mut seen: HashSet<usize> = waiting.iter().copied().collect();
    while let Some(node) = waiting.pop() {
        for next in graph.neighbors(NodeIndex::new(node)).map(NodeIndex::index) {
            if seen.insert(next) {
                waiting.push(next);
            }
        }
    }
    seen
}

fn cold(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let behind = behind_routes(context);
    for function in context.nodes_of("function").filter(|node| behind.contains(&node.index) && !node.existing()) {
        report.each_stage(|stage| {
            let image = context.value(function, &["runtime"], stage).and_then(Value::as_str) == Some("container");
            let warm = context.value(function, &["concurrency", "provisioned"], stage);
            // What a setting gives is not known here.
            let none = warm.is_none_or(|warm| warm.as_integer() == Some(0));
            let message = || {
                format!("Callers wait while the image of {} starts, and no copy is kept warm: keep one.", function.id)
            };
            (stage.production && image && none).then(|| {
                let path = ["concurrency", "provisioned"];
                let outcome = Outcome::new(context.place_of(function, &path, stage), message());
                match in_environment(context, function, stage, &path, Value::Integer(1)) {
                    Some(edit) => outcome.mend("Keep one copy warm there", edit),
                    None => outcome,
                }
            })
        });
    }
}

/// The edit that gives a property a value in one environment alone.
fn in_environment<'d>(
    context: &Context<'d>,
    node: &NodeView<'d>,
    stage: Stage<'d>,
    path: &[&str],
    value: Value,
) -> Option<Edit> {
    let name = stage.name?;
    let mut environment = context.design.environments.get(name)?.clone();
    let set = environment.set.entry(node.id.to_string()).or_default();
    crate::check::context::values::write(set, path, Some(value));
    Some(Edit::SetEnvironment { name: name.to_owned(), environment: Some(environment), index: None })
}

fn one_call(context: &Context<'_>, report: &mut Report<'_, '_>) {
    if context.provider != Provider::Gcp {
        return;
    }
    let busy = limits::number("busy-rate", "http-api", context.provider).unwrap_or(f64::MAX);
    let advised = limits::count("concurrency-advised", "function", context.provider).unwrap_or(1);
    for function in context.nodes_of("function").filter(|node| !node.existing()) {
        let rate: f64 = context
            .incoming(function)
            .filter(|joined| joined.is("route"))
            .filter_map(|joined| joined.view.value(&["rate"])?.as_number())
            .sum();
        if rate <= busy {
            continue;
        }
        report.each_stage(|stage| {
            let path = ["concurrency", "per_instance"];
            let one = context.value(function, &path, stage)?.as_integer() == Some(1);
            let whole = match context.value(function, &["cpu"], stage) {
                Some(cpu) => cpu.as_number()? >= 1.0,
                // Without a word about it, a processor comes with 2 GiB.
                None => context.value(function, &["memory"], stage)?.as_integer()? >= 2048,
            };
            let message = || {
                format!(
                    "{} works on one call at a time, and {rate} come each second: let each copy work on {advised}.",
                    function.id
                )
            };
            (one && whole).then(|| {
                Outcome::new(context.place_of(function, &path, stage), message()).mend(
                    format!("Set it to {advised}"),
                    context.mend(function, &path, i64::try_from(advised).ok().map(Value::Integer), stage),
                )
            })
        });
    }
}
