//! What a rule is. Knows nothing of any rule in particular.

use super::accept::Use;
use super::context::Context;
use super::finding::Severity;
use super::report::Report;

/// A rule: its names, its weight, its texts and what it looks for.
#[derive(Debug)]
pub struct Rule {
    /// The short stable code, such as `STR002`; never given to another rule.
    pub code: &'static str,
    /// The name in files and messages: `category/name`.
    pub name: &'static str,
    /// How much a finding weighs unless the rule says otherwise for it.
    pub severity: Severity,
    /// How much it weighs when it holds in production.
    pub in_production: Severity,
    /// Whether a finding may be accepted although it is an error.
    pub allowable: bool,
    /// What the rule looks for, in a line.
    pub summary: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// How to mend it.
    pub fix: &'static str,
    /// What it looks for.
    pub(super) body: Body,
}

impl Rule {
    /// The category: the part of the name before the slash.
    pub fn category(&self) -> &'static str {
        self.name.split('/').next().unwrap_or(self.name)
    }
}

/// What a rule looks at.
#[derive(Debug, Clone, Copy)]
pub(super) enum Body {
    /// The design.
    Design(fn(&Context<'_>, &mut Report<'_, '_>)),
    /// What became of the entries under `allow`.
    Acceptance(fn(&Context<'_>, &[Use], &mut Report<'_, '_>)),
}
