//! Where the boxes of a level stand and its nets run, once the rows of its columns are known.

#![expect(clippy::indexing_slicing, reason = "indices are positions in lists made here, of the same length")]

use std::collections::BTreeSet;

use super::{Arrangement, Lines};
use crate::layout::channel::{Channel, Track};
use crate::layout::columns::{Columns, Strand};
use crate::layout::graph::Rect;
use crate::layout::problem::{Problem, Side};

/// The lines of a channel beyond which they stand side by side.
const MANY_LINES: usize = 6;

/// The leftmost place at which boxes of a column stood before an edit.
fn kept_column(problem: &Problem, columns: &Columns, entries: &[usize]) -> Option<i32> {
    entries.iter().filter_map(|entry| Some(problem.kept(columns.entries[*entry].item?)?.x)).min()
}

impl Arrangement {
    /// The rows at which nets pass the borders: straight where that can be, each its own.
    pub(super) fn place_borders(&mut self, columns: &Columns, row: &[i32]) {
        for right_side in [false, true] {
            let channel = if right_side { columns.channels().next_back() } else { columns.channels().next() };
            let mut wishes: Vec<(i32, usize)> = Vec::new();
            // Rows at which other nets come from the other side.
            let mut foreign: Vec<(i32, usize)> = Vec::new();
            let mut rows: Vec<i32> = Vec::new();
            for strand in channel.into_iter().flatten() {
                let ends = columns.ends_at(strand, if right_side { Side::Left } else { Side::Right });
                rows.clear();
                rows.extend(ends.iter().map(|end| row[end.entry] + end.row));
                rows.sort_unstable();
                foreign.extend(rows.iter().map(|row| (*row, strand.net)));
                let own_side = if right_side { Side::Right } else { Side::Left };
                if strand.border.is_some_and(|(side, _)| side == own_side) {
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

    pub(super) fn place_columns(&mut self, problem: &Problem, columns: &Columns, row: &[i32], lines: &mut Channel) {
        let mut x = 0;
        // How far the kept boxes have moved, so that later ones move no further.
        let mut shift: Option<i32> = None;
        let outermost = columns.order.len();
        for (channel, strands) in columns.channels().enumerate() {
            lines.clear();
            for strand in strands {
                self.add(lines, columns, strand, row);
            }
            let (tracks, count) = lines.route();
            let room = |side: Side| {
                let ends = strands.iter().flat_map(|strand| columns.ends_at(strand, side));
                ends.map(|end| end.room).max().unwrap_or(0)
            };
            let (room_left, room_right) = (room(Side::Left), room(Side::Right));
            let outer = channel == 0 || channel == outermost;
            let pitch = if count > MANY_LINES { 1 } else { problem.space.pitch };
            let wide = if count == 0 { 0 } else { count as i32 * pitch - (pitch - 1) };
            let least = if outer { problem.space.margin } else { problem.space.column_gap };
            let before = if outer && channel == 0 { 1 } else { room_left.max(1) };
            let after = if outer && channel == outermost { 1 } else { room_right.max(problem.space.head) };
            // Where boxes should stay, lines stand closer rather than move them.
            let kept = (channel < outermost)
                .then(|| columns.order.list(channel))
                .and_then(|entries| kept_column(problem, columns, entries));
            let free = kept.zip(shift).map(|(before, shift)| before + shift - x);
            let close = free.is_some_and(|free| before + wide + after > free && before + count as i32 + after <= free);
            // Where there are many lines already there will be more; a spare column or two keeps the boxes calm then.
            let spare = if count > MANY_LINES && problem.kept.is_empty() { 2 } else { 0 };
            let (pitch, wide) = if close { (1, count as i32) } else { (pitch, wide) };
            let width = if strands.is_empty() {
                least
            } else if count == 0 {
                least.max(room_left).max(room_right)
            } else {
                least.max(before + wide + spare + after)
            };
            // Spare columns go before the lines where labels stand there, and after them otherwise.
            let first = x + if room_left > room_right { width - after - wide } else { before };
            for (strand, &Track { left, right, bend }) in strands.iter().zip(tracks) {
                let line = self.wirings[strand.net].line(channel);
                let at = |slot: usize| first + slot as i32 * pitch;
                self.lines[line] = Lines { left: at(left), right: at(right), bend };
            }
            x += width;
            if channel == outermost {
                break;
            }
            if let Some(before) = kept {
                x = shift.map_or(x, |shift| x.max(before + shift));
                shift = shift.or(Some(x - before));
            }
            let mut widest = 0;
            for &entry in columns.order.list(channel) {
                let Some(item) = columns.entries[entry].item else { continue };
                let size = problem.items[item];
                self.items[item] = Rect { x, y: row[entry], width: size.width, height: size.height };
                widest = widest.max(size.width);
            }
            x += widest;
        }
        self.width = x;
    }

    /// Adds a strand to a channel.
    fn add(&self, channel: &mut Channel, columns: &Columns, strand: &Strand, row: &[i32]) {
        let wiring = &self.wirings[strand.net];
        let border = strand.border.map(|(side, weight)| match side {
            Side::Left => (side, wiring.enter, weight),
            Side::Right => (side, wiring.leave, weight),
        });
        let rows = |side: Side| {
            let ends = columns.ends_at(strand, side).iter();
            let passing = border.filter(|(passed, ..)| *passed == side);
            ends.map(|end| (row[end.entry] + end.row, end.weight.max(1)))
                .chain(passing.map(|(_, row, weight)| (row, weight)))
        };
        let root = match columns.root_end(strand) {
            Some((side, end)) => (row[end.entry] + end.row, side == Side::Right),
            None => border.map_or((0, false), |(side, row, _)| (row, side == Side::Right)),
        };
        channel.add(rows(Side::Left), rows(Side::Right), root);
    }

    /// Moves everything so that the topmost row is 0.
    pub(super) fn normalise(&mut self, problem: &Problem, columns: &Columns, row: &[i32]) {
        let mut low = i32::MAX;
        let mut high = i32::MIN;
        let mut cover = |from: i32, to: i32| {
            low = low.min(from);
            high = high.max(to);
        };
        for (entry, row) in columns.entries.iter().zip(row) {
            let padding = if entry.item.is_some() { problem.space.padding } else { 0 };
            cover(*row - padding, row + entry.height + padding);
        }
        let bent = self.lines.iter().filter(|lines| lines.left != lines.right);
        bent.for_each(|lines| cover(lines.bend, lines.bend + 1));
        for (wiring, net) in self.wirings.iter().zip(&self.nets.all) {
            match net.border {
                Some((Side::Left, _)) => cover(wiring.enter - problem.space.title, wiring.enter + 1),
                Some((Side::Right, _)) => cover(wiring.leave, wiring.leave + 1),
                None => {}
            }
        }
        let low = if low > high { 0 } else { low };
        for rect in &mut self.items {
            rect.y -= low;
        }
        self.tops = self.items.iter().map(|rect| rect.y).collect();
        self.lanes.iter_mut().for_each(|row| *row -= low);
        self.lines.iter_mut().for_each(|lines| lines.bend -= low);
        for wiring in &mut self.wirings {
            wiring.enter -= low;
            wiring.leave -= low;
        }
        self.height = (high - low).max(0);
    }
}
