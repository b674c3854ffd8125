//! Remarks from a design, made safe to stand in code: no text can end its comment, give an order to a tool, or hide.
//!
//! Knows no language beyond what comments of TypeScript and Python have in common.

use std::rc::Rc;

use super::document::{Brackets, Doc, Words};

/// Characters that do not show as themselves: control characters, line separators, marks of direction, byte order mark.
pub(super) fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}'
                | '\u{61c}'
                | '\u{180e}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

/// The words of a remark.
pub(super) fn words(text: &str) -> Vec<String> {
    let visible: String = text.chars().map(|character| if is_invisible(character) { ' ' } else { character }).collect();
    let mut words: Vec<String> = visible.split_whitespace().flat_map(short).map(|word| harmless(&word)).collect();
    let order = words.first().is_some_and(|first| is_order(first));
    if order {
        words.insert(0, "Note:".to_owned());
    }
    words
}

/// A word in parts that fit on a line; an address stays whole.
fn short(word: &str) -> Vec<String> {
    const LONGEST: usize = 72;
    if word.len() <= LONGEST || word.contains("://") {
        return vec![word.to_owned()];
    }
    let characters: Vec<char> = word.chars().collect();
    characters.chunks(LONGEST).map(|chunk| chunk.iter().collect()).collect()
}

/// Whether a remark that begins with this word is an order to a compiler, linter or formatter.
fn is_order(word: &str) -> bool {
    const ORDERS: &[&str] = &[
        "#",
        "/",
        "!",
        "@",
        "biome",
        "c8",
        "coding",
        "deno",
        "eslint",
        "exported",
        "flake8",
        "fmt",
        "global",
        "isort",
        "istanbul",
        "jshint",
        "jslint",
        "mypy",
        "nosec",
        "pragma",
        "prettier",
        "pylint",
        "pyre",
        "pyright",
        "region",
        "endregion",
        "ruff",
        "tslint",
        "ts-",
        "type:",
        "yapf",
        "-*-",
        "vim:",
    ];
    let word = word.to_ascii_lowercase();
    ORDERS.iter().any(|order| word.starts_with(order))
}

/// A word that ends no comment and is no order inside one.
fn harmless(word: &str) -> String {
    let mut word = word.replace("*/", "*\\/").replace("/*", "/\\*");
    if word.to_ascii_lowercase().contains("noqa") {
        word = word.replace(['q', 'Q'], "-q");
    }
    if word.contains("sourceMappingURL") {
        word = word.replace("sourceMappingURL", "source-mapping-url");
    }
    if word.starts_with('@') || word.starts_with("{@") {
        word = word.replacen('@', "\\@", 1);
    }
    word
}

/// Words on as many lines as it takes, each after the prefix.
pub(super) fn wrapped(prefix: &'static str, words: Vec<String>) -> Doc {
    Doc::Words(Rc::new(Words { prefix, text: words, brackets: None }))
}

/// Words between brackets: on one line if they fit, otherwise with lines of their own.
pub(super) fn block(prefix: &'static str, words: Vec<String>, brackets: Brackets) -> Doc {
    Doc::Words(Rc::new(Words { prefix, text: words, brackets: Some(brackets) }))
}

/// A character by its code: `\xNN` or `\uNNNN`, which TypeScript and Python share; none for what is beyond.
pub(super) fn escape(character: char) -> Option<String> {
    match u32::from(character) {
        code @ 0..=0xff => Some(format!("\\x{code:02x}")),
        code @ 0x100..=0xffff => Some(format!("\\u{code:04x}")),
        _ => None,
    }
}
