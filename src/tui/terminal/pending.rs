//! What a frame writes, collected until it is whole: it goes out in one piece, and a frame that changes nothing writes
//! nothing. Knows what the cursor does already and how large the screen is, so that no frame asks the terminal.

use std::io;

use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};

use crate::tui::ansi;

/// The bytes of the frame that is being drawn.
#[derive(Debug)]
pub(super) struct Pending {
    bytes: Vec<u8>,
    size: Size,
    /// Where the cursor is shown; none while it is hidden.
    cursor: Option<Position>,
}

impl Pending {
    /// Nothing yet, for a screen of that size whose cursor is hidden.
    pub(super) fn new((width, height): (u16, u16)) -> Self {
        Self { bytes: Vec::new(), size: Size { width, height }, cursor: None }
    }

    /// The screen has that size now.
    pub(super) fn resize(&mut self, (width, height): (u16, u16)) {
        self.size = Size { width, height };
    }

    /// What was written since the last time.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Forgets what was written, and keeps the room for the next frame.
    pub(super) fn clear_bytes(&mut self) {
        self.bytes.clear();
    }

    fn writer(&mut self) -> CrosstermBackend<&mut Vec<u8>> {
        CrosstermBackend::new(&mut self.bytes)
    }
}

impl Backend for Pending {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let mut content = content.peekable();
        if content.peek().is_none() {
            return Ok(());
        }
        let cursor = self.cursor;
        ansi::write(&mut self.bytes, content);
        // The cursor stands behind the last cell now.
        cursor.map_or(Ok(()), |position| self.writer().set_cursor_position(position))
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.cursor.take().map_or(Ok(()), |_| self.writer().hide_cursor())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        if self.cursor.is_some() {
            return Ok(());
        }
        self.cursor = Some(Position::default());
        self.writer().show_cursor()?;
        self.writer().set_cursor_position(Position::default())
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.cursor.unwrap_or_default())
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        let position = position.into();
        if self.cursor == Some(position) {
            return Ok(());
        }
        self.cursor = self.cursor.map(|_| position);
        self.writer().set_cursor_position(position)
    }

    fn clear(&mut self) -> io::Result<()> {
        self.writer().clear()
    }

    fn clear_region(&mut self, region: ClearType) -> io::Result<()> {
        self.writer().clear_region(region)
    }

    fn size(&self) -> io::Result<Size> {
        Ok(self.size)
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.size, pixels: Size::default() })
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use ratatui::{Frame, Terminal};

    use super::*;

    fn drawn(terminal: &mut Terminal<Pending>, view: impl Fn(&mut Frame)) -> String {
        terminal.draw(|frame| view(frame)).unwrap();
        let text = String::from_utf8(terminal.backend().bytes().to_vec()).unwrap();
        terminal.backend_mut().clear_bytes();
        text
    }

    #[test]
    fn a_frame_that_changes_nothing_writes_nothing() {
        let mut terminal = Terminal::new(Pending::new((20, 3))).unwrap();
        let hello = |frame: &mut Frame| frame.render_widget("hello", frame.area());
        assert!(drawn(&mut terminal, hello).contains("hello"));
        assert_eq!(drawn(&mut terminal, hello), "");
    }

    #[test]
    fn the_cursor_stays_where_it_is_shown_while_cells_change() {
        let mut terminal = Terminal::new(Pending::new((20, 3))).unwrap();
        let typed = |text: &'static str| {
            move |frame: &mut Frame| {
                frame.render_widget(text, frame.area());
                frame.set_cursor_position((4, 1));
            }
        };
        assert!(drawn(&mut terminal, typed("a")).ends_with("\u{1b}[2;5H"));
        assert_eq!(drawn(&mut terminal, typed("a")), "");
        assert!(drawn(&mut terminal, typed("b")).ends_with("\u{1b}[2;5H"));
        assert_eq!(drawn(&mut terminal, |frame| frame.render_widget("b", frame.area())), "\u{1b}[?25l");
    }

    #[test]
    fn a_screen_of_another_size_is_drawn_in_full() {
        let mut terminal = Terminal::new(Pending::new((20, 3))).unwrap();
        let hello = |frame: &mut Frame| frame.render_widget("hello", frame.area());
        drawn(&mut terminal, hello);
        terminal.backend_mut().resize((10, 3));
        assert!(drawn(&mut terminal, hello).contains("hello"));
    }
}
