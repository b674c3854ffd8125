//! The categories of rules, and the rules of one.

use std::fmt::Write as _;

use crate::check::{self, Rule};
use crate::cli::console::Console;

use super::rule::weight;

/// Every category: how many rules it has, how many designs they are tested with, and the command that lists them.
pub(super) fn overview() -> String {
    let categories = check::categories();
    let mut text = String::from("category       rules   fixtures   their list\n");
    for (category, rules) in &categories {
        let command = format!("pulumi-designer explain {category}");
        let _ = writeln!(text, "{category:<14} {:>5}   {:>8}   {command}", rules.len(), fixtures(rules));
    }
    let all: usize = categories.iter().map(|(_, rules)| rules.len()).sum();
    let tested: usize = categories.iter().map(|(_, rules)| fixtures(rules)).sum();
    let _ = writeln!(text, "{:<14} {all:>5}   {tested:>8}", "all");
    text.push_str("\nEach rule has a design that breaks it and one that does not; the tests run both.\n");
    text
}

/// How many designs the rules are tested with: for each example the one that breaks the rule and its twin.
fn fixtures(rules: &[&'static Rule]) -> usize {
    let of = |code| check::examples().iter().filter(|example| example.code == code).count() * 2;
    rules.iter().map(|rule| of(rule.code)).sum()
}

/// The rules of the category of that name.
pub(super) fn text(name: &str, _: &Console) -> Option<String> {
    let (category, rules) =
        check::categories().into_iter().find(|(category, _)| category.eq_ignore_ascii_case(name))?;
    let mut text = format!("{category}: {} rules\n\n", rules.len());
    for rule in rules {
        let _ = writeln!(text, "{}  {} ({})\n        {}", rule.code, rule.name, weight(rule), rule.summary);
    }
    text.push_str("\nMore about one of them: pulumi-designer explain CODE\n");
    Some(text)
}

pub(super) fn names() -> Vec<&'static str> {
    check::categories().into_iter().map(|(category, _)| category).collect()
}
