//! The panes: one file each, with what it holds, what its keys do and how it is drawn.

pub(crate) mod canvas;
pub(crate) mod code;
pub(crate) mod commands;
pub(crate) mod connect;
pub(crate) mod describe;
pub(crate) mod event;
pub(crate) mod export;
pub(crate) mod find;
pub(crate) mod fix;
pub(crate) mod help;
pub(crate) mod inspector;
pub(crate) mod legend;
pub(crate) mod minimap;
pub(crate) mod mouse;
pub(crate) mod moving;
pub(crate) mod naming;
pub(crate) mod page;
pub(crate) mod palette;
pub(crate) mod picker;
pub(crate) mod problems;
pub(crate) mod prompt;
pub(crate) mod provider;
pub(crate) mod quit;
pub(crate) mod recovery;
pub(crate) mod refused;
pub(crate) mod save;
pub(crate) mod start;
pub(crate) mod status;
pub(crate) mod theme;

use unicode_width::UnicodeWidthChar as _;

/// The text cut to so many cells, with a sign where something is missing.
pub(crate) fn cut(text: &str, cells: usize) -> String {
    let width: usize = text.chars().map(|character| character.width().unwrap_or(0)).sum();
    if width <= cells {
        return text.to_owned();
    }
    let mut result = String::new();
    let mut used = 0;
    for character in text.chars() {
        let more = character.width().unwrap_or(0);
        if used + more + 1 > cells {
            break;
        }
        used += more;
        result.push(character);
    }
    if cells > 0 {
        result.push('~');
    }
    result
}

/// The text broken into lines of so many cells at the most, at spaces where there are any.
pub(crate) fn wrap(text: &str, cells: usize) -> Vec<String> {
    let cells = cells.max(8);
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in text.split(' ') {
        let width: usize = word.chars().map(|character| character.width().unwrap_or(0)).sum();
        if used > 0 && used + 1 + width > cells {
            lines.push(String::new());
            used = 0;
        }
        if let Some(line) = lines.last_mut() {
            if used > 0 {
                line.push(' ');
                used += 1;
            }
            line.push_str(&cut(word, cells));
            used += width.min(cells);
        }
    }
    lines
}

/// Draws the title of a panel; the focused one has a bar in front and stands out.
pub(crate) fn panel_title(
    state: &super::state::State,
    frame: &mut ratatui::Frame,
    area: ratatui::layout::Rect,
    title: &str,
    detail: &str,
    focused: bool,
) {
    use ratatui::text::{Line, Span};
    let theme = state.theme;
    let rule = theme.sign(super::theme::Sign::Horizontal);
    let bar = if focused { theme.sign(super::theme::Sign::Bar) } else { rule };
    let style = if focused { theme.heading() } else { theme.dim() };
    let mut spans = vec![
        Span::styled(bar.to_owned(), if focused { theme.key() } else { theme.rule() }),
        Span::styled(format!(" {title} "), style),
    ];
    if !detail.is_empty() {
        spans.push(Span::styled(format!("{} ", crate::text::safe::safe(detail)), theme.strong()));
    }
    let used: usize = spans.iter().map(Span::width).sum();
    spans.push(Span::styled(rule.repeat(usize::from(area.width).saturating_sub(used)), theme.rule()));
    frame.render_widget(Line::from(spans), ratatui::layout::Rect { height: 1, ..area });
}
