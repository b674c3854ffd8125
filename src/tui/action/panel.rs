//! Panels, help, commands.

use super::super::effect::Effect;
use super::super::panes;
use super::super::session::Panel;
use super::super::state::State;
use super::{Action, Scope, action, with};

pub(super) const ACTIONS: &[Action] = &[
    action("next-panel", &["<tab>"], "Go to the next panel", "", Scope::Everywhere, |state| turn(state, true)),
    action("previous-panel", &["<backtab>"], "Go to the previous panel", "", Scope::Everywhere, |state| {
        turn(state, false)
    }),
    action("canvas", &["1"], "Go to the canvas", "", Scope::Everywhere, |state| go(state, Panel::Canvas)),
    action("inspector", &["2"], "Go to the inspector", "", Scope::Everywhere, |state| go(state, Panel::Inspector)),
    action("problems", &["p", "3", "gp"], "Go to the problems, or leave them", "problems", Scope::Everywhere, problems),
    action("leave-inspector", &["<esc>", "<left>", "h"], "Back to the canvas", "", Scope::Inspector, |state| {
        go(state, Panel::Canvas)
    }),
    action("leave-problems", &["<esc>"], "Close the problems", "close", Scope::Problems, problems),
    action("expand", &["F"], "Give the panel the whole screen, or no longer", "", Scope::Everywhere, |state| {
        state.expanded = !state.expanded;
        with(state, |session| {
            session.show_focus();
            Vec::new()
        })
    }),
    action("describe", &["K"], "Describe what is in focus in words", "", Scope::Canvas, |state| {
        panes::describe::open(state);
        Vec::new()
    }),
    action("environment", &["E"], "Switch the environment whose values are shown", "", Scope::Everywhere, environment),
    action("help", &["?", "<F1>"], "Show all keys", "", Scope::Everywhere, |state| {
        panes::help::open(state);
        Vec::new()
    }),
    action("legend", &["g?"], "Show what lines and signs mean", "", Scope::Everywhere, |state| {
        panes::legend::open(state);
        Vec::new()
    }),
    action("commands", &[":"], "Find a command", "commands", Scope::Everywhere, |state| {
        panes::commands::open(state);
        Vec::new()
    }),
    action("mouse", &[], "Turn the mouse on or off", "", Scope::Everywhere, |state| {
        state.mouse = !state.mouse;
        state.tell(if state.mouse { "The mouse works here" } else { "The mouse selects text in the terminal" });
        vec![Effect::Mouse(state.mouse)]
    }),
];

fn turn(state: &mut State, forward: bool) -> Vec<Effect> {
    with(state, |session| {
        let mut order = vec![Panel::Canvas, Panel::Inspector];
        if session.show_problems {
            order.push(Panel::Problems);
        }
        if session.code.shown {
            order.push(Panel::Code);
        }
        let at = order.iter().position(|panel| *panel == session.panel).unwrap_or(0);
        let next = if forward { at + 1 } else { at + order.len() - 1 } % order.len();
        session.panel = order.get(next).copied().unwrap_or_default();
        session.show_focus();
        Vec::new()
    })
}

/// Gives a panel the keys.
pub(crate) fn go(state: &mut State, panel: Panel) -> Vec<Effect> {
    state.expanded = false;
    with(state, |session| {
        session.panel = panel;
        session.show_focus();
        Vec::new()
    })
}

fn problems(state: &mut State) -> Vec<Effect> {
    state.expanded = false;
    with(state, |session| {
        if session.show_problems && session.panel == Panel::Problems {
            session.show_problems = false;
            session.panel = Panel::Canvas;
        } else {
            session.show_problems = true;
            session.panel = Panel::Problems;
        }
        session.show_focus();
        Vec::new()
    })
}

fn environment(state: &mut State) -> Vec<Effect> {
    let Some(session) = &mut state.session else { return Vec::new() };
    let names: Vec<String> = session.design().environments.keys().cloned().collect();
    let next = match &session.environment {
        None => names.first().cloned(),
        Some(name) => names.iter().position(|known| known == name).and_then(|at| names.get(at + 1).cloned()),
    };
    let text = match &next {
        None if names.is_empty() => "The design has no environments".to_owned(),
        None => "Values for every environment".to_owned(),
        Some(name) => format!("Values for {name} only"),
    };
    session.environment = next;
    state.tell(text);
    Vec::new()
}
