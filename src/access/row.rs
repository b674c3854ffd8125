//! One line of the answer.

use serde::Serialize;

/// Somebody may do something, or is refused it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Who.
    pub principal: Principal,
    /// Whether it is allowed; otherwise it is refused.
    pub allowed: bool,
    /// What is done, such as `dynamodb:PutItem`.
    pub actions: Vec<String>,
    /// To what: the service and name of a resource and what lies below it, such as `orders.orders/index/by-customer`.
    pub resources: Vec<String>,
    /// Only when: operator, key and values as the policy has them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<String>,
    /// The policy that says so: the service and name of its resource.
    pub policy: String,
    /// The name of the statement in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub statement: Option<String>,
    /// Why.
    pub because: Vec<Reason>,
}

/// Who may do something.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Principal {
    /// A role: of a function, by the function; of anything else, by the role's own service and name.
    Role(String),
    /// A service of the cloud, such as `events.amazonaws.com`.
    Service(String),
    /// Identities of this account, as far as their own policies allow it.
    Account(String),
    /// Anyone.
    Anyone,
}

/// Why somebody may do something.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Reason {
    /// A flow of the design.
    Flow {
        /// Its kind.
        kind: String,
        /// The node it starts at.
        from: String,
        /// The node it ends at.
        to: String,
    },
    /// What a node needs whatever is drawn to it: its logs and traces, say.
    Node(String),
    /// What every program has.
    Frame(String),
}

impl std::fmt::Display for Principal {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Role(name) | Self::Service(name) | Self::Account(name) => formatter.write_str(name),
            Self::Anyone => formatter.write_str("anyone"),
        }
    }
}

impl std::fmt::Display for Reason {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Flow { kind, from, to } => write!(formatter, "{kind} {from} → {to}"),
            Self::Node(node) => write!(formatter, "{node} itself"),
            Self::Frame(what) => formatter.write_str(what),
        }
    }
}
