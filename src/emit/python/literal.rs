//! Literals of Python: no text can leave its quotes.

use super::super::comment;
use super::super::document::Piece;

/// A string literal.
pub(super) fn string(text: &str) -> String {
    pieces(&[Piece::Text(text.into())])
}

/// A literal: an f-string if there is a value in it. In the quotes that need fewer escapes; double ones if it makes no
/// difference.
pub(super) fn pieces(pieces: &[Piece]) -> String {
    let texts = || {
        pieces.iter().filter_map(|piece| match piece {
            Piece::Text(text) => Some(text),
            Piece::Value(_) => None,
        })
    };
    let count = |quote: char| texts().map(|text| text.matches(quote).count()).sum::<usize>();
    let quote = if count('"') > count('\'') { '\'' } else { '"' };
    let format = pieces.iter().any(|piece| matches!(piece, Piece::Value(_)));
    let mut literal = String::from(if format { "f" } else { "" });
    literal.push(quote);
    for piece in pieces {
        match piece {
            Piece::Text(text) => {
                for character in text.chars() {
                    if format && matches!(character, '{' | '}') {
                        literal.push(character);
                    }
                    push_escaped(&mut literal, character, quote);
                }
            }
            Piece::Value(value) => {
                literal.push('{');
                literal.push_str(value);
                literal.push('}');
            }
        }
    }
    literal.push(quote);
    literal
}

/// The character, or its escape if it does not show as itself or could be taken for another.
fn push_escaped(literal: &mut String, character: char, quote: char) {
    match character {
        '\\' => literal.push_str("\\\\"),
        '\n' => literal.push_str("\\n"),
        '\r' => literal.push_str("\\r"),
        '\t' => literal.push_str("\\t"),
        other if other == quote => {
            literal.push('\\');
            literal.push(other);
        }
        other if comment::is_invisible(other) || is_confusable(other) => {
            let escape = comment::escape(other).unwrap_or_else(|| format!("\\U{:08x}", u32::from(other)));
            literal.push_str(&escape);
        }
        other => literal.push(other),
    }
}

/// Whether a character looks like one of ASCII, so that linters warn of it. Letters of scripts that share shapes with
/// Latin count, and typographic punctuation.
pub(super) fn is_confusable(character: char) -> bool {
    plain(character).is_some()
        || matches!(
            character,
            '\u{1c3}'
                | '\u{2b0}'..='\u{36f}'
                | '\u{370}'..='\u{52f}'
                | '\u{2010}'..='\u{2bff}'
                | '\u{ff01}'..='\u{ff5e}'
                | '\u{1d400}'..='\u{1d7ff}'
        )
}

/// What is written in remarks instead of a typographic character.
pub(super) fn plain(character: char) -> Option<&'static str> {
    Some(match character {
        '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2032}' | '\u{b4}' => "'",
        '\u{201c}' | '\u{201d}' | '\u{2033}' => "\"",
        '\u{2010}'..='\u{2015}' | '\u{2212}' => "-",
        '\u{2024}' => ".",
        '\u{2026}' => "...",
        '\u{d7}' => "x",
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => " ",
        '\u{2044}' | '\u{2215}' => "/",
        '\u{2217}' => "*",
        '\u{2236}' => ":",
        '\u{b8}' => ",",
        _ => return None,
    })
}

/// A number.
pub(super) fn number(value: f64) -> String {
    if value.is_finite() { format!("{value:?}") } else { format!("float(\"{value}\")").to_lowercase() }
}
