//! Memory and environment variables of functions.

use crate::catalog::Provider;
use crate::check::prelude::*;

pub(in crate::check) const MEMORY: Rule = Rule::error("PRF002", "performance/memory-range", memory).says(
    "A function with an amount of memory that the cloud does not offer.",
    "The cloud refuses it: from 128 to 10,240 MiB.",
    "Use an amount in that range.",
);

pub(in crate::check) const ENVIRONMENT_SIZE: Rule =
    Rule::error("PRF004", "performance/env-too-large", environment_size).says(
        "A function whose environment variables take more than 4 KB.",
        "AWS refuses it.",
        "Put long values into parameters and use those.",
    );

pub(in crate::check) const NAME: Rule = Rule::error("PRF005", "performance/env-name-invalid", name).says(
    "An environment variable with a name that is not allowed or that the cloud keeps for itself.",
    "The cloud refuses it, or overwrites its value.",
    "Use letters, digits and _, beginning with a letter, such as APP_MODE.",
);

/// The most bytes of all environment variables of a function.
const ENVIRONMENT_BYTES: usize = 4096;

fn memory(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let (least, most) = match context.provider {
        Provider::Aws => (128, 10_240),
        Provider::Azure => (512, 4096),
        Provider::Gcp => (128, 32_768),
    };
    for function in context.nodes_of("function") {
        report.each_stage(|stage| {
            let memory = context.value(function, &["memory"], stage)?.as_integer()?;
            let better = memory.clamp(least, most);
            let message = format!(
                "{} has {memory} MiB of memory, and functions have {least} to {most}: use {better}.",
                function.id
            );
            (better != memory).then(|| {
                Outcome::new(context.place_of(function, &["memory"], stage), message).mend(
                    format!("Set it to {better}"),
                    context.mend(function, &["memory"], Some(Value::Integer(better)), stage),
                )
            })
        });
    }
}

fn environment_size(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for function in context.nodes_of("function").filter(|_| context.provider == Provider::Aws) {
        let Some(variables) = function.node.get("environment").and_then(Value::as_map) else { continue };
        let bytes: usize = variables.iter().map(|(name, value)| name.len() + value.to_string().len()).sum();
        if bytes > ENVIRONMENT_BYTES {
            report.add(
                function.at("environment"),
                format!("The environment variables of {} take {bytes} bytes, and {ENVIRONMENT_BYTES} are the most: put long values into parameters.", function.id),
            );
        }
    }
}

/// Whether the cloud keeps the name for itself.
fn reserved(name: &str, provider: Provider) -> bool {
    match provider {
        Provider::Aws => {
            let names = [
                "AWS_REGION",
                "AWS_DEFAULT_REGION",
                "AWS_EXECUTION_ENV",
                "AWS_ACCESS_KEY",
                "AWS_ACCESS_KEY_ID",
                "AWS_SECRET_ACCESS_KEY",
                "AWS_SESSION_TOKEN",
                "LAMBDA_TASK_ROOT",
                "LAMBDA_RUNTIME_DIR",
                "_HANDLER",
                "_X_AMZN_TRACE_ID",
            ];
            name.starts_with("AWS_LAMBDA_") || names.contains(&name)
        }
        Provider::Azure => name.starts_with("FUNCTIONS_") || name.starts_with("WEBSITE_"),
        Provider::Gcp => ["PORT", "K_SERVICE", "K_REVISION", "K_CONFIGURATION", "FUNCTION_TARGET"].contains(&name),
    }
}

fn fault(name: &str, provider: Provider) -> Option<&'static str> {
    let legal = name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
    if reserved(name, provider) {
        Some("is kept by the cloud for itself")
    } else if legal {
        None
    } else {
        Some("is no legal name: letters, digits and _, beginning with a letter")
    }
}

/// A legal name that is near.
fn better(name: &str, provider: Provider) -> Option<String> {
    let letters: String =
        name.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '_' }).collect();
    let plain = letters.trim_matches('_').to_owned();
    let candidate = if fault(&plain, provider).is_none() { plain } else { format!("APP_{plain}") };
    fault(&candidate, provider).is_none().then_some(candidate)
}

fn name(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for node in context.nodes.iter().filter(|node| node.is_any(&["function", "container"])) {
        let Some(variables) = node.node.get("environment").and_then(Value::as_map) else { continue };
        for (name, value) in variables {
            let Some(fault) = fault(name, context.provider) else { continue };
            let better = better(name, context.provider).filter(|better| !variables.contains_key(better));
            let path = |name: &str| vec!["environment".to_owned(), name.to_owned()];
            let fix = better.as_ref().map(|better| {
                let set = |name: &str, value: Option<Value>| Edit::SetProperty {
                    id: node.id.clone(),
                    path: path(name),
                    value,
                };
                Edit::Batch(vec![set(name, None), set(better, Some(value.clone()))])
            });
            report
                .add(
                    Place::Node { id: node.id.clone(), path: path(name) },
                    format!("The environment variable {name} of {} {fault}: call it otherwise.", node.id),
                )
                .maybe_fix(format!("Call it {}", better.unwrap_or_default()), fix);
        }
    }
    for joined in context.of_kind("use") {
        let Some(name) = joined.flow().text("as") else { continue };
        let Some(fault) = fault(name, context.provider) else { continue };
        let better = better(name, context.provider);
        let fix = better.clone().map(|better| Edit::SetFlowProperty {
            id: joined.flow().id,
            path: vec!["as".to_owned()],
            value: Some(Value::String(better)),
        });
        report
            .add(
                joined.view.at("as"),
                format!("The environment variable {name} of {} {fault}: call it otherwise.", joined.from.id),
            )
            .maybe_fix(format!("Call it {}", better.unwrap_or_default()), fix);
    }
}
