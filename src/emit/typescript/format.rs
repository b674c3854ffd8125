//! How TypeScript is laid out: the tree as a document, in the format of prettier 3 with its defaults.
//!
//! Knows nothing of programs.

use std::cell::Cell;

use super::super::comment;
use super::super::document::{
    Doc, GroupId, HARDLINE, LINE, SOFTLINE, break_parent, broken_group, concat, conditional_group, group, if_break,
    if_group_breaks, indent, indent_if_break, join, named_group,
};
use super::super::printer::WIDTH;
use super::literal;
use super::syntax::{Node, Property, TemplatePart};

/// Columns of an indentation.
pub(super) const INDENT: usize = 2;

/// Makes documents, and identities for their groups.
#[derive(Debug, Default)]
pub(super) struct Format {
    next: Cell<GroupId>,
}

/// What an expression stands in, as far as chains of members care.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// A constructor's argument, or the right side of an assignment to a member.
    Inline,
    /// An argument of a function.
    Argument,
    /// The right side of a declaration.
    Declaration,
    /// Anywhere else.
    Other,
}

impl Format {
    /// An expression.
    pub(super) fn node(&self, node: &Node) -> Doc {
        self.node_in(node, Place::Other)
    }

    fn node_in(&self, node: &Node, place: Place) -> Doc {
        match node {
            Node::Word(word) | Node::Number(word) => word.clone().into(),
            Node::Text(text) => literal::string(text).into(),
            Node::Member(object, name) => self.member(object, name, place, true),
            Node::Array(items) => self.array(items),
            Node::Object(properties) => self.object(properties),
            Node::Call { callee, new, types, arguments } => self.call(callee, *new, types, arguments),
            Node::Template(tag, parts) => {
                let tag = tag.as_ref().map_or(Doc::Nil, |tag| self.node(tag));
                concat([tag, template(parts).into()])
            }
            Node::Conditional(..) => group(self.conditional(node, place == Place::Argument)),
            Node::Binary(operator, operands) => self.binary(operator, operands, true),
            Node::Spread(value) => match value.as_ref() {
                Node::Conditional(..) | Node::Binary(..) => concat(["...(".into(), self.node(value), ")".into()]),
                other => concat(["...".into(), self.node(other)]),
            },
            Node::AsConst(value) => concat([self.node(value), " as const".into()]),
            Node::Remarked(text, value) => concat([remark(Some(text)), self.node(value)]),
        }
    }

    /// `left = right` or `key: right`, where the operator comes with what precedes it. Without what follows.
    pub(super) fn assignment(&self, left: &str, operator: &'static str, right: &Node) -> Doc {
        let place = match operator {
            ":" => Place::Other,
            _ if left.starts_with("this.") => Place::Inline,
            _ => Place::Declaration,
        };
        let short = operator == ":" && left.len() < INDENT + 3;
        self.assignment_to(left.to_owned().into(), operator, right, place, short)
    }

    /// `const { a, b } = right`
    pub(super) fn destructuring(&self, names: impl IntoIterator<Item = Doc>, right: &Node) -> Doc {
        let names = join(names, &concat([",".into(), LINE]));
        let pattern = group(concat([
            "const {".into(),
            indent(INDENT, concat([LINE, names])),
            if_break(",".into(), Doc::Nil),
            LINE,
            "}".into(),
        ]));
        self.assignment_to(pattern, " =", right, Place::Declaration, false)
    }

    /// `const [a, b] = right`
    pub(super) fn pair(&self, names: &[String; 2], right: &Node) -> Doc {
        let flat = format!("const [{}]", names.join(", "));
        if flat.len() + " =".len() <= WIDTH {
            return self.assignment(&flat, " =", right);
        }
        let lines = concat(names.each_ref().map(|name| concat([HARDLINE, name.clone().into(), ",".into()])));
        let pattern = concat(["const [".into(), indent(INDENT, lines), HARDLINE, "]".into()]);
        concat([pattern, " = ".into(), self.assigned(right, Place::Declaration)])
    }

    fn assignment_to(&self, left: Doc, operator: &'static str, right: &Node, place: Place, short: bool) -> Doc {
        let value = self.assigned(right, place);
        match layout(right, short) {
            Layout::BreakAfterOperator => {
                group(concat([left, operator.into(), group(indent(INDENT, concat([LINE, value])))]))
            }
            Layout::NeverBreak => group(concat([left, operator.into(), " ".into(), value])),
            Layout::Fluid => {
                let id = self.identity();
                group(concat([
                    left,
                    operator.into(),
                    named_group(id, indent(INDENT, LINE)),
                    indent_if_break(INDENT, id, value),
                ]))
            }
        }
    }

    fn identity(&self) -> GroupId {
        let id = self.next.get();
        self.next.set(id + 1);
        id
    }

    fn assigned(&self, right: &Node, place: Place) -> Doc {
        match right {
            Node::Binary(operator, operands) => self.binary(operator, operands, false),
            other => self.node_in(other, place),
        }
    }

    /// A chain of members, which may end its line before each of them, except where nothing is gained.
    fn member(&self, object: &Node, name: &str, place: Place, last: bool) -> Doc {
        let step: Doc = format!(".{name}").into();
        let inline = match object {
            _ if place == Place::Inline => true,
            Node::Word(word) => last && word != "this",
            Node::Call { arguments, .. } => last && place == Place::Declaration && !arguments.is_empty(),
            _ => false,
        };
        let object = match object {
            Node::Member(object, name) => self.member(object, name, place, false),
            other => self.node(other),
        };
        concat([object, if inline { step } else { group(indent(INDENT, concat([SOFTLINE, step]))) }])
    }

    fn array(&self, items: &[Node]) -> Doc {
        if items.is_empty() {
            return "[]".into();
        }
        let broken = items.len() > 1
            && (items.iter().all(|item| matches!(item, Node::Object(properties) if properties.len() > 1))
                || items.iter().all(|item| matches!(item, Node::Array(items) if items.len() > 1)));
        let id = self.identity();
        let contents = if is_numbers(items) {
            let mut row = Vec::new();
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    row.push(LINE);
                }
                let last = index + 1 == items.len();
                let comma = if last { if_group_breaks(id, ",".into(), Doc::Nil) } else { ",".into() };
                row.push(concat([self.node(item), comma]));
            }
            Doc::Fill(row.into())
        } else {
            let separator = concat([",".into(), LINE]);
            let items = join(items.iter().map(|item| group(self.node(item))), &separator);
            concat([items, if_break(",".into(), Doc::Nil)])
        };
        let contents = concat(["[".into(), indent(INDENT, concat([SOFTLINE, contents])), SOFTLINE, "]".into()]);
        if broken { broken_group(contents) } else { named_group(id, contents) }
    }

    fn object(&self, properties: &[Property]) -> Doc {
        if properties.is_empty() {
            return "{}".into();
        }
        let separator = concat([",".into(), LINE]);
        let properties = join(properties.iter().map(|property| self.property(property)), &separator);
        group(concat([
            "{".into(),
            indent(INDENT, concat([LINE, properties])),
            if_break(",".into(), Doc::Nil),
            LINE,
            "}".into(),
        ]))
    }

    fn property(&self, property: &Property) -> Doc {
        let remark = remark(property.comment.as_deref());
        let shorthand = matches!(&property.value, Node::Word(word) if *word == property.key);
        let entry = if let Node::Spread(_) = property.value {
            self.node(&property.value)
        } else if shorthand && property.key != "this" {
            property.key.clone().into()
        } else {
            let key = key(&property.key);
            self.assignment(&key, ":", &property.value)
        };
        concat([remark, entry])
    }

    fn call(&self, callee: &Node, new: bool, types: &str, arguments: &[Node]) -> Doc {
        let parts = [
            if new { "new ".into() } else { Doc::Nil },
            self.node_in(callee, Place::Inline),
            types.to_owned().into(),
            self.arguments(arguments, if new { Place::Inline } else { Place::Argument }),
        ];
        // A call through a member is a chain of one step, which is a group.
        if !new && matches!(callee, Node::Member(..)) { group(concat(parts)) } else { concat(parts) }
    }

    fn arguments(&self, arguments: &[Node], place: Place) -> Doc {
        let Some((last, head)) = arguments.split_last() else { return "()".into() };
        let docs: Vec<Doc> = arguments.iter().map(|argument| self.node_in(argument, place)).collect();
        let separator = concat([",".into(), LINE]);
        let all_broken = || {
            broken_group(concat([
                "(".into(),
                indent(INDENT, concat([LINE, join(docs.iter().cloned(), &separator)])),
                ",".into(),
                LINE,
                ")".into(),
            ]))
        };
        if !hugs(last, head) {
            let contents = concat([
                "(".into(),
                indent(INDENT, concat([SOFTLINE, join(docs.iter().cloned(), &separator)])),
                if_break(",".into(), Doc::Nil),
                SOFTLINE,
                ")".into(),
            ]);
            return group(contents);
        }
        let Some((last, head)) = docs.split_last() else { return "()".into() };
        if head.iter().any(Doc::breaks) {
            return all_broken();
        }
        let with_last = |last: Doc| {
            let all = head.iter().cloned().chain([last]);
            concat(["(".into(), join(all, &separator), ")".into()])
        };
        let hugged = with_last(broken_group(last.clone()));
        if last.breaks() {
            return concat([break_parent(), conditional_group(hugged, vec![all_broken()])]);
        }
        conditional_group(with_last(last.clone()), vec![hugged, all_broken()])
    }

    /// A conditional without its group: what is nested in another breaks with it.
    fn conditional(&self, node: &Node, argument: bool) -> Doc {
        let Node::Conditional(test, then, otherwise) = node else { return self.node(node) };
        let branch = |node: &Node| match node {
            Node::Binary(operator, operands) => self.binary(operator, operands, argument),
            other => self.node(other),
        };
        let then = match then.as_ref() {
            nested @ Node::Conditional(..) => concat([
                if_break(Doc::Nil, "(".into()),
                self.conditional(nested, false),
                if_break(Doc::Nil, ")".into()),
            ]),
            other => indent(INDENT, branch(other)),
        };
        let otherwise = match otherwise.as_ref() {
            nested @ Node::Conditional(..) => self.conditional(nested, false),
            other => indent(INDENT, branch(other)),
        };
        let branches = concat([LINE, "? ".into(), then, LINE, ": ".into(), otherwise]);
        concat([self.node(test), indent(INDENT, branches)])
    }

    fn binary(&self, operator: &'static str, operands: &[Node], indented: bool) -> Doc {
        let Some((first, rest)) = operands.split_first() else { return Doc::Nil };
        let operand = |node: &Node| match node {
            Node::Conditional(..) | Node::Binary(..) => concat(["(".into(), self.node(node), ")".into()]),
            other => self.node(other),
        };
        let single = rest.len() == 1;
        let tail = rest.iter().map(|node| {
            let inline = operator == "??" && is_filled(node);
            let space = if inline { " ".into() } else { LINE };
            let right = concat([operator.into(), space, operand(node)]);
            concat([" ".into(), if single { group(right) } else { right }])
        });
        let tail = concat(tail.collect::<Vec<_>>());
        let inline = operator == "??" && rest.last().is_some_and(is_filled);
        group(concat([operand(first), if indented && !inline { indent(INDENT, tail) } else { tail }]))
    }
}

/// A remark on lines of its own, and the line break after it.
pub(super) fn remark(text: Option<&str>) -> Doc {
    let words = text.map(comment::words).unwrap_or_default();
    if words.is_empty() {
        return Doc::Nil;
    }
    concat([comment::wrapped("// ", words), HARDLINE])
}

/// A property's name, quoted where it must be.
pub(super) fn key(name: &str) -> String {
    if literal::is_identifier(name) && name != "__proto__" {
        return name.to_owned();
    }
    // As a plain key, `__proto__` would set the prototype; and which letters beyond the common alphabets need no quotes
    // is known to few, so that computed keys are the safe way to write them.
    let exotic = !name.is_ascii() && name.chars().all(|character| !character.is_ascii() || literal::is_part(character));
    let quoted = literal::string(name);
    if exotic || name == "__proto__" { format!("[{quoted}]") } else { quoted }
}

fn template(parts: &[TemplatePart]) -> String {
    let mut text = String::from("`");
    for part in parts {
        match part {
            TemplatePart::Text(fixed) => text.push_str(&literal::template(fixed)),
            TemplatePart::Value(value) => {
                text.push_str("${");
                text.push_str(&flat(value));
                text.push('}');
            }
        }
    }
    text.push('`');
    text
}

/// On one line, whatever the width.
pub(super) fn flat(node: &Node) -> String {
    let list = |nodes: &[Node]| nodes.iter().map(flat).collect::<Vec<_>>().join(", ");
    match node {
        Node::Word(word) | Node::Number(word) => word.clone(),
        Node::Text(text) => literal::string(text),
        Node::Member(object, name) => format!("{}.{name}", flat(object)),
        Node::Array(items) => format!("[{}]", list(items)),
        Node::Object(properties) => {
            let properties: Vec<String> = properties
                .iter()
                .map(|property| format!("{}: {}", key(&property.key), flat(&property.value)))
                .collect();
            if properties.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", properties.join(", ")) }
        }
        Node::Call { callee, new, types, arguments } => {
            format!("{}{}{types}({})", if *new { "new " } else { "" }, flat(callee), list(arguments))
        }
        Node::Template(tag, parts) => {
            format!("{}{}", tag.as_ref().map(|tag| flat(tag)).unwrap_or_default(), template(parts))
        }
        Node::Conditional(test, then, otherwise) => {
            format!("{} ? {} : {}", flat(test), flat(then), flat(otherwise))
        }
        Node::Binary(operator, operands) => {
            operands.iter().map(flat).collect::<Vec<_>>().join(&format!(" {operator} "))
        }
        Node::Spread(value) => format!("...{}", flat(value)),
        Node::AsConst(value) => format!("{} as const", flat(value)),
        Node::Remarked(_, value) => flat(value),
    }
}

/// Whether the last argument keeps its brackets on the line of the call.
fn hugs(last: &Node, head: &[Node]) -> bool {
    let kind = |node: &Node| match node {
        Node::Object(_) => 1,
        Node::Array(_) => 2,
        _ => 0,
    };
    let numbers = matches!(last, Node::Array(items) if is_numbers(items));
    is_filled(last) && head.last().is_none_or(|before| kind(before) != kind(last)) && (head.is_empty() || !numbers)
}

/// An object or array with something in it.
fn is_filled(node: &Node) -> bool {
    match node {
        Node::Object(properties) => !properties.is_empty(),
        Node::Array(items) => !items.is_empty(),
        Node::AsConst(value) => is_filled(value),
        _ => false,
    }
}

fn is_numbers(items: &[Node]) -> bool {
    !items.is_empty() && items.iter().all(|item| matches!(item, Node::Number(_)))
}

/// Where the right side of an assignment may go.
enum Layout {
    BreakAfterOperator,
    NeverBreak,
    Fluid,
}

fn layout(right: &Node, short_key: bool) -> Layout {
    let inline = |operator: &str, operands: &[Node]| operator == "??" && operands.last().is_some_and(is_filled);
    match right {
        Node::Binary(operator, operands) if !inline(operator, operands) => return Layout::BreakAfterOperator,
        Node::Conditional(test, _, _) => {
            if matches!(test.as_ref(), Node::Binary(operator, operands) if !inline(operator, operands)) {
                return Layout::BreakAfterOperator;
            }
        }
        _ => {}
    }
    if !short_key && (matches!(right, Node::Text(_)) || is_poorly_breakable(right, false)) {
        return Layout::BreakAfterOperator;
    }
    let literal = matches!(right, Node::Template(..) | Node::Number(_))
        || matches!(right, Node::Word(word) if word == "true" || word == "false");
    if short_key || literal { Layout::NeverBreak } else { Layout::Fluid }
}

/// A chain of members, and of calls with hardly any arguments.
fn is_poorly_breakable(node: &Node, deep: bool) -> bool {
    match node {
        Node::Member(object, _) => is_poorly_breakable(object, true),
        Node::Call { callee, new: false, types, arguments } => {
            let short = match arguments.as_slice() {
                [] => true,
                [only] => is_lone_short(only),
                _ => false,
            };
            short && !types.contains(['|', '{', ',']) && is_poorly_breakable(callee, true)
        }
        Node::Word(_) => deep,
        _ => false,
    }
}

/// An argument so short that breaking before it gains nothing: a quarter of the width.
fn is_lone_short(node: &Node) -> bool {
    const THRESHOLD: usize = WIDTH / 4;
    match node {
        Node::Word(word) => word == "this" || word.len() <= THRESHOLD,
        Node::Number(_) => true,
        Node::Text(text) => literal::string(text).len() <= THRESHOLD,
        Node::Template(None, parts) => match parts.as_slice() {
            [TemplatePart::Text(text)] => text.len() <= THRESHOLD && !text.contains('\n'),
            _ => parts.is_empty(),
        },
        Node::Object(properties) => properties.is_empty(),
        Node::Array(items) => items.is_empty(),
        Node::Call { callee, new: false, arguments, .. } => {
            arguments.is_empty() && matches!(callee.as_ref(), Node::Word(_)) && is_lone_short(callee)
        }
        _ => false,
    }
}
