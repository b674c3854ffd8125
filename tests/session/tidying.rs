//! Laying out again: offered where it helps, and done only when it is asked for.

use std::fmt::Write as _;

use pulumi_designer::layout::Rect;
use pulumi_designer::render::Clarity;

use crate::driver::Session;

/// Six functions and six tables without a flow between them.
fn apart() -> String {
    let mut nodes = String::new();
    for n in 1..=6 {
        let _ = writeln!(nodes, "      run-{n}: {{ kind: function }}");
        let _ = writeln!(nodes, "      rows-{n}: {{ kind: table, key: {{ partition: id }} }}");
    }
    format!("version: 1\nname: apart\nprovider: aws\nregion: eu-west-1\nservices:\n  work:\n    nodes:\n{nodes}")
}

fn connect(session: &mut Session, from: usize, to: usize) {
    session.keys(&format!("/work.run-{from}<enter>c"));
    for _ in 0..30 {
        if session.screen().contains(&format!("work.run-{from} → work.rows-{to}")) {
            session.keys("<enter>");
            return;
        }
        session.keys("<tab>");
    }
    panic!("rows-{to} cannot be reached:\n{}", session.screen());
}

fn places(session: &Session) -> Vec<Rect> {
    (1..=6).flat_map(|n| [session.place(&format!("work.run-{n}")), session.place(&format!("work.rows-{n}"))]).collect()
}

#[test]
fn a_much_clearer_drawing_is_offered_and_nothing_moves_before_it_is_wanted() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = Session::design(folder.path(), &apart());
    for n in 1..=6 {
        connect(&mut session, n, 7 - n);
    }
    session.shows("z r lays out again");
    let before = places(&session);
    session.keys("jjkk<esc>");
    assert_eq!(places(&session), before);
    session.keys("zr").shows("Laid out again");
    assert_ne!(places(&session), before);
    assert!(!session.screen().contains("z r lays"), "what is new is not offered again");
}

#[test]
fn what_edits_left_as_clear_as_before_is_not_offered_again() {
    let mut session = Session::preset("shop");
    session.keys("/orders.orders<enter>asecret<enter>");
    assert!(!session.screen().contains("z r lays"), "{}", session.screen());
}

#[test]
fn a_few_crossings_are_no_reason_to_move_everything() {
    let clarity = |crossings, length| Clarity { crossings, length };
    for (before, after, worse) in [
        (clarity(14, 100), clarity(3, 100), true),
        (clarity(3, 100), clarity(0, 110), true),
        (clarity(3, 100), clarity(0, 200), false),
        (clarity(2, 100), clarity(0, 100), false),
        (clarity(9, 100), clarity(6, 100), false),
        (clarity(0, 300), clarity(0, 200), true),
        (clarity(0, 300), clarity(1, 100), false),
    ] {
        assert_eq!(before.is_much_worse_than(after), worse, "{before:?} {after:?}");
    }
}
