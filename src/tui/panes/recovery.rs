//! The offer to take up work that a session left behind.

use ratatui::text::Line;

use crate::tui::effect::{Effect, Recovery, Source};
use crate::tui::panes::picker::{Choice, Picker, Row};
use crate::tui::state::State;

/// Offers everything that was left behind.
pub(crate) fn open(state: &mut State) {
    let found = state.shelf.recoveries.clone();
    offer(state, found);
}

/// Offers what belongs to the file that is open.
pub(crate) fn open_for_file(state: &mut State) {
    let path = state.session.as_ref().and_then(|session| session.path()).map(|path| state.shelf.here.join(path));
    let found: Vec<Recovery> =
        state.shelf.recoveries.iter().filter(|found| path.is_some() && found.path == path).cloned().collect();
    offer(state, found);
}

fn offer(state: &mut State, found: Vec<Recovery>) {
    if !found.is_empty() {
        let picker = Picker::new(Left { found }, state);
        state.show(picker);
    }
}

#[derive(Debug)]
struct Left {
    found: Vec<Recovery>,
}

impl Choice for Left {
    fn name(&self) -> &'static str {
        "RECOVER"
    }

    fn title(&self, _state: &State) -> String {
        "A session ended without saving".to_owned()
    }

    fn invitation(&self) -> &'static str {
        "Esc decides later"
    }

    fn rows(&self, _state: &State) -> Vec<Row> {
        let recover = self.found.iter().map(|found| Row {
            label: format!("Recover {}", found.name),
            detail: found.path.as_ref().map_or("never saved".to_owned(), |path| path.display().to_string()),
            ..Row::default()
        });
        let discard = self.found.iter().map(|found| Row {
            label: format!("Discard {}", found.name),
            detail: found.path.as_ref().map_or("never saved".to_owned(), |path| path.display().to_string()),
            dim: true,
            ..Row::default()
        });
        recover.chain(discard).collect()
    }

    fn preview(&self, state: &State, row: usize) -> Vec<Line<'static>> {
        let Some(found) = self.found.get(row % self.found.len().max(1)) else { return Vec::new() };
        let mut lines = vec![Line::styled("What was left behind", state.theme.dim())];
        lines.extend(found.text.lines().take(20).map(|line| Line::raw(crate::text::safe::safe(line))));
        lines
    }

    fn accept(&mut self, state: &mut State, row: usize) -> Vec<Effect> {
        let Some(found) = self.found.get(row % self.found.len().max(1)).cloned() else { return Vec::new() };
        state.shelf.recoveries.retain(|known| known.place != found.place);
        if row < self.found.len() {
            return vec![state.open(Source::Recovery(found))];
        }
        self.found.retain(|known| known.place != found.place);
        let rest = std::mem::take(&mut self.found);
        offer(state, rest);
        vec![Effect::Discard(found.place)]
    }
}
