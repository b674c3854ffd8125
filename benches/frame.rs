//! How long one frame takes while a node is dragged over a canvas of 200x60: from the mouse's report to the finished cells.
//!
//! `cargo bench --bench frame`.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

#[path = "shared/design.rs"]
mod design;

use std::collections::VecDeque;
use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
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

fn frame(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut group = criterion.benchmark_group("frame while dragging at 200x60");
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
        let mut step = 0;
        group.bench_function(format!("{nodes} nodes"), |bencher| {
            bencher.iter(|| {
                step += 1;
                let effects = mouse(&mut state, MouseKind::Drag, column + step % 5, row + step % 3);
                black_box(effects);
                terminal.draw(|frame| view(&state, frame)).expect("drawn");
            });
        });
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20);
    targets = frame
}
criterion_main!(benches);
