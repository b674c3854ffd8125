//! The choice of the cloud for the design that is open.

use ratatui::text::Line;

use crate::catalog::{Provider, catalog};
use crate::design::Edit;
use crate::tui::effect::Effect;
use crate::tui::panes::picker::{Choice, Picker, Row};
use crate::tui::state::State;

/// Asks for the cloud of the open design.
pub(crate) fn open(state: &mut State) {
    let provider = state.session.as_ref().map(|session| session.design().provider());
    let at = Provider::ALL.iter().position(|known| Some(*known) == provider).unwrap_or(0);
    let picker = Picker::new(Clouds, state).at(at);
    state.show(picker);
}

#[derive(Debug)]
struct Clouds;

impl Choice for Clouds {
    fn name(&self) -> &'static str {
        "CLOUD"
    }

    fn title(&self, _state: &State) -> String {
        "Design for which cloud?".to_owned()
    }

    fn rows(&self, _state: &State) -> Vec<Row> {
        Provider::ALL
            .iter()
            .map(|provider| Row {
                label: provider.title().to_owned(),
                detail: if *provider == Provider::Aws { "design, check, export" } else { "design and check" }
                    .to_owned(),
                words: provider.name().to_owned(),
                ..Row::default()
            })
            .collect()
    }

    fn preview(&self, state: &State, row: usize) -> Vec<Line<'static>> {
        let Some(provider) = Provider::ALL.get(row).copied() else { return Vec::new() };
        let theme = state.theme;
        let mut lines = vec![Line::styled(provider.title(), theme.strong())];
        lines.push(Line::styled(format!("first region {}", provider.default_region()), theme.dim()));
        lines.push(Line::default());
        if provider != Provider::Aws {
            lines.push(Line::raw("Designing and checking work."));
            lines.push(Line::raw("Export to this cloud comes later."));
            lines.push(Line::default());
        }
        for kind in ["function", "http-api", "queue", "event-bus", "table", "user-pool"] {
            if let Some(kind) = catalog().kind(kind) {
                let name = kind.cloud_name(provider).unwrap_or("no equivalent");
                lines.push(Line::raw(format!("{:<11} {name}", kind.title)));
            }
        }
        lines
    }

    fn accept(&mut self, state: &mut State, row: usize) -> Vec<Effect> {
        let Some(provider) = Provider::ALL.get(row).copied() else { return Vec::new() };
        let edit = Edit::Batch(vec![
            Edit::SetProvider(Some(provider)),
            Edit::SetRegion(Some(provider.default_region().to_owned())),
        ]);
        state.edit(edit, &format!("Design for {}", provider.title())).1
    }
}
