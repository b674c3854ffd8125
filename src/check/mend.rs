//! Applies quick fixes until none is left that may be applied: what `validate --fix` does, without the file.

use std::collections::BTreeSet;

use crate::design::{Design, Edit, Place};

use super::check_with;
use super::finding::{Finding, Fix, Severity};
use super::options::Options;

/// The most rounds: what a fix brings to light is fixed in the next.
const ROUNDS: usize = 32;

/// A design after fixes.
#[derive(Debug, Clone)]
pub struct Mended {
    /// The design.
    pub design: Design,
    /// What was applied, in order.
    pub applied: Vec<Applied>,
}

/// A fix that was applied.
#[derive(Debug, Clone, PartialEq)]
pub struct Applied {
    /// The rule's code.
    pub code: &'static str,
    /// The rule's name.
    pub rule: &'static str,
    /// Where it was found.
    pub place: Place,
    /// What the fix did.
    pub title: String,
    /// The change.
    pub edit: Edit,
}

/// Applies the fixes that are wanted. One that does not clear its finding, or brings an error that was not there, is
/// left out; so what comes out has no error that the design did not have, and mending it again changes nothing.
pub fn mend(design: &Design, options: &Options, wanted: impl Fn(&Finding, &Fix) -> bool) -> Mended {
    let mut mended = Mended { design: design.clone(), applied: Vec::new() };
    let mut refused: BTreeSet<(&'static str, Place, String)> = BTreeSet::new();
    let mut progressed = false;
    for _ in 0..ROUNDS {
        let before = check_with(&mended.design, options);
        let chosen = choose(&before, &wanted, &refused);
        if chosen.is_empty() {
            if !progressed || refused.is_empty() {
                break;
            }
            // What something spoke against may do now that other things are mended.
            progressed = false;
            refused.clear();
            continue;
        }
        // All at once, as almost always nothing speaks against it; one by one when something does.
        if let Some(next) = attempt(&mended.design, options, &before, &chosen) {
            mended.design = next;
            mended.applied.extend(chosen);
            progressed = true;
            continue;
        }
        let mut before = before;
        for fix in chosen {
            match attempt(&mended.design, options, &before, std::slice::from_ref(&fix)) {
                Some(next) => {
                    before = check_with(&next, options);
                    mended.design = next;
                    mended.applied.push(fix);
                    progressed = true;
                }
                None => {
                    refused.insert((fix.code, fix.place, fix.title));
                }
            }
        }
    }
    mended
}

/// The first wanted fix of each finding, as far as they do not touch the same things.
fn choose(
    findings: &[Finding],
    wanted: &impl Fn(&Finding, &Fix) -> bool,
    refused: &BTreeSet<(&'static str, Place, String)>,
) -> Vec<Applied> {
    let mut touched: BTreeSet<String> = BTreeSet::new();
    let mut chosen = Vec::new();
    for finding in findings {
        let fix = finding.fixes.iter().find(|fix| {
            wanted(finding, fix) && !refused.contains(&(finding.code, finding.place.clone(), fix.title.clone()))
        });
        let Some(fix) = fix else { continue };
        let things = touches(&fix.edit);
        let reshapes = things.contains(EVERYTHING);
        if reshapes && !touched.is_empty() || things.iter().any(|thing| touched.contains(thing)) {
            continue;
        }
        touched.extend(things);
        chosen.push(Applied {
            code: finding.code,
            rule: finding.rule,
            place: finding.place.clone(),
            title: fix.title.clone(),
            edit: fix.edit.clone(),
        });
        if reshapes {
            break;
        }
    }
    chosen
}

const EVERYTHING: &str = "";

/// The things that an edit changes, by names; everything for one that adds, removes or renames.
fn touches(edit: &Edit) -> BTreeSet<String> {
    match edit {
        Edit::Batch(edits) => edits.iter().flat_map(touches).collect(),
        Edit::SetProperty { id, .. } => [format!("node {id}")].into(),
        Edit::SetFlowProperty { id, .. } => [format!("flow {}", id.0)].into(),
        Edit::SetEnvironment { name, .. } => [format!("environment {name}")].into(),
        _ => [EVERYTHING.to_owned()].into(),
    }
}

/// The design with those fixes, when each clears its finding and no error comes.
fn attempt(design: &Design, options: &Options, before: &[Finding], fixes: &[Applied]) -> Option<Design> {
    let mut next = design.clone();
    for fix in fixes {
        next.apply(fix.edit.clone()).ok()?;
    }
    let after = check_with(&next, options);
    let count = |findings: &[Finding], fix: &Applied| {
        findings.iter().filter(|finding| finding.code == fix.code && finding.place == fix.place).count()
    };
    let cleared = fixes.iter().all(|fix| count(&after, fix) < count(before, fix));
    (cleared && errors(&after).is_subset(&errors(before))).then_some(next)
}

fn errors(findings: &[Finding]) -> BTreeSet<(&'static str, &Place, &str)> {
    findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .map(|finding| (finding.code, &finding.place, finding.message.as_str()))
        .collect()
}
