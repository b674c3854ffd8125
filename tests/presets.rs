//! The presets: each loads on every cloud that it is offered for, nothing is to be said against any, and where one is
//! not offered, it says why.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use pulumi_designer::catalog::{Provider, Support, catalog};
use pulumi_designer::check::{self, Severity};
use pulumi_designer::design::file::{self, Document};
use pulumi_designer::design::{Design, NodeId};
use pulumi_designer::presets::{self, Preset};

fn every() -> impl Iterator<Item = &'static Preset> {
    presets::all().iter().chain([presets::blank()])
}

/// Every preset on every cloud that it is offered for, with its design file.
fn offered() -> Vec<(String, Provider, String)> {
    let texts = every().flat_map(|preset| {
        preset.clouds().into_iter().map(move |cloud| {
            (format!("{} on {cloud}", preset.name), cloud, preset.text_for(Some(cloud), None).unwrap())
        })
    });
    texts.collect()
}

#[test]
fn each_preset_loads_on_each_cloud_and_has_neither_errors_nor_warnings() {
    let mut serious = Vec::new();
    for (name, cloud, text) in offered() {
        let loaded = file::load(&text);
        assert_eq!(loaded.problems, [], "{name}");
        assert_eq!(loaded.design.provider(), cloud, "{name}");
        assert_eq!(loaded.design.region.as_deref(), Some(cloud.default_region()), "{name}");
        for finding in check::check(&loaded.design) {
            let line = format!("{name}: {} {} {}: {}", finding.severity, finding.rule, finding.place, finding.message);
            println!("{line}");
            if finding.severity != Severity::Info {
                serious.push(line);
            }
        }
    }
    assert!(serious.is_empty(), "{}", serious.join("\n"));
}

#[test]
fn each_preset_is_saved_as_it_was_written_and_keeps_its_text_through_an_edit_that_is_taken_back() {
    for (name, _, text) in offered() {
        let mut document = Document::open(None, &text);
        assert_eq!(document.text_to_save().text, text, "{name}");
        let Some(id) = first_node(document.design()) else { continue };
        let edit = document.rename(&id, &NodeId::new(id.service.clone(), "another-name"));
        document.apply(edit, "Rename").unwrap();
        assert!(document.text_to_save().text.contains("another-name"), "{name}");
        document.undo().unwrap();
        assert_eq!(document.text_to_save().text, text, "{name}");
    }
}

fn first_node(design: &Design) -> Option<NodeId> {
    let mut services = design.services.iter();
    services.find_map(|(service, content)| Some(NodeId::new(service.clone(), content.nodes.keys().next()?.clone())))
}

#[test]
fn a_preset_that_is_not_offered_says_why_and_one_that_is_offered_could_not_do_with_less() {
    for preset in every() {
        let base = file::load(&preset.text).design;
        assert!(!preset.clouds().is_empty(), "{}", preset.name);
        for cloud in Provider::ALL {
            let missing = base
                .services
                .values()
                .flat_map(|service| service.nodes.values())
                .filter_map(|node| catalog().kind(&node.kind))
                .find(|kind| kind.cloud_name(cloud).is_none());
            match (preset.refusal(cloud), missing) {
                (Some(refusal), _) => {
                    assert!(refusal.ends_with('.') && refusal.contains(cloud.title()), "{}: {refusal}", preset.name);
                    let error = preset.text_for(Some(cloud), None).unwrap_err();
                    assert_eq!(error, refusal);
                }
                (None, Some(kind)) => {
                    // Only a text of its own makes up for a kind that the cloud does not have.
                    let text = preset.text_for(Some(cloud), None).unwrap();
                    assert!(!text.contains(&format!("kind: {}", kind.name)), "{}: {}", preset.name, kind.name);
                }
                (None, None) => {}
            }
        }
    }
}

#[test]
fn no_flow_of_a_preset_needs_an_adapter() {
    for (name, cloud, text) in offered() {
        let design = file::load(&text).design;
        for flow in &design.flows {
            let (from, to) = (design.kind_of(&flow.from).unwrap(), design.kind_of(&flow.to).unwrap());
            let support = catalog().flow(&flow.kind).unwrap().support(from, to, cloud);
            assert_eq!(support, Some(Support::Direct), "{name}: {flow}");
        }
    }
}

#[test]
fn every_preset_is_named_after_itself_and_uses_no_name_of_a_cloud() {
    for preset in every() {
        for cloud in preset.clouds() {
            let text = preset.text_for(Some(cloud), None).unwrap();
            assert_eq!(file::load(&text).design.name, preset.name);
            let text = text.replace(&format!("provider: {cloud}"), "").to_lowercase();
            let words = [
                "aws",
                "lambda",
                "dynamo",
                "sqs",
                "sns",
                "cognito",
                "eventbridge",
                "s3",
                "azure",
                "google",
                "gcp",
                "pub/sub",
            ];
            for word in words {
                assert!(!text.contains(word), "{}: {word}", preset.name);
            }
        }
    }
}

#[test]
fn names_titles_and_summaries_read_well() {
    for preset in every() {
        let name = preset.name.as_ref();
        assert!(name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{name}");
        assert!(preset.title.starts_with(char::is_uppercase) && !preset.title.ends_with('.'), "{name}");
        assert!(preset.summary.starts_with(char::is_uppercase) && preset.summary.ends_with('.'), "{name}");
        assert!(preset.title.len() <= 40 && preset.summary.len() <= 120, "{name}");
    }
    let mut names: Vec<&str> = every().map(|preset| preset.name.as_ref()).collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count);
}

#[test]
fn each_preset_tells_what_it_is_and_what_each_part_is_for() {
    for (name, _, text) in offered() {
        let design = file::load(&text).design;
        if design.node_count() == 0 {
            continue;
        }
        assert!(text.starts_with("# ") && design.description.is_some(), "{name}");
        assert_eq!(design.environments.keys().collect::<Vec<_>>(), ["dev", "staging", "prod"], "{name}");
        for (service, content) in &design.services {
            assert!(content.description.is_some(), "{name}: {service}");
            for (node, content) in &content.nodes {
                assert!(content.get("description").is_some(), "{name}: {service}.{node}");
            }
        }
        for (event, content) in &design.events {
            assert!(content.description.is_some() && content.schema.is_some(), "{name}: {event}");
        }
    }
}

#[test]
fn steps_of_a_workflow_follow_the_node_that_they_name() {
    let mut document = Document::open(None, &presets::find("saga", &[]).unwrap().text);
    let edit = document.rename(&NodeId::new("payments", "refund"), &NodeId::new("payments", "pay-back"));
    document.apply(edit, "Rename").unwrap();
    let text = document.text_to_save().text;
    assert!(text.contains("undo: payments.pay-back") && !text.contains("undo: payments.refund"), "{text}");
    assert_eq!(check::check(document.design()), []);
}
