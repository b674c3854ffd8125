//! Small Markdown as Prettier would write it: text without markup, code, aligned tables.

use unicode_width::UnicodeWidthStr as _;

/// Text in which nothing is markup, on one line.
pub(super) fn text(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let safe: String = line
        .chars()
        .filter(|character| !character.is_control())
        .map(|character| match character {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '#' | '$' | '&' | '{' | '}' => {
                format!("&#{};", character as u32)
            }
            other => other.to_string(),
        })
        .collect();
    // At the start of a line these would begin a list, a quotation or a rule.
    match safe.chars().next() {
        Some(first @ ('-' | '+' | '=')) => format!("&#{};{}", first as u32, safe.get(1..).unwrap_or_default()),
        Some(first) if first.is_ascii_digit() => format!("&#{};{}", first as u32, safe.get(1..).unwrap_or_default()),
        _ => safe,
    }
}

/// Code within a line. Back quotes cannot be in it and are left out.
pub(super) fn code(text: &str) -> String {
    let text: String = text.chars().filter(|character| !character.is_control() && *character != '`').collect();
    if text.trim().is_empty() { String::new() } else { format!("`{}`", text.replace('|', "\\|")) }
}

/// A block of shell commands.
pub(super) fn commands<S: AsRef<str>>(lines: &[S]) -> String {
    let lines: Vec<&str> = lines.iter().map(AsRef::as_ref).collect();
    format!("```sh\n{}\n```\n", lines.join("\n"))
}

/// A table with aligned columns. Cells hold Markdown already.
pub(super) fn table(heading: &[&str], rows: &[Vec<String>]) -> String {
    let mut widths: Vec<usize> = heading.iter().map(|cell| cell.width().max(3)).collect();
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.width());
        }
    }
    let line = |cells: &[String]| {
        let cells: Vec<String> = cells
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell}{}", " ".repeat(width.saturating_sub(cell.width()))))
            .collect();
        format!("| {} |\n", cells.join(" | "))
    };
    let heading: Vec<String> = heading.iter().map(|cell| (*cell).to_owned()).collect();
    let rule: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
    let mut text = line(&heading) + &line(&rule);
    for row in rows {
        text.push_str(&line(row));
    }
    text
}
