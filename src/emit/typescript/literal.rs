//! Literals of TypeScript: no text can leave its quotes.

use super::super::comment;

/// Whether a name may stand unquoted as a property.
pub(super) fn is_identifier(name: &str) -> bool {
    !name.is_empty() && name.chars().all(is_part) && !name.starts_with(|first: char| first.is_ascii_digit())
}

/// Whether a character may stand in an identifier: of ASCII, and of the most common alphabets.
pub(super) fn is_part(character: char) -> bool {
    match character {
        '\u{c0}'..='\u{17f}' | '\u{391}'..='\u{3c9}' | '\u{410}'..='\u{44f}' => character.is_alphabetic(),
        '_'
        | '$'
        | '\u{3041}'..='\u{3096}'
        | '\u{30a1}'..='\u{30fa}'
        | '\u{4e00}'..='\u{9fa5}'
        | '\u{ac00}'..='\u{d7a3}' => true,
        other => other.is_ascii_alphanumeric(),
    }
}

/// A string literal, in the quotes that need fewer escapes; double ones if it makes no difference.
pub(super) fn string(text: &str) -> String {
    let doubles = text.matches('"').count();
    let singles = text.matches('\'').count();
    let quote = if doubles > singles { '\'' } else { '"' };
    let mut literal = String::with_capacity(text.len() + 2);
    literal.push(quote);
    for character in text.chars() {
        if character == quote {
            literal.push('\\');
            literal.push(character);
        } else {
            push_escaped(&mut literal, character);
        }
    }
    literal.push(quote);
    literal
}

/// Text inside a template literal.
pub(super) fn template(text: &str) -> String {
    let mut literal = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '`' => literal.push_str("\\`"),
            '$' if characters.peek() == Some(&'{') => literal.push_str("\\$"),
            other => push_escaped(&mut literal, other),
        }
    }
    literal
}

/// The character, or its escape if it does not show as itself or could end the line.
fn push_escaped(literal: &mut String, character: char) {
    match character {
        '\\' => literal.push_str("\\\\"),
        '\n' => literal.push_str("\\n"),
        '\r' => literal.push_str("\\r"),
        '\t' => literal.push_str("\\t"),
        other if comment::is_invisible(other) => {
            let escape = comment::escape(other).unwrap_or_else(|| format!("\\u{{{:x}}}", u32::from(other)));
            literal.push_str(&escape);
        }
        other => literal.push(other),
    }
}

/// A number: whole ones without a fraction.
pub(super) fn number(value: f64) -> String {
    if value.is_nan() {
        return "Number.NaN".to_owned();
    }
    if value.is_infinite() {
        let sign = if value < 0.0 { "NEGATIVE" } else { "POSITIVE" };
        return format!("Number.{sign}_INFINITY");
    }
    let text = format!("{value:?}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}
