//! A rule: what it looks for, why, how to mend it, and an example with what is said about it.

use std::fmt::Write as _;

use crate::check::{self, Example, Rule, Safety, Severity};
use crate::cli::console::Console;
use crate::cli::input::Input;
use crate::cli::validate;
use crate::design::file::diff;

/// The most lines of an example.
const LINES: usize = 60;

/// The text about the rule of that name or code.
pub(super) fn text(name: &str, console: &Console) -> Option<String> {
    let rule = check::rule(name).or_else(|| by_short_name(name))?;
    let mut text = format!("{} ({}): {}\n\n", rule.name, rule.code, weight(rule));
    let width = console.style.width.clamp(40, 100);
    for (title, content) in [("", rule.summary), ("Why: ", rule.why), ("How to mend it: ", rule.fix)] {
        let _ = writeln!(text, "{}\n", fill(&format!("{title}{content}"), width));
    }
    if let Some(because) = check::unfixed_because(rule.code) {
        let _ = writeln!(text, "{}\n", fill(&format!("There is no quick fix: {}", inside(because)), width));
    }
    if let Some(example) = check::example(rule.code) {
        show(&mut text, rule, example, console);
    }
    let _ = writeln!(text, "{}", accepting(rule));
    Some(text)
}

/// A sentence as the second part of another; words that begin them here are no names.
fn inside(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// The names, with and without their category, and codes of all rules.
pub(super) fn names() -> Vec<&'static str> {
    check::rules().iter().flat_map(|rule| [rule.name, rule.code, short_name(rule)]).collect()
}

/// The rule of that name, which leaves its category out.
fn by_short_name(name: &str) -> Option<&'static Rule> {
    check::rules().iter().copied().find(|rule| short_name(rule) == name)
}

fn short_name(rule: &'static Rule) -> &'static str {
    rule.name.split_once('/').map_or(rule.name, |(_, name)| name)
}

/// How much the rule weighs, in words.
pub(in crate::cli) fn weight(rule: &Rule) -> String {
    if rule.in_production == rule.severity {
        rule.severity.to_string()
    } else {
        format!("{}, {} in production", rule.severity, rule.in_production)
    }
}

/// Whether and how a finding may be accepted.
fn accepting(rule: &Rule) -> String {
    let entry = format!("  allow:\n    - {{ rule: {}, at: SERVICE.NODE, because: … }}", rule.name);
    if rule.severity == Severity::Error && !rule.allowable {
        "It is an error and cannot be accepted.".to_owned()
    } else if rule.in_production == Severity::Error && !rule.allowable {
        format!("To accept it where it is no error, with the reason, in the design:\n{entry}")
    } else {
        format!("To accept it, with the reason, in the design:\n{entry}")
    }
}

/// The example, what is said about it, and the nearest design of which that is not said.
fn show(text: &mut String, rule: &Rule, example: &Example, console: &Console) {
    let failing = body(example.failing);
    let _ = writeln!(text, "Example:\n\n{}", indented(failing));
    let input = Input::of_text("example.yaml", failing);
    let findings = check::check(&input.loaded.design);
    let findings: Vec<_> = findings.into_iter().filter(|finding| finding.code == rule.code).collect();
    let said = validate::reports(&input, &findings, console);
    let _ = writeln!(text, "What is said:\n\n{}", indented(said.trim_end()));
    let fixes: Vec<String> = findings.iter().flat_map(|finding| &finding.fixes).map(quick_fix).collect();
    if !fixes.is_empty() {
        let _ = writeln!(text, "Quick fixes:\n\n{}", indented(fixes.join("\n").as_str()));
    }
    let diff = diff::unified(failing, body(example.passing), "example.yaml");
    let _ = writeln!(text, "One way to mend it:\n\n{}", indented(&diff));
}

fn quick_fix(fix: &check::Fix) -> String {
    let safety = match fix.safety {
        Safety::Safe => "safe: `validate --fix` applies it",
        Safety::Unsafe => "in a session, or with `validate --fix --unsafe-fixes`",
        Safety::Asks => "in a session; it needs words of yours",
    };
    format!("{} ({safety})", fix.title)
}

/// A fixture without its first comment, which is for the tests.
fn body(text: &str) -> &str {
    match text.split_once('\n') {
        Some((first, rest)) if first.starts_with('#') => rest,
        _ => text,
    }
}

/// Lines with a margin; of many the first and last.
fn indented(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let indent = |lines: &[&str]| lines.iter().map(|line| format!("    {line}").trim_end().to_owned() + "\n").collect();
    if lines.len() <= LINES {
        return indent(&lines);
    }
    let (first, rest) = lines.split_at(LINES / 2);
    let left = rest.len() - LINES / 2;
    let (_, last) = rest.split_at(left);
    let (first, last): (String, String) = (indent(first), indent(last));
    format!("{first}    … {left} more lines …\n{last}")
}

/// A paragraph in lines of that width.
fn fill(text: &str, width: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.join("\n")
}
