//! Reports as JSON for programs.
//!
//! The shape, version 1: `version`; `program` (name, version); `profile`; `environment` (or null); `files`, each with
//! `file`, `readable`, `checks` (all, errors, none), `counts` (errors, warnings, infos), `known` (findings that the
//! baseline knows), `fixed` (with --fix: `applied`, `written`, `rewritten`, `diff`), `design` (name, services, nodes, flows) and `findings`; `unreadable`, messages about files that could not
//! be read; `unmatched`, entries of the baseline that match nothing. A finding has `severity`, `rule` and `code` (null
//! for a problem of the file itself), `message`, `help`, `why`, `place`, `related`, `environments` (none: all),
//! `fingerprint` and `fixes`. A place has `at`, `node`, `flow`, `file`, `line`, `column`, `end_line`, `end_column`,
//! `offset` and `end_offset`: lines and columns count from 1, columns in characters, offsets in bytes from 0; ends are
//! exclusive. A fix has `title`, `safety` (safe, unsafe, asks), `edits` (a region and the text that replaces it, all for
//! the file as it is; null when there were too many to work out) and `diff`. Keys may be added; none goes or changes its
//! meaning without another version.

use std::fmt::Write as _;
use std::ops::Range;

use serde_json::{Value, json};

use crate::check::{Applied, Fix, Options};
use crate::design::Place;
use crate::design::file::diff::TextEdit;

use super::baseline::{Unmatched, fingerprint};
use super::fix::Fixed;
use super::mending::Mender;
use super::subject::{Checks, Entry, Subject};

/// The version of the shape.
const VERSION: u32 = 1;

/// What was found.
pub(super) fn render(
    subjects: &[Subject],
    unreadable: &[String],
    unmatched: &[Unmatched],
    options: &Options,
) -> String {
    let mut mender = Mender::new();
    let files: Vec<Value> = subjects.iter().map(|subject| file(subject, &mut mender)).collect();
    let unmatched: Vec<Value> = unmatched
        .iter()
        .map(|entry| json!({ "file": entry.file, "rule": entry.rule, "at": entry.at, "message": entry.message }))
        .collect();
    let document = json!({
        "version": VERSION,
        "program": { "name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION") },
        "profile": options.profile.name(),
        "environment": options.environment,
        "files": files,
        "unreadable": unreadable,
        "unmatched": unmatched,
    });
    print(&document)
}

/// A document as text in which nothing drives a terminal: such characters are escaped.
pub(super) fn print(document: &Value) -> String {
    let mut safe = String::new();
    for character in format!("{document:#}").chars() {
        let disguises =
            matches!(character, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        if disguises || (character.is_control() && character != '\n') {
            let _ = write!(safe, "\\u{:04x}", u32::from(character));
        } else {
            safe.push(character);
        }
    }
    safe.push('\n');
    safe
}

fn file(subject: &Subject, mender: &mut Mender) -> Value {
    let [errors, warnings, infos] = subject.counts();
    let design = subject.design();
    let findings: Vec<Value> = subject.entries().iter().map(|entry| finding(subject, entry, mender)).collect();
    json!({
        "file": subject.input.name,
        "readable": !subject.input.is_unreadable(),
        "checks": match subject.checks {
            Checks::All => "all",
            Checks::Errors => "errors",
            Checks::None => "none",
        },
        "counts": { "errors": errors, "warnings": warnings, "infos": infos },
        "known": subject.known,
        "fixed": subject.fixed.as_ref().map(fixed),
        "design": {
            "name": design.name,
            "services": design.services.len(),
            "nodes": design.node_count(),
            "flows": design.flows.len(),
        },
        "findings": findings,
    })
}

fn fixed(fixed: &Fixed) -> Value {
    let applied = |it: &Applied| json!({ "rule": it.rule, "code": it.code, "title": it.title });
    json!({
        "applied": fixed.applied.iter().map(applied).collect::<Vec<Value>>(),
        "written": fixed.written,
        "rewritten": fixed.rewritten,
        "diff": fixed.diff,
    })
}

fn finding(subject: &Subject, entry: &Entry<'_>, mender: &mut Mender) -> Value {
    let Some((rule, found)) = entry.found else {
        return json!({
            "severity": entry.severity.name(),
            "rule": null,
            "code": null,
            "message": entry.message,
            "help": entry.help,
            "why": null,
            "place": place(subject, None, entry.span.as_ref()),
            "related": [],
            "environments": [],
            "fingerprint": null,
            "fixes": [],
        });
    };
    let source = &subject.input.loaded.source;
    let related: Vec<Value> =
        found.related.iter().map(|it| place(subject, Some(it), source.span(it).as_ref())).collect();
    let fixes: Vec<Value> = found.fixes.iter().map(|it| fix(subject, it, mender)).collect();
    json!({
        "severity": entry.severity.name(),
        "rule": rule.name,
        "code": rule.code,
        "message": entry.message,
        "help": rule.fix,
        "why": rule.why,
        "place": place(subject, Some(&found.place), entry.span.as_ref()),
        "related": related,
        "environments": found.environments,
        "fingerprint": fingerprint(subject.design(), found),
        "fixes": fixes,
    })
}

fn place(subject: &Subject, place: Option<&Place>, span: Option<&Range<usize>>) -> Value {
    let flow = place.and_then(Place::flow_id).and_then(|id| {
        let index = subject.design().flows.iter().position(|flow| flow.id == id)?;
        let flow = subject.design().flows.get(index)?;
        let (from, to) = (flow.from.to_string(), flow.to.to_string());
        Some(json!({ "kind": flow.kind, "from": from, "to": to, "index": index }))
    });
    let mut value = json!({
        "at": place.map(|place| subject.words(place)),
        "node": place.and_then(Place::node_id).map(ToString::to_string),
        "flow": flow,
        "file": subject.input.name,
    });
    if let (Some(span), Value::Object(map)) = (span, &mut value)
        && let Value::Object(region) = region(subject, span)
    {
        map.extend(region);
    }
    value
}

fn region(subject: &Subject, span: &Range<usize>) -> Value {
    let (start, end) = subject.region(span);
    json!({
        "line": start.line,
        "column": start.column,
        "end_line": end.line,
        "end_column": end.column,
        "offset": span.start,
        "end_offset": span.end,
    })
}

fn fix(subject: &Subject, fix: &Fix, mender: &mut Mender) -> Value {
    let mending = mender.try_out(&subject.input.loaded, &subject.input.name, fix);
    let edits = mending.as_ref().map(|mending| {
        let edit = |edit: &TextEdit| {
            let mut value = region(subject, &edit.span);
            if let Value::Object(map) = &mut value {
                map.insert("text".to_owned(), Value::String(edit.text.clone()));
            }
            value
        };
        mending.edits.iter().map(edit).collect::<Vec<Value>>()
    });
    json!({
        "title": fix.title,
        "safety": fix.safety.name(),
        "edits": edits,
        "diff": mending.map(|mending| mending.diff),
    })
}
