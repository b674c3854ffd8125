//! Where the panels stand, by the size of the terminal. Read by drawing and by the mouse alike.

use ratatui::layout::Rect;

use super::session::Panel;
use super::state::State;

/// The least terminal that a session can be shown in: columns and rows.
pub(crate) const LEAST: (u16, u16) = (60, 18);
/// From so many columns on the inspector has a place of its own.
const WIDE: u16 = 120;

/// Where everything stands. What is not shown has no cells.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Screen {
    pub(crate) title: Rect,
    pub(crate) canvas: Rect,
    /// The column between canvas and inspector.
    pub(crate) rule: Rect,
    pub(crate) inspector: Rect,
    pub(crate) problems: Rect,
    pub(crate) code: Rect,
    pub(crate) status: Rect,
    pub(crate) hint: Rect,
}

/// Whether the terminal is too small.
pub(crate) fn too_small(state: &State) -> bool {
    state.size.0 < LEAST.0 || state.size.1 < LEAST.1
}

/// Whether the inspector has a place of its own.
pub(crate) fn is_wide(state: &State) -> bool {
    state.size.0 >= WIDE
}

/// Where everything stands.
pub(crate) fn screen(state: &State) -> Screen {
    // A terminal that is too small shows none of this, but everything is asked all the same.
    let (width, height) = (state.size.0.max(LEAST.0), state.size.1.max(LEAST.1));
    let row = |y: u16| Rect { x: 0, y, width, height: 1 };
    let mut screen = Screen {
        title: row(0),
        status: row(height.saturating_sub(2)),
        hint: row(height.saturating_sub(1)),
        ..Screen::default()
    };
    let body = Rect { x: 0, y: 1, width, height: height.saturating_sub(3) };
    let Some(session) = &state.session else {
        screen.canvas = body;
        return screen;
    };
    if state.expanded {
        match session.panel {
            Panel::Canvas => screen.canvas = body,
            Panel::Inspector => {
                screen.canvas = Rect { width: 0, ..body };
                screen.inspector = body;
            }
            Panel::Problems => {
                screen.canvas = Rect { height: 0, ..body };
                screen.problems = body;
            }
            Panel::Code => {
                screen.canvas = Rect { height: 0, ..body };
                screen.code = body;
            }
        }
        return screen;
    }
    let mut body = body;
    if session.code.shown {
        // Below all else and as wide as the screen: lines of code are long.
        let lower = (body.height / 3).clamp(6, 20);
        screen.code = Rect { y: body.bottom() - lower, height: lower, ..body };
        body.height -= lower;
    }
    let mut left = body;
    if is_wide(state) {
        let side = match width {
            0..160 => 40,
            160..200 => 46,
            _ => 52,
        };
        left.width = width - side - 1;
        screen.rule = Rect { x: left.width, y: body.y, width: 1, height: body.height };
        screen.inspector = Rect { x: left.width + 1, y: body.y, width: side, height: body.height };
    } else if session.panel == Panel::Inspector {
        let side = (width * 3 / 5).clamp(44, 56).min(width);
        screen.rule = Rect { x: width - side - 1, y: body.y, width: 1, height: body.height };
        screen.inspector = Rect { x: width - side, y: body.y, width: side, height: body.height };
    }
    if session.show_problems {
        let rows = (session.findings.len() as u16).clamp(1, 30);
        let lower = (body.height / 3).clamp(6, 16).min(rows + 4);
        screen.problems = Rect { y: body.bottom() - lower, height: lower, ..left };
        left.height -= lower;
    }
    screen.canvas = left;
    if screen.inspector.width > 0 && !is_wide(state) {
        // The inspector lies over the canvas; problems, if shown, keep their width below.
        screen.inspector.height = body.height;
    }
    screen
}

/// The columns and rows of the canvas that can be seen.
pub(crate) fn canvas_size(state: &State) -> (u16, u16) {
    let screen = screen(state);
    let covered = if is_wide(state) || state.expanded { 0 } else { screen.inspector.width + screen.rule.width };
    (screen.canvas.width.saturating_sub(covered), screen.canvas.height)
}

/// Whether a cell lies in a rectangle.
pub(crate) fn inside(area: Rect, column: u16, row: u16) -> bool {
    column >= area.x && column < area.right() && row >= area.y && row < area.bottom()
}
