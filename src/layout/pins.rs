//! Nodes that a person has put somewhere: they stand there, what is in their way gives way, and edges that no longer
//! fit are routed again.

#![expect(clippy::indexing_slicing, reason = "indices are positions in lists of the same length")]

use std::sync::Arc;

use super::field::Field;
use super::graph::{Direction, Drawing, Graph, Point, Rect, Route};
use super::search;

/// Columns and rows that stay free around a node in a frame, its border aside, where edges pass its sides.
const PADDING: (i32, i32) = (2, 0);
/// Columns and rows that stay free between things that give way and what they give way to.
const APART: (i32, i32) = (4, 1);
/// How often routes are looked for in another order when some find no way.
const MOST_ATTEMPTS: usize = 6;

/// Puts the pinned nodes of the graph where they belong in a drawing that was made without them.
pub(super) fn apply(graph: &Graph, mut drawing: Drawing, direction: Direction) -> Drawing {
    if graph.nodes.iter().all(|node| node.pinned.is_none()) {
        return drawing;
    }
    let before = drawing.clone();
    drawing.unpinned = Some(Arc::new((before.nodes.clone(), before.groups.clone())));
    let group_of = |node: usize| graph.nodes[node].group.filter(|group| *group < graph.groups.len());
    for (rect, node) in drawing.nodes.iter_mut().zip(&graph.nodes) {
        if let Some(Point { x, y }) = node.pinned {
            // Far enough from the limits of numbers to add to.
            (rect.x, rect.y) = (x.clamp(-1_000_000, 1_000_000), y.clamp(-1_000_000, 1_000_000));
        }
    }
    let mut pinned_groups = vec![false; graph.groups.len()];
    for node in 0..graph.nodes.len() {
        if let (Some(group), Some(_)) = (group_of(node), graph.nodes[node].pinned) {
            pinned_groups[group] = true;
        }
    }
    fit_members(graph, &mut drawing, &pinned_groups, direction);
    give_way(graph, &mut drawing, &pinned_groups);
    reroute(graph, &before, &mut drawing, direction);
    drawing.bounds = drawing.extent();
    drawing
}

/// In groups with pinned nodes, moves the others out of the way and draws the frames anew.
fn fit_members(graph: &Graph, drawing: &mut Drawing, pinned_groups: &[bool], direction: Direction) {
    let padding = if direction == Direction::Down { (PADDING.0, PADDING.1 + 1) } else { PADDING };
    // Frames of such groups may reach over each other, so their nodes must heed all that stands.
    let pinned = |node: &usize| graph.nodes[*node].pinned.is_some();
    let mut taken: Vec<Rect> = (0..graph.nodes.len()).filter(pinned).map(|node| drawing.nodes[node]).collect();
    for group in (0..graph.groups.len()).filter(|group| pinned_groups[*group]) {
        let members: Vec<usize> =
            (0..graph.nodes.len()).filter(|node| graph.nodes[*node].group == Some(group)).collect();
        for &node in members.iter().filter(|node| !pinned(node)) {
            drawing.nodes[node] = free_place(drawing.nodes[node], &taken, (2, 0));
            taken.push(drawing.nodes[node]);
        }
        let Some(inner) = members.iter().map(|node| drawing.nodes[*node]).reduce(Rect::union) else { continue };
        let width = (inner.width + 2 * padding.0 + 2).max(i32::from(graph.groups[group]) + 2);
        drawing.groups[group] = Rect {
            x: inner.x - 1 - padding.0,
            y: inner.y - 1 - padding.1,
            width,
            height: inner.height + 2 + 2 * padding.1,
        };
    }
}

/// Moves groups and free nodes that are not pinned off what is.
fn give_way(graph: &Graph, drawing: &mut Drawing, pinned_groups: &[bool]) {
    let known = |group: Option<usize>| group.filter(|group| *group < graph.groups.len());
    let mut taken: Vec<Rect> = Vec::new();
    for (group, rect) in drawing.groups.iter().enumerate() {
        if pinned_groups[group] {
            taken.push(*rect);
        }
    }
    for (node, rect) in graph.nodes.iter().zip(&drawing.nodes) {
        if node.pinned.is_some() && known(node.group).is_none() {
            taken.push(*rect);
        }
    }
    // What can stay stays; only then is a place found for the rest.
    let mut blocks: Vec<(Result<usize, usize>, Rect)> = Vec::new();
    for (group, rect) in drawing.groups.iter().enumerate() {
        if !pinned_groups[group] && rect.width > 0 {
            blocks.push((Ok(group), *rect));
        }
    }
    for (index, (node, rect)) in graph.nodes.iter().zip(&drawing.nodes).enumerate() {
        if node.pinned.is_none() && known(node.group).is_none() {
            blocks.push((Err(index), *rect));
        }
    }
    let (moving, staying): (Vec<_>, Vec<_>) =
        blocks.into_iter().partition(|(_, rect)| taken.iter().any(|other| grown(*other, (1, 0)).overlaps(*rect)));
    taken.extend(staying.into_iter().map(|(_, rect)| rect));
    for (block, rect) in moving {
        let place = free_place(rect, &taken, APART);
        taken.push(place);
        let by = (place.x - rect.x, place.y - rect.y);
        match block {
            Err(node) => drawing.nodes[node] = place,
            Ok(group) => {
                drawing.groups[group] = place;
                for (node, rect) in graph.nodes.iter().zip(&mut drawing.nodes) {
                    if node.group == Some(group) {
                        *rect = moved(*rect, by);
                    }
                }
            }
        }
    }
}

fn grown(rect: Rect, by: (i32, i32)) -> Rect {
    Rect { x: rect.x - by.0, y: rect.y - by.1, width: rect.width + 2 * by.0, height: rect.height + 2 * by.1 }
}

fn moved(rect: Rect, by: (i32, i32)) -> Rect {
    Rect { x: rect.x + by.0, y: rect.y + by.1, ..rect }
}

/// The nearest place for a rectangle, straight in one of the four directions, where nothing is in its way.
fn free_place(rect: Rect, taken: &[Rect], apart: (i32, i32)) -> Rect {
    let free = |rect: Rect| taken.iter().find(|other| grown(**other, apart).overlaps(rect));
    if free(rect).is_none() {
        return rect;
    }
    let ways: [fn(Rect, Rect) -> Rect; 4] = [
        |rect, other| Rect { y: other.bottom(), ..rect },
        |rect, other| Rect { x: other.right(), ..rect },
        |rect, other| Rect { y: other.y - rect.height, ..rect },
        |rect, other| Rect { x: other.x - rect.width, ..rect },
    ];
    let places = ways.map(|way| {
        let mut place = rect;
        while let Some(other) = free(place) {
            place = way(place, grown(*other, apart));
        }
        place
    });
    let distance = |place: &Rect| (place.x - rect.x).abs() + 3 * (place.y - rect.y).abs();
    places.into_iter().min_by_key(distance).unwrap_or(rect)
}

/// Keeps the routes that still fit, shifted where both ends have moved alike, and finds new ones for the rest. Where one
/// finds no way any more, it goes first in another attempt; at last none of the routes that were there is kept.
fn reroute(graph: &Graph, before: &Drawing, drawing: &mut Drawing, direction: Direction) {
    let has_route = |index: &usize| !before.edges[*index].points.is_empty();
    let mut first: Vec<usize> = Vec::new();
    let mut best: Option<(Vec<Vec<Point>>, Vec<usize>)> = None;
    for attempt in 0..MOST_ATTEMPTS {
        let mut field = Field::new(graph, drawing, direction, false);
        let mut ways: Vec<Vec<Point>> = vec![Vec::new(); graph.edges.len()];
        let mut open: Vec<usize> = Vec::new();
        for index in (0..graph.edges.len()).filter(has_route) {
            let shifted = if attempt < MOST_ATTEMPTS / 2 { shifted(graph, before, drawing, index) } else { None };
            let fits = |points: &Vec<Point>| !first.contains(&index) && field.fits(graph.edges[index], points);
            match shifted.filter(fits) {
                None => open.push(index),
                Some(points) => {
                    field.add(graph.edges[index], &points);
                    ways[index] = points;
                }
            }
        }
        open.sort_by_key(|index| {
            let edge = graph.edges[*index];
            let (from, to) = (drawing.nodes[edge.source].centre(), drawing.nodes[edge.target].centre());
            let urgent = first.iter().position(|other| other == index).unwrap_or(usize::MAX);
            (urgent, from.x.abs_diff(to.x) + 2 * from.y.abs_diff(to.y), *index)
        });
        let mut failed = Vec::new();
        for index in open {
            let edge = graph.edges[index];
            let (source, target) = (drawing.nodes[edge.source], drawing.nodes[edge.target]);
            let points = search::find(&mut field, edge, source, target);
            if points.is_empty() {
                failed.push(index);
            }
            field.add(edge, &points);
            ways[index] = points;
        }
        if best.as_ref().is_none_or(|(_, least)| failed.len() < least.len()) {
            best = Some((ways, failed.clone()));
        }
        if failed.is_empty() || failed.iter().all(|index| first.first() == Some(index)) {
            break;
        }
        first.retain(|index| !failed.contains(index));
        first.splice(0..0, failed);
    }
    let Some((ways, failed)) = best else { return };
    let mut field = Field::new(graph, drawing, direction, false);
    field.add_all(graph.edges.iter().zip(&ways).map(|(edge, points)| (*edge, points.as_slice())));
    for (route, points) in drawing.edges.iter_mut().zip(ways) {
        *route = Route { points, label: None };
    }
    for index in failed {
        let edge = graph.edges[index];
        let points = search::find_somehow(&mut field, edge, drawing.nodes[edge.source], drawing.nodes[edge.target]);
        field.add(edge, &points);
        drawing.edges[index].points = points;
    }
}

/// The route of an edge, shifted with its ends where both have moved alike.
fn shifted(graph: &Graph, before: &Drawing, drawing: &Drawing, index: usize) -> Option<Vec<Point>> {
    let by = |node: usize| {
        let (from, to) = (before.nodes[node], drawing.nodes[node]);
        (to.x - from.x, to.y - from.y)
    };
    let edge = graph.edges[index];
    let (x, y) = by(edge.source);
    let points = before.edges[index].points.iter().map(|point| Point { x: point.x + x, y: point.y + y });
    ((x, y) == by(edge.target)).then(|| points.collect())
}
