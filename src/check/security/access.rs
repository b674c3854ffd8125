//! Addresses, sign-in and values that are open wider than needed, or not used at all.

use crate::check::prelude::*;

pub(in crate::check) const FUNCTION_URL: Rule = Rule::warning("SEC011", "security/function-url-public", function_url)
    .in_production(Severity::Error)
    .allowable()
    .says(
        "A function with an address of its own that everybody may call.",
        "Anybody on the internet can start it, as often as they like.",
        "Set auth: iam, or put an HTTP API in front.",
    );

pub(in crate::check) const NO_MFA: Rule =
    Rule::info("SEC031", "security/no-mfa", no_mfa).in_production(Severity::Warning).says(
        "A user pool without a second factor.",
        "A stolen password is enough to be somebody else.",
        "Set mfa to optional or required.",
    );

pub(in crate::check) const UNUSED: Rule = Rule::warning("SEC035", "security/unused-secret", unused).says(
    "A secret or parameter that nothing uses.",
    "It is paid for and guarded, for nothing.",
    "Let a function use it, or take it away.",
);

pub(in crate::check) const HTTP_EXTERNAL: Rule = Rule::warning("SEC037", "security/http-external", http_external).says(
    "A call to an outside system without encryption.",
    "Everybody on the way can read and change it.",
    "Use https.",
);

fn function_url(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for function in context.nodes_of("function") {
        report.each_stage(|stage| {
            let auth = context.value(function, &["url", "auth"], stage)?;
            let open = context.value(function, &["url"], stage).is_some() && auth.as_str() == Some("none");
            let message = format!(
                "Everybody may call the address of {}: set auth: iam, or put an HTTP API in front.",
                function.id
            );
            open.then(|| {
                Outcome::new(context.place_of(function, &["url", "auth"], stage), message)
                    .mend("Set auth: iam", context.mend(function, &["url", "auth"], Some("iam".into()), stage))
            })
        });
    }
}

fn no_mfa(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for pool in context.nodes_of("user-pool").filter(|node| !node.existing()) {
        report.each_stage(|stage| {
            let off = context.value(pool, &["mfa"], stage).and_then(Value::as_str) == Some("off");
            let message =
                format!("A password alone is enough to sign in at {}: set mfa to optional or required.", pool.id);
            off.then(|| {
                Outcome::new(context.place_of(pool, &["mfa"], stage), message)
                    .mend("Set mfa: optional", context.mend(pool, &["mfa"], None, stage))
            })
        });
    }
}

fn unused(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for node in context.nodes.iter().filter(|node| node.is_any(&["secret", "parameter"]) && !node.existing()) {
        if context.incoming(node).any(|joined| joined.is("use")) {
            continue;
        }
        report
            .add(
                node.place(),
                format!("Nothing uses the {} {}: let a function use it, or take it away.", node.node.kind, node.id),
            )
            .fix(format!("Remove {}", node.id), context.design.removal(&node.id));
    }
}

fn http_external(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for external in context.nodes_of("external") {
        let Some(url) = external.node.get("url").and_then(Value::as_str).filter(|url| url.starts_with("http://"))
        else {
            continue;
        };
        if !context.incoming(external).any(|joined| joined.is("call") || joined.is("subscribe")) {
            continue;
        }
        let better = url.replacen("http://", "https://", 1);
        report
            .add(external.at("url"), format!("{} is reached without encryption at {url}: use https.", external.id))
            .fix(
                format!("Use {better}"),
                Edit::SetProperty {
                    id: external.id.clone(),
                    path: vec!["url".to_owned()],
                    value: Some(better.clone().into()),
                },
            );
    }
}
