//! The table of rules: those of each category, in the order of their codes.

use std::fmt::Write as _;
use std::sync::LazyLock;

use super::finding::Severity;
use super::rule::Rule;
use super::{cost, data, events, naming, operations, performance, reliability, security, structure};

static RULES: LazyLock<Vec<&'static Rule>> = LazyLock::new(|| {
    [
        structure::RULES,
        events::RULES,
        data::RULES,
        security::RULES,
        reliability::RULES,
        performance::RULES,
        cost::RULES,
        operations::RULES,
        naming::RULES,
    ]
    .into_iter()
    .flatten()
    .collect()
});

/// Every rule, in the order of the codes.
pub fn rules() -> &'static [&'static Rule] {
    &RULES
}

/// The rule of that name (`structure/sync-cycle`) or code (`STR002`, in any case).
pub fn rule(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.name == name || rule.code.eq_ignore_ascii_case(name))
}

/// What a rule is about, for people: name, weight, why, and how to mend it.
pub fn explain(rule: &Rule) -> String {
    let mut text = String::new();
    let weight = if rule.in_production == rule.severity {
        rule.severity.to_string()
    } else {
        format!("{}, {} in production", rule.severity, rule.in_production)
    };
    let accepting = if rule.allowable || rule.in_production != Severity::Error {
        format!(
            "To accept it, with the reason, in the design:\n  allow:\n    - {{ rule: {}, at: SERVICE.NODE, because: … }}",
            rule.name
        )
    } else if rule.severity == Severity::Error {
        "It is an error and cannot be accepted.".to_owned()
    } else {
        "It can be accepted with an entry under `allow`, except where it is an error.".to_owned()
    };
    let _ = write!(
        text,
        "{} ({}): {}\n\n{}\n\nWhy: {}\n\nHow to mend it: {}\n\n{}\n",
        rule.name, rule.code, weight, rule.summary, rule.why, rule.fix, accepting
    );
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_names_are_unique_and_in_order_and_texts_are_sentences() {
        for (earlier, later) in RULES.iter().zip(RULES.iter().skip(1)) {
            let key = |rule: &Rule| (CATEGORIES.iter().position(|category| *category == rule.category()), rule.code);
            assert!(key(earlier) < key(later), "{} before {}", earlier.code, later.code);
        }
        for each in RULES.iter() {
            assert_eq!(rule(each.name).map(|rule| rule.code), Some(each.code), "{} twice", each.name);
            for text in [each.summary, each.why, each.fix] {
                assert!(
                    text.ends_with('.') && text.chars().next().is_some_and(char::is_uppercase),
                    "{}: {text}",
                    each.code
                );
            }
            assert!(explain(each).contains(each.name));
        }
    }

    const CATEGORIES: [&str; 9] =
        ["structure", "events", "data", "security", "reliability", "performance", "cost", "operations", "naming"];
}
