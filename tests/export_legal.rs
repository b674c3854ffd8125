//! Any legal design is exported, in both languages, or refused for a reason that a table lists.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    missing_docs,
    unreachable_pub
)]

#[path = "support/legal/mod.rs"]
mod legal;
#[path = "support/refusals.rs"]
mod refusals;

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use pulumi_designer::catalog::{Language, Provider};
use pulumi_designer::design::Design;
use pulumi_designer::design::file::{load, save};
use pulumi_designer::project::files;

use legal::choices::Choices;

/// The files of an export by path.
fn project(design: &Design, language: Language) -> BTreeMap<String, String> {
    let made = files(design, language).expect("a program can be made");
    made.into_iter().map(|file| (file.path.as_str().to_owned(), file.text)).collect()
}

/// What is wrong with a file, if anything.
fn fault(path: &str, text: &str) -> Option<String> {
    let strange = |character: char| character.is_control() && character != '\n';
    if let Some(line) = text.lines().find(|line| line.chars().any(strange)) {
        return Some(format!("{path}: control characters: {line:?}"));
    }
    if let Some(line) = text.lines().find(|line| line.ends_with(' ')) {
        return Some(format!("{path}: blanks at the end: {line:?}"));
    }
    if !text.is_empty() && !text.ends_with('\n') {
        return Some(format!("{path}: no end of line at the end"));
    }
    // Each service's constructor names each of its resources once.
    let typescript = std::path::Path::new(path).extension().is_some_and(|extension| extension == "ts");
    let code_of_functions = path.split('/').any(|step| step == "functions");
    if !typescript || code_of_functions || !path.contains("src/services/") && !path.ends_with("src/shared.ts") {
        return None;
    }
    let mut names = BTreeSet::new();
    let declared = text.lines().filter_map(|line| line.strip_prefix("    const ")?.split_once(" = "));
    let twice = declared.into_iter().find(|(name, _)| !names.insert(*name));
    twice.map(|(name, _)| format!("{path}: {name} is declared twice"))
}

fn check(design: &Design) -> Result<(), String> {
    for language in Language::ALL {
        let made = project(design, language);
        if made != project(design, language) {
            return Err("another export gives other files".to_owned());
        }
        let folded: BTreeSet<String> = made.keys().map(|path| path.to_lowercase()).collect();
        if folded.len() != made.len() {
            return Err(format!("two files differ in capitals only: {:?}", made.keys()));
        }
        if let Some(fault) = made.iter().find_map(|(path, text)| fault(path, text)) {
            return Err(fault);
        }
    }
    // The design that was saved gives the same program.
    let saved = save("", &[], design).text;
    let again = load(&saved);
    if again.has_errors() {
        return Err(format!("what was saved cannot be read: {saved}"));
    }
    for language in Language::ALL {
        if project(&again.design, language) != project(design, language) {
            return Err(format!("what was saved gives another program: {saved}"));
        }
    }
    Ok(())
}

/// Designs that the proof takes as well: they must go on having what the vocabulary has.
#[test]
fn a_few_designs_have_nearly_all_that_can_be_drawn() {
    let numbers = (0..40_000_u32).map(|number| number.wrapping_mul(2_654_435_761) >> 7);
    let made = legal::cover::cover(Provider::Aws, &mut Choices::of(numbers.collect()), 10).unwrap();
    let share = made.left.len() * 100 / made.wanted;
    assert!(share < 20, "{share} % of what can be drawn is in no design: {:#?}", made.left);
    for message in &made.refused {
        assert!(refusals::is_listed(Provider::Aws, message), "{message}");
    }
    for design in &made.designs {
        check(design).unwrap();
    }
}

fn is_exported_or_refused(provider: Provider, numbers: Vec<u32>) -> Result<(), TestCaseError> {
    let (design, refused) = legal::exportable(provider, &mut Choices::of(numbers)).map_err(TestCaseError::reject)?;
    for message in &refused {
        prop_assert!(refusals::is_listed(provider, message), "{message}");
    }
    let checked = check(&design);
    prop_assert!(checked.is_ok(), "{}\n{}", checked.unwrap_err(), save("", &[], &design).text);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_legal_design_is_exported_or_refused_for_a_listed_reason(
        numbers in prop::collection::vec(any::<u32>(), 0..900),
    ) {
        is_exported_or_refused(Provider::Aws, numbers)?;
    }

    #[test]
    fn any_legal_design_for_google_cloud_is_exported_or_refused_for_a_listed_reason(
        numbers in prop::collection::vec(any::<u32>(), 0..900),
    ) {
        is_exported_or_refused(Provider::Gcp, numbers)?;
    }

    #[test]
    fn any_legal_design_for_azure_is_exported_or_refused_for_a_listed_reason(
        numbers in prop::collection::vec(any::<u32>(), 0..900),
    ) {
        is_exported_or_refused(Provider::Azure, numbers)?;
    }
}
