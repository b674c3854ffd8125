//! Stores in production that one zone or one disk can take down.

use crate::catalog::Provider;
use crate::check::prelude::*;

pub(in crate::check) const SQL: Rule = Rule::warning("DAT018", "data/sql-single-zone", sql).says(
    "A database in production that stands in one zone.",
    "It is away for as long as its zone is, and for every repair of its machine.",
    "Take multi_zone: false away.",
);

pub(in crate::check) const CACHE: Rule = Rule::warning("DAT019", "data/cache-single-zone", cache).says(
    "A cache in production without a copy in another zone.",
    "When its zone fails, everything comes from the slow store behind it at once.",
    "Take replicas: 0 away.",
);

pub(in crate::check) const REPLICATION: Rule = Rule::warning("DAT023", "data/storage-replication", replication).says(
    "A bucket in production whose copies all stand in one building.",
    "A fire or flood there takes all of them.",
    "Keep its copies in several zones or regions.",
);

fn sql(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for store in context.nodes_of("sql").filter(|node| !node.existing()) {
        report.each_stage(|stage| {
            let single = stage.production && context.is_false(store, "multi_zone", stage);
            single.then(|| {
                let message =
                    format!("{} stands in one zone and goes down with it: take multi_zone: false away.", store.id);
                Outcome::new(context.place_of(store, &["multi_zone"], stage), message)
                    .mend("Let a second copy take over", context.mend(store, &["multi_zone"], None, stage))
            })
        });
    }
}

fn cache(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for store in context.nodes_of("cache").filter(|node| !node.existing()) {
        report.each_stage(|stage| {
            let none = context.value(store, &["replicas"], stage).and_then(Value::as_integer) == Some(0);
            (stage.production && none).then(|| {
                let message = format!("{} has no copy in another zone to take over: take replicas: 0 away.", store.id);
                Outcome::new(context.place_of(store, &["replicas"], stage), message)
                    .mend("Keep a copy in another zone", context.mend(store, &["replicas"], None, stage))
            })
        });
    }
}

fn replication(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for bucket in context.nodes_of("bucket").filter(|node| context.provider == Provider::Azure && !node.existing()) {
        report.each_stage(|stage| {
            let local = context.value(bucket, &["replication"], stage).and_then(Value::as_str) == Some("local");
            (stage.production && local).then(|| {
                let message =
                    format!("All copies of {} stand in one building: take replication: local away.", bucket.id);
                Outcome::new(context.place_of(bucket, &["replication"], stage), message)
                    .mend("Keep copies in several zones", context.mend(bucket, &["replication"], None, stage))
            })
        });
    }
}
