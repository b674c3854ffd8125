//! Docstrings: a summary that is a sentence on one line, and the rest after a blank line, as pydocstyle asks.

use super::super::comment;
use super::super::document::{Brackets, Doc, HARDLINE, concat};
use super::super::printer::WIDTH;
use super::literal;

/// A word as it stands in remarks and docstrings: typographic characters in plain ones.
pub(super) fn plain(word: &str) -> String {
    let mut text = String::with_capacity(word.len());
    for character in word.chars() {
        match literal::plain(character) {
            Some(plain) => text.push_str(plain),
            None => text.push(character),
        }
    }
    text
}

/// A docstring at so many columns, and the line break after it. What has no text is described by its title.
pub(super) fn docstring(columns: usize, text: &str, title: &str) -> Doc {
    let mut words = words(text);
    if words.is_empty() {
        words = self::words(title);
    }
    // Linters ask for a description, not for a reference to itself.
    if words.first().is_some_and(|first| first.eq_ignore_ascii_case("this")) {
        words.insert(0, format!("{}:", plain(title)));
        if let Some(this) = words.get_mut(1) {
            this.make_ascii_lowercase();
        }
    }
    if let Some(first) = words.first_mut() {
        *first = capitalised(first);
    }
    finish(&mut words);
    let raw = if is_raw(&words) { "r" } else { "" };
    let room = WIDTH.saturating_sub(columns + raw.len() + 6);
    let line = words.join(" ");
    if line.chars().count() <= room {
        return concat([format!("{raw}\"\"\"{line}\"\"\"").into(), HARDLINE]);
    }
    let (summary, rest) = split(words, room + 3);
    concat([
        format!("{raw}\"\"\"{}", summary.join(" ")).into(),
        HARDLINE,
        HARDLINE,
        comment::wrapped("", rest),
        HARDLINE,
        "\"\"\"".into(),
        HARDLINE,
    ])
}

/// A string below an attribute that describes it.
pub(super) fn attribute(text: Option<&str>) -> Doc {
    let mut words = text.map(words).unwrap_or_default();
    if words.is_empty() {
        return Doc::Nil;
    }
    finish(&mut words);
    let brackets = if is_raw(&words) {
        Brackets { around: ("r\"\"\"", "\"\"\""), lines: ("r\"\"\"", "\"\"\"") }
    } else {
        Brackets { around: ("\"\"\"", "\"\"\""), lines: ("\"\"\"", "\"\"\"") }
    };
    concat([comment::block("", words, brackets), HARDLINE])
}

/// Whether a backslash asks for a raw string.
fn is_raw(words: &[String]) -> bool {
    words.iter().any(|word| word.contains('\\'))
}

/// The words, unable to end the docstring.
fn words(text: &str) -> Vec<String> {
    comment::words(text)
        .iter()
        .map(|word| plain(word))
        .map(|word| word.replace("\"\"", "''").replace("*\\/", "*/").replace("/\\*", "/*"))
        .map(|word| match word.strip_prefix('"') {
            Some(rest) => format!("'{rest}"),
            None => word,
        })
        .collect()
}

fn capitalised(word: &str) -> String {
    let plain = word.chars().all(|character| character.is_ascii_alphabetic() || ",.:;!?'".contains(character));
    let mut characters = word.chars();
    match characters.next() {
        Some(first) if plain => first.to_ascii_uppercase().to_string() + characters.as_str(),
        _ => word.to_owned(),
    }
}

/// Ends the text with a full stop unless it ends as a sentence.
fn finish(words: &mut [String]) {
    if let Some(last) = words.last_mut() {
        let kept = last.trim_end_matches([',', ';', ':', '-', '\\']).len();
        last.truncate(kept);
        if !last.ends_with(['.', '!', '?']) {
            last.push('.');
        }
    }
}

/// The summary, which fits on a line and ends with a full stop, and the rest.
fn split(words: Vec<String>, room: usize) -> (Vec<String>, Vec<String>) {
    let mut width = 0;
    let mut fitting = 0;
    let mut sentence = 0;
    for (index, word) in words.iter().enumerate() {
        width += word.chars().count() + usize::from(index > 0);
        if width + 4 > room {
            break;
        }
        fitting = index + 1;
        if word.ends_with('.') {
            sentence = index + 1;
        }
    }
    let at = if sentence > 0 { sentence } else { fitting.max(1) };
    let mut summary = words;
    let mut rest = summary.split_off(at);
    if sentence == 0 {
        summary.push("...".to_owned());
        rest.insert(0, "...".to_owned());
    }
    (summary, rest)
}
