//! Lays one level out: columns, order, rows, channels; and says how each net runs.

#![expect(clippy::indexing_slicing, reason = "indices are positions in lists made here, of the same length")]

use std::collections::BTreeSet;

use super::channel::{self, Track};
use super::columns::Columns;
use super::graph::{Point, Rect};
use super::pack::ASPECT;
use super::problem::Problem;
use super::{layers, order, rows};

/// A level laid out. Its upper left corner is the origin.
#[derive(Debug, Clone, Default)]
pub(super) struct Arrangement {
    /// Where the boxes stand.
    pub(super) items: Vec<Rect>,
    /// The column of each box.
    column: Vec<usize>,
    wirings: Vec<Wiring>,
    pub(super) width: i32,
    pub(super) height: i32,
}

/// How a net runs.
#[derive(Debug, Clone, Default)]
struct Wiring {
    first_channel: usize,
    /// In each of its channels, where its lines stand.
    lines: Vec<Lines>,
    /// The rows of its lanes, one between each two of its channels.
    lanes: Vec<i32>,
    enter: i32,
    leave: i32,
}

#[derive(Debug, Clone, Copy, Default)]
struct Lines {
    left: i32,
    right: i32,
    bend: i32,
}

/// An end of a way through a level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// Out of a box, at a row of it.
    Out(usize, i32),
    /// Into a box, at a row of it.
    Into(usize, i32),
    /// Through the left border.
    Enter,
    /// Through the right border.
    Leave,
}

/// The most boxes and nets for which several sets of columns are tried.
const MOST_TRIED: usize = 150;
/// The most boxes and nets for which neighbouring columns are joined one by one.
const MOST_JOINED: usize = 30;
/// The columns of the screen that a net which leads back is worth.
const LEADS_BACK: i64 = 24;

/// Lays a level out. Where that is too wide, boxes are folded into fewer columns as long as the whole gets smaller;
/// some edges lead back then.
pub(super) fn arrange(problem: &Problem) -> Arrangement {
    let mut best = arrange_in(problem, layers::columns(problem));
    let too_wide = |arrangement: &Arrangement| {
        arrangement.width > problem.space.wide && i64::from(arrangement.width) > 3 * i64::from(arrangement.height)
    };
    if problem.items.len() + problem.nets.len() > MOST_TRIED || !too_wide(&best) {
        return best;
    }
    let full = best.column.clone();
    for parts in 1..=3 {
        let folded = arrange_in(problem, layers::folded(problem, &full, parts));
        if folded.cost(problem) < best.cost(problem) {
            best = folded;
        }
    }
    while too_wide(&best) && problem.items.len() + problem.nets.len() <= MOST_JOINED {
        let last = best.column.iter().copied().max().unwrap_or(0);
        let merged = |first: usize| best.column.iter().map(|column| column - usize::from(*column > first)).collect();
        let tried = (0..last).map(|first| arrange_in(problem, merged(first)));
        let Some(better) = tried.min_by_key(|arrangement| arrangement.cost(problem)) else { break };
        if better.cost(problem) >= best.cost(problem) {
            break;
        }
        best = better;
    }
    best
}

fn arrange_in(problem: &Problem, column: Vec<usize>) -> Arrangement {
    let mut columns = Columns::new(problem, &column);
    order::order(&mut columns);
    let row = rows::rows(&columns, &problem.space);
    let mut arrangement = Arrangement {
        items: vec![Rect::default(); problem.items.len()],
        column,
        wirings: columns
            .lanes
            .iter()
            .map(|(first_channel, lanes)| Wiring {
                first_channel: *first_channel,
                lines: vec![Lines::default(); lanes.len() + 1],
                lanes: lanes.iter().map(|lane| row[*lane]).collect(),
                ..Wiring::default()
            })
            .collect(),
        width: 0,
        height: 0,
    };
    arrangement.place_borders(&columns, &row);
    arrangement.place_columns(problem, &columns, &row);
    arrangement.normalise(problem);
    arrangement
}

impl Arrangement {
    /// How much of a screen it takes, with what leads back.
    fn cost(&self, problem: &Problem) -> i64 {
        let (columns, rows) = ASPECT;
        let leads_back = problem.nets.iter().filter(|net| {
            let last = net.sources.iter().map(|terminal| self.column[terminal.item]).max();
            last >= net.targets.iter().map(|terminal| self.column[terminal.item]).min()
                && !net.targets.is_empty()
                && last.is_some()
        });
        let size = i64::from(self.width).max(i64::from(self.height) * columns / rows);
        size + LEADS_BACK * leads_back.count() as i64
    }

    /// The rows at which nets pass the borders: straight where that can be, each its own.
    fn place_borders(&mut self, columns: &Columns, row: &[i32]) {
        for right_side in [false, true] {
            let channel = if right_side { columns.channels.last() } else { columns.channels.first() };
            let mut wishes: Vec<(i32, usize)> = Vec::new();
            // Rows at which other nets come from the other side.
            let mut foreign: Vec<(i32, usize)> = Vec::new();
            for strand in channel.into_iter().flatten() {
                let ends = if right_side { &strand.left } else { &strand.right };
                let mut rows: Vec<i32> = ends.iter().map(|end| row[end.entry] + end.row).collect();
                rows.sort_unstable();
                foreign.extend(rows.iter().map(|row| (*row, strand.net)));
                if if right_side { strand.leaves } else { strand.enters } {
                    wishes.push((rows.get(rows.len().saturating_sub(1) / 2).copied().unwrap_or(0), strand.net));
                }
            }
            wishes.sort_unstable();
            foreign.sort_unstable();
            let mut taken: BTreeSet<i32> = BTreeSet::new();
            for (wish, net) in wishes {
                let is_foreign = |row: i32| {
                    let from = foreign.partition_point(|(other, _)| *other < row);
                    foreign[from..].iter().take_while(|(other, _)| *other == row).any(|(_, other)| *other != net)
                };
                let near = (0..).flat_map(|step| [wish + step, wish - step]);
                let own = foreign.binary_search(&(wish, net)).is_ok() && !taken.contains(&wish);
                let best = if own {
                    wish
                } else {
                    near.clone()
                        .take(64)
                        .find(|row| !taken.contains(row) && !is_foreign(*row))
                        .unwrap_or_else(|| near.clone().find(|row| !taken.contains(row)).unwrap_or(wish))
                };
                taken.insert(best);
                let wiring = &mut self.wirings[net];
                if right_side { wiring.leave = best } else { wiring.enter = best }
            }
        }
    }

    fn place_columns(&mut self, problem: &Problem, columns: &Columns, row: &[i32]) {
        let mut x = 0;
        let outermost = columns.order.len();
        for (channel, strands) in columns.channels.iter().enumerate() {
            let rows = |ends: &[super::columns::End]| -> Vec<i32> {
                ends.iter().map(|end| row[end.entry] + end.row).collect()
            };
            let plain: Vec<channel::Strand> = strands
                .iter()
                .map(|strand| {
                    let wiring = &self.wirings[strand.net];
                    let mut plain = channel::Strand { left: rows(&strand.left), right: rows(&strand.right) };
                    plain.left.extend(strand.enters.then_some(wiring.enter));
                    plain.right.extend(strand.leaves.then_some(wiring.leave));
                    plain
                })
                .collect();
            let (tracks, count) = channel::route(&plain);
            let room = |ends: fn(&super::columns::Strand) -> &[super::columns::End]| {
                strands.iter().flat_map(ends).map(|end| end.room).max().unwrap_or(0)
            };
            let (room_left, room_right) = (room(|strand| &strand.left), room(|strand| &strand.right));
            let outer = channel == 0 || channel == outermost;
            let pitch = if count > 6 { 1 } else { 2 };
            let lines = if count == 0 { 0 } else { count as i32 * pitch - (pitch - 1) };
            let least = if outer { problem.space.margin } else { problem.space.column_gap };
            let before = if outer && channel == 0 { 1 } else { room_left.max(1) };
            let after = if outer && channel == outermost { 1 } else { room_right.max(2) };
            let width = if strands.is_empty() {
                least
            } else if count == 0 {
                least.max(room_left).max(room_right)
            } else {
                least.max(before + lines + after)
            };
            // Spare columns go before the lines where labels stand there, and after them otherwise.
            let first = x + if room_left > room_right { width - after - lines } else { before };
            for (strand, Track { left, right, bend }) in strands.iter().zip(tracks) {
                let wiring = &mut self.wirings[strand.net];
                let at = |slot: usize| first + slot as i32 * pitch;
                wiring.lines[channel - wiring.first_channel] = Lines { left: at(left), right: at(right), bend };
            }
            x += width;
            let Some(entries) = columns.order.get(channel) else { continue };
            let mut widest = 0;
            for &entry in entries {
                let Some(item) = columns.entries[entry].item else { continue };
                let size = problem.items[item];
                self.items[item] = Rect { x, y: row[entry], width: size.width, height: size.height };
                widest = widest.max(size.width);
            }
            x += widest;
        }
        self.width = x;
    }

    /// Moves everything so that the topmost row is 0.
    fn normalise(&mut self, problem: &Problem) {
        let mut low = i32::MAX;
        let mut high = i32::MIN;
        let mut cover = |from: i32, to: i32| {
            low = low.min(from);
            high = high.max(to);
        };
        for rect in &self.items {
            cover(rect.y, rect.bottom());
        }
        for (wiring, net) in self.wirings.iter().zip(&problem.nets) {
            wiring.lanes.iter().for_each(|row| cover(*row, row + 1));
            let bends = wiring.lines.iter().filter(|lines| lines.left != lines.right);
            bends.for_each(|lines| cover(lines.bend, lines.bend + 1));
            if net.enters {
                cover(wiring.enter, wiring.enter + 1);
            }
            if net.leaves {
                cover(wiring.leave, wiring.leave + 1);
            }
        }
        if low > high {
            return;
        }
        for rect in &mut self.items {
            rect.y -= low;
        }
        for wiring in &mut self.wirings {
            wiring.lanes.iter_mut().for_each(|row| *row -= low);
            wiring.lines.iter_mut().for_each(|lines| lines.bend -= low);
            wiring.enter -= low;
            wiring.leave -= low;
        }
        self.height = high - low;
    }

    /// The row at which the net comes in through the left border.
    pub(super) fn enter_row(&self, net: usize) -> i32 {
        self.wirings[net].enter
    }

    /// The row at which the net goes out through the right border.
    pub(super) fn leave_row(&self, net: usize) -> i32 {
        self.wirings[net].leave
    }

    /// The way of an edge of a net from one end to another, from the first cell beside the box, or on the border, to the
    /// last.
    pub(super) fn way(&self, net: usize, from: Way, to: Way) -> Vec<Point> {
        let wiring = &self.wirings[net];
        let (mut channel, mut left, mut row, x) = self.end(wiring, from);
        let (last_channel, last_left, last_row, last_x) = self.end(wiring, to);
        let mut points = vec![Point { x, y: row }];
        loop {
            let (next_row, next_left) = match channel.cmp(&last_channel) {
                std::cmp::Ordering::Equal => (last_row, last_left),
                std::cmp::Ordering::Less => (wiring.lanes[channel - wiring.first_channel], false),
                std::cmp::Ordering::Greater => (wiring.lanes[channel - 1 - wiring.first_channel], true),
            };
            let lines = wiring.lines[channel - wiring.first_channel];
            if row != next_row || left == next_left {
                let line = |left: bool| if left { lines.left } else { lines.right };
                points.push(Point { x: line(left), y: row });
                if lines.left != lines.right && left != next_left {
                    points.push(Point { x: line(left), y: lines.bend });
                    points.push(Point { x: line(next_left), y: lines.bend });
                }
                points.push(Point { x: line(next_left), y: next_row });
            }
            row = next_row;
            match channel.cmp(&last_channel) {
                std::cmp::Ordering::Equal => break,
                // A lane that is right of this channel is left of the next.
                std::cmp::Ordering::Less => {
                    channel += 1;
                    left = true;
                }
                std::cmp::Ordering::Greater => {
                    channel -= 1;
                    left = false;
                }
            }
        }
        points.push(Point { x: last_x, y: last_row });
        points
    }

    /// The channel of an end, whether it lies left of it, its row, and the column of its first cell.
    fn end(&self, wiring: &Wiring, way: Way) -> (usize, bool, i32, i32) {
        match way {
            Way::Out(item, row) => {
                let rect = self.items[item];
                (self.column[item] + 1, true, rect.y + row, rect.right())
            }
            Way::Into(item, row) => {
                let rect = self.items[item];
                (self.column[item], false, rect.y + row, rect.x - 1)
            }
            Way::Enter => (0, true, wiring.enter, -1),
            Way::Leave => (wiring.first_channel + wiring.lanes.len(), false, wiring.leave, self.width),
        }
    }
}

/// The same way without repeated points and corners that are none.
pub(super) fn straightened(points: &[Point]) -> Vec<Point> {
    let mut straight: Vec<Point> = Vec::with_capacity(points.len());
    for &point in points {
        if straight.last() == Some(&point) {
            continue;
        }
        while let [.., before, last] = straight.as_slice() {
            let along_row = before.y == last.y && last.y == point.y;
            let along_column = before.x == last.x && last.x == point.x;
            if !along_row && !along_column {
                break;
            }
            straight.pop();
        }
        if straight.last() != Some(&point) {
            straight.push(point);
        }
    }
    straight
}
