//! The choice of the service that nodes move to.

use crate::design::{Edit, NodeId};
use crate::render::Focus;
use crate::tui::effect::Effect;
use crate::tui::panes::picker::{Choice, Picker, Row};
use crate::tui::session::Session;
use crate::tui::state::State;

/// Asks for the service that the chosen nodes move to.
pub(crate) fn open(state: &mut State) {
    if state.readonly {
        state.complain("This session is for reading only");
        return;
    }
    let Some(session) = &state.session else { return };
    let nodes = session.chosen_nodes();
    let Some(first) = nodes.first() else {
        state.complain("Focus or select the nodes to move");
        return;
    };
    let all_there = |name: &str| nodes.iter().all(|id| id.service == name);
    let services: Vec<String> = session.design().services.keys().filter(|name| !all_there(name)).cloned().collect();
    if services.is_empty() {
        state.complain(format!("There is no service beside {}; A adds one", first.service));
        return;
    }
    let picker = Picker::new(Services { services, nodes }, state);
    state.show(picker);
}

#[derive(Debug)]
struct Services {
    services: Vec<String>,
    nodes: Vec<NodeId>,
}

impl Choice for Services {
    fn name(&self) -> &'static str {
        "MOVE"
    }

    fn title(&self, _state: &State) -> String {
        match self.nodes.as_slice() {
            [id] => format!("Move {id} to"),
            many => format!("Move {} nodes to", many.len()),
        }
    }

    fn rows(&self, state: &State) -> Vec<Row> {
        let count = |name: &String| {
            let service = state.session.as_ref().and_then(|session| session.design().services.get(name));
            service.map_or(0, |service| service.nodes.len())
        };
        let row =
            |name: &String| Row { label: name.clone(), detail: format!("{} nodes", count(name)), ..Row::default() };
        self.services.iter().map(row).collect()
    }

    fn accept(&mut self, state: &mut State, row: usize) -> Vec<Effect> {
        let (Some(service), Some(session)) = (self.services.get(row), &state.session) else { return Vec::new() };
        let moved = moves(session, &self.nodes, service);
        let label = match moved.as_slice() {
            [(id, _, _)] => format!("Move {id} to {service}"),
            many => format!("Move {} nodes to {service}", many.len()),
        };
        let Some(focus) = moved.first().map(|(_, to, _)| Focus::Node(to.clone())) else { return Vec::new() };
        let selected = moved.iter().map(|(_, to, _)| to.clone()).collect();
        let edit = Edit::Batch(moved.into_iter().map(|(_, _, edit)| edit).collect());
        let effects = state.edit_and_focus(edit, &label, focus);
        if let Some(session) = &mut state.session
            && self.nodes.len() > 1
        {
            session.selected = selected;
        }
        effects
    }
}

/// Each node with where it goes and the edit that brings it there; a name that is taken there gets a number.
fn moves(session: &Session, nodes: &[NodeId], service: &str) -> Vec<(NodeId, NodeId, Edit)> {
    let mut after = session.design().clone();
    let mut moves = Vec::new();
    for id in nodes.iter().filter(|id| id.service != service) {
        let to = NodeId::new(service, after.free_name(service, &id.node));
        let edit = session.document.rename(id, &to);
        if after.apply(edit.clone()).is_ok() {
            moves.push((id.clone(), to, edit));
        }
    }
    moves
}
