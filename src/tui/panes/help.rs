//! The help: every key, those of the panel in focus first, searchable, each to be run from here.

use crate::tui::action::{Action, Scope, actions};
use crate::tui::panes::commands::Commands;
use crate::tui::panes::picker::Picker;
use crate::tui::state::State;

/// Shows every key.
pub(crate) fn open(state: &mut State) {
    let here = Scope::of(state.panel());
    let mut all: Vec<&'static Action> = actions().filter(|action| !action.keys.is_empty()).collect();
    all.sort_by_key(|action| (action.scope != here, action.scope != Scope::Everywhere, action.scope));
    let picker = Picker::new(
        Commands { actions: all, title: "Keys  (g ?: what lines and signs mean; Shift with the mouse selects text)" },
        state,
    );
    state.show(picker);
}
