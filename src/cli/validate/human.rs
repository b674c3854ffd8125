//! Reports for people: the line of the file with a caret, the rule, why it matters, and what would mend it.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::check::{Finding, Severity};
use crate::cli::console::Console;
use crate::cli::input::Input;
use crate::design::file::report::{self, Report};
use crate::design::file::{Level, LineIndex};
use crate::design::{Design, Place};
use crate::text::safe::safe;

use super::baseline::Unmatched;
use super::fix::Fixed;
use super::subject::{Checks, Entry, Subject};

/// Everything about those files.
pub(super) fn render(subjects: &[Subject], unmatched: &[Unmatched], console: &Console) -> String {
    let mut text = String::new();
    for subject in subjects {
        if let Some(fixed) = &subject.fixed {
            text.push_str(&mended(subject, fixed));
        }
        text.push_str(&told(subject, console));
        text.push_str(&summary(subject));
    }
    for entry in unmatched {
        let (file, at) = (safe(&entry.file), safe(&entry.at));
        let _ = writeln!(text, "{file}: the baseline knows {} at {at}, which is not found any more", safe(&entry.rule));
    }
    text + &hint(subjects)
}

/// What was fixed: how the text changed, and which findings that was for.
fn mended(subject: &Subject, fixed: &Fixed) -> String {
    let name = safe(&subject.input.name);
    if fixed.applied.is_empty() {
        return format!("{name}: nothing to fix without asking\n\n");
    }
    let mut text: String = fixed.diff.lines().map(|line| harmless(&safe(line)) + "\n").collect();
    text.push('\n');
    let done = if fixed.written { "fixed" } else { "would fix" };
    for applied in &fixed.applied {
        let _ = writeln!(text, "{done}: {} ({})", safe(&applied.title), applied.rule);
    }
    for part in &fixed.rewritten {
        let _ = writeln!(text, "{name}: {} had to be written anew; comments in it are gone", safe(part));
    }
    text.push('\n');
    text
}

/// A line of a diff that no pipeline takes for a command: those begin with two colons or `##[`, also after spaces.
fn harmless(line: &str) -> String {
    let content = line.trim_start();
    let space = line.len() - content.len();
    if content.starts_with("::") || content.starts_with("##[") {
        " ".repeat(space) + "\u{fffd}" + content
    } else {
        line.to_owned()
    }
}

/// The reports about a file with those findings, in its order.
pub(in crate::cli) fn reports(input: &Input, findings: &[Finding], console: &Console) -> String {
    told(&Subject::with(input.clone(), findings.to_vec()), console)
}

fn told(subject: &Subject, console: &Console) -> String {
    // Why a rule matters is said once.
    let mut explained = BTreeSet::new();
    subject.entries().iter().map(|entry| one(subject, entry, &mut explained, console) + "\n\n").collect()
}

fn one<'s>(subject: &'s Subject, entry: &Entry<'s>, explained: &mut BTreeSet<&'s str>, console: &Console) -> String {
    let loaded = &subject.input.loaded;
    let mut related = Vec::new();
    let mut notes = Vec::new();
    if let Some((rule, finding)) = entry.found {
        let places = finding.related.iter();
        related
            .extend(places.filter_map(|place| Some((loaded.source.span(place)?, short_words(&loaded.design, place)))));
        if !finding.environments.is_empty() && !finding.message.starts_with("In ") {
            notes.push(format!("in {}", finding.environments.join(", ")));
        }
        if explained.insert(rule.code) {
            notes.push(rule.why.to_owned());
        }
    }
    let report = Report {
        level: level(entry.severity),
        id: entry.found.map(|(rule, _)| rule.name),
        message: entry.message,
        span: entry.span.clone(),
        related: &related,
        notes: &notes,
        help: entry.help,
    };
    report::render(&report, &subject.input.name, &loaded.text, subject.lines(), console.style)
}

/// The report of an error at a place.
pub(in crate::cli) fn at(input: &Input, place: &Place, message: &str, help: &str, console: &Console) -> String {
    let report = Report {
        level: Level::Error,
        id: None,
        message,
        span: input.loaded.source.span(place),
        related: &[],
        notes: &[],
        help: Some(help),
    };
    report::render(&report, &input.name, &input.loaded.text, &LineIndex::new(&input.loaded.text), console.style)
}

/// A place beside the finding's own, in words.
pub(super) fn short_words(design: &Design, place: &Place) -> String {
    let flow = place.flow_id().and_then(|id| design.flow(id));
    flow.map_or_else(|| place.to_string(), ToString::to_string)
}

fn level(severity: Severity) -> Level {
    match severity {
        Severity::Error => Level::Error,
        Severity::Warning => Level::Warning,
        Severity::Info => Level::Note,
    }
}

/// The last line about a file: how much was found, and in how large a design.
fn summary(subject: &Subject) -> String {
    let input = &subject.input;
    let name = safe(&input.name);
    let found: Vec<String> = ["error", "warning", "note"]
        .into_iter()
        .zip(subject.counts())
        .filter(|(_, count)| *count > 0)
        .map(|(word, count)| amount(count, word))
        .collect();
    let found = found.join(", ");
    if input.is_unreadable() {
        return format!("{name} cannot be read as a design: {found}\n");
    }
    let found = if found.is_empty() { "nothing to say against it".to_owned() } else { found };
    let known = if subject.known > 0 { format!("; {} known", amount(subject.known, "finding")) } else { String::new() };
    let checked = match subject.checks {
        Checks::All => "",
        Checks::Errors => "; what is less than an error is told once these are mended",
        Checks::None => "; the checks run once these are mended",
    };
    let design = &input.loaded.design;
    let size = format!(
        "{}, {}, {}",
        amount(design.services.len(), "service"),
        amount(design.node_count(), "node"),
        amount(design.flows.len(), "flow")
    );
    format!("{name}: {found}{known}{checked} ({size})\n")
}

/// How to read more, where rules have something to say.
fn hint(subjects: &[Subject]) -> String {
    let first = subjects.iter().flat_map(Subject::entries).find_map(|entry| entry.found.map(|(rule, _)| rule));
    match first {
        Some(rule) => format!("More about a rule, with an example: pulumi-designer explain {}\n", rule.name),
        None => String::new(),
    }
}

/// So many of a thing.
pub(super) fn amount(count: usize, word: &str) -> String {
    match word.strip_suffix('y') {
        Some(stem) if count != 1 => format!("{count} {stem}ies"),
        _ => format!("{count} {word}{}", if count == 1 { "" } else { "s" }),
    }
}
