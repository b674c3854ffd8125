//! Several lists in one piece of memory: levels are laid out so often that the number of allocations tells.

#![expect(clippy::indexing_slicing, reason = "indices are positions in lists made here, of the same length")]

/// Makes a list of so many of the same of what was another.
pub(super) fn refill<T: Clone>(list: &mut Vec<T>, count: usize, item: T) {
    list.clear();
    list.resize(count, item);
}

/// Lists, one after the other. Their lengths never change.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Lists<T> {
    /// What is in all of them.
    pub(super) all: Vec<T>,
    /// Where each begins, and at last where the last ends.
    start: Vec<usize>,
}

impl<T: Copy + Default> Lists<T> {
    /// So many lists, each of what is said to be in it, in that order.
    pub(super) fn new(count: usize, items: impl Iterator<Item = (usize, T)> + Clone) -> Self {
        let mut lists = Self::default();
        lists.fill(count, items);
        lists
    }

    /// Makes so many lists of what was one of others.
    pub(super) fn fill(&mut self, count: usize, items: impl Iterator<Item = (usize, T)> + Clone) {
        let Self { all, start } = self;
        refill(start, count + 2, 0);
        for (list, _) in items.clone() {
            start[list + 2] += 1;
        }
        for list in 2..start.len() {
            start[list] += start[list - 1];
        }
        refill(all, start.last().copied().unwrap_or(0), T::default());
        // Each start moves to where its list ends: to the start of the next.
        for (list, item) in items {
            all[start[list + 1]] = item;
            start[list + 1] += 1;
        }
        start.pop();
    }

    /// How many lists there are.
    pub(super) fn len(&self) -> usize {
        self.start.len().saturating_sub(1)
    }

    /// A list.
    pub(super) fn list(&self, list: usize) -> &[T] {
        &self.all[self.start[list]..self.start[list + 1]]
    }

    /// A list, to be changed.
    pub(super) fn list_mut(&mut self, list: usize) -> &mut [T] {
        &mut self.all[self.start[list]..self.start[list + 1]]
    }

    /// All lists.
    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = &[T]> + ExactSizeIterator {
        (0..self.len()).map(|list| self.list(list))
    }
}
