//! Going about on the canvas.

use crate::render::{Direction, Focus};

use super::super::effect::Effect;
use super::super::panes;
use super::super::state::State;
use super::{Action, Scope, action, with};

pub(super) const ACTIONS: &[Action] = &[
    action("left", &["h", "<left>"], "Focus the nearest node to the left", "", Scope::Canvas, |state| {
        step(state, Direction::Left)
    }),
    action("down", &["j", "<down>"], "Focus the nearest node below", "", Scope::Canvas, |state| {
        step(state, Direction::Down)
    }),
    action("up", &["k", "<up>"], "Focus the nearest node above", "", Scope::Canvas, |state| step(state, Direction::Up)),
    action("right", &["l", "<right>"], "Focus the nearest node to the right", "", Scope::Canvas, |state| {
        step(state, Direction::Right)
    }),
    action("follow-forward", &["L"], "Follow a flow to its target", "", Scope::Canvas, |state| follow(state, true)),
    action("follow-back", &["H"], "Follow a flow back to its source", "", Scope::Canvas, |state| follow(state, false)),
    action("next-flow", &["."], "Focus the next flow of the node", "", Scope::Canvas, |state| next_flow(state, true)),
    action("previous-flow", &[","], "Focus the previous flow of the node", "", Scope::Canvas, |state| {
        next_flow(state, false)
    }),
    action("service", &["["], "Focus the service of the node", "", Scope::Canvas, service),
    action("into-service", &["]"], "Focus the first node of the service", "", Scope::Canvas, into_service),
    action("jump-back", &["(", "<C-o>"], "Go back to where the focus was", "", Scope::Canvas, |state| {
        jump(state, true)
    }),
    action("jump-forward", &[")"], "Go forward again", "", Scope::Canvas, |state| jump(state, false)),
    action("jump-label", &["gw"], "Jump to a node by its letters", "", Scope::Canvas, |state| {
        let canvas = super::super::screen::canvas_size(state);
        let any = state.session.as_mut().is_some_and(|session| session.begin_jump(canvas));
        if !any {
            state.complain("There is nothing else to jump to on the screen");
        }
        Vec::new()
    }),
    action(
        "follow-event",
        &["ge"],
        "Follow an event from those who publish it to all who get it",
        "",
        Scope::Canvas,
        |state| {
            panes::event::open(state);
            Vec::new()
        },
    ),
    action("find", &["/"], "Find a node, flow or service", "find", Scope::Everywhere, |state| {
        panes::find::open(state);
        Vec::new()
    }),
    action("first", &["gg"], "Focus the first node", "", Scope::Canvas, first),
    action("design", &["gd"], "Show the properties of the design", "", Scope::Canvas, design),
    action("select", &["<space>"], "Select the node, or no longer", "", Scope::Canvas, select),
    action("select-downstream", &["gs"], "Select everything that follows from the node", "", Scope::Canvas, downstream),
    action("select-box", &["v"], "Draw a rectangle around what to select", "", Scope::Canvas, |state| {
        if !state.session.as_mut().is_some_and(super::super::session::Session::begin_select) {
            state.complain("Focus a node to begin at");
        }
        Vec::new()
    }),
    action("select-service", &["V"], "Select all of the service, or no longer", "", Scope::Canvas, |state| {
        with(state, |session| {
            session.select_service();
            Vec::new()
        })
    }),
    action("next-finding", &["n"], "Go to the next problem", "", Scope::Canvas, |state| {
        panes::problems::next(state, true)
    }),
    action("previous-finding", &["N"], "Go to the problem before", "", Scope::Canvas, |state| {
        panes::problems::next(state, false)
    }),
    action("select-none", &["<esc>"], "Select nothing, follow nothing", "", Scope::Canvas, |state| {
        with(state, |session| {
            session.selected.clear();
            session.followed = None;
            Vec::new()
        })
    }),
];

fn step(state: &mut State, direction: Direction) -> Vec<Effect> {
    with(state, |session| {
        session.step(direction);
        Vec::new()
    })
}

fn next_flow(state: &mut State, forward: bool) -> Vec<Effect> {
    with(state, |session| {
        session.next_flow(forward);
        Vec::new()
    })
}

/// With one flow the focus follows it; with several the person chooses.
fn follow(state: &mut State, forward: bool) -> Vec<Effect> {
    let Some(session) = &mut state.session else { return Vec::new() };
    if let Some(Focus::Flow(id)) = session.focus.clone() {
        let end = session.design().flow(id).map(|flow| if forward { flow.to.clone() } else { flow.from.clone() });
        if let Some(end) = end {
            session.jump_to(Focus::Node(end));
        }
        return Vec::new();
    }
    let flows = session.flows_onward(forward);
    let mut ends: Vec<_> = flows
        .iter()
        .filter_map(|id| session.design().flow(*id))
        .map(|flow| if forward { flow.to.clone() } else { flow.from.clone() })
        .collect();
    ends.dedup();
    match ends.as_slice() {
        [] => state.complain(if forward { "No flow leaves from here" } else { "No flow leads here" }),
        [end] => session.jump_to(Focus::Node(end.clone())),
        _ => panes::find::follow(state, &flows, forward),
    }
    Vec::new()
}

fn service(state: &mut State) -> Vec<Effect> {
    with(state, |session| {
        if let Some(service) = session.current_service() {
            session.jump_to(Focus::Service(service));
        }
        Vec::new()
    })
}

fn into_service(state: &mut State) -> Vec<Effect> {
    with(state, |session| {
        let first = session.current_service().and_then(|service| {
            let node = session.design().services.get(&service)?.nodes.keys().next()?.clone();
            Some(crate::design::NodeId::new(service, node))
        });
        if let Some(id) = first {
            session.jump_to(Focus::Node(id));
        }
        session.reveal()
    })
}

fn jump(state: &mut State, back: bool) -> Vec<Effect> {
    let moved = state.session.as_mut().is_some_and(|session| session.jump(back));
    if !moved {
        state.complain(if back { "This is where it began" } else { "This is the last place" });
    }
    Vec::new()
}

fn first(state: &mut State) -> Vec<Effect> {
    with(state, |session| {
        if let Some(first) = session.scene.first() {
            session.jump_to(first);
        }
        Vec::new()
    })
}

fn design(state: &mut State) -> Vec<Effect> {
    with(state, |session| {
        session.focus = None;
        session.inspector.reset();
        session.panel = super::super::session::Panel::Inspector;
        Vec::new()
    })
}

fn select(state: &mut State) -> Vec<Effect> {
    with(state, |session| {
        if let Some(id) = session.focused_node().cloned()
            && !session.selected.remove(&id)
        {
            session.selected.insert(id);
        }
        Vec::new()
    })
}

fn downstream(state: &mut State) -> Vec<Effect> {
    with(state, |session| {
        let mut open: Vec<_> = session.focused_node().cloned().into_iter().collect();
        while let Some(id) = open.pop() {
            if session.selected.insert(id.clone()) {
                open.extend(session.design().flows_from(&id).map(|flow| flow.to.clone()));
            }
        }
        Vec::new()
    })
}
