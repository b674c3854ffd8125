//! Text of people inside comments: unable to end them, wrapped to the width.

use super::WIDTH;

/// The text on one line, without what could end a comment or a docstring of either language.
pub(super) fn tame(text: &str) -> String {
    let plain: String = text.chars().map(|character| if character.is_control() { ' ' } else { character }).collect();
    let plain = plain.replace(['\\', '\u{2028}', '\u{2029}'], " ").replace("*/", "* /").replace("\"\"\"", "'''");
    let words: Vec<&str> = plain.split_whitespace().collect();
    let sentence = words.join(" ");
    let sentence = sentence.trim_end_matches(['"', '.']).to_owned();
    if sentence.is_empty() || sentence.ends_with(['!', '?']) { sentence } else { format!("{sentence}.") }
}

/// The words in lines of at most the width less the indentation.
pub(super) fn wrap(text: &str, indentation: usize) -> Vec<String> {
    let room = WIDTH.saturating_sub(indentation);
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > room {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// A name among those taken: the wish, the wish behind a longer beginning, or the wish with a number.
pub(super) fn free(taken: &mut Vec<String>, wish: String, longer: String) -> String {
    let numbered = (2..=u32::MAX).map(|number| format!("{longer}{number}"));
    let name = [wish, longer.clone()].into_iter().chain(numbered).find(|name| !taken.contains(name)).unwrap_or(longer);
    taken.push(name.clone());
    name
}
