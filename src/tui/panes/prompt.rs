//! The one prompt: a question, a field, and what is wrong with the answer as it is typed.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::widgets::{Paragraph, Wrap};

use crate::tui::effect::Effect;
use crate::tui::field::Field;
use crate::tui::input::{Input, Key, MouseKind};
use crate::tui::overlay::{Overlay, Reply, hints, middle, window};
use crate::tui::screen::inside;
use crate::tui::state::State;
use crate::tui::theme::Sign;

/// What a prompt asks.
pub(crate) trait Question: std::fmt::Debug {
    /// The name in the status line.
    fn name(&self) -> &'static str;

    /// The title of its window.
    fn title(&self, state: &State) -> String;

    /// What the answer is for, in a sentence.
    fn help(&self, state: &State) -> String;

    /// Whether the answer will do, and what it does; or what is wrong with it.
    fn check(&self, state: &State, text: &str) -> Result<String, String>;

    /// What happens with an answer that will do; the prompt is closed before.
    fn accept(&mut self, state: &mut State, text: &str) -> Vec<Effect>;
}

/// A prompt.
#[derive(Debug)]
pub(crate) struct Prompt<Q> {
    question: Q,
    field: Field,
    lines: bool,
    touched: bool,
}

impl<Q: Question + 'static> Prompt<Q> {
    /// A prompt for one line.
    pub(crate) fn line(question: Q, text: &str) -> Self {
        Self { question, field: Field::line(text), lines: false, touched: false }
    }

    /// A prompt for several lines.
    pub(crate) fn lines(question: Q, text: &str) -> Self {
        Self { question, field: Field::lines(text), lines: true, touched: false }
    }

    fn area(&self, state: &State) -> Rect {
        let help = self.question.help(state);
        let width = 74.min(state.size.0.saturating_sub(4));
        let rows = help.chars().count().div_ceil(usize::from(width.saturating_sub(6)).max(1)) as u16;
        let height = if self.lines { state.size.1.saturating_sub(6).min(24) } else { 7 + rows };
        middle(state.size, width, height)
    }
}

impl<Q: Question + 'static> Overlay for Prompt<Q> {
    fn name(&self) -> &'static str {
        self.question.name()
    }

    fn input(&mut self, state: &mut State, input: &Input) -> Reply {
        match input {
            Input::Key(press) => {
                let accept = match press.key {
                    Key::Enter => !self.lines || press.ctrl || press.alt,
                    Key::Char('s') => press.ctrl,
                    Key::Escape => return Reply::close(),
                    Key::Char('c') if press.ctrl => return Reply::close(),
                    _ => false,
                };
                if !accept {
                    self.touched |= self.field.input(input);
                    return Reply::stay();
                }
                let text = self.field.text();
                if self.question.check(state, &text).is_ok() {
                    return Reply::Close(self.question.accept(state, &text));
                }
                self.touched = true;
            }
            Input::Paste(_) => self.touched |= self.field.input(input),
            Input::Mouse(mouse) => {
                let outside = !inside(self.area(state), mouse.column, mouse.row);
                // A stray click must not lose what was typed.
                if mouse.kind == MouseKind::Press && outside && !self.touched {
                    return Reply::close();
                }
            }
            Input::Resize(..) => {}
        }
        Reply::stay()
    }

    fn draw(&self, state: &State, frame: &mut Frame) {
        let theme = state.theme;
        let area = self.area(state);
        let inner = window(state, frame, area, &self.question.title(state));
        let checked = self.question.check(state, &self.field.text());
        let help_rows = inner.height.saturating_sub(if self.lines { inner.height.saturating_sub(2) } else { 4 });
        let help = Rect { height: help_rows.max(1), ..inner };
        frame.render_widget(
            Paragraph::new(self.question.help(state)).style(theme.dim()).wrap(Wrap { trim: true }),
            help,
        );
        let verdict = Rect { y: inner.bottom().saturating_sub(2), height: 2, ..inner };
        let (sign, text, style) = match &checked {
            Ok(text) if text.is_empty() => ("", String::new(), theme.good()),
            Ok(text) => (theme.sign(Sign::Done), text.clone(), theme.good()),
            Err(text) => (theme.severity_glyph(crate::check::Severity::Error), text.clone(), theme.bad()),
        };
        if self.touched || checked.is_ok() {
            let text = crate::text::safe::safe(&format!("{sign} {text}"));
            frame.render_widget(Paragraph::new(text).style(style).wrap(Wrap { trim: true }), verdict);
        }
        let top = help.bottom() + 1;
        let room = verdict.y.saturating_sub(top);
        let height = if self.lines { room } else { 1 };
        let field = Rect { x: inner.x + 2, y: top, width: inner.width.saturating_sub(2), height };
        for row in 0..height {
            let sign = if self.lines { theme.sign(Sign::Vertical) } else { theme.sign(Sign::Pointer) };
            let style = if self.lines { theme.dim() } else { theme.key() };
            frame.render_widget(Line::styled(sign, style), Rect { x: inner.x, y: top + row, width: 1, height: 1 });
        }
        self.field.draw(frame, field.intersection(inner), Style::new());
    }

    fn hints(&self, _state: &State) -> Vec<(String, String)> {
        if self.lines {
            hints(&[("Ctrl-s", "keep"), ("Enter", "new line"), ("Esc", "cancel")])
        } else {
            hints(&[("Enter", "keep"), ("Ctrl-u", "clear"), ("Esc", "cancel")])
        }
    }
}
