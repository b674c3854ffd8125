//! How secrets live: who uses them, how they reach the code, how old they get.

use crate::check::prelude::*;

pub(in crate::check) const WITHOUT_ROTATION: Rule =
    Rule::info("SEC034", "security/secret-without-rotation", without_rotation).says(
        "A credential of a database or an API that is never replaced.",
        "The longer it is the same, the more people, logs and backups have seen it.",
        "Set rotation, or write down when it is replaced by hand.",
    );

pub(in crate::check) const UNUSED: Rule = Rule::warning("SEC035", "security/unused-secret", unused).says(
    "A secret or parameter that nothing uses.",
    "It is paid for and guarded, for nothing.",
    "Let a function use it, or take it away.",
);

pub(in crate::check) const AS_VALUE: Rule = Rule::warning("SEC036", "security/secret-as-env-value", as_value).says(
    "A secret whose value is copied into an environment variable.",
    "Everybody who may look at the function's settings sees it, it stands in the program's state, and a new value needs a deployment.",
    "Leave inject at its default: the code gets a reference and reads the value when it runs.",
);

/// Words of a name that say that it opens a database or an API.
const CREDENTIALS: [&str; 14] = [
    "password",
    "credential",
    "credentials",
    "login",
    "database",
    "db",
    "sql",
    "postgres",
    "mysql",
    "redis",
    "apikey",
    "token",
    "dsn",
    "webhook",
];

/// Two words in a row that say so.
const PAIRS: [(&str, &str); 4] = [("api", "key"), ("access", "key"), ("client", "secret"), ("connection", "string")];

fn opens_something(name: &str) -> bool {
    let words = crate::text::words::words(name);
    let mut pairs = words.iter().zip(words.iter().skip(1));
    words.iter().any(|word| CREDENTIALS.contains(&word.as_str()))
        || pairs.any(|(one, two)| PAIRS.contains(&(one.as_str(), two.as_str())))
}

fn without_rotation(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for secret in context.nodes_of("secret").filter(|node| !node.existing() && opens_something(&node.id.node)) {
        report.each_stage(|stage| {
            let never = context.value(secret, &["rotation"], stage).is_none();
            let message = || format!("{} is never replaced: set rotation, such as 90d.", secret.id);
            never.then(|| Outcome::new(secret.place(), message()))
        });
    }
}

fn unused(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for node in context.nodes.iter().filter(|node| node.is_any(&["secret", "parameter"]) && !node.existing()) {
        if context.incoming(node).any(|joined| joined.is("use")) {
            continue;
        }
        report
            .add(
                node.place(),
                format!("Nothing uses the {} {}: let a function use it, or take it away.", node.node.kind, node.id),
            )
            .fix(format!("Remove {}", node.id), context.design.removal(&node.id));
    }
}

fn as_value(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for joined in context.of_kind("use").filter(|joined| joined.to.is("secret")) {
        if joined.flow().text("inject") != Some("value") {
            continue;
        }
        let edit = Edit::SetFlowProperty { id: joined.flow().id, path: vec!["inject".to_owned()], value: None };
        report
            .add(
                joined.view.at("inject"),
                format!(
                    "The value of {} is copied into the settings of {}, where others see it: give a reference.",
                    joined.to.id, joined.from.id
                ),
            )
            .fix("Set inject: reference", edit);
    }
}
