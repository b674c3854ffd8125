//! A small edit that moves nothing: what was drawn stays as it is, edges that are new find a way between, and a new node
//! stands where there is room beside what it is joined with. Where that cannot be, all is laid out anew.

#![expect(clippy::indexing_slicing, reason = "indices are positions in lists of the same length")]

use std::collections::HashMap;
use std::sync::Arc;

use super::field::Field;
use super::graph::{Direction, Drawing, Edge, Graph, Memory, Options, Point, Previous, Rect, Route};
use super::search;

/// The fewest nodes that must have been drawn; fewer are better laid out anew, which hardly moves them.
const FEWEST: usize = 8;
/// The most nodes, and the most edges, that may be new.
const MOST_NODES: usize = 2;
const MOST_EDGES: usize = 6;
/// How far from where it should stand a new node may stand: columns away, and rows to each side.
const REACH: (i32, i32) = (24, 10);
/// Columns and rows that stay free around a new node: at first, and where there is no such place.
const APART: [(i32, i32); 2] = [(2, 1), (2, 0)];

/// What a later edit must know of a graph that is drawn now.
pub(super) fn memory(graph: &Graph) -> Arc<Memory> {
    let group = |node: &super::graph::Box| node.group.filter(|group| *group < graph.groups.len());
    Arc::new(Memory {
        ends: graph.edges.iter().map(|edge| [edge.source, edge.target]).collect(),
        groups: graph.nodes.iter().map(group).collect(),
    })
}

/// The drawing of an edited graph in which all that was there stands where it stood; none where there is no room for
/// what is new.
pub(super) fn kept(graph: &Graph, options: Options, previous: &Previous) -> Option<Drawing> {
    let old = previous.drawing;
    let mut drawing = standing(graph, previous)?;
    let new: Vec<usize> = (0..graph.nodes.len()).filter(|node| previous.nodes[*node].is_none()).collect();
    let missing = kept_routes(graph, previous, &mut drawing)?;
    let known = graph.nodes.len() - new.len();
    if known < FEWEST || 4 * known < 3 * old.nodes.len() || new.len() > MOST_NODES || missing.len() > MOST_EDGES {
        return None;
    }
    for node in new {
        let mut field = field(graph, &drawing, options.direction);
        let place = Place { graph, options, drawing: &drawing, missing: &missing };
        let (rect, frame) = place.find(&mut field, node)?;
        if let Some((group, frame)) = frame {
            let others = drawing.groups.iter().enumerate().filter(|(other, _)| *other != group).map(|(_, rect)| rect);
            if others.into_iter().any(|other| other.width > 0 && frame.overlaps(*other)) {
                return None;
            }
        }
        drawing.nodes[node] = rect;
        if let Some((group, frame)) = frame {
            drawing.groups[group] = frame;
        }
        drawing.bounds = drawing.bounds.union(frame.map_or(rect, |(_, frame)| frame));
    }
    if !missing.is_empty() {
        let mut field = field(graph, &drawing, options.direction);
        for index in &missing {
            let edge = graph.edges[*index];
            let (source, target) = (drawing.nodes[edge.source], drawing.nodes[edge.target]);
            let points = search::find(&mut field, edge, source, target);
            if points.is_empty() {
                return None;
            }
            field.add(edge, &points);
            drawing.edges[*index].points = points;
        }
        let mut taken: Vec<Rect> = Vec::new();
        // Edges from one node to the same other run together: there is no place that is one's own.
        let alone = |edge: Edge| {
            graph.edges.iter().filter(|other| (other.source, other.target) == (edge.source, edge.target)).count() == 1
        };
        for index in missing.into_iter().filter(|index| alone(graph.edges[*index])) {
            let label = field.place_for_label(graph.edges[index], &drawing.edges[index].points, &taken);
            taken.extend(label);
            drawing.edges[index].label = label;
        }
    }
    drawing.bounds = drawing.extent();
    Some(drawing)
}

/// Where the nodes and groups stand that were there before; none where one of them has changed.
fn standing(graph: &Graph, previous: &Previous) -> Option<Drawing> {
    let (old, memory) = (previous.drawing, previous.drawing.memory.as_ref()?);
    let fits = previous.nodes.len() == graph.nodes.len()
        && previous.groups.len() == graph.groups.len()
        && memory.ends.len() == old.edges.len()
        && memory.groups.len() == old.nodes.len()
        && old.unpinned.is_none();
    if !fits || graph.nodes.iter().any(|node| node.pinned.is_some()) {
        return None;
    }
    // Of each group, how many of its nodes were there before, and whether it has any.
    let mut members = vec![0; graph.groups.len()];
    let mut is_used = vec![false; graph.groups.len()];
    let mut nodes = Vec::with_capacity(graph.nodes.len());
    for (node, before) in graph.nodes.iter().zip(&previous.nodes) {
        let group = node.group.filter(|group| *group < graph.groups.len());
        if let Some(group) = group {
            is_used[group] = true;
        }
        let Some(before) = *before else {
            // The first node of a group needs a frame.
            if group.is_some_and(|group| previous.groups[group].is_none_or(|before| old.groups[before].width == 0)) {
                return None;
            }
            nodes.push(Rect::default());
            continue;
        };
        let rect = *old.nodes.get(before)?;
        let same_size = (rect.width, rect.height) == (i32::from(node.width.max(1)), i32::from(node.height.max(1)));
        if !same_size || memory.groups[before] != group.and_then(|group| previous.groups[group]) {
            return None;
        }
        if let Some(group) = group {
            members[group] += 1;
        }
        nodes.push(rect);
    }
    let mut groups = Vec::with_capacity(graph.groups.len());
    for (group, before) in previous.groups.iter().enumerate() {
        let frame = before.and_then(|before| old.groups.get(before)).copied().unwrap_or_default();
        let frame = if members[group] > 0 || is_used[group] { frame } else { Rect::default() };
        let title = i32::from(graph.groups[group]) + 2;
        if members[group] > 0 && frame.width < title {
            return None;
        }
        groups.push(frame);
    }
    Some(Drawing { nodes, groups, bounds: old.bounds, ..Drawing::default() })
}

/// Gives the edges that were there before their routes; the others are returned.
fn kept_routes(graph: &Graph, previous: &Previous, drawing: &mut Drawing) -> Option<Vec<usize>> {
    let (old, memory) = (previous.drawing, previous.drawing.memory.as_ref()?);
    let mut known: HashMap<[usize; 2], Vec<usize>> = HashMap::with_capacity(memory.ends.len());
    for (index, ends) in memory.ends.iter().enumerate().rev() {
        known.entry(*ends).or_default().push(index);
    }
    let mut missing = Vec::new();
    let count = graph.nodes.len();
    for (index, edge) in graph.edges.iter().enumerate() {
        let mut route = Route::default();
        if edge.source < count && edge.target < count {
            let before = [previous.nodes[edge.source], previous.nodes[edge.target]];
            let found = match before {
                [Some(source), Some(target)] => known.get_mut(&[source, target]).and_then(Vec::pop),
                _ => None,
            };
            match found.map(|found| &old.edges[found]).filter(|route| !route.points.is_empty()) {
                None => missing.push(index),
                Some(known) => {
                    route.clone_from(known);
                    let width = i32::from(edge.label);
                    route.label = route.label.filter(|label| label.width == width);
                }
            }
        }
        drawing.edges.push(route);
    }
    Some(missing)
}

/// What stands and runs in a drawing.
fn field<'a>(graph: &'a Graph, drawing: &Drawing, direction: Direction) -> Field<'a> {
    let mut field = Field::new(graph, drawing, direction, true);
    drawing.edges.iter().filter_map(|route| route.label).for_each(|label| field.add_wall(label));
    let routes = graph.edges.iter().zip(&drawing.edges).filter(|(_, route)| !route.points.is_empty());
    field.add_all(routes.map(|(edge, route)| (*edge, route.points.as_slice())));
    field
}

/// A place for a new node.
struct Place<'a> {
    graph: &'a Graph,
    options: Options,
    drawing: &'a Drawing,
    missing: &'a [usize],
}

impl Place<'_> {
    /// Where the node stands, and the frame of its group if that has to grow.
    fn find(&self, field: &mut Field, node: usize) -> Option<(Rect, Option<(usize, Rect)>)> {
        let size = self.graph.nodes[node];
        let group = size.group.filter(|group| *group < self.graph.groups.len());
        let (width, height) = (i32::from(size.width.max(1)), i32::from(size.height.max(1)));
        let wish = self.wish(node, group, width, height);
        let frame = group.map(|group| self.drawing.groups[group]);
        let mut offsets: Vec<(i32, i32, i32)> = Vec::new();
        let (far, aside) = REACH;
        for dx in -far..=far {
            for dy in -aside..=aside {
                offsets.push((dx.abs() + 3 * dy.abs(), dx, dy));
            }
        }
        offsets.sort_unstable();
        let places = offsets.into_iter().map(|(_, dx, dy)| Rect { x: wish.x + dx, y: wish.y + dy, width, height });
        let places: Vec<Rect> = places.collect();
        APART.into_iter().find_map(|apart| {
            let Some((group, frame)) = group.zip(frame) else {
                let free = places.iter().find(|rect| field.is_free(grown(**rect, apart), None))?;
                return Some((*free, None));
            };
            // Inside the frame as it is, before it grows.
            let within = |rect: &&Rect| contains(inner(frame), grown(**rect, (apart.0, 0)));
            let found = places
                .iter()
                .filter(within)
                .find(|rect| field.is_free(common(grown(**rect, apart), inner(frame)), Some(group)));
            if let Some(rect) = found {
                return Some((*rect, None));
            }
            places.iter().filter(|rect| !within(rect)).find_map(|rect| {
                let larger = frame.union(grown(*rect, (apart.0 + 1, 1)));
                let mut strips = beyond(frame, larger, apart);
                let free = strips.all(|(strip, aside)| {
                    // Edges pass the sides of a frame only where flows run to the right.
                    let aside = aside && self.options.direction == Direction::Right;
                    let ends = [strip.y, strip.bottom() - 1].map(|y| Rect { y, height: 1, ..strip });
                    let all = if aside { &ends[..] } else { &[strip] };
                    let middle = grown(strip, (0, -1));
                    all.iter().all(|rect| field.is_free(*rect, None))
                        && field.is_free(common(grown(*rect, apart), strip), None)
                        && (!aside || field.may_grow(middle, group))
                });
                let inside = common(grown(*rect, apart), inner(frame));
                (free && field.is_free(inside, Some(group))).then_some((*rect, Some((group, larger))))
            })
        })
    }

    /// Where the upper left corner should be: beside what the node is joined with, or at the foot of its group.
    fn wish(&self, node: usize, group: Option<usize>, width: i32, height: i32) -> Point {
        let down = self.options.direction == Direction::Down;
        let drawn = |other: usize| other != node && self.drawing.nodes[other].width > 0;
        for Edge { source, target, .. } in self.missing.iter().map(|index| self.graph.edges[*index]) {
            let (anchor, after) = match (source == node && drawn(target), target == node && drawn(source)) {
                (_, true) => (self.drawing.nodes[source], true),
                (true, _) => (self.drawing.nodes[target], false),
                _ => continue,
            };
            let (centre, gap) = (anchor.centre(), if down { 3 } else { i32::from(self.options.column_gap) });
            return match (down, after) {
                (false, true) => Point { x: anchor.right() + gap, y: centre.y - height / 2 },
                (false, false) => Point { x: anchor.x - gap - width, y: centre.y - height / 2 },
                (true, true) => Point { x: centre.x - width / 2, y: anchor.bottom() + gap },
                (true, false) => Point { x: centre.x - width / 2, y: anchor.y - gap - height },
            };
        }
        let around = group.map_or(self.drawing.bounds, |group| self.drawing.groups[group]);
        let y = if group.is_some() { around.bottom() - 1 - height } else { around.bottom() + 1 };
        Point { x: around.x + 3, y }
    }
}

fn grown(rect: Rect, by: (i32, i32)) -> Rect {
    Rect { x: rect.x - by.0, y: rect.y - by.1, width: rect.width + 2 * by.0, height: rect.height + 2 * by.1 }
}

/// What is inside a frame's border.
fn inner(frame: Rect) -> Rect {
    grown(frame, (-1, -1))
}

fn contains(outer: Rect, rect: Rect) -> bool {
    outer.union(rect) == outer
}

fn common(one: Rect, other: Rect) -> Rect {
    let (x, y) = (one.x.max(other.x), one.y.max(other.y));
    let (width, height) = (one.right().min(other.right()) - x, one.bottom().min(other.bottom()) - y);
    Rect { x, y, width: width.max(0), height: height.max(0) }
}

/// The strips by which a frame grows, with the cells that stay free around it, and whether they lie beside it, where its
/// edges pass along rows. A strip above or below ends where the frame ends.
fn beyond(frame: Rect, larger: Rect, apart: (i32, i32)) -> impl Iterator<Item = (Rect, bool)> {
    let outer = grown(larger, apart);
    let strips = [
        (larger.x < frame.x, Rect { x: outer.x, width: frame.x - outer.x, ..larger }, true),
        (
            larger.right() > frame.right(),
            Rect { x: frame.right(), width: outer.right() - frame.right(), ..larger },
            true,
        ),
        (larger.y < frame.y, Rect { height: frame.y - outer.y, ..outer }, false),
        (
            larger.bottom() > frame.bottom(),
            Rect { y: frame.bottom(), height: outer.bottom() - frame.bottom(), ..outer },
            false,
        ),
    ];
    strips.into_iter().filter(|(grows, ..)| *grows).map(|(_, rect, aside)| (rect, aside))
}
