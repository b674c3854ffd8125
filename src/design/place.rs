//! Places in a design: what a finding or an error is about, independent of how the file is written.

use std::fmt;

use super::model::{FlowId, NodeId};

/// A place in a design. `path` leads from there to a part of a value: keys, and indices of lists as text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// The design as a whole, or one of its top-level keys.
    Design {
        /// The way inside.
        path: Vec<String>,
    },
    /// An environment.
    Environment {
        /// Its name.
        name: String,
        /// The way inside.
        path: Vec<String>,
    },
    /// A setting.
    Setting {
        /// Its name.
        name: String,
        /// The way inside.
        path: Vec<String>,
    },
    /// A service.
    Service {
        /// Its name.
        name: String,
    },
    /// A node, or a property of it.
    Node {
        /// Its id.
        id: NodeId,
        /// The way to the property.
        path: Vec<String>,
    },
    /// A flow, or a property of it.
    Flow {
        /// Its identity.
        id: FlowId,
        /// The way to the property; also `from`, `to` and `kind`.
        path: Vec<String>,
    },
    /// The contract of an event.
    Event {
        /// Its name.
        name: String,
        /// The way inside.
        path: Vec<String>,
    },
    /// An accepted finding.
    Allow {
        /// Its position in the list.
        index: usize,
        /// The way inside.
        path: Vec<String>,
    },
}

impl Place {
    /// A node as a whole.
    pub fn node(id: &NodeId) -> Self {
        Self::Node { id: id.clone(), path: Vec::new() }
    }

    /// A property of a node.
    pub fn property(id: &NodeId, property: &str) -> Self {
        Self::Node { id: id.clone(), path: vec![property.to_owned()] }
    }

    /// A flow as a whole.
    pub fn flow(id: FlowId) -> Self {
        Self::Flow { id, path: Vec::new() }
    }

    /// A property of a flow, or its `from`, `to` or `kind`.
    pub fn flow_property(id: FlowId, property: &str) -> Self {
        Self::Flow { id, path: vec![property.to_owned()] }
    }

    /// The design as a whole.
    pub fn design() -> Self {
        Self::Design { path: Vec::new() }
    }

    /// The node it is in, if any.
    pub fn node_id(&self) -> Option<&NodeId> {
        match self {
            Self::Node { id, .. } => Some(id),
            _ => None,
        }
    }

    /// The flow it is in, if any.
    pub fn flow_id(&self) -> Option<FlowId> {
        match self {
            Self::Flow { id, .. } => Some(*id),
            _ => None,
        }
    }
}

/// For people, without the file: `orders.create-order.memory`.
impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (start, path) = match self {
            Self::Design { path } => (String::new(), path.as_slice()),
            Self::Environment { name, path } => (format!("environments.{name}"), path.as_slice()),
            Self::Setting { name, path } => (format!("settings.{name}"), path.as_slice()),
            Self::Service { name } => (format!("services.{name}"), [].as_slice()),
            Self::Node { id, path } => (id.to_string(), path.as_slice()),
            Self::Flow { id, path } => (format!("flow {}", id.0), path.as_slice()),
            Self::Event { name, path } => (format!("events.{name}"), path.as_slice()),
            Self::Allow { index, path } => (format!("allow.{index}"), path.as_slice()),
        };
        formatter.write_str(&start)?;
        for (index, step) in path.iter().enumerate() {
            if index > 0 || !start.is_empty() {
                formatter.write_str(".")?;
            }
            formatter.write_str(step)?;
        }
        Ok(())
    }
}
