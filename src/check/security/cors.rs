//! From which pages an API may be called, and with what.

use crate::check::prelude::*;

use super::routes::auth;

pub(in crate::check) const WILDCARD: Rule =
    Rule::warning("SEC010", "security/cors-wildcard-with-auth", wildcard).in_production(Severity::Error).says(
        "An API that asks who is calling, and takes * for the pages, methods or headers of its callers.",
        "With * for pages, any page that a signed-in person opens can call it for them. With * for methods or headers, browsers refuse calls that carry cookies or tokens.",
        "List the origins of your own pages; leave methods and headers out, or list them.",
    );

/// Whether a list holds `*`.
fn holds_star(context: &Context<'_>, api: &NodeView<'_>, part: &str, stage: Stage<'_>) -> bool {
    let items = context.value(api, &["cors", part], stage).and_then(Value::as_list).unwrap_or_default();
    items.iter().any(|item| item.as_str() == Some("*"))
}

fn wildcard(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let pages: Vec<String> = context
        .nodes_of("static-site")
        .filter_map(|site| site.node.get("domain").and_then(Value::as_str))
        .map(|domain| format!("https://{domain}"))
        .collect();
    for api in context.nodes_of("http-api") {
        let asks = context.outgoing(api).any(|joined| joined.is("route") && auth(&joined) != "none");
        let cookies =
            |stage| context.value(api, &["cors", "credentials"], stage).and_then(Value::as_bool) == Some(true);
        report.each_stage(|stage| {
            if !holds_star(context, api, "origins", stage) || !(asks || cookies(stage)) {
                return None;
            }
            let message = format!(
                "Pages of every origin may call {}, which asks who is calling: list the origins of your pages.",
                api.id
            );
            let outcome = Outcome::new(context.place_of(api, &["cors", "origins"], stage), message);
            Some(if pages.is_empty() {
                outcome
            } else {
                let value = Value::List(pages.iter().map(|page| Value::from(page.as_str())).collect());
                let edit = context.mend(api, &["cors", "origins"], Some(value), stage);
                outcome.mend(format!("Allow {} alone", list(&pages)), edit)
            })
        });
        // Browsers take * for itself where cookies are sent, and never for the header Authorization (Fetch standard).
        report.each_stage(|stage| {
            let refused = holds_star(context, api, "headers", stage) && (asks || cookies(stage));
            let message = || format!(
                "Browsers do not take * for the header with the token or for calls with cookies, so pages cannot call {}: list the headers.",
                api.id
            );
            refused.then(|| {
                Outcome::new(context.place_of(api, &["cors", "headers"], stage), message()).mend(
                    "Allow authorization and content-type",
                    context.mend(api, &["cors", "headers"], None, stage),
                )
            })
        });
        report.each_stage(|stage| {
            let refused = holds_star(context, api, "methods", stage) && cookies(stage);
            let message = || format!(
                "Browsers do not take * for the methods of calls with cookies, so pages cannot change anything through {}: list the methods.",
                api.id
            );
            refused.then(|| {
                Outcome::new(context.place_of(api, &["cors", "methods"], stage), message())
                    .mend("Allow the methods of its routes", context.mend(api, &["cors", "methods"], None, stage))
            })
        });
    }
}
