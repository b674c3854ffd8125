//! The canvas: the scene's cells put on the screen, and what says that there is more beyond its edges.

mod beyond;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use ratatui::text::Line;

use crate::render::Surface;
use crate::tui::session::Session;
use crate::tui::state::State;

/// Draws the canvas.
pub(crate) fn draw(state: &State, session: &Session, frame: &mut Frame, area: Rect) {
    if area.width == 0 || area.height == 0 {
        return;
    }
    let theme = state.theme;
    let mut surface = Surface::new(area.width, area.height);
    session.scene.draw(&mut surface, &session.view(theme.charset));
    let buffer = frame.buffer_mut();
    for y in 0..area.height {
        for x in 0..area.width {
            let Some(cell) = surface.get(i32::from(x), i32::from(y)).filter(|cell| !cell.is_blank()) else { continue };
            let Some(target) = buffer.cell_mut((area.x + x, area.y + y)) else { continue };
            if cell.symbol == '\0' {
                target.set_symbol("");
                continue;
            }
            let mut style = theme.ink(cell.ink);
            if cell.bold {
                style = style.add_modifier(Modifier::BOLD);
            }
            if cell.reverse {
                style = style.add_modifier(Modifier::REVERSED);
            }
            target.set_char(cell.symbol).set_style(style);
        }
    }
    beyond::draw(state, session, frame, area);
    super::minimap::draw(state, session, frame, area);
    if session.design().node_count() == 0 {
        empty(state, frame, area);
    }
    if session.waiting {
        waiting(state, session, frame, area);
    }
}

/// While something is being laid out: in the middle when there is nothing to look at yet, else in a corner.
fn waiting(state: &State, session: &Session, frame: &mut Frame, area: Rect) {
    let theme = state.theme;
    if session.scene.bounds().width > 0 {
        let width = 14.min(area.width);
        let place = Rect { x: area.right().saturating_sub(width), y: area.y, width, height: 1 };
        frame.render_widget(ratatui::widgets::Clear, place);
        frame.render_widget(Line::styled(" arranging... ", theme.key()), place);
        return;
    }
    let design = session.design();
    let lines = [
        Line::styled(
            format!("Arranging {} nodes of {} services", design.node_count(), design.services.len()),
            theme.strong(),
        ),
        Line::default(),
        Line::styled("Everything else works meanwhile: / finds, q leaves.", theme.dim()),
    ];
    let width = lines.iter().map(Line::width).max().unwrap_or(0) as u16;
    let top = area.y + area.height.saturating_sub(lines.len() as u16) / 2;
    let left = area.x + area.width.saturating_sub(width) / 2;
    for (row, line) in lines.into_iter().enumerate() {
        let place = Rect { x: left, y: top + row as u16, width, height: 1 };
        frame.render_widget(line, place.intersection(area));
    }
}

fn empty(state: &State, frame: &mut Frame, area: Rect) {
    let theme = state.theme;
    let lines =
        [("", "Nothing here yet."), ("", ""), ("a", "adds a node"), ("A", "adds a service"), ("?", "shows all keys")];
    let top = area.y + area.height.saturating_sub(lines.len() as u16) / 2;
    let left = area.x + area.width.saturating_sub(20) / 2;
    for (row, (key, text)) in lines.into_iter().enumerate() {
        let place = Rect { x: left, y: top + row as u16, width: 20, height: 1 };
        let line = if key.is_empty() {
            Line::styled(text, theme.plain())
        } else {
            Line::from(vec![
                ratatui::text::Span::styled(format!("{key}  "), theme.key()),
                ratatui::text::Span::styled(text, theme.dim()),
            ])
        };
        frame.render_widget(line, place.intersection(area));
    }
}
