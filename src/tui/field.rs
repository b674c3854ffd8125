//! A text field: one line, or several. Keys as in a shell; the cursor of the terminal stands at the caret.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use tui_textarea::{CursorMove, TextArea};
use unicode_width::UnicodeWidthStr as _;

use super::input::{Input, Key, KeyPress};

/// The most characters that a paste may bring.
const LONGEST_PASTE: usize = 1 << 20;

/// A text field.
#[derive(Debug, Clone)]
pub(crate) struct Field {
    area: TextArea<'static>,
    lines: bool,
}

impl Field {
    /// A field of one line with that text, the caret behind it.
    pub(crate) fn line(text: &str) -> Self {
        Self::with(text, false)
    }

    /// A field of several lines.
    pub(crate) fn lines(text: &str) -> Self {
        Self::with(text, true)
    }

    fn with(text: &str, lines: bool) -> Self {
        let mut area = if lines {
            TextArea::from(text.lines().map(clean).collect::<Vec<_>>())
        } else {
            TextArea::from(vec![clean(text)])
        };
        area.set_cursor_line_style(Style::new());
        area.set_cursor_style(Style::new());
        area.move_cursor(CursorMove::Bottom);
        area.move_cursor(CursorMove::End);
        Self { area, lines }
    }

    /// The text.
    pub(crate) fn text(&self) -> String {
        self.area.lines().join("\n")
    }

    /// Takes a key or a paste; whether it was one for a field.
    pub(crate) fn input(&mut self, input: &Input) -> bool {
        match input {
            Input::Paste(text) => {
                let text: String = text.chars().take(LONGEST_PASTE).collect();
                let text = if self.lines { text.replace("\r\n", "\n").replace('\r', "\n") } else { joined(&text) };
                let clean = text.split('\n').map(clean).collect::<Vec<_>>().join("\n");
                self.area.insert_str(clean);
                true
            }
            Input::Key(key) => self.key(*key),
            _ => false,
        }
    }

    fn key(&mut self, press: KeyPress) -> bool {
        let area = &mut self.area;
        match (press.key, press.ctrl, press.alt) {
            (Key::Char(character), false, false) if !character.is_control() => area.insert_char(character),
            (Key::Backspace, false, false) | (Key::Char('h'), true, false) => drop(area.delete_char()),
            (Key::Delete, false, false) | (Key::Char('d'), true, false) => drop(area.delete_next_char()),
            (Key::Backspace, _, _) | (Key::Char('w'), true, false) => drop(area.delete_word()),
            (Key::Char('d'), false, true) => drop(area.delete_next_word()),
            (Key::Char('u'), true, false) => drop(area.delete_line_by_head()),
            (Key::Char('k'), true, false) => drop(area.delete_line_by_end()),
            (Key::Home, _, _) | (Key::Char('a'), true, false) => area.move_cursor(CursorMove::Head),
            (Key::End, _, _) | (Key::Char('e'), true, false) => area.move_cursor(CursorMove::End),
            (Key::Left, false, false) | (Key::Char('b'), true, false) => area.move_cursor(CursorMove::Back),
            (Key::Right, false, false) | (Key::Char('f'), true, false) => area.move_cursor(CursorMove::Forward),
            (Key::Left, _, _) | (Key::Char('b'), false, true) => area.move_cursor(CursorMove::WordBack),
            (Key::Right, _, _) | (Key::Char('f'), false, true) => area.move_cursor(CursorMove::WordForward),
            (Key::Up, false, false) if self.lines => area.move_cursor(CursorMove::Up),
            (Key::Down, false, false) if self.lines => area.move_cursor(CursorMove::Down),
            (Key::Enter, false, false) if self.lines => area.insert_newline(),
            _ => return false,
        }
        true
    }

    /// Draws the field and puts the terminal's cursor at the caret.
    pub(crate) fn draw(&self, frame: &mut Frame, area: Rect, style: Style) {
        if area.width == 0 || area.height == 0 {
            return;
        }
        let caret = self.area.cursor();
        let first = caret.0.saturating_sub(usize::from(area.height) - 1);
        let line = self.area.lines().get(caret.0).map_or("", String::as_str);
        let before: String = line.chars().take(caret.1).collect();
        let shift = before.width().saturating_sub(usize::from(area.width) - 1);
        for (row, text) in self.area.lines().iter().skip(first).take(usize::from(area.height)).enumerate() {
            let text = skip_cells(text, shift);
            let y = area.y + row as u16;
            frame.buffer_mut().set_stringn(area.x, y, text, usize::from(area.width), style);
        }
        let x = area.x + (before.width() - shift) as u16;
        frame.set_cursor_position((x.min(area.right() - 1), area.y + (caret.0 - first) as u16));
    }
}

/// The text without so many cells at its start.
fn skip_cells(text: &str, cells: usize) -> String {
    let mut skipped = 0;
    let mut rest = text.chars();
    while skipped < cells {
        let Some(character) = rest.next() else { break };
        skipped += unicode_width::UnicodeWidthChar::width(character).unwrap_or(0);
    }
    rest.collect()
}

fn clean(text: &str) -> String {
    crate::text::safe::safe(text)
}

/// Several lines as one.
fn joined(text: &str) -> String {
    text.lines().map(str::trim).collect::<Vec<_>>().join(" ")
}
