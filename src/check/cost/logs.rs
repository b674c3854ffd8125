//! Logs that are kept and paid for without end.

use crate::catalog::Provider;
use crate::check::prelude::*;

pub(in crate::check) const RULE: Rule = Rule::warning("CST001", "cost/logs-never-expire", run).says(
    "A log group of the provider's own kind that keeps everything.",
    "Its storage grows and is paid for without end.",
    "Set retentionInDays; logs of a design are kept for 30 days unless it says otherwise.",
);

fn run(context: &Context<'_>, report: &mut Report<'_, '_>) {
    if context.provider != Provider::Aws {
        return;
    }
    for resource in context.nodes_of("resource") {
        let kind = resource.node.get("type").and_then(Value::as_str).unwrap_or_default();
        if !["aws:cloudwatch/logGroup:LogGroup", "aws:cloudwatch:LogGroup"].contains(&kind) {
            continue;
        }
        let inputs = resource.node.get("properties");
        let days = inputs.and_then(|inputs| inputs.get("retentionInDays"));
        // Zero is how the provider writes never.
        if days.is_some_and(|days| days.as_integer() != Some(0)) {
            continue;
        }
        let place = if days.is_some() {
            Place::Node { id: resource.id.clone(), path: vec!["properties".to_owned(), "retentionInDays".to_owned()] }
        } else {
            resource.place()
        };
        report.add(place, format!("{} keeps logs for ever: set retentionInDays to 30.", resource.id)).fix(
            "Keep them for 30 days",
            Edit::SetProperty {
                id: resource.id.clone(),
                path: vec!["properties".to_owned(), "retentionInDays".to_owned()],
                value: Some(Value::Integer(30)),
            },
        );
    }
}
