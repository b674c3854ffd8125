//! The code of what is in focus, as the export would write it: to be read while the design is drawn.

mod paint;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::tui::effect::Effect;
use crate::tui::input::{Mouse, MouseKind};
use crate::tui::screen::screen;
use crate::tui::session::{CodeRow, Panel, Session};
use crate::tui::state::State;

/// Shows the code, or no longer; the keys stay where they are.
pub(crate) fn turn(state: &mut State) -> Vec<Effect> {
    state.expanded = false;
    let Some(session) = &mut state.session else { return Vec::new() };
    session.code.shown = !session.code.shown;
    session.show_focus();
    if !session.code.shown && session.panel == Panel::Code {
        session.panel = Panel::Canvas;
    }
    session.ask_code().into_iter().collect()
}

/// Gives the code the keys.
pub(crate) fn go_to(state: &mut State) -> Vec<Effect> {
    let Some(session) = &mut state.session else { return Vec::new() };
    session.code.shown = true;
    session.panel = Panel::Code;
    session.show_focus();
    session.ask_code().into_iter().collect()
}

/// Goes so many rows and columns on.
pub(crate) fn go(state: &mut State, rows: isize, columns: isize) -> Vec<Effect> {
    let room = usize::from(screen(state).code.height.saturating_sub(1));
    if let Some(session) = &mut state.session {
        let found = session.code_rows();
        let widest = found.iter().map(|row| if let CodeRow::Line(_, text) = row { text.len() } else { 0 }).max();
        let (last, widest) = (found.len().saturating_sub(room), widest.unwrap_or(0));
        session.code.scroll = session.code.scroll.min(last).saturating_add_signed(rows).min(last);
        session.code.across = session.code.across.saturating_add_signed(columns).min(widest.saturating_sub(8));
    }
    Vec::new()
}

/// Takes what the mouse did over the code.
pub(crate) fn mouse(state: &mut State, mouse: Mouse) -> Vec<Effect> {
    match mouse.kind {
        MouseKind::WheelDown => go(state, 2, 0),
        MouseKind::WheelUp => go(state, -2, 0),
        MouseKind::WheelRight => go(state, 0, 6),
        MouseKind::WheelLeft => go(state, 0, -6),
        MouseKind::Press => go_to(state),
        _ => Vec::new(),
    }
}

/// Draws the code.
pub(crate) fn draw(state: &State, session: &Session, frame: &mut Frame, area: Rect) {
    if area.height == 0 {
        return;
    }
    let theme = state.theme;
    let focused = session.panel == Panel::Code;
    let rows = session.code_rows();
    let room = usize::from(area.height - 1);
    let first = session.code.scroll.min(rows.len().saturating_sub(room));
    let file = rows.iter().take(first + 1).rev().find_map(|row| match row {
        CodeRow::File(path) => Some(*path),
        _ => None,
    });
    super::panel_title(state, frame, area, "4 Code", file.unwrap_or_default(), focused);
    let line_at = |row: usize| Rect { y: area.y + 1 + row as u16, height: 1, ..area };
    if let Some(reason) = session.no_code().or(rows.is_empty().then_some("No lines of the program come from this.")) {
        let wide = usize::from(area.width.saturating_sub(3));
        for (row, text) in super::wrap(&crate::text::safe::safe(reason), wide).into_iter().enumerate().take(room) {
            frame.render_widget(Line::styled(format!("  {text}"), theme.dim()), line_at(row));
        }
        return;
    }
    // The path in the title says which file the first rows are of.
    let skipped = usize::from(matches!(rows.first(), Some(CodeRow::File(_))) && first == 0);
    for (row, code) in rows.iter().skip(first + skipped).take(room).enumerate() {
        let line = match code {
            CodeRow::File(path) => Line::styled(format!("       {}", crate::text::safe::safe(path)), theme.strong()),
            CodeRow::Gap => Line::styled("     :", theme.dim()),
            CodeRow::Line(number, text) => {
                let mut spans = vec![Span::styled(format!("{number:>5}  "), theme.dim())];
                spans.extend(paint::spans(theme, session.code_language(), text, session.code.across));
                Line::from(spans)
            }
        };
        let place = line_at(row);
        let cut = line.width() > usize::from(place.width);
        frame.render_widget(line, place);
        if cut {
            frame.buffer_mut().set_string(place.right() - 1, place.y, "~", theme.dim());
        }
    }
}
