//! Which column each box stands in.
//!
//! Cycles are broken by the greedy heuristic of Eades, Lin and Smyth (1993); columns follow from longest paths, then
//! each box moves towards what it has more edges to, as far as its neighbours allow. Columns that are too high are cut.

#![expect(clippy::indexing_slicing, reason = "indices are positions in lists made here, of the same length")]

use std::collections::BTreeSet;

use super::problem::Problem;

/// The most lanes, over all columns, before columns are made fewer: keeps time and memory in bounds.
const MOST_LANES: usize = 300_000;

/// The column of each item.
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
    cut(problem, &column)
}

/// The same boxes in few columns: those that stand for themselves first, as they follow from each other, then all
/// groups, in so many columns of about one height.
pub(super) fn folded(problem: &Problem, column: &[usize], parts: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..column.len()).collect();
    order.sort_by_key(|item| (column[*item], *item));
    let (single, many): (Vec<usize>, Vec<usize>) = order.into_iter().partition(|item| problem.items[*item].single);
    let alone: Vec<(usize, usize)> = edges(problem)
        .into_iter()
        .filter(|(source, target)| {
            problem.items[*source].single && problem.items[*target].single && column[*source] < column[*target]
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

/// Every edge once, whatever the number of flows; of a big net only as many as it has ends.
fn edges(problem: &Problem) -> Vec<(usize, usize)> {
    let mut edges = Vec::new();
    for net in &problem.nets {
        for source in &net.sources {
            for target in &net.targets {
                edges.push((source.item, target.item));
            }
        }
    }
    edges
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
    for net in &problem.nets {
        for target in net.targets.iter().filter(|_| net.enters) {
            enters[target.item] += 1;
        }
        for source in net.sources.iter().filter(|_| net.leaves) {
            leaves[source.item] += 1;
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
    let lanes: usize = problem
        .nets
        .iter()
        .map(|net| {
            let ends = net.sources.iter().chain(&net.targets).map(|terminal| column[terminal.item]);
            let (least, most) =
                ends.fold((usize::MAX, 0), |(least, most), column| (least.min(column), most.max(column)));
            most.saturating_sub(least)
        })
        .sum();
    if lanes <= MOST_LANES {
        return;
    }
    let fewer = (MOST_LANES / problem.nets.len().max(1)).clamp(1, columns);
    for (position, item) in order.iter().enumerate() {
        column[*item] = position * fewer / order.len();
    }
}

/// Cuts columns that are too high into several, and drops empty ones.
fn cut(problem: &Problem, column: &[usize]) -> Vec<usize> {
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
        let limit = problem.space.limit.max(1);
        let parts = if total > limit + limit / 3 { (total + limit - 1) / limit } else { 1 };
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
fn dense(mut columns: Vec<usize>) -> Vec<usize> {
    let used: BTreeSet<usize> = columns.iter().copied().collect();
    let used: Vec<usize> = used.into_iter().collect();
    for column in &mut columns {
        *column = used.partition_point(|other| other < column);
    }
    columns
}
