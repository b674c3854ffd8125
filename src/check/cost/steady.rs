//! Loads that come evenly and are paid for one by one.

use crate::catalog::{Provider, catalog};
use crate::check::prelude::*;

pub(in crate::check) const RULE: Rule = Rule::info("CST005", "cost/on-demand-vs-steady", run).says(
    "A table or stream with a high and steady load that pays for each request.",
    "At such a rate, capacity by the hour costs less.",
    "Provision capacity for the steady part of the load.",
);

fn run(context: &Context<'_>, report: &mut Report<'_, '_>) {
    if context.provider != Provider::Aws {
        return;
    }
    for node in context.nodes.iter().filter(|node| node.is_any(&["table", "stream"]) && !node.existing()) {
        let Some(bound) = catalog().limits.number("steady-rate", &node.node.kind, context.provider) else { continue };
        report.each_stage(|stage| {
            let rate = context.value(node, &["rate"], stage)?.as_number().filter(|rate| *rate > bound)?;
            let (title, values) = if node.is("table") { table(context, node, rate, stage)? } else { stream(context, node, rate, stage)? };
            let message = format!(
                "{} pays for each of {rate} requests a second, and above {bound} capacity by the hour costs less: provision it.",
                node.id
            );
            Some(
                Outcome::new(context.place_of(node, &["rate"], stage), message)
                    .mend(title, context.override_in(node, &values, stage)),
            )
        });
    }
}

/// What mends it: an order, and the values to write.
type Mend = (String, Vec<(&'static [&'static str], Value)>);

fn table<'d>(context: &Context<'d>, node: &NodeView<'d>, rate: f64, stage: Stage<'d>) -> Option<Mend> {
    let on_demand = context.value(node, &["billing"], stage).and_then(Value::as_str) == Some("on-demand");
    let units = (rate.ceil() as i64).min(40_000);
    on_demand.then(|| {
        let values: Vec<(&'static [&'static str], Value)> = vec![
            (&["billing"], "provisioned".into()),
            (&["capacity", "read"], Value::Integer(units)),
            (&["capacity", "write"], Value::Integer(units)),
        ];
        (format!("Provision {units} units"), values)
    })
}

fn stream<'d>(context: &Context<'d>, node: &NodeView<'d>, rate: f64, stage: Stage<'d>) -> Option<Mend> {
    if context.value(node, &["shards"], stage).is_some() {
        return None;
    }
    let each = catalog().limits.number("shard-rate", "stream", context.provider)?;
    let shards = (rate / each).ceil().max(1.0) as i64;
    Some((format!("Provision {shards} shards"), vec![(&["shards"], Value::Integer(shards))]))
}
