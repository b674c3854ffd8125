//! What is in focus, in words: what it is, what leads to it, what it leads to, what the checks say.

use ratatui::text::{Line, Span};

use crate::catalog::catalog;
use crate::check::Finding;
use crate::design::{Flow, NodeId};
use crate::render::Focus;
use crate::tui::panes::page::Page;
use crate::tui::session::Session;
use crate::tui::state::State;
use crate::tui::theme::Sign;
use crate::value::Value;

/// Describes what is in focus.
pub(crate) fn open(state: &mut State) {
    let Some(focus) = state.session.as_ref().and_then(|session| session.focus().cloned()) else { return };
    let title = title(state, &focus);
    let lines = lines(state, &focus);
    state.show(Page::new("DESCRIBE", title, lines));
}

fn title(state: &State, focus: &Focus) -> String {
    match focus {
        Focus::Node(id) => id.to_string(),
        Focus::Service(name) => format!("service {name}"),
        Focus::Flow(id) => state.session.as_ref().map(|session| session.describe_flow(*id)).unwrap_or_default(),
    }
}

/// The description, line by line.
pub(crate) fn lines(state: &State, focus: &Focus) -> Vec<Line<'static>> {
    let Some(session) = &state.session else { return Vec::new() };
    let mut lines = match focus {
        Focus::Node(id) => node(state, session, id),
        Focus::Flow(id) => session.design().flow(*id).map(|flow| describe_flow(state, flow)).unwrap_or_default(),
        Focus::Service(name) => service(state, session, name),
    };
    let theme = state.theme;
    let about: Vec<&Finding> = session.findings_about(focus).collect();
    if !about.is_empty() {
        lines.push(Line::default());
    }
    for finding in about {
        lines.push(Line::from(vec![
            Span::styled(
                format!("{} {}  ", theme.severity_glyph(finding.severity), finding.severity),
                theme.severity(finding.severity),
            ),
            Span::raw(crate::text::safe::safe(&finding.message)),
        ]));
    }
    lines
}

fn described(state: &State, text: Option<&str>) -> Option<Line<'static>> {
    text.map(|text| Line::styled(crate::text::safe::safe(text), state.theme.plain()))
}

fn node(state: &State, session: &Session, id: &NodeId) -> Vec<Line<'static>> {
    let design = session.design();
    let theme = state.theme;
    let Some(node) = design.node(id) else { return Vec::new() };
    let mut lines = Vec::new();
    if let Some(kind) = catalog().kind(&node.kind) {
        let cloud = kind.cloud_name(design.provider()).unwrap_or("no equivalent on this cloud");
        lines.push(Line::from(vec![
            Span::styled(kind.title.clone(), theme.strong()),
            Span::styled(format!("  {cloud}"), theme.dim()),
        ]));
    }
    lines.extend(described(state, node.get("description").and_then(Value::as_str)));
    let mut section = |title: &str, flows: Vec<&Flow>, incoming: bool| {
        if flows.is_empty() {
            return;
        }
        lines.push(Line::default());
        lines.push(Line::styled(title.to_owned(), theme.dim()));
        for flow in flows {
            let other = if incoming { &flow.from } else { &flow.to };
            let verb = catalog().flow(&flow.kind).map_or(flow.kind.as_str(), |kind| kind.verb.as_str());
            let sentence = if incoming {
                format!("  {other} {verb} it{}", extra(flow))
            } else {
                format!("  it {verb} {other}{}", extra(flow))
            };
            lines.push(Line::raw(crate::text::safe::safe(&sentence)));
        }
    };
    section("What leads here", design.flows_to(id).collect(), true);
    section("Where it leads", design.flows_from(id).collect(), false);
    lines
}

fn extra(flow: &Flow) -> String {
    match (flow.event(), flow.text("method"), flow.text("path")) {
        (Some(event), ..) => format!(" ({event})"),
        (_, method, Some(path)) => format!(" ({} {path})", method.unwrap_or("GET")),
        _ => String::new(),
    }
}

fn describe_flow(state: &State, flow: &Flow) -> Vec<Line<'static>> {
    let theme = state.theme;
    let mut lines = Vec::new();
    if let Some(kind) = catalog().flow(&flow.kind) {
        lines.push(Line::styled(format!("{} {} {}", flow.from, kind.verb, flow.to), theme.strong()));
        lines.push(Line::styled(kind.summary.clone(), theme.dim()));
    }
    lines.push(Line::default());
    lines.push(Line::raw(format!("from  {}", flow.from)));
    lines.push(Line::raw(format!("{:>4}  {}", theme.sign(Sign::Arrow), flow.to)));
    for (name, value) in &flow.properties {
        lines.push(Line::raw(crate::text::safe::safe(&format!("{name}  {value}"))));
    }
    lines
}

fn service(state: &State, session: &Session, name: &str) -> Vec<Line<'static>> {
    let design = session.design();
    let Some(service) = design.services.get(name) else { return Vec::new() };
    let mut lines = vec![Line::styled(format!("Service {name}"), state.theme.strong())];
    lines.extend(described(state, service.description.as_deref()));
    lines.push(Line::default());
    for (node, content) in &service.nodes {
        let kind = catalog().kind(&content.kind);
        let glyph = kind.map(|kind| super::palette::glyph(state, kind)).unwrap_or_default();
        lines.push(Line::from(vec![
            Span::styled(format!("{glyph} "), state.theme.ink(crate::render::Ink::Kind)),
            Span::raw(format!("{node:<24}")),
            Span::styled(kind.map(|kind| kind.title.clone()).unwrap_or_default(), state.theme.dim()),
        ]));
    }
    lines
}
