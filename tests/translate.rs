//! A design on another cloud: the report is complete and honest, and the way back is open.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    missing_docs,
    unreachable_pub,
    dead_code
)]

#[path = "support/legal/mod.rs"]
mod legal;

use std::collections::BTreeSet;

use proptest::prelude::*;
use pulumi_designer::catalog::Provider;
use pulumi_designer::check::{Severity, check};
use pulumi_designer::design::file::{Document, load, save};
use pulumi_designer::design::{Design, Place};
use pulumi_designer::lower::lower;
use pulumi_designer::presets::all;
use pulumi_designer::translate::{Verdict, translate};

use legal::choices::Choices;

/// The first reason why no program can be made of a design.
fn in_the_way(design: &Design) -> Option<String> {
    let error = check(design).into_iter().find(|found| found.severity == Severity::Error);
    error.map(|error| error.message).or_else(|| lower(design).err()?.first().map(ToString::to_string))
}

/// What is wrong with a translation of the design in a text, if anything.
fn fault(text: &str, to: Provider) -> Option<String> {
    let mut document = Document::open(None, text);
    let before = document.design().clone();
    let translation = translate(&before, to);

    let told: BTreeSet<&Place> = translation.rows.iter().map(|row| &row.place).collect();
    let nodes = before.nodes().map(|(id, _)| Place::node(&id));
    let flows = before.flows.iter().map(|flow| Place::flow(flow.id));
    if let Some(missing) = nodes.chain(flows).find(|place| !told.contains(place)) {
        return Some(format!("nothing is said about {missing:?}"));
    }
    let silent = translation.rows.iter().find(|row| row.verdict == Verdict::Refused && row.notes.is_empty());
    if let Some(row) = silent {
        return Some(format!("{} is refused without a reason", row.what));
    }

    document.apply(translation.edit.clone(), "Translate").unwrap();
    let there = document.text_to_save().text;
    if load(&there).has_errors() {
        return Some(format!("what was saved cannot be read:\n{there}"));
    }
    let design = document.design().clone();
    let refused = translation.count(Verdict::Refused) > 0;
    match in_the_way(&design) {
        None if refused => return Some("something is refused, and yet a program can be made".to_owned()),
        Some(reason) if !refused => return Some(format!("nothing is refused, and yet: {reason}")),
        _ => {}
    }

    document.undo().unwrap();
    if document.text_to_save().text != text || document.is_dirty() {
        return Some("undo does not bring the text back".to_owned());
    }
    document.redo().unwrap();
    document.saved(None, there.clone());
    document.undo().unwrap();
    let back = document.text_to_save().text;
    if back != text {
        return Some(format!("undo after a save does not bring the text back:\n{back}"));
    }
    document.saved(None, back);
    document.redo().unwrap();
    (document.text_to_save().text != there).then(|| "what is done again is not what it was".to_owned())
}

fn others(than: Provider) -> impl Iterator<Item = Provider> {
    Provider::ALL.into_iter().filter(move |cloud| *cloud != than)
}

#[test]
fn every_preset_goes_to_every_other_cloud_and_back() {
    for preset in all() {
        for from in Provider::ALL {
            let Ok(text) = preset.text_for(Some(from), None) else { continue };
            for to in others(from) {
                if let Some(fault) = fault(&text, to) {
                    panic!("{} from {from:?} to {to:?}: {fault}", preset.name);
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_legal_design_goes_to_another_cloud_and_back(numbers in prop::collection::vec(any::<u32>(), 0..600)) {
        let (design, _) = legal::exportable(Provider::Aws, &mut Choices::of(numbers)).map_err(TestCaseError::reject)?;
        let text = save("", &[], &design).text;
        for to in others(Provider::Aws) {
            let fault = fault(&text, to);
            prop_assert!(fault.is_none(), "to {to:?}: {}\n{text}", fault.unwrap_or_default());
        }
    }
}
