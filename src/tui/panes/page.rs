//! A page of text in a window, to be read and closed.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::{Paragraph, Wrap};

use crate::tui::input::{Input, Key, MouseKind};
use crate::tui::overlay::{Overlay, Reply, hints, middle, window};
use crate::tui::screen::inside;
use crate::tui::state::State;

/// A page of text.
#[derive(Debug)]
pub(crate) struct Page {
    name: &'static str,
    title: String,
    lines: Vec<Line<'static>>,
    scroll: u16,
}

impl Page {
    /// A page with those lines.
    pub(crate) fn new(name: &'static str, title: impl Into<String>, lines: Vec<Line<'static>>) -> Self {
        Self { name, title: title.into(), lines, scroll: 0 }
    }

    fn area(&self, state: &State) -> Rect {
        let widest = self.lines.iter().map(Line::width).max().unwrap_or(0);
        let width = (widest as u16).saturating_add(4).clamp(44, 96).min(state.size.0.saturating_sub(4));
        let inner = usize::from(width.saturating_sub(4)).max(1);
        let rows: usize = self.lines.iter().map(|line| line.width().div_ceil(inner).max(1)).sum();
        middle(state.size, width, (rows as u16).saturating_add(2).min(state.size.1.saturating_sub(4)))
    }

    fn last(&self, state: &State) -> u16 {
        let area = self.area(state);
        let inner = usize::from(area.width.saturating_sub(4)).max(1);
        let rows: usize = self.lines.iter().map(|line| line.width().div_ceil(inner).max(1)).sum();
        (rows as u16).saturating_sub(area.height.saturating_sub(2))
    }
}

impl Overlay for Page {
    fn name(&self) -> &'static str {
        self.name
    }

    fn input(&mut self, state: &mut State, input: &Input) -> Reply {
        let last = self.last(state);
        match input {
            Input::Key(press) => match press.key {
                Key::Down | Key::Char('j') => self.scroll = (self.scroll + 1).min(last),
                Key::Up | Key::Char('k') => self.scroll = self.scroll.saturating_sub(1),
                Key::PageDown | Key::Char(' ') => self.scroll = (self.scroll + 10).min(last),
                Key::PageUp => self.scroll = self.scroll.saturating_sub(10),
                Key::Escape | Key::Enter | Key::Char('q' | 'i' | 'K' | 'c') => return Reply::close(),
                _ => {}
            },
            Input::Mouse(mouse) => match mouse.kind {
                MouseKind::WheelDown => self.scroll = (self.scroll + 2).min(last),
                MouseKind::WheelUp => self.scroll = self.scroll.saturating_sub(2),
                MouseKind::Press if !inside(self.area(state), mouse.column, mouse.row) => return Reply::close(),
                _ => {}
            },
            _ => {}
        }
        Reply::stay()
    }

    fn draw(&self, state: &State, frame: &mut Frame) {
        let inner = window(state, frame, self.area(state), &self.title);
        let text = Paragraph::new(self.lines.clone()).wrap(Wrap { trim: false });
        frame.render_widget(text.scroll((self.scroll.min(self.last(state)), 0)), inner);
    }

    fn hints(&self, _state: &State) -> Vec<(String, String)> {
        hints(&[("Esc", "close"), ("j k", "scroll")])
    }
}
