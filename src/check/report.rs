//! Gathers findings: gives each its rule, its weight, and the environments it holds in.

use crate::design::{Edit, Place};

use super::context::{Context, Stage};
use super::finding::{Finding, Fix, Safety, Severity};
use super::rule::Rule;
use super::table::rule;

/// The findings of a check so far.
pub(super) struct Report<'c, 'd> {
    context: &'c Context<'d>,
    rule: Option<&'static Rule>,
    findings: Vec<Finding>,
}

/// What a rule sees in one environment.
pub(super) struct Outcome {
    /// Where.
    pub(super) place: Place,
    /// What is wrong.
    pub(super) message: String,
    /// The weight, when it is not the rule's own.
    pub(super) severity: Option<Severity>,
    /// The title of the fix.
    pub(super) title: String,
    /// What mends it in this environment.
    pub(super) mend: Option<Edit>,
}

impl Outcome {
    /// A finding without a fix.
    pub(super) fn new(place: Place, message: String) -> Self {
        Self { place, message, severity: None, title: String::new(), mend: None }
    }

    /// With a fix.
    pub(super) fn mend(mut self, title: impl Into<String>, edit: Edit) -> Self {
        self.title = title.into();
        self.mend = Some(edit);
        self
    }

    /// With a weight of its own.
    pub(super) fn weigh(mut self, severity: Severity) -> Self {
        self.severity = Some(severity);
        self
    }
}

/// Outcomes of several environments that say the same.
struct Group {
    outcome: Outcome,
    severity: Severity,
    environments: Vec<String>,
    edits: Vec<Edit>,
}

impl<'c, 'd> Report<'c, 'd> {
    pub(super) fn new(context: &'c Context<'d>) -> Self {
        Self { context, rule: None, findings: Vec::new() }
    }

    /// What follows is found by that rule.
    pub(super) fn begin(&mut self, rule: &'static Rule) {
        self.rule = Some(rule);
    }

    /// A finding that holds in every environment.
    pub(super) fn add(&mut self, place: Place, message: impl Into<String>) -> Draft<'_> {
        let severity = self.rule.map_or(Severity::Info, |rule| {
            if self.context.has_production() { rule.in_production } else { rule.severity }
        });
        self.push(place, message.into(), severity)
    }

    /// Looks at each environment; what is the same in several becomes one finding.
    pub(super) fn each_stage(&mut self, mut evaluate: impl FnMut(Stage<'d>) -> Option<Outcome>) {
        let mut groups: Vec<Group> = Vec::new();
        for stage in &self.context.stages {
            let Some(mut outcome) = evaluate(*stage) else { continue };
            let severity = outcome.severity.unwrap_or_else(|| self.weight(*stage));
            let name = stage.name.map(str::to_owned);
            let edit = outcome.mend.take();
            if let Some(group) = groups.iter_mut().find(|group| group.outcome.message == outcome.message) {
                group.severity = group.severity.min(severity);
                group.environments.extend(name);
                group.edits.extend(edit.filter(|edit| !group.edits.contains(edit)));
            } else {
                let (environments, edits) = (name.into_iter().collect(), edit.into_iter().collect());
                groups.push(Group { outcome, severity, environments, edits });
            }
        }
        for group in groups {
            let Group { outcome, severity, environments, mut edits } = group;
            let everywhere = environments.len() == self.context.stages.len() || environments.is_empty();
            let message = if everywhere {
                outcome.message
            } else {
                format!("In {}: {}", list(&environments), inside_a_sentence(&outcome.message))
            };
            let mut draft = self.push(outcome.place, message, severity);
            if !everywhere {
                draft = draft.environments(environments);
            }
            let edit = if edits.len() > 1 { Some(Edit::Batch(edits)) } else { edits.pop() };
            if let Some(edit) = edit {
                draft.fix(outcome.title, edit);
            }
        }
    }

    fn weight(&self, stage: Stage<'_>) -> Severity {
        self.rule.map_or(Severity::Info, |rule| if stage.production { rule.in_production } else { rule.severity })
    }

    fn push(&mut self, place: Place, message: String, severity: Severity) -> Draft<'_> {
        let (code, rule) = self.rule.map_or(("", ""), |rule| (rule.code, rule.name));
        let index = self.findings.len();
        self.findings.push(Finding {
            code,
            rule,
            severity,
            message,
            place,
            related: Vec::new(),
            environments: Vec::new(),
            fixes: Vec::new(),
            acceptable: true,
        });
        Draft { finding: self.findings.get_mut(index) }
    }

    /// Everything that was found, in the order it was found.
    pub(super) fn finish(mut self) -> Vec<Finding> {
        for finding in &mut self.findings {
            let allowable = finding.acceptable && rule(finding.rule).is_some_and(|rule| rule.allowable);
            finding.acceptable = allowable || finding.severity != Severity::Error;
        }
        self.findings
    }
}

/// A finding just added, to say more about.
pub(super) struct Draft<'r> {
    finding: Option<&'r mut Finding>,
}

impl Draft<'_> {
    /// With another weight.
    pub(super) fn severity(mut self, severity: Severity) -> Self {
        if let Some(finding) = &mut self.finding {
            finding.severity = severity;
        }
        self
    }

    /// Not to be accepted where it is an error, whatever its rule says.
    pub(super) fn unacceptable(mut self) -> Self {
        if let Some(finding) = &mut self.finding {
            finding.acceptable = false;
        }
        self
    }

    /// With further places.
    pub(super) fn related(mut self, places: impl IntoIterator<Item = Place>) -> Self {
        if let Some(finding) = &mut self.finding {
            finding.related.extend(places);
        }
        self
    }

    /// Only in those environments.
    pub(super) fn environments(mut self, names: Vec<String>) -> Self {
        if let Some(finding) = &mut self.finding {
            finding.environments = names;
        }
        self
    }

    /// With a change that would mend it.
    pub(super) fn fix(mut self, title: impl Into<String>, edit: Edit) -> Self {
        if let Some(finding) = &mut self.finding {
            // Whether it is safe is found out for all fixes together.
            finding.fixes.push(Fix { title: title.into(), edit, safety: Safety::Unsafe });
        }
        self
    }

    /// With a change that would mend it, where there is one.
    pub(super) fn maybe_fix(self, title: impl Into<String>, edit: Option<Edit>) -> Self {
        match edit {
            Some(edit) => self.fix(title, edit),
            None => self,
        }
    }
}

/// A sentence as the second part of another: its first word without the capital, unless it is a name.
fn inside_a_sentence(sentence: &str) -> String {
    let mut letters = sentence.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => first.to_lowercase().chain(letters).collect(),
        _ => sentence.to_owned(),
    }
}

/// `a`, `a and b`, `a, b and c`.
pub(super) fn list<T: AsRef<str>>(items: &[T]) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [most @ .., last] => {
            let most: Vec<&str> = most.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", most.join(", "), last.as_ref())
        }
    }
}

/// As [`list`], with the number of the rest where there are many.
pub(super) fn some<T: AsRef<str>>(items: &[T]) -> String {
    const TOLD: usize = 6;
    match items.get(..TOLD - 1) {
        Some(first) if items.len() > TOLD => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} and {} more", first.join(", "), items.len() - first.len())
        }
        _ => list(items),
    }
}

/// A way from node to node: `a → b → c`; of a long one its beginning and end.
pub(super) fn way<T: AsRef<str>>(steps: &[T]) -> String {
    let steps: Vec<&str> = steps.iter().map(AsRef::as_ref).collect();
    match steps.as_slice() {
        [first, second, third, .., before, last] if steps.len() > 9 => {
            format!("{first} → {second} → {third} → … → {before} → {last}")
        }
        _ => steps.join(" → "),
    }
}

/// As [`list`], with `or`.
pub(super) fn choice<T: AsRef<str>>(items: &[T]) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [most @ .., last] => {
            let most: Vec<&str> = most.iter().map(AsRef::as_ref).collect();
            format!("{} or {}", most.join(", "), last.as_ref())
        }
    }
}
