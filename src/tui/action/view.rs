//! Looking at the canvas.

use crate::render::Detail;

use super::super::effect::Effect;
use super::super::panes::minimap::{self, Minimap};
use super::super::screen::canvas_size;
use super::super::state::State;
use super::{Action, Scope, action};

pub(super) const ACTIONS: &[Action] = &[
    action("zoom-in", &["+", "="], "Show more of each node", "", Scope::Canvas, |state| zoom(state, true, None)),
    action("zoom-out", &["-"], "Show less of each node", "", Scope::Canvas, |state| zoom(state, false, None)),
    action("fit", &["zf"], "Fit everything on the screen", "", Scope::Canvas, |state| {
        let canvas = canvas_size(state);
        state.session.as_mut().map(|session| session.fit(canvas)).unwrap_or_default()
    }),
    action("centre", &["zz"], "Put the focus in the middle", "", Scope::Canvas, |state| {
        let canvas = canvas_size(state);
        if let Some(session) = &mut state.session {
            session.centre_focus(canvas);
        }
        Vec::new()
    }),
    action("fold", &["za"], "Fold the service to one box, or open it", "", Scope::Canvas, |state| {
        state.session.as_mut().and_then(super::super::session::Session::turn).unwrap_or_else(|| {
            state.complain("Focus a service, or a node of one; what services share is not folded");
            Vec::new()
        })
    }),
    action("direction", &["zd"], "Let flows run down instead of right, or right again", "", Scope::Canvas, |state| {
        let Some(session) = &mut state.session else { return Vec::new() };
        let effects = session.turn_direction();
        let down = session.direction == crate::layout::Direction::Down;
        state.tell(if down { "Flows run down" } else { "Flows run right" });
        effects
    }),
    action("lay-out-again", &["zr"], "Lay everything out again", "", Scope::Canvas, |state| {
        let Some(session) = &mut state.session else { return Vec::new() };
        let effects = session.lay_out_again();
        state.tell("Laid out again");
        effects
    }),
    action("theme", &[], "Choose the colours", "", Scope::Everywhere, |state| {
        super::super::panes::theme::open(state);
        Vec::new()
    }),
    action("usual-zoom", &["z0"], "Show boxes, the usual size", "", Scope::Canvas, |state| {
        state.session.as_mut().map(|session| session.zoom(Detail::Box, None)).unwrap_or_default()
    }),
    action("minimap", &["zm"], "Show a small map of everything, or no longer", "", Scope::Canvas, |state| {
        let area = super::super::screen::screen(state).canvas;
        if let Some(session) = &mut state.session {
            let visible = minimap::place(session, area).is_some();
            session.minimap = if visible { Minimap::Hidden } else { Minimap::Shown };
            let shown = minimap::place(session, area).is_some();
            state.tell(match (visible, shown) {
                (true, _) => "No map",
                (false, true) => "A map, where the screen does not show everything",
                (false, false) => "The screen shows everything, or has no room for a map",
            });
        }
        Vec::new()
    }),
    action("pan-left", &["zh", "<C-left>"], "Move the view to the left", "", Scope::Canvas, |state| pan(state, -1, 0)),
    action("pan-down", &["zj", "<C-down>", "<C-d>"], "Move the view down", "", Scope::Canvas, |state| pan(state, 0, 1)),
    action("pan-up", &["zk", "<C-up>", "<C-u>"], "Move the view up", "", Scope::Canvas, |state| pan(state, 0, -1)),
    action("pan-right", &["zl", "<C-right>"], "Move the view to the right", "", Scope::Canvas, |state| {
        pan(state, 1, 0)
    }),
];

/// One level nearer or farther; what is in focus stays where it is, or what lies at a cell of the canvas.
pub(crate) fn zoom(state: &mut State, nearer: bool, at: Option<(u16, u16)>) -> Vec<Effect> {
    let Some(session) = &mut state.session else { return Vec::new() };
    let detail = if nearer { session.detail.nearer() } else { session.detail.farther() };
    let effects = session.zoom(detail, at);
    state.tell(format!("Zoom: {}", detail.name()));
    effects
}

/// By a third of the screen.
fn pan(state: &mut State, across: i32, down: i32) -> Vec<Effect> {
    let canvas = canvas_size(state);
    if let Some(session) = &mut state.session {
        session.pan(across * i32::from(canvas.0) / 3, down * i32::from(canvas.1) / 3, canvas);
    }
    Vec::new()
}
