//! The table of rules: those of each category, in the order of their codes.

use std::collections::HashMap;
use std::sync::LazyLock;

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

static BY_NAME: LazyLock<HashMap<&'static str, &'static Rule>> =
    LazyLock::new(|| RULES.iter().flat_map(|rule| [(rule.code, *rule), (rule.name, *rule)]).collect());

/// The rule of that name (`structure/sync-cycle`) or code (`STR002`, in any case).
pub fn rule(name: &str) -> Option<&'static Rule> {
    BY_NAME.get(name).or_else(|| BY_NAME.get(name.to_ascii_uppercase().as_str())).copied()
}

/// The categories, in the order of the rules, each with its rules.
pub fn categories() -> Vec<(&'static str, Vec<&'static Rule>)> {
    let mut categories: Vec<(&'static str, Vec<&'static Rule>)> = Vec::new();
    for rule in rules() {
        match categories.last_mut() {
            Some((category, rules)) if *category == rule.category() => rules.push(rule),
            _ => categories.push((rule.category(), vec![rule])),
        }
    }
    categories
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
        }
    }

    const CATEGORIES: [&str; 9] =
        ["structure", "events", "data", "security", "reliability", "performance", "cost", "operations", "naming"];
}
