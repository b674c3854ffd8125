//! What lies over the screen and takes the keys until it is closed: pickers, prompts, texts.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::{Block, BorderType, Borders, Clear};

use crate::render::Charset;

use super::effect::Effect;
use super::input::Input;
use super::state::State;

/// What lies over the screen.
pub(crate) trait Overlay: std::fmt::Debug {
    /// Its name in the status line, in capitals.
    fn name(&self) -> &'static str;

    /// Takes what the person did. The overlay is not in the state meanwhile.
    fn input(&mut self, state: &mut State, input: &Input) -> Reply;

    /// Draws it.
    fn draw(&self, state: &State, frame: &mut Frame);

    /// The keys to hint at: key and what it does.
    fn hints(&self, state: &State) -> Vec<(String, String)>;
}

/// What becomes of an overlay after input.
#[derive(Debug)]
pub(crate) enum Reply {
    /// It stays.
    Stay(Vec<Effect>),
    /// It goes.
    Close(Vec<Effect>),
}

impl Reply {
    /// It stays and nothing else happens.
    pub(crate) const fn stay() -> Self {
        Self::Stay(Vec::new())
    }

    /// It goes and nothing else happens.
    pub(crate) const fn close() -> Self {
        Self::Close(Vec::new())
    }
}

/// Hints from pairs of words.
pub(crate) fn hints(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(key, what)| ((*key).to_owned(), (*what).to_owned())).collect()
}

/// A rectangle of that size in the middle of the screen, as far as it fits between the title and the status line.
pub(crate) fn middle(size: (u16, u16), width: u16, height: u16) -> Rect {
    let (width, height) = (width.min(size.0.saturating_sub(2)), height.min(size.1.saturating_sub(3)));
    Rect { x: (size.0 - width) / 2, y: 1 + size.1.saturating_sub(3 + height) / 2, width, height }
}

/// Draws the frame of what floats and gives the room inside.
pub(crate) fn window(state: &State, frame: &mut Frame, area: Rect, title: &str) -> Rect {
    let area = area.intersection(frame.area());
    frame.render_widget(Clear, area);
    let theme = state.theme;
    let borders = if theme.charset == Charset::Ascii { ASCII } else { BorderType::Rounded.to_border_set() };
    let block = Block::new()
        .borders(Borders::ALL)
        .border_set(borders)
        .border_style(theme.frame())
        .title(Line::styled(format!(" {title} "), theme.heading()));
    let inner = block.inner(area);
    frame.render_widget(block, area);
    // One free column at each side keeps the text from the frame.
    Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner }.intersection(inner)
}

const ASCII: ratatui::symbols::border::Set<'static> = ratatui::symbols::border::Set {
    top_left: "+",
    top_right: "+",
    bottom_left: "+",
    bottom_right: "+",
    vertical_left: "|",
    vertical_right: "|",
    horizontal_top: "-",
    horizontal_bottom: "-",
};
