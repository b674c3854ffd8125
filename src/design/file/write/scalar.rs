//! Scalars, with quotes where they are needed.

use std::fmt::Write as _;

use crate::design::file::tree::resolve;
use crate::text::safe::safe;
use crate::value::Value;

/// The quotes that a scalar is written in where it may stand without.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::design::file) enum Quotes {
    /// None.
    Plain,
    /// Single.
    Single,
    /// Double.
    Double,
}

/// A scalar; collections have no text here. `in_flow` says whether it stands within brackets or braces.
pub(in crate::design::file) fn scalar(value: &Value, in_flow: bool) -> String {
    scalar_like(value, in_flow, Quotes::Plain)
}

/// A scalar in these quotes when it is text and they can hold it.
pub(in crate::design::file) fn scalar_like(value: &Value, in_flow: bool, quotes: Quotes) -> String {
    match value {
        Value::Boolean(value) => value.to_string(),
        Value::Integer(value) => value.to_string(),
        Value::Float(value) if value.is_infinite() => if *value > 0.0 { ".inf" } else { "-.inf" }.to_owned(),
        Value::Float(value) if value.is_nan() => ".nan".to_owned(),
        Value::Float(value) => format!("{value:?}"),
        Value::String(text) => match quotes {
            Quotes::Plain if is_plain(text, in_flow) => text.clone(),
            Quotes::Single if text.chars().all(is_printable) => format!("'{}'", text.replace('\'', "''")),
            _ => double_quoted(text),
        },
        Value::Null | Value::List(_) | Value::Map(_) => "null".to_owned(),
    }
}

/// A key: quoted wherever a value would be, in a flow collection or not.
pub(in crate::design::file) fn key(name: &str) -> String {
    if is_plain(name, true) { name.to_owned() } else { double_quoted(name) }
}

/// Whether a character may stand in text as it is: printable, and no control of a terminal or of writing direction.
pub(super) fn is_printable(character: char) -> bool {
    let mut buffer = [0; 4];
    let text: &str = character.encode_utf8(&mut buffer);
    !matches!(character, '\t' | '\u{feff}' | '\u{fffe}' | '\u{ffff}') && safe(text) == text
}

/// Whether every reader takes the text, without quotes, as the text that it is.
fn is_plain(text: &str, in_flow: bool) -> bool {
    let Some(first) = text.chars().next() else { return false };
    !text.starts_with(' ')
        && !text.ends_with([' ', ':'])
        && !"-?:,[]{}#&*!|>'\"%@`=<~".contains(first)
        && text.chars().all(is_printable)
        && !text.contains(": ")
        && !text.contains(" #")
        && !(in_flow && text.contains([',', '[', ']', '{', '}']))
        && matches!(resolve(text), Value::String(_))
        && !is_other_in_yaml_1_1(text)
        && !text.starts_with("...")
}

/// Whether a reader of YAML 1.1 takes the text for something else: a truth value, a number with underscores or in base
/// sixty, a date.
fn is_other_in_yaml_1_1(text: &str) -> bool {
    let words = ["y", "n", "yes", "no", "on", "off", "true", "false", "null", ".inf", "+.inf", ".nan"];
    if words.contains(&text.to_lowercase().as_str()) {
        return true;
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if !unsigned.starts_with(|first: char| first.is_ascii_digit() || first == '.') {
        return false;
    }
    let all = |part: &str, legal: &str| part.chars().all(|c| c.is_ascii_digit() || legal.contains(c));
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, ""));
    let number = all(mantissa, "_:.") && all(exponent.strip_prefix(['+', '-']).unwrap_or(exponent), "");
    let based = ["0x", "0b", "0o"].iter().any(|prefix| {
        unsigned.strip_prefix(prefix).is_some_and(|digits| digits.chars().all(|c| c.is_ascii_hexdigit() || c == '_'))
    });
    let date = unsigned.split('-').collect::<Vec<_>>();
    let date = matches!(date.as_slice(), [year, month, day, ..]
        if year.len() == 4 && all(year, "") && !month.is_empty() && month.len() <= 2 && all(month, "")
            && day.starts_with(|c: char| c.is_ascii_digit()));
    number || based || date
}

fn double_quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            other if is_printable(other) => quoted.push(other),
            other if u32::from(other) <= 0xff => {
                let _ = write!(quoted, "\\x{:02x}", u32::from(other));
            }
            other => {
                let _ = write!(quoted, "\\u{:04x}", u32::from(other));
            }
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_reader_would_misread_is_quoted_and_nothing_else() {
        for text in [
            "",
            " a",
            "a ",
            "on",
            "No",
            "y",
            "1_000",
            "2024-01-01",
            "12:30:45",
            "1.2.3",
            "0x1f",
            "null",
            "~",
            "<<",
            "=",
            "- a",
            "-a",
            "?",
            "a: b",
            "a #b",
            "a:",
            "#a",
            "*a",
            "&a",
            "!a",
            "%a",
            "@a",
            "`a",
            "\"a",
            "'a",
            "|",
            ">",
            "a\nb",
            "\u{1b}[0m",
            "\u{202e}x",
            "true",
            "1e3",
            ".5",
            "007",
            "+1",
            "{a}",
            "...",
        ] {
            let written = scalar(&text.into(), false);
            assert!(written.starts_with('"') && written.ends_with('"'), "{text}");
        }
        for text in [
            "30d",
            "5m",
            "orders.create-order",
            "/orders",
            "Sign-up and sign-in",
            "a's",
            "https://a.b/c",
            "a,b",
            "é",
            "10s",
            "v1.2",
            "2x",
            "a-b",
            "Europe/Amsterdam",
            "eu-west-1",
        ] {
            assert_eq!(scalar(&text.into(), false), text);
        }
        assert_eq!(scalar(&"a,b".into(), true), "\"a,b\"");
        assert_eq!(scalar(&"/{id}".into(), true), "\"/{id}\"");
        assert_eq!(scalar(&"a\u{1b}\"\\\u{202e}".into(), true), "\"a\\x1b\\\"\\\\\\u202e\"");
        assert_eq!(scalar_like(&"it's".into(), true, Quotes::Single), "'it''s'");
        assert_eq!(key("on"), "\"on\"");
    }
}
