//! Databases that are asked by more copies of functions than they have connections for.

use std::collections::BTreeMap;

use crate::catalog::{Provider, catalog};
use crate::check::prelude::*;

pub(in crate::check) const RULE: Rule = Rule::warning("REL025", "reliability/concurrency-vs-database", run).says(
    "A database with fewer connections than the copies of functions that may ask it at once.",
    "Under load, copies find no connection, and requests fail while the database has nothing to do.",
    "Set proxy: true, or limit the copies with concurrency.reserved or max_concurrency.",
);

/// The connections that one caller holds at the most.
struct Demand {
    copies: u64,
    pool: u64,
    /// Whether the copies are a share of all that the account has.
    shared: bool,
}

fn run(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for database in context.nodes_of("sql") {
        report.each_stage(|stage| {
            if context.value(database, &["proxy"], stage).and_then(Value::as_bool) == Some(true) {
                return None;
            }
            let allowed = connections(context, database, stage)?;
            let mut demands: BTreeMap<usize, Demand> = BTreeMap::new();
            for joined in context.incoming(database).filter(|joined| joined.from.is_any(&["function", "container"])) {
                let demand = demand(context, &joined, stage)?;
                let pool = demand.pool;
                let known = demands.entry(joined.from.index).or_insert(demand);
                known.pool = known.pool.max(pool);
            }
            let wanted = total(&demands);
            if wanted <= allowed {
                return None;
            }
            let names: Vec<String> = demands.keys().map(|index| context.node(*index).id.to_string()).collect();
            let message = format!(
                "{} allows about {allowed} connections, but copies of {} may hold {wanted}: set proxy: true, or limit the copies.",
                database.id,
                some(&names)
            );
            Some(Outcome::new(database.place(), message).mend(
                "Share connections through a proxy",
                context.mend(database, &["proxy"], Some(Value::Boolean(true)), stage),
            ))
        });
    }
}

/// The connections of all callers together. Those that are not limited share what the account has.
fn total(demands: &BTreeMap<usize, Demand>) -> u64 {
    let product = |demand: &Demand| demand.copies.saturating_mul(demand.pool);
    let limited = demands.values().filter(|demand| !demand.shared).map(product);
    let shared = demands.values().filter(|demand| demand.shared).map(product).max();
    limited.fold(shared.unwrap_or_default(), u64::saturating_add)
}

/// The connections that a database allows, as written or as its size gives.
fn connections<'d>(context: &Context<'d>, database: &NodeView<'d>, stage: Stage<'d>) -> Option<u64> {
    if let Some(written) = context.value(database, &["max_connections"], stage).and_then(Value::as_integer) {
        return written.try_into().ok();
    }
    if database.existing() {
        return None;
    }
    let number = |part: &str| context.value(database, &["capacity", part], stage).and_then(Value::as_number);
    let postgres = context.value(database, &["engine"], stage).and_then(Value::as_str) == Some("postgres");
    let name = if postgres { "connections-postgres" } else { "connections-mysql" };
    let limits = &catalog().limits;
    let by_size = limits.at_size(name, "sql", context.provider, number("max")?)?;
    let idle = limits
        .number("connections-postgres-idle", "sql", context.provider)
        .filter(|_| postgres && number("min").is_some_and(|min| min <= 0.5));
    Some(idle.map_or(by_size, |idle| by_size.min(idle)) as u64)
}

fn demand<'d>(context: &Context<'d>, joined: &Joined<'_, 'd>, stage: Stage<'d>) -> Option<Demand> {
    let whole = |value: Option<&Value>| value.and_then(Value::as_integer).and_then(|value| u64::try_from(value).ok());
    let pool = whole(joined.view.value(&["pool"])).unwrap_or(1);
    let caller = joined.from;
    if caller.is("container") {
        return Some(Demand { copies: whole(context.value(caller, &["max"], stage))?, pool, shared: false });
    }
    if let Some(reserved) = whole(context.value(caller, &["concurrency", "reserved"], stage)) {
        return Some(Demand { copies: reserved, pool, shared: false });
    }
    // A function that only queues start runs in as many copies as their subscriptions allow.
    let starts = || context.incoming(caller).filter(|joined| !joined.is("authorize"));
    let limited: Option<u64> = starts()
        .map(|joined| whole(joined.flow().get("max_concurrency")))
        .try_fold(0_u64, |sum, copies| copies.map(|copies| sum.saturating_add(copies)));
    if let Some(copies) = limited.filter(|copies| *copies > 0) {
        return Some(Demand { copies, pool, shared: false });
    }
    let copies = catalog().limits.count("account-copies", "function", context.provider)?;
    Some(Demand { copies, pool, shared: context.provider == Provider::Aws })
}
