//! What every section's reader uses: gathering problems, taking values apart.

use std::ops::Range;

use crate::design::file::lines::LineIndex;
use crate::design::file::problem::{Level, Problem};
use crate::design::file::tree::{Content, Entries, Entry, Item};
use crate::design::name::NameKind;
use crate::text::nearest::nearest;
use crate::value::Value;

/// The most problems that are reported of one file.
const MAXIMUM_PROBLEMS: usize = 1000;

/// Gathers the problems of one text.
pub(super) struct Reader<'a> {
    text: &'a str,
    lines: LineIndex,
    pub(super) problems: Vec<Problem>,
    /// The position in the list of each flow that was loaded.
    pub(super) flow_items: Vec<usize>,
    /// The position in the list of each accepted finding that was loaded.
    pub(super) allow_items: Vec<usize>,
    /// Takes the problems over the limit.
    overflow: Problem,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let lines = LineIndex::new(text);
        let position = lines.position(text, 0);
        let overflow = Problem { level: Level::Note, message: String::new(), span: 0..0, position, help: None };
        Self { text, lines, problems: Vec::new(), flow_items: Vec::new(), allow_items: Vec::new(), overflow }
    }

    /// The problems in the order of the file.
    pub(super) fn finish(mut self) -> Vec<Problem> {
        self.problems.sort_by_key(|problem| problem.span.start);
        if !self.overflow.message.is_empty() {
            let message = format!("only the first {MAXIMUM_PROBLEMS} problems are shown");
            self.problems.push(Problem { message, help: None, level: Level::Note, ..self.overflow });
        }
        self.problems
    }

    pub(super) fn error(&mut self, span: Range<usize>, message: impl Into<String>) -> &mut Problem {
        self.report(Level::Error, span, message.into())
    }

    pub(super) fn warning(&mut self, span: Range<usize>, message: impl Into<String>) -> &mut Problem {
        self.report(Level::Warning, span, message.into())
    }

    pub(super) fn note(&mut self, span: Range<usize>, message: impl Into<String>) -> &mut Problem {
        self.report(Level::Note, span, message.into())
    }

    fn report(&mut self, level: Level, span: Range<usize>, message: String) -> &mut Problem {
        let position = self.lines.position(self.text, span.start);
        let problem = Problem { level, message, span, position, help: None };
        if self.problems.len() < MAXIMUM_PROBLEMS {
            self.problems.push(problem);
            if let Some(last) = self.problems.last_mut() {
                return last;
            }
        } else {
            self.overflow = problem;
        }
        &mut self.overflow
    }

    /// The nearest legal name; nothing once so many problems are known that no further one is shown.
    pub(super) fn nearest<'n>(&self, written: &str, legal: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
        if self.problems.len() < MAXIMUM_PROBLEMS { nearest(written, legal) } else { None }
    }

    /// A key that `of` does not have.
    pub(super) fn unknown_key<'n>(
        &mut self,
        entry: &Entry,
        key: &str,
        of: &str,
        nearest: Option<&str>,
        legal: impl IntoIterator<Item = &'n str>,
    ) {
        let help = nearest.map_or_else(
            || format!("the keys of {of} are {}", legal.into_iter().collect::<Vec<_>>().join(", ")),
            |near| format!("did you mean {near}?"),
        );
        self.error(entry.key_span.clone(), format!("unknown key {key} in {of}")).help = Some(help);
    }

    /// Reports every key that is not among the legal ones.
    pub(super) fn only_keys(&mut self, entries: &Entries, of: &str, legal: &[&str]) {
        for (key, entry) in entries {
            if !legal.contains(&key.as_str()) {
                let near = self.nearest(key, legal.iter().copied());
                self.unknown_key(entry, key, of, near, legal.iter().copied());
            }
        }
    }

    /// The entries of a map; nothing written counts as an empty one, anything else is reported.
    pub(super) fn map<'i>(&mut self, item: &'i Item, what: &str) -> Option<&'i Entries> {
        match &item.content {
            Content::Map(entries) => Some(entries),
            Content::Scalar(Value::Null) => None,
            _ => {
                self.wrong_type(item, what, "a map");
                None
            }
        }
    }

    /// The items of a list; nothing written counts as an empty one, anything else is reported.
    pub(super) fn list<'i>(&mut self, item: &'i Item, what: &str) -> &'i [Item] {
        match &item.content {
            Content::List(items) => items,
            Content::Scalar(Value::Null) => &[],
            _ => {
                self.wrong_type(item, what, "a list");
                &[]
            }
        }
    }

    /// Text; anything else is reported.
    pub(super) fn text(&mut self, item: &Item, what: &str) -> Option<String> {
        match item.as_scalar() {
            Some(Value::String(text)) => Some(text.clone()),
            Some(scalar @ (Value::Boolean(_) | Value::Integer(_) | Value::Float(_))) => {
                let written = self
                    .text
                    .get(item.span.clone())
                    .filter(|_| !item.alias)
                    .map_or_else(|| scalar.to_string(), str::to_owned);
                let message = format!("{what} is text, but {written} is read as {}", scalar.describe());
                self.error(item.span.clone(), message).help = Some(format!("put it in quotes: \"{written}\""));
                None
            }
            _ => {
                self.wrong_type(item, what, "text");
                None
            }
        }
    }

    /// Text, or nothing where nothing is written.
    pub(super) fn optional_text(&mut self, item: &Item, what: &str) -> Option<String> {
        if item.is_null() { None } else { self.text(item, what) }
    }

    pub(super) fn wrong_type(&mut self, item: &Item, what: &str, expected: &str) {
        let found = match item.as_scalar() {
            Some(Value::Null) | None => item.to_value().describe().to_owned(),
            Some(Value::String(text)) => format!("\"{text}\""),
            Some(scalar) => scalar.to_string(),
        };
        let span = self.lines.first_line(self.text, &item.span);
        self.error(span, format!("{what} must be {expected}, not {found}"));
    }

    /// One of the names of a fixed list; anything else is reported with the nearest.
    pub(super) fn one_of<T: Copy>(
        &mut self,
        item: &Item,
        what: &str,
        all: &[T],
        name: fn(T) -> &'static str,
    ) -> Option<T> {
        let written = self.text(item, what)?;
        let found = all.iter().copied().find(|value| name(*value) == written);
        if found.is_none() {
            let names: Vec<&str> = all.iter().map(|value| name(*value)).collect();
            let help = self
                .nearest(&written, names.iter().copied())
                .map_or_else(|| format!("it is one of {}", names.join(", ")), |near| format!("did you mean {near}?"));
            self.error(item.span.clone(), format!("unknown value {written} for {what}")).help = Some(help);
        }
        found
    }

    /// Reports a name that breaks the rules.
    pub(super) fn name(&mut self, kind: NameKind, name: &str, span: &Range<usize>) {
        if let Err(message) = kind.check(name) {
            let help = kind.suggest(name).map(|near| format!("for example {near}"));
            self.error(span.clone(), message).help = help;
        }
    }

    /// The part of a span on its first line: what a report points at.
    pub(super) fn first_line(&self, span: &Range<usize>) -> Range<usize> {
        self.lines.first_line(self.text, span)
    }
}
