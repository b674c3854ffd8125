//! How long edges will be, guessed from columns alone: which box should stand in another column.

#![expect(clippy::indexing_slicing, reason = "indices are positions in lists made here, of the same length")]

use super::cost::BEND;
use crate::layout::problem::{End, Problem, Side};

/// The places of columns, and the ties of each box.
pub(super) struct Guess {
    /// The first column of cells of each column, and at last the end of the whole.
    start: Vec<i64>,
    /// How wide each is.
    width: Vec<i64>,
    ties: Vec<Vec<usize>>,
    gap: i64,
}

impl Guess {
    pub(super) fn of(problem: &Problem, column: &[usize]) -> Self {
        let mut guess = Self::places(problem, column);
        guess.ties.resize(problem.items.len(), Vec::new());
        for (index, tie) in problem.ties.iter().enumerate() {
            let (source, target) = (tie.source.item(), tie.target.item());
            let ends = source.into_iter().chain(target.filter(|_| source != target));
            ends.for_each(|item| guess.ties[item].push(index));
        }
        guess
    }

    fn places(problem: &Problem, column: &[usize]) -> Self {
        let count = column.iter().copied().max().map_or(0, |last| last + 1);
        let gap = i64::from(problem.space.column_gap);
        let mut width = vec![0; count];
        for (item, column) in problem.items.iter().zip(column) {
            width[*column] = i64::from(item.width).max(width[*column]);
        }
        let mut start = Vec::with_capacity(count + 1);
        let mut end = 0;
        for width in &width {
            start.push(end);
            end += width + gap;
        }
        start.push(end);
        Self { start, width, ties: Vec::new(), gap }
    }

    /// What all edges cost in columns.
    pub(super) fn total(problem: &Problem, column: &[usize]) -> i64 {
        let guess = Self::places(problem, column);
        (0..problem.ties.len()).map(|tie| guess.tie(problem, tie, column)).sum()
    }

    /// The moves of one box to another column that save something: what they save, the box and the column, the best first.
    pub(super) fn moves(&self, problem: &Problem, column: &[usize]) -> Vec<(i64, usize, usize)> {
        let mut found = Vec::new();
        let mut place = column.to_vec();
        for item in 0..column.len() {
            let cost =
                |place: &[usize]| -> i64 { self.ties[item].iter().map(|tie| self.tie(problem, *tie, place)).sum() };
            let here = cost(&place);
            let best = (0..self.width.len())
                .filter(|other| *other != column[item])
                .map(|other| {
                    place[item] = other;
                    // Wider columns take others along.
                    let wider = (i64::from(problem.items[item].width) - self.width[other]).max(0);
                    (here - cost(&place) - wider, item, other)
                })
                .max_by_key(|(saved, _, other)| (*saved, usize::MAX - other));
            place[item] = column[item];
            found.extend(best.filter(|(saved, ..)| *saved > 0));
        }
        found.sort_by_key(|(saved, item, _)| (-saved, *item));
        found
    }

    /// What an edge costs.
    fn tie(&self, problem: &Problem, tie: usize, column: &[usize]) -> i64 {
        let tie = &problem.ties[tie];
        let width = |item: usize| i64::from(problem.items[item].width);
        let end = |item: usize| self.start[column[item]] + width(item);
        match (tie.source, tie.target) {
            (End::Item(source), End::Item(target)) => {
                let (from, to) = (column[source], column[target]);
                match from.cmp(&to) {
                    std::cmp::Ordering::Less => BEND + self.start[to] - end(source),
                    std::cmp::Ordering::Equal => 2 * BEND + self.gap + width(target) / 2,
                    // Past the one box and back over the other.
                    std::cmp::Ordering::Greater => {
                        let aside = |item: usize| if problem.items[item].node { width(item) / 2 } else { 0 };
                        2 * BEND + self.start[from] - end(target) + aside(source) + aside(target)
                    }
                }
            }
            (End::Item(item), End::Border(side)) | (End::Border(side), End::Item(item)) => match side {
                Side::Left => self.start[column[item]],
                Side::Right => self.start.last().copied().unwrap_or(0) - end(item),
            },
            _ => 0,
        }
    }
}
