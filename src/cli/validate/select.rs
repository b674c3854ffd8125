//! Which findings are told: from which weight on, and of which rules.

use anyhow::bail;

use crate::check::{self, Finding, Rule, Severity};
use crate::text::nearest::nearest;

/// Which findings are told.
#[derive(Debug)]
pub(super) struct Select {
    least: Severity,
    rules: Vec<&'static Rule>,
}

impl Select {
    /// From that weight on, and of those rules, codes or categories; of all rules where none is named.
    pub(super) fn new(least: Severity, names: &[String]) -> anyhow::Result<Self> {
        let mut rules = Vec::new();
        for name in names {
            let found = named(name);
            if found.is_empty() {
                let categories = check::categories();
                let known = check::rules().iter().flat_map(|rule| [rule.name, rule.code]);
                let known = categories.iter().map(|(category, _)| *category).chain(known);
                let hint = nearest(name, known).map_or_else(
                    || "`pulumi-designer explain` lists them".to_owned(),
                    |near| format!("did you mean `{near}`?"),
                );
                bail!("there is no rule and no category `{name}`; {hint}");
            }
            rules.extend(found);
        }
        Ok(Self { least, rules })
    }

    /// Whether the finding is told.
    pub(super) fn keeps(&self, finding: &Finding) -> bool {
        self.is_heavy(finding.severity)
            && (self.rules.is_empty() || self.rules.iter().any(|rule| rule.code == finding.code))
    }

    /// Whether what weighs so much is told.
    pub(super) fn is_heavy(&self, severity: Severity) -> bool {
        severity <= self.least
    }
}

/// The rule of that name or code, or the rules of that category.
fn named(name: &str) -> Vec<&'static Rule> {
    match check::rule(name) {
        Some(rule) => vec![rule],
        None => check::rules().iter().copied().filter(|rule| rule.category() == name).collect(),
    }
}
