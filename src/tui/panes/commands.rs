//! The list of commands, and the rows that it shares with the help.

use crate::tui::action::{Action, Scope, actions};
use crate::tui::effect::Effect;
use crate::tui::panes::picker::{Choice, Picker, Row};
use crate::tui::session::Panel;
use crate::tui::state::State;

/// Offers every command.
pub(crate) fn open(state: &mut State) {
    let mut all: Vec<&'static Action> = actions().collect();
    all.sort_by_key(|action| action.scope);
    let commands = Commands { actions: all, title: "Commands" };
    let picker = Picker::new(commands, state);
    state.show(picker);
}

/// Actions to choose from.
#[derive(Debug)]
pub(crate) struct Commands {
    pub(crate) actions: Vec<&'static Action>,
    pub(crate) title: &'static str,
}

impl Choice for Commands {
    fn name(&self) -> &'static str {
        "COMMAND"
    }

    fn title(&self, _state: &State) -> String {
        self.title.to_owned()
    }

    fn invitation(&self) -> &'static str {
        "what do you want to do?"
    }

    fn rows(&self, _state: &State) -> Vec<Row> {
        let row = |action: &&'static Action| Row {
            group: action.scope.title().to_owned(),
            label: action.title.to_owned(),
            detail: action.all_keys(),
            ..Row::default()
        };
        self.actions.iter().map(row).collect()
    }

    fn accept(&mut self, state: &mut State, row: usize) -> Vec<Effect> {
        let Some(action) = self.actions.get(row) else { return Vec::new() };
        if state.session.is_none() {
            state.complain("Open a design first");
            return Vec::new();
        }
        if let Some(session) = &mut state.session {
            match action.scope {
                Scope::Canvas => session.panel = Panel::Canvas,
                Scope::Inspector => session.panel = Panel::Inspector,
                Scope::Problems => {
                    session.show_problems = true;
                    session.panel = Panel::Problems;
                }
                Scope::Code => {
                    session.code.shown = true;
                    session.panel = Panel::Code;
                }
                Scope::Everywhere => {}
            }
        }
        (action.run)(state)
    }
}
