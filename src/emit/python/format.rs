//! How Python is laid out: the tree as a document, in the format of ruff (which is Black's).
//!
//! Knows nothing of programs.

use std::rc::Rc;

use super::super::comment;
use super::super::document::{Doc, HARDLINE, LINE, Piece, Pieces, SOFTLINE, concat, group, if_break, indent, join};
use super::super::printer::{WIDTH, widest};
use super::literal;
use super::syntax::{Argument, Item, Node, Part};

/// Columns of an indentation.
pub(super) const INDENT: usize = 4;

/// An expression inside brackets.
pub(super) fn node(node: &Node) -> Doc {
    match node {
        Node::Word(word) | Node::Number(word) => word.clone().into(),
        Node::Text(text) => self::text(text, true),
        Node::Member(object, name) => concat([self::node(object), ".".into(), name.clone().into()]),
        Node::Element(list, index) => subscript(list, index.to_string().into()),
        Node::Entry(map, key) => subscript(map, text(key, false)),
        Node::List(items) => brackets("[", items.iter().map(self::node), items.len(), "]"),
        Node::Dictionary(items) => brackets("{", items.iter().map(item), items.len(), "}"),
        Node::Call { callee, arguments, tall } => call(callee, arguments, *tall),
        Node::Formatted(parts) => formatted(parts, true),
        Node::Conditional(..) => group(conditional(node)),
        Node::Binary(operator, operands) => binary(operator, operands),
        Node::Remarked(text, value) => concat([remark(Some(text)), self::node(value)]),
        Node::Starred(value) => match value.as_ref() {
            Node::Conditional(..) | Node::Binary(..) => parenthesized("*(", value),
            other => concat(["*".into(), self::node(other)]),
        },
    }
}

/// What stands at a place of a list or under a key of a map.
fn subscript(whole: &Node, place: Doc) -> Doc {
    concat([node(whole), group(concat(["[".into(), indent(INDENT, concat([SOFTLINE, place])), SOFTLINE, "]".into()]))])
}

/// A conditional without its group: one in the last branch of another breaks with it.
fn conditional(node: &Node) -> Doc {
    let Node::Conditional(test, then, otherwise) = node else { return self::node(node) };
    let then = match then.as_ref() {
        nested @ Node::Conditional(..) => parenthesized("(", nested),
        other => self::node(other),
    };
    concat([then, LINE, "if ".into(), self::node(test), LINE, "else ".into(), conditional(otherwise)])
}

/// In parentheses that are always there.
fn parenthesized(open: &'static str, value: &Node) -> Doc {
    group(concat([open.into(), indent(INDENT, concat([SOFTLINE, node(value)])), SOFTLINE, ")".into()]))
}

/// `left = value`, with parentheses around a value that has no brackets of its own where it does not fit, and around a
/// call whose very beginning does not fit, unless one of its lines would still not fit. `column` is where the line begins.
pub(super) fn assignment(column: usize, left: &str, value: &Node) -> Doc {
    let start = format!("{left} = ");
    if let Node::Call { callee, arguments, .. } = value
        && !arguments.is_empty()
        && column + start.len() + simple(callee).len() + "(".len() > WIDTH
        && column + start.len() + "(".len() <= WIDTH
    {
        let value = node(value);
        if widest(&value, column + INDENT) <= WIDTH {
            let body = indent(INDENT, concat([HARDLINE, value]));
            return concat([start.into(), "(".into(), body, HARDLINE, ")".into()]);
        }
    }
    concat([start.into(), self::value(value)])
}

/// Names on the left side of an assignment, each on a line of its own where they leave no room for the right side.
pub(super) fn targets(names: &[&str]) -> Doc {
    let flat = names.join(", ");
    if flat.len() + " = (".len() <= WIDTH {
        return flat.into();
    }
    let lines = names.iter().map(|name| concat([HARDLINE, (*name).to_owned().into(), ",".into()]));
    concat(["(".into(), indent(INDENT, concat(lines.collect::<Vec<_>>())), HARDLINE, ")".into()])
}

/// The right side of an assignment.
pub(super) fn value(value: &Node) -> Doc {
    if has_brackets(value) {
        return node(value);
    }
    group(concat([
        if_break("(".into(), Doc::Nil),
        indent(INDENT, concat([SOFTLINE, node(value)])),
        SOFTLINE,
        if_break(")".into(), Doc::Nil),
    ]))
}

/// Whether a value can go on after a line break by itself. Text that is too long brings its own parentheses.
fn has_brackets(value: &Node) -> bool {
    match value {
        Node::Text(_)
        | Node::Formatted(_)
        | Node::List(_)
        | Node::Dictionary(_)
        | Node::Starred(_)
        | Node::Remarked(..) => true,
        Node::Call { arguments, .. } => !arguments.is_empty(),
        // The brackets of a call go on over the lines, whatever is taken of what it gives.
        Node::Member(object, _) => matches!(object.as_ref(), Node::Call { .. }) && has_brackets(object),
        Node::Word(_)
        | Node::Number(_)
        | Node::Element(..)
        | Node::Entry(..)
        | Node::Conditional(..)
        | Node::Binary(..) => false,
    }
}

/// A string literal; one that is too long for its line becomes several in parentheses.
fn text(text: &str, parentheses: bool) -> Doc {
    pieces(vec![Piece::Text(text.into())], parentheses)
}

/// An f-string, likewise.
fn formatted(parts: &[Part], parentheses: bool) -> Doc {
    let piece = |part: &Part| match part {
        Part::Text(text) => Piece::Text(text.as_str().into()),
        Part::Value(value) => Piece::Value(simple(value).into()),
    };
    pieces(parts.iter().map(piece).collect(), parentheses)
}

fn pieces(parts: Vec<Piece>, parentheses: bool) -> Doc {
    let flat = literal::pieces(&parts).into();
    Doc::Pieces(Rc::new(Pieces { flat, parts, literal: literal::pieces, parentheses }))
}

fn item(item: &Item) -> Doc {
    concat([remark(item.comment.as_deref()), literal::string(&item.key).into(), ": ".into(), node(&item.value)])
}

/// A remark on lines of its own, and the line break after it.
pub(super) fn remark(text: Option<&str>) -> Doc {
    let words = text.map(comment::words).unwrap_or_default();
    if words.is_empty() {
        return Doc::Nil;
    }
    let words = words.iter().map(|word| super::documentation::plain(word)).collect();
    concat([comment::wrapped("# ", words), HARDLINE])
}

fn brackets(open: &'static str, items: impl Iterator<Item = Doc>, count: usize, close: &'static str) -> Doc {
    if count == 0 {
        return concat([open.into(), close.into()]);
    }
    let inner = concat([SOFTLINE, list(items, count)]);
    group(concat([open.into(), indent(INDENT, inner), SOFTLINE, close.into()]))
}

/// Things with commas between; one alone gets no comma after it.
fn list(items: impl Iterator<Item = Doc>, count: usize) -> Doc {
    let items = join(items, &concat([",".into(), LINE]));
    if count > 1 { concat([items, if_break(",".into(), Doc::Nil)]) } else { items }
}

fn call(callee: &Node, arguments: &[Argument], tall: bool) -> Doc {
    if arguments.is_empty() {
        return concat([node(callee), "()".into()]);
    }
    let only = arguments.len() == 1;
    let inner = list(arguments.iter().map(|each| argument(each, only)), arguments.len());
    let inner = if tall { inner } else { group(inner) };
    let brackets = concat(["(".into(), indent(INDENT, concat([SOFTLINE, inner])), SOFTLINE, ")".into()]);
    concat([node(callee), group(brackets)])
}

fn argument(argument: &Argument, only: bool) -> Doc {
    match (&argument.keyword, &argument.value) {
        (Some(keyword), value) => concat([format!("{keyword}=").into(), node(value)]),
        (None, Node::Text(text)) => self::text(text, !only),
        (None, Node::Formatted(parts)) => formatted(parts, !only),
        (None, value) => node(value),
    }
}

fn binary(operator: &'static str, operands: &[Node]) -> Doc {
    let mut parts = Vec::new();
    for operand in operands {
        if !parts.is_empty() {
            parts.extend([LINE, operator.into(), " ".into()]);
        }
        parts.push(match operand {
            Node::Conditional(..) | Node::Binary(..) => parenthesized("(", operand),
            other => node(other),
        });
    }
    group(concat(parts))
}

/// A chain of names on one line.
pub(super) fn simple(node: &Node) -> String {
    match node {
        Node::Word(word) | Node::Number(word) => word.clone(),
        Node::Member(object, name) => format!("{}.{name}", simple(object)),
        Node::Element(list, index) => format!("{}[{index}]", simple(list)),
        _ => String::new(),
    }
}
