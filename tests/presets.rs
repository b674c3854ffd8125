//! The presets: each loads, and nothing is to be said against any.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use pulumi_designer::check::{self, Severity};
use pulumi_designer::design::file;
use pulumi_designer::presets;

#[test]
fn every_preset_loads_and_has_neither_errors_nor_warnings() {
    for preset in presets::all() {
        let loaded = file::load(&preset.text);
        assert_eq!(loaded.problems, [], "{}", preset.name);
        let findings = check::check(&loaded.design);
        for finding in &findings {
            println!("{}: {} {} {}: {}", preset.name, finding.severity, finding.rule, finding.place, finding.message);
        }
        let serious: Vec<_> = findings.iter().filter(|finding| finding.severity != Severity::Info).collect();
        assert!(serious.is_empty(), "{}: {serious:#?}", preset.name);
    }
}

#[test]
fn every_preset_is_named_after_itself_and_uses_no_name_of_a_cloud() {
    for preset in presets::all() {
        let design = file::load(&preset.text).design;
        assert_eq!(design.name, preset.name);
        let text = preset.text.to_lowercase();
        for word in ["lambda", "dynamo", "sqs", "sns", "cognito", "eventbridge", "s3", "azure", "google"] {
            assert!(!text.contains(word), "{}: {word}", preset.name);
        }
    }
}
