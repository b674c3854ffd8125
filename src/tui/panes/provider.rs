//! Another cloud for the design: what becomes of each node and each flow there, before anything is changed.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::catalog::Provider;
use crate::render::Charset;
use crate::text::safe::safe;
use crate::translate::{Row, Translation, Verdict};
use crate::tui::effect::Effect;
use crate::tui::input::{Input, Key, Mouse, MouseKind};
use crate::tui::overlay::{Overlay, Reply, hints, middle, window};
use crate::tui::screen::inside;
use crate::tui::state::State;
use crate::tui::theme::{Sign, Theme};

use super::{cut, wrap};

/// The widest that the window becomes: longer lines are hard to read.
const WIDEST: u16 = 112;
/// The rows above the report: the clouds, the counts, and one that is free.
const HEAD: u16 = 3;
/// What is refused comes first: it is what decides.
const ORDER: [Verdict; 3] = [Verdict::Refused, Verdict::Changed, Verdict::Same];

/// Shows what would become of the open design on another cloud.
pub(crate) fn open(state: &mut State) -> Vec<Effect> {
    let Some(session) = &mut state.session else { return Vec::new() };
    let from = session.design().provider();
    let mut others = Provider::ALL.into_iter().filter(|cloud| *cloud != from);
    let Some(to) = others.next() else { return Vec::new() };
    let effects = session.ask_translation(to);
    state.show(Change { from, to, scroll: 0 });
    effects
}

/// The change of the cloud, one of the others chosen.
#[derive(Debug)]
struct Change {
    from: Provider,
    to: Provider,
    scroll: usize,
}

/// A line of the report.
enum Entry<'a> {
    Blank,
    Heading(Verdict),
    Row(&'a Row),
    Note(String),
}

impl Change {
    fn area(state: &State) -> Rect {
        middle(state.size, WIDEST, state.size.1)
    }

    /// Where the report stands, and below it what is said about what is refused.
    fn parts(area: Rect, translation: Option<&Translation>) -> (Rect, Rect) {
        let inner = Rect {
            x: area.x + 2,
            y: area.y + 1,
            width: area.width.saturating_sub(4),
            height: area.height.saturating_sub(2),
        };
        let width = usize::from(inner.width);
        let remark = translation.and_then(remark).map_or(0, |text| wrap(text, width).len() as u16 + 1);
        let remark = remark.min(inner.height.saturating_sub(HEAD + 3));
        let report = Rect { y: inner.y + HEAD, height: inner.height.saturating_sub(HEAD + remark), ..inner };
        (report, Rect { y: report.bottom(), height: remark, ..inner })
    }

    /// Where the names of the other clouds stand.
    fn clouds(&self, state: &State) -> Vec<(Provider, Rect)> {
        let area = Self::area(state);
        let lead = self.lead(state.theme).width() as u16;
        let mut x = area.x + 2 + lead;
        let others = Provider::ALL.into_iter().filter(|cloud| *cloud != self.from);
        others
            .map(|cloud| {
                let width = cloud.title().len() as u16 + 2;
                let place = Rect { x, y: area.y + 1, width, height: 1 };
                x += width + 1;
                (cloud, place.intersection(area))
            })
            .collect()
    }

    fn lead(&self, theme: Theme) -> Line<'static> {
        Line::raw(format!("{} {} ", self.from.title(), theme.sign(Sign::Arrow)))
    }

    /// Chooses the next of the other clouds, which are two.
    fn turn(&mut self, state: &mut State) -> Vec<Effect> {
        let next = Provider::ALL.into_iter().find(|cloud| *cloud != self.from && *cloud != self.to);
        next.map(|cloud| self.choose(state, cloud)).unwrap_or_default()
    }

    fn choose(&mut self, state: &mut State, cloud: Provider) -> Vec<Effect> {
        (self.to, self.scroll) = (cloud, 0);
        state.session.as_mut().map(|session| session.ask_translation(cloud)).unwrap_or_default()
    }

    fn translation<'s>(&self, state: &'s State) -> Option<&'s Translation> {
        state.session.as_ref()?.translation(self.to)
    }

    fn entries<'s>(&self, state: &'s State) -> Vec<Entry<'s>> {
        let Some(translation) = self.translation(state) else { return Vec::new() };
        let width = usize::from(Self::area(state).width).saturating_sub(8);
        let mut entries = Vec::new();
        for verdict in ORDER {
            if translation.count(verdict) == 0 {
                continue;
            }
            if !entries.is_empty() {
                entries.push(Entry::Blank);
            }
            entries.push(Entry::Heading(verdict));
            for row in translation.rows.iter().filter(|row| row.verdict == verdict) {
                entries.push(Entry::Row(row));
                let notes = row.notes.iter().flat_map(|note| wrap(&safe(note), width));
                entries.extend(notes.map(Entry::Note));
            }
        }
        entries
    }

    fn scroll(&mut self, state: &State, by: isize) {
        let (report, _) = Self::parts(Self::area(state), self.translation(state));
        let last = self.entries(state).len().saturating_sub(usize::from(report.height));
        self.scroll = self.scroll.min(last).saturating_add_signed(by).min(last);
    }

    /// Takes the design over, as one step.
    fn apply(&self, state: &mut State) -> Reply {
        let Some(translation) = self.translation(state) else { return Reply::stay() };
        let edit = translation.edit.clone();
        let refused = translation.rows.iter().find(|row| row.verdict == Verdict::Refused).map(|row| row.place.clone());
        let count = translation.count(Verdict::Refused);
        let (done, effects) = state.edit(edit, &format!("Design for {}", self.to.title()));
        if done {
            let left = if count == 0 { String::new() } else { format!(", but for {count} refused") };
            state.tell(format!("Now for {}{left}; u takes it back", self.to.title()));
            if let (Some(place), Some(session)) = (refused, &mut state.session)
                && let Some(focus) = session.focus_of(&place)
            {
                session.jump_to(focus);
            }
        }
        Reply::Close(effects)
    }

    fn mouse(&mut self, state: &mut State, mouse: Mouse) -> Reply {
        match mouse.kind {
            MouseKind::WheelDown => self.scroll(state, 2),
            MouseKind::WheelUp => self.scroll(state, -2),
            MouseKind::Press if !inside(Self::area(state), mouse.column, mouse.row) => return Reply::close(),
            MouseKind::Press => {
                let mut clouds = self.clouds(state).into_iter();
                if let Some((cloud, _)) = clouds.find(|(_, place)| inside(*place, mouse.column, mouse.row)) {
                    return Reply::Stay(self.choose(state, cloud));
                }
            }
            _ => {}
        }
        Reply::stay()
    }
}

impl Overlay for Change {
    fn name(&self) -> &'static str {
        "CLOUD"
    }

    fn input(&mut self, state: &mut State, input: &Input) -> Reply {
        let page = isize::from(Self::area(state).height as i16) / 2;
        match input {
            Input::Key(press) => match press.key {
                Key::Enter => return self.apply(state),
                Key::Escape | Key::Char('q' | 'C') => return Reply::close(),
                Key::Tab | Key::BackTab | Key::Left | Key::Right | Key::Char('h' | 'l') => {
                    return Reply::Stay(self.turn(state));
                }
                Key::Down | Key::Char('j') => self.scroll(state, 1),
                Key::Up | Key::Char('k') => self.scroll(state, -1),
                Key::PageDown | Key::Char(' ') => self.scroll(state, page),
                Key::PageUp => self.scroll(state, -page),
                Key::Home | Key::Char('g') => self.scroll = 0,
                Key::End | Key::Char('G') => self.scroll(state, isize::MAX),
                _ => {}
            },
            Input::Mouse(mouse) => return self.mouse(state, *mouse),
            _ => {}
        }
        Reply::stay()
    }

    fn draw(&self, state: &State, frame: &mut Frame) {
        let theme = state.theme;
        let area = Self::area(state);
        let inner = window(state, frame, area, "Another cloud");
        frame.render_widget(self.lead(theme).style(theme.dim()), Rect { height: 1, ..inner });
        for (cloud, place) in self.clouds(state) {
            let style = if cloud == self.to { theme.heading().patch(theme.cursor()) } else { theme.plain() };
            frame.render_widget(Line::styled(format!(" {} ", cloud.title()), style), place);
        }
        let Some(translation) = self.translation(state) else {
            let place = Rect { y: inner.y + HEAD, height: 1, ..inner }.intersection(inner);
            frame.render_widget(Line::styled("Finding out...", theme.dim()), place);
            return;
        };
        let counts = Rect { y: inner.y + 1, height: 1, ..inner }.intersection(inner);
        frame.render_widget(counted(theme, translation), counts);
        let (report, below) = Self::parts(area, Some(translation));
        let entries = self.entries(state);
        let column = translation.longest_name().min(usize::from(report.width) / 2);
        let first = self.scroll.min(entries.len().saturating_sub(usize::from(report.height)));
        for (row, entry) in entries.iter().skip(first).take(usize::from(report.height)).enumerate() {
            let place = Rect { y: report.y + row as u16, height: 1, ..report };
            frame.render_widget(line(theme, entry, usize::from(report.width), column), place);
        }
        more(theme, frame, report, (first, entries.len()));
        let remark = remark(translation).map(|text| wrap(text, usize::from(below.width))).unwrap_or_default();
        for (row, text) in remark.into_iter().enumerate() {
            let place = Rect { y: below.y + 1 + row as u16, height: 1, ..below };
            frame.render_widget(
                Line::styled(text, theme.severity(crate::check::Severity::Warning)),
                place.intersection(below),
            );
        }
    }

    fn hints(&self, state: &State) -> Vec<(String, String)> {
        let apply = if state.readonly { "" } else { "take it over" };
        let mut pairs = vec![("Enter", apply), ("Tab", "the other cloud"), ("j k", "scroll"), ("Esc", "leave it")];
        pairs.retain(|(_, what)| !what.is_empty());
        hints(&pairs)
    }
}

/// What is said about what is refused.
fn remark(translation: &Translation) -> Option<&'static str> {
    (translation.count(Verdict::Refused) > 0).then_some(
        "What is refused stays in the design as it is. No program can be made for that cloud until it is changed or \
         taken out.",
    )
}

const fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Same => "the same",
        Verdict::Changed => "changed",
        Verdict::Refused => "refused",
    }
}

fn sign(theme: Theme, verdict: Verdict) -> (&'static str, Style) {
    use crate::check::Severity;
    match verdict {
        Verdict::Same => ("=", theme.good()),
        Verdict::Changed => ("~", theme.severity(Severity::Warning)),
        Verdict::Refused => (theme.severity_glyph(Severity::Error), theme.severity(Severity::Error)),
    }
}

/// How many rows have each verdict.
fn counted(theme: Theme, translation: &Translation) -> Line<'static> {
    let part = |verdict| {
        let (sign, style) = sign(theme, verdict);
        Span::styled(format!("{sign} {} {}   ", translation.count(verdict), word(verdict)), style)
    };
    Line::from(ORDER.map(part).to_vec())
}

fn line(theme: Theme, entry: &Entry<'_>, width: usize, column: usize) -> Line<'static> {
    let shown = |text: &str| {
        let text = safe(text);
        if theme.charset == Charset::Ascii { text.replace('→', "->") } else { text }
    };
    match entry {
        Entry::Blank => Line::default(),
        Entry::Heading(verdict) => {
            let title = match verdict {
                Verdict::Same => "The same",
                Verdict::Changed => "Changed",
                Verdict::Refused => "Refused",
            };
            Line::styled(title, theme.heading())
        }
        Entry::Note(text) => Line::styled(format!("    {}", shown(text)), theme.dim()),
        Entry::Row(row) => {
            let (sign, style) = sign(theme, row.verdict);
            let what = shown(&row.what);
            let named = if row.becomes.is_empty() { width.saturating_sub(2) } else { column };
            let what = cut(&what, named);
            let mut spans = vec![Span::styled(format!("{sign} "), style), Span::raw(format!("{what:named$}"))];
            if !row.becomes.is_empty() {
                let free = width.saturating_sub(named + 4);
                spans.push(Span::styled(format!("  {}", cut(&shown(&row.becomes), free)), theme.strong()));
            }
            Line::from(spans)
        }
    }
}

/// Shows on the right border which part of the report is seen.
fn more(theme: Theme, frame: &mut Frame, report: Rect, (first, all): (usize, usize)) {
    let room = usize::from(report.height);
    if all <= room || room == 0 {
        return;
    }
    let thumb = (room * room / all).max(1);
    let top = first * (room - thumb) / (all - room);
    for row in top..top + thumb {
        frame.buffer_mut().set_string(report.right() + 1, report.y + row as u16, theme.sign(Sign::Bar), theme.key());
    }
}
