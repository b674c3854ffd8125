//! Rules about what is derived: identity, roles, encryption. An ordinary design must never break one, so that a finding
//! of theirs always speaks of something that somebody wrote against the derivation.

use pulumi_designer::check::{self, Finding};
use pulumi_designer::design::{Design, file};
use pulumi_designer::presets;

use super::{fixtures, place, raw};

/// The codes of rules about what is derived.
const GUARDS: [&str; 15] = [
    "EVT010", "EVT033", "SEC012", "SEC013", "SEC014", "SEC018", "SEC019", "SEC024", "SEC026", "SEC027", "SEC028",
    "SEC029", "SEC033", "SEC039", "SEC040",
];

/// Whether nothing of the node is derived: a `resource` is exported as it is written.
fn is_written(design: &Design, finding: &Finding) -> bool {
    finding.place.node_id().and_then(|id| design.kind_of(id)) == Some("resource")
}

/// What guards say of a design; of nodes that are derived only, where that is asked.
fn tripped(name: &str, design: &Design, derived: bool) -> Vec<String> {
    let findings = check::check(design);
    let guards = findings
        .iter()
        .filter(|finding| GUARDS.contains(&finding.code))
        .filter(|finding| !derived || !is_written(design, finding));
    guards.map(|finding| format!("{name}: {} {}: {}", finding.code, place(finding), finding.message)).collect()
}

#[test]
fn no_preset_and_no_passing_design_trips_a_guard() {
    let mut wrong = Vec::new();
    for preset in presets::all() {
        wrong.extend(tripped(&preset.name, &file::load(&preset.text).design, true));
    }
    for (name, text) in fixtures(".pass.yaml") {
        wrong.extend(tripped(&name, &raw::design(&text), true));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_guard_is_a_rule_that_some_design_trips() {
    for guard in GUARDS {
        assert!(check::rule(guard).is_some(), "{guard} is no rule");
        let failing = fixtures(".fail.yaml").into_iter().filter(|(name, _)| name.starts_with(guard));
        let tripping = failing.filter(|(name, text)| !tripped(name, &raw::design(text), false).is_empty());
        assert!(tripping.count() > 0, "no failing design trips {guard}");
    }
}
