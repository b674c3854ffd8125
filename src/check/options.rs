//! How a design is checked: which profile weighs the findings, and for which environment.

use super::profile::Profile;

/// How a design is checked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Options {
    /// How findings weigh.
    pub profile: Profile,
    /// The environment to look at; all of them without one. A name that the design does not have finds nothing that
    /// depends on an environment.
    pub environment: Option<String>,
}
