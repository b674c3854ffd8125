//! The problems: what the checks say, live; jumps to the place, applies quick fixes, accepts with a reason.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::check::{self, Finding};
use crate::design::{Accepted, Edit, Place};
use crate::tui::effect::Effect;
use crate::tui::input::{Mouse, MouseKind};
use crate::tui::panes::page::Page;
use crate::tui::panes::prompt::{Prompt, Question};
use crate::tui::panes::{cut, wrap};
use crate::tui::session::{Panel, Session};
use crate::tui::state::State;
use crate::tui::theme::Sign;

fn current(state: &State) -> Option<&Finding> {
    state.session.as_ref().and_then(|session| session.findings.get(session.problem))
}

/// Goes so many rows on.
pub(crate) fn go(state: &mut State, by: isize) -> Vec<Effect> {
    if let Some(session) = &mut state.session {
        let last = session.findings.len().saturating_sub(1);
        session.problem = session.problem.saturating_add_signed(by).min(last);
        look(session);
    }
    Vec::new()
}

/// Goes to the place of the next finding, or the one before, round and round, and says what it is.
pub(crate) fn next(state: &mut State, forward: bool) -> Vec<Effect> {
    let Some(session) = &mut state.session else { return Vec::new() };
    let count = session.findings.len();
    if count == 0 {
        state.complain("There are no problems");
        return Vec::new();
    }
    // From what is in focus on, so that the first press goes to the problem of this node, if it has one.
    let here = session.findings.get(session.problem).and_then(|finding| session.focus_of(&finding.place));
    if here.is_some() && here.as_ref() == session.focus() || session.visited {
        session.problem = if forward { session.problem + 1 } else { session.problem + count - 1 } % count;
    }
    session.visited = true;
    let Some(finding) = session.findings.get(session.problem).cloned() else { return Vec::new() };
    let place = session.problem + 1;
    if let Some(focus) = session.focus_of(&finding.place) {
        session.jump_to(focus);
    }
    let effects = session.reveal();
    let text = format!("{place} of {count}: {} {}", finding.severity, finding.message);
    if finding.severity == check::Severity::Info {
        state.tell(text);
    } else {
        state.complain(text);
    }
    effects
}

/// Puts the place of the chosen finding into focus while the list keeps the keys.
fn look(session: &mut Session) {
    let focus = session.findings.get(session.problem).and_then(|finding| session.focus_of(&finding.place));
    if let Some(focus) = focus {
        session.set_focus(focus);
    }
}

/// Goes to the place of the finding, to the property where there is one.
pub(crate) fn show(state: &mut State) -> Vec<Effect> {
    let Some(place) = current(state).map(|finding| finding.place.clone()) else { return Vec::new() };
    state.expanded = false;
    let Some(session) = &mut state.session else { return Vec::new() };
    match session.focus_of(&place) {
        Some(focus) => session.jump_to(focus),
        None => session.focus = None,
    }
    let path = match &place {
        Place::Node { path, .. } | Place::Flow { path, .. } | Place::Design { path } => path.clone(),
        Place::Environment { name, path } => {
            session.environment = session.design().environments.contains_key(name).then(|| name.clone());
            path.get(2..).unwrap_or_default().to_vec()
        }
        _ => Vec::new(),
    };
    let whole = path.is_empty() && session.focus.is_some();
    session.panel = if whole { Panel::Canvas } else { Panel::Inspector };
    session.inspector.go_to(path);
    session.show_focus();
    session.reveal()
}

/// Shows what the quick fixes would change, to choose and apply one.
pub(crate) fn fix(state: &mut State) -> Vec<Effect> {
    let Some(finding) = current(state).cloned() else { return Vec::new() };
    if finding.fixes.is_empty() {
        state.complain("There is no quick fix for this; i explains what to do");
        return Vec::new();
    }
    super::fix::show(state, finding.fixes)
}

/// Applies a quick fix as one step.
pub(crate) fn apply(state: &mut State, fix: &check::Fix) -> Vec<Effect> {
    let before = state.session.as_ref().map_or(0, |session| session.findings.len());
    let (done, effects) = state.edit(fix.edit.clone(), &fix.title);
    let after = state.session.as_ref().map_or(0, |session| session.findings.len());
    if done && after < before {
        state.tell(format!("Fixed: {}; u takes it back", fix.title));
    }
    effects
}

/// Explains the rule.
pub(crate) fn explain(state: &mut State) -> Vec<Effect> {
    let Some(finding) = current(state).cloned() else { return Vec::new() };
    let theme = state.theme;
    let mut lines = vec![
        Line::from(vec![
            Span::styled(
                format!("{} {}  ", theme.severity_glyph(finding.severity), finding.severity),
                theme.severity(finding.severity),
            ),
            Span::styled(format!("{}  {}", finding.rule, finding.code), theme.dim()),
        ]),
        Line::default(),
        Line::raw(crate::text::safe::safe(&finding.message)),
    ];
    if !finding.environments.is_empty() {
        lines.push(Line::styled(format!("In {}", finding.environments.join(", ")), theme.dim()));
    }
    if let Some(rule) = check::rule(finding.rule) {
        for (title, text) in [("Why", rule.why), ("What to do", rule.fix)] {
            lines.push(Line::default());
            lines.push(Line::styled(title, theme.heading()));
            lines.push(Line::raw(text));
        }
    }
    if !finding.fixes.is_empty() {
        lines.push(Line::default());
        lines.push(Line::styled("Quick fixes (f)", theme.heading()));
        for fix in &finding.fixes {
            lines.push(Line::raw(format!("{} {}", theme.sign(Sign::Bullet), crate::text::safe::safe(&fix.title))));
        }
    }
    state.show(Page::new("EXPLAIN", finding.rule, lines));
    Vec::new()
}

/// Accepts the finding; asks for the reason.
pub(crate) fn accept(state: &mut State) -> Vec<Effect> {
    let Some(finding) = current(state).cloned() else { return Vec::new() };
    if !finding.acceptable {
        state.complain("This is an error and cannot be accepted; i explains what to do");
        return Vec::new();
    }
    let at = state.session.as_ref().and_then(|session| match &finding.place {
        Place::Node { id, .. } => Some(id.to_string()),
        Place::Service { name } => Some(name.clone()),
        Place::Flow { id, .. } => session.design().flow(*id).map(|flow| format!("{} → {}", flow.from, flow.to)),
        Place::Environment { path, .. } => path.get(1).cloned(),
        _ => None,
    });
    match at {
        Some(at) => state.show(Prompt::line(Reason { rule: finding.rule.to_owned(), at }, "")),
        None => state.complain("Only findings about nodes, services and flows can be accepted"),
    }
    Vec::new()
}

#[derive(Debug)]
struct Reason {
    rule: String,
    at: String,
}

impl Question for Reason {
    fn name(&self) -> &'static str {
        "ACCEPT"
    }

    fn title(&self, _state: &State) -> String {
        format!("Accept {}", self.rule)
    }

    fn help(&self, _state: &State) -> String {
        format!("At {}. The reason stands in the design, for those who read it later.", self.at)
    }

    fn check(&self, _state: &State, text: &str) -> Result<String, String> {
        if text.trim().is_empty() { Err("Say why it is all right here".to_owned()) } else { Ok(String::new()) }
    }

    fn accept(&mut self, state: &mut State, text: &str) -> Vec<Effect> {
        let accepted = Accepted { rule: self.rule.clone(), at: self.at.clone(), because: text.trim().to_owned() };
        let label = format!("Accept {} at {}", self.rule, self.at);
        state.edit(Edit::AddAllow { accepted, index: None }, &label).1
    }
}

/// Takes what the mouse did over the list.
pub(crate) fn mouse(state: &mut State, mouse: Mouse, area: Rect) -> Vec<Effect> {
    match mouse.kind {
        MouseKind::WheelDown => return go(state, 1),
        MouseKind::WheelUp => return go(state, -1),
        MouseKind::Press => {
            let Some(session) = &mut state.session else { return Vec::new() };
            session.panel = Panel::Problems;
            if mouse.row > area.y {
                let row = first_row(session, area) + usize::from(mouse.row - area.y - 1);
                if row < session.findings.len() {
                    let again = session.problem == row;
                    session.problem = row;
                    look(session);
                    if again {
                        return show(state);
                    }
                }
            }
        }
        _ => {}
    }
    Vec::new()
}

/// The rows below the list for the whole message of the chosen finding.
fn detail_rows(area: Rect) -> u16 {
    if area.height >= 5 { 3 } else { 0 }
}

fn first_row(session: &Session, area: Rect) -> usize {
    let room = usize::from(area.height.saturating_sub(1 + detail_rows(area)));
    (session.problem + 1).saturating_sub(room)
}

/// Draws the list.
pub(crate) fn draw(state: &State, session: &Session, frame: &mut Frame, area: Rect) {
    if area.height == 0 {
        return;
    }
    let theme = state.theme;
    let focused = session.panel == Panel::Problems;
    super::panel_title(state, frame, area, "3 Problems", "", focused);
    let list = Rect { y: area.y + 1, height: area.height.saturating_sub(1 + detail_rows(area)), ..area };
    if session.findings.is_empty() {
        let text = format!("  {} Nothing to object to", theme.sign(Sign::Done));
        frame.render_widget(Line::styled(text, theme.good()), Rect { height: 1, ..list });
        return;
    }
    let first = first_row(session, area);
    for (row, finding) in session.findings.iter().enumerate().skip(first).take(usize::from(list.height)) {
        let place = Rect { y: list.y + (row - first) as u16, height: 1, ..list };
        frame.render_widget(line(state, session, finding, row == session.problem, focused, list.width), place);
    }
    if detail_rows(area) > 0
        && let Some(finding) = session.findings.get(session.problem)
    {
        let below = Rect { y: list.bottom(), height: 3, ..area };
        let rule = theme.sign(Sign::Horizontal).repeat(usize::from(area.width));
        frame.render_widget(Line::styled(rule, theme.rule()), Rect { height: 1, ..below });
        let lines = wrap(&crate::text::safe::safe(&finding.message), usize::from(area.width.saturating_sub(4)));
        for (row, text) in lines.into_iter().take(2).enumerate() {
            let place =
                Rect { x: area.x + 2, y: below.y + 1 + row as u16, width: area.width.saturating_sub(2), height: 1 };
            frame.render_widget(Line::raw(text), place);
        }
    }
}

/// Where a finding is, in words.
fn place_words(state: &State, session: &Session, finding: &Finding) -> String {
    let place = match &finding.place {
        Place::Flow { id, .. } => session
            .design()
            .flow(*id)
            .map_or_else(String::new, |flow| format!("{}{}{}", flow.from, state.theme.sign(Sign::Arrow), flow.to)),
        place => place.to_string(),
    };
    crate::text::safe::safe(&place)
}

fn line(state: &State, session: &Session, finding: &Finding, chosen: bool, focused: bool, width: u16) -> Line<'static> {
    let theme = state.theme;
    let place = place_words(state, session, finding);
    let wide = usize::from(width);
    // As wide as the longest place needs, so that messages stand in a column.
    let longest = session.findings.iter().take(40).map(|finding| place_words(state, session, finding).chars().count());
    let place_width = longest.max().unwrap_or(0).clamp(12, (wide / 3).clamp(14, 40));
    let fixes = if finding.fixes.is_empty() { "     " } else { "f fix" };
    let room = wide.saturating_sub(place_width + 21);
    let message = cut(&crate::text::safe::safe(&finding.message), room);
    let pointer = if chosen { theme.sign(Sign::Pointer) } else { " " };
    let plain = chosen && focused;
    let style = |style: Style| if plain { Style::new() } else { style };
    let line = Line::from(vec![
        Span::raw(format!("{pointer} ")),
        Span::styled(
            format!("{} {:<8}", theme.severity_glyph(finding.severity), finding.severity.name()),
            style(theme.severity(finding.severity)),
        ),
        Span::styled(format!("{:<place_width$} ", cut(&place, place_width)), style(theme.strong())),
        Span::raw(format!("{message:<room$} ")),
        Span::styled(format!("{fixes} "), style(theme.key())),
    ]);
    if plain {
        line.style(theme.cursor())
    } else if chosen {
        line.style(theme.resting())
    } else {
        line
    }
}
