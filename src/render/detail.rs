//! How much of each node is shown.

/// How much of each node is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Detail {
    /// The sign and the name, the cloud's name for the kind, and two properties.
    Card,
    /// The sign and the name in a box.
    #[default]
    Box,
    /// The sign and the name alone.
    Chip,
    /// One box a service; what services share stays as it is.
    Overview,
}

impl Detail {
    /// Every level, the nearest first.
    pub const ALL: [Self; 4] = [Self::Card, Self::Box, Self::Chip, Self::Overview];

    /// The next level in, or the nearest.
    #[must_use]
    pub const fn nearer(self) -> Self {
        match self {
            Self::Card | Self::Box => Self::Card,
            Self::Chip => Self::Box,
            Self::Overview => Self::Chip,
        }
    }

    /// The next level out, or the farthest.
    #[must_use]
    pub const fn farther(self) -> Self {
        match self {
            Self::Card => Self::Box,
            Self::Box => Self::Chip,
            Self::Chip | Self::Overview => Self::Overview,
        }
    }

    /// The word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::Box => "box",
            Self::Chip => "chip",
            Self::Overview => "overview",
        }
    }

    /// How much of a node is shown that is not folded away: in the overview, the nodes of services that are open.
    #[must_use]
    pub(super) const fn of_nodes(self) -> Self {
        match self {
            Self::Overview => Self::Box,
            other => other,
        }
    }
}
