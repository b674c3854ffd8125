//! How the inspector is drawn: what is in focus, the environments, a row a property, and help for the chosen one.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::catalog::{PropertyType, catalog};
use crate::render::Focus;
use crate::text::words::capitalised;
use crate::tui::panes::{cut, panel_title, wrap};
use crate::tui::session::{Granted, Panel, Session};
use crate::tui::state::State;
use crate::tui::theme::Sign;

use super::rows::{Origin, Row, Target, overridden_in, unfolded};

/// The lines above the rows: the title, what it is, the environments, a blank.
const ABOVE: u16 = 4;
/// The lines below: a rule, help, findings.
const BELOW: u16 = 5;

fn list_area(area: Rect) -> Rect {
    let below = if area.height > 14 { BELOW } else { 0 };
    Rect { y: area.y + ABOVE, height: area.height.saturating_sub(ABOVE + below), ..area }
}

fn first_row(at: usize, height: u16) -> usize {
    (at + 2).saturating_sub(usize::from(height))
}

/// The row under a line of the screen.
pub(super) fn row_at(session: &Session, rows: &[Row], area: Rect, line: u16) -> Option<usize> {
    let list = list_area(area);
    if line < list.y || line >= list.bottom() {
        return None;
    }
    let row = first_row(session.inspector.position(rows), list.height) + usize::from(line - list.y);
    rows.get(row).filter(|row| !row.is_heading()).map(|_| row)
}

/// Draws the inspector.
pub(crate) fn draw(state: &State, session: &Session, frame: &mut Frame, area: Rect) {
    if area.width < 8 || area.height < 6 {
        return;
    }
    let focused = session.panel == Panel::Inspector;
    let subject = match session.focus() {
        Some(Focus::Node(id)) => id.to_string(),
        Some(Focus::Flow(_)) => "flow".to_owned(),
        Some(Focus::Service(name)) => format!("service {name}"),
        None => "design".to_owned(),
    };
    panel_title(state, frame, area, "2", &subject, focused);
    head(state, session, frame, area);
    let rows = super::rows(session);
    let at = session.inspector.position(&rows);
    let list = list_area(area);
    let first = first_row(at, list.height);
    for (index, row) in rows.iter().enumerate().skip(first).take(usize::from(list.height)) {
        let place = Rect { y: list.y + (index - first) as u16, height: 1, ..list };
        frame.render_widget(line(state, session, row, index == at, focused, list.width), place);
    }
    if list.bottom() < area.bottom() {
        help(
            state,
            session,
            rows.get(at),
            frame,
            Rect { y: list.bottom(), height: area.bottom() - list.bottom(), ..area },
        );
    }
}

fn head(state: &State, session: &Session, frame: &mut Frame, area: Rect) {
    let theme = state.theme;
    let design = session.design();
    let row = |offset: u16| Rect { x: area.x + 2, y: area.y + offset, width: area.width.saturating_sub(3), height: 1 };
    let what = match session.focus() {
        Some(Focus::Node(id)) => {
            let kind = design.kind_of(id).and_then(|kind| catalog().kind(kind));
            let glyph = kind.map(|kind| crate::tui::panes::palette::glyph(state, kind)).unwrap_or_default();
            let cloud = kind.and_then(|kind| kind.cloud_name(design.provider())).unwrap_or("not on this cloud");
            vec![
                Span::styled(format!("{glyph} "), theme.ink(crate::render::Ink::Kind)),
                Span::raw(kind.map(|kind| kind.title.clone()).unwrap_or_default()),
                Span::styled(format!("  {cloud}"), theme.dim()),
            ]
        }
        Some(Focus::Flow(id)) => {
            let flow = design.flow(*id);
            let kind = flow.and_then(|flow| catalog().flow(&flow.kind));
            vec![Span::styled(kind.map(|kind| kind.summary.clone()).unwrap_or_default(), theme.dim())]
        }
        Some(Focus::Service(name)) => {
            let count = design.services.get(name).map_or(0, |service| service.nodes.len());
            vec![Span::styled(format!("{count} nodes, built and deployed together"), theme.dim())]
        }
        None => vec![Span::styled(
            format!("{} services, {} nodes, {} flows", design.services.len(), design.node_count(), design.flows.len()),
            theme.dim(),
        )],
    };
    frame.render_widget(Line::from(what), row(1));
    if matches!(session.focus(), Some(Focus::Node(_))) && !design.environments.is_empty() {
        let mut spans = vec![Span::styled("E ", theme.key())];
        let names = std::iter::once(None).chain(design.environments.keys().map(Some));
        for name in names {
            let chosen = session.environment.as_ref() == name;
            let text = format!(" {} ", name.map_or("all", String::as_str));
            spans.push(Span::styled(text, if chosen { theme.cursor() } else { theme.dim() }));
        }
        frame.render_widget(Line::from(spans), row(2));
    }
}

fn line(state: &State, session: &Session, row: &Row, chosen: bool, focused: bool, width: u16) -> Line<'static> {
    let theme = state.theme;
    if row.is_heading() {
        return Line::styled(format!("  {}", row.label), theme.heading());
    }
    let at = chosen && focused;
    let style = |style: Style| if at { Style::new() } else { style };
    let fold = match &row.target {
        Target::Property { path, property } if property.kind == PropertyType::Object => {
            theme.sign(if unfolded(session, path, row.origin) { Sign::Open } else { Sign::Closed })
        }
        _ => " ",
    };
    let indent = "  ".repeat(row.depth);
    // A right has the whole line.
    let whole = matches!(row.target, Target::Grant(_));
    let names = if whole { usize::from(width).saturating_sub(4) } else { 17.min(usize::from(width) / 2) };
    let name = cut(&crate::text::safe::safe(&format!("{indent}{fold} {}", row.label)), names);
    let (text, value_style) = match row.origin {
        Origin::Written => (row.value.clone(), theme.written()),
        Origin::Overridden => (row.value.clone(), theme.overridden()),
        Origin::Default => (row.value.clone(), theme.dim()),
        Origin::Absent => (theme.sign(Sign::Horizontal).to_owned(), theme.dim()),
        Origin::Missing => ("must be given".to_owned(), theme.bad()),
    };
    let text = if row.value.is_empty() && !matches!(row.origin, Origin::Absent | Origin::Missing) {
        String::new()
    } else {
        text
    };
    let value_style = if matches!(row.target, Target::Go(_)) { theme.plain() } else { value_style };
    let room = usize::from(width).saturating_sub(names + 3);
    let names_of = varies(session, row);
    let names_fit = unicode_width::UnicodeWidthStr::width(text.as_str()) + names_of.len() <= room;
    let varies = match names_of.is_empty() {
        true => String::new(),
        false if names_fit => names_of,
        false => " *".to_owned(),
    };
    let text = cut(&crate::text::safe::safe(&text), room.saturating_sub(varies.len()));
    let pad = room.saturating_sub(unicode_width::UnicodeWidthStr::width(text.as_str()) + varies.len());
    let pointer = if at { theme.sign(Sign::Pointer) } else { " " };
    let line = Line::from(vec![
        Span::raw(pointer.to_owned()),
        Span::styled(format!("{name:<names$} "), style(theme.plain())),
        Span::styled(text, style(value_style)),
        Span::raw(" ".repeat(pad)),
        Span::styled(varies, style(theme.overridden())),
        Span::raw(" "),
    ]);
    if at { line.style(theme.cursor()) } else { line }
}

/// In which environments the value differs, while all are shown.
fn varies(session: &Session, row: &Row) -> String {
    let (Some(Focus::Node(id)), Target::Property { path, .. }) = (session.focus(), &row.target) else {
        return String::new();
    };
    if session.environment.is_some() {
        return String::new();
    }
    let names = overridden_in(session, id, path);
    // Where the parts are shown, the parts say it.
    if unfolded(session, path, row.origin)
        && matches!(&row.target, Target::Property { property, .. } if property.kind == PropertyType::Object)
    {
        return String::new();
    }
    if names.is_empty() { String::new() } else { format!(" {}", names.join(" ")) }
}

fn help(state: &State, session: &Session, row: Option<&Row>, frame: &mut Frame, area: Rect) {
    let theme = state.theme;
    let rule = theme.sign(Sign::Horizontal).repeat(usize::from(area.width));
    frame.render_widget(Line::styled(rule, theme.rule()), Rect { height: 1, ..area });
    let width = usize::from(area.width.saturating_sub(4));
    let mut lines: Vec<Line<'static>> = Vec::new();
    if let Some(Row { target: Target::Property { path, property }, origin, .. }) = row {
        let mut text = property.help.clone();
        if !matches!(property.kind, PropertyType::Object | PropertyType::Boolean | PropertyType::Value) {
            text = format!("{text} {}.", capitalised(&property.describe()));
        }
        lines.extend(wrap(&crate::text::safe::safe(&text), width).into_iter().map(Line::raw));
        if let (Some(Focus::Node(id)), None) = (session.focus(), &session.environment) {
            let names = overridden_in(session, id, path);
            if !names.is_empty() {
                lines.push(Line::styled(format!("differs in {}", names.join(", ")), theme.overridden()));
            }
        }
        let default = property.default.as_ref().filter(|_| *origin != Origin::Default);
        if let Some(default) = default {
            lines.push(Line::styled(format!("default {default}"), theme.dim()));
        }
        let finding = session.focus().into_iter().flat_map(|focus| session.findings_about(focus)).find(|finding| {
            matches!(&finding.place,
                    crate::design::Place::Node { path: at, .. } | crate::design::Place::Flow { path: at, .. } if at.first() == path.first())
        });
        if let Some(finding) = finding {
            let text = format!("{} {}", theme.severity_glyph(finding.severity), finding.message);
            let style = theme.severity(finding.severity);
            let text = wrap(&crate::text::safe::safe(&text), width);
            lines.extend(text.into_iter().map(|line| Line::styled(line, style)));
        }
    } else if let Some((Focus::Node(id), Row { target: Target::Grant(index), .. })) = session.focus().zip(row)
        && let Some(granted) = session.granted(id).get(*index)
    {
        lines.extend(grant(granted, width));
    } else if let Some(focus) = session.focus() {
        for finding in session.findings_about(focus) {
            let text = format!("{} {}", theme.severity_glyph(finding.severity), finding.message);
            let style = theme.severity(finding.severity);
            let text = wrap(&crate::text::safe::safe(&text), width);
            lines.extend(text.into_iter().map(|line| Line::styled(line, style)));
        }
    }
    for (offset, line) in lines.into_iter().take(usize::from(area.height.saturating_sub(1))).enumerate() {
        let place =
            Rect { x: area.x + 2, y: area.y + 1 + offset as u16, width: area.width.saturating_sub(3), height: 1 };
        frame.render_widget(line, place);
    }
}

/// A right in full.
fn grant(granted: &Granted, width: usize) -> Vec<Line<'static>> {
    let mut lines: Vec<Line<'static>> = Vec::new();
    let mut say = |text: &str| lines.extend(wrap(&crate::text::safe::safe(text), width).into_iter().map(Line::raw));
    say(&granted.actions);
    say(&format!("on {}", granted.object));
    for condition in &granted.conditions {
        say(&format!("when {condition}"));
    }
    lines
}
