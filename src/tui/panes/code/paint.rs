//! A line of generated code with its words told apart: strings, comments, keywords, numbers, names of types.
//!
//! Reads what our own printers write, one line at a time; it is no parser of either language.

use ratatui::style::Style;
use ratatui::text::Span;

use crate::catalog::Language;
use crate::tui::theme::Theme;

/// What a piece of a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    Plain,
    Text,
    Comment,
    Keyword,
    Number,
}

const TYPESCRIPT: &[&str] = &[
    "as",
    "async",
    "await",
    "class",
    "const",
    "constructor",
    "else",
    "export",
    "extends",
    "false",
    "for",
    "from",
    "function",
    "if",
    "implements",
    "import",
    "in",
    "interface",
    "let",
    "new",
    "null",
    "of",
    "private",
    "public",
    "readonly",
    "return",
    "static",
    "super",
    "this",
    "throw",
    "true",
    "type",
    "typeof",
    "undefined",
    "void",
];
const PYTHON: &[&str] = &[
    "and", "as", "async", "await", "class", "def", "elif", "else", "except", "False", "for", "from", "if", "import",
    "in", "is", "lambda", "None", "not", "or", "pass", "raise", "return", "self", "super", "True", "try", "with",
    "yield",
];

/// The line in colours, without its first columns.
pub(super) fn spans(theme: Theme, language: Language, line: &str, across: usize) -> Vec<Span<'static>> {
    let mut spans = Vec::new();
    let mut left_out = across;
    for (token, piece) in tokens(language, line) {
        let shown: String = piece.chars().skip(left_out).collect();
        left_out = left_out.saturating_sub(piece.chars().count());
        if !shown.is_empty() {
            spans.push(Span::styled(crate::text::safe::safe(&shown), look(theme, token)));
        }
    }
    spans
}

fn look(theme: Theme, token: Token) -> Style {
    match token {
        Token::Plain => theme.plain(),
        Token::Text => theme.written(),
        Token::Number => theme.overridden(),
        Token::Comment => theme.dim(),
        Token::Keyword => theme.heading(),
    }
}

fn tokens(language: Language, line: &str) -> Vec<(Token, &str)> {
    let (comment, keywords, quotes) = match language {
        Language::TypeScript => ("//", TYPESCRIPT, "\"'`"),
        Language::Python => ("#", PYTHON, "\"'"),
    };
    let mut tokens: Vec<(Token, &str)> = Vec::new();
    let mut rest = line;
    // Comments that run over lines begin and end with a sign of their own.
    if matches!(language, Language::TypeScript) && rest.trim_start().starts_with(['/', '*']) {
        return vec![(Token::Comment, rest)];
    }
    while let Some(first) = rest.chars().next() {
        let (token, length) = if rest.starts_with(comment) {
            (Token::Comment, rest.len())
        } else if quotes.contains(first) {
            (Token::Text, quoted(rest, first))
        } else if first.is_ascii_digit() {
            (Token::Number, run(rest, |letter| letter.is_ascii_alphanumeric() || letter == '.' || letter == '_'))
        } else if first.is_alphabetic() || first == '_' {
            let length = run(rest, |letter| letter.is_alphanumeric() || letter == '_');
            let word = rest.get(..length).unwrap_or_default();
            let token = if keywords.contains(&word) { Token::Keyword } else { Token::Plain };
            (token, length)
        } else {
            (Token::Plain, first.len_utf8())
        };
        let (piece, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
        tokens.push((token, piece));
        rest = after;
    }
    tokens
}

/// The length of a quoted text with its quotes; to the end where it goes on in the next line.
fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (place, letter) in text.char_indices().skip(1) {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if letter == quote => return place + letter.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

fn run(text: &str, of: impl Fn(char) -> bool) -> usize {
    text.char_indices().find(|(_, letter)| !of(*letter)).map_or(text.len(), |(place, _)| place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_apart_in_both_languages_and_nothing_is_lost() {
        for (language, line, expected) in [
            (
                Language::TypeScript,
                "const a = \"x\\\" // y\" + 12; // why",
                vec![
                    (Token::Keyword, "const"),
                    (Token::Text, "\"x\\\" // y\""),
                    (Token::Number, "12"),
                    (Token::Comment, "// why"),
                ],
            ),
            (
                Language::Python,
                "self.a = f\"{b}\"  # why",
                vec![(Token::Keyword, "self"), (Token::Text, "\"{b}\""), (Token::Comment, "# why")],
            ),
            (Language::TypeScript, "/** Why: const. */", vec![(Token::Comment, "/** Why: const. */")]),
            (Language::Python, "\"\"\"unfinished ä", vec![(Token::Text, "\"\""), (Token::Text, "\"unfinished ä")]),
        ] {
            let found = tokens(language, line);
            assert_eq!(found.iter().map(|(_, piece)| *piece).collect::<String>(), line);
            let told: Vec<_> = found.into_iter().filter(|(token, _)| *token != Token::Plain).collect();
            assert_eq!(told, expected);
        }
    }
}
