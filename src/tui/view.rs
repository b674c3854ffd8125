//! Draws the state. Changes nothing.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::panes;
use super::screen::{self, LEAST};
use super::state::State;
use super::theme::Sign;

/// Draws the whole screen.
pub fn view(state: &State, frame: &mut Frame) {
    let area = frame.area();
    if screen::too_small(state) || area.width < LEAST.0 || area.height < LEAST.1 {
        too_small(state, frame, area);
        return;
    }
    let screen = screen::screen(state);
    match &state.session {
        None => panes::start::draw(state, frame),
        Some(session) => {
            panes::status::title(state, session, frame, screen.title);
            panes::canvas::draw(state, session, frame, screen.canvas);
            if screen.problems.height > 0 {
                panes::problems::draw(state, session, frame, screen.problems);
            }
            if screen.code.height > 0 {
                panes::code::draw(state, session, frame, screen.code);
            }
            if screen.inspector.width > 0 {
                frame.render_widget(ratatui::widgets::Clear, screen.inspector);
                panes::inspector::draw(state, session, frame, screen.inspector);
                for y in screen.rule.y..screen.rule.bottom() {
                    let sign = state.theme.sign(Sign::Vertical);
                    frame.buffer_mut().set_string(screen.rule.x, y, sign, state.theme.rule());
                }
            }
        }
    }
    panes::status::following(state, frame, screen.canvas);
    for overlay in &state.overlays {
        overlay.draw(state, frame);
    }
    panes::status::status(state, frame, screen.status);
    panes::status::hint(state, frame, screen.hint);
    state.theme.lay_ground(frame.buffer_mut());
}

/// One line that asks for room; the state stays as it is.
fn too_small(state: &State, frame: &mut Frame, area: Rect) {
    let text = format!("Please make the terminal at least {}x{}.", LEAST.0, LEAST.1);
    let unsaved = state.session.as_ref().is_some_and(super::session::Session::is_dirty);
    let more = if unsaved { "Nothing is lost. Ctrl-C leaves." } else { "Ctrl-C leaves." };
    for (row, text) in panes::wrap(&text, usize::from(area.width)).into_iter().chain([more.to_owned()]).enumerate() {
        let place = Rect { y: area.y + row as u16, height: 1, ..area };
        frame.render_widget(Line::raw(text), place.intersection(area));
    }
}
