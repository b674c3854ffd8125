//! Text from a file made safe for a terminal.

/// The text without control characters, which could drive the terminal: each becomes U+FFFD, a tab a space.
/// Bidirectional overrides, which could disguise what is shown, go the same way.
pub fn safe(text: &str) -> String {
    text.chars().map(safe_character).collect()
}

fn safe_character(character: char) -> char {
    match character {
        '\t' => ' ',
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}' => {
            '\u{fffd}'
        }
        other if other.is_control() => '\u{fffd}',
        other => other,
    }
}

/// As [`safe`], but new lines stay.
pub fn safe_lines(text: &str) -> String {
    text.chars().map(|character| if character == '\n' { '\n' } else { safe_character(character) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_control_sequence_survives() {
        assert_eq!(safe("a\u{1b}[31mb\r\n\u{9b}2J\u{202e}c"), "a\u{fffd}[31mb\u{fffd}\u{fffd}\u{fffd}2J\u{fffd}c");
        assert_eq!(safe_lines("a\nb\u{7}"), "a\nb\u{fffd}");
    }
}
