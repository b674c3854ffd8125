//! What holds whatever a person does: no panic, the focus exists, undoing everything gives the beginning, redoing
//! everything the end.

use proptest::prelude::*;
use pulumi_designer::render::Focus;
use pulumi_designer::tui::{Input, Key, KeyPress, Mouse, MouseKind};

use crate::driver::Session;

fn key() -> impl Strategy<Value = KeyPress> {
    let keys = prop_oneof![
        8 => prop::sample::select("hjklHLadcmiArxsSpPEFKuUD1234?:/zfg[](). +-0yoMvn\u{e9}".chars().collect::<Vec<_>>()).prop_map(Key::Char),
        3 => prop::sample::select(vec![Key::Enter, Key::Escape, Key::Tab, Key::BackTab, Key::Down, Key::Up, Key::Left, Key::Right, Key::Backspace, Key::Delete, Key::PageDown, Key::PageUp, Key::Home, Key::End]),
    ];
    (keys, prop::bool::weighted(0.05), prop::bool::weighted(0.02)).prop_map(|(key, ctrl, alt)| KeyPress {
        key,
        ctrl,
        alt,
    })
}

fn input() -> impl Strategy<Value = Input> {
    let kinds = vec![
        MouseKind::Press,
        MouseKind::Drag,
        MouseKind::Release,
        MouseKind::WheelUp,
        MouseKind::WheelDown,
        MouseKind::WheelLeft,
    ];
    prop_oneof![
        20 => key().prop_map(Input::Key),
        5 => (prop::sample::select(kinds), 0u16..140, 0u16..45, any::<bool>())
            .prop_map(|(kind, column, row, ctrl)| Input::Mouse(Mouse { kind, column, row, ctrl })),
        1 => "\\PC{0,12}".prop_map(Input::Paste),
        1 => (0u16..220, 0u16..70).prop_map(|(width, height)| Input::Resize(width, height)),
    ]
}

/// Whether an input would touch the disk beyond the test: confirming a prompt that saves, opens or exports.
fn touches_disk(session: &Session, input: &Input) -> bool {
    let screen = session.screen();
    let risky = ["Save the design as", "Export ", "Open a design", "Unsaved changes"];
    let confirms = matches!(input, Input::Key(press) if press.key == Key::Enter || press.key == Key::Char('s'));
    (confirms || matches!(input, Input::Mouse(_))) && risky.iter().any(|title| screen.contains(title))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_that_a_person_does_breaks_the_session(inputs in prop::collection::vec(input(), 1..60)) {
        let mut session = Session::preset("auth");
        let before = session.model().clone();
        for input in inputs {
            if touches_disk(&session, &input) {
                continue;
            }
            session.input(input);
            session.screen();
            if session.state.is_quitting() || session.state.session().is_none() {
                return Ok(());
            }
            let opened = session.state.session().unwrap();
            let exists = match opened.focus() {
                Some(Focus::Node(id)) => opened.design().node(id).is_some(),
                Some(Focus::Flow(id)) => opened.design().flow(*id).is_some(),
                Some(Focus::Service(name)) => opened.design().services.contains_key(name),
                None => true,
            };
            prop_assert!(exists, "{:?}", opened.focus());
        }
        // Out of everything that is open, then back to the beginning and forth again.
        session.input(Input::Resize(120, 40));
        for _ in 0..6 {
            session.keys("<esc>");
        }
        if session.state.session().is_none() || session.screen().contains("UNSAVED") {
            return Ok(());
        }
        // The end has nothing left to do again: what was taken back on the way comes first.
        session.keys(&format!("1{}", "U".repeat(120)));
        let end = session.model().clone();
        session.keys(&"u".repeat(120));
        prop_assert_eq!(&session.model().services, &before.services);
        prop_assert_eq!(&session.model().flows, &before.flows);
        prop_assert_eq!(&session.model().environments, &before.environments);
        prop_assert!(session.state.session().unwrap().pins().is_empty());
        session.keys(&"U".repeat(120));
        prop_assert_eq!(&session.model().services, &end.services);
        prop_assert_eq!(&session.model().flows, &end.flows);
    }
}
