//! Which column each box stands in.
//!
//! Cycles are broken by the greedy heuristic of Eades, Lin and Smyth (1993); columns follow from longest paths, then
//! each box moves towards what it has more edges to, as far as its neighbours allow. Columns that are too high are cut.

#![expect(clippy::indexing_slicing, reason = "indices are positions in lists made here, of the same length")]

use std::collections::{BTreeMap, BTreeSet};

use super::hubs::Comb;
use super::problem::{End, Problem, Side, Tie};

/// The most lanes, over all columns, before columns are made fewer: keeps time and memory in bounds.
const MOST_LANES: usize = 300_000;

/// The column of each item, however high columns are.
pub(super) fn columns(problem: &Problem) -> Vec<usize> {
    let count = problem.items.len();
    let edges = edges(problem);
    let order = acyclic_order(count, &edges);
    let mut rank = vec![0; count];
    for (position, item) in order.iter().enumerate() {
        rank[*item] = position;
    }
    let forward: Vec<(usize, usize)> = edges
        .iter()
        .filter(|(source, target)| source != target)
        .map(|(source, target)| if rank[*source] < rank[*target] { (*source, *target) } else { (*target, *source) })
        .collect();
    let mut column = longest_paths(count, &order, &forward);
    tighten(problem, &order, &forward, &mut column);
    bound(problem, &order, &mut column);
    dense(column)
}

/// The columns of a level with hubs: what leads to hubs at the left alone, those hubs, all boxes, the other hubs, what they
/// alone lead to.
pub(super) fn combed(problem: &Problem, comb: &mut Comb, limit: i32) -> Vec<usize> {
    let count = problem.items.len();
    let mut stage = vec![2_usize; count];
    let mut ends: Vec<Vec<(usize, bool)>> = vec![Vec::new(); count];
    for (source, target) in edges(problem) {
        ends[source].push((target, true));
        ends[target].push((source, false));
    }
    for item in 0..count {
        let is_hub = |item: &usize| comb.hubs.contains(item);
        stage[item] = if comb.left.contains(&item) {
            1
        } else if is_hub(&item) {
            3
        } else if !problem.items[item].node || ends[item].is_empty() {
            2
        } else if ends[item].iter().all(|(other, leaving)| *leaving && comb.left.contains(other)) {
            0
        } else if ends[item].iter().all(|(other, leaving)| !*leaving && is_hub(other) && !comb.left.contains(other)) {
            4
        } else {
            2
        };
    }
    let middle: Vec<usize> = (0..count).filter(|item| stage[*item] == 2).collect();
    let place = |item: usize| middle.binary_search(&item).ok();
    let inner = Problem {
        items: middle.iter().map(|item| problem.items[*item]).collect(),
        ties: problem
            .ties
            .iter()
            .filter_map(|tie| {
                let (source, target) = (place(tie.source.item()?)?, place(tie.target.item()?)?);
                Some(Tie { source: End::Item(source), target: End::Item(target), ..*tie })
            })
            .collect(),
        space: problem.space,
        kept: Vec::new(),
    };
    let inner = cut(&inner, &columns(&inner), limit);
    let last = inner.iter().copied().max().unwrap_or(0);
    let column: Vec<usize> = (0..count)
        .map(|item| match stage[item] {
            2 => 2 + place(item).map_or(0, |place| inner[place]),
            other if other < 2 => other,
            other => last + other,
        })
        .collect();
    let dense_columns = dense(column);
    let service = middle.iter().map(|item| dense_columns[*item]);
    comb.columns = (service.clone().min().unwrap_or(0), service.max().unwrap_or(0));
    dense_columns
}

/// The columns in which boxes stood before an edit; what is new stands beside what it is joined with.
pub(super) fn kept(problem: &Problem) -> Vec<usize> {
    let count = problem.items.len();
    let mut column: Vec<Option<usize>> = vec![None; count];
    let mut known: Vec<(i32, i32, usize)> =
        (0..count).filter_map(|item| problem.kept(item).map(|rect| (rect.x, rect.right(), item))).collect();
    known.sort_unstable();
    let (mut last, mut end) = (0, None);
    for (from, to, item) in known {
        last += usize::from(end.is_some_and(|end| from >= end));
        end = Some(if end.is_some_and(|end| from < end) { to.max(end.unwrap_or(to)) } else { to });
        column[item] = Some(last);
    }
    let mut heights = vec![0; last + 1];
    for (item, column) in column.iter().enumerate() {
        if let Some(column) = column {
            heights[*column] += problem.items[item].height + problem.space.row_gap;
        }
    }
    // Groups among groups, where columns are lowest.
    let frames = || (0..count).filter(|item| !problem.items[*item].node);
    let spread = frames().filter_map(|item| column[item]).fold(None, |spread: Option<(usize, usize)>, column| {
        Some(spread.map_or((column, column), |(first, last)| (first.min(column), last.max(column))))
    });
    if let Some((first, last)) = spread {
        for item in frames() {
            if column[item].is_none() {
                let lowest = (first..=last).min_by_key(|column| heights[*column]).unwrap_or(first);
                heights[lowest] += problem.items[item].height + problem.space.row_gap;
                column[item] = Some(lowest);
            }
        }
    }
    let mut changed = true;
    while std::mem::take(&mut changed) {
        for tie in &problem.ties {
            let at = |end: End, column: &[Option<usize>]| end.item().and_then(|item| column[item]);
            let found = match (tie.source, tie.target) {
                (End::Item(source), target) if column[source].is_none() => match (target, at(target, &column)) {
                    (_, Some(place)) => Some((source, place.saturating_sub(1))),
                    (End::Border(side), None) => Some((source, if side == Side::Left { 0 } else { last })),
                    _ => None,
                },
                (source, End::Item(target)) if column[target].is_none() => match (source, at(source, &column)) {
                    (_, Some(place)) => Some((target, (place + 1).min(last))),
                    (End::Border(side), None) => Some((target, if side == Side::Left { 0 } else { last })),
                    _ => None,
                },
                _ => None,
            };
            if let Some((item, place)) = found {
                column[item] = Some(place);
                changed = true;
            }
        }
    }
    dense(column.into_iter().map(Option::unwrap_or_default).collect())
}

/// The same boxes in few columns: single nodes first, as they follow from each other, then all groups, in so many columns
/// of about one height.
pub(super) fn folded(problem: &Problem, column: &[usize], parts: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..column.len()).collect();
    order.sort_by_key(|item| (column[*item], *item));
    let (single, many): (Vec<usize>, Vec<usize>) = order.into_iter().partition(|item| problem.items[*item].node);
    let alone: Vec<(usize, usize)> = edges(problem)
        .into_iter()
        .filter(|(source, target)| {
            problem.items[*source].node && problem.items[*target].node && column[*source] < column[*target]
        })
        .collect();
    let mut folded = longest_paths(column.len(), &single, &alone);
    let first = single.iter().map(|item| folded[*item] + 1).max().unwrap_or(0);
    let height = |item: &usize| problem.items[*item].height + problem.space.row_gap;
    let share = (many.iter().map(height).sum::<i32>() / parts as i32).max(1);
    let mut used = 0;
    for item in many {
        let part = ((used + height(&item) / 2) / share).min(parts as i32 - 1);
        folded[item] = first + part as usize;
        used += height(&item);
    }
    dense(folded)
}

/// The edges between boxes, parallel ones once.
fn edges(problem: &Problem) -> Vec<(usize, usize)> {
    let ends = problem.ties.iter().filter_map(|tie| Some((tie.source.item()?, tie.target.item()?)));
    let mut seen = BTreeSet::new();
    ends.filter(|edge| seen.insert(*edge)).collect()
}

/// An order in which few edges lead back.
fn acyclic_order(count: usize, edges: &[(usize, usize)]) -> Vec<usize> {
    let mut out = vec![Vec::new(); count];
    let mut into = vec![Vec::new(); count];
    for &(source, target) in edges {
        if source != target {
            out[source].push(target);
            into[target].push(source);
        }
    }
    let mut balance: Vec<(i64, i64)> =
        (0..count).map(|item| (out[item].len() as i64, into[item].len() as i64)).collect();
    // Sources first, then the items with the most edges out against edges in; sinks go to the end.
    let key = |item: usize, (out, into): (i64, i64)| {
        let class = i32::from(into != 0);
        (class, into - out, item)
    };
    let mut open: BTreeSet<(i32, i64, usize)> = (0..count).map(|item| key(item, balance[item])).collect();
    let mut sinks: BTreeSet<usize> = (0..count).filter(|item| balance[*item].0 == 0 && balance[*item].1 > 0).collect();
    let mut gone = vec![false; count];
    let (mut head, mut tail) = (Vec::new(), Vec::new());
    loop {
        let item = if let Some(sink) = sinks.pop_last() {
            tail.push(sink);
            open.remove(&key(sink, balance[sink]));
            sink
        } else if let Some((_, _, item)) = open.pop_first() {
            head.push(item);
            item
        } else {
            break;
        };
        gone[item] = true;
        for (others, leaving) in [(&out[item], true), (&into[item], false)] {
            for &other in others {
                if gone[other] {
                    continue;
                }
                open.remove(&key(other, balance[other]));
                if leaving {
                    balance[other].1 -= 1;
                } else {
                    balance[other].0 -= 1;
                }
                open.insert(key(other, balance[other]));
                if balance[other].0 == 0 && balance[other].1 > 0 {
                    sinks.insert(other);
                } else {
                    sinks.remove(&other);
                }
            }
        }
    }
    head.extend(tail.into_iter().rev());
    head
}

fn longest_paths(count: usize, order: &[usize], forward: &[(usize, usize)]) -> Vec<usize> {
    let mut out = vec![Vec::new(); count];
    for &(source, target) in forward {
        out[source].push(target);
    }
    let mut column = vec![0; count];
    for &item in order {
        for &target in &out[item] {
            column[target] = column[target].max(column[item] + 1);
        }
    }
    column
}

/// Moves each item between its neighbours to where its edges are shortest.
fn tighten(problem: &Problem, order: &[usize], forward: &[(usize, usize)], column: &mut [usize]) {
    let count = column.len();
    let rightmost = column.iter().copied().max().unwrap_or(0);
    let (mut out, mut into) = (vec![Vec::new(); count], vec![Vec::new(); count]);
    for &(source, target) in forward {
        out[source].push(target);
        into[target].push(source);
    }
    let (mut enters, mut leaves) = (vec![0; count], vec![0; count]);
    for tie in &problem.ties {
        let ((End::Item(item), End::Border(side)) | (End::Border(side), End::Item(item))) = (tie.source, tie.target)
        else {
            continue;
        };
        match side {
            Side::Left => enters[item] += 1,
            Side::Right => leaves[item] += 1,
        }
    }
    for pass in 0..4 {
        let mut moved = false;
        let mut visit = |item: usize| {
            let least = into[item].iter().map(|other: &usize| column[*other] + 1).max().unwrap_or(0);
            let most = out[item].iter().map(|other: &usize| column[*other] - 1).min().unwrap_or(rightmost);
            let (pull_in, pull_out) = (into[item].len() + enters[item], out[item].len() + leaves[item]);
            let best = match pull_in.cmp(&pull_out) {
                std::cmp::Ordering::Less if !out[item].is_empty() || leaves[item] > 0 => most,
                std::cmp::Ordering::Greater => least,
                _ => column[item].clamp(least, most.max(least)),
            };
            moved |= best != column[item];
            column[item] = best;
        };
        if pass % 2 == 0 {
            for item in order.iter().rev() {
                visit(*item);
            }
        } else {
            for item in order {
                visit(*item);
            }
        }
        if !moved {
            break;
        }
    }
}

/// Where the lanes would be too many, fewer columns.
fn bound(problem: &Problem, order: &[usize], column: &mut [usize]) {
    let columns = column.iter().copied().max().unwrap_or(0) + 1;
    let mut extents: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    for tie in &problem.ties {
        for item in [tie.source, tie.target].into_iter().filter_map(End::item) {
            let extent = extents.entry(tie.net).or_insert((usize::MAX, 0));
            *extent = (extent.0.min(column[item]), extent.1.max(column[item]));
        }
    }
    let lanes: usize = extents.values().map(|(first, last)| last - first).sum();
    if lanes <= MOST_LANES {
        return;
    }
    let fewer = (MOST_LANES / extents.len().max(1)).clamp(1, columns);
    for (position, item) in order.iter().enumerate() {
        column[*item] = position * fewer / order.len();
    }
}

/// Cuts columns that are much higher than the limit into several.
pub(super) fn cut(problem: &Problem, column: &[usize], limit: i32) -> Vec<usize> {
    let columns = column.iter().copied().max().map_or(0, |last| last + 1);
    let mut members = vec![Vec::new(); columns];
    for (item, column) in column.iter().enumerate() {
        members[*column].push(item);
    }
    let mut cut = vec![0; column.len()];
    let mut next = 0;
    for members in members.into_iter().filter(|members| !members.is_empty()) {
        let height = |item: &usize| problem.items[*item].height + problem.space.row_gap;
        let total: i32 = members.iter().map(height).sum();
        let limit = limit.max(1);
        let parts = if total > limit.saturating_add(limit / 3) { (total + limit - 1) / limit } else { 1 };
        let share = (total + parts - 1) / parts.max(1);
        let mut used = 0;
        let mut part = 0;
        for item in members {
            let middle = used + height(&item) / 2;
            part = part.max((middle / share.max(1)).min(parts - 1));
            cut[item] = next + part as usize;
            used += height(&item);
        }
        next += part as usize + 1;
    }
    dense(cut)
}

/// The same columns, numbered without gaps.
pub(super) fn dense(mut columns: Vec<usize>) -> Vec<usize> {
    let mut place = vec![0; columns.iter().copied().max().map_or(0, |last| last + 1)];
    for column in &columns {
        place[*column] = 1;
    }
    let mut next = 0;
    for place in &mut place {
        let used = *place;
        *place = next;
        next += used;
    }
    for column in &mut columns {
        *column = place[*column];
    }
    columns
}
