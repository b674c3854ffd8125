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

/// Keeps the routes that still fit, shifted where both ends have moved alike, and finds new ones for the rest.
fn reroute(graph: &Graph, before: &Drawing, drawing: &mut Drawing, direction: Direction) {
    let mut field = Field::new(graph, drawing, direction, false);
    let mut lost = Vec::new();
    for (index, edge) in graph.edges.iter().enumerate() {
        if drawing.edges[index].points.is_empty() {
            continue;
        }
        let by = |node: usize| {
            let (from, to) = (before.nodes[node], drawing.nodes[node]);
            (to.x - from.x, to.y - from.y)
        };
        let (source, target) = (by(edge.source), by(edge.target));
        let points: Vec<Point> = before.edges[index]
            .points
            .iter()
            .map(|point| Point { x: point.x + source.0, y: point.y + source.1 })
            .collect();
        if source == target && field.fits(*edge, &points) {
            field.add(*edge, &points);
            drawing.edges[index] = Route { points, label: None };
        } else {
            lost.push(index);
        }
    }
    lost.sort_by_key(|index| {
        let edge = graph.edges[*index];
        let (from, to) = (drawing.nodes[edge.source].centre(), drawing.nodes[edge.target].centre());
        (from.x.abs_diff(to.x) + 2 * from.y.abs_diff(to.y), *index)
    });
    for index in lost {
        let edge = graph.edges[index];
        let points = search::find(&mut field, edge, drawing.nodes[edge.source], drawing.nodes[edge.target]);
        field.add(edge, &points);
        drawing.edges[index] = Route { points, label: None };
    }
}
