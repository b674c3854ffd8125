//! How outside systems are told: the protocol must fit the address.

use crate::check::prelude::*;

pub(in crate::check) const RULE: Rule = Rule::error("EVT043", "events/endpoint-protocol-mismatch", run).says(
    "A subscription whose protocol does not fit its target.",
    "The message could not be delivered.",
    "Use email with mailto:, sms with tel:, https with https://; nothing for queues and functions.",
);

/// The protocol that an address speaks.
fn spoken(url: &str) -> Option<&'static str> {
    let lower = url.to_ascii_lowercase();
    if lower.starts_with("mailto:") || (lower.contains('@') && !lower.contains(':')) {
        Some("email")
    } else if lower.starts_with("tel:") || lower.starts_with("sms:") {
        Some("sms")
    } else if lower.starts_with("https://") || lower.starts_with("http://") {
        Some("https")
    } else {
        None
    }
}

fn run(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for joined in context.of_kind("subscribe").filter(|joined| joined.from.is_any(&["topic", "event-bus"])) {
        let flow = joined.flow();
        let protocol = flow.text("protocol");
        let edit = |value: Option<&str>| Edit::SetFlowProperty {
            id: flow.id,
            path: vec!["protocol".to_owned()],
            value: value.map(Value::from),
        };
        if !joined.to.is("external") {
            if let Some(protocol) = protocol {
                report
                    .add(
                        joined.view.at("protocol"),
                        format!(
                            "{} is a {} and is not reached by {protocol}: take the protocol away.",
                            joined.to.id, joined.to.node.kind
                        ),
                    )
                    .fix("Remove the protocol", edit(None));
            }
            continue;
        }
        let Some(url) = joined.to.node.get("url") else {
            report.add(
                joined.view.place(),
                format!("{} has no url, so nothing can be delivered there: give it one.", joined.to.id),
            );
            continue;
        };
        // An address that a stack gives is not known here.
        let Some(url) = url.as_str() else { continue };
        let speaks = spoken(url);
        let asked = protocol.or(if joined.from.is("event-bus") { Some("https") } else { None });
        let possible = speaks.is_some_and(|speaks| joined.from.is("topic") || speaks == "https");
        if possible && asked.is_none_or(|asked| Some(asked) == speaks) {
            continue;
        }
        let fix = speaks.filter(|_| possible).map(|speaks| (speaks, edit(Some(speaks))));
        let wanted = asked.unwrap_or("any protocol");
        report
            .add(
                joined.view.at("protocol"),
                format!(
                    "{url} cannot be reached by {wanted} from a {}: use an address and protocol that fit.",
                    joined.from.node.kind
                ),
            )
            .maybe_fix(format!("Use {}", fix.as_ref().map_or("", |fix| fix.0)), fix.map(|fix| fix.1));
    }
}
