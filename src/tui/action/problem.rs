//! The list of problems.

use super::super::panes::problems;
use super::{Action, Scope, action};

pub(super) const ACTIONS: &[Action] = &[
    action("next-problem", &["j", "<down>"], "Go to the next problem", "", Scope::Problems, |state| {
        problems::go(state, 1)
    }),
    action("previous-problem", &["k", "<up>"], "Go to the previous problem", "", Scope::Problems, |state| {
        problems::go(state, -1)
    }),
    action("problem-page-down", &["<pagedown>", "<C-d>"], "Go down a page", "", Scope::Problems, |state| {
        problems::go(state, 8)
    }),
    action("problem-page-up", &["<pageup>", "<C-u>"], "Go up a page", "", Scope::Problems, |state| {
        problems::go(state, -8)
    }),
    action("show-problem", &["<enter>"], "Go to the place", "go there", Scope::Problems, problems::show),
    action("fix", &["f"], "Show the quick fix, to apply it", "fix", Scope::Problems, problems::fix),
    action("explain", &["i", "K"], "Explain the rule", "explain", Scope::Problems, problems::explain),
    action("accept", &["a", "x"], "Accept the finding, with a reason", "accept", Scope::Problems, problems::accept),
];
