//! Profiles: how the weight of findings changes with what the design is for. Knows findings and rules, no design.

use std::collections::BTreeSet;
use std::fmt;

use indexmap::IndexMap;

use crate::design::Edit;

use super::finding::{Finding, Fix, Safety, Severity};
use super::table::rule;

/// How findings weigh.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Profile {
    /// A design that grows: what is not finished yet weighs less, and nothing becomes an error for production's sake.
    Draft,
    /// As the rules say.
    #[default]
    Normal,
    /// Each warning of security and reliability is an error unless it is accepted with a reason.
    Strict,
    /// What was just imported: only what is broken is an error, and each rule speaks once.
    Imported,
}

impl Profile {
    /// Every profile, the mildest first.
    pub const ALL: [Self; 4] = [Self::Draft, Self::Imported, Self::Normal, Self::Strict];

    /// As written in commands.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Normal => "normal",
            Self::Strict => "strict",
            Self::Imported => "imported",
        }
    }

    /// What it does, in a sentence.
    pub const fn summary(self) -> &'static str {
        match self {
            Self::Draft => {
                "For a design that was never exported: a warning stays one in production, and what is not joined yet is only noted."
            }
            Self::Normal => "As the rules say.",
            Self::Strict => {
                "For what goes to production: each warning of security and reliability is an error unless it is accepted with a reason."
            }
            Self::Imported => {
                "For the first look at an import: only errors of structure, events and naming stay errors, and each rule speaks once, with a fix for all its places."
            }
        }
    }

    /// The findings as they weigh here, in no order that means anything.
    pub(super) fn apply(self, mut findings: Vec<Finding>) -> Vec<Finding> {
        match self {
            Self::Normal => {}
            Self::Draft => findings.iter_mut().for_each(|finding| finding.severity = in_a_draft(finding)),
            Self::Strict => findings.iter_mut().for_each(|finding| {
                if finding.severity == Severity::Warning && is_of(finding, &["security", "reliability"]) {
                    finding.severity = Severity::Error;
                }
            }),
            Self::Imported => {
                for finding in &mut findings {
                    if is_of(finding, CAPPED) {
                        finding.severity = finding.severity.max(Severity::Warning);
                    }
                }
                return gather(findings);
            }
        }
        findings
    }
}

impl fmt::Display for Profile {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// The categories that have no errors in what was just imported.
const CAPPED: &[&str] = &["security", "reliability", "data", "operations", "cost", "performance"];

/// What is only noted while a design grows: most of it will be joined in a minute.
const UNFINISHED: &[&str] = &["STR006", "STR029", "EVT001", "EVT002", "EVT003", "DAT011", "DAT012", "DAT013"];

fn in_a_draft(finding: &Finding) -> Severity {
    if UNFINISHED.contains(&finding.code) {
        return Severity::Info;
    }
    let grows = rule(finding.code)
        .is_some_and(|rule| rule.severity == Severity::Warning && rule.in_production == Severity::Error);
    if grows { finding.severity.max(Severity::Warning) } else { finding.severity }
}

fn is_of(finding: &Finding, categories: &[&str]) -> bool {
    finding.rule.split('/').next().is_some_and(|category| categories.contains(&category))
}

/// One finding a rule in the categories that most imports break: the first place, the others beside it, and one fix
/// for all of them.
fn gather(findings: Vec<Finding>) -> Vec<Finding> {
    let mut groups: IndexMap<&'static str, Vec<Finding>> = IndexMap::new();
    let mut kept = Vec::new();
    for finding in findings {
        if is_of(&finding, CAPPED) {
            groups.entry(finding.code).or_default().push(finding);
        } else {
            kept.push(finding);
        }
    }
    kept.extend(groups.into_values().filter_map(summary));
    kept
}

fn summary(findings: Vec<Finding>) -> Option<Finding> {
    let count = findings.len();
    let fix = bulk(&findings);
    let mut findings = findings.into_iter();
    let mut first = findings.next()?;
    if count == 1 {
        return Some(first);
    }
    let others: Vec<Finding> = findings.collect();
    first.severity = others.iter().map(|finding| finding.severity).fold(first.severity, Severity::min);
    let words = rule(first.code).map_or(first.rule, |rule| rule.summary).trim_end_matches('.');
    first.message = format!("{words}: in {count} places. The first: {}", first.message);
    first.related.extend(others.into_iter().map(|finding| finding.place));
    first.environments.clear();
    first.fixes = fix.into_iter().collect();
    Some(first)
}

/// The first fix of each finding as one. Of those that replace one environment as a whole only the first can go in.
fn bulk(findings: &[Finding]) -> Option<Fix> {
    let mut replaced: BTreeSet<String> = BTreeSet::new();
    let mut safety = Safety::Safe;
    let mut edits = Vec::new();
    let mut mended = 0;
    for fix in findings.iter().filter_map(|finding| finding.fixes.first()) {
        let environments = environments(&fix.edit);
        let reshapes = reshapes(&fix.edit);
        if reshapes && !edits.is_empty() || environments.iter().any(|name| replaced.contains(name)) {
            continue;
        }
        mended += 1;
        safety = safety.max(fix.safety);
        replaced.extend(environments);
        edits.push(fix.edit.clone());
        if reshapes {
            break;
        }
    }
    if mended < 2 {
        return None;
    }
    let title = if mended == findings.len() {
        format!("Mend all {mended} places")
    } else {
        format!("Mend {mended} of {} places", findings.len())
    };
    Some(Fix { title, edit: Edit::Batch(edits), safety })
}

/// The environments that an edit replaces.
fn environments(edit: &Edit) -> Vec<String> {
    match edit {
        Edit::Batch(edits) => edits.iter().flat_map(environments).collect(),
        Edit::SetEnvironment { name, .. } => vec![name.clone()],
        _ => Vec::new(),
    }
}

/// Whether an edit does more than write values, so that another one made for the same design may not fit after it.
fn reshapes(edit: &Edit) -> bool {
    match edit {
        Edit::Batch(edits) => edits.iter().any(reshapes),
        Edit::SetProperty { .. } | Edit::SetFlowProperty { .. } | Edit::SetEnvironment { .. } => false,
        _ => true,
    }
}
