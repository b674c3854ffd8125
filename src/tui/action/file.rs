//! Files and leaving.

use super::super::effect::Effect;
use super::super::panes;
use super::super::state::State;
use super::{Action, Scope, action};

pub(super) const ACTIONS: &[Action] = &[
    action("save", &["s", "<C-s>"], "Save the design", "save", Scope::Everywhere, panes::save::save),
    action("save-as", &["S"], "Save the design under another name", "", Scope::Everywhere, |state| {
        panes::save::save_as(state);
        Vec::new()
    }),
    action("export", &["x", "e"], "Export a Pulumi program", "export", Scope::Everywhere, |state| {
        panes::export::open(state);
        Vec::new()
    }),
    action("open", &["o"], "Open another design", "", Scope::Everywhere, panes::quit::leave),
    action("copy", &["y"], "Copy the id of what is in focus", "", Scope::Canvas, copy),
    action("suspend", &["<C-z>"], "Go back to the shell; fg returns", "", Scope::Everywhere, |_| vec![Effect::Suspend]),
    action("quit", &["q", "<C-c>"], "Quit", "quit", Scope::Everywhere, panes::quit::quit),
];

fn copy(state: &mut State) -> Vec<Effect> {
    let Some(session) = &state.session else { return Vec::new() };
    let text = match session.focus() {
        Some(crate::render::Focus::Node(id)) => id.to_string(),
        Some(crate::render::Focus::Service(name)) => name.clone(),
        Some(crate::render::Focus::Flow(id)) => session.describe_flow(*id),
        None => session.design().name.clone(),
    };
    state.tell(format!("Copied {text}"));
    vec![Effect::Copy(text)]
}
