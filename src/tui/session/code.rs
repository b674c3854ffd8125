//! The program that the design gives, as far as it is shown beside the canvas: asked for only while it is seen.

use std::cmp::Reverse;
use std::sync::Arc;

use crate::catalog::Language;
use crate::design::Design;
use crate::emit::SourceFile;
use crate::program::Origin;
use crate::render::Focus;

use super::super::effect::Effect;
use super::Session;

/// The code beside the canvas.
#[derive(Debug, Default)]
pub(crate) struct Code {
    /// Whether it is wanted on the screen.
    pub(crate) shown: bool,
    /// The revision of the design that it is of; none until it is known.
    revision: Option<u64>,
    files: Arc<Vec<SourceFile>>,
    /// Why there is no program.
    refused: Option<String>,
    /// The first row that is shown.
    pub(crate) scroll: usize,
    /// The first column that is shown.
    pub(crate) across: usize,
}

/// A row of the code: the file that follows, lines that are left out, or a line with its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CodeRow<'a> {
    /// The path of a file.
    File(&'a str),
    /// Lines that come from elsewhere.
    Gap,
    /// A line.
    Line(usize, &'a str),
}

impl Session {
    /// Asks for the program of the design as it is now, when it is to be seen and not known.
    pub(crate) fn ask_code(&mut self) -> Option<Effect> {
        let revision = self.document.revision();
        if !self.code.shown || self.code.revision == Some(revision) {
            return None;
        }
        let design = self.shared_design();
        Some(Effect::Code { revision, design })
    }

    /// Takes the program that was asked for, unless the design has moved on.
    pub(crate) fn take_code(&mut self, revision: u64, result: Result<Vec<SourceFile>, String>) {
        if revision != self.document.revision() {
            return;
        }
        self.code.revision = Some(revision);
        match result {
            Ok(files) => (self.code.files, self.code.refused) = (Arc::new(files), None),
            Err(reason) => self.code.refused = Some(reason),
        }
    }

    /// Why there is nothing to show, when that is so.
    pub(crate) fn no_code(&self) -> Option<&str> {
        match (&self.code.refused, self.code.revision) {
            (Some(reason), _) => Some(reason),
            (None, None) => Some("The program is being made..."),
            (None, Some(_)) => None,
        }
    }

    /// The language of the code.
    pub(crate) fn code_language(&self) -> Language {
        self.design().language()
    }

    /// The rows that come from what is in focus; from the whole design, the entry.
    pub(crate) fn code_rows(&self) -> Vec<CodeRow<'_>> {
        let mut parts: Vec<Vec<CodeRow<'_>>> = Vec::new();
        for file in self.code.files.iter() {
            let mut rows = Vec::new();
            let mut ranges: Vec<(usize, usize)> = match &self.focus {
                None if parts.is_empty() => vec![(1, file.text.lines().count())],
                None => Vec::new(),
                Some(focus) => {
                    let spans = file.origins.iter().filter(|span| comes_from(self.design(), &span.origin, focus));
                    spans.map(|span| (*span.lines.start(), *span.lines.end())).collect()
                }
            };
            if ranges.is_empty() {
                continue;
            }
            ranges.sort_unstable();
            rows.push(CodeRow::File(&file.path));
            let mut next = 1;
            let mut lines = file.text.lines().enumerate().map(|(index, line)| (index + 1, line)).peekable();
            for (first, last) in ranges {
                if first > next && next > 1 {
                    rows.push(CodeRow::Gap);
                }
                while let Some((number, line)) = lines.next_if(|(number, _)| *number <= last) {
                    if number >= first {
                        rows.push(CodeRow::Line(number, line));
                    }
                }
                next = next.max(last + 1);
            }
            parts.push(rows);
        }
        // Where most of it stands comes first, what is only mentioned elsewhere, such as a setting, after it.
        parts.sort_by_key(|rows| Reverse(rows.len()));
        parts.concat()
    }
}

/// Whether a part of the program comes from what is in focus: a node brings the code of the flows that leave it.
fn comes_from(design: &Design, origin: &Origin, focus: &Focus) -> bool {
    let flow = |number: &u32| design.flow(crate::design::FlowId(*number));
    match (origin, focus) {
        (Origin::Node(name), Focus::Node(id)) => is_name(name, id),
        (Origin::Flow(number), Focus::Node(id)) => flow(number).is_some_and(|flow| flow.from == *id),
        (Origin::Flow(number), Focus::Flow(id)) => id.0 == *number,
        (Origin::Service(name), Focus::Service(service)) => name == service,
        (Origin::Node(name), Focus::Service(service)) => {
            name.split_once('.').is_some_and(|(before, _)| before == service)
        }
        _ => false,
    }
}

fn is_name(name: &str, id: &crate::design::NodeId) -> bool {
    name.split_once('.').is_some_and(|(service, node)| service == id.service && node == id.node)
}
