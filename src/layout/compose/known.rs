//! Groups that have been laid out, by what they hold: no level is laid out twice.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::rc::Rc;

use foldhash::fast::FixedState;

use crate::layout::arrange::{Arranged, Arrangement, Workspace, arrange, arrange_again};
use crate::layout::problem::Problem;

/// All that is known. Nothing goes through it in the order of its keys.
#[derive(Default)]
pub(super) struct Known {
    ways: HashMap<Problem, Ways, FixedState>,
    pub(super) workspace: Workspace,
}

/// The ways in which a level has been laid out.
#[derive(Default)]
struct Ways {
    arranged: Option<Arranged>,
    /// In columns that were given.
    again: Vec<(Vec<usize>, Rc<Arrangement>)>,
}

impl Known {
    /// A level laid out as well as is known, or as another start for the whole.
    pub(super) fn arranged(&mut self, problem: Problem, loose: bool) -> Rc<Arrangement> {
        let mut known = match self.ways.entry(problem) {
            Entry::Occupied(known) => known,
            Entry::Vacant(unknown) => unknown.insert_entry(Ways::default()),
        };
        let Ways { arranged, .. } = known.get();
        let arranged = arranged.clone().unwrap_or_else(|| arrange(known.key(), &mut self.workspace));
        known.get_mut().arranged.get_or_insert_with(|| arranged.clone());
        if loose { arranged.loose } else { arranged.best }
    }

    /// A level laid out in columns that are given.
    pub(super) fn again(&mut self, problem: Problem, columns: &[usize]) -> Rc<Arrangement> {
        let mut known = match self.ways.entry(problem) {
            Entry::Occupied(known) => known,
            Entry::Vacant(unknown) => unknown.insert_entry(Ways::default()),
        };
        if let Some((_, arrangement)) = known.get().again.iter().find(|(known, _)| known == columns) {
            return Rc::clone(arrangement);
        }
        let arrangement = Rc::new(arrange_again(known.key(), columns, &mut self.workspace));
        known.get_mut().again.push((columns.to_vec(), Rc::clone(&arrangement)));
        arrangement
    }
}
