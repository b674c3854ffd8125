//! Values as YAML text: scalars with quotes where a reader of YAML 1.1 or 1.2 would misread them, collections on one
//! line where they are short.
//!
//! Knows how a design file is laid out, not how one is changed.

mod scalar;

use unicode_width::UnicodeWidthStr as _;

use crate::value::Value;

pub(super) use scalar::{Quotes, key, scalar, scalar_like};

/// The widest line that a collection is put on as a whole, in columns.
const WIDTH: usize = 120;

/// The ways to collections that are always written in indented lines; `*` stands for any name.
const ALWAYS_BLOCK: &[&[&str]] = &[
    &["environments"],
    &["environments", "*"],
    &["environments", "*", "set"],
    &["settings"],
    &["services"],
    &["services", "*"],
    &["services", "*", "nodes"],
    &["flows"],
    &["events"],
    &["events", "*"],
    &["events", "*", "schema"],
    &["allow"],
];

fn always_block(path: &[&str]) -> bool {
    ALWAYS_BLOCK.iter().any(|pattern| {
        pattern.len() == path.len() && pattern.iter().zip(path).all(|(step, name)| *step == "*" || step == name)
    })
}

/// A value on one line.
pub(super) fn flow(value: &Value) -> String {
    match value {
        Value::List(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Value::Map(map) if map.is_empty() => "{}".to_owned(),
        Value::Map(map) => {
            let entries: Vec<String> = map.iter().map(|(name, value)| flow_entry(name, value)).collect();
            format!("{{ {} }}", entries.join(", "))
        }
        value => scalar(value, true),
    }
}

/// `key: value` on one line.
pub(super) fn flow_entry(name: &str, value: &Value) -> String {
    format!("{}: {}", key(name), flow(value))
}

/// The lines of an entry of a block mapping, each with its indentation.
pub(super) fn entry_lines(path: &[&str], name: &str, value: &Value, indent: usize) -> Vec<String> {
    let mut lines = Vec::new();
    write(&mut lines, path, &format!("{}:", key(name)), value, indent);
    lines
}

/// The lines of an item of a block sequence, each with its indentation.
pub(super) fn item_lines(path: &[&str], value: &Value, indent: usize) -> Vec<String> {
    let mut lines = Vec::new();
    write(&mut lines, path, "-", value, indent);
    lines
}

/// Writes a value after its key or dash.
pub(super) fn write(lines: &mut Vec<String>, path: &[&str], prefix: &str, value: &Value, indent: usize) {
    let margin = " ".repeat(indent);
    let block = match value {
        Value::List(items) => !items.is_empty(),
        Value::Map(map) => !map.is_empty(),
        Value::String(text) => {
            if let Some((header, content)) = literal(text) {
                lines.push(format!("{margin}{prefix} {header}"));
                let inner = " ".repeat(indent + 2);
                let line = |line: &str| if line.is_empty() { String::new() } else { format!("{inner}{line}") };
                lines.extend(content.split('\n').map(line));
                return;
            }
            false
        }
        _ => false,
    };
    if !block || (!always_block(path) && !has_lines(value)) {
        let text = if block { flow(value) } else { scalar_or_empty(value) };
        let line = format!("{margin}{prefix} {text}");
        if !block || line.width() <= WIDTH {
            lines.push(line);
            return;
        }
    }
    match value {
        Value::Map(map) => {
            let first = lines.len();
            if prefix != "-" {
                lines.push(format!("{margin}{prefix}"));
            }
            for (name, value) in map {
                let path: Vec<&str> = path.iter().copied().chain([name.as_str()]).collect();
                write(lines, &path, &format!("{}:", key(name)), value, indent + 2);
            }
            if prefix == "-"
                && let Some(line) = lines.get_mut(first)
            {
                // The first entry stands on the line of the dash.
                line.replace_range(indent..=indent, "-");
            }
        }
        Value::List(items) => {
            lines.push(format!("{margin}{prefix}"));
            for item in items {
                let path: Vec<&str> = path.iter().copied().chain([""]).collect();
                write(lines, &path, "-", item, indent + 2);
            }
        }
        _ => {}
    }
}

fn scalar_or_empty(value: &Value) -> String {
    match value {
        Value::List(_) => "[]".to_owned(),
        Value::Map(_) => "{}".to_owned(),
        value => scalar(value, false),
    }
}

/// Whether a text of several lines is in the value.
fn has_lines(value: &Value) -> bool {
    match value {
        Value::String(text) => literal(text).is_some(),
        Value::List(items) => items.iter().any(has_lines),
        Value::Map(map) => map.values().any(has_lines),
        _ => false,
    }
}

/// The header and content of a literal block for a text of several lines, when one can hold it exactly.
fn literal(text: &str) -> Option<(&'static str, &str)> {
    let (header, content) = match text.strip_suffix('\n') {
        Some(content) => ("|", content),
        None => ("|-", text),
    };
    let first = content.split('\n').next().unwrap_or_default();
    let fits = content.contains('\n')
        && !content.ends_with('\n')
        && !first.is_empty()
        && !first.starts_with(' ')
        && content.split('\n').all(|line| line.is_empty() || !line.trim().is_empty())
        && content.chars().all(|c| c == '\n' || c == '\t' || scalar::is_printable(c))
        && !content.starts_with('\t');
    fits.then_some((header, content))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Map;

    #[test]
    fn short_collections_stand_on_one_line_and_texts_of_lines_in_literal_blocks() {
        let node: Map =
            [("kind".to_owned(), "queue".into()), ("max_receives".to_owned(), 5.into())].into_iter().collect();
        let path = ["services", "a", "nodes", "q"];
        assert_eq!(
            entry_lines(&path, "q", &Value::Map(node.clone()), 6),
            ["      q: { kind: queue, max_receives: 5 }"]
        );
        let mut long = node;
        long.insert("description".to_owned(), "one\n  two".into());
        assert_eq!(
            entry_lines(&path, "q", &Value::Map(long.clone()), 0),
            ["q:", "  kind: queue", "  max_receives: 5", "  description: |-", "    one", "      two"]
        );
        assert_eq!(
            item_lines(&["flows", ""], &Value::List(vec![Value::Map(long)]), 0),
            ["-", "  - kind: queue", "    max_receives: 5", "    description: |-", "      one", "        two"]
        );
    }
}
