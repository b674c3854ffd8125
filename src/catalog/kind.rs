//! Node kinds.

use indexmap::IndexMap;
use serde::Deserialize;

use super::property::Properties;
use super::provider::Provider;

/// A kind of node.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    /// The name in design files.
    #[serde(skip)]
    pub name: String,
    /// The name for people.
    pub title: String,
    /// Where it stands in the palette.
    pub category: Category,
    /// A sign of one cell in every terminal.
    pub glyph: String,
    /// The sign where only ASCII can be shown.
    pub ascii: String,
    /// What it is for, in a sentence.
    pub summary: String,
    /// What it becomes on each cloud.
    pub clouds: IndexMap<Provider, CloudKind>,
    /// Its properties, in the order they are shown.
    #[serde(default)]
    pub properties: Properties,
}

impl Kind {
    /// What the kind is called on that cloud; `None` where there is no honest equivalent.
    pub fn cloud_name(&self, provider: Provider) -> Option<&str> {
        self.clouds.get(&provider).and_then(|cloud| cloud.name.as_deref())
    }

    /// The nearest alternative on a cloud without an honest equivalent.
    pub fn alternative(&self, provider: Provider) -> Option<&str> {
        self.clouds.get(&provider).and_then(|cloud| cloud.instead.as_deref())
    }

    /// Whether the kind runs code: function, container, workflow.
    pub fn is_compute(&self) -> bool {
        self.category == Category::Compute
    }

    /// Whether messages pass through it: queue, topic, event bus, stream.
    pub fn is_channel(&self) -> bool {
        matches!(self.name.as_str(), "queue" | "topic" | "event-bus" | "stream")
    }

    /// Whether it holds data: table, sql, bucket, cache, search.
    pub fn is_store(&self) -> bool {
        self.category == Category::Data
    }
}

/// What a kind becomes on one cloud.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CloudKind {
    /// The service's name, when there is an honest equivalent.
    #[serde(default)]
    pub name: Option<String>,
    /// The nearest alternative, when there is none.
    #[serde(default)]
    pub instead: Option<String>,
}

/// The groups of the palette.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Category {
    /// Runs code.
    Compute,
    /// What the outside meets.
    Interfaces,
    /// Carries messages, or starts things.
    Messaging,
    /// Holds data.
    Data,
    /// Values for functions.
    Configuration,
    /// Who people are.
    Identity,
    /// Private networks.
    Network,
    /// Everything else.
    Other,
}

impl Category {
    /// The name for people.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Compute => "Compute",
            Self::Interfaces => "Interfaces",
            Self::Messaging => "Messaging",
            Self::Data => "Data",
            Self::Configuration => "Configuration",
            Self::Identity => "Identity",
            Self::Network => "Network",
            Self::Other => "Other",
        }
    }
}
