//! What stands between the internet and public addresses.

use crate::catalog::Provider;
use crate::check::prelude::*;

pub(in crate::check) const NO_WAF: Rule = Rule::info("SEC038", "security/no-waf", no_waf).says(
    "A public address in production without a web application firewall.",
    "Known attacks, floods and scanners reach the code, which pays for each of them.",
    "Set waf: true. An HTTP API of AWS takes none itself: only with variant: rest, or behind a static site that has one.",
);

fn no_waf(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for node in context.nodes.iter().filter(|node| node.is_any(&["http-api", "static-site"]) && !node.existing()) {
        report.each_stage(|stage| {
            let on = |node: &NodeView<'_>, property: &str| {
                context.value(node, &[property], stage).and_then(Value::as_bool) == Some(true)
            };
            let guarded = context
                .incoming(node)
                .any(|joined| joined.from.is("static-site") && joined.is("call") && on(joined.from, "waf"));
            if !stage.production || on(node, "waf") || on(node, "private") || guarded {
                return None;
            }
            // An HTTP API of AWS takes no firewall itself.
            let variant = context.value(node, &["variant"], stage).and_then(Value::as_str);
            let takes_none = node.is("http-api") && context.provider == Provider::Aws && variant != Some("rest");
            let advice = if takes_none {
                "put it behind a static site with waf: true, or set variant: rest and waf: true"
            } else {
                "set waf: true"
            };
            let message = format!("Nothing filters what the internet sends to {}: {advice}.", node.id);
            Some(Outcome::new(node.place(), message))
        });
    }
}
