//! What is paid for in environments where people only try things.

use crate::catalog::Provider;
use crate::check::prelude::*;

pub(in crate::check) const PROVISIONED: Rule = Rule::info("CST002", "cost/provisioned-in-dev", provisioned).says(
    "Capacity that is kept ready, or kept twice, in an environment for development.",
    "It is paid for by the hour, and mostly waits.",
    "Let that environment pay for use, or give it the smallest size.",
);

pub(in crate::check) const NAT: Rule = Rule::info("CST003", "cost/nat-in-dev", nat).says(
    "A way out to the internet for each zone in an environment for development.",
    "Each of them is paid for by the hour; there, one will do.",
    "Set nat: single in that environment.",
);

pub(in crate::check) const PREMIUM: Rule = Rule::info("CST009", "cost/premium-tier-dev", premium).says(
    "A dear service level in an environment for development.",
    "It is paid for by the hour, for guarantees that nobody needs there.",
    "Use the standard level in that environment.",
);

/// Environments that stand in for production are like it on purpose.
const LIKE_PRODUCTION: [&str; 7] = ["stag", "pre", "uat", "accept", "load", "perf", "demo"];

/// Whether people only try things in the environment.
fn is_development(stage: Stage<'_>) -> bool {
    let stands_in = |name: &str| LIKE_PRODUCTION.iter().any(|start| name.starts_with(start));
    stage.name.is_some_and(|name| !stage.production && !stands_in(name))
}

/// A value that costs, for kinds of node, and the value that costs less.
struct Costly {
    kinds: &'static [&'static str],
    path: &'static [&'static str],
    /// Whether it costs, by its value.
    costs: fn(&Value) -> bool,
    /// The value that costs less.
    cheaper: fn() -> Value,
    /// What costs, as the end of a sentence about the node.
    what: &'static str,
    /// The order that mends it.
    title: &'static str,
}

fn above(value: &Value, bound: f64) -> bool {
    value.as_number().is_some_and(|number| number > bound)
}

const KEPT_READY: &[Costly] = &[
    Costly {
        kinds: &["function"],
        path: &["concurrency", "provisioned"],
        costs: |value| above(value, 0.0),
        cheaper: || Value::Integer(0),
        what: "keeps {value} copies warm",
        title: "Keep none warm there",
    },
    Costly {
        kinds: &["table"],
        path: &["billing"],
        costs: |value| value.as_str() == Some("provisioned"),
        cheaper: || "on-demand".into(),
        what: "has provisioned capacity",
        title: "Pay for each request there",
    },
    Costly {
        kinds: &["stream"],
        path: &["shards"],
        costs: |value| above(value, 1.0),
        cheaper: || Value::Integer(1),
        what: "has {value} shards",
        title: "Use one shard there",
    },
    Costly {
        kinds: &["sql"],
        path: &["multi_zone"],
        costs: |value| value.as_bool() == Some(true),
        cheaper: || Value::Boolean(false),
        what: "keeps a second copy in another zone",
        title: "Keep one copy there",
    },
    Costly {
        kinds: &["cache"],
        path: &["replicas"],
        costs: |value| above(value, 0.0),
        cheaper: || Value::Integer(0),
        what: "keeps further copies: {value}",
        title: "Keep no further copies there",
    },
];

/// Aurora follows the load down to half a unit.
const UNITS: &[Costly] = &[Costly {
    kinds: &["sql"],
    path: &["capacity", "min"],
    costs: |value| above(value, 0.5),
    cheaper: || Value::Float(0.5),
    what: "keeps {value} units running when idle",
    title: "Keep half a unit running there",
}];

/// Elsewhere a database has one size, of whole processors.
const PROCESSORS: &[Costly] = &[Costly {
    kinds: &["sql"],
    path: &["capacity", "min"],
    costs: |value| above(value, 1.0),
    cheaper: || Value::Integer(1),
    what: "keeps {value} processors running",
    title: "Keep one processor running there",
}];

const DEAR_LEVELS: &[Costly] = &[
    Costly {
        kinds: &["queue", "topic", "cache", "stream"],
        path: &["tier"],
        costs: |value| matches!(value.as_str(), Some("premium" | "dedicated")),
        cheaper: || "standard".into(),
        what: "has the service level {value}",
        title: "Use the standard level there",
    },
    Costly {
        kinds: &["http-api"],
        path: &["tier"],
        costs: |value| matches!(value.as_str(), Some("developer" | "basic" | "standard" | "premium")),
        cheaper: || "consumption".into(),
        what: "has the service level {value}",
        title: "Pay for each call there",
    },
];

const NAT_FOR_EACH_ZONE: &[Costly] = &[Costly {
    kinds: &["network"],
    path: &["nat"],
    costs: |value| value.as_str() == Some("per-zone"),
    cheaper: || "single".into(),
    what: "has a way out for each zone",
    title: "Use one way out there",
}];

fn costly(context: &Context<'_>, report: &mut Report<'_, '_>, table: &'static [Costly]) {
    for node in context.nodes.iter().filter(|node| !node.existing()) {
        // What counts on other clouds alone costs nothing here.
        let counts = |row: &&Costly| {
            let property = row.path.first().and_then(|name| node.kind?.properties.get(*name));
            property.is_some_and(|property| property.lacking.is_none())
        };
        for row in table.iter().filter(|row| node.is_any(row.kinds)).filter(counts) {
            report.each_stage(|stage| {
                let value = context.value(node, row.path, stage).filter(|value| (row.costs)(value))?;
                if !is_development(stage) {
                    return None;
                }
                let what = row.what.replace("{value}", &value.to_string());
                let name = row.path.join(".");
                let cheaper = (row.cheaper)();
                let message = format!(
                    "{} {what}, which is paid for by the hour: for development, {name}: {cheaper} is enough.",
                    node.id
                );
                Some(
                    Outcome::new(context.place_of(node, row.path, stage), message)
                        .mend(row.title, context.override_in(node, &[(row.path, cheaper)], stage)),
                )
            });
        }
    }
}

fn provisioned(context: &Context<'_>, report: &mut Report<'_, '_>) {
    costly(context, report, KEPT_READY);
    costly(context, report, if context.provider == Provider::Aws { UNITS } else { PROCESSORS });
}

fn nat(context: &Context<'_>, report: &mut Report<'_, '_>) {
    if context.provider == Provider::Aws {
        costly(context, report, NAT_FOR_EACH_ZONE);
    }
}

fn premium(context: &Context<'_>, report: &mut Report<'_, '_>) {
    if context.provider == Provider::Azure {
        costly(context, report, DEAR_LEVELS);
    }
}
