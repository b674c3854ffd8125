//! What the lines, the signs and the colours on the canvas mean.

use ratatui::text::{Line, Span};

use crate::catalog::catalog;
use crate::render::{Ink, legend::legend};
use crate::tui::panes::page::Page;
use crate::tui::panes::palette::glyph;
use crate::tui::state::State;

/// Shows what everything means.
pub(crate) fn open(state: &mut State) {
    let theme = state.theme;
    let mut lines = vec![Line::styled("Lines", theme.heading())];
    lines.extend(legend(theme.charset).into_iter().map(|(sample, meaning)| {
        Line::from(vec![Span::styled(format!("  {sample:<8}"), theme.strong()), Span::raw(meaning)])
    }));
    lines.push(Line::raw("  A line has the colour of the service that it leaves; no meaning depends on colour."));
    lines.push(Line::default());
    lines.push(Line::styled("Signs", theme.heading()));
    let mut kinds: Vec<_> = catalog().kinds.values().collect();
    kinds.sort_by_key(|kind| kind.category);
    for pair in kinds.chunks(2) {
        let spans = pair.iter().flat_map(|kind| {
            [
                Span::styled(format!("  {} ", glyph(state, kind)), theme.ink(Ink::Kind)),
                Span::raw(format!("{:<26}", kind.title)),
            ]
        });
        lines.push(Line::from(spans.collect::<Vec<_>>()));
    }
    state.show(Page::new("LEGEND", "What lines and signs mean", lines));
}
