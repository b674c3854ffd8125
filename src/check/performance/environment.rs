//! Environment variables of functions.

use crate::catalog::Provider;
use crate::catalog::names::RANDOM_SUFFIX;
use crate::check::limits;
use crate::check::prelude::*;
use crate::design::name::NameKind;
use crate::design::{Node, NodeId};

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

/// What a variable of a flow takes at the least: its name and its value hold the target's name, and the value a random
/// part behind it.
fn derived_bytes(target: &NodeId) -> usize {
    2 * target.node.len() + RANDOM_SUFFIX
}

fn environment_size(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let Some(most) = limits::count("environment-size", "function", context.provider) else { return };
    for function in context.nodes_of("function").filter(|node| !node.existing()) {
        let Some(own) = function.node.get("environment").and_then(Value::as_map) else { continue };
        let reached = context.outgoing(function).filter(|joined| {
            ["read", "write", "read-write", "publish", "invoke", "call", "use"].iter().any(|kind| joined.is(kind))
        });
        let derived: usize = reached.map(|joined| derived_bytes(&joined.to.id)).sum();
        let sizes = |stage: Stage<'_>| -> Vec<(&str, usize)> {
            own.keys()
                .map(|name| {
                    let value = context.value(function, &["environment", name], stage);
                    (name.as_str(), name.len() + value.map_or(0, |value| value_bytes(context, value)))
                })
                .collect()
        };
        report.each_stage(|stage| {
            let sizes = sizes(stage);
            let bytes = derived + sizes.iter().map(|(_, bytes)| bytes).sum::<usize>();
            let message = format!(
                "The environment variables of {} take at least {bytes} bytes, and {most} are the most: put long values into parameters.",
                function.id
            );
            let outcome = Outcome::new(function.at("environment"), message);
            (bytes > most).then(|| match outsourced(context, function, sizes, bytes, most) {
                Some((names, edit)) => outcome.mend(format!("Keep {} in parameters", list(&names)), edit),
                None => outcome,
            })
        });
    }
}

/// The bytes of a value, as far as they are known.
fn value_bytes(context: &Context<'_>, value: &Value) -> usize {
    match value {
        Value::String(text) => text.len(),
        Value::Map(_) => {
            let setting = value.as_setting().and_then(|name| context.design.settings.get(name));
            setting.and_then(|setting| setting.default.as_ref()).and_then(Value::as_str).map_or(0, str::len)
        }
        other => other.to_string().len(),
    }
}

/// The edit that keeps the longest values in parameters, as many as it takes, and their names.
fn outsourced(
    context: &Context<'_>,
    function: &NodeView<'_>,
    mut sizes: Vec<(&str, usize)>,
    mut bytes: usize,
    most: usize,
) -> Option<(Vec<String>, Edit)> {
    let own = function.node.get("environment")?.as_map()?;
    let mut design = context.design.clone();
    let service = function.id.service.clone();
    let (mut edits, mut names) = (Vec::new(), Vec::new());
    sizes.sort_by_key(|(name, size)| (std::cmp::Reverse(*size), (*name).to_owned()));
    for (name, size) in sizes {
        if bytes <= most {
            break;
        }
        let Some(Value::String(value)) = own.get(name) else { continue };
        let stem = crate::text::words::kebab(name);
        let node = NodeId::new(service.clone(), design.free_name(&service, &stem));
        if NameKind::Node.check(&node.node).is_err() || value.len() > most {
            continue;
        }
        let flow = design.new_flow("use", function.id.clone(), node.clone());
        // The variable stays, and now says where the value is.
        let kept = name.len() + derived_bytes(&node);
        if kept >= size {
            continue;
        }
        bytes = bytes + kept - size;
        let properties = [("value".to_owned(), Value::String(value.clone()))].into_iter().collect();
        let set = Edit::SetProperty {
            id: function.id.clone(),
            path: vec!["environment".to_owned(), name.to_owned()],
            value: None,
        };
        let add = Edit::AddNode { id: node, node: Node { kind: "parameter".to_owned(), properties }, index: None };
        for edit in [set, add, Edit::AddFlow { flow, index: None }] {
            design.apply(edit.clone()).ok()?;
            edits.push(edit);
        }
        names.push(name.to_owned());
    }
    (bytes <= most && !edits.is_empty()).then_some((names, Edit::Batch(edits)))
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
