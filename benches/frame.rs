//! How long one frame takes while a node is dragged over a canvas of 200x60: from the mouse's report to the finished cells.
//!
//! `cargo bench --bench frame`.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

#[path = "shared/design.rs"]
mod design;

use std::collections::VecDeque;
use std::hint::black_box;
use std::time::Instant;

use pulumi_designer::design::NodeId;
use pulumi_designer::render::Focus;
use pulumi_designer::tui::{
    Effect, Input, Message, Mouse, MouseKind, Options, Shelf, State, parse_keys, update, view, work,
};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

const SIZE: (u16, u16) = (200, 60);

/// Does all that was asked for, at once.
fn perform(state: &mut State, effects: Vec<Effect>) {
    let mut open: VecDeque<Effect> = effects.into();
    while let Some(effect) = open.pop_front() {
        let message = match effect {
            Effect::LookUp => Some(Message::Shelf(Shelf::default())),
            // What is done ahead of need is no part of a frame.
            Effect::LayOutAhead { .. } | Effect::Access { .. } => None,
            other => work(other),
        };
        if let Some(message) = message {
            open.extend(update(state, message));
        }
    }
}

fn keys(state: &mut State, keys: &str) {
    for key in parse_keys(keys) {
        let effects = update(state, Message::Input(Input::Key(key)));
        perform(state, effects);
    }
}

fn mouse(state: &mut State, kind: MouseKind, column: u16, row: u16) -> Vec<Effect> {
    update(state, Message::Input(Input::Mouse(Mouse { kind, column, row, ctrl: false })))
}

/// Frames that are drawn before any is timed, and those that are.
const COUNTS: (usize, usize) = (20, 400);

fn main() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    println!("| nodes | a frame of 200x60 while a node is dragged, ms: median | p95 | most |");
    println!("| --- | --- | --- | --- |");
    for nodes in [100, 625, 10_000] {
        let path = folder.path().join(format!("{nodes}.yaml"));
        std::fs::write(&path, design::design(nodes)).expect("a design can be written");
        let (mut state, effects) = State::new(&Options { file: Some(path), color: true, ..Options::default() }, SIZE);
        perform(&mut state, effects);
        keys(&mut state, "++/service-0003.write<enter>zz");
        let id = Focus::Node(NodeId::new("service-0003", "write"));
        let place =
            state.session().and_then(|session| session.seen_at(&id)).expect("the node is on the screen").centre();
        let (column, row) = (place.x as u16, place.y as u16 + 1);
        let mut terminal = Terminal::new(TestBackend::new(SIZE.0, SIZE.1)).expect("a screen");
        mouse(&mut state, MouseKind::Press, column, row);
        let mut times = Vec::new();
        for step in 1..=(COUNTS.0 + COUNTS.1) as u16 {
            let start = Instant::now();
            black_box(mouse(&mut state, MouseKind::Drag, column + step % 5, row + step % 3));
            terminal.draw(|frame| view(&state, frame)).expect("drawn");
            times.push(start.elapsed().as_secs_f64() * 1000.0);
        }
        let mut times = times.split_off(COUNTS.0);
        times.sort_by(f64::total_cmp);
        let at = |share: f64| times.get(((times.len() - 1) as f64 * share) as usize).copied().unwrap_or(0.0);
        println!("| {nodes} | {:.2} | {:.2} | {:.2} |", at(0.5), at(0.95), at(1.0));
    }
}
