//! The nearest box in each direction, such that every box can be reached from every other.

use crate::layout::Rect;

/// A direction on the canvas.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// Up.
    Up,
    /// Right.
    Right,
    /// Down.
    Down,
    /// Left.
    Left,
}

impl Direction {
    /// Every direction, clockwise.
    pub const ALL: [Self; 4] = [Self::Up, Self::Right, Self::Down, Self::Left];

    /// Whether it is the direction in which flows run.
    pub const fn forward(self) -> bool {
        matches!(self, Self::Right | Self::Down)
    }
}

/// How much a cell to the side counts against a cell ahead. A row is as high as two columns are wide.
const ASIDE: i64 = 3;

/// The neighbours of each box.
#[derive(Debug, Clone, Default)]
pub(super) struct Neighbours {
    /// By box; in each the four directions.
    table: Vec<[Option<usize>; 4]>,
}

impl Neighbours {
    /// Finds them for boxes at these places.
    ///
    /// The nearest in a direction is not enough: a box may be nearest to none. So boxes that cannot be reached from the
    /// first are put into the chains to the right of those that can; and from every box the way left, then up along
    /// the leftmost boxes, leads to the first.
    pub(super) fn of(rects: &[Rect]) -> Self {
        let mut order: Vec<(i32, i32, usize)> = rects
            .iter()
            .enumerate()
            .map(|(index, rect)| (2 * rect.x + rect.width, 2 * rect.y + rect.height, index))
            .collect();
        order.sort_unstable();
        let mut neighbours = Self { table: vec![[None; 4]; rects.len()] };
        neighbours.sideways(&order);
        let mut flipped: Vec<(i32, i32, usize)> = order.iter().map(|(x, y, index)| (*y, *x, *index)).collect();
        flipped.sort_unstable();
        neighbours.vertical(&flipped);
        neighbours.join(&order);
        neighbours
    }

    /// The next box.
    pub(super) fn get(&self, from: usize, direction: Direction) -> Option<usize> {
        self.table.get(from).and_then(|row| row.get(direction as usize)).copied().flatten()
    }

    fn set(&mut self, from: usize, direction: Direction, to: usize) {
        if let Some(slot) = self.table.get_mut(from).and_then(|row| row.get_mut(direction as usize)) {
            *slot = Some(to);
        }
    }

    fn sideways(&mut self, order: &[(i32, i32, usize)]) {
        self.scan(order, Direction::Right, Direction::Left, 1, 2 * ASIDE);
    }

    fn vertical(&mut self, order: &[(i32, i32, usize)]) {
        self.scan(order, Direction::Down, Direction::Up, 2, ASIDE);
    }

    /// For each box, sorted along an axis, the best after it and the best before it.
    fn scan(&mut self, order: &[(i32, i32, usize)], after: Direction, before: Direction, ahead: i64, aside: i64) {
        for (position, from) in order.iter().enumerate() {
            let later = order.get(position + 1..).unwrap_or_default().iter();
            if let Some(to) = nearest(*from, later, ahead, aside) {
                self.set(from.2, after, to);
            }
            let earlier = order.get(..position).unwrap_or_default().iter().rev();
            if let Some(to) = nearest(*from, earlier, ahead, aside) {
                self.set(from.2, before, to);
            }
        }
    }

    fn join(&mut self, order: &[(i32, i32, usize)]) {
        let Some(&(least, _, root)) = order.first() else { return };
        let leftmost = order.iter().take_while(|(x, _, _)| *x == least);
        for (above, below) in leftmost.clone().zip(leftmost.skip(1)) {
            self.set(below.2, Direction::Up, above.2);
        }
        let mut rank = vec![0; order.len()];
        for (position, (_, _, index)) in order.iter().enumerate() {
            if let Some(rank) = rank.get_mut(*index) {
                *rank = position;
            }
        }
        let mut reached = vec![false; order.len()];
        self.reach(root, &mut reached);
        for &(_, _, lost) in order {
            if reached.get(lost).copied().unwrap_or(true) {
                continue;
            }
            // Along the chain to the right of the first box, until the next one lies beyond the lost one.
            let mut from = root;
            while let Some(next) = self.get(from, Direction::Right) {
                if rank.get(next) > rank.get(lost) {
                    self.set(lost, Direction::Right, next);
                    break;
                }
                from = next;
            }
            self.set(from, Direction::Right, lost);
            self.reach(lost, &mut reached);
        }
    }

    fn reach(&self, from: usize, reached: &mut [bool]) {
        let mut open = vec![from];
        while let Some(index) = open.pop() {
            let Some(seen) = reached.get_mut(index) else { continue };
            if std::mem::replace(seen, true) {
                continue;
            }
            open.extend(self.table.get(index).into_iter().flatten().flatten());
        }
    }
}

/// The one with the least distance ahead plus, weighed, aside, among boxes that are sorted by distance ahead.
fn nearest<'a>(
    from: (i32, i32, usize),
    others: impl Iterator<Item = &'a (i32, i32, usize)>,
    ahead: i64,
    aside: i64,
) -> Option<usize> {
    let mut best: Option<(i64, usize)> = None;
    for other in others {
        let along = (i64::from(other.0) - i64::from(from.0)).abs() * ahead;
        if along == 0 {
            continue;
        }
        if best.is_some_and(|(score, _)| along >= score) {
            break;
        }
        let score = along + (i64::from(other.1) - i64::from(from.1)).abs() * aside;
        if best.is_none_or(|(least, index)| (score, other.2) < (least, index)) {
            best = Some((score, other.2));
        }
    }
    best.map(|(_, index)| index)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn reachable_from(neighbours: &Neighbours, from: usize, count: usize) -> usize {
        let mut reached = vec![false; count];
        neighbours.reach(from, &mut reached);
        reached.iter().filter(|reached| **reached).count()
    }

    proptest! {
        #[test]
        fn every_box_is_reached_from_every_other(
            boxes in prop::collection::vec((0..60_i32, 0..30_i32, 1..20_i32, 1..6_i32), 1..40),
        ) {
            let rects: Vec<Rect> =
                boxes.iter().map(|&(x, y, width, height)| Rect { x, y, width, height }).collect();
            let neighbours = Neighbours::of(&rects);
            for from in 0..rects.len() {
                prop_assert_eq!(reachable_from(&neighbours, from, rects.len()), rects.len());
            }
        }
    }

    #[test]
    fn in_a_grid_each_step_goes_to_the_next_cell() {
        let rects: Vec<Rect> =
            (0..9).map(|index| Rect { x: index % 3 * 20, y: index / 3 * 4, width: 12, height: 3 }).collect();
        let neighbours = Neighbours::of(&rects);
        let around = Direction::ALL.map(|direction| neighbours.get(4, direction));
        assert_eq!(around, [Some(1), Some(5), Some(7), Some(3)]);
        assert_eq!(Direction::ALL.map(|direction| neighbours.get(0, direction)), [None, Some(1), Some(3), None]);
    }
}
