//! The texts that handlers are put together from: one file for each thing that a function may do.
//!
//! A text begins with lines of what is said about it (`name`, `doc`, `package`, …); the rest is the inside of a function.
//! `{{…}}` stands for what differs.

use super::Access;

/// A text in both languages.
pub(super) struct Text {
    /// `kind.verb`.
    key: &'static str,
    /// In JavaScript.
    pub(super) nodejs: &'static str,
    /// In Python.
    pub(super) python: &'static str,
}

macro_rules! texts {
    ($($key:literal),+ $(,)?) => {
        &[$(Text {
            key: $key,
            nodejs: include_str!(concat!("../../../../assets/handlers/gcp/nodejs/", $key, ".js")),
            python: include_str!(concat!("../../../../assets/handlers/gcp/python/", $key, ".py")),
        }),+]
    };
}

const TEXTS: &[Text] = texts![
    "any.call",
    "any.call.breaker",
    "bucket.read",
    "bucket.write",
    "function.invoke",
    "parameter.use",
    "secret.use",
    "sql.connect",
    "table.read",
    "table.write",
    "topic.publish",
    "topic.publish.keyed",
    "topic.publish.ordered",
    "user-pool.read",
    "user-pool.write",
    "workflow.invoke",
];

/// The text for an access of a function, with its key.
pub(super) fn find(access: &Access, verb: &str) -> Option<(&'static str, &'static Text)> {
    let kind = access.target_kind.as_str();
    let key = match (kind, verb) {
        ("queue" | "topic" | "event-bus" | "stream", "publish") if access.ordered => {
            let key = if access.partition_key.is_some() { "keyed" } else { "ordered" };
            format!("topic.publish.{key}")
        }
        ("queue" | "topic" | "event-bus" | "stream" | "delivery-stream", "publish") => "topic.publish".to_owned(),
        ("container", "invoke") => "function.invoke".to_owned(),
        ("sql", _) => "sql.connect".to_owned(),
        (_, "call") if access.breaker => "any.call.breaker".to_owned(),
        (_, "call") => "any.call".to_owned(),
        _ => format!("{kind}.{verb}"),
    };
    TEXTS.iter().find(|text| text.key == key).map(|text| (text.key, text))
}

/// What is said about a text, and the text.
#[derive(Debug, Default)]
pub(super) struct Template<'a> {
    /// The packages that it takes, each with what is imported from it.
    pub(super) packages: Vec<&'a str>,
    /// Modules beside the code, each with what is imported from it.
    pub(super) beside: Vec<&'a str>,
    /// Modules of the language itself.
    pub(super) standard: Vec<&'a str>,
    /// The first word of the function's name.
    pub(super) name: &'a str,
    /// What it does.
    pub(super) documentation: &'a str,
    /// Its parameters.
    pub(super) parameters: &'a str,
    /// What it gives back, in Python.
    pub(super) returns: &'a str,
    /// The inside of the function.
    pub(super) body: &'a str,
}

/// Reads a text.
pub(super) fn parse<'a>(text: &'a str, mark: &str) -> Template<'a> {
    let mut template = Template::default();
    let mut rest = text;
    while let Some((line, after)) = rest.split_once('\n') {
        let Some(said) = line.strip_prefix(mark) else { break };
        let (what, value) = said.trim_start().split_once(' ').unwrap_or((said.trim(), ""));
        match what {
            "package" => template.packages.push(value),
            "beside" => template.beside.push(value),
            "standard" => template.standard.push(value),
            "name" => template.name = value,
            "doc" => template.documentation = value,
            "parameters" => template.parameters = value,
            "returns" => template.returns = value,
            _ => {}
        }
        rest = after;
    }
    template.body = rest;
    template
}
