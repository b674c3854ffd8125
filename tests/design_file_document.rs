//! A design that is being worked on: edits, undo, redo, saving.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::path::PathBuf;

use pulumi_designer::design::file::{Document, DocumentError, LineIndex, Rewritten, load, report, to_text};
use pulumi_designer::design::{Design, Edit, FlowId, NodeId, Place};

const EXAMPLE: &str = include_str!("fixtures/design_file/example.yaml");

fn rename(from: &str, to: &str) -> Edit {
    Edit::RenameNode { from: NodeId::parse(from).unwrap(), to: NodeId::parse(to).unwrap(), index: None }
}

#[test]
fn undo_and_redo_walk_the_history_with_its_labels() {
    let mut document = Document::open(Some(PathBuf::from("shop.yaml")), EXAMPLE);
    assert!(!document.is_dirty());
    document.apply(Edit::SetRegion(Some("eu-west-3".into())), "Change the region").unwrap();
    document.apply(rename("auth.users", "auth.people"), "Rename users").unwrap();
    assert!(document.is_dirty());
    assert_eq!(document.undo_label(), Some("Rename users"));
    assert_eq!(document.undo().unwrap(), "Rename users");
    assert_eq!((document.undo_label(), document.redo_label()), (Some("Change the region"), Some("Rename users")));
    document.undo().unwrap();
    assert!(!document.is_dirty());
    assert_eq!(document.undo(), Err(DocumentError::Nothing("undo")));
    document.redo().unwrap();
    document.redo().unwrap();
    assert_eq!(document.redo(), Err(DocumentError::Nothing("redo")));
    assert!(document.design().node(&NodeId::new("auth", "people")).is_some());
    // A new change ends what could be done again.
    document.undo().unwrap();
    document.apply(Edit::SetName("store".into()), "Rename").unwrap();
    assert_eq!(document.redo_label(), None);
}

#[test]
fn an_edit_that_does_not_fit_changes_nothing() {
    let mut document = Document::open(None, EXAMPLE);
    assert!(document.apply(Edit::RemoveNode(NodeId::new("auth", "users")), "Remove").is_err());
    assert!(!document.is_dirty());
    assert_eq!((document.undo_label(), document.revision()), (None, 0));
}

#[test]
fn undo_reaches_back_before_a_save() {
    let mut document = Document::open(None, EXAMPLE);
    document.apply(rename("auth.users", "auth.people"), "Rename users").unwrap();
    let saved = document.text_to_save();
    document.saved(Some(PathBuf::from("shop.yaml")), saved.text);
    assert!(!document.is_dirty());
    document.undo().unwrap();
    assert!(document.is_dirty());
    let saved = document.text_to_save();
    assert_eq!((saved.text.as_str(), saved.rewritten), (EXAMPLE, Rewritten::Nothing));
}

#[test]
fn a_new_design_is_written_in_full() {
    let document = Document::new(Design { name: "shop".into(), ..Design::default() });
    assert!(document.is_dirty());
    assert_eq!(document.text_to_save().text, "version: 1\nname: shop\n");
    let design = load(EXAMPLE).design;
    assert_eq!(Document::new(design.clone()).text_to_save().text, to_text(&design));
}

/// What a place of the design points at in the file.
#[test]
fn places_lead_to_the_file() {
    let loaded = load(EXAMPLE);
    let node = |id: &str, path: &[&str]| Place::Node {
        id: NodeId::parse(id).unwrap(),
        path: path.iter().map(ToString::to_string).collect(),
    };
    let places = [
        Place::design(),
        Place::Design { path: vec!["provider".into()] },
        Place::Environment {
            name: "prod".into(),
            path: vec!["set".into(), "orders.orders".into(), "deletion_protection".into()],
        },
        Place::Setting { name: "log_level".into(), path: vec!["one_of".into(), "1".into()] },
        Place::Service { name: "orders".into() },
        node("orders.create-order", &[]),
        node("orders.create-order", &["environment", "PAYMENT_MODE"]),
        node("orders.orders", &["indexes", "0", "sort"]),
        node("orders.orders", &["billing"]),
        node("orders.gone", &["memory"]),
        Place::flow(FlowId(6)),
        Place::flow_property(FlowId(6), "event"),
        Place::flow_property(FlowId(99), "event"),
        Place::Event { name: "OrderPlaced".into(), path: vec!["schema".into(), "required".into()] },
        Place::Allow { index: 0, path: vec!["at".into()] },
    ];
    let mut text = String::new();
    for place in places {
        let span = loaded.source.span(&place).unwrap();
        let position = loaded.source.position(EXAMPLE, &place).unwrap();
        let shown: String = EXAMPLE[span].chars().take(60).collect::<String>().replace('\n', "⏎");
        text.push_str(&[place.to_string(), format!(" → {}:{} {shown}\n", position.line, position.column)].concat());
    }
    insta::assert_snapshot!(text);
}

#[test]
fn a_report_shows_further_places_notes_and_help() {
    let loaded = load(EXAMPLE);
    let span = |id| loaded.source.span(&Place::flow(FlowId(id))).unwrap();
    let report = report::Report {
        level: report::Level::Warning,
        id: Some("STR011"),
        message: "two flows are the same \u{1b}[2J",
        span: Some(span(1)),
        related: &[(span(6), "the other".to_owned())],
        notes: &["a note".to_owned()],
        help: Some("remove one"),
    };
    let lines = LineIndex::new(EXAMPLE);
    let style = |colour, unicode| report::Style { colour, unicode, width: 100 };
    insta::assert_snapshot!(report::render(&report, "a\u{7}/shop.yaml", EXAMPLE, &lines, style(false, true)));
    let coloured = report::render(&report, "shop.yaml", EXAMPLE, &lines, style(true, true));
    assert!(coloured.contains("\u{1b}[") && !coloured.contains("\u{1b}[2J"));
}
