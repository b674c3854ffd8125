//! Lays documents out within a width. Linear in the size of the document: looking ahead ends at the width.
//!
//! Knows no language.

use std::collections::BTreeMap;
use std::rc::Rc;

use unicode_width::UnicodeWidthStr;

use super::document::{Doc, Group, GroupId, Line, Piece, Pieces, Words};
use crate::program::Origin;

/// Columns of a line in the programs that we write.
pub(super) const WIDTH: usize = 100;

/// Text that is laid out, and where each part of it comes from: first line, last line (from 1), origin.
pub(super) struct Printed {
    pub(super) text: String,
    pub(super) origins: Vec<(usize, usize, Origin)>,
}

/// Lays a document out.
pub(super) fn print(document: &Doc) -> Printed {
    let mut printer = Printer::default();
    printer.run(document);
    printer.text.truncate(printer.text.trim_end().len());
    if !printer.text.is_empty() {
        printer.text.push('\n');
    }
    let mut origins: Vec<(usize, usize, Origin)> = printer.origins.into_iter().flatten().collect();
    origins.sort();
    Printed { text: printer.text, origins }
}

/// The columns of the longest line when a document is laid out with every line from a column on.
pub(super) fn widest(document: &Doc, column: usize) -> usize {
    let mut printer = Printer { column, pending: column, ..Printer::default() };
    printer.lay_out(column, document);
    printer.text.lines().map(UnicodeWidthStr::width).max().unwrap_or_default()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Flat,
    Broken,
}

enum Command<'a> {
    Print(usize, Mode, &'a Doc),
    /// The rest of a fill.
    Fill(usize, &'a [Doc]),
    /// The end of what an origin covers.
    EndOrigin(usize),
}

#[derive(Default)]
struct Printer {
    text: String,
    /// Columns already on the line, indentation included.
    column: usize,
    /// Indentation that is written when the line gets text.
    pending: usize,
    line: usize,
    broken: BTreeMap<GroupId, bool>,
    origins: Vec<Option<(usize, usize, Origin)>>,
}

impl Printer {
    fn run(&mut self, document: &Doc) {
        self.line = 1;
        self.lay_out(0, document);
    }

    fn lay_out(&mut self, indentation: usize, document: &Doc) {
        let mut commands = vec![Command::Print(indentation, Mode::Broken, document)];
        while let Some(command) = commands.pop() {
            match command {
                Command::Print(indentation, mode, doc) => self.step(indentation, mode, doc, &mut commands),
                Command::Fill(indentation, items) => self.fill(indentation, items, &mut commands),
                Command::EndOrigin(index) => {
                    if let Some(Some(span)) = self.origins.get_mut(index) {
                        span.1 = self.line;
                    }
                }
            }
        }
    }

    fn step<'a>(&mut self, indentation: usize, mode: Mode, doc: &'a Doc, commands: &mut Vec<Command<'a>>) {
        match doc {
            Doc::Nil => {}
            Doc::Text(text) => self.write(text),
            Doc::Static(text) => self.write(text),
            Doc::Line(Line::Hard) => self.new_line(indentation),
            Doc::Line(line) => match (mode, line) {
                (Mode::Broken, _) => self.new_line(indentation),
                (Mode::Flat, Line::Space) => self.write(" "),
                (Mode::Flat, _) => {}
            },
            Doc::Concat(concat) => {
                commands.extend(concat.parts.iter().rev().map(|part| Command::Print(indentation, mode, part)));
            }
            Doc::Indent(columns, inner) => commands.push(Command::Print(indentation + columns, mode, inner)),
            Doc::Group(group) => {
                let (mode, chosen) = self.choose(mode, group, commands);
                if let Some(id) = group.id {
                    self.broken.insert(id, mode == Mode::Broken);
                }
                commands.push(Command::Print(indentation, mode, chosen));
            }
            Doc::IfBreak(id, both) => {
                let chosen = if self.is_broken(*id, mode) { &both.0 } else { &both.1 };
                commands.push(Command::Print(indentation, mode, chosen));
            }
            Doc::IndentIfBreak(columns, id, inner) => {
                let columns = if self.broken.get(id).copied().unwrap_or(false) { *columns } else { 0 };
                commands.push(Command::Print(indentation + columns, mode, inner));
            }
            Doc::Fill(items) => commands.push(Command::Fill(indentation, items)),
            Doc::Words(words) => self.words(indentation, words),
            Doc::Pieces(pieces) => self.pieces(indentation, doc, pieces, commands),
            Doc::Origin(inner) => {
                let index = self.origins.len();
                self.origins.push(Some((self.line, self.line, inner.0.clone())));
                commands.push(Command::EndOrigin(index));
                commands.push(Command::Print(indentation, mode, &inner.1));
            }
        }
    }

    fn is_broken(&self, id: Option<GroupId>, mode: Mode) -> bool {
        id.map_or(mode == Mode::Broken, |id| self.broken.get(&id).copied().unwrap_or(false))
    }

    /// Flat or broken, and for a conditional group which state.
    fn choose<'a>(&self, mode: Mode, group: &'a Group, commands: &[Command<'a>]) -> (Mode, &'a Doc) {
        if mode == Mode::Flat {
            return (if group.broken { Mode::Broken } else { Mode::Flat }, &group.contents);
        }
        if !group.broken && self.fits(Mode::Flat, &group.contents, commands) {
            return (Mode::Flat, &group.contents);
        }
        let Some((last, others)) = group.states.split_last() else {
            return (Mode::Broken, &group.contents);
        };
        for state in others {
            if self.fits(Mode::Flat, state, commands) {
                return (Mode::Flat, state);
            }
        }
        (Mode::Broken, last)
    }

    /// Whether the document, and what follows it up to the next possible line break, fits on the rest of the line.
    fn fits(&self, mode: Mode, doc: &Doc, rest: &[Command<'_>]) -> bool {
        let Some(mut room) = WIDTH.checked_sub(self.column) else { return false };
        let mut stack: Vec<(Mode, &Doc)> = vec![(mode, doc)];
        let mut rest = rest.iter().rev();
        loop {
            let Some((mode, doc)) = stack.pop() else {
                match rest.next() {
                    None => return true,
                    Some(Command::Print(_, mode, doc)) => stack.push((*mode, doc)),
                    Some(Command::Fill(_, items)) => stack.extend(items.iter().rev().map(|item| (Mode::Flat, item))),
                    Some(Command::EndOrigin(_)) => {}
                }
                continue;
            };
            let width = match doc {
                Doc::Nil => 0,
                Doc::Line(Line::Soft) if mode == Mode::Flat => 0,
                Doc::Text(text) => text.width(),
                Doc::Static(text) => text.width(),
                // A remark has its own line; what precedes it does not grow by it.
                Doc::Line(Line::Hard) | Doc::Words(_) => return true,
                Doc::Line(_) if mode == Mode::Broken => return true,
                Doc::Line(_) => 1,
                Doc::Concat(concat) => {
                    stack.extend(concat.parts.iter().rev().map(|part| (mode, part)));
                    0
                }
                Doc::Indent(_, inner) | Doc::IndentIfBreak(_, _, inner) => {
                    stack.push((mode, inner));
                    0
                }
                Doc::Group(group) => {
                    let mode = if group.broken { Mode::Broken } else { mode };
                    let contents = match group.states.last() {
                        Some(last) if mode == Mode::Broken => last,
                        _ => &group.contents,
                    };
                    stack.push((mode, contents));
                    0
                }
                Doc::IfBreak(id, both) => {
                    stack.push((mode, if self.is_broken(*id, mode) { &both.0 } else { &both.1 }));
                    0
                }
                Doc::Fill(items) => {
                    stack.extend(items.iter().rev().map(|item| (mode, item)));
                    0
                }
                Doc::Pieces(pieces) => pieces.flat.width(),
                Doc::Origin(inner) => {
                    stack.push((mode, &inner.1));
                    0
                }
            };
            match room.checked_sub(width) {
                Some(left) => room = left,
                None => return false,
            }
        }
    }

    fn fill<'a>(&mut self, indentation: usize, items: &'a [Doc], commands: &mut Vec<Command<'a>>) {
        let Some((content, rest)) = items.split_first() else { return };
        let content_mode = if self.fits(Mode::Flat, content, &[]) { Mode::Flat } else { Mode::Broken };
        let Some((separator, rest)) = rest.split_first() else {
            commands.push(Command::Print(indentation, content_mode, content));
            return;
        };
        // The separator breaks when the two things beside it do not fit on one line together.
        let together = rest.first().is_none_or(|next| {
            let probe = [Command::Print(0, Mode::Flat, next), Command::Print(0, Mode::Flat, separator)];
            self.fits(Mode::Flat, content, &probe)
        });
        commands.push(Command::Fill(indentation, rest));
        let mode = if together { Mode::Flat } else { Mode::Broken };
        commands.push(Command::Print(indentation, mode, separator));
        commands.push(Command::Print(indentation, content_mode, content));
    }

    fn words(&mut self, indentation: usize, words: &Words) {
        let room = WIDTH.saturating_sub(indentation);
        let Some(brackets) = &words.brackets else {
            return self.wrap(indentation, words);
        };
        let line = format!("{}{}{}", brackets.around.0, words.text.join(" "), brackets.around.1);
        if line.width() <= room {
            return self.write(&line);
        }
        self.write(brackets.lines.0);
        self.new_line(indentation);
        self.wrap(indentation, words);
        self.new_line(indentation);
        self.write(brackets.lines.1);
    }

    fn wrap(&mut self, indentation: usize, words: &Words) {
        let room = WIDTH.saturating_sub(indentation);
        let mut line = String::from(words.prefix);
        let mut first = true;
        for word in &words.text {
            let empty = line.len() == words.prefix.len();
            if !empty && line.width() + 1 + word.width() > room {
                self.word_line(indentation, &line, &mut first);
                line.truncate(words.prefix.len());
            } else if !empty {
                line.push(' ');
            }
            line.push_str(word);
        }
        self.word_line(indentation, line.trim_end(), &mut first);
    }

    fn word_line(&mut self, indentation: usize, line: &str, first: &mut bool) {
        if !std::mem::take(first) {
            self.new_line(indentation);
        }
        self.write(line);
    }

    /// The literal as one when it fits, otherwise in parentheses, a line each.
    fn pieces<'a>(&mut self, indentation: usize, doc: &'a Doc, pieces: &'a Rc<Pieces>, commands: &[Command<'a>]) {
        if self.fits(Mode::Flat, doc, commands) {
            self.write(&pieces.flat);
            return;
        }
        let inner = if pieces.parentheses { indentation + 4 } else { indentation };
        let room = WIDTH.saturating_sub(inner).max(20);
        let atoms = atoms(&pieces.parts);
        let mut rest = atoms.as_slice();
        if pieces.parentheses {
            self.write("(");
            self.new_line(inner);
        }
        while !rest.is_empty() {
            let (head, tail) = rest.split_at(cut(rest, room, pieces.literal));
            self.write(&(pieces.literal)(head));
            if !tail.is_empty() {
                self.new_line(inner);
            }
            rest = tail;
        }
        if pieces.parentheses {
            self.new_line(indentation);
            self.write(")");
        }
    }

    fn write(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        for _ in 0..self.pending {
            self.text.push(' ');
        }
        self.pending = 0;
        self.text.push_str(text);
        self.column += text.width();
    }

    fn new_line(&mut self, indentation: usize) {
        while self.text.ends_with(' ') {
            self.text.pop();
        }
        self.text.push('\n');
        self.line += 1;
        self.pending = indentation;
        self.column = indentation;
    }
}

/// The parts, text by character.
fn atoms(parts: &[Piece]) -> Vec<Piece> {
    let mut atoms = Vec::new();
    for part in parts {
        match part {
            Piece::Text(text) => atoms.extend(text.chars().map(|character| Piece::Text(character.to_string().into()))),
            Piece::Value(_) => atoms.push(part.clone()),
        }
    }
    atoms
}

/// How many atoms stand on one line as a literal: as many as fit, ending after a space if there is one.
fn cut(atoms: &[Piece], room: usize, literal: fn(&[Piece]) -> String) -> usize {
    // No literal is shorter than its parts, so there is no need to look further than the width.
    let most = atoms.len().min(room);
    let fits = |count: usize| atoms.get(..count).is_some_and(|head| literal(head).width() <= room);
    let (mut low, mut high) = (1, most + 1);
    while low + 1 < high {
        let middle = usize::midpoint(low, high);
        if fits(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    if low == atoms.len() {
        return low;
    }
    let is_space = |atom: &Piece| matches!(atom, Piece::Text(text) if &**text == " ");
    let space = atoms.get(..low).and_then(|head| head.iter().rposition(is_space));
    space.map_or(low, |space| space + 1)
}
