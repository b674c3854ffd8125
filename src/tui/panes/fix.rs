//! A quick fix before it is applied: what it would change in the design's file.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::check::{Fix, Safety};
use crate::design::Edit;
use crate::tui::effect::Effect;
use crate::tui::input::{Input, Key, MouseKind};
use crate::tui::overlay::{Overlay, Reply, hints, middle, window};
use crate::tui::screen::inside;
use crate::tui::state::State;
use crate::tui::theme::Sign;

use super::cut;

/// The most nodes of a design for which the change is worked out at once; for more, on another thread.
const AT_ONCE: usize = 150;

/// The quick fixes of a finding, one of them shown.
#[derive(Debug)]
pub(crate) struct Preview {
    fixes: Vec<Fix>,
    at: usize,
    scroll: usize,
}

/// Shows what the fixes would change.
pub(crate) fn show(state: &mut State, fixes: Vec<Fix>) -> Vec<Effect> {
    let Some(session) = &mut state.session else { return Vec::new() };
    let edits: Vec<Edit> = fixes.iter().map(|fix| fix.edit.clone()).collect();
    let comparison = session.document.comparison();
    session.diffs = None;
    let mut effects = Vec::new();
    if session.design().node_count() <= AT_ONCE {
        session.diffs = Some(comparison.diffs(&edits));
    } else {
        let revision = session.document.revision();
        effects.push(Effect::Compare { revision, comparison: Box::new(comparison), edits });
    }
    state.show(Preview { fixes, at: 0, scroll: 0 });
    effects
}

/// Takes what the fixes would change, unless the design has moved on.
pub(crate) fn compared(state: &mut State, revision: u64, diffs: Vec<String>) {
    if let Some(session) = &mut state.session
        && session.document.revision() == revision
    {
        session.diffs = Some(diffs);
    }
}

impl Preview {
    fn diff<'s>(&self, state: &'s State) -> Option<Vec<&'s str>> {
        let diffs = state.session.as_ref()?.diffs.as_ref()?;
        // The first two lines name the file.
        Some(diffs.get(self.at).map_or_else(Vec::new, |diff| diff.lines().skip(2).collect()))
    }

    fn area(&self, state: &State) -> Rect {
        let lines = self.diff(state).unwrap_or_default();
        let widest = lines.iter().map(|line| line.chars().count()).max().unwrap_or(0);
        let titles = self.fixes.iter().map(|fix| fix.title.chars().count() + 2).max().unwrap_or(0);
        let width = (widest.max(titles) as u16).saturating_add(4).clamp(50, 110);
        middle(state.size, width, (lines.len().max(1) + self.fixes.len() + 4) as u16)
    }

    fn line(line: &str, state: &State, width: usize) -> Line<'static> {
        let theme = state.theme;
        let text = cut(&crate::text::safe::safe(line), width);
        match line.chars().next() {
            Some('+') => Line::styled(text, theme.good()),
            Some('-') => Line::styled(text, theme.bad()),
            Some('@') => Line::styled(text, theme.dim()),
            _ => Line::raw(text),
        }
    }

    fn choose(&mut self, by: isize) {
        self.at = self.at.saturating_add_signed(by).min(self.fixes.len().saturating_sub(1));
        self.scroll = 0;
    }
}

impl Overlay for Preview {
    fn name(&self) -> &'static str {
        "FIX"
    }

    fn input(&mut self, state: &mut State, input: &Input) -> Reply {
        match input {
            Input::Key(press) => match press.key {
                Key::Enter | Key::Char('f' | 'y') => {
                    let fix = self.fixes.get(self.at).cloned();
                    return Reply::Close(fix.map(|fix| super::problems::apply(state, &fix)).unwrap_or_default());
                }
                Key::Down | Key::Char('j') => self.choose(1),
                Key::Up | Key::Char('k') => self.choose(-1),
                Key::PageDown | Key::Char(' ') => self.scroll += 10,
                Key::PageUp => self.scroll = self.scroll.saturating_sub(10),
                Key::Escape | Key::Char('q' | 'n') => return Reply::close(),
                _ => {}
            },
            Input::Mouse(mouse) => match mouse.kind {
                MouseKind::WheelDown => self.scroll += 2,
                MouseKind::WheelUp => self.scroll = self.scroll.saturating_sub(2),
                MouseKind::Press if !inside(self.area(state), mouse.column, mouse.row) => return Reply::close(),
                _ => {}
            },
            _ => {}
        }
        let lines = self.diff(state).map_or(0, |lines| lines.len());
        self.scroll = self.scroll.min(lines.saturating_sub(1));
        Reply::stay()
    }

    fn draw(&self, state: &State, frame: &mut Frame) {
        let theme = state.theme;
        let inner = window(state, frame, self.area(state), "What this would change");
        let width = usize::from(inner.width);
        let mut lines: Vec<Line<'static>> = Vec::new();
        for (position, fix) in self.fixes.iter().enumerate() {
            let chosen = position == self.at;
            let pointer = if chosen { theme.sign(Sign::Pointer) } else { " " };
            let title = cut(&crate::text::safe::safe(&fix.title), width.saturating_sub(2));
            let line = Line::from(vec![Span::raw(format!("{pointer} ")), Span::raw(title)]);
            lines.push(if chosen { line.style(theme.strong()) } else { line });
        }
        lines.push(Line::default());
        match self.diff(state) {
            None => lines.push(Line::styled("Working it out…", theme.dim())),
            Some(diff) if diff.is_empty() => lines.push(Line::styled("Nothing in the file", theme.dim())),
            Some(diff) => lines.extend(diff.iter().skip(self.scroll).map(|line| Self::line(line, state, width))),
        }
        for (row, line) in lines.into_iter().take(usize::from(inner.height)).enumerate() {
            frame.render_widget(line, Rect { y: inner.y + row as u16, height: 1, ..inner });
        }
    }

    fn hints(&self, _state: &State) -> Vec<(String, String)> {
        let apply = match self.fixes.get(self.at).map(|fix| fix.safety) {
            Some(Safety::Asks) => "apply, then fill in the gap",
            _ => "apply; u takes it back",
        };
        if self.fixes.len() > 1 {
            hints(&[("Enter", apply), ("Up Down", "another fix"), ("Esc", "leave it")])
        } else {
            hints(&[("Enter", apply), ("Esc", "leave it")])
        }
    }
}
