//! `validate`: everything that is wrong with a design, with its place in the file.

use std::path::PathBuf;

use clap::Args;

use crate::check::{self, Finding, Severity};
use crate::design::Place;
use crate::design::file::report::{self, Report};
use crate::design::file::{Level, LineIndex, Loaded};

use super::Run;
use super::console::Console;
use super::exit::Exit;
use super::input::Input;

/// Check designs and report everything that is wrong
///
/// Each finding has its place in the file, the line, the rule, and what would mend it. Accept a finding under `allow:` in
/// the design, with the reason.
///
/// Exit codes: 0 no errors, 1 errors, 2 a file that cannot be read. Warnings are shown and change nothing.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  pulumi-designer validate shop.yaml
  pulumi-designer validate designs/*.yaml
  git show main:shop.yaml | pulumi-designer validate -")]
pub(super) struct Validate {
    /// Design files; - for standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

impl Run for Validate {
    fn run(&self, console: &Console) -> anyhow::Result<Exit> {
        let mut worst = Exit::Success;
        for path in &self.files {
            let exit = match Input::read(path) {
                Ok(input) => validate(&input, console)?,
                Err(error) => {
                    console.error(&error);
                    Exit::Unreadable
                }
            };
            worst = worst.max(exit);
        }
        Ok(worst)
    }
}

fn validate(input: &Input, console: &Console) -> anyhow::Result<Exit> {
    let loaded = &input.loaded;
    // Of a file with errors, parts are missing; what the checks would say of the rest could be wrong.
    let findings = if loaded.has_errors() { Vec::new() } else { check::check(&loaded.design) };
    let mut text = reports(input, &findings, console);
    let mut counts = Counts::default();
    for level in loaded.problems.iter().map(|problem| problem.level) {
        counts.add(level);
    }
    for finding in &findings {
        counts.add(level(finding.severity));
    }
    text.push_str(&summary(input, &counts));
    console.print(&text)?;
    if input.is_unreadable() {
        return Ok(Exit::Unreadable);
    }
    Ok(if counts.errors > 0 { Exit::Findings } else { Exit::Success })
}

/// The reports of problems and findings, in the order of the file.
pub(super) fn reports(input: &Input, findings: &[Finding], console: &Console) -> String {
    let loaded = &input.loaded;
    let lines = LineIndex::new(&loaded.text);
    let mut reports: Vec<(usize, Level, String)> = Vec::new();
    for problem in &loaded.problems {
        let text = report::problem(problem, &input.name, &loaded.text, &lines, console.style);
        reports.push((problem.span.start, problem.level, text));
    }
    for finding in findings {
        let start = loaded.source.span(&finding.place).map_or(0, |span| span.start);
        reports.push((start, level(finding.severity), one(input, finding, &lines, console)));
    }
    // Stable: what stands at the same place stays in the order of the rules.
    reports.sort_by_key(|(start, level, _)| (*start, *level));
    reports.into_iter().map(|(_, _, text)| text + "\n\n").collect()
}

fn one(input: &Input, finding: &Finding, lines: &LineIndex, console: &Console) -> String {
    let loaded = &input.loaded;
    let related: Vec<_> =
        finding.related.iter().filter_map(|place| Some((loaded.source.span(place)?, words(loaded, place)))).collect();
    let mut notes = Vec::new();
    if !finding.environments.is_empty() {
        notes.push(format!("in {}", finding.environments.join(", ")));
    }
    let help = finding.fixes.first().map(|fix| fix.title.clone());
    let report = Report {
        level: level(finding.severity),
        id: Some(finding.rule),
        message: &finding.message,
        span: loaded.source.span(&finding.place),
        related: &related,
        notes: &notes,
        help: help.as_deref(),
    };
    report::render(&report, &input.name, &loaded.text, lines, console.style)
}

/// The report of an error at a place.
pub(super) fn at(input: &Input, place: &Place, message: &str, help: &str, console: &Console) -> String {
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
fn words(loaded: &Loaded, place: &Place) -> String {
    let flow = place.flow_id().and_then(|id| loaded.design.flow(id));
    flow.map_or_else(|| place.to_string(), ToString::to_string)
}

/// The level of a report about a finding.
fn level(severity: Severity) -> Level {
    match severity {
        Severity::Error => Level::Error,
        Severity::Warning => Level::Warning,
        Severity::Info => Level::Note,
    }
}

#[derive(Default)]
struct Counts {
    errors: usize,
    warnings: usize,
    notes: usize,
}

impl Counts {
    fn add(&mut self, level: Level) {
        match level {
            Level::Error => self.errors += 1,
            Level::Warning => self.warnings += 1,
            Level::Note => self.notes += 1,
        }
    }
}

fn summary(input: &Input, counts: &Counts) -> String {
    let loaded = &input.loaded;
    let name = crate::text::safe::safe(&input.name);
    let found: Vec<String> = [("error", counts.errors), ("warning", counts.warnings), ("note", counts.notes)]
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(word, count)| amount(count, word))
        .collect();
    if input.is_unreadable() {
        return format!("{name} cannot be read as a design: {}\n", found.join(", "));
    }
    let checked = if loaded.has_errors() { "; the checks run once these are mended" } else { "" };
    let size = format!(
        "{}, {}, {}",
        amount(loaded.design.services.len(), "service"),
        amount(loaded.design.node_count(), "node"),
        amount(loaded.design.flows.len(), "flow")
    );
    let found = if found.is_empty() { "nothing to say against it".to_owned() } else { found.join(", ") };
    format!("{name}: {found}{checked} ({size})\n")
}

fn amount(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}
