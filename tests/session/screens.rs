//! The screens as reviewed snapshots: at 80x24 and 120x40, in ASCII, and in a terminal that is too small.

use pulumi_designer::tui::{Input, Options};

use crate::driver::Session;

const SIZES: [(u16, u16); 2] = [(80, 24), (120, 40)];

fn shots(name: &str, preset: Option<&str>, keys: &str) {
    for (width, height) in SIZES {
        let options = Options { preset: preset.map(str::to_owned), color: true, ..Options::default() };
        let mut session = Session::start(&options, (width, height));
        session.keys(keys);
        let screen = session.screen().replace(env!("CARGO_PKG_VERSION"), "VERSION");
        insta::assert_snapshot!(format!("{name}-{width}x{height}"), screen);
    }
}

#[test]
fn start() {
    shots("start", None, "");
}

#[test]
fn a_preset_that_the_cloud_does_not_have() {
    shots("refused", None, "lljjjjjjjjj");
}

#[test]
fn canvas() {
    shots("canvas", Some("auth"), "<esc>");
}

#[test]
fn palette() {
    shots("palette", Some("auth"), "a");
}

#[test]
fn connect() {
    shots("connect", Some("auth"), "/register<enter>c");
}

#[test]
fn inspector() {
    shots("inspector", Some("auth"), "/auth.login<enter>ij");
}

#[test]
fn problems() {
    shots("problems", Some("auth"), "/auth.login<enter>aqueue<enter>gpj");
}

#[test]
fn keys_after_a_prefix() {
    shots("prefix", Some("auth"), "z");
}

#[test]
fn letters_to_jump_to() {
    shots("jump", Some("auth"), "zfgw");
}

#[test]
fn an_event_that_is_followed() {
    shots("followed", Some("shop"), "zf/shared.bus<enter>ge<enter>");
}

#[test]
fn a_map_of_everything() {
    shots("map", Some("shop"), "zfzm/settle-payment<enter>");
}

#[test]
fn what_lines_and_signs_mean() {
    shots("legend", Some("auth"), "g?");
}

#[test]
fn unsaved() {
    shots("unsaved", Some("auth"), "/auth.login<enter>dq");
}

#[test]
fn ascii() {
    let options = Options { preset: Some("auth".to_owned()), ascii: true, ..Options::default() };
    let mut session = Session::start(&options, (80, 24));
    session.keys("/register<enter>i");
    let screen = session.screen();
    let beyond: String = screen.chars().filter(|character| !character.is_ascii()).collect();
    assert_eq!(beyond.replace('→', ""), "", "{screen}");
    insta::assert_snapshot!("ascii-80x24", screen);
}

#[test]
fn a_terminal_that_is_too_small_asks_for_room_and_forgets_nothing() {
    let mut session = Session::preset("auth");
    session.keys("/register<enter>");
    let before = session.screen();
    session.input(Input::Resize(10, 5));
    session.keys("dqa<enter>");
    insta::assert_snapshot!("small-10x5", session.screen());
    session.input(Input::Resize(120, 40));
    assert_eq!(session.screen(), before);
}
