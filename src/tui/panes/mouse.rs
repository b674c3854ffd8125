//! The mouse over an open design: it does what keys do.

use crate::layout::Point;
use crate::render::{Focus, Hit};
use crate::tui::action;
use crate::tui::effect::Effect;
use crate::tui::input::{Mouse, MouseKind};
use crate::tui::panes::{connect, inspector, minimap, problems};
use crate::tui::screen::{canvas_size, inside, screen};
use crate::tui::session::{Mode, Panel};
use crate::tui::state::{Drag, State};

/// Takes what the mouse did.
pub(crate) fn input(state: &mut State, mouse: Mouse) -> Vec<Effect> {
    let screen = screen(state);
    let over = |area| inside(area, mouse.column, mouse.row);
    if state.drag.is_none() && over(screen.inspector) {
        return inspector::mouse(state, mouse, screen.inspector);
    }
    if state.drag.is_none() && over(screen.problems) {
        return problems::mouse(state, mouse, screen.problems);
    }
    let map =
        state.session.as_ref().and_then(|session| minimap::place(session, screen.canvas)).filter(|map| over(*map));
    if let (Some(map), true) = (map, mouse.kind == MouseKind::Press) {
        if let Some(session) = &mut state.session {
            let point = minimap::point(session, map, mouse.column, mouse.row);
            session.look_at(point, (screen.canvas.width, screen.canvas.height));
        }
        return Vec::new();
    }
    match mouse.kind {
        MouseKind::Press if over(screen.canvas) => press(state, mouse),
        MouseKind::Drag => drag(state, mouse),
        MouseKind::Release => release(state, mouse),
        MouseKind::WheelUp | MouseKind::WheelDown if mouse.ctrl && over(screen.canvas) => {
            action::zoom(state, mouse.kind == MouseKind::WheelUp)
        }
        MouseKind::WheelUp => pan(state, 0, -3),
        MouseKind::WheelDown => pan(state, 0, 3),
        MouseKind::WheelLeft => pan(state, -6, 0),
        MouseKind::WheelRight => pan(state, 6, 0),
        MouseKind::Press => Vec::new(),
    }
}

fn pan(state: &mut State, columns: i32, rows: i32) -> Vec<Effect> {
    let canvas = canvas_size(state);
    if let Some(session) = &mut state.session {
        session.pan(columns, rows, canvas);
    }
    Vec::new()
}

/// What lies under the mouse.
fn hit(state: &State, mouse: Mouse) -> Option<Hit> {
    let area = screen(state).canvas;
    let session = state.session.as_ref()?;
    let point = Point {
        x: session.offset.x + i32::from(mouse.column) - i32::from(area.x),
        y: session.offset.y + i32::from(mouse.row) - i32::from(area.y),
    };
    session.scene.at(point)
}

fn press(state: &mut State, mouse: Mouse) -> Vec<Effect> {
    let under = hit(state, mouse);
    let readonly = state.readonly;
    let Some(session) = &mut state.session else { return Vec::new() };
    session.panel = Panel::Canvas;
    if let Mode::Connect(connect) = &session.mode {
        let from = connect.from.clone();
        return match under {
            Some(Hit::Node(id)) if id == from => {
                state.drag = Some(Drag::Connect);
                Vec::new()
            }
            Some(Hit::Node(id)) => match session.connect_to(&id) {
                Ok(()) => connect::finish(state),
                Err(reason) => {
                    state.complain(reason);
                    Vec::new()
                }
            },
            _ => {
                state.drag = Some(Drag::Pan { column: mouse.column, row: mouse.row });
                Vec::new()
            }
        };
    }
    if let Mode::Move(_) = session.mode {
        return session.end_move(true);
    }
    if let Mode::Jump(_) = session.mode {
        session.mode = Mode::Normal;
    }
    let node = matches!(under, Some(Hit::Node(_)));
    if let Some(hit) = under {
        let inner_follow = Focus::from(hit);
        session.jump_to(inner_follow);
    }
    state.drag = Some(if node && !readonly {
        Drag::Node { column: mouse.column, row: mouse.row, moving: false }
    } else {
        Drag::Pan { column: mouse.column, row: mouse.row }
    });
    Vec::new()
}

fn drag(state: &mut State, mouse: Mouse) -> Vec<Effect> {
    let canvas = canvas_size(state);
    let step =
        |column: u16, row: u16| (i32::from(mouse.column) - i32::from(column), i32::from(mouse.row) - i32::from(row));
    match state.drag.clone() {
        Some(Drag::Pan { column, row }) => {
            let (columns, rows) = step(column, row);
            if let Some(session) = &mut state.session {
                session.pan(-columns, -rows, canvas);
            }
            state.drag = Some(Drag::Pan { column: mouse.column, row: mouse.row });
            Vec::new()
        }
        Some(Drag::Node { column, row, moving }) => {
            let (columns, rows) = step(column, row);
            let Some(session) = &mut state.session else { return Vec::new() };
            if columns == 0 && rows == 0 {
                return Vec::new();
            }
            if !moving && !session.begin_move() {
                state.drag = None;
                return Vec::new();
            }
            state.drag = Some(Drag::Node { column: mouse.column, row: mouse.row, moving: true });
            session.move_by(columns, rows)
        }
        Some(Drag::Connect) => {
            if let Some(Hit::Node(id)) = hit(state, mouse)
                && let Some(session) = &mut state.session
                && session.connect_to(&id).is_err()
            {
                return Vec::new();
            }
            Vec::new()
        }
        None => Vec::new(),
    }
}

fn release(state: &mut State, mouse: Mouse) -> Vec<Effect> {
    match state.drag.take() {
        Some(Drag::Node { moving: true, .. }) => {
            let mut effects = state.session.as_mut().map(|session| session.end_move(true)).unwrap_or_default();
            effects.push(Effect::Autosave);
            effects
        }
        Some(Drag::Connect) => match hit(state, mouse) {
            Some(Hit::Node(id)) => {
                let Some(session) = &mut state.session else { return Vec::new() };
                let source = matches!(&session.mode, Mode::Connect(connect) if connect.from == id);
                match session.connect_to(&id) {
                    Ok(()) if !source => connect::finish(state),
                    Err(reason) if !source => {
                        state.complain(reason);
                        Vec::new()
                    }
                    _ => Vec::new(),
                }
            }
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}
