//! The table of actions: what can be done, by which keys, and what it is called.
//!
//! Keys, the list of commands, hints and help are all made from it. Adding an action is a row in the file of its
//! subject.

mod code;
mod edit;
mod file;
mod inspect;
mod navigate;
mod panel;
mod problem;
mod view;

pub(crate) use panel::go;
pub(crate) use view::zoom;

use super::effect::Effect;
use super::input::{KeyPress, parse_keys, show_keys};
use super::session::{Panel, Session};
use super::state::State;

/// Something that can be done.
#[derive(Debug)]
pub(crate) struct Action {
    /// The name that never changes.
    pub(crate) id: &'static str,
    /// The keys, each a sequence as [`parse_keys`] reads it; the first is the one that is shown.
    pub(crate) keys: &'static [&'static str],
    /// What it does, as an order.
    pub(crate) title: &'static str,
    /// One or two words for the line of hints; empty when it is not hinted at.
    pub(crate) hint: &'static str,
    /// Where its keys are heard.
    pub(crate) scope: Scope,
    /// Does it.
    pub(crate) run: fn(&mut State) -> Vec<Effect>,
}

/// Where keys are heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Scope {
    /// On the canvas.
    Canvas,
    /// In the inspector.
    Inspector,
    /// In the list of problems.
    Problems,
    /// In the code.
    Code,
    /// Wherever a design is open.
    Everywhere,
}

impl Scope {
    /// The heading in the help.
    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::Canvas => "Canvas",
            Self::Inspector => "Inspector",
            Self::Problems => "Problems",
            Self::Code => "Code",
            Self::Everywhere => "Everywhere",
        }
    }

    /// The scope of a panel.
    pub(crate) const fn of(panel: Panel) -> Self {
        match panel {
            Panel::Canvas => Self::Canvas,
            Panel::Inspector => Self::Inspector,
            Panel::Problems => Self::Problems,
            Panel::Code => Self::Code,
        }
    }
}

/// A row of the table.
const fn action(
    id: &'static str,
    keys: &'static [&'static str],
    title: &'static str,
    hint: &'static str,
    scope: Scope,
    run: fn(&mut State) -> Vec<Effect>,
) -> Action {
    Action { id, keys, title, hint, scope, run }
}

/// Every action, in the order of the help.
pub(crate) fn actions() -> impl Iterator<Item = &'static Action> {
    [
        navigate::ACTIONS,
        view::ACTIONS,
        edit::ACTIONS,
        inspect::ACTIONS,
        problem::ACTIONS,
        code::ACTIONS,
        panel::ACTIONS,
        file::ACTIONS,
    ]
    .into_iter()
    .flatten()
}

impl Action {
    /// Its first key as people read it.
    pub(crate) fn key(&self) -> String {
        self.keys.first().map(|keys| show_keys(keys)).unwrap_or_default()
    }

    /// All its keys as people read them.
    pub(crate) fn all_keys(&self) -> String {
        self.keys.iter().map(|keys| show_keys(keys)).collect::<Vec<_>>().join(", ")
    }
}

/// What keys mean.
#[derive(Debug)]
pub(crate) enum Meaning {
    /// This.
    Action(&'static Action),
    /// More keys have to follow.
    Prefix,
    /// Nothing.
    Nothing,
}

/// What a sequence of keys means in a panel: its own actions come before those of everywhere.
pub(crate) fn meaning(panel: Panel, pressed: &[KeyPress]) -> Meaning {
    let mut prefix = false;
    for scope in [Scope::of(panel), Scope::Everywhere] {
        for action in actions().filter(|action| action.scope == scope) {
            for keys in action.keys {
                let keys = parse_keys(keys);
                if keys == pressed {
                    return Meaning::Action(action);
                }
                prefix |= keys.starts_with(pressed);
            }
        }
    }
    if prefix { Meaning::Prefix } else { Meaning::Nothing }
}

/// The actions that begin with these keys in a panel, with the keys that are left.
pub(crate) fn continuations(panel: Panel, pressed: &[KeyPress]) -> Vec<(String, &'static Action)> {
    let heard = |action: &&Action| action.scope == Scope::of(panel) || action.scope == Scope::Everywhere;
    let mut found = Vec::new();
    for action in actions().filter(heard) {
        for keys in action.keys {
            let keys = parse_keys(keys);
            if let Some(rest) = keys.strip_prefix(pressed).filter(|rest| !rest.is_empty()) {
                found.push((rest.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "), action));
            }
        }
    }
    found
}

/// Runs something on the session, if there is one.
fn with(state: &mut State, run: impl FnOnce(&mut Session) -> Vec<Effect>) -> Vec<Effect> {
    state.session.as_mut().map(run).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_two_actions_share_a_key_in_a_place_and_no_key_hides_a_longer_one() {
        for panel in [Panel::Canvas, Panel::Inspector, Panel::Problems, Panel::Code] {
            for scope in [Scope::of(panel), Scope::Everywhere] {
                let keys: Vec<Vec<KeyPress>> = actions()
                    .filter(|action| action.scope == scope)
                    .flat_map(|action| action.keys.iter().map(|keys| parse_keys(keys)))
                    .collect();
                for (index, one) in keys.iter().enumerate() {
                    for other in keys.iter().skip(index + 1) {
                        assert!(!one.starts_with(other) && !other.starts_with(one), "{one:?} {other:?} {scope:?}");
                    }
                }
            }
        }
        let ids: BTreeSet<&str> = actions().map(|action| action.id).collect();
        assert_eq!(ids.len(), actions().count());
    }

    #[test]
    fn no_action_needs_a_key_that_terminals_swallow() {
        for action in actions() {
            for keys in action.keys {
                for key in parse_keys(keys) {
                    let swallowed =
                        key.ctrl && "hijm[".chars().any(|letter| key.key == super::super::input::Key::Char(letter));
                    assert!(!swallowed, "{}", action.title);
                }
            }
        }
    }
}
