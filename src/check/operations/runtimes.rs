//! Versions of languages that are old, or too old.

use crate::catalog::catalog;
use crate::check::prelude::*;

pub(in crate::check) const DEPRECATED: Rule = Rule::warning("OPS006", "operations/runtime-deprecated", deprecated)
    .says(
        "A function whose version of the language is out of support, or will be within 180 days.",
        "Faults in the language stay open, and one day the function cannot be changed any more.",
        "Take version away for the newest, or name one that is supported for longer.",
    );

pub(in crate::check) const ENDED: Rule = Rule::error("OPS007", "operations/runtime-end-of-life", ended).says(
    "A function with a version of its language that the cloud does not take any more, or not at all.",
    "The cloud refuses to create it.",
    "Take version away for the newest, or name one that the message lists.",
);

/// Days before the end of support from which on it is told.
const NOTICE: i64 = 180;

/// What there is to say of a version.
enum Verdict {
    Fine,
    Ending(String),
    Refused(String),
}

fn verdict(context: &Context<'_>, function: &NodeView<'_>, stage: Stage<'_>) -> Option<(Verdict, String)> {
    let runtime = context.value(function, &["runtime"], stage).and_then(Value::as_str)?;
    let version = context.value(function, &["version"], stage).and_then(Value::as_str)?;
    let runtimes = &catalog().runtimes;
    let newest = runtimes.of(runtime, context.provider).next()?.version.clone();
    let (id, cloud) = (&function.id, context.provider.title());
    let Some(row) = runtimes.of(runtime, context.provider).find(|row| row.version == version) else {
        let known: Vec<&str> =
            runtimes.of(runtime, context.provider).filter(|row| !row.blocked).map(|row| row.version.as_str()).collect();
        let message =
            format!("{id} asks for {runtime} {version}, which {cloud} does not have: use {}.", choice(&known));
        return Some((Verdict::Refused(message), newest));
    };
    if row.blocked {
        let message = format!(
            "{id} runs on {runtime} {version}, with which {cloud} creates no function any more (support ended {}): use \
             {newest}.",
            row.ends
        );
        return Some((Verdict::Refused(message), newest));
    }
    let left = runtimes.days_left(row)?;
    let verdict = if left < 0 {
        Verdict::Ending(format!(
            "{id} runs on {runtime} {version}, whose support on {cloud} ended {}: use {newest}.",
            row.ends
        ))
    } else if left <= NOTICE {
        Verdict::Ending(format!(
            "{id} runs on {runtime} {version}, whose support on {cloud} ends {}: use {newest}.",
            row.ends
        ))
    } else {
        Verdict::Fine
    };
    Some((verdict, newest))
}

fn each(context: &Context<'_>, report: &mut Report<'_, '_>, pick: fn(Verdict) -> Option<String>) {
    for function in context.nodes_of("function").filter(|function| !function.existing()) {
        report.each_stage(|stage| {
            let (verdict, newest) = verdict(context, function, stage)?;
            let message = pick(verdict)?;
            let mend = context.mend(function, &["version"], Some(Value::String(newest.clone())), stage);
            Some(
                Outcome::new(context.place_of(function, &["version"], stage), message)
                    .mend(format!("Use version {newest}"), mend),
            )
        });
    }
}

fn deprecated(context: &Context<'_>, report: &mut Report<'_, '_>) {
    each(context, report, |verdict| if let Verdict::Ending(message) = verdict { Some(message) } else { None });
}

fn ended(context: &Context<'_>, report: &mut Report<'_, '_>) {
    each(context, report, |verdict| if let Verdict::Refused(message) = verdict { Some(message) } else { None });
}
