//! Whether a fix may be applied without asking: what it would change of what the author wrote. Knows edits and the
//! design they are for, no rule in particular.

use std::collections::HashMap;

use crate::design::{Design, Edit, Flow, FlowId};
use crate::value::{Map, Value};

use super::finding::{Finding, Safety, Severity};
use super::table::rule;

/// Marks each fix of the findings.
///
/// What a rule says of its fixes counts. Otherwise a fix that only writes what was not written is safe, since nothing
/// was chosen there; one that replaces a written value is safe where the value cannot work at all, so that the rule is
/// an error whatever the environment; and one that takes away, adds or joins things is for the author to decide.
pub(super) fn mark(design: &Design, findings: &mut [Finding]) {
    let before = Before { design, flows: design.flows.iter().map(|flow| (flow.id, flow)).collect() };
    for finding in findings.iter_mut().filter(|finding| !finding.fixes.is_empty()) {
        let rule = rule(finding.code);
        let cannot_work = rule.is_some_and(|rule| rule.severity == Severity::Error);
        for fix in &mut finding.fixes {
            let change = Change::of(&before, &fix.edit);
            fix.safety = match rule.and_then(|rule| rule.fixes) {
                _ if change.asks => Safety::Asks,
                Some(safety) => safety,
                None if change.reshapes || change.removes => Safety::Unsafe,
                None if change.replaces && !cannot_work => Safety::Unsafe,
                None => Safety::Safe,
            };
        }
    }
}

/// The design that fixes are for.
struct Before<'d> {
    design: &'d Design,
    flows: HashMap<FlowId, &'d Flow>,
}

/// What an edit does to what was written.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts about one edit")]
struct Change {
    /// It leaves a gap that the author has to fill.
    asks: bool,
    /// Something comes, goes, or is joined in another way.
    reshapes: bool,
    /// A written value goes.
    removes: bool,
    /// A written value becomes another.
    replaces: bool,
}

impl Change {
    fn of(before: &Before<'_>, edit: &Edit) -> Self {
        let mut change = Self::default();
        change.look(before, edit);
        change
    }

    fn look(&mut self, before: &Before<'_>, edit: &Edit) {
        match edit {
            Edit::Batch(edits) => edits.iter().for_each(|edit| self.look(before, edit)),
            Edit::AddAllow { accepted, .. } => {
                self.asks |= accepted.because.trim().is_empty();
                self.reshapes = true;
            }
            Edit::SetProperty { id, path, value } => {
                let written = before.design.node(id).and_then(|node| part(&node.properties, path));
                self.value(written, value.as_ref());
            }
            Edit::SetFlowProperty { id, path, value } => {
                let written = before.flows.get(id).and_then(|flow| part(&flow.properties, path));
                self.value(written, value.as_ref());
            }
            Edit::SetEnvironment { name, environment: Some(new), .. } => match before.design.environments.get(name) {
                Some(old) => {
                    self.reshapes |= old.region.is_some() && old.region != new.region;
                    self.maps(&old.settings, &new.settings);
                    for (id, set) in &old.set {
                        match new.set.get(id) {
                            Some(new) => self.maps(set, new),
                            None => self.removes = true,
                        }
                    }
                }
                None => self.reshapes = true,
            },
            Edit::SetDescription(Some(_)) => self.replaces |= before.design.description.is_some(),
            Edit::SetRegion(Some(_)) => self.replaces |= before.design.region.is_some(),
            _ => self.reshapes = true,
        }
    }

    fn value(&mut self, old: Option<&Value>, new: Option<&Value>) {
        match (old, new) {
            (Some(Value::Map(old)), Some(Value::Map(new))) => self.maps(old, new),
            (Some(_), None) => self.removes = true,
            (Some(old), Some(new)) => self.replaces |= old != new,
            (None, _) => {}
        }
    }

    fn maps(&mut self, old: &Map, new: &Map) {
        for (key, value) in old {
            self.value(Some(value), new.get(key));
        }
    }
}

/// The written part at the end of a way.
fn part<'a>(map: &'a Map, path: &[String]) -> Option<&'a Value> {
    let (first, rest) = path.split_first()?;
    rest.iter().try_fold(map.get(first)?, |value, step| value.get(step))
}
