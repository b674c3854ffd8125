//! The rows of the inspector.

use super::super::panes::inspector;
use super::{Action, Scope, action};

pub(super) const ACTIONS: &[Action] = &[
    action("next-row", &["j", "<down>"], "Go to the next property", "", Scope::Inspector, |state| {
        inspector::go(state, 1)
    }),
    action("previous-row", &["k", "<up>"], "Go to the previous property", "", Scope::Inspector, |state| {
        inspector::go(state, -1)
    }),
    action("next-page", &["<pagedown>", "<C-d>"], "Go down a page", "", Scope::Inspector, |state| {
        inspector::go(state, 10)
    }),
    action("previous-page", &["<pageup>", "<C-u>"], "Go up a page", "", Scope::Inspector, |state| {
        inspector::go(state, -10)
    }),
    action(
        "edit-row",
        &["<enter>", "i", "<right>", "l"],
        "Edit the property",
        "edit",
        Scope::Inspector,
        inspector::edit,
    ),
    action(
        "toggle-row",
        &["<space>"],
        "Turn on or off, or take the next value",
        "toggle",
        Scope::Inspector,
        inspector::toggle,
    ),
    action(
        "write-row",
        &["t"],
        "Write the value as text, such as { setting: NAME }",
        "as text",
        Scope::Inspector,
        inspector::as_text,
    ),
    action(
        "reset-row",
        &["d", "<backspace>", "<del>"],
        "Take the value away, so that the default holds",
        "default",
        Scope::Inspector,
        inspector::reset,
    ),
    action("add-row", &["a"], "Add an entry to the list under the cursor", "", Scope::Inspector, inspector::add),
];
