//! The mouse over an open design: it does what keys do.

use crate::layout::Point;
use crate::render::{Focus, Hit};
use crate::tui::action;
use crate::tui::effect::Effect;
use crate::tui::input::{Mouse, MouseKind};
use crate::tui::panes::{code, connect, inspector, minimap, problems};
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
    if state.drag.is_none() && over(screen.code) {
        return code::mouse(state, mouse);
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
        MouseKind::Press if over(screen.canvas) && mouse.ctrl => begin_select(state, mouse),
        MouseKind::Press if over(screen.canvas) => press(state, mouse),
        MouseKind::DoublePress if over(screen.canvas) => double(state, mouse),
        MouseKind::RightPress if over(screen.canvas) => begin_connect(state, mouse),
        MouseKind::Drag | MouseKind::RightDrag => drag(state, mouse),
        MouseKind::Release | MouseKind::RightRelease => release(state, mouse),
        MouseKind::WheelUp | MouseKind::WheelDown if mouse.ctrl && over(screen.canvas) => {
            let at = (mouse.column - screen.canvas.x, mouse.row - screen.canvas.y);
            action::zoom(state, mouse.kind == MouseKind::WheelUp, Some(at))
        }
        MouseKind::WheelUp => pan(state, 0, -3),
        MouseKind::WheelDown => pan(state, 0, 3),
        MouseKind::WheelLeft => pan(state, -6, 0),
        MouseKind::WheelRight => pan(state, 6, 0),
        MouseKind::Press | MouseKind::DoublePress | MouseKind::RightPress => Vec::new(),
    }
}

fn pan(state: &mut State, columns: i32, rows: i32) -> Vec<Effect> {
    let canvas = canvas_size(state);
    if let Some(session) = &mut state.session {
        session.pan(columns, rows, canvas);
    }
    Vec::new()
}

/// The cell of the scene under the mouse.
fn point(state: &State, mouse: Mouse) -> Option<Point> {
    let area = screen(state).canvas;
    let session = state.session.as_ref()?;
    Some(Point {
        x: session.offset.x + i32::from(mouse.column) - i32::from(area.x),
        y: session.offset.y + i32::from(mouse.row) - i32::from(area.y),
    })
}

/// What lies under the mouse.
fn hit(state: &State, mouse: Mouse) -> Option<Hit> {
    state.session.as_ref()?.scene.at(point(state, mouse)?)
}

/// The second press at a place: edits a node or flow, folds or opens a service, adds to the empty canvas.
fn double(state: &mut State, mouse: Mouse) -> Vec<Effect> {
    state.drag = None;
    let under = hit(state, mouse);
    let Some(session) = &mut state.session else { return Vec::new() };
    if session.mode != Mode::Normal {
        return press(state, mouse);
    }
    match under {
        Some(Hit::Service(name)) => {
            session.jump_to(Focus::Service(name.clone()));
            session.turn_service(&name)
        }
        Some(hit) => {
            session.jump_to(hit.into());
            action::go(state, Panel::Inspector)
        }
        None => {
            crate::tui::panes::palette::open(state);
            Vec::new()
        }
    }
}

/// Begins a rectangle around what is to be selected; on a node, selects it besides, or no longer.
fn begin_select(state: &mut State, mouse: Mouse) -> Vec<Effect> {
    let (under, point) = (hit(state, mouse), point(state, mouse));
    let (Some(session), Some(point)) = (&mut state.session, point) else { return Vec::new() };
    session.panel = Panel::Canvas;
    if session.mode != Mode::Normal {
        return Vec::new();
    }
    if let Some(Hit::Node(id)) = under {
        session.turn_selected(&Focus::Node(id));
    } else {
        session.begin_select_at(point);
        state.drag = Some(Drag::Select);
    }
    Vec::new()
}

/// Begins to draw a flow from the node under the mouse.
fn begin_connect(state: &mut State, mouse: Mouse) -> Vec<Effect> {
    let under = hit(state, mouse);
    let Some(Hit::Node(id)) = under else { return Vec::new() };
    if state.readonly {
        state.complain("This session is for reading only");
        return Vec::new();
    }
    let Some(session) = &mut state.session else { return Vec::new() };
    session.panel = Panel::Canvas;
    if session.mode != Mode::Normal {
        return Vec::new();
    }
    match session.begin_connect(&id) {
        Ok(()) => state.drag = Some(Drag::Connect),
        Err(reason) => state.complain(reason),
    }
    Vec::new()
}

/// Whether the cell is the right border of a box, from which flows are drawn.
fn is_handle(state: &State, id: &crate::design::NodeId, mouse: Mouse) -> bool {
    let Some(session) = &state.session else { return false };
    let bordered = session.detail != crate::render::Detail::Chip;
    let rect = session.scene.node_rect(id).filter(|_| bordered);
    rect.zip(point(state, mouse)).is_some_and(|(rect, point)| point.x == rect.right() - 1)
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
    if let Mode::Jump(_) | Mode::Select(_) = session.mode {
        session.mode = Mode::Normal;
    }
    let node = matches!(under, Some(Hit::Node(_)));
    if let Some(hit) = under.clone() {
        session.jump_to(Focus::from(hit));
    }
    if let Some(Hit::Node(id)) = under
        && is_handle(state, &id, mouse)
        && !readonly
    {
        return begin_connect(state, mouse);
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
        Some(Drag::Select) => {
            let point = point(state, mouse);
            if let (Some(session), Some(point)) = (&mut state.session, point) {
                session.select_to(point);
            }
            Vec::new()
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
        Some(Drag::Select) => {
            if let Some(session) = &mut state.session {
                session.end_select(true);
            }
            Vec::new()
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
