//! Small YAML as Prettier would write it: scalars quoted where a reader could take them for something else.

use serde_json::Value;

/// A scalar. Lists and maps are written in flow style.
pub(super) fn scalar(value: &Value) -> String {
    match value {
        Value::String(string) => text(string),
        Value::Array(items) => format!("[{}]", items.iter().map(scalar).collect::<Vec<_>>().join(", ")),
        Value::Object(map) if map.is_empty() => "{}".to_owned(),
        Value::Object(map) => {
            let entries: Vec<String> =
                map.iter().map(|(key, value)| format!("{}: {}", text(key), scalar(value))).collect();
            format!("{{ {} }}", entries.join(", "))
        }
        other => other.to_string(),
    }
}

/// `key: value`, indented, with a list as a block; ends with a new line.
pub(super) fn entry(key: &str, value: &Value, indent: usize) -> String {
    let space = " ".repeat(indent);
    match value {
        Value::Array(items) if !items.is_empty() => {
            let items: Vec<String> = items.iter().map(|item| format!("{space}  - {}", scalar(item))).collect();
            format!("{space}{}:\n{}\n", text(key), items.join("\n"))
        }
        other => format!("{space}{}: {}\n", text(key), scalar(other)),
    }
}

/// Text: plain where it is safe in YAML 1.1 and 1.2 alike, otherwise quoted the way Prettier prefers.
pub(super) fn text(string: &str) -> String {
    let needs_escapes = string.chars().any(|character| {
        character.is_control() || matches!(character, '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{feff}')
    });
    if needs_escapes {
        // JSON strings are YAML double-quoted scalars, once the few characters that JSON lets through are escaped.
        let quoted = Value::String(string.to_owned()).to_string();
        return quoted.chars().map(escaped).collect();
    }
    if is_plain(string) {
        string.to_owned()
    } else if string.contains(['"', '\\']) {
        format!("'{}'", string.replace('\'', "''"))
    } else {
        format!("\"{string}\"")
    }
}

fn escaped(character: char) -> String {
    match character {
        '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' => format!("\\u{:04x}", character as u32),
        other => other.to_string(),
    }
}

fn is_plain(string: &str) -> bool {
    let starts_well = string.starts_with(|first: char| first.is_alphabetic() || matches!(first, '/' | '_'));
    let reads_as_something_else =
        ["true", "false", "yes", "no", "on", "off", "y", "n", "null"].contains(&string.to_lowercase().as_str());
    let safe = string.chars().all(|character| character.is_alphanumeric() || " -_./:@+*()!?;=$%'".contains(character));
    starts_well
        && !reads_as_something_else
        && safe
        && !string.contains(": ")
        && !string.ends_with([':', ' '])
        && !string.contains("  ")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn text_is_quoted_only_where_it_must_be() {
        for (string, written) in [
            ("eu-west-1", "eu-west-1"),
            ("shop:logLevel", "shop:logLevel"),
            ("https://shop.example", "https://shop.example"),
            ("Orders & payment", "\"Orders & payment\""),
            ("no", "\"no\""),
            ("2026-10", "\"2026-10\""),
            ("", "\"\""),
            ("it's", "it's"),
            ("say \"hi\"", "'say \"hi\"'"),
            ("a: b", "\"a: b\""),
            ("a #b", "\"a #b\""),
            ("two\nlines", "\"two\\nlines\""),
            ("[x]", "\"[x]\""),
        ] {
            assert_eq!(text(string), written);
        }
    }

    proptest! {
        #[test]
        fn whatever_is_written_is_read_back(string in any::<String>(), key in "[a-z:0-9]{1,8}") {
            let document = entry(&key, &Value::String(string.clone()), 2);
            let read: crate::value::Value = serde_yaml::from_str(&document).unwrap();
            prop_assert_eq!(read.get(&key).and_then(crate::value::Value::as_str), Some(string.as_str()), "{}", document);
        }
    }
}
