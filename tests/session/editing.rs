//! Editing through the palette, connect mode, the inspector and the mouse; leaving with unsaved work.

use pulumi_designer::design::NodeId;
use pulumi_designer::tui::{Input, Message, Mouse, MouseKind};
use pulumi_designer::value::Value;

use crate::driver::Session;

const SMALL: &str = "version: 1
name: small
provider: aws
region: eu-west-1
environments:
  dev: {}
  prod: {}
settings:
  size: { type: number, default: 512 }
services:
  shop:
    nodes:
      buy: { kind: function } # the heart of it
      wares: { kind: table, key: { partition: id } }
flows:
  - { kind: read, from: shop.buy, to: shop.wares }
";

fn small() -> (tempfile::TempDir, Session) {
    let folder = tempfile::tempdir().unwrap();
    let session = Session::design(folder.path(), SMALL);
    (folder, session)
}

fn property(session: &Session, id: &str, name: &str) -> Option<Value> {
    session.model().node(&NodeId::parse(id).unwrap()).unwrap().get(name).cloned()
}

/// Puts the cursor of the inspector on a row.
fn row(session: &mut Session, label: &str) {
    for _ in 0..60 {
        let screen = session.screen();
        let at_it = screen.lines().any(|line| {
            line.split_once('▸').is_some_and(|(_, rest)| {
                rest.trim_start_matches([' ', '▸', '▾']).split([' ', ':']).next() == Some(label)
            })
        });
        if at_it && screen.lines().any(|line| line.contains("│▸") && line.contains(label)) {
            return;
        }
        session.keys("j");
    }
    panic!("no row {label}:\n{}", session.screen());
}

#[test]
fn only_what_fits_can_be_written_and_what_is_wrong_is_said_while_typing() {
    let (_folder, mut session) = small();
    session.keys("/shop.buy<enter>i");
    row(&mut session, "memory");
    session.keys("<enter><C-u>64").shows("64 is below the minimum of 128");
    session.keys("<enter>").shows("64 is below");
    session.keys("0<enter>");
    assert_eq!(property(&session, "shop.buy", "memory"), Some(Value::Integer(640)));
    session.keys("<enter><C-u>{ setting: sise }").shows("There is no setting sise");
    session.keys("<C-u>{ setting: size }<enter>");
    assert_eq!(property(&session, "shop.buy", "memory").unwrap().as_setting(), Some("size"));
    session.keys("d");
    assert_eq!(property(&session, "shop.buy", "memory"), None);
    row(&mut session, "tracing");
    session.keys("<space>");
    assert_eq!(property(&session, "shop.buy", "tracing"), Some(Value::Boolean(false)));
}

#[test]
fn one_environment_can_differ() {
    let (_folder, mut session) = small();
    session.keys("/shop.buy<enter>EE").shows("prod only").keys("i");
    row(&mut session, "timeout");
    session.keys("<enter><C-u>20s<enter>");
    assert_eq!(property(&session, "shop.buy", "timeout"), None);
    let set = &session.model().environments["prod"].set["shop.buy"];
    assert_eq!(set["timeout"], Value::from("20s"));
    session.keys("E").shows(" prod");
    session.keys("EEd");
    assert!(session.model().environments["prod"].set.is_empty());
}

#[test]
fn connecting_reaches_only_what_is_legal_and_another_kind_can_be_chosen() {
    let (_folder, mut session) = small();
    session.keys("/shop.buy<enter>asecret<enter>");
    // One flow only is legal from a function to a secret, so it is there already.
    assert_eq!(session.flows("shop.buy", "shop.credentials"), ["use"]);
    session.keys("/shop.buy<enter>c");
    while !session.screen().contains("shop.buy → shop.wares") {
        session.keys("<tab>");
    }
    session.keys("<space>").shows("write").keys("write<enter>");
    assert_eq!(session.flows("shop.buy", "shop.wares").len(), 2);
    session.keys("u/shop.credentials<enter>c");
    assert!(session.state.notice().unwrap().contains("No flow leads from"), "{:?}", session.state.notice());
}

#[test]
fn saving_leaves_comments_and_untouched_lines_as_they_were() {
    let (folder, mut session) = small();
    session.keys("/shop.wares<enter>r<C-u>goods<enter>s");
    let text = std::fs::read_to_string(folder.path().join("design.yaml")).unwrap();
    assert!(text.contains("buy: { kind: function } # the heart of it"), "{text}");
    assert!(text.contains("goods:") && text.contains("to: shop.goods"), "{text}");
    assert!(!session.state.session().unwrap().is_dirty());
}

#[test]
fn leaving_asks_when_work_is_unsaved_and_neither_enter_nor_q_confirms() {
    let (folder, mut session) = small();
    session.keys("/shop.wares<enter>dq").shows("Unsaved changes").keys("<enter>q");
    assert!(!session.state.is_quitting());
    session.keys("<esc>").shows("NORMAL");
    session.keys("qs");
    assert!(session.state.is_quitting());
    assert!(!std::fs::read_to_string(folder.path().join("design.yaml")).unwrap().contains("wares"));
}

#[test]
fn what_could_be_lost_is_written_down_and_can_be_taken_up() {
    let (_folder, mut session) = small();
    session.keys("/shop.wares<enter>d");
    session.send(Message::AutosaveDue);
    let recovery = session.recovery.clone().expect("it was written down");
    assert!(!recovery.text.contains("wares"));
    let mut again = Session::start(&pulumi_designer::tui::Options::default(), (80, 24));
    let shelf = pulumi_designer::tui::Shelf { recoveries: vec![recovery], ..Default::default() };
    again.send(Message::Shelf(shelf));
    again.shows("A session ended without saving").keys("<enter>");
    assert!(!again.has("shop.wares") && again.has("shop.buy"));
    assert!(again.state.session().unwrap().is_dirty());
    again.keys("s");
    assert!(!again.state.session().unwrap().is_dirty());
}

#[test]
fn opening_a_file_offers_what_was_left_behind_of_it_also_when_it_is_named_from_its_folder() {
    let (folder, mut session) = small();
    session.keys("/shop.wares<enter>d");
    session.send(Message::AutosaveDue);
    let recovery = session.recovery.clone().expect("it was written down");
    let mut again = Session::start(&pulumi_designer::tui::Options::default(), (80, 24));
    let here = folder.path().to_owned();
    let shelf = pulumi_designer::tui::Shelf { recoveries: vec![recovery.clone()], here, ..Default::default() };
    // What was left behind is known before the file has been read.
    again.send(Message::Shelf(shelf));
    again.keys("<esc>");
    let document = pulumi_designer::design::file::Document::open(Some("design.yaml".into()), "version: 1\nname: x\n");
    let opened = pulumi_designer::tui::Opened {
        document,
        pins: std::collections::BTreeMap::default(),
        remarks: Vec::new(),
        recovered: None,
    };
    again.send(Message::Opened(Box::new(opened)));
    again.shows("A session ended without saving").keys("<enter>");
    assert!(!again.has("shop.wares") && again.has("shop.buy"));
}

#[test]
fn a_rename_notes_the_old_id_of_what_was_saved_only() {
    let (folder, mut session) = small();
    session.keys("/shop.wares<enter>r<C-u>goods<enter>r<C-u>wares<enter>s");
    let text = || std::fs::read_to_string(folder.path().join("design.yaml")).unwrap();
    assert!(!text().contains("was:"), "{}", text());
    session.keys("atable<enter>r<C-u>fresh<enter>s");
    assert!(text().contains("fresh:") && !text().contains("was:"), "{}", text());
    session.keys("r<C-u>older<enter>s");
    assert!(text().contains("was: shop.fresh"), "{}", text());
}

#[test]
fn the_inspector_tells_what_a_node_may_and_who_calls_it_and_an_edit_what_it_grants() {
    let mut session = Session::preset("orders");
    session.keys("/orders.get-order<enter>").shows("called by").shows("GET /orders").shows(" may").shows("dynamodb:");
    session.shows("on orders.orders");
    session.keys("c");
    while !session.screen().contains("orders.get-order → orders.payment-key") {
        session.keys("<tab>");
    }
    session.keys("<enter>");
    let grants = "grants secretsmanager:GetSecretValue on orders.payment-key";
    assert!(session.state.notice().unwrap().ends_with(grants), "{:?}", session.state.notice());
    session.keys("u");
    assert!(
        session.state.notice().unwrap().ends_with(&grants.replace("grants", "takes")),
        "{:?}",
        session.state.notice()
    );
    // From a right Enter leads to the flow that gives it.
    session.keys("/orders.get-order<enter>i");
    row(&mut session, "dynamodb");
    session.keys("<enter>");
    assert!(matches!(session.state.session().unwrap().focus(), Some(pulumi_designer::render::Focus::Flow(_))));
}

#[test]
fn pasted_text_is_never_taken_for_keys() {
    let (_folder, mut session) = small();
    let before = session.model().clone();
    session.keys("/shop.wares<enter>");
    session.input(Input::Paste("dddq\u{1b}[2J".to_owned()));
    assert_eq!(*session.model(), before);
    assert!(!session.state.is_quitting());
}

#[test]
fn the_mouse_selects_drags_and_pans() {
    let (_folder, mut session) = small();
    let find = |session: &Session, name: &str| {
        let centre = session.place(&format!("shop.{name}")).centre();
        (centre.x as u16, centre.y as u16)
    };
    let mouse = |kind, (column, row): (u16, u16)| Input::Mouse(Mouse { kind, column, row, ctrl: false });
    session.keys("/shop.wares<enter>");
    let at = find(&session, "buy");
    session.input(mouse(MouseKind::Press, at));
    session.input(mouse(MouseKind::Release, at));
    session.shows("2 shop.buy");
    session.input(mouse(MouseKind::Press, at));
    session.input(mouse(MouseKind::Drag, (at.0 + 4, at.1 + 3)));
    session.input(mouse(MouseKind::Release, (at.0 + 4, at.1 + 3)));
    assert_eq!(session.state.session().unwrap().pins().len(), 1);
    session.keys("u");
    assert!(session.state.session().unwrap().pins().is_empty());
    let before = find(&session, "wares");
    session.input(mouse(MouseKind::WheelDown, before));
    assert_eq!(find(&session, "wares").1 + 3, before.1);
}

#[test]
fn a_design_that_cannot_be_read_is_explained_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let text = "version: 1\nname: bad\nservices:\n  shop:\n    nodes:\n      buy: { kind: functoin }\n";
    let mut session = Session::design(folder.path(), text);
    session.shows("was not opened").shows("functoin").shows("6:");
    assert!(session.state.session().is_none());
    session.keys("<esc>").shows("Start from a preset");
}

#[test]
fn a_session_for_reading_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("design.yaml");
    std::fs::write(&path, SMALL).unwrap();
    let options = pulumi_designer::tui::Options { file: Some(path), readonly: true, ..Default::default() };
    let mut session = Session::start(&options, (120, 40));
    let before = session.model().clone();
    session.keys("/shop.wares<enter>");
    for key in ["d", "r", "a", "A", "c", "D", "m", "s", "i<space>", "<enter>", "d"] {
        session.keys(key);
        assert_eq!(*session.model(), before, "{key}");
    }
    session.keys("<esc>mj<enter>");
    assert!(session.state.session().unwrap().pins().is_empty());
}

#[test]
fn a_new_design_and_a_preset_are_for_the_cloud_that_was_chosen() {
    let mut session = Session::start(&pulumi_designer::tui::Options { color: true, ..Default::default() }, (120, 40));
    session.keys("ll").shows("Not for Google Cloud");
    // One that is not offered says why, and nothing is opened.
    session.keys("jjjjjjjjj<enter>").shows("container that keeps the connections open");
    assert!(session.state.session().is_none());
    session.keys("2").shows("no problems");
    assert_eq!(session.model().provider().name(), "gcp");
    assert_eq!(session.model().region.as_deref(), Some("europe-west4"));

    let mut session = Session::start(&pulumi_designer::tui::Options { color: true, ..Default::default() }, (120, 40));
    session.keys("hhn").shows("What is it called?").keys("<C-u>trips<enter>");
    assert_eq!(session.model().name, "trips");
    assert_eq!(session.model().provider().name(), "azure");
}
