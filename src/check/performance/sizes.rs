//! Memory, room for files and layers of functions.

use crate::catalog::{Provider, catalog};
use crate::check::limits;
use crate::check::prelude::*;

pub(in crate::check) const DEFAULT: Rule = Rule::warning("PRF001", "performance/memory-default", memory_default).says(
    "A function with the 128 MiB that Lambda gives when nobody says how much.",
    "Processor time comes with memory: starting and calling other services takes many times as long, and often costs more.",
    "Give it 512 MiB, and measure.",
);

pub(in crate::check) const MEMORY: Rule = Rule::error("PRF002", "performance/memory-range", memory).says(
    "A function with an amount of memory that the cloud does not offer.",
    "The cloud refuses it.",
    "Use an amount that the message names.",
);

pub(in crate::check) const STORAGE: Rule = Rule::error("PRF003", "performance/ephemeral-range", storage).says(
    "A function with more or less room under /tmp than there can be.",
    "AWS refuses it: from 512 to 10,240 MiB.",
    "Use an amount in that range, or keep large files in a bucket.",
);

pub(in crate::check) const LAYERS: Rule = Rule::error("PRF006", "performance/layers-limit", layers).says(
    "A function with more layers than Lambda loads.",
    "AWS refuses it: five are the most.",
    "Put several into one layer, or into the function's own package.",
);

/// The Pulumi type of a Lambda function.
const LAMBDA: &str = "aws:lambda/function:Function";

/// Memory with which most code runs well, in MiB.
const ADVISED: i64 = 512;

/// Functions of the design, and Lambda functions among the provider's resources.
fn functions<'c, 'd>(context: &'c Context<'d>) -> impl Iterator<Item = &'c NodeView<'d>> {
    context.nodes.iter().filter(|node| {
        !node.existing()
            && (node.is("function")
                || node.is("resource") && node.node.get("type").and_then(Value::as_str) == Some(LAMBDA))
    })
}

/// The way to an argument of the SDK's function, and its value in an environment: under `extra` or, of a resource,
/// among its properties.
fn argument<'d, 'p>(
    context: &Context<'d>,
    node: &NodeView<'d>,
    stage: Stage<'d>,
    steps: &[&'p str],
) -> Option<(Vec<&'p str>, &'d Value)> {
    let mut path = vec![if node.is("resource") { "properties" } else { "extra" }];
    path.extend(steps);
    let value = context.value(node, &path, stage)?;
    Some((path, value))
}

fn memory_default(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let Some(default) = limit("memory-default", context.provider) else { return };
    for function in functions(context) {
        report.each_stage(|stage| {
            let sdk = argument(context, function, stage, &["memorySize"]);
            let (path, memory) = match sdk {
                Some((path, value)) => (path, value.as_integer()?),
                None if function.is("resource") => (vec!["properties", "memorySize"], default),
                None => (vec!["memory"], context.value(function, &["memory"], stage)?.as_integer()?),
            };
            let message = || format!(
                "{} has {memory} MiB of memory, the least that Lambda gives, with little processor time: give it {ADVISED} and measure.",
                function.id
            );
            (memory == default).then(|| {
                Outcome::new(context.place_of(function, &path, stage), message()).mend(
                    format!("Set it to {ADVISED}"),
                    context.mend(function, &path, Some(Value::Integer(ADVISED)), stage),
                )
            })
        });
    }
}

fn limit(name: &str, provider: Provider) -> Option<i64> {
    limits::count(name, "function", provider).and_then(|count| count.try_into().ok())
}

/// The sizes that a cloud offers, when it offers only some.
fn sizes(provider: Provider) -> Vec<i64> {
    let memory = catalog().kind("function").and_then(|kind| kind.properties.get("memory"));
    let cloud = memory.and_then(|memory| memory.clouds.get(&provider));
    cloud.map_or_else(Vec::new, |cloud| cloud.one_of.iter().filter_map(Value::as_integer).collect())
}

fn memory(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let provider = context.provider;
    let (Some(least), Some(most)) = (limit("memory-least", provider), limit("memory-most", provider)) else { return };
    let sizes = sizes(provider);
    for function in functions(context) {
        report.each_stage(|stage| {
            let sdk = argument(context, function, stage, &["memorySize"]);
            let (path, value) = match sdk {
                Some(found) => found,
                None => (vec!["memory"], context.value(function, &["memory"], stage)?),
            };
            let memory = value.as_integer()?;
            let (better, offered) = if sizes.is_empty() {
                (memory.clamp(least, most), format!("{least} to {most}"))
            } else {
                // Rather more than asked for than less.
                let enough = sizes.iter().copied().filter(|size| *size >= memory).min();
                let better = enough.or_else(|| sizes.iter().copied().max()).unwrap_or(memory);
                let listed: Vec<String> = sizes.iter().map(ToString::to_string).collect();
                (better, choice(&listed))
            };
            let message = || {
                format!(
                    "{} has {memory} MiB of memory, and functions of {} have {offered}: use {better}.",
                    function.id,
                    provider.title()
                )
            };
            (better != memory).then(|| {
                Outcome::new(context.place_of(function, &path, stage), message()).mend(
                    format!("Set it to {better}"),
                    context.mend(function, &path, Some(Value::Integer(better)), stage),
                )
            })
        });
    }
}

fn storage(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let provider = context.provider;
    let (Some(least), Some(most)) = (limit("storage-least", provider), limit("storage-most", provider)) else {
        return;
    };
    for function in functions(context) {
        report.each_stage(|stage| {
            let sdk = argument(context, function, stage, &["ephemeralStorage", "size"]);
            let (path, value) = match sdk {
                Some(found) => found,
                None => (vec!["ephemeral_storage"], context.value(function, &["ephemeral_storage"], stage)?),
            };
            let size = value.as_integer()?;
            let better = size.clamp(least, most);
            let message = || {
                format!("{} has {size} MiB under /tmp, and Lambda gives {least} to {most}: use {better}.", function.id)
            };
            (better != size).then(|| {
                Outcome::new(context.place_of(function, &path, stage), message()).mend(
                    format!("Set it to {better}"),
                    context.mend(function, &path, Some(Value::Integer(better)), stage),
                )
            })
        });
    }
}

fn layers(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let Some(most) = limits::count("layers", "function", context.provider) else { return };
    for function in functions(context) {
        report.each_stage(|stage| {
            let sdk = argument(context, function, stage, &["layers"]);
            let (path, value) = match sdk {
                Some(found) => found,
                None => (vec!["layers"], context.value(function, &["layers"], stage)?),
            };
            let count = value.as_list()?.len();
            let message = || {
                format!("{} has {count} layers, and Lambda loads {most} at the most: join some of them.", function.id)
            };
            (count > most).then(|| Outcome::new(context.place_of(function, &path, stage), message()))
        });
    }
}
