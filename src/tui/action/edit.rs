//! Changing the design.

use crate::design::{Edit, NodeId};
use crate::render::Focus;

use super::super::effect::Effect;
use super::super::panes;
use super::super::session::Panel;
use super::super::state::State;
use super::{Action, Scope, action};

pub(super) const ACTIONS: &[Action] = &[
    action("add", &["a"], "Add a node", "add", Scope::Canvas, |state| {
        panes::palette::open(state);
        Vec::new()
    }),
    action("add-service", &["A"], "Add a service", "", Scope::Canvas, |state| {
        panes::naming::new_service(state, None);
        Vec::new()
    }),
    action("connect", &["c"], "Connect the node to another", "connect", Scope::Canvas, connect),
    action("properties", &["i"], "Edit the properties of what is in focus", "edit", Scope::Canvas, |state| {
        super::panel::go(state, Panel::Inspector)
    }),
    action("enter", &["<enter>"], "Edit the node or flow; open or fold the service", "", Scope::Canvas, enter),
    action("rename", &["r", "<F2>"], "Rename the node or service", "", Scope::Canvas, |state| {
        panes::naming::rename(state);
        Vec::new()
    }),
    action("move", &["m"], "Move the node, and pin it there", "", Scope::Canvas, begin_move),
    action("pin", &["P"], "Pin the nodes where they stand", "", Scope::Canvas, pin),
    action("unpin", &["M"], "Unpin the node, so that it is placed automatically", "", Scope::Canvas, unpin),
    action("move-to-service", &[">"], "Move the nodes to another service", "", Scope::Canvas, |state| {
        panes::moving::open(state);
        Vec::new()
    }),
    action("duplicate", &["D"], "Duplicate the node without its flows", "", Scope::Canvas, duplicate),
    action(
        "delete",
        &["d", "<del>"],
        "Delete the node with its flows, the flow, or the service",
        "delete",
        Scope::Canvas,
        delete,
    ),
    action(
        "cloud",
        &["C"],
        "See the design on another cloud, and take it over",
        "",
        Scope::Everywhere,
        panes::provider::open,
    ),
    action("undo", &["u"], "Undo the last change", "undo", Scope::Everywhere, undo),
    action("redo", &["U", "<C-r>"], "Redo what was undone", "", Scope::Everywhere, redo),
];

fn connect(state: &mut State) -> Vec<Effect> {
    if state.readonly {
        state.complain("This session is for reading only");
        return Vec::new();
    }
    let Some(session) = &mut state.session else { return Vec::new() };
    let from = match &session.focus {
        Some(Focus::Node(id)) => Some(id.clone()),
        Some(Focus::Flow(id)) => session.design().flow(*id).map(|flow| flow.from.clone()),
        _ => None,
    };
    let Some(from) = from else {
        state.complain("Focus the node that the flow is to start from");
        return Vec::new();
    };
    if let Err(reason) = session.begin_connect(&from) {
        state.complain(reason);
    }
    Vec::new()
}

/// On a service it folds and opens, on all else it edits.
fn enter(state: &mut State) -> Vec<Effect> {
    let turned = state
        .session
        .as_mut()
        .filter(|session| matches!(session.focus(), Some(Focus::Service(_))))
        .and_then(super::super::session::Session::turn);
    turned.unwrap_or_else(|| super::panel::go(state, Panel::Inspector))
}

fn pin(state: &mut State) -> Vec<Effect> {
    if state.readonly {
        state.complain("This session is for reading only");
        return Vec::new();
    }
    let Some(session) = &mut state.session else { return Vec::new() };
    let (count, mut effects) = session.pin_here();
    match count {
        0 => state.complain("Focus a node to pin; in the overview places follow from the services"),
        1 => state.tell("Pinned where it stands; M unpins"),
        many => state.tell(format!("{many} nodes pinned where they stand; M unpins")),
    }
    effects.push(Effect::Autosave);
    effects
}

fn begin_move(state: &mut State) -> Vec<Effect> {
    if state.readonly {
        state.complain("This session is for reading only");
        return Vec::new();
    }
    if !state.session.as_mut().is_some_and(super::super::session::Session::begin_move) {
        state.complain("Focus a node to move; in the overview places follow from the services");
    }
    Vec::new()
}

fn unpin(state: &mut State) -> Vec<Effect> {
    if state.readonly {
        state.complain("This session is for reading only");
        return Vec::new();
    }
    let Some(session) = &mut state.session else { return Vec::new() };
    let nodes = session.chosen_nodes();
    if session.unpin(&nodes, "Unpin") {
        state.tell("Unpinned");
        return state.settled();
    }
    state.complain("Nothing is pinned here");
    Vec::new()
}

fn duplicate(state: &mut State) -> Vec<Effect> {
    let Some(session) = &state.session else { return Vec::new() };
    let copy = session.focused_node().and_then(|id| Some((id.clone(), session.design().node(id)?.clone())));
    let Some((id, mut node)) = copy else {
        state.complain("Focus the node to duplicate");
        return Vec::new();
    };
    // What names one deployed resource must not name two.
    node.properties.shift_remove("was");
    node.properties.shift_remove("existing");
    let new = NodeId::new(id.service.clone(), session.design().free_name(&id.service, &id.node));
    let label = format!("Duplicate {id} as {new}");
    state.edit_and_focus(Edit::AddNode { id: new.clone(), node, index: None }, &label, Focus::Node(new))
}

fn delete(state: &mut State) -> Vec<Effect> {
    let Some(session) = &state.session else { return Vec::new() };
    let design = session.design();
    let removal = match &session.focus {
        _ if !session.selected.is_empty() => {
            let nodes: Vec<&NodeId> = session.selected.iter().collect();
            let flows = design.flows.iter().filter(|flow| nodes.contains(&&flow.from) || nodes.contains(&&flow.to));
            let mut edits: Vec<Edit> = flows.map(|flow| Edit::RemoveFlow(flow.id)).collect();
            edits.extend(nodes.iter().map(|id| Edit::RemoveNode((*id).clone())));
            Some((Edit::Batch(edits), format!("Delete {} nodes", nodes.len())))
        }
        Some(Focus::Node(id)) => Some((design.removal(id), format!("Delete {id}"))),
        Some(Focus::Flow(id)) => Some((Edit::RemoveFlow(*id), format!("Delete {}", session.describe_flow(*id)))),
        Some(Focus::Service(name)) => Some((design.service_removal(name), format!("Delete service {name}"))),
        None => None,
    };
    let Some((edit, label)) = removal else {
        state.complain("There is nothing in focus to delete");
        return Vec::new();
    };
    let (done, effects) = state.edit(edit, &label);
    if done {
        state.tell(format!("{label}; u brings it back"));
    }
    effects
}

fn undo(state: &mut State) -> Vec<Effect> {
    let Some(session) = &mut state.session else { return Vec::new() };
    let Some(label) = session.undo() else {
        state.complain("There is nothing to undo");
        return Vec::new();
    };
    state.tell(format!("Undone: {label}"));
    state.settled()
}

fn redo(state: &mut State) -> Vec<Effect> {
    let Some(session) = &mut state.session else { return Vec::new() };
    let Some(label) = session.redo() else {
        state.complain("There is nothing to redo");
        return Vec::new();
    };
    state.tell(format!("Done again: {label}"));
    state.settled()
}
