//! The choice of the colours.

use ratatui::text::Line;

use crate::tui::effect::Effect;
use crate::tui::panes::picker::{Choice, Picker, Row};
use crate::tui::state::State;
use crate::tui::theme::Palette;

/// Offers the palettes.
pub(crate) fn open(state: &mut State) {
    let at = Palette::ALL.iter().position(|palette| *palette == state.theme.palette).unwrap_or(0);
    let picker = Picker::new(Palettes, state).at(at);
    state.show(picker);
}

#[derive(Debug)]
struct Palettes;

impl Choice for Palettes {
    fn name(&self) -> &'static str {
        "THEME"
    }

    fn title(&self, _state: &State) -> String {
        "Which colours?".to_owned()
    }

    fn rows(&self, _state: &State) -> Vec<Row> {
        let row = |palette: Palette| Row {
            label: palette.name().to_owned(),
            detail: palette.summary().to_owned(),
            ..Row::default()
        };
        Palette::ALL.into_iter().map(row).collect()
    }

    fn preview(&self, state: &State, _row: usize) -> Vec<Line<'static>> {
        [
            "Kept when it stands in the file",
            "config.yaml of the program's",
            "configuration folder:",
            "",
            "  theme: dark",
        ]
        .into_iter()
        .map(|line| Line::styled(line, state.theme.dim()))
        .collect()
    }

    fn accept(&mut self, state: &mut State, row: usize) -> Vec<Effect> {
        let Some(palette) = Palette::ALL.get(row).copied() else { return Vec::new() };
        if !state.theme.color {
            state.complain("Colours are off here (NO_COLOR or --color never)");
            return Vec::new();
        }
        state.theme.palette = palette;
        state.tell(format!("Colours: {}", palette.name()));
        Vec::new()
    }
}
