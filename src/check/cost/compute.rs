//! Functions and APIs that cost more than they need.

use crate::catalog::Provider;
use crate::check::prelude::*;

pub(in crate::check) const X86: Rule = Rule::info("CST008", "cost/x86-runtime", x86).says(
    "A function on the dearer processor, though its language runs on the cheaper one.",
    "On arm64 the same time costs about a fifth less.",
    "Take architecture: x86_64 away, unless a library exists for that processor alone.",
);

pub(in crate::check) const WARM: Rule = Rule::info("CST010", "cost/dead-letter-only-consumer", warm).says(
    "A function that only works on dead letters and is kept warm.",
    "Dead letters are rare and can wait for a second; the warm copies are paid for always.",
    "Take concurrency.provisioned away.",
);

pub(in crate::check) const REST: Rule = Rule::info("CST011", "cost/rest-instead-of-http", rest).says(
    "A REST API that uses nothing of what sets it apart from an HTTP API.",
    "Each request costs about three times as much.",
    "Take variant: rest away.",
);

fn x86(context: &Context<'_>, report: &mut Report<'_, '_>) {
    if context.provider != Provider::Aws {
        return;
    }
    // An image, or a layer with native code, may be built for one processor alone.
    let layered =
        |node: &NodeView<'_>| node.node.get("layers").and_then(Value::as_list).is_some_and(|layers| !layers.is_empty());
    for function in context.nodes_of("function").filter(|node| !node.existing() && !layered(node)) {
        report.each_stage(|stage| {
            let text = |property: &str| context.value(function, &[property], stage).and_then(Value::as_str);
            let message =
                || format!("{} runs on x86_64, and on arm64 the same time costs less: use arm64.", function.id);
            (text("architecture") == Some("x86_64") && text("runtime") != Some("container")).then(|| {
                Outcome::new(context.place_of(function, &["architecture"], stage), message())
                    .mend("Use arm64", context.mend(function, &["architecture"], None, stage))
            })
        });
    }
}

fn warm(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for function in context.nodes_of("function").filter(|node| node.node.get("url").is_none()) {
        let starts: Vec<Joined<'_, '_>> = context.incoming(function).collect();
        let of_dead_letters =
            |joined: &Joined<'_, '_>| joined.is("subscribe") && context.is_dead_letter_target(joined.from);
        let Some(queue) = starts.first().filter(|_| starts.iter().all(of_dead_letters)) else { continue };
        report.each_stage(|stage| {
            let path = ["concurrency", "provisioned"];
            let copies = context.value(function, &path, stage)?.as_integer().filter(|copies| *copies > 0)?;
            let plural = if copies == 1 { "copy" } else { "copies" };
            let message = format!(
                "{} only works on dead letters of {} and keeps {copies} {plural} warm: keep none.",
                function.id, queue.from.id
            );
            Some(
                Outcome::new(context.place_of(function, &path, stage), message)
                    .mend("Keep none warm", context.mend(function, &path, None, stage)),
            )
        });
    }
}

/// What only a REST API has.
const REASONS: [&str; 5] = ["api_keys", "validate_requests", "private", "waf", "caching"];

fn rest(context: &Context<'_>, report: &mut Report<'_, '_>) {
    if context.provider != Provider::Aws {
        return;
    }
    for api in context.nodes_of("http-api").filter(|node| !node.existing()) {
        let direct =
            context.outgoing(api).any(|joined| joined.is("route") && !joined.to.is_any(&["function", "container"]));
        if direct {
            continue;
        }
        report.each_stage(|stage| {
            let is = |property: &str| context.value(api, &[property], stage).and_then(Value::as_bool) == Some(true);
            let rest = context.value(api, &["variant"], stage).and_then(Value::as_str) == Some("rest");
            let message = || format!(
                "{} is a REST API and uses none of keys, request validation, private addresses, a firewall or caching: use an HTTP API.",
                api.id
            );
            (rest && !REASONS.into_iter().any(is)).then(|| {
                Outcome::new(context.place_of(api, &["variant"], stage), message())
                    .mend("Make it an HTTP API", context.mend(api, &["variant"], None, stage))
            })
        });
    }
}
