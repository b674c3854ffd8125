//! Documents: text with choices of where to break it, in the manner of Wadler and of prettier.
//!
//! A document says what may stand on one line and what follows when it does not; the printer decides. Knows no language.

use std::rc::Rc;

use crate::program::Origin;

/// A piece of text that is not laid out yet. Cloning is cheap.
#[derive(Debug, Clone)]
pub(super) enum Doc {
    /// Nothing.
    Nil,
    /// Text without a line break.
    Text(Rc<str>),
    /// The same, known when the program was compiled.
    Static(&'static str),
    /// A place where the line may end.
    Line(Line),
    /// One after the other.
    Concat(Rc<Concat>),
    /// Lines inside begin so many columns further right.
    Indent(usize, Rc<Doc>),
    /// Laid out on one line if it fits, otherwise broken at its lines.
    Group(Rc<Group>),
    /// One thing if the group (the enclosing one unless it is named) is broken, another if it is not.
    IfBreak(Option<GroupId>, Rc<(Doc, Doc)>),
    /// Indented if the group with this identity is broken.
    IndentIfBreak(usize, GroupId, Rc<Doc>),
    /// As many items on a line as fit: items and separators take turns.
    Fill(Rc<[Doc]>),
    /// Words that are wrapped at the width, each line after a prefix. Ends without a line break.
    Words(Rc<Words>),
    /// A literal that is cut into several when it does not fit.
    Pieces(Rc<Pieces>),
    /// What comes from one part of the design.
    Origin(Rc<(Origin, Doc)>),
}

/// What a line becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Line {
    /// Nothing when flat.
    Soft,
    /// A space when flat.
    Space,
    /// Always a new line.
    Hard,
}

/// Identity of a group, unique in a document.
pub(super) type GroupId = u32;

/// Several documents; whether one of them must break is known from the start.
#[derive(Debug)]
pub(super) struct Concat {
    pub(super) parts: Vec<Doc>,
    breaks: bool,
}

/// A document that is flat or broken as a whole.
#[derive(Debug)]
pub(super) struct Group {
    /// What to lay out; of a conditional group, its least broken state.
    pub(super) contents: Doc,
    /// Further states of a conditional group, each more broken than the one before.
    pub(super) states: Vec<Doc>,
    /// Whether it is broken in any case.
    pub(super) broken: bool,
    /// Its identity, where others depend on it.
    pub(super) id: Option<GroupId>,
}

/// A remark: on one line between brackets if it has them and fits, otherwise wrapped, each line after the prefix.
#[derive(Debug)]
pub(super) struct Words {
    /// What each line begins with.
    pub(super) prefix: &'static str,
    /// What is wrapped.
    pub(super) text: Vec<String>,
    /// What stands around them.
    pub(super) brackets: Option<Brackets>,
}

/// What opens and closes a remark.
#[derive(Debug)]
pub(super) struct Brackets {
    /// Before and after a remark of one line.
    pub(super) around: (&'static str, &'static str),
    /// The lines before and after a longer one.
    pub(super) lines: (&'static str, &'static str),
}

/// A literal that may be cut between any two characters.
#[derive(Debug)]
pub(super) struct Pieces {
    /// The whole.
    pub(super) flat: Rc<str>,
    /// What it is made of.
    pub(super) parts: Vec<Piece>,
    /// Writes some of its parts as a literal of their own.
    pub(super) literal: fn(&[Piece]) -> String,
    /// Whether several literals need parentheses: not where they are all that stands between two.
    pub(super) parentheses: bool,
}

/// A part of a literal.
#[derive(Debug, Clone)]
pub(super) enum Piece {
    /// Text, not yet escaped.
    Text(Rc<str>),
    /// A value in a format, as it is written; indivisible.
    Value(Rc<str>),
}

impl Doc {
    /// Whether it holds a line break in any case.
    pub(super) fn breaks(&self) -> bool {
        match self {
            Self::Line(Line::Hard) => true,
            Self::Concat(concat) => concat.breaks,
            Self::Indent(_, inner) | Self::IndentIfBreak(_, _, inner) => inner.breaks(),
            Self::Group(group) => group.broken,
            Self::Origin(inner) => inner.1.breaks(),
            Self::Nil
            | Self::Text(_)
            | Self::Static(_)
            | Self::Line(_)
            | Self::IfBreak(..)
            | Self::Fill(_)
            | Self::Words(_)
            | Self::Pieces(_) => false,
        }
    }
}

impl From<&'static str> for Doc {
    fn from(text: &'static str) -> Self {
        Self::Static(text)
    }
}

impl From<String> for Doc {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

/// A line that is nothing when flat.
pub(super) const SOFTLINE: Doc = Doc::Line(Line::Soft);
/// A line that is a space when flat.
pub(super) const LINE: Doc = Doc::Line(Line::Space);
/// A line break.
pub(super) const HARDLINE: Doc = Doc::Line(Line::Hard);

/// One after the other.
pub(super) fn concat(parts: impl Into<Vec<Doc>>) -> Doc {
    let parts = parts.into();
    let breaks = parts.iter().any(Doc::breaks);
    Doc::Concat(Rc::new(Concat { parts, breaks }))
}

/// One after the other, with a separator between.
pub(super) fn join(parts: impl IntoIterator<Item = Doc>, separator: &Doc) -> Doc {
    let mut joined = Vec::new();
    for part in parts {
        if !joined.is_empty() {
            joined.push(separator.clone());
        }
        joined.push(part);
    }
    concat(joined)
}

/// Further right.
pub(super) fn indent(columns: usize, inner: Doc) -> Doc {
    Doc::Indent(columns, Rc::new(inner))
}

/// Flat if it fits.
pub(super) fn group(contents: Doc) -> Doc {
    let broken = contents.breaks();
    Doc::Group(Rc::new(Group { contents, states: Vec::new(), broken, id: None }))
}

/// A group that others refer to.
pub(super) fn named_group(id: GroupId, contents: Doc) -> Doc {
    let broken = contents.breaks();
    Doc::Group(Rc::new(Group { contents, states: Vec::new(), broken, id: Some(id) }))
}

/// Broken in any case.
pub(super) fn broken_group(contents: Doc) -> Doc {
    Doc::Group(Rc::new(Group { contents, states: Vec::new(), broken: true, id: None }))
}

/// The first state that fits; the last if none does. A forced break inside does not reach outside: say so beside it.
pub(super) fn conditional_group(first: Doc, others: Vec<Doc>) -> Doc {
    Doc::Group(Rc::new(Group { contents: first, states: others, broken: false, id: None }))
}

/// Breaks the enclosing group.
pub(super) fn break_parent() -> Doc {
    // A broken group without contents prints nothing, and what it stands in breaks with it.
    broken_group(Doc::Nil)
}

/// Depends on the enclosing group.
pub(super) fn if_break(broken: Doc, flat: Doc) -> Doc {
    Doc::IfBreak(None, Rc::new((broken, flat)))
}

/// Depends on a group by its identity.
pub(super) fn if_group_breaks(id: GroupId, broken: Doc, flat: Doc) -> Doc {
    Doc::IfBreak(Some(id), Rc::new((broken, flat)))
}

/// Depends on a group by its identity.
pub(super) fn indent_if_break(columns: usize, id: GroupId, inner: Doc) -> Doc {
    Doc::IndentIfBreak(columns, id, Rc::new(inner))
}

/// Marks where a document comes from.
pub(super) fn from_origin(origin: &Origin, inner: Doc) -> Doc {
    Doc::Origin(Rc::new((origin.clone(), inner)))
}
