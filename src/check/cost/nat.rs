//! Ways out to the internet through which nothing but the cloud's own services is asked.

use std::collections::BTreeSet;

use crate::catalog::{Provider, catalog};
use crate::check::prelude::*;

pub(in crate::check) const RULE: Rule = Rule::warning("CST004", "cost/nat-only-for-aws-apis", run).says(
    "A network with a way out to the internet that only leads to services of the cloud itself.",
    "NAT gateways are paid for by the hour and by the byte; endpoints cost less, and nothing leaves the network.",
    "Set nat: none, and name the services under endpoints.",
);

/// Endpoints that are part of the routing and cost nothing.
const FREE: [&str; 2] = ["bucket", "table"];

/// Hours of a month, as price lists count.
const HOURS: f64 = 730.0;

/// What the code in a network asks for.
#[derive(Default)]
struct Asked {
    /// Kinds that endpoints lead to.
    services: BTreeSet<&'static str>,
    /// Something that only the internet leads to.
    outside: bool,
}

fn run(context: &Context<'_>, report: &mut Report<'_, '_>) {
    if context.provider != Provider::Aws {
        return;
    }
    let placed = placed(context);
    for network in context.nodes_of("network").filter(|node| !node.existing()) {
        let asked = asked(context, placed.get(network.index).map_or(&[], Vec::as_slice));
        if asked.outside {
            continue;
        }
        report.each_stage(|stage| {
            let nat = context.value(network, &["nat"], stage)?.as_str().filter(|nat| *nat != "none")?;
            let zones = context.value(network, &["zones"], stage)?.as_integer()?.max(1) as f64;
            let price = |name: &str| catalog().limits.number(name, "network", context.provider);
            let gateways = if nat == "per-zone" { zones } else { 1.0 };
            let paid = asked.services.iter().filter(|service| !FREE.contains(*service)).count() as f64;
            let (before, after) = (gateways * price("price-nat")? * HOURS, paid * zones * price("price-endpoint")? * HOURS);
            if after >= before {
                return None;
            }
            let services: Vec<&str> =
                FREE.into_iter().chain(asked.services.iter().copied().filter(|service| !FREE.contains(service))).collect();
            let message = || format!(
                "Nothing in {} asks the internet, and its nat costs about {before:.0} USD a month: endpoints for {} cost about {after:.0}.",
                network.id,
                list(&services)
            );
            let endpoints = Value::List(services.iter().map(|service| Value::from(*service)).collect());
            let values: [(&[&str], Value); 2] = [(&["nat"], "none".into()), (&["endpoints"], endpoints)];
            Some(
                Outcome::new(context.place_of(network, &["nat"], stage), message())
                    .mend("Use endpoints instead", context.override_in(network, &values, stage)),
            )
        });
    }
}

/// The code in each network, by the position of the network.
fn placed(context: &Context<'_>) -> Vec<Vec<usize>> {
    let mut placed = vec![Vec::new(); context.nodes.len()];
    for node in context.nodes.iter().filter(|node| node.is_compute()) {
        let network = node.node.get("network").and_then(|network| context.named(network));
        if let Some(inside) = network.and_then(|network| placed.get_mut(network.index)) {
            inside.push(node.index);
        }
    }
    placed
}

fn asked(context: &Context<'_>, placed: &[usize]) -> Asked {
    let endpoints = catalog().property("network", "endpoints").and_then(|property| property.of.as_deref());
    let offered =
        |kind: &str| endpoints.is_some_and(|of| of.one_of.iter().any(|offered| offered.as_str() == Some(kind)));
    let mut asked = Asked::default();
    for node in placed.iter().map(|index| context.node(*index)) {
        // Images come from a registry, which has endpoints of its own.
        asked.outside |= node.is("container");
        for joined in context.outgoing(node) {
            let Some(kind) = joined.to.kind else { continue };
            let inside = ["sql", "cache"].contains(&kind.name.as_str());
            if offered(&kind.name) {
                asked.services.insert(kind.name.as_str());
            } else if !inside {
                asked.outside = true;
            }
        }
    }
    asked
}
