//! Data that can be lost: recovery, backups, deletion, versions.

use crate::catalog::Provider;
use crate::check::prelude::*;

pub(in crate::check) const RECOVERY: Rule =
    Rule::info("DAT007", "data/no-point-in-time-recovery", recovery).in_production(Severity::Error).allowable().says(
        "A table that cannot be brought back to an earlier moment.",
        "One wrong write or delete in the code is final.",
        "Take recovery: false away.",
    );

pub(in crate::check) const BACKUP: Rule = Rule::info("DAT008", "data/no-backup", backup)
    .in_production(Severity::Error)
    .allowable()
    .says("A database without backups.", "What is lost is lost for ever.", "Keep backups for at least a week.");

pub(in crate::check) const DELETION: Rule = Rule::warning("DAT009", "data/no-deletion-protection", deletion).says(
    "A table, database or user pool in production that a deployment can delete.",
    "A rename or a mistake in the program takes all data with it.",
    "Take deletion_protection: false away.",
);

pub(in crate::check) const VERSIONING: Rule = Rule::warning("DAT010", "data/no-versioning", versioning).says(
    "A bucket in production that keeps no earlier versions of its files.",
    "What is overwritten or deleted is gone.",
    "Take versioning: false away.",
);

/// In an environment for trying things before production, what is information elsewhere is a warning.
fn weigh(outcome: Outcome, stage: Stage<'_>) -> Outcome {
    let staging = stage.name.is_some_and(|name| name.starts_with("stag") || name.starts_with("pre"));
    if staging && !stage.production { outcome.weigh(Severity::Warning) } else { outcome }
}

fn recovery(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for table in context.nodes_of("table").filter(|node| context.provider == Provider::Aws && !node.existing()) {
        report.each_stage(|stage| {
            let message =
                || format!("{} cannot be brought back to an earlier moment: take recovery: false away.", table.id);
            context.is_false(table, "recovery", stage).then(|| {
                let outcome = Outcome::new(context.place_of(table, &["recovery"], stage), message())
                    .mend("Keep it recoverable", context.mend(table, &["recovery"], None, stage));
                weigh(outcome, stage)
            })
        });
    }
}

fn backup(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for store in context.nodes.iter().filter(|node| node.is_any(&["sql", "table"]) && !node.existing()) {
        report.each_stage(|stage| {
            let (property, none) = if store.is("sql") {
                ("backup", context.duration(store, "backup", stage).is_some_and(|backup| backup.milliseconds() == 0))
            } else {
                // On AWS this is told as no-point-in-time-recovery.
                ("recovery", context.provider != Provider::Aws && context.is_false(store, "recovery", stage))
            };
            none.then(|| {
                let message = format!("No backups of {} are kept: take {property} away for the default.", store.id);
                let outcome = Outcome::new(context.place_of(store, &[property], stage), message)
                    .mend("Keep backups", context.mend(store, &[property], None, stage));
                weigh(outcome, stage)
            })
        });
    }
}

fn deletion(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for store in context.nodes.iter().filter(|node| node.is_any(&["table", "sql", "user-pool"]) && !node.existing()) {
        report.each_stage(|stage| {
            let open = stage.production && context.is_false(store, "deletion_protection", stage);
            open.then(|| {
                let message = format!(
                    "A deployment can delete {} with all it holds: take deletion_protection: false away.",
                    store.id
                );
                Outcome::new(context.place_of(store, &["deletion_protection"], stage), message)
                    .mend("Protect it from deletion", context.mend(store, &["deletion_protection"], None, stage))
            })
        });
    }
}

fn versioning(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for bucket in context.nodes_of("bucket").filter(|node| !node.existing()) {
        // What a site shows is made again by its build.
        let only_site =
            !bucket.incoming.is_empty() && context.incoming(bucket).all(|joined| joined.from.is("static-site"));
        report.each_stage(|stage| {
            let open = stage.production && !only_site && context.is_false(bucket, "versioning", stage);
            open.then(|| {
                let message =
                    format!("{} keeps no earlier versions of its files: take versioning: false away.", bucket.id);
                Outcome::new(context.place_of(bucket, &["versioning"], stage), message)
                    .mend("Keep versions", context.mend(bucket, &["versioning"], None, stage))
            })
        });
    }
}
