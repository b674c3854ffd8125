//! What a person has chosen about how a design is arranged, beside what the layout decides.

use std::collections::{BTreeMap, BTreeSet};

use crate::design::NodeId;
use crate::design::model::SHARED;
use crate::layout::{Direction, Point};

use super::detail::Detail;

/// How a design is to be arranged.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Arrangement {
    /// How much of each node is shown.
    pub detail: Detail,
    /// Where nodes are pinned: their upper left corners, in cells.
    pub pins: BTreeMap<NodeId, Point>,
    /// Services that show their nodes in the overview.
    pub opened: BTreeSet<String>,
    /// Services that are one box although nodes are shown.
    pub folded: BTreeSet<String>,
    /// Where flows lead.
    pub direction: Direction,
}

impl Arrangement {
    /// Whether a service is one box. What services share never is.
    pub fn folds(&self, service: &str) -> bool {
        service != SHARED
            && match self.detail {
                Detail::Overview => !self.opened.contains(service),
                _ => self.folded.contains(service),
            }
    }

    /// Folds a service that is open, opens one that is folded.
    pub fn turn(&mut self, service: &str) {
        let turned = match self.detail {
            Detail::Overview => &mut self.opened,
            _ => &mut self.folded,
        };
        if !turned.remove(service) {
            turned.insert(service.to_owned());
        }
    }
}
