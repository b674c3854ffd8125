//! Reports as SARIF 2.1.0, the format in which tools for code review and security take findings.
//!
//! Specification: <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>. Rules have their code as id and
//! their name as name; columns count characters; environments, and whether a fix is safe, stand in `properties`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use serde_json::{Value, json};

use crate::check::{Fix, Options, Rule, Severity};

use super::baseline::fingerprint;
use super::human::short_words;
use super::json::print;
use super::mending::Mender;
use super::subject::{Entry, Subject};

/// The id of what is wrong with a file itself.
const FILE: &str = "FILE";

/// What was found.
pub(super) fn render(subjects: &[Subject], unreadable: &[String], options: &Options) -> String {
    let mut mender = Mender::new();
    let mut rules = Rules::default();
    let mut results = Vec::new();
    for subject in subjects {
        for entry in subject.entries() {
            results.push(result(subject, &entry, &mut rules, &mut mender));
        }
    }
    let readable = unreadable.is_empty() && subjects.iter().all(|subject| !subject.input.is_unreadable());
    let notifications: Vec<Value> =
        unreadable.iter().map(|message| json!({ "level": "error", "message": { "text": message } })).collect();
    print(&json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {
                "driver": {
                    "name": env!("CARGO_PKG_NAME"),
                    "version": env!("CARGO_PKG_VERSION"),
                    "semanticVersion": env!("CARGO_PKG_VERSION"),
                    "rules": rules.list,
                },
            },
            "columnKind": "unicodeCodePoints",
            "invocations": [{ "executionSuccessful": readable, "toolExecutionNotifications": notifications }],
            "results": results,
            "properties": { "profile": options.profile.name(), "environment": options.environment },
        }],
    }))
}

/// The rules that the results name, each once.
#[derive(Default)]
struct Rules {
    list: Vec<Value>,
    positions: BTreeMap<&'static str, usize>,
}

impl Rules {
    fn position(&mut self, id: &'static str, describe: impl FnOnce() -> Value) -> usize {
        let next = self.list.len();
        let position = *self.positions.entry(id).or_insert(next);
        if position == next {
            self.list.push(describe());
        }
        position
    }
}

fn describe(rule: &Rule) -> Value {
    let text = format!("{}\n\nHow to mend it: {}", rule.why, rule.fix);
    let markdown = format!("{}\n\n**How to mend it.** {}", rule.why, rule.fix);
    json!({
        "id": rule.code,
        "name": rule.name,
        "shortDescription": { "text": rule.summary },
        "fullDescription": { "text": format!("{} {}", rule.summary, rule.why) },
        "help": { "text": text, "markdown": markdown },
        "defaultConfiguration": { "level": level(rule.severity) },
        "properties": {
            "tags": [rule.category()],
            "inProduction": level(rule.in_production),
            "allowable": rule.allowable || rule.severity != Severity::Error,
        },
    })
}

fn describe_file() -> Value {
    json!({
        "id": FILE,
        "name": "file/format",
        "shortDescription": { "text": "The file does not follow the format of design files." },
        "fullDescription": { "text": "The file does not follow the format of design files." },
        "help": { "text": "Mend what the message says." },
        "defaultConfiguration": { "level": "error" },
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn result(subject: &Subject, entry: &Entry<'_>, rules: &mut Rules, mender: &mut Mender) -> Value {
    let (id, position) = match entry.found {
        Some((rule, _)) => (rule.code, rules.position(rule.code, || describe(rule))),
        None => (FILE, rules.position(FILE, describe_file)),
    };
    let mut message = entry.message.to_owned();
    if let (None, Some(help)) = (&entry.found, entry.help) {
        let _ = write!(message, ": {help}");
    }
    let mut place = location(subject, entry.span.as_ref());
    let at = entry.found.map_or_else(String::new, |(_, found)| subject.words(&found.place));
    if !at.is_empty() {
        set(&mut place, "logicalLocations", json!([{ "fullyQualifiedName": at }]));
    }
    let mut result = json!({
        "ruleId": id,
        "ruleIndex": position,
        "level": level(entry.severity),
        "message": { "text": message },
        "locations": [place],
    });
    let Some((_, found)) = entry.found else { return result };
    let source = &subject.input.loaded.source;
    let related: Vec<Value> = found
        .related
        .iter()
        .enumerate()
        .map(|(number, place)| {
            let mut location = location(subject, source.span(place).as_ref());
            set(&mut location, "id", json!(number + 1));
            set(&mut location, "message", json!({ "text": short_words(subject.design(), place) }));
            location
        })
        .collect();
    if !related.is_empty() {
        set(&mut result, "relatedLocations", Value::Array(related));
    }
    let fixes: Vec<Value> = found.fixes.iter().filter_map(|it| fix(subject, it, mender)).collect();
    if !fixes.is_empty() {
        set(&mut result, "fixes", Value::Array(fixes));
    }
    set(&mut result, "partialFingerprints", json!({ "place/v1": fingerprint(subject.design(), found) }));
    set(&mut result, "properties", json!({ "environments": found.environments }));
    result
}

/// Gives an object another property.
fn set(object: &mut Value, key: &str, value: Value) {
    if let Value::Object(map) = object {
        map.insert(key.to_owned(), value);
    }
}

fn location(subject: &Subject, span: Option<&Range<usize>>) -> Value {
    let mut physical = json!({ "artifactLocation": { "uri": uri(&subject.input.name) } });
    if let Some(span) = span {
        set(&mut physical, "region", region(subject, span));
    }
    json!({ "physicalLocation": physical })
}

fn region(subject: &Subject, span: &Range<usize>) -> Value {
    let (start, end) = subject.region(span);
    json!({ "startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column })
}

fn fix(subject: &Subject, fix: &Fix, mender: &mut Mender) -> Option<Value> {
    let mending = mender.try_out(&subject.input.loaded, &subject.input.name, fix)?;
    let replacements: Vec<Value> = mending
        .edits
        .iter()
        .map(|edit| json!({ "deletedRegion": region(subject, &edit.span), "insertedContent": { "text": edit.text } }))
        .collect();
    (!replacements.is_empty()).then(|| {
        json!({
            "description": { "text": fix.title },
            "artifactChanges": [{
                "artifactLocation": { "uri": uri(&subject.input.name) },
                "replacements": replacements,
            }],
            "properties": { "safety": fix.safety.name() },
        })
    })
}

/// The name of a file as a reference of a URI.
fn uri(name: &str) -> String {
    let mut uri = String::new();
    for byte in name.replace('\\', "/").bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    if uri.starts_with('/') { format!("file://{uri}") } else { uri }
}
