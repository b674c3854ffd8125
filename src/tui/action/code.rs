//! The code of what is in focus.

use super::super::panes::code;
use super::{Action, Scope, action};

pub(super) const ACTIONS: &[Action] = &[
    action("code", &["gc"], "Show the code of what is in focus, or no longer", "", Scope::Everywhere, code::turn),
    action("go-to-code", &["4"], "Go to the code", "", Scope::Everywhere, code::go_to),
    action("code-down", &["j", "<down>"], "Go down a line", "", Scope::Code, |state| code::go(state, 1, 0)),
    action("code-up", &["k", "<up>"], "Go up a line", "", Scope::Code, |state| code::go(state, -1, 0)),
    action("code-page-down", &["<pagedown>", "<C-d>", "<space>"], "Go down a page", "", Scope::Code, |state| {
        code::go(state, 8, 0)
    }),
    action("code-page-up", &["<pageup>", "<C-u>"], "Go up a page", "", Scope::Code, |state| code::go(state, -8, 0)),
    action("code-right", &["l", "<right>"], "See more to the right", "", Scope::Code, |state| code::go(state, 0, 8)),
    action("code-left", &["h", "<left>"], "See more to the left", "", Scope::Code, |state| code::go(state, 0, -8)),
    action("leave-code", &["<esc>"], "Back to the canvas", "", Scope::Code, |state| {
        super::go(state, super::Panel::Canvas)
    }),
];
