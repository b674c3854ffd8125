//! Looking at the canvas: what stays in place, what folds, what the mouse does.

use proptest::prelude::*;
use pulumi_designer::layout::{Point, Rect};
use pulumi_designer::render::{Detail, Focus};
use pulumi_designer::tui::{MouseKind, Options};

use crate::driver::Session;

fn shop(size: (u16, u16)) -> Session {
    Session::start(&Options { preset: Some("shop".to_owned()), color: true, ..Options::default() }, size)
}

fn middle(rect: Rect) -> (i32, i32) {
    (rect.centre().x, rect.centre().y)
}

/// What is in focus, and the point of it that stays: of a frame or folded service its title.
fn held(session: &Session) -> (Focus, (i32, i32)) {
    let opened = session.state.session().unwrap();
    let focus = opened.focus().cloned().unwrap();
    let rect = opened.seen_at(&focus).unwrap();
    let point = if matches!(focus, Focus::Service(_)) { (rect.x, rect.y) } else { middle(rect) };
    (focus, point)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_in_focus_stays_where_it_is_whatever_changes_around_it(
        keys in prop::collection::vec(prop::sample::select(vec!["+", "-", "za", "za", "zaza", "D/orders.get-order<enter>", "u"]), 1..8),
    ) {
        let mut session = shop((200, 60));
        session.keys("/orders.place-order<enter>");
        for key in keys {
            session.keys("zz");
            let (focus, before) = held(&session);
            session.keys(key);
            if !key.contains('/') {
                let (now, after) = held(&session);
                // A chip is one row high and a box three, so the middle may round to either side.
                if now == focus {
                    prop_assert!((after.0 - before.0).abs() <= 1 && (after.1 - before.1).abs() <= 1, "{key} {before:?} {after:?}");
                }
            }
        }
    }
}

#[test]
fn zooming_with_the_wheel_keeps_what_lies_under_the_mouse() {
    let mut session = shop((160, 50));
    for name in ["orders.get-order", "notifications.sent"] {
        session.keys("z0").keys(&format!("/{name}<enter>zz"));
        let mouse = middle(session.place(name));
        for kind in [MouseKind::WheelDown, MouseKind::WheelUp, MouseKind::WheelUp, MouseKind::WheelDown] {
            session.mouse(kind, mouse, true);
            let under = session.place(name);
            assert!(under.contains(Point { x: mouse.0, y: mouse.1 }), "{name} {kind:?} {under:?} {mouse:?}");
        }
    }
}

#[test]
fn a_service_is_opened_where_it_stands_and_folded_again() {
    let mut session = shop((200, 60));
    session.keys("---/notifications<enter>zz");
    assert_eq!(session.state.session().unwrap().detail(), Detail::Overview);
    let before = session.place("notifications");
    insta::assert_snapshot!("folded", session.screen());
    session.keys("<enter>").shows("ƒ digest");
    insta::assert_snapshot!("opened", session.screen());
    let opened = session.place("notifications");
    assert_eq!((opened.x, opened.y), (before.x, before.y));
    assert!(opened.width > before.width);
    session.keys("<enter>");
    assert!(!session.screen().contains("ƒ digest"), "{}", session.screen());
    assert_eq!(session.place("notifications"), before);
}

#[test]
fn a_single_service_folds_while_the_others_show_their_nodes() {
    let mut session = shop((160, 50));
    session.keys("/orders.place-order<enter>za");
    let screen = session.screen();
    assert!(!screen.contains("ƒ get-order"), "{screen}");
    assert!(screen.contains("register") && screen.contains("notify"), "{screen}");
    assert_eq!(session.state.session().unwrap().focus(), Some(&Focus::Service("orders".to_owned())));
    session.keys("za");
    // The node that was in focus is so again.
    assert_eq!(session.state.session().unwrap().focused_node().unwrap().to_string(), "orders.place-order");
}

#[test]
fn finding_a_node_opens_the_service_that_hides_it() {
    let mut session = shop((120, 40));
    session.keys("---/notifications.digest<enter>");
    assert_eq!(session.state.session().unwrap().focused_node().unwrap().to_string(), "notifications.digest");
    session.shows("ƒ digest");
}

#[test]
fn a_double_click_edits_a_node_and_opens_a_service() {
    let mut session = shop((160, 50));
    session.keys("/orders.get-order<enter>zz");
    let at = middle(session.place("orders.get-order"));
    session.mouse(MouseKind::Press, at, false).mouse(MouseKind::Release, at, false);
    session.mouse(MouseKind::DoublePress, at, false).shows(" INSPECT ");
    session.keys("<esc>---/orders<enter>zz");
    let at = middle(session.place("orders"));
    session.mouse(MouseKind::DoublePress, at, false).shows("ƒ get-order");
}

#[test]
fn the_right_button_draws_a_flow_from_node_to_node() {
    let mut session = shop((200, 60));
    session.keys("/orders.get-order<enter>zz");
    let (from, to) = (middle(session.place("orders.get-order")), middle(session.place("orders.payment-key")));
    assert!(session.flows("orders.get-order", "orders.payment-key").is_empty());
    session.mouse(MouseKind::RightPress, from, false).shows(" CONNECT ");
    session.mouse(MouseKind::RightDrag, to, false).mouse(MouseKind::RightRelease, to, false);
    assert_eq!(session.flows("orders.get-order", "orders.payment-key"), ["use"]);
    session.keys("u");
    // From the right border of a box the left button does the same.
    session.keys("z0/orders.get-order<enter>zz");
    let from = session.place("orders.get-order");
    let edge = (from.right() - 1, from.centre().y);
    let to = middle(session.place("orders.orders"));
    session.mouse(MouseKind::Press, edge, false).shows(" CONNECT ");
    session.mouse(MouseKind::Drag, to, false).shows("orders.get-order → orders.orders");
    session.keys("<esc>").shows(" NORMAL ");
}

#[test]
fn the_next_problem_is_gone_to_and_told() {
    let mut session = Session::preset("auth");
    session.keys("/auth.login<enter>aqueue<enter>/auth.login<enter>aqueue<enter>");
    let count = session.state.session().unwrap().findings().len();
    assert!(count >= 2);
    session.keys("n").shows(&format!("1 of {count}: "));
    session.keys("n").shows(&format!("2 of {count}: "));
    session.keys("N").shows(&format!("1 of {count}: "));
    session.keys("N").shows(&format!("{count} of {count}: "));
}

#[test]
fn a_large_design_opens_folded_and_answers_while_it_is_laid_out() {
    use std::fmt::Write as _;
    let mut text = String::from("version: 1\nname: big\nprovider: aws\nregion: eu-west-1\nservices:\n");
    for service in 0..40 {
        let _ = write!(text, "  s{service}:\n    nodes:\n");
        for node in 0..5 {
            let _ = writeln!(text, "      n{node}: {{ kind: function }}");
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let mut session = Session::design(folder.path(), &text);
    assert_eq!(session.state.session().unwrap().detail(), Detail::Overview);
    session.shows("5 nodes").keys("<enter>").shows("ƒ n0");
    session.keys("+").shows("Zoom: chip").keys("+").shows("Zoom: box").keys("d").shows("Delete");
}

#[test]
fn an_event_is_followed_from_the_function_that_gets_it_through_a_queue() {
    let mut session = Session::preset("shop");
    session
        .keys("/orders.settle-payment<enter>ge")
        .shows("Follow an event")
        .shows("OrderPlaced")
        .shows("OrderCancelled");
    session.keys("OrderPlaced<enter>").shows("OrderPlaced: 1 publisher");
}

#[test]
fn what_comes_without_a_name_is_followed_back_to_who_sends_it() {
    let folder = tempfile::tempdir().unwrap();
    let text = "version: 1\nname: t\nprovider: aws\nregion: eu-west-1\nservices:\n  a:\n    nodes:\n      \
                ask: { kind: function }\n      jobs: { kind: queue }\n      work: { kind: function }\nflows:\n  \
                - { kind: publish, from: a.ask, to: a.jobs }\n  - { kind: subscribe, from: a.jobs, to: a.work }\n";
    let mut session = Session::design(folder.path(), text);
    session.keys("/a.work<enter>ge").shows("everything from a.jobs: 1 publisher, 1 consumer");
}
