//! Following an event: who publishes it, what carries it, who gets it; all else steps back.

use std::sync::Arc;

use crate::design::trace::{self, Trace};
use crate::render::{Focus, Lit};

use super::Session;

/// What is followed now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Followed {
    /// What is followed: an event by its name, or everything that leaves a node.
    pub what: What,
    /// What it touches.
    pub trace: Trace,
    /// The same, for drawing.
    lit: Arc<Lit>,
}

/// What can be followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum What {
    /// An event by its name.
    Event(String),
    /// Whatever leaves a node.
    Node(crate::design::NodeId),
}

impl Session {
    /// What can be followed from what is in focus: the events there, whatever leaves it, or whatever comes to it; without
    /// a focus, the events of the design.
    pub(crate) fn followable(&self) -> Vec<What> {
        let design = self.design();
        let named = |names: Vec<String>| names.into_iter().map(What::Event).collect::<Vec<_>>();
        match &self.focus {
            Some(Focus::Flow(id)) => {
                let flow = design.flow(*id);
                let event = flow.and_then(|flow| flow.event()).map(str::to_owned);
                match (event, flow) {
                    (Some(event), _) => vec![What::Event(event)],
                    (None, Some(flow)) => vec![What::Node(flow.from.clone())],
                    (None, None) => Vec::new(),
                }
            }
            Some(Focus::Node(id)) => {
                let mut found = named(trace::events_at(design, id));
                if found.len() != 1 && !trace::from_node(design, id).flows.is_empty() {
                    found.push(What::Node(id.clone()));
                }
                if found.is_empty() {
                    // What comes here has no name: what passes through the channels that it comes from.
                    found.extend(trace::sources(design, id).into_iter().map(What::Node));
                }
                found
            }
            _ => named(trace::events(design)),
        }
    }

    /// Follows it.
    pub(crate) fn follow_event(&mut self, what: What) {
        let trace = what.trace(self);
        self.followed = Some(Followed { what, lit: lit(&trace), trace });
        self.show_focus();
    }

    /// What stands out because it is followed.
    pub(crate) fn lit(&self) -> Option<Arc<Lit>> {
        self.followed.as_ref().map(|followed| Arc::clone(&followed.lit))
    }

    /// Follows the same after a change; no longer when nothing is left of it.
    pub(crate) fn follow_again(&mut self) {
        if let Some(followed) = self.followed.take() {
            let trace = followed.what.trace(self);
            if !trace.flows.is_empty() {
                self.followed = Some(Followed { what: followed.what, lit: lit(&trace), trace });
            }
        }
    }
}

fn lit(trace: &Trace) -> Arc<Lit> {
    Arc::new(Lit { nodes: trace.nodes.clone(), flows: trace.flows.clone() })
}

impl What {
    /// In words.
    pub(crate) fn title(&self) -> String {
        match self {
            Self::Event(name) => name.clone(),
            Self::Node(id) => format!("everything from {id}"),
        }
    }

    /// Who and what it touches.
    pub(crate) fn trace(&self, session: &Session) -> Trace {
        match self {
            Self::Event(name) => trace::event(session.design(), name),
            Self::Node(id) => trace::from_node(session.design(), id),
        }
    }
}

impl Followed {
    /// What is said about it in the status line.
    pub(crate) fn words(&self) -> String {
        let amount = |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
        format!(
            "{}: {}, {}",
            self.what.title(),
            amount(self.trace.publishers, "publisher"),
            amount(self.trace.consumers, "consumer")
        )
    }
}
