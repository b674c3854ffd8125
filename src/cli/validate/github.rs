//! Annotations for pipelines of GitHub Actions: one workflow command a line.
//!
//! Format: <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>. What a design says cannot
//! end a command and begin another: line ends, percent signs and, in properties, colons and commas are escaped.

use std::fmt::Write as _;

use crate::check::Severity;
use crate::text::safe::safe;

use super::baseline::Unmatched;
use super::subject::{Entry, Subject};

/// The annotations of those files.
pub(super) fn render(subjects: &[Subject], unreadable: &[String], unmatched: &[Unmatched]) -> String {
    let mut text: String = subjects
        .iter()
        .flat_map(|subject| subject.entries().into_iter().map(move |entry| one(subject, &entry)))
        .collect();
    for message in unreadable {
        let _ = writeln!(text, "::error title=pulumi-designer::{}", data(message));
    }
    for entry in unmatched {
        let message = format!("The baseline knows {} at {}, which is not found any more.", entry.rule, entry.at);
        let _ = writeln!(text, "::notice file={},title=baseline::{}", property(&entry.file), data(&message));
    }
    text
}

fn one(subject: &Subject, entry: &Entry<'_>) -> String {
    let command = match entry.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let title = entry.found.map_or("design file", |(rule, _)| rule.name);
    let mut line = format!("::{command} file={}", property(&subject.input.name));
    if let Some(span) = &entry.span {
        let (start, end) = subject.region(span);
        // Columns hold only where the place begins and ends on one line.
        let _ = write!(line, ",line={},endLine={}", start.line, end.line);
        if start.line == end.line {
            let _ = write!(line, ",col={},endColumn={}", start.column, end.column);
        }
    }
    let mut message = entry.message.to_owned();
    if let Some((rule, finding)) = entry.found {
        if !finding.environments.is_empty() && !finding.message.starts_with("In ") {
            let _ = write!(message, "\nIn {}.", finding.environments.join(", "));
        }
        let _ = write!(message, "\n{}", rule.why);
    }
    if let Some(help) = entry.help {
        let _ = write!(message, "\nFix: {help}");
    }
    let _ = writeln!(line, ",title={}::{}", property(title), data(&message));
    line
}

/// Text as the message of a command.
fn data(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(|line| safe(line).replace('%', "%25")).collect();
    lines.join("%0A")
}

/// Text as a property of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_a_command() {
        assert_eq!(data("a\nb 100%\r\n::error::c\u{1b}"), "a%0Ab 100%25%0A::error::c\u{fffd}");
        assert_eq!(property("x,line=1::y"), "x%2Cline=1%3A%3Ay");
    }
}
