//! How those who use a database prove who they are.

use crate::catalog::Provider::{Aws, Azure, Gcp};
use crate::check::prelude::*;

use super::plain_secrets::secret_setting;
use super::provider_properties::{Bad, Row, look};

pub(in crate::check) const PASSWORD_AUTH: Rule =
    Rule::warning("SEC024", "security/password-auth-to-database", password_auth).says(
        "A database or cache that is used with a password, although it knows identities.",
        "A password is known to many, is copied to many places, and nobody changes it.",
        "Leave auth at its default: each function shows its own identity, and gets a token for some minutes.",
    );

pub(in crate::check) const PASSWORD: Rule = Rule::error("SEC025", "security/password-not-from-secret", password).says(
    "An administrator's password that stands in the design, or in a setting that is not secret.",
    "Whoever reads the file, its history or the stack's configuration owns the database.",
    "Leave password out: one is made and kept as a secret; or give it as a secret setting. Change one that stood here.",
);

const BY_PASSWORD: &str = "a password is enough to get in";

pub(super) static PASSWORD_ROWS: &[Row] = &[
    Row::new(
        Aws,
        &["sql"],
        &["aws:rds:Cluster", "aws:rds:Instance"],
        "iamDatabaseAuthenticationEnabled",
        Bad::False,
        "only passwords are accepted, no identities",
        "CKV_AWS_161",
    )
    .or_absent(),
    Row::new(
        Azure,
        &["sql"],
        &["azure-native:sql:Server"],
        "administrators.azureADOnlyAuthentication",
        Bad::False,
        BY_PASSWORD,
        "Azure.SQL.AADOnly",
    )
    .or_absent(),
    Row::new(
        Azure,
        &["sql"],
        &["azure-native:dbforpostgresql:Server"],
        "authConfig.passwordAuth",
        Bad::Is(&["Enabled"]),
        BY_PASSWORD,
        "Azure.PostgreSQL.AADOnly",
    )
    .or_absent()
    .better("Disabled"),
    Row::new(
        Azure,
        &["cache"],
        &["azure-native:redis:Redis"],
        "disableAccessKeyAuthentication",
        Bad::False,
        "a key is enough to get in",
        "Azure.Redis.EntraID",
    )
    .or_absent(),
    Row::new(Gcp, &[], &["gcp:sql:User"], "type", Bad::Is(&["BUILT_IN"]), BY_PASSWORD, "Cloud SQL: IAM authentication"),
];

fn password_auth(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for joined in ["read", "write", "read-write"].iter().flat_map(|kind| context.of_kind(kind)) {
        if !joined.to.is_any(&["sql", "cache"]) || joined.flow().text("auth") != Some("password") {
            continue;
        }
        let edit = Edit::SetFlowProperty { id: joined.flow().id, path: vec!["auth".to_owned()], value: None };
        report
            .add(
                joined.view.at("auth"),
                format!("{} uses {} with a password: let it show its own identity.", joined.from.id, joined.to.id),
            )
            .fix("Set auth: identity", edit);
    }
    look(context, report, PASSWORD_ROWS, "let those who use it show their own identities", |_| true);
}

pub(super) static MANAGED_ROWS: &[Row] = &[Row::new(
    Aws,
    &["sql"],
    &["aws:rds:Cluster", "aws:rds:Instance"],
    "manageMasterUserPassword",
    Bad::False,
    "its password is not kept as a secret by the cloud",
    "CKV_AWS_354",
)];

fn password(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for database in context.nodes_of("sql") {
        report.each_stage(|stage| {
            let value = context.value(database, &["password"], stage)?;
            let message = match value.as_setting() {
                Some(setting) if secret_setting(context, setting) => return None,
                Some(setting) => format!(
                    "The password of {} comes from the setting {setting}, which is not secret: leave password out, and one is made and kept as a secret.",
                    database.id
                ),
                None => format!(
                    "The password of {} stands in the design: leave password out, and one is made and kept as a secret.",
                    database.id
                ),
            };
            let edit = context.mend(database, &["password"], None, stage);
            let place = context.place_of(database, &["password"], stage);
            Some(Outcome::new(place, message).mend("Let a password be made and kept as a secret", edit))
        });
    }
    look(context, report, MANAGED_ROWS, "let the cloud make it and keep it as a secret", |_| true);
}
