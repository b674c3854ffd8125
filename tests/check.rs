//! The rules, each against a design that breaks it and the nearest design that does not.
//!
//! A fixture is `CODE-name.fail.yaml`, whose first line says what is found and where (`# CODE place`), with its twin
//! `CODE-name.pass.yaml`. Every quick fix of a failing fixture is applied and must clear what it promises to clear.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

#[path = "check/guards.rs"]
mod guards;
#[path = "check/raw.rs"]
mod raw;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::PathBuf;

use pulumi_designer::check::{self, Finding, Severity};
use pulumi_designer::design::{Design, Edit, Place};

/// The fixtures that end so, by name.
fn fixtures(ending: &str) -> Vec<(String, String)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/check");
    let mut found: Vec<(String, String)> = std::fs::read_dir(folder)
        .expect("the folder of fixtures")
        .map(|entry| entry.expect("an entry").path())
        .filter_map(|path| {
            let name = path.file_name()?.to_str()?.strip_suffix(ending)?.to_owned();
            Some((name, std::fs::read_to_string(&path).expect("a text")))
        })
        .collect();
    found.sort();
    assert!(!found.is_empty());
    found
}

fn place(finding: &Finding) -> String {
    let place = finding.place.to_string();
    if place.is_empty() { "design".to_owned() } else { place }
}

fn code_of(name: &str) -> &str {
    name.split('-').next().unwrap_or_default()
}

#[test]
fn each_failing_design_has_its_finding_once_at_its_place() {
    let mut wrong = Vec::new();
    for (name, text) in fixtures(".fail.yaml") {
        let expected = text.lines().next().and_then(|line| line.strip_prefix("# ")).expect("a first line");
        let found: Vec<String> = check::check(&raw::design(&text))
            .iter()
            .filter(|finding| finding.code == code_of(&name))
            .map(|finding| format!("{} {}", finding.code, place(finding)))
            .collect();
        if found != [expected] {
            wrong.push(format!("{name}: expected {expected}, found {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_passing_design_is_without_the_finding_of_its_twin() {
    let mut wrong = Vec::new();
    for (name, text) in fixtures(".pass.yaml") {
        let findings = check::check(&raw::design(&text));
        wrong.extend(
            findings
                .iter()
                .filter(|finding| finding.code == code_of(&name))
                .map(|finding| format!("{name}: {} {}", place(finding), finding.message)),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_rule_has_both_fixtures() {
    let codes = |ending: &str| -> BTreeSet<String> {
        fixtures(ending).iter().map(|(name, _)| code_of(name).to_owned()).collect()
    };
    let (failing, passing) = (codes(".fail.yaml"), codes(".pass.yaml"));
    let rules: BTreeSet<String> = check::rules().iter().map(|rule| rule.code.to_owned()).collect();
    assert_eq!(rules.difference(&failing).collect::<Vec<_>>(), [""; 0], "without a failing design");
    assert_eq!(rules.difference(&passing).collect::<Vec<_>>(), [""; 0], "without a passing design");
    assert_eq!(failing.union(&passing).filter(|code| !rules.contains(*code)).collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn each_code_of_the_catalogue_of_rules_is_a_rule_or_has_a_reason_why_not() {
    let rules: BTreeSet<&str> = check::rules().iter().map(|rule| rule.code).collect();
    for settled in check::settled() {
        assert!(!rules.contains(settled.code), "{} is a rule and settled", settled.code);
        assert!(settled.because.ends_with('.'), "{}", settled.because);
    }
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/rules.md");
    let Ok(text) = std::fs::read_to_string(path) else {
        eprintln!("skipped: the catalogue of rules is not beside the project");
        return;
    };
    let reasons: BTreeSet<&str> = check::settled().iter().map(|settled| settled.code).collect();
    let missing: Vec<&str> = text
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.split(' ').next())
        .filter(|code| code.len() == 6 && code[..3].bytes().all(|byte| byte.is_ascii_uppercase()))
        .filter(|code| code[3..].bytes().all(|byte| byte.is_ascii_digit()))
        .filter(|code| !rules.contains(code) && !reasons.contains(code))
        .collect();
    assert_eq!(missing, [""; 0], "neither a rule nor a reason");
}

#[test]
fn each_rule_has_a_quick_fix_or_a_reason_why_not() {
    let mut mended: BTreeSet<&str> = BTreeSet::new();
    for (name, text) in fixtures(".fail.yaml") {
        let findings = check::check(&raw::design(&text));
        let own = findings.iter().filter(|finding| finding.code == code_of(&name));
        mended.extend(own.filter(|finding| !finding.fixes.is_empty()).map(|finding| finding.code));
    }
    let reasons: BTreeSet<&str> = check::unfixed().iter().map(|row| row.code).collect();
    let rules: BTreeSet<&str> = check::rules().iter().map(|rule| rule.code).collect();
    assert_eq!(rules.difference(&mended).collect::<BTreeSet<_>>(), reasons.iter().collect::<BTreeSet<_>>());
}

/// Errors by what they say and where.
fn errors(findings: &[Finding]) -> BTreeSet<(&'static str, String, String)> {
    findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .map(|finding| (finding.code, place(finding), finding.message.clone()))
        .collect()
}

/// Whether the edit asks the author for a reason, which then is missing until they write it.
fn asks_for_a_reason(edit: &Edit) -> bool {
    matches!(edit, Edit::AddAllow { accepted, .. } if accepted.because.is_empty())
}

#[test]
fn each_fix_clears_its_finding_and_brings_no_error() {
    let mut wrong = Vec::new();
    let mut applied = 0;
    for (name, text) in fixtures(".fail.yaml") {
        let design = raw::design(&text);
        let before = check::check(&design);
        for finding in before.iter().filter(|finding| finding.code == code_of(&name)) {
            for fix in &finding.fixes {
                applied += 1;
                let mut mended: Design = design.clone();
                let undo = match mended.apply(fix.edit.clone()) {
                    Ok(undo) => undo,
                    Err(error) => {
                        wrong.push(format!("{name}: {}: {error}", fix.title));
                        continue;
                    }
                };
                let after = check::check(&mended);
                if after.iter().any(|other| other.code == finding.code && other.place == finding.place) {
                    wrong.push(format!("{name}: {}: still there", fix.title));
                }
                let known = errors(&before);
                let ignored = asks_for_a_reason(&fix.edit);
                wrong.extend(
                    errors(&after)
                        .into_iter()
                        .filter(|error| !known.contains(error))
                        .filter(|error| !ignored || error.0 != "OPS016")
                        .map(|error| format!("{name}: {}: brings {error:?}", fix.title)),
                );
                mended.apply(undo).expect("a fix can be taken back");
                mended.next_flow = design.next_flow;
                if mended != design {
                    wrong.push(format!("{name}: {}: taking it back gives another design", fix.title));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(applied > 60, "only {applied} fixes");
}

#[test]
fn every_message_is_a_sentence_that_ends() {
    for (name, text) in fixtures(".fail.yaml") {
        for finding in check::check(&raw::design(&text)) {
            let message = &finding.message;
            assert!(message.ends_with(['.', '?', '!']), "{name}: {}: {message}", finding.code);
            assert!(!message.contains("  ") && !message.contains(['\n', '\u{1b}']), "{name}: {message:?}");
            for fix in &finding.fixes {
                assert!(!fix.title.is_empty() && !fix.title.ends_with('.'), "{name}: {}", fix.title);
            }
        }
    }
}

#[test]
fn findings_come_in_one_order_whatever_the_run() {
    for (_, text) in fixtures(".fail.yaml") {
        let design = raw::design(&text);
        let findings = check::check(&design);
        assert_eq!(findings, check::check(&design.clone()));
        assert!(findings.is_sorted_by_key(|finding| finding.severity));
    }
}

#[test]
fn places_of_findings_are_those_of_the_design() {
    for (name, text) in fixtures(".fail.yaml") {
        let design = raw::design(&text);
        for finding in check::check(&design) {
            for place in std::iter::once(&finding.place).chain(&finding.related) {
                let known = match place {
                    Place::Node { id, .. } => design.node(id).is_some(),
                    Place::Flow { id, .. } => design.flow(*id).is_some(),
                    Place::Service { name } => design.services.contains_key(name),
                    Place::Environment { name, .. } => design.environments.contains_key(name),
                    Place::Setting { name, .. } => design.settings.contains_key(name),
                    Place::Event { name, .. } => design.events.contains_key(name),
                    Place::Allow { index, .. } => *index < design.allow.len(),
                    Place::Design { .. } => true,
                };
                assert!(known, "{name}: {}: {place}", finding.code);
            }
        }
    }
}

/// What a failing design's own rule says of it.
fn said(name: &str, text: &str) -> String {
    let mut said = String::new();
    for finding in check::check(&raw::design(text)).iter().filter(|finding| finding.code == code_of(name)) {
        let _ = writeln!(said, "{} {} {}\n  {}", finding.severity, finding.rule, place(finding), finding.message);
        for place in &finding.related {
            let _ = writeln!(said, "  see {place}");
        }
        for fix in &finding.fixes {
            let _ = writeln!(said, "  fix: {}", fix.title);
        }
    }
    said
}

#[test]
fn what_is_said() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("snapshots/check");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for (name, text) in fixtures(".fail.yaml") {
            insta::assert_snapshot!(name.as_str(), said(&name, &text));
        }
    });
}
