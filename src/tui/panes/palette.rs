//! The palette: every kind of node by category, with what it is on this cloud and on the others.

use ratatui::text::{Line, Span};

use crate::catalog::{Kind, Provider, catalog};
use crate::check::legal;
use crate::design::{Design, Edit, Node, NodeId};
use crate::render::{Charset, Focus};
use crate::tui::effect::Effect;
use crate::tui::input::{Key, KeyPress};
use crate::tui::panes::naming;
use crate::tui::panes::picker::{Choice, Picker, Row};
use crate::tui::state::State;
use crate::tui::theme::Sign;

/// Offers every kind of node.
pub(crate) fn open(state: &mut State) {
    if state.readonly {
        state.complain("This session is for reading only");
        return;
    }
    let service = state.session.as_ref().and_then(super::super::session::Session::current_service);
    let picker = Picker::new(Kinds { kinds: kinds(), service }, state);
    state.show(picker);
}

/// The sign of a kind in the characters that may be used.
pub(crate) fn glyph(state: &State, kind: &Kind) -> String {
    if state.theme.charset == Charset::Ascii { kind.ascii.clone() } else { kind.glyph.clone() }
}

/// The kinds by category, in the order of the catalogue.
fn kinds() -> Vec<&'static Kind> {
    let mut kinds: Vec<&Kind> = catalog().kinds.values().collect();
    kinds.sort_by_key(|kind| kind.category);
    kinds
}

#[derive(Debug)]
struct Kinds {
    kinds: Vec<&'static Kind>,
    /// The service that the node will come into.
    service: Option<String>,
}

impl Choice for Kinds {
    fn name(&self) -> &'static str {
        "ADD"
    }

    fn title(&self, _state: &State) -> String {
        match &self.service {
            Some(service) => format!("Add to {service}"),
            None => "Add to a new service".to_owned(),
        }
    }

    fn rows(&self, state: &State) -> Vec<Row> {
        let provider = state.session.as_ref().map_or(Provider::Aws, |session| session.design().provider());
        self.kinds
            .iter()
            .map(|kind| Row {
                group: kind.category.title().to_owned(),
                glyph: glyph(state, kind),
                label: kind.title.clone(),
                detail: kind.cloud_name(provider).unwrap_or("no equivalent").to_owned(),
                words: format!(
                    "{} {}",
                    kind.name,
                    kind.clouds.values().filter_map(|cloud| cloud.name.as_deref()).collect::<Vec<_>>().join(" ")
                ),
                dim: kind.cloud_name(provider).is_none(),
            })
            .collect()
    }

    fn preview(&self, state: &State, row: usize) -> Vec<Line<'static>> {
        self.kinds.get(row).map(|kind| preview(state, kind)).unwrap_or_default()
    }

    fn accept(&mut self, state: &mut State, row: usize) -> Vec<Effect> {
        let Some(kind) = self.kinds.get(row) else { return Vec::new() };
        if let Some(service) = &self.service {
            return add(state, service, &kind.name);
        }
        naming::new_service(state, Some(kind.name.clone()));
        Vec::new()
    }

    fn key(&mut self, state: &mut State, press: KeyPress) -> bool {
        let forward = match press.key {
            Key::Tab => true,
            Key::BackTab => false,
            _ => return false,
        };
        let Some(session) = &state.session else { return false };
        // Each service in turn, then a new one.
        let mut services: Vec<Option<String>> = session.design().services.keys().cloned().map(Some).collect();
        services.push(None);
        let at = services.iter().position(|service| *service == self.service).unwrap_or(0);
        let next = if forward { at + 1 } else { at + services.len() - 1 } % services.len();
        self.service = services.get(next).cloned().flatten();
        true
    }

    fn hints(&self) -> Vec<(String, String)> {
        vec![("Tab".to_owned(), "other service".to_owned())]
    }
}

fn preview(state: &State, kind: &Kind) -> Vec<Line<'static>> {
    let theme = state.theme;
    let Some(session) = &state.session else { return Vec::new() };
    let design = session.design();
    let provider = design.provider();
    let mut lines = vec![
        Line::from(vec![
            Span::styled(format!("{} ", glyph(state, kind)), theme.ink(crate::render::Ink::Kind)),
            Span::styled(kind.title.clone(), theme.strong()),
        ]),
        Line::raw(kind.summary.clone()),
        Line::default(),
    ];
    for cloud in Provider::ALL {
        let here = cloud == provider;
        let text = match (kind.cloud_name(cloud), kind.alternative(cloud)) {
            (Some(name), _) => name.to_owned(),
            (None, Some(instead)) => format!("none; use {instead}"),
            (None, None) => "none".to_owned(),
        };
        let pointer = if here { theme.sign(Sign::Pointer) } else { " " };
        let style = if here { theme.strong() } else { theme.dim() };
        lines.push(Line::styled(format!("{pointer} {:<13}{text}", cloud.title()), style));
    }
    if let Some(id) = session.focused_node() {
        let from = design.kind_of(id).unwrap_or_default();
        let onward = legal::direct(from, &kind.name, provider);
        let back = legal::direct(&kind.name, from, provider);
        lines.push(Line::default());
        if let Some(text) = ways(&onward) {
            lines.push(Line::raw(format!("{} {} this: {text}", id.node, theme.sign(Sign::Arrow))));
        }
        if let Some(text) = ways(&back) {
            lines.push(Line::raw(format!("this {} {}: {text}", theme.sign(Sign::Arrow), id.node)));
        }
        if onward.is_empty() && back.is_empty() {
            lines.push(Line::styled(format!("No flow joins it and {}", id.node), theme.dim()));
        }
    }
    lines
}

fn ways(kinds: &[&str]) -> Option<String> {
    (!kinds.is_empty()).then(|| kinds.join(", "))
}

/// Adds a node to a service and joins it with the focused node where exactly one flow is legal.
pub(crate) fn add(state: &mut State, service: &str, kind: &str) -> Vec<Effect> {
    let Some(session) = &state.session else { return Vec::new() };
    let design = session.design();
    let (name, properties) = legal::new_node_defaults(design, service, kind);
    let id = NodeId::new(service, name);
    let node = Node { kind: kind.to_owned(), properties };
    let mut edits = Vec::new();
    if !design.services.contains_key(service) {
        edits.push(Edit::AddService {
            name: service.to_owned(),
            service: crate::design::Service::default(),
            index: None,
        });
    }
    edits.push(Edit::AddNode { id: id.clone(), node, index: None });
    let mut label = format!("Add {kind} {id}");
    if let Some((edit, words)) = session.focused_node().and_then(|focus| join(design, &edits, focus, &id, kind)) {
        edits.push(edit);
        label = format!("{label}; {words}");
    }
    state.edit_and_focus(Edit::Batch(edits), &label, Focus::Node(id))
}

/// The flow between the focused node and a new one, when exactly one is legal.
fn join(design: &Design, edits: &[Edit], focus: &NodeId, new: &NodeId, kind: &str) -> Option<(Edit, String)> {
    let provider = design.provider();
    let there = design.kind_of(focus)?;
    let onward = legal::direct(there, kind, provider);
    let back = legal::direct(kind, there, provider);
    let (flow_kind, from, to) = match (onward.as_slice(), back.as_slice()) {
        ([only], _) => (*only, focus, new),
        ([], [only]) => (*only, new, focus),
        _ => return None,
    };
    // The beginnings of the flow depend on both ends, so they are asked of a design that has them.
    let mut after = design.clone();
    for edit in edits {
        after.apply(edit.clone()).ok()?;
    }
    let properties = legal::new_flow_defaults(&after, flow_kind, from, to);
    let mut flow = after.new_flow(flow_kind, from.clone(), to.clone());
    flow.properties = properties;
    let words = format!("{flow_kind} {from} → {to}");
    Some((Edit::AddFlow { flow, index: None }, words))
}
