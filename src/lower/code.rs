//! What the first code of functions has in common on several clouds: fields of messages as keys, modules for calls out,
//! and what code is told that the program did not write. Knows no cloud.

use crate::design::Flow;
use crate::program::Expression;
use crate::text::duration::Duration;
use crate::text::words::is_identifier;

use super::variables::{Pending, variable_name};

/// A module that stands beside the code of a function, in both languages.
struct Module {
    /// Its name without an ending.
    name: &'static str,
    nodejs: &'static str,
    python: &'static str,
}

const MODULES: &[Module] = &[
    Module {
        name: "breaker",
        nodejs: include_str!("../../assets/handlers/shared/nodejs/breaker.js"),
        python: include_str!("../../assets/handlers/shared/python/breaker.py"),
    },
    Module {
        name: "calls",
        nodejs: include_str!("../../assets/handlers/shared/nodejs/calls.js"),
        python: include_str!("../../assets/handlers/shared/python/calls.py"),
    },
];

/// The modules that code in JavaScript imports from beside itself, and those that they import: names and texts.
pub(super) fn beside_nodejs(code: &str) -> Vec<(String, String)> {
    let imports = |text: &str, name: &str| text.contains(&format!("from \"./{name}.js\""));
    beside(code, imports).into_iter().map(|module| (format!("{}.js", module.name), module.nodejs.to_owned())).collect()
}

/// The modules that code in Python imports from beside itself, and those that they import: names and texts.
pub(super) fn beside_python(code: &str) -> Vec<(String, String)> {
    let imports = |text: &str, name: &str| text.contains(&format!("\nfrom {name} import "));
    beside(code, imports).into_iter().map(|module| (format!("{}.py", module.name), module.python.to_owned())).collect()
}

/// Whether a module stands beside the code of a function.
pub(super) fn is_beside(name: &str) -> bool {
    MODULES.iter().any(|module| module.name == name)
}

fn beside(code: &str, imports: impl Fn(&str, &str) -> bool) -> Vec<&'static Module> {
    let direct: Vec<&Module> = MODULES.iter().filter(|module| imports(code, module.name)).collect();
    let indirect = |wanted: &Module| {
        direct.iter().any(|module| imports(module.nodejs, wanted.name) || imports(module.python, wanted.name))
    };
    MODULES.iter().filter(|module| imports(code, module.name) || indirect(module)).collect()
}

/// What orders a message: the steps to a field of it, written `$.order.id`; or else text that is the same for all.
pub(super) fn ordering_key(written: &str) -> Result<Vec<&str>, String> {
    let steps: Vec<&str> = written.strip_prefix("$.").map(|path| path.split('.').collect()).unwrap_or_default();
    if !steps.is_empty() && steps.iter().all(|step| is_identifier(step)) {
        return Ok(steps);
    }
    Err(written.chars().filter(|character| !character.is_control() && !matches!(character, '"' | '\\')).collect())
}

/// The key of a message in the code of a function in JavaScript, which calls the message `content`.
pub(super) fn key_in_nodejs(written: &str) -> String {
    match ordering_key(written) {
        Ok(steps) => format!("String(content.{})", steps.join(".")),
        Err(text) => format!("\"{text}\""),
    }
}

/// The key of a message in the code of a function in Python, which calls the message `content`.
pub(super) fn key_in_python(written: &str) -> String {
    match ordering_key(written) {
        Ok(steps) => format!("str(content[\"{}\"])", steps.join("\"][\"")),
        Err(text) => format!("\"{text}\""),
    }
}

/// What a flow says that only code can follow, as variables: the first code of functions does so by itself, that of
/// containers must be told.
pub(super) fn told(flow: &Flow) -> Vec<Pending> {
    const PROPERTIES: &[(&str, &str)] = &[
        ("timeout", "timeout ms"),
        ("retries", "retries"),
        ("breaker", "breaker"),
        ("pool", "pool"),
        ("partition_key", "partition key"),
    ];
    PROPERTIES
        .iter()
        .filter_map(|(property, words)| {
            let value = flow.get(property)?;
            let duration = value.as_str().and_then(Duration::parse);
            let text = duration.filter(|_| *property == "timeout").map_or_else(
                || value.as_str().map_or_else(|| value.to_string(), str::to_owned),
                |time| time.milliseconds().to_string(),
            );
            Some(Pending {
                flow: flow.id,
                node: flow.to.clone(),
                words: (*words).to_owned(),
                name: variable_name(&flow.to.node, words),
                given: false,
                injected: false,
                value: Expression::Text(text),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_bring_along_what_they_import() {
        let names = |files: Vec<(String, String)>| files.into_iter().map(|(name, _)| name).collect::<Vec<_>>();
        let both = ["breaker.js", "calls.js"];
        assert_eq!(names(beside_nodejs("import { guard } from \"./breaker.js\";")), both);
        assert_eq!(names(beside_nodejs("import { request } from \"./calls.js\";")), ["calls.js"]);
        assert_eq!(
            names(beside_python("\nfrom breaker import guard\nfrom calls import request\n")),
            ["breaker.py", "calls.py"]
        );
        assert_eq!(names(beside_python("import calls")), [""; 0]);
    }

    #[test]
    fn keys_are_fields_or_text_that_ends_no_string() {
        assert_eq!(ordering_key("$.order.id"), Ok(vec!["order", "id"]));
        assert_eq!(ordering_key("$.or-der"), Err("$.or-der".to_owned()));
        assert_eq!(ordering_key("a\"b\\\n"), Err("ab".to_owned()));
    }
}
