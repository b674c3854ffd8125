//! The one picker: rows to choose from, a field to search them, a preview of the chosen one.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Paragraph, Wrap};

use crate::tui::effect::Effect;
use crate::tui::field::Field;
use crate::tui::input::{Input, Key, KeyPress, MouseKind};
use crate::tui::overlay::{Overlay, Reply, middle, window};
use crate::tui::screen::inside;
use crate::tui::state::State;
use crate::tui::theme::Sign;

/// A row to choose.
#[derive(Debug, Clone, Default)]
pub(crate) struct Row {
    /// The heading above the first row of a group.
    pub(crate) group: String,
    /// A sign in front.
    pub(crate) glyph: String,
    /// What it is called.
    pub(crate) label: String,
    /// What is said beside it.
    pub(crate) detail: String,
    /// What is searched besides label and detail.
    pub(crate) words: String,
    /// Whether it stands back.
    pub(crate) dim: bool,
}

/// What a picker picks from.
pub(crate) trait Choice: std::fmt::Debug {
    /// The name in the status line.
    fn name(&self) -> &'static str;

    /// The title of its window.
    fn title(&self, state: &State) -> String;

    /// What the empty field says.
    fn invitation(&self) -> &'static str {
        "type to search"
    }

    /// The rows, in the order they are offered.
    fn rows(&self, state: &State) -> Vec<Row>;

    /// What is shown beside the chosen row.
    fn preview(&self, _state: &State, _row: usize) -> Vec<Line<'static>> {
        Vec::new()
    }

    /// What happens when it is chosen; the picker is closed before.
    fn accept(&mut self, state: &mut State, row: usize) -> Vec<Effect>;

    /// A key that is neither for searching nor for choosing; whether the rows have to be made anew.
    fn key(&mut self, _state: &mut State, _press: KeyPress) -> bool {
        false
    }

    /// Further keys to hint at.
    fn hints(&self) -> Vec<(String, String)> {
        Vec::new()
    }
}

/// A row that the search let through: its position and the matched characters of its label.
#[derive(Debug, Clone)]
struct Shown {
    row: usize,
    matched: Vec<u32>,
}

/// A picker.
#[derive(Debug)]
pub(crate) struct Picker<C> {
    choice: C,
    rows: Vec<Row>,
    field: Field,
    shown: Vec<Shown>,
    at: usize,
}

/// A line of the list: a heading or a row.
enum Entry {
    Heading(String),
    Row(usize),
}

impl<C: Choice + 'static> Picker<C> {
    /// A picker with everything on offer.
    pub(crate) fn new(choice: C, state: &State) -> Self {
        let rows = choice.rows(state);
        let mut picker = Self { choice, rows, field: Field::line(""), shown: Vec::new(), at: 0 };
        picker.search();
        picker
    }

    /// The same with that row chosen.
    pub(crate) fn at(mut self, row: usize) -> Self {
        self.at = row.min(self.shown.len().saturating_sub(1));
        self
    }

    fn search(&mut self) {
        let query = self.field.text();
        self.at = 0;
        if query.trim().is_empty() {
            self.shown = (0..self.rows.len()).map(|row| Shown { row, matched: Vec::new() }).collect();
            return;
        }
        let mut matcher = Matcher::new(Config::DEFAULT);
        let pattern = Pattern::parse(&query, CaseMatching::Ignore, Normalization::Smart);
        let mut scored: Vec<(u32, Shown)> = Vec::new();
        let mut buffer = Vec::new();
        for (row, content) in self.rows.iter().enumerate() {
            let mut letters = Vec::new();
            let label = Utf32Str::new(&content.label, &mut buffer);
            // What stands in the name counts more than what stands beside it, and the whole name most.
            let whole = if content.label.eq_ignore_ascii_case(query.trim()) { 10_000 } else { 0 };
            let in_label = pattern.indices(label, &mut matcher, &mut letters).map(|score| score * 4 + 1000 + whole);
            let all = format!("{} {} {} {}", content.label, content.detail, content.group, content.words);
            let in_all = pattern.score(Utf32Str::new(&all, &mut buffer), &mut matcher);
            if let Some(score) = in_label.or(in_all) {
                letters.sort_unstable();
                scored.push((score, Shown { row, matched: letters }));
            }
        }
        scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        self.shown = scored.into_iter().map(|(_, shown)| shown).collect();
    }

    /// The lines of the list: with headings while nothing is searched.
    fn entries(&self) -> Vec<Entry> {
        let grouped = self.field.text().trim().is_empty();
        let mut entries = Vec::new();
        let mut group = "";
        for (position, shown) in self.shown.iter().enumerate() {
            let Some(row) = self.rows.get(shown.row) else { continue };
            if grouped && row.group != group {
                group = &row.group;
                entries.push(Entry::Heading(row.group.clone()));
            }
            entries.push(Entry::Row(position));
        }
        entries
    }

    /// The window, the list and the preview in it.
    fn areas(&self, state: &State) -> (Rect, Rect, Rect) {
        let preview = self.has_preview(state);
        let widest = self.rows.iter().map(|row| row.label.chars().count() + row.detail.chars().count() + 6).max();
        let list = widest.unwrap_or(0).clamp(34, 64) as u16;
        let width = if preview { list.max(38) + 48 } else { list + 4 };
        // As high as it is without a search, so that it does not jump while one types.
        let headings = self.rows.windows(2).filter(|pair| matches!(pair, [a, b] if a.group != b.group)).count() + 1;
        let beside = if preview { self.tallest_preview(state) } else { 0 };
        let height = (self.rows.len() + headings + 3).max(beside + 4).clamp(6, 30) as u16;
        let area = middle(state.size, width, height);
        let inner = Rect {
            x: area.x + 2,
            y: area.y + 1,
            width: area.width.saturating_sub(4),
            height: area.height.saturating_sub(2),
        };
        let below = Rect { y: inner.y + 2, height: inner.height.saturating_sub(2), ..inner };
        if !preview {
            return (area, below, Rect::default());
        }
        let left = (inner.width * 4 / 9).max(28).min(inner.width);
        let list = Rect { width: left, ..below };
        let rest = Rect { x: below.x + left + 2, width: below.width.saturating_sub(left + 2), ..below };
        (area, list, rest)
    }

    fn has_preview(&self, state: &State) -> bool {
        self.shown.get(self.at).is_some_and(|shown| !self.choice.preview(state, shown.row).is_empty())
            || (!self.rows.is_empty() && !self.choice.preview(state, 0).is_empty())
    }

    /// The lines of the longest preview, as far as that is known without making many.
    fn tallest_preview(&self, state: &State) -> usize {
        let made = self.rows.len().min(6);
        (0..made).map(|row| self.choice.preview(state, row).len()).max().unwrap_or(0).max(if made > 5 { 16 } else { 0 })
    }

    /// The first line of the list that is shown, so that the chosen one is.
    fn scroll(&self, entries: &[Entry], height: usize) -> usize {
        let line = entries.iter().position(|entry| matches!(entry, Entry::Row(row) if *row == self.at)).unwrap_or(0);
        if line + 1 >= height { (line + 2).saturating_sub(height).min(entries.len().saturating_sub(height)) } else { 0 }
    }

    fn step(&mut self, by: isize) {
        let count = self.shown.len();
        if count == 0 {
            return;
        }
        self.at = (self.at as isize + by).rem_euclid(count as isize) as usize;
    }

    fn choose(&mut self, state: &mut State) -> Reply {
        match self.shown.get(self.at) {
            Some(shown) => Reply::Close(self.choice.accept(state, shown.row)),
            None => Reply::stay(),
        }
    }

    fn draw_row(&self, state: &State, position: usize, width: u16) -> Line<'static> {
        let Some(shown) = self.shown.get(position) else { return Line::default() };
        let Some(row) = self.rows.get(shown.row) else { return Line::default() };
        let theme = state.theme;
        let chosen = position == self.at;
        let base = if row.dim { theme.dim() } else { Style::new() };
        let mut spans =
            vec![Span::raw(if chosen { format!("{} ", theme.sign(Sign::Pointer)) } else { "  ".to_owned() })];
        if !row.glyph.is_empty() {
            spans.push(Span::styled(format!("{} ", row.glyph), theme.ink(crate::render::Ink::Kind)));
        }
        let detail = crate::text::safe::safe(&row.detail);
        let label = crate::text::safe::safe(&row.label);
        // What stands at the right, such as keys, is short and kept whole; the label yields, but by no more than half.
        let wanted = unicode_width::UnicodeWidthStr::width(detail.as_str()) + 5;
        let room = usize::from(width).saturating_sub(wanted).max(usize::from(width) / 2);
        for (index, character) in super::cut(&label, room).chars().enumerate() {
            let matched = shown.matched.binary_search(&(index as u32)).is_ok();
            spans.push(Span::styled(character.to_string(), if matched { theme.matched() } else { base }));
        }
        let used: usize = spans.iter().map(Span::width).sum();
        let free = usize::from(width).saturating_sub(used + 2);
        let detail = super::cut(&detail, free);
        let gap = usize::from(width).saturating_sub(used + unicode_width::UnicodeWidthStr::width(detail.as_str()));
        spans.push(Span::raw(" ".repeat(gap)));
        spans.push(Span::styled(detail, if chosen { Style::new() } else { theme.dim() }));
        let line = Line::from(spans);
        if chosen { line.style(theme.cursor()) } else { line }
    }
}

impl<C: Choice + 'static> Overlay for Picker<C> {
    fn name(&self) -> &'static str {
        self.choice.name()
    }

    fn input(&mut self, state: &mut State, input: &Input) -> Reply {
        match input {
            Input::Key(press) => match (press.key, press.ctrl, press.alt) {
                (Key::Escape, ..) | (Key::Char('c'), true, _) => return Reply::close(),
                (Key::Enter, _, false) => return self.choose(state),
                (Key::Down, ..) | (Key::Char('n'), true, _) => self.step(1),
                (Key::Up, ..) | (Key::Char('p'), true, _) => self.step(-1),
                (Key::PageDown, ..) => self.at = (self.at + 10).min(self.shown.len().saturating_sub(1)),
                (Key::PageUp, ..) => self.at = self.at.saturating_sub(10),
                _ if self.choice.key(state, *press) => {
                    self.rows = self.choice.rows(state);
                    let at = self.at;
                    self.search();
                    self.at = at.min(self.shown.len().saturating_sub(1));
                }
                _ => {
                    if self.field.input(input) {
                        self.search();
                    }
                }
            },
            Input::Paste(_) => {
                self.field.input(input);
                self.search();
            }
            Input::Mouse(mouse) => {
                let (area, list, _) = self.areas(state);
                match mouse.kind {
                    MouseKind::WheelDown => self.step(1),
                    MouseKind::WheelUp => self.step(-1),
                    MouseKind::Press if !inside(area, mouse.column, mouse.row) => return Reply::close(),
                    MouseKind::Press if inside(list, mouse.column, mouse.row) => {
                        let entries = self.entries();
                        let line = self.scroll(&entries, usize::from(list.height)) + usize::from(mouse.row - list.y);
                        if let Some(Entry::Row(position)) = entries.get(line) {
                            self.at = *position;
                            return self.choose(state);
                        }
                    }
                    _ => {}
                }
            }
            Input::Resize(..) => {}
        }
        Reply::stay()
    }

    fn draw(&self, state: &State, frame: &mut Frame) {
        let theme = state.theme;
        let (area, list, preview) = self.areas(state);
        let inner = window(state, frame, area, &self.choice.title(state));
        let query = Rect { height: 1, ..inner };
        frame.render_widget(Line::styled(theme.sign(Sign::Pointer), theme.key()), Rect { width: 1, ..query });
        let field = Rect { x: query.x + 2, width: query.width.saturating_sub(2), ..query };
        if self.field.text().is_empty() {
            frame.render_widget(Line::styled(self.choice.invitation(), theme.dim()), field);
        }
        let count = format!("{}/{}", self.shown.len(), self.rows.len());
        let right = Rect { x: query.right().saturating_sub(count.len() as u16), width: count.len() as u16, ..query };
        frame.render_widget(Line::styled(count, theme.dim()), right.intersection(inner));
        let entries = self.entries();
        let first = self.scroll(&entries, usize::from(list.height));
        for (line, entry) in entries.iter().skip(first).take(usize::from(list.height)).enumerate() {
            let row = Rect { y: list.y + line as u16, height: 1, ..list };
            match entry {
                Entry::Heading(title) => frame.render_widget(Line::styled(title.clone(), theme.heading()), row),
                Entry::Row(position) => frame.render_widget(self.draw_row(state, *position, list.width), row),
            }
        }
        if self.shown.is_empty() {
            frame.render_widget(Line::styled("Nothing matches", theme.dim()), list);
        }
        if let Some(shown) = self.shown.get(self.at).filter(|_| preview.width > 10) {
            for y in preview.y..preview.bottom() {
                frame.buffer_mut().set_string(preview.x - 1, y, theme.sign(Sign::Vertical), theme.rule());
            }
            let text = Rect { x: preview.x + 1, width: preview.width - 1, ..preview };
            let lines = self.choice.preview(state, shown.row);
            frame.render_widget(Paragraph::new(lines).wrap(Wrap { trim: false }), text);
        }
        self.field.draw(frame, Rect { width: field.width.saturating_sub(8), ..field }, Style::new());
    }

    fn hints(&self, _state: &State) -> Vec<(String, String)> {
        let mut hints = crate::tui::overlay::hints(&[("Enter", "choose"), ("Up Down", "move"), ("Esc", "close")]);
        let at = 1;
        for (offset, hint) in self.choice.hints().into_iter().enumerate() {
            hints.insert(at + offset, hint);
        }
        hints
    }
}
