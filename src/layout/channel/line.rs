//! The vertical lines of a channel: the rows at which they have ends, and how often two of them cross.

#![expect(clippy::indexing_slicing, reason = "indices are positions in lists made here, of the same length")]

/// The cost of an order that is not allowed.
const FORBIDDEN: i64 = 1 << 40;

/// A vertical line: the rows it covers, and where its ends stand in the list of all.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Line {
    pub(super) strand: usize,
    pub(super) low: i32,
    pub(super) high: i32,
    /// The row of the end that all its edges have in common, and whether that is at the right.
    root: (i32, bool),
    left: Span,
    right: Span,
    /// The rows of the ends but that one, each with the edges that end there or higher.
    sums: Span,
}

/// A part of a list.
#[derive(Debug, Clone, Copy, Default)]
struct Span {
    first: usize,
    end: usize,
}

/// The ends of all lines: rows, each with a number of edges.
#[derive(Debug, Default)]
pub(super) struct Lines {
    ends: Vec<(i32, i64)>,
    /// The ends that strands without a line have.
    straight: Vec<i32>,
}

impl Lines {
    /// Forgets all lines.
    pub(super) fn clear(&mut self) {
        self.ends.clear();
        self.straight.clear();
    }

    /// The line of a strand; none where all its ends lie in one row.
    pub(super) fn add(
        &mut self,
        strand: usize,
        left: impl Iterator<Item = (i32, i64)>,
        right: impl Iterator<Item = (i32, i64)>,
        root: (i32, bool),
    ) -> Option<Line> {
        let first = self.ends.len();
        self.ends.extend(left);
        let middle = self.ends.len();
        self.ends.extend(right);
        let row = self.ends.get(first).map_or(0, |(row, _)| *row);
        if self.ends[first..].iter().all(|(other, _)| *other == row) {
            self.ends.truncate(first);
            self.straight.push(row);
            return None;
        }
        let left = self.gathered(Span { first, end: middle });
        let right = self.gathered(Span { first: middle, end: self.ends.len() });
        Some(self.line(strand, left, right, root))
    }

    /// The two lines of a strand that is bent at a row: of its left ends and of its right ones.
    pub(super) fn cut(&mut self, line: &Line, row: i32) -> [Line; 2] {
        let first = self.ends.len();
        self.ends.push((row, 1));
        let bend = Span { first, end: first + 1 };
        [self.line(line.strand, line.left, bend, (row, true)), self.line(line.strand, bend, line.right, (row, false))]
    }

    /// Sorts ends; those of one row become one.
    fn gathered(&mut self, Span { first, end }: Span) -> Span {
        let ends = &mut self.ends[first..end];
        ends.sort_unstable();
        let mut count = 0;
        for place in 0..ends.len() {
            let (row, edges) = ends[place];
            if count > 0 && ends[count - 1].0 == row {
                ends[count - 1].1 += edges;
            } else {
                ends[count] = (row, edges);
                count += 1;
            }
        }
        Span { first, end: first + count }
    }

    fn line(&mut self, strand: usize, left: Span, right: Span, root: (i32, bool)) -> Line {
        let first = self.ends.len();
        let (mut low, mut high) = (i32::MAX, i32::MIN);
        for (span, at_right) in [(left, false), (right, true)] {
            for place in span.first..span.end {
                let (row, edges) = self.ends[place];
                (low, high) = (low.min(row), high.max(row));
                if (row, at_right) != root {
                    self.ends.push((row, edges));
                }
            }
        }
        self.ends[first..].sort_unstable();
        let mut sum = 0;
        for (_, edges) in &mut self.ends[first..] {
            sum += *edges;
            *edges = sum;
        }
        Line { strand, low, high, root, left, right, sums: Span { first, end: self.ends.len() } }
    }

    fn span(&self, span: Span) -> &[(i32, i64)] {
        &self.ends[span.first..span.end]
    }

    /// The ends of a line at the left, from the top.
    pub(super) fn left(&self, line: &Line) -> &[(i32, i64)] {
        self.span(line.left)
    }

    /// The ends of a line at the right, from the top.
    pub(super) fn right(&self, line: &Line) -> &[(i32, i64)] {
        self.span(line.right)
    }

    /// The rows of all ends.
    pub(super) fn rows(&self) -> impl Iterator<Item = i32> {
        self.ends.iter().map(|(row, _)| *row).chain(self.straight.iter().copied())
    }

    /// How many edges run up or down through a row of a line.
    fn carries(&self, line: &Line, row: i32) -> i64 {
        let sums = self.span(line.sums);
        let upto = |row: i32| sums[..sums.partition_point(|(other, _)| *other <= row)].last().map_or(0, |end| end.1);
        let total = sums.last().map_or(0, |end| end.1);
        let (above, below) = (upto(row), total - upto(row - 1));
        match line.root.0.cmp(&row) {
            std::cmp::Ordering::Less => below,
            std::cmp::Ordering::Greater => above,
            std::cmp::Ordering::Equal => (total - upto(row)).max(upto(row - 1)),
        }
        .max(1)
    }

    /// How many crossings there are when `first` lies left of `second`.
    pub(super) fn crossings(&self, first: &Line, second: &Line) -> i64 {
        if first.high < second.low || second.high < first.low {
            return 0;
        }
        let inside = |ends: &[(i32, i64)], line: &Line| -> i64 {
            let within = ends.iter().filter(|(row, _)| (line.low..=line.high).contains(row));
            within.map(|(row, edges)| edges * self.carries(line, *row)).sum()
        };
        let (right, left) = (self.right(first), self.left(second));
        let taken = |row: i32| right.binary_search_by_key(&row, |end| end.0).is_ok();
        let forbidden = left.iter().any(|(row, _)| taken(*row));
        inside(right, second) + inside(left, first) + if forbidden { FORBIDDEN } else { 0 }
    }

    /// Whether a line has an end at the left in a row in which one before it has one at the right.
    pub(super) fn is_forbidden(&self, order: &[Line]) -> bool {
        let right = order.iter().enumerate().flat_map(|(place, line)| {
            let ends = self.right(line).iter();
            ends.map(move |(row, _)| (*row, place))
        });
        let mut right: Vec<(i32, usize)> = right.collect();
        right.sort_unstable();
        order.iter().enumerate().any(|(place, line)| {
            let before = |(row, _): &(i32, i64)| {
                right
                    .get(right.partition_point(|(other, _)| other < row))
                    .is_some_and(|(other, before)| other == row && *before < place)
            };
            self.left(line).iter().any(before)
        })
    }
}
