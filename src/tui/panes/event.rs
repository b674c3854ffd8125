//! Choosing which event to follow.

use ratatui::text::Line;

use crate::design::trace::Trace;
use crate::tui::effect::Effect;
use crate::tui::panes::picker::{Choice, Picker, Row};
use crate::tui::session::What;
use crate::tui::state::State;

/// Follows what the focus is about; with several events the person chooses.
pub(crate) fn open(state: &mut State) {
    let Some(session) = &mut state.session else { return };
    let mut events = session.followable();
    match events.len() {
        0 => state.complain("No event passes here"),
        1 => {
            if let Some(what) = events.pop() {
                follow(state, what);
            }
        }
        _ => {
            let picker = Picker::new(Events { events }, state);
            state.show(picker);
        }
    }
}

fn follow(state: &mut State, what: What) {
    if let Some(session) = &mut state.session {
        session.follow_event(what);
        let words = session.followed.as_ref().map(super::super::session::Followed::words).unwrap_or_default();
        state.tell(format!("{words}; Esc shows all again"));
    }
}

#[derive(Debug)]
struct Events {
    events: Vec<What>,
}

impl Events {
    fn trace(&self, state: &State, row: usize) -> Option<Trace> {
        let session = state.session.as_ref()?;
        Some(self.events.get(row)?.trace(session))
    }
}

impl Choice for Events {
    fn name(&self) -> &'static str {
        "FOLLOW"
    }

    fn title(&self, _state: &State) -> String {
        "Follow an event".to_owned()
    }

    fn rows(&self, state: &State) -> Vec<Row> {
        let detail = |row: usize| {
            self.trace(state, row)
                .map(|trace| format!("{} to {}", trace.publishers, trace.consumers))
                .unwrap_or_default()
        };
        let row = |(row, what): (usize, &What)| Row { label: what.title(), detail: detail(row), ..Row::default() };
        self.events.iter().enumerate().map(row).collect()
    }

    fn preview(&self, state: &State, row: usize) -> Vec<Line<'static>> {
        let Some(trace) = self.trace(state, row) else { return Vec::new() };
        let touched = trace.nodes.iter().map(|id| Line::raw(id.to_string()));
        std::iter::once(Line::styled("It touches", state.theme.dim())).chain(touched).collect()
    }

    fn accept(&mut self, state: &mut State, row: usize) -> Vec<Effect> {
        if let Some(what) = self.events.get(row).cloned() {
            follow(state, what);
        }
        Vec::new()
    }
}
