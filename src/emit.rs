//! Programs as source files: TypeScript and Python, over one pretty-printer.
//!
//! The output is what the languages' own formatters (prettier, ruff) would print. Pure: writes no file, knows no design
//! and no cloud.

mod comment;
mod document;
mod facts;
mod printer;
mod python;
mod tests;
mod typescript;
mod usage;

use std::ops::RangeInclusive;

pub use python::package as python_package;
pub use tests::{accepting, tests};

use crate::catalog::Language;
use crate::program::{Origin, Program};
use document::Doc;

/// A file of code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// The path relative to the project's folder, with forward slashes.
    pub path: String,
    /// What it holds.
    pub text: String,
    /// Where its lines come from, outer parts before what is in them. Lines that no span covers are frame.
    pub origins: Vec<Span>,
}

/// Lines that come from one part of the design.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The lines, counted from 1.
    pub lines: RangeInclusive<usize>,
    /// The part.
    pub origin: Origin,
}

impl SourceFile {
    /// What the line (from 1) comes from: the innermost part that covers it.
    pub fn origin_of(&self, line: usize) -> &Origin {
        const FRAME: &Origin = &Origin::Frame;
        let covering = self.origins.iter().filter(|span| span.lines.contains(&line));
        covering.min_by_key(|span| span.lines.end() - span.lines.start()).map_or(FRAME, |span| &span.origin)
    }
}

/// The code files of a program in a language, entry first. The same program always gives the same bytes. Locals that
/// nothing refers to are printed as well: `Program::pruned` has none.
pub fn emit(program: &Program, language: Language) -> Vec<SourceFile> {
    match language {
        Language::TypeScript => typescript::files(program),
        Language::Python => python::files(program),
    }
}

/// Makes source files.
struct Piece;

impl Piece {
    fn document(path: String, document: &Doc) -> SourceFile {
        let printed = printer::print(document);
        let spans = printed.origins.into_iter().filter(|(_, _, origin)| *origin != Origin::Frame);
        let origins = spans.map(|(first, last, origin)| Span { lines: first..=last, origin }).collect();
        SourceFile { path, text: printed.text, origins }
    }

    fn text(path: String, text: &str, project: &str) -> SourceFile {
        SourceFile { path, text: text.replace("{{project}}", &token(project)), origins: Vec::new() }
    }
}

/// A project's name as part of a type token: nothing that could leave a literal.
fn token(project: &str) -> String {
    project.chars().filter(|character| character.is_alphanumeric() || matches!(character, '-' | '_' | '.')).collect()
}
