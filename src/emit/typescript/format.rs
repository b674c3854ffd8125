//! How TypeScript is laid out: the tree as a document, in the format of prettier 3 with its defaults.
//!
//! Knows nothing of programs.

use std::cell::Cell;

use super::super::comment;
use super::super::document::{
    Doc, GroupId, HARDLINE, LINE, SOFTLINE, break_parent, broken_group, concat, conditional_group, group, if_break,
    indent, indent_if_break, join, named_group,
};
use super::literal;
use super::syntax::{Node, Property, TemplatePart};

/// Columns of an indentation.
pub(super) const INDENT: usize = 2;

/// Makes documents, and identities for their groups.
#[derive(Debug, Default)]
pub(super) struct Format {
    next: Cell<GroupId>,
}

impl Format {
    /// An expression.
    pub(super) fn node(&self, node: &Node) -> Doc {
        match node {
            Node::Word(word) | Node::Number(word) => word.clone().into(),
            Node::Text(text) => literal::string(text).into(),
            Node::Member(object, name) => concat([self.node(object), ".".into(), name.clone().into()]),
            Node::Array(items) => self.array(items),
            Node::Object(properties) => self.object(properties),
            Node::Call { callee, new, types, arguments } => self.call(callee, *new, types, arguments),
            Node::Template(tag, parts) => {
                let tag = tag.as_ref().map(|tag| self.node(tag)).unwrap_or(Doc::Nil);
                concat([tag, template(parts).into()])
            }
            Node::Conditional(test, then, otherwise) => self.conditional(test, then, otherwise),
            Node::Binary(operator, operands) => self.binary(operator, operands, true),
            Node::Spread(value) => match value.as_ref() {
                Node::Conditional(..) | Node::Binary(..) => concat(["...(".into(), self.node(value), ")".into()]),
                other => concat(["...".into(), self.node(other)]),
            },
            Node::AsConst(value) => concat([self.node(value), " as const".into()]),
        }
    }

    /// `left = right` or `key: right`, where the operator comes with what precedes it. Without what follows.
    pub(super) fn assignment(&self, left: &str, operator: &'static str, right: &Node) -> Doc {
        let value = self.assigned(right);
        let short = operator == ":" && left.len() < INDENT + 3;
        let left: Doc = left.to_owned().into();
        match layout(right, short) {
            Layout::BreakAfterOperator => {
                group(concat([left, operator.into(), group(indent(INDENT, concat([LINE, value])))]))
            }
            Layout::NeverBreak => group(concat([left, operator.into(), " ".into(), value])),
            Layout::Fluid => {
                let id = self.next.get();
                self.next.set(id + 1);
                group(concat([
                    left,
                    operator.into(),
                    named_group(id, indent(INDENT, LINE)),
                    indent_if_break(INDENT, id, value),
                ]))
            }
        }
    }

    fn assigned(&self, right: &Node) -> Doc {
        match right {
            Node::Binary(operator, operands) => self.binary(operator, operands, false),
            other => self.node(other),
        }
    }

    fn array(&self, items: &[Node]) -> Doc {
        if items.is_empty() {
            return "[]".into();
        }
        let broken = items.len() > 1
            && (items.iter().all(|item| matches!(item, Node::Object(properties) if properties.len() > 1))
                || items.iter().all(|item| matches!(item, Node::Array(items) if items.len() > 1)));
        let contents = if is_numbers(items) {
            let mut row = Vec::new();
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    row.push(LINE);
                }
                let comma = if index + 1 < items.len() { ",".into() } else { if_break(",".into(), Doc::Nil) };
                row.push(concat([self.node(item), comma]));
            }
            Doc::Fill(row.into())
        } else {
            let separator = concat([",".into(), LINE]);
            let items = join(items.iter().map(|item| group(self.node(item))), &separator);
            concat([items, if_break(",".into(), Doc::Nil)])
        };
        let contents = concat(["[".into(), indent(INDENT, concat([SOFTLINE, contents])), SOFTLINE, "]".into()]);
        if broken { broken_group(contents) } else { group(contents) }
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
        let remark =
            property.comment.as_deref().map_or(Doc::Nil, |text| concat([comment::line("// ", text), HARDLINE]));
        let shorthand = matches!(&property.value, Node::Word(word) if *word == property.key);
        let entry = if let Node::Spread(_) = property.value {
            self.node(&property.value)
        } else if shorthand && property.key != "this" {
            property.key.clone().into()
        } else {
            let key = key(&property.key);
            let value = self.assignment(&key, ":", &property.value);
            value
        };
        concat([remark, entry])
    }

    fn call(&self, callee: &Node, new: bool, types: &str, arguments: &[Node]) -> Doc {
        let parts = [
            if new { "new ".into() } else { Doc::Nil },
            self.node(callee),
            types.to_owned().into(),
            self.arguments(arguments),
        ];
        // A call through a member is a chain of one step, which is a group.
        if !new && matches!(callee, Node::Member(..)) { group(concat(parts)) } else { concat(parts) }
    }

    fn arguments(&self, arguments: &[Node]) -> Doc {
        let Some((last, head)) = arguments.split_last() else { return "()".into() };
        let docs: Vec<Doc> = arguments.iter().map(|argument| self.node(argument)).collect();
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

    fn conditional(&self, test: &Node, then: &Node, otherwise: &Node) -> Doc {
        let branch = |mark: &'static str, node: &Node| concat([LINE, mark.into(), indent(INDENT, self.node(node))]);
        let branches = concat([branch("? ", then), branch(": ", otherwise)]);
        group(concat([self.node(test), indent(INDENT, branches)]))
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

/// A property's name, quoted where it must be.
pub(super) fn key(name: &str) -> String {
    if name == "__proto__" {
        // As a plain key it would set the prototype.
        "[\"__proto__\"]".to_owned()
    } else if literal::is_identifier(name) {
        name.to_owned()
    } else {
        literal::string(name)
    }
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
fn flat(node: &Node) -> String {
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
    const THRESHOLD: usize = super::super::printer::WIDTH / 4;
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
