//! A design file with everything that is to be told about it, in the order of the file.

use std::ops::Range;
use std::path::Path;

use crate::check::{self, Finding, Options, Rule, Severity};
use crate::cli::input::Input;
use crate::design::file::{Level, LineIndex, Position};
use crate::design::{Design, Flow, Place};

use super::baseline::Baseline;
use super::fix::Fixed;
use super::select::Select;

/// A design file with what is told about it.
#[derive(Debug)]
pub(super) struct Subject {
    /// The file.
    pub(super) input: Input,
    /// What the checks say, less what is not to be told.
    pub(super) findings: Vec<Finding>,
    /// Which checks ran.
    pub(super) checks: Checks,
    /// How many findings a baseline knows.
    pub(super) known: usize,
    /// What was fixed before, when that was asked for.
    pub(super) fixed: Option<Fixed>,
    /// Problems of the file that are not to be told, since they weigh too little.
    least: Severity,
    lines: LineIndex,
}

/// Which checks ran.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Checks {
    /// All of them.
    All,
    /// Those for errors, where the file's own mistakes leave something to judge.
    Errors,
    /// None: too much is missing.
    None,
}

/// One thing to tell.
#[derive(Debug)]
pub(super) struct Entry<'s> {
    /// How much it weighs.
    pub(super) severity: Severity,
    /// What is wrong.
    pub(super) message: &'s str,
    /// Where in the text.
    pub(super) span: Option<Range<usize>>,
    /// What to do, when that is known.
    pub(super) help: Option<&'s str>,
    /// What the checks say, when it is they who say it; otherwise it is a problem of the file.
    pub(super) found: Option<(&'static Rule, &'s Finding)>,
}

/// Rules that look for the node of a name, which may be one of those that could not be read.
const NAMING_NODES: [&str; 2] = ["STR044", "OPS016"];

/// Rules that judge a place by itself, but by what its cloud takes.
const OF_THE_CLOUD: [&str; 2] = ["STR033", "EVT037"];

impl Subject {
    /// What the checks say of the file.
    pub(super) fn check(input: Input, options: &Options) -> Self {
        let loaded = &input.loaded;
        let (findings, checks) = if !loaded.has_errors() {
            (check::check_with(&loaded.design, options), Checks::All)
        } else if let Some(damage) = loaded.damage().filter(|_| !input.is_unreadable()) {
            let mut findings = check::check_with(&loaded.design, options);
            // What is missing may only seem to be, since a part of the file could not be read.
            findings.retain(|finding| {
                let by_itself = check::rule(finding.code).is_some_and(|rule| rule.by_itself);
                finding.severity == Severity::Error
                    && (by_itself || !damage.is_wide())
                    && !(damage.loses_cloud() && OF_THE_CLOUD.contains(&finding.code))
                    && !(damage.loses_nodes() && NAMING_NODES.contains(&finding.code))
                    && !damage.covers(&finding.place, loaded.source.span(&finding.place).as_ref(), by_itself)
            });
            (findings, Checks::Errors)
        } else {
            (Vec::new(), Checks::None)
        };
        Self::new(input, findings, checks)
    }

    /// A file with those findings.
    pub(super) fn with(input: Input, findings: Vec<Finding>) -> Self {
        Self::new(input, findings, Checks::All)
    }

    fn new(input: Input, findings: Vec<Finding>, checks: Checks) -> Self {
        let lines = LineIndex::new(&input.loaded.text);
        Self { input, findings, checks, known: 0, fixed: None, least: Severity::Info, lines }
    }

    /// Leaves out what is not to be told.
    pub(super) fn select(&mut self, select: &Select) {
        self.findings.retain(|finding| select.keeps(finding));
        self.least = [Severity::Info, Severity::Warning, Severity::Error]
            .into_iter()
            .find(|severity| select.is_heavy(*severity))
            .unwrap_or(Severity::Error);
    }

    /// Leaves out what the baseline knows.
    pub(super) fn leave_out(&mut self, baseline: &mut Baseline, path: &Path) {
        let design = &self.input.loaded.design;
        let mut known = baseline.of(&self.input.name, path);
        let before = self.findings.len();
        self.findings.retain(|finding| !known.takes(design, finding));
        self.known = before - self.findings.len();
    }

    /// Leaves out all findings as known.
    pub(super) fn know_all(&mut self) {
        self.known += self.findings.len();
        self.findings.clear();
    }

    /// The design, as far as it could be read.
    pub(super) fn design(&self) -> &Design {
        &self.input.loaded.design
    }

    /// Everything to tell, in the order of the file; what stands at one place, in the order of the rules.
    pub(super) fn entries(&self) -> Vec<Entry<'_>> {
        let loaded = &self.input.loaded;
        let problems = loaded.problems.iter().map(|problem| Entry {
            severity: severity(problem.level),
            message: &problem.message,
            span: Some(problem.span.clone()),
            help: problem.help.as_deref(),
            found: None,
        });
        let found = self.findings.iter().filter_map(|finding| {
            Some(Entry {
                severity: finding.severity,
                message: &finding.message,
                span: loaded.source.span(&finding.place),
                help: finding.fixes.first().map(|fix| fix.title.as_str()),
                found: Some((check::rule(finding.code)?, finding)),
            })
        });
        let mut entries: Vec<Entry<'_>> = problems.filter(|entry| entry.severity <= self.least).chain(found).collect();
        entries.sort_by_key(|entry| (entry.span.as_ref().map_or(0, |span| span.start), entry.severity));
        entries
    }

    /// How many errors, warnings and remarks there are to tell.
    pub(super) fn counts(&self) -> [usize; 3] {
        let entries = self.entries();
        let count = |severity| entries.iter().filter(|entry| entry.severity == severity).count();
        [count(Severity::Error), count(Severity::Warning), count(Severity::Info)]
    }

    /// The lines of the text.
    pub(super) fn lines(&self) -> &LineIndex {
        &self.lines
    }

    /// Where a part of the text begins and ends, for people.
    pub(super) fn region(&self, span: &Range<usize>) -> (Position, Position) {
        let text = &self.input.loaded.text;
        (self.lines.position(text, span.start), self.lines.position(text, span.end))
    }

    /// A place in words that stay the same when lines move.
    pub(super) fn words(&self, place: &Place) -> String {
        words(self.design(), place)
    }
}

fn severity(level: Level) -> Severity {
    match level {
        Level::Error => Severity::Error,
        Level::Warning => Severity::Warning,
        Level::Note => Severity::Info,
    }
}

/// A place in words that stay the same when lines move: of a flow its ends and what tells it from its like.
pub(super) fn words(design: &Design, place: &Place) -> String {
    match place {
        Place::Flow { id, path } => match design.flow(*id) {
            Some(flow) => [vec![describe(flow)], path.clone()].concat().join(" "),
            None => place.to_string(),
        },
        Place::Allow { index, .. } => match design.allow.get(*index) {
            Some(accepted) => format!("allow {} at {}", accepted.rule, accepted.at),
            None => place.to_string(),
        },
        _ => place.to_string(),
    }
}

fn describe(flow: &Flow) -> String {
    let details = ["event", "method", "path", "key"].into_iter().filter_map(|name| flow.text(name));
    std::iter::once(flow.to_string()).chain(details.map(str::to_owned)).collect::<Vec<_>>().join(" ")
}
