//! Addresses that everybody may call, and calls that everybody may read.

use crate::catalog::Provider;
use crate::check::prelude::*;

pub(in crate::check) const FUNCTION_URL: Rule = Rule::warning("SEC011", "security/function-url-public", function_url)
    .in_production(Severity::Error)
    .allowable()
    .says(
        "A function with an address of its own that everybody may call.",
        "Anybody on the internet can start it, as often as they like.",
        "Set auth: iam, or put an HTTP API in front.",
    );

pub(in crate::check) const HTTP_EXTERNAL: Rule = Rule::warning("SEC037", "security/http-external", http_external).says(
    "A call to an outside system without encryption.",
    "Everybody on the way can read and change it.",
    "Use https.",
);

fn function_url(context: &Context<'_>, report: &mut Report<'_, '_>) {
    // On Google Cloud an invoker that is not asked has a rule of its own.
    if context.provider == Provider::Gcp {
        return;
    }
    for function in context.nodes_of("function") {
        report.each_stage(|stage| {
            let auth = context.value(function, &["url", "auth"], stage)?;
            let open = context.value(function, &["url"], stage).is_some() && auth.as_str() == Some("none");
            let message = || {
                format!(
                    "Everybody may call the address of {}: set auth: iam, or put an HTTP API in front.",
                    function.id
                )
            };
            open.then(|| {
                Outcome::new(context.place_of(function, &["url", "auth"], stage), message())
                    .mend("Set auth: iam", context.mend(function, &["url", "auth"], Some("iam".into()), stage))
            })
        });
    }
}

fn http_external(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for external in context.nodes_of("external") {
        if !context.incoming(external).any(|joined| joined.is("call") || joined.is("subscribe")) {
            continue;
        }
        report.each_stage(|stage| {
            let url = context.value(external, &["url"], stage)?.as_str()?;
            let better = format!("https://{}", url.strip_prefix("http://")?);
            let message = format!("{} is reached without encryption at {url}: use https.", external.id);
            let edit = context.mend(external, &["url"], Some(Value::from(better.as_str())), stage);
            Some(Outcome::new(context.place_of(external, &["url"], stage), message).mend(format!("Use {better}"), edit))
        });
    }
}
