//! What a rule is. Knows nothing of any rule in particular.

use super::accept::Use;
use super::context::Context;
use super::finding::{Safety, Severity};
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
    /// Whether its quick fixes may be applied without asking, where their edits do not tell.
    pub fixes: Option<Safety>,
    /// Whether it judges a place by itself, so that it holds where other parts of the file could not be read.
    pub by_itself: bool,
    /// What it looks for.
    pub(super) body: Body,
}

impl Rule {
    /// A rule whose findings are errors.
    pub(super) const fn error(code: &'static str, name: &'static str, run: Run) -> Self {
        Self::new(code, name, Severity::Error, Body::Design(run))
    }

    /// A rule whose findings are warnings.
    pub(super) const fn warning(code: &'static str, name: &'static str, run: Run) -> Self {
        Self::new(code, name, Severity::Warning, Body::Design(run))
    }

    /// A rule whose findings are worth knowing.
    pub(super) const fn info(code: &'static str, name: &'static str, run: Run) -> Self {
        Self::new(code, name, Severity::Info, Body::Design(run))
    }

    /// A rule of that weight.
    pub(super) const fn new(code: &'static str, name: &'static str, severity: Severity, body: Body) -> Self {
        Self {
            code,
            name,
            severity,
            in_production: severity,
            allowable: false,
            summary: "",
            why: "",
            fix: "",
            fixes: None,
            by_itself: false,
            body,
        }
    }

    /// Another weight where it holds in production.
    pub(super) const fn in_production(mut self, severity: Severity) -> Self {
        self.in_production = severity;
        self
    }

    /// It may be accepted even as an error.
    pub(super) const fn allowable(mut self) -> Self {
        self.allowable = true;
        self
    }

    /// It judges a place by itself, whatever else the design holds.
    pub(super) const fn by_itself(mut self) -> Self {
        self.by_itself = true;
        self
    }

    /// Its quick fixes are safe (or not), whatever their edits look like.
    pub(super) const fn fixes(mut self, safety: Safety) -> Self {
        self.fixes = Some(safety);
        self
    }

    /// What it looks for, why that matters, and how to mend it: a sentence or two each.
    pub(super) const fn says(mut self, summary: &'static str, why: &'static str, fix: &'static str) -> Self {
        self.summary = summary;
        self.why = why;
        self.fix = fix;
        self
    }

    /// The category: the part of the name before the slash.
    pub fn category(&self) -> &'static str {
        self.name.split('/').next().unwrap_or(self.name)
    }
}

/// A function that looks at a design.
pub(super) type Run = fn(&Context<'_>, &mut Report<'_, '_>);

/// What a rule looks at.
#[derive(Debug, Clone, Copy)]
pub(super) enum Body {
    /// The design.
    Design(Run),
    /// What became of the entries under `allow`.
    Acceptance(fn(&Context<'_>, &[Use], &mut Report<'_, '_>)),
}
