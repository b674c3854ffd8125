//! Reports with the source line and a caret, for terminals and logs.
//!
//! Whatever the file holds, no control sequence of it gets through. Knows nothing of rules.

use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Group, Level as SnippetLevel, Origin, Renderer, Snippet};

use crate::text::safe::safe;

use super::lines::LineIndex;
use super::load::Loaded;
use super::problem::Problem;

pub use super::problem::Level;

/// The longest line that is shown whole, in bytes; of a longer one, this much around the place.
const LONGEST_LINE: usize = 1000;

/// How reports look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// With colours.
    pub colour: bool,
    /// Columns of the terminal.
    pub width: usize,
    /// With lines of Unicode; otherwise of ASCII.
    pub unicode: bool,
}

/// Without colours, in ASCII: for pipes, logs and terminals that can do no more.
pub const PLAIN: Style = Style { colour: false, width: 120, unicode: false };

/// What a report says.
#[derive(Debug, Clone)]
pub struct Report<'a> {
    /// How much it weighs.
    pub level: Level,
    /// A short stable name such as `STR002`, shown with the level.
    pub id: Option<&'a str>,
    /// What is wrong.
    pub message: &'a str,
    /// Where in the text, in bytes.
    pub span: Option<Range<usize>>,
    /// Further places in the text, each with its words.
    pub related: &'a [(Range<usize>, String)],
    /// Further sentences.
    pub notes: &'a [String],
    /// What to do.
    pub help: Option<&'a str>,
}

/// Renders one report about a file. `text` is the file's text and `lines` its lines.
pub fn render(report: &Report<'_>, path: &str, text: &str, lines: &LineIndex, style: Style) -> String {
    let level = match report.level {
        Level::Error => SnippetLevel::ERROR,
        Level::Warning => SnippetLevel::WARNING,
        Level::Note => SnippetLevel::NOTE,
    };
    let mut title = level.primary_title(safe(report.message));
    if let Some(id) = report.id {
        title = title.id(safe(id));
    }
    let path = safe(path);
    let mut group = Group::with_title(title);
    match &report.span {
        Some(span) => group = excerpt(group, &path, text, lines, span, AnnotationKind::Primary, None),
        None => group = group.element(Origin::path(path.clone())),
    }
    for (span, words) in report.related {
        group = excerpt(group, &path, text, lines, span, AnnotationKind::Context, Some(words));
    }
    for note in report.notes {
        group = group.element(SnippetLevel::NOTE.message(safe(note)));
    }
    if let Some(help) = report.help {
        group = group.element(SnippetLevel::HELP.message(safe(help)));
    }
    let renderer = if style.colour { Renderer::styled() } else { Renderer::plain() };
    let decor = if style.unicode { DecorStyle::Unicode } else { DecorStyle::Ascii };
    renderer.term_width(style.width).decor_style(decor).render(&[group])
}

/// Adds the line with the place to the report.
fn excerpt<'a>(
    group: Group<'a>,
    path: &str,
    text: &str,
    lines: &LineIndex,
    span: &Range<usize>,
    kind: AnnotationKind,
    label: Option<&'a str>,
) -> Group<'a> {
    let start = span.start.min(text.len());
    let position = lines.position(text, start);
    let line_start = lines.start_of_line(start);
    let line = text.get(line_start..lines.start_of_next_line(text, start)).unwrap_or_default();
    let line = line.trim_end_matches(['\n', '\r']);
    let within = start - line_start;
    let end = lines.first_line(text, &(start..span.end.max(start))).end.saturating_sub(line_start).max(within);
    let long = line.len() > LONGEST_LINE;
    // Of a line that is too long, what is around the place.
    let from = if long { boundary(line, within.saturating_sub(LONGEST_LINE / 4)) } else { 0 };
    let to = if long { boundary(line, (within + LONGEST_LINE / 2).max(from)) } else { line.len() };
    let part = |a: usize, b: usize| safe(line.get(a.min(to)..b.clamp(a.min(to), to)).unwrap_or_default());
    let (before, marked, after) = (part(from, within), part(within, end), part(end.max(within), to));
    let marked_span = before.len()..before.len() + marked.len();
    let source = format!("{before}{marked}{after}");
    let mut annotation: Annotation<'a> = kind.span(marked_span);
    if let Some(label) = label {
        annotation = annotation.label(safe(label));
    }
    let snippet = Snippet::source(source).line_start(position.line).annotation(annotation);
    if from > 0 {
        let origin = Origin::path(path.to_owned()).line(position.line).char_column(position.column);
        return group.element(origin).element(snippet);
    }
    group.element(snippet.path(path.to_owned()))
}

/// The nearest place at or before the offset where a character begins.
fn boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// Renders a problem of a file.
pub fn problem(problem: &Problem, path: &str, text: &str, lines: &LineIndex, style: Style) -> String {
    let report = Report {
        level: problem.level,
        id: None,
        message: &problem.message,
        span: Some(problem.span.clone()),
        related: &[],
        notes: &[],
        help: problem.help.as_deref(),
    };
    render(&report, path, text, lines, style)
}

/// Renders all problems of a file, a blank line between them.
pub fn problems(loaded: &Loaded, path: &str, style: Style) -> String {
    let lines = LineIndex::new(&loaded.text);
    let reports: Vec<String> =
        loaded.problems.iter().map(|it| problem(it, path, &loaded.text, &lines, style)).collect();
    reports.join("\n\n")
}
