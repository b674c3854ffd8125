//! Designs to start from: those in the program, and the user's own.
//!
//! The texts in the program are data in `presets/*.yaml`; a new one is a file and a row here. Finding the user's own is
//! the one thing in here that reads a disk, in its own file.

mod own;

use std::borrow::Cow;

pub use own::own;

/// A design to start from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preset {
    /// What it is asked for by.
    pub name: Cow<'static, str>,
    /// The name for people.
    pub title: Cow<'static, str>,
    /// What it holds, in a sentence.
    pub summary: Cow<'static, str>,
    /// The design file.
    pub text: Cow<'static, str>,
}

impl Preset {
    const fn embedded(name: &'static str, title: &'static str, summary: &'static str, text: &'static str) -> Self {
        Self {
            name: Cow::Borrowed(name),
            title: Cow::Borrowed(title),
            summary: Cow::Borrowed(summary),
            text: Cow::Borrowed(text),
        }
    }
}

static PRESETS: [Preset; 4] = [
    Preset::embedded(
        "auth",
        "Sign-up and sign-in",
        "A user pool with its triggers, registration by invitation, sign-in, and profiles.",
        include_str!("../presets/auth.yaml"),
    ),
    Preset::embedded(
        "orders",
        "Orders and payment",
        "Orders behind an API, announced from the table's change stream, paid through a queue.",
        include_str!("../presets/orders.yaml"),
    ),
    Preset::embedded(
        "notifications",
        "Notifications",
        "Messages on request through a queue, sent once each, and a digest every morning.",
        include_str!("../presets/notifications.yaml"),
    ),
    Preset::embedded(
        "shop",
        "A whole shop",
        "Sign-up, orders and notifications together, joined by one API and one event bus.",
        include_str!("../presets/shop.yaml"),
    ),
];

/// The presets in the program, in the order they are offered.
pub fn all() -> &'static [Preset] {
    &PRESETS
}

/// The preset of that name: the user's own first, so that a team can replace ours.
pub fn find<'a>(name: &str, own: &'a [Preset]) -> Option<&'a Preset> {
    own.iter().chain(all()).find(|preset| preset.name == name)
}
