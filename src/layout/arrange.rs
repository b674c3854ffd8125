//! Lays one level out: columns, order, rows, channels; and says how each net runs.

#![expect(clippy::indexing_slicing, reason = "indices are positions in lists made here, of the same length")]

mod cost;
mod guess;
mod way;

use std::collections::BTreeSet;

use super::channel::{self, Track};
use super::columns::{Columns, Root};
use super::graph::{Point, Rect};
use super::hubs::{Comb, Groups};
use super::problem::{Net, Problem, Side};
use super::wires::{self, Wire};
use super::{layers, order, rows};
use cost::{BEND, CROSSING};
use guess::Guess;

/// A level laid out. Its upper left corner is the origin.
#[derive(Debug, Clone, Default)]
pub(super) struct Arrangement {
    /// Where the boxes stand.
    pub(super) items: Vec<Rect>,
    /// The column of each box.
    column: Vec<usize>,
    nets: Vec<Net>,
    wires: Vec<Wire>,
    wirings: Vec<Wiring>,
    /// The first row of each box, with what edges need above it.
    tops: Vec<i32>,
    pub(super) width: i32,
    pub(super) height: i32,
    /// The crossings that the order left.
    crossings: i64,
    /// What it costs by itself.
    pub(super) own_cost: i64,
}

/// In which columns the boxes of a level stand, and what follows for its edges.
#[derive(Debug, Clone, Default)]
pub(super) struct Plan {
    column: Vec<usize>,
    comb: Option<Comb>,
    /// The sides at which each edge leaves its source and enters its target.
    pub(super) sides: Vec<[Side; 2]>,
    outer_rows: Vec<[i32; 2]>,
}

impl Plan {
    /// The plans in which two neighbouring columns of this one are joined; a comb is left as it is.
    pub(super) fn joined(&self, problem: &Problem) -> Vec<Self> {
        let last = self.column.iter().copied().max().filter(|_| self.comb.is_none()).unwrap_or(0);
        let merged = |first: usize| self.column.iter().map(|column| column - usize::from(*column > first)).collect();
        (0..last).map(|first| Self::new(problem, merged(first), None)).collect()
    }

    /// The plans in which one of those boxes stands a column farther left or right.
    pub(super) fn shifted(&self, problem: &Problem, items: &[usize]) -> Vec<Self> {
        if self.comb.is_some() {
            return Vec::new();
        }
        let mut plans: Vec<Self> = Vec::new();
        for &item in items {
            for place in [Some(self.column[item] + 1), self.column[item].checked_sub(1)].into_iter().flatten() {
                let mut column = self.column.clone();
                column[item] = place;
                let column = layers::dense(column);
                if column != self.column && plans.iter().all(|plan| plan.column != column) {
                    plans.push(Self::new(problem, column, None));
                }
            }
        }
        plans
    }

    /// The plans in which one box stands in another column so that edges are shorter, by a guess; the best first.
    pub(super) fn nearer(&self, problem: &Problem) -> Vec<Self> {
        let guess = Guess::of(problem, &self.column);
        let mut moves = guess.moves(problem, &self.column);
        moves.truncate(MOST_NEARER);
        let plan = |(_, item, place): (i64, usize, usize)| {
            let mut column = self.column.clone();
            column[item] = place;
            let column = layers::dense(column);
            let comb = self.comb.clone().and_then(|comb| comb.around(problem, &column));
            Self::new(problem, column, comb)
        };
        moves.into_iter().map(plan).collect()
    }

    /// The plans that keep boxes in the columns in which they stood before an edit: with combs for hubs first.
    pub(super) fn kept(problem: &Problem) -> Vec<Self> {
        let column = layers::kept(problem);
        let comb = Comb::of(problem, Groups::Large).and_then(|comb| comb.around(problem, &column));
        let plain = Self::new(problem, column.clone(), None);
        comb.map(|comb| Self::new(problem, column, Some(comb))).into_iter().chain([plain]).collect()
    }

    fn new(problem: &Problem, column: Vec<usize>, comb: Option<Comb>) -> Self {
        let sides = wires::sides(problem, &column, comb.as_ref());
        let outer_rows = wires::outer_rows(problem, &sides);
        Self { column, comb, sides, outer_rows }
    }
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

/// The most boxes and edges for which several sets of columns are tried.
const MOST_TRIED: usize = 150;
/// The most boxes and edges for which neighbouring columns are joined one by one.
pub(super) const MOST_JOINED: usize = 30;
/// The most sets of columns in which one box is shifted that are tried.
const MOST_SHIFTED: usize = 12;
/// The most sets of columns in which one box is moved to make edges shorter that are tried at once.
const MOST_NEARER: usize = 3;
/// The lines of a channel beyond which they stand side by side.
const MANY_LINES: usize = 6;

/// The plans worth trying for a level; of a large one there is only the first.
pub(super) fn plans(problem: &Problem) -> Vec<Plan> {
    let limit = problem.space.limit;
    let few = problem.items.len() + problem.ties.len() <= MOST_TRIED;
    let limits: &[i32] = if few { &[limit, limit.saturating_mul(2), i32::MAX / 2] } else { &[limit] };
    let mut plans: Vec<Plan> = Vec::new();
    let mut add = |column: Vec<usize>, comb: Option<Comb>| {
        if plans.iter().all(|plan: &Plan| plan.column != column || plan.comb.is_some() != comb.is_some()) {
            plans.push(Plan::new(problem, column, comb));
        }
    };
    let usual = Comb::of(problem, Groups::Large);
    let eager = if few && usual.is_none() { Comb::of(problem, Groups::Any) } else { None };
    for comb in usual.iter().chain(&eager) {
        for limit in limits {
            let mut comb = comb.clone();
            let column = layers::combed(problem, &mut comb, *limit);
            add(column, Some(comb));
        }
    }
    if usual.is_some() && !few {
        return plans;
    }
    for limit in limits {
        add(layers::columns(problem, *limit), None);
    }
    if few {
        let full = layers::columns(problem, i32::MAX / 2);
        for parts in 1..=3 {
            add(layers::folded(problem, &full, parts), None);
        }
    }
    plans
}

/// Lays a level without groups out, as well as is known. Where that is too wide, boxes are folded into fewer columns as
/// long as the whole gets better.
pub(super) fn arrange(problem: &Problem) -> Arrangement {
    let no_frames = |_: usize, _: bool| 0;
    if !problem.kept.is_empty() {
        let plan = Plan::new(problem, layers::kept(problem), None);
        return arrange_planned(problem, &plan, &no_frames, i64::MAX).unwrap_or_default();
    }
    let planned =
        |column: Vec<usize>, most: i64| arrange_planned(problem, &Plan::new(problem, column, None), &no_frames, most);
    let mut best = planned(layers::columns(problem, problem.space.limit), i64::MAX).unwrap_or_default();
    best.own_cost = best.cost(problem);
    let consider = |best: &mut Arrangement, column: Vec<usize>| {
        // What seems to be longer rarely is better, but for its crossings.
        let slack = if best.crossings > 0 { CROSSING } else { 2 * BEND / 3 };
        if Guess::total(problem, &column) > Guess::total(problem, &best.column) + slack {
            return false;
        }
        let Some(mut other) = planned(column, best.most_crossings(best.own_cost)) else { return false };
        other.own_cost = other.cost(problem);
        let better = other.own_cost < best.own_cost;
        if better {
            *best = other;
        }
        better
    };
    if problem.items.len() + problem.ties.len() > MOST_TRIED {
        return best;
    }
    let full = layers::columns(problem, i32::MAX / 2);
    if full != best.column {
        consider(&mut best, full.clone());
    }
    let too_wide = |best: &Arrangement| best.width > problem.space.wide && best.width > 3 * best.height;
    if too_wide(&best) {
        for parts in 1..=3 {
            consider(&mut best, layers::folded(problem, &full, parts));
        }
    }
    while problem.items.len() + problem.ties.len() <= MOST_JOINED {
        let mut improved = false;
        for plan in Plan::new(problem, best.column.clone(), None).joined(problem) {
            improved |= consider(&mut best, plan.column);
        }
        if !improved {
            break;
        }
    }
    if problem.items.len() + problem.ties.len() <= MOST_JOINED {
        // What is left of crossings, and then of long ways, may go when a box stands elsewhere.
        for crossing in [true, false] {
            if !crossing && problem.loose {
                break;
            }
            let mut tries = 0;
            while tries < MOST_SHIFTED {
                let plan = Plan::new(problem, best.column.clone(), None);
                let plans = if crossing { plan.shifted(problem, &best.tangled(problem)) } else { plan.nearer(problem) };
                let better = plans.into_iter().take(MOST_SHIFTED - tries).any(|plan| {
                    tries += 1;
                    consider(&mut best, plan.column)
                });
                if !better {
                    break;
                }
            }
        }
    }
    best
}

/// Lays a level without groups out in columns that are given.
pub(super) fn arrange_again(problem: &Problem, columns: &[usize]) -> Arrangement {
    let plan = Plan::new(problem, columns.to_vec(), None);
    let mut arrangement = arrange_planned(problem, &plan, &|_, _| 0, i64::MAX).unwrap_or_default();
    arrangement.own_cost = arrangement.cost(problem);
    arrangement
}

/// Lays a level out by a plan, but not when it is soon seen to have many more than `most` crossings. `frame_row` gives the row of a group at which an edge leaves (`false`) or enters (`true`).
pub(super) fn arrange_planned(
    problem: &Problem,
    plan: &Plan,
    frame_row: &dyn Fn(usize, bool) -> i32,
    most: i64,
) -> Option<Arrangement> {
    let (nets, wires) = wires::nets(problem, &plan.column, &plan.sides, &plan.outer_rows, frame_row);
    let mut columns = Columns::new(problem, &plan.column, &nets, &plan.outer_rows);
    if let Some(comb) = &plan.comb {
        interlock(&mut columns, &nets, comb);
    }
    let neighbours = columns.neighbours();
    let crossings = order::order(&mut columns, &neighbours, most)?;
    let row = rows::rows(&columns, &neighbours, &problem.space);
    let mut arrangement = Arrangement {
        items: vec![Rect::default(); problem.items.len()],
        column: plan.column.clone(),
        nets,
        wires,
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
        tops: Vec::new(),
        width: 0,
        height: 0,
        crossings,
        own_cost: 0,
    };
    arrangement.place_borders(&columns, &row);
    arrangement.place_columns(problem, &columns, &row);
    arrangement.normalise(problem, &columns, &row);
    for (rect, [above, _]) in arrangement.items.iter_mut().zip(&plan.outer_rows) {
        rect.y += above;
    }
    Some(arrangement)
}

/// The leftmost place at which boxes of a column stood before an edit.
fn kept_column(problem: &Problem, columns: &Columns, entries: &[usize]) -> Option<i32> {
    entries.iter().filter_map(|entry| Some(problem.kept(columns.entries[*entry].item?)?.x)).min()
}

/// Begins with the lanes of some hubs above all boxes and those of the others below.
fn interlock(columns: &mut Columns, nets: &[Net], comb: &Comb) {
    let mut rank = vec![1; columns.entries.len()];
    for (net, (_, lanes)) in nets.iter().zip(&columns.lanes) {
        let hub = net.root.map(|root| net.terminals[root].item).filter(|item| comb.hubs.contains(item));
        let odd = hub.and_then(|_| comb.odd.get(&net.number));
        if let (Some(hub), Some(_), [_, ..]) = (hub, odd, lanes.as_slice()) {
            columns.entries[hub].heads_trunks = true;
        }
        for lane in lanes {
            rank[*lane] = odd.map_or(1, |odd| if *odd { 2 } else { 0 });
            columns.entries[*lane].joins_trunks = odd.is_some();
        }
    }
    for order in &mut columns.order {
        order.sort_by_key(|entry| rank[*entry]);
    }
}

impl Arrangement {
    /// The column of each box.
    pub(super) fn columns(&self) -> &[usize] {
        &self.column
    }

    /// Whether its order left crossings.
    pub(super) fn is_crossed(&self) -> bool {
        self.crossings > 0
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

    fn place_columns(&mut self, problem: &Problem, columns: &Columns, row: &[i32]) {
        let mut x = 0;
        // How far the kept boxes have moved, so that later ones move no further.
        let mut shift: Option<i32> = None;
        let outermost = columns.order.len();
        for (channel, strands) in columns.channels.iter().enumerate() {
            let plain: Vec<channel::Strand> = strands.iter().map(|strand| self.plain(strand, row)).collect();
            let (tracks, count) = channel::route(&plain);
            let room = |ends: fn(&super::columns::Strand) -> &[super::columns::End]| {
                strands.iter().flat_map(ends).map(|end| end.room).max().unwrap_or(0)
            };
            let (room_left, room_right) = (room(|strand| &strand.left), room(|strand| &strand.right));
            let outer = channel == 0 || channel == outermost;
            let pitch = if count > MANY_LINES { 1 } else { problem.space.pitch };
            let lines = if count == 0 { 0 } else { count as i32 * pitch - (pitch - 1) };
            let least = if outer { problem.space.margin } else { problem.space.column_gap };
            let before = if outer && channel == 0 { 1 } else { room_left.max(1) };
            let after = if outer && channel == outermost { 1 } else { room_right.max(problem.space.head) };
            // Where boxes should stay, lines stand closer rather than move them.
            let kept = columns.order.get(channel).and_then(|entries| kept_column(problem, columns, entries));
            let free = kept.zip(shift).map(|(before, shift)| before + shift - x);
            let close = free.is_some_and(|free| before + lines + after > free && before + count as i32 + after <= free);
            // Where there are many lines already there will be more; a spare column or two keeps the boxes calm then.
            let spare = if count > MANY_LINES && problem.kept.is_empty() { 2 } else { 0 };
            let (pitch, lines) = if close { (1, count as i32) } else { (pitch, lines) };
            let width = if strands.is_empty() {
                least
            } else if count == 0 {
                least.max(room_left).max(room_right)
            } else {
                least.max(before + lines + spare + after)
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
            if let Some(before) = kept {
                x = shift.map_or(x, |shift| x.max(before + shift));
                shift = shift.or(Some(x - before));
            }
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

    /// A strand as its channel sees it.
    fn plain(&self, strand: &super::columns::Strand, row: &[i32]) -> channel::Strand {
        let rows = |side: Side| -> Vec<(i32, i64)> {
            strand.ends(side).iter().map(|end| (row[end.entry] + end.row, end.weight.max(1))).collect()
        };
        let wiring = &self.wirings[strand.net];
        let (mut left, mut right) = (rows(Side::Left), rows(Side::Right));
        let border = strand.border.map(|(side, weight)| match side {
            Side::Left => (wiring.enter, weight, false),
            Side::Right => (wiring.leave, weight, true),
        });
        if let Some((row, weight, at_right)) = border {
            if at_right { right.push((row, weight)) } else { left.push((row, weight)) }
        }
        let root = match strand.root {
            Root::End(side, _) => {
                let end = strand.root_end().map_or(0, |(_, end)| row[end.entry] + end.row);
                (end, side == Side::Right)
            }
            Root::Border => border.map_or((0, false), |(row, _, at_right)| (row, at_right)),
        };
        channel::Strand { left, right, root }
    }

    /// Moves everything so that the topmost row is 0.
    fn normalise(&mut self, problem: &Problem, columns: &Columns, row: &[i32]) {
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
        for (wiring, net) in self.wirings.iter().zip(&self.nets) {
            let bends = wiring.lines.iter().filter(|lines| lines.left != lines.right);
            bends.for_each(|lines| cover(lines.bend, lines.bend + 1));
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
        for wiring in &mut self.wirings {
            wiring.lanes.iter_mut().for_each(|row| *row -= low);
            wiring.lines.iter_mut().for_each(|lines| lines.bend -= low);
            wiring.enter -= low;
            wiring.leave -= low;
        }
        self.height = (high - low).max(0);
    }
}

/// The same way without repeated points and corners that are none.
pub(super) fn straightened(points: &[Point]) -> Vec<Point> {
    let mut straight: Vec<Point> = Vec::with_capacity(points.len());
    for point in points {
        extend(&mut straight, *point);
    }
    straight
}

/// Goes on to a point; corners that are none any more go.
fn extend(straight: &mut Vec<Point>, point: Point) {
    if straight.last() == Some(&point) {
        return;
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
