//! Finding nodes, flows and services by name; choosing which flow to follow.

use ratatui::text::Line;

use crate::catalog::catalog;
use crate::design::FlowId;
use crate::render::Focus;
use crate::tui::effect::Effect;
use crate::tui::panes::describe;
use crate::tui::panes::picker::{Choice, Picker, Row};
use crate::tui::session::{Panel, Session};
use crate::tui::state::State;
use crate::tui::theme::Sign;

/// Finds anything.
pub(crate) fn open(state: &mut State) {
    let Some(session) = &state.session else { return };
    let design = session.design();
    let nodes = design.nodes().map(|(id, _)| Focus::Node(id));
    let services = design.services.keys().cloned().map(Focus::Service);
    let flows = design.flows.iter().map(|flow| Focus::Flow(flow.id));
    let things: Vec<Focus> = nodes.chain(services).chain(flows).collect();
    let picker = Picker::new(Things { found: things, title: "Find".to_owned(), reveals: true }, state);
    state.show(picker);
}

/// Chooses among flows which one to follow.
pub(crate) fn follow(state: &mut State, flows: &[FlowId], forward: bool) {
    let Some(session) = &state.session else { return };
    let mut things: Vec<Focus> = Vec::new();
    for flow in flows.iter().filter_map(|id| session.design().flow(*id)) {
        let end = Focus::Node(if forward { flow.to.clone() } else { flow.from.clone() });
        if !things.contains(&end) {
            things.push(end);
        }
    }
    let title = if forward { "Follow to" } else { "Follow back to" }.to_owned();
    let picker = Picker::new(Things { found: things, title, reveals: false }, state);
    state.show(picker);
}

#[derive(Debug)]
struct Things {
    found: Vec<Focus>,
    title: String,
    /// Whether the service of what is chosen is opened where it is folded.
    reveals: bool,
}

impl Choice for Things {
    fn name(&self) -> &'static str {
        "FIND"
    }

    fn title(&self, _state: &State) -> String {
        self.title.clone()
    }

    fn rows(&self, state: &State) -> Vec<Row> {
        let Some(session) = &state.session else { return Vec::new() };
        self.found.iter().map(|thing| row(session, state, thing)).collect()
    }

    fn preview(&self, state: &State, row: usize) -> Vec<Line<'static>> {
        self.found.get(row).map(|thing| describe::lines(state, thing)).unwrap_or_default()
    }

    fn accept(&mut self, state: &mut State, row: usize) -> Vec<Effect> {
        if let (Some(session), Some(thing)) = (&mut state.session, self.found.get(row)) {
            session.jump_to(thing.clone());
            session.panel = Panel::Canvas;
            if self.reveals {
                return session.reveal();
            }
        }
        Vec::new()
    }
}

fn row(session: &Session, state: &State, thing: &Focus) -> Row {
    let design = session.design();
    match thing {
        Focus::Node(id) => {
            let kind = design.kind_of(id).and_then(|kind| catalog().kind(kind));
            Row {
                group: "Nodes".to_owned(),
                glyph: kind.map(|kind| super::palette::glyph(state, kind)).unwrap_or_default(),
                label: id.to_string(),
                detail: kind.map(|kind| kind.title.clone()).unwrap_or_default(),
                ..Row::default()
            }
        }
        Focus::Service(name) => {
            let count = design.services.get(name).map_or(0, |service| service.nodes.len());
            Row {
                group: "Services".to_owned(),
                label: name.clone(),
                detail: if count == 1 { "1 node".to_owned() } else { format!("{count} nodes") },
                words: "service".to_owned(),
                ..Row::default()
            }
        }
        Focus::Flow(id) => {
            let Some(flow) = design.flow(*id) else { return Row::default() };
            Row {
                group: "Flows".to_owned(),
                label: format!("{} {} {}", flow.from, state.theme.sign(Sign::Arrow), flow.to),
                detail: [Some(flow.kind.as_str()), flow.event().or(flow.text("path"))]
                    .into_iter()
                    .flatten()
                    .collect::<Vec<_>>()
                    .join(" "),
                ..Row::default()
            }
        }
    }
}
