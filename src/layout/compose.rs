//! The two levels put together: groups alone, then groups and free nodes as boxes; and the routes through both.

#![expect(clippy::indexing_slicing, reason = "indices are positions in lists made here, of the same length")]

use std::collections::BTreeMap;

use super::arrange::{Arrangement, Way, arrange, straightened};
use super::graph::{Drawing, Graph, Options, Point, Rect, Route};
use super::nets::Nets;
use super::pack::{height_for, pack};
use super::problem::{Item, Net, Problem, Space, Terminal};

/// Free columns and rows between parts that nothing joins.
const BETWEEN_PARTS: (i32, i32) = (4, 1);

/// How wide a group, and the whole, may be before columns are put under each other.
const WIDE: (i32, i32) = (130, 160);

/// A level and the nets of the graph that it has.
#[derive(Default)]
struct Level {
    problem: Problem,
    /// The level's net for a net of the graph.
    nets: BTreeMap<usize, usize>,
    /// The place of the terminal of a net at an item, by side.
    terminals: BTreeMap<(usize, usize, bool), usize>,
    arrangement: Arrangement,
}

impl Level {
    /// The level's net for a net of the graph.
    fn net(&mut self, net: usize) -> usize {
        let nets = &mut self.problem.nets;
        *self.nets.entry(net).or_insert_with(|| {
            nets.push(Net::default());
            nets.len() - 1
        })
    }

    /// Adds an end of a net, once.
    fn add(&mut self, net: usize, leaving: bool, terminal: Terminal) {
        let Net { sources, targets, .. } = &mut self.problem.nets[net];
        let terminals = if leaving { sources } else { targets };
        let place = *self.terminals.entry((net, terminal.item, leaving)).or_insert_with(|| {
            terminals.push(terminal);
            terminals.len() - 1
        });
        terminals[place].room = terminals[place].room.max(terminal.room);
    }
}

/// Where on an edge's way its label should have room.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Spot {
    OuterSource,
    OuterTarget,
    Source,
    Target,
    Nowhere,
}

/// A box of the outer level.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outer {
    Group(usize),
    Node(usize),
}

struct Composer<'a> {
    graph: &'a Graph,
    options: Options,
    nets: Nets,
    /// The group of each node.
    group: Vec<Option<usize>>,
    /// The place of each node among its group's, or of a free node nothing.
    member: Vec<usize>,
    spots: Vec<Spot>,
    levels: Vec<Level>,
    outer: Vec<Outer>,
    /// The box of the outer level of each node.
    outer_of: Vec<usize>,
}

/// Lays out a graph without regard to pins.
pub(super) fn compose(graph: &Graph, options: Options) -> Drawing {
    let mut composer = Composer::new(graph, options);
    composer.find_spots();
    composer.lay_out_groups();
    composer.lay_out_outer()
}

impl<'a> Composer<'a> {
    fn new(graph: &'a Graph, options: Options) -> Self {
        let groups = graph.groups.len();
        let group: Vec<Option<usize>> =
            graph.nodes.iter().map(|node| node.group.filter(|group| *group < groups)).collect();
        let mut sizes = vec![0; groups];
        let member = group
            .iter()
            .map(|group| {
                group.map_or(0, |group| {
                    sizes[group] += 1;
                    sizes[group] - 1
                })
            })
            .collect();
        let mut outer = Vec::new();
        let mut of_group = vec![usize::MAX; groups];
        let outer_of = group
            .iter()
            .enumerate()
            .map(|(node, group)| match group {
                Some(group) if of_group[*group] != usize::MAX => of_group[*group],
                Some(group) => {
                    outer.push(Outer::Group(*group));
                    of_group[*group] = outer.len() - 1;
                    outer.len() - 1
                }
                None => {
                    outer.push(Outer::Node(node));
                    outer.len() - 1
                }
            })
            .collect();
        let nets = Nets::new(graph);
        let spots = vec![Spot::Nowhere; graph.edges.len()];
        Self { graph, options, nets, group, member, spots, levels: Vec::new(), outer, outer_of }
    }

    /// Whether an edge stays inside a group.
    fn inner(&self, edge: usize) -> Option<usize> {
        self.nets.of_edge[edge]?;
        let edge = self.graph.edges[edge];
        self.group[edge.source].filter(|group| self.group[edge.target] == Some(*group))
    }

    /// Where each labelled edge runs alone.
    fn find_spots(&mut self) {
        let mut passing: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        let graph = self.graph;
        let across = |composer: &Self, index: usize| {
            let (edge, net) = (graph.edges[index], composer.nets.of_edge[index]?);
            let own = if composer.nets.from_source[net] { edge.target } else { edge.source };
            composer.inner(index).is_none().then_some((net, composer.outer_of[own]))
        };
        for index in 0..graph.edges.len() {
            if let Some(key) = across(self, index) {
                *passing.entry(key).or_default() += 1;
            }
        }
        for index in 0..graph.edges.len() {
            let edge = graph.edges[index];
            let Some(net) = self.nets.of_edge[index].filter(|_| edge.label > 0) else { continue };
            let from_source = self.nets.from_source[net];
            let alone = if from_source { self.nets.into[edge.target] == 1 } else { self.nets.out[edge.source] == 1 };
            let passes_alone = across(self, index).is_some_and(|key| passing.get(&key) == Some(&1));
            self.spots[index] = match (passes_alone, alone, from_source) {
                (true, _, true) => Spot::OuterTarget,
                (true, _, false) => Spot::OuterSource,
                (false, true, true) => Spot::Target,
                (false, true, false) => Spot::Source,
                (false, false, _) => Spot::Nowhere,
            };
        }
    }

    fn room(&self, edge: usize, spots: &[Spot]) -> i32 {
        if spots.contains(&self.spots[edge]) { i32::from(self.graph.edges[edge].label) + 3 } else { 0 }
    }

    fn terminal(&self, edge: usize, node: usize, spots: &[Spot]) -> Terminal {
        Terminal { item: self.member[node], row: self.port(node), room: self.room(edge, spots) }
    }

    /// The row of a node at which edges leave and enter it.
    fn port(&self, node: usize) -> i32 {
        i32::from(self.graph.nodes[node].height) / 2
    }

    fn space(&self, items: &[Item], margin: i32, lane_gap: i32, wide: i32) -> Space {
        let (column_gap, row_gap) = (i32::from(self.options.column_gap), i32::from(self.options.row_gap));
        let area = |item: &Item| i64::from(item.width + column_gap + 2) * i64::from(item.height + row_gap);
        let tallest = items.iter().map(|item| item.height).max().unwrap_or(0);
        let limit = height_for(items.iter().map(area).sum()).max(tallest);
        Space { column_gap, row_gap, lane_gap, margin, limit, wide }
    }

    fn lay_out_groups(&mut self) {
        let mut levels: Vec<Level> = self.graph.groups.iter().map(|_| Level::default()).collect();
        for (node, group) in self.graph.nodes.iter().zip(&self.group) {
            if let Some(group) = group {
                let item =
                    Item { width: i32::from(node.width.max(1)), height: i32::from(node.height.max(1)), single: false };
                levels[*group].problem.items.push(item);
            }
        }
        for (index, edge) in self.graph.edges.iter().enumerate() {
            let Some(net) = self.nets.of_edge[index] else { continue };
            let inner = self.inner(index).is_some();
            if let Some(group) = self.group[edge.source] {
                let terminal = self.terminal(index, edge.source, &[Spot::Source]);
                let level = &mut levels[group];
                let net = level.net(net);
                level.add(net, true, terminal);
                level.problem.nets[net].leaves |= !inner;
            }
            if let Some(group) = self.group[edge.target] {
                let terminal = self.terminal(index, edge.target, &[Spot::Target]);
                let level = &mut levels[group];
                let net = level.net(net);
                level.add(net, false, terminal);
                level.problem.nets[net].enters |= !inner;
            }
        }
        for (level, title) in levels.iter_mut().zip(&self.graph.groups) {
            if level.problem.items.is_empty() {
                continue;
            }
            level.problem.space = self.space(&level.problem.items, 2, 0, WIDE.0);
            level.arrangement = arrange(&level.problem);
            level.arrangement.width = level.arrangement.width.max(i32::from(*title) + 1);
        }
        self.levels = levels;
    }

    /// The size of a box of the outer level.
    fn size(&self, outer: Outer) -> Item {
        match outer {
            Outer::Group(group) => {
                let arrangement = &self.levels[group].arrangement;
                Item { width: arrangement.width + 2, height: arrangement.height + 2, single: false }
            }
            Outer::Node(node) => {
                let node = self.graph.nodes[node];
                Item { width: i32::from(node.width.max(1)), height: i32::from(node.height.max(1)), single: true }
            }
        }
    }

    /// The row of a box of the outer level at which a net leaves or enters it.
    fn outer_row(&self, outer: Outer, net: usize, leaving: bool) -> i32 {
        match outer {
            Outer::Node(node) => self.port(node),
            Outer::Group(group) => {
                let level = &self.levels[group];
                let Some(net) = level.nets.get(&net) else { return 1 };
                1 + if leaving { level.arrangement.leave_row(*net) } else { level.arrangement.enter_row(*net) }
            }
        }
    }

    fn lay_out_outer(&self) -> Drawing {
        let (part, count) = self.parts();
        let mut place = vec![0; self.outer.len()];
        let mut parts: Vec<Level> = (0..count).map(|_| Level::default()).collect();
        for (index, outer) in self.outer.iter().enumerate() {
            let items = &mut parts[part[index]].problem.items;
            place[index] = items.len();
            items.push(self.size(*outer));
        }
        for (index, edge) in self.graph.edges.iter().enumerate() {
            let (Some(net), None) = (self.nets.of_edge[index], self.inner(index)) else { continue };
            let (source, target) = (self.outer_of[edge.source], self.outer_of[edge.target]);
            let level = &mut parts[part[source]];
            let local = level.net(net);
            let near = [Spot::OuterSource, Spot::Source];
            let spots = if self.group[edge.source].is_some() { &near[..1] } else { &near[..] };
            let row = self.outer_row(self.outer[source], net, true);
            level.add(local, true, Terminal { item: place[source], row, room: self.room(index, spots) });
            let near = [Spot::OuterTarget, Spot::Target];
            let spots = if self.group[edge.target].is_some() { &near[..1] } else { &near[..] };
            let row = self.outer_row(self.outer[target], net, false);
            level.add(local, false, Terminal { item: place[target], row, room: self.room(index, spots) });
        }
        for level in &mut parts {
            level.problem.space = self.space(&level.problem.items, 0, i32::from(self.options.row_gap).min(1), WIDE.1);
            level.arrangement = arrange(&level.problem);
        }
        let sizes: Vec<(i32, i32)> =
            parts.iter().map(|level| (level.arrangement.width, level.arrangement.height)).collect();
        let corners = pack(&sizes, BETWEEN_PARTS.0, BETWEEN_PARTS.1);
        let boxes: Vec<Rect> = (0..self.outer.len())
            .map(|index| {
                let corner = corners[part[index]];
                let rect = parts[part[index]].arrangement.items[place[index]];
                Rect { x: rect.x + corner.x, y: rect.y + corner.y, ..rect }
            })
            .collect();
        let mut drawing = self.place_boxes(&boxes);
        drawing.edges = (0..self.graph.edges.len())
            .map(|edge| {
                let part_of = self.nets.of_edge[edge].map_or(0, |_| part[self.outer_of[self.graph.edges[edge].source]]);
                self.route(edge, &boxes, parts.get(part_of), corners.get(part_of).copied(), &place)
            })
            .collect();
        drawing.bounds = bounds(&drawing);
        drawing
    }

    fn place_boxes(&self, boxes: &[Rect]) -> Drawing {
        let mut drawing = Drawing { groups: vec![Rect::default(); self.graph.groups.len()], ..Drawing::default() };
        for (outer, rect) in self.outer.iter().zip(boxes) {
            if let Outer::Group(group) = outer {
                drawing.groups[*group] = *rect;
            }
        }
        drawing.nodes = (0..self.graph.nodes.len())
            .map(|node| match self.group[node] {
                None => boxes[self.outer_of[node]],
                Some(group) => {
                    let (frame, rect) =
                        (drawing.groups[group], self.levels[group].arrangement.items[self.member[node]]);
                    Rect { x: frame.x + 1 + rect.x, y: frame.y + 1 + rect.y, ..rect }
                }
            })
            .collect();
        drawing
    }

    /// The parts of the outer level that nothing joins: the part of each box, and how many there are.
    fn parts(&self) -> (Vec<usize>, usize) {
        let mut leader: Vec<usize> = (0..self.outer.len()).collect();
        for (edge, net) in self.graph.edges.iter().zip(&self.nets.of_edge) {
            if net.is_some() {
                let source = find(&mut leader, self.outer_of[edge.source]);
                let target = find(&mut leader, self.outer_of[edge.target]);
                leader[source.max(target)] = source.min(target);
            }
        }
        let mut number = vec![usize::MAX; self.outer.len()];
        let mut count = 0;
        let part = (0..self.outer.len())
            .map(|index| {
                let root = find(&mut leader, index);
                if number[root] == usize::MAX {
                    number[root] = count;
                    count += 1;
                }
                number[root]
            })
            .collect();
        (part, count)
    }

    fn route(
        &self,
        index: usize,
        boxes: &[Rect],
        outer: Option<&Level>,
        corner: Option<Point>,
        place: &[usize],
    ) -> Route {
        let edge = self.graph.edges[index];
        let (Some(net), Some(outer), Some(corner)) = (self.nets.of_edge[index], outer, corner) else {
            return Route::default();
        };
        let in_group = |group: usize, from: Way, to: Way| {
            let level = &self.levels[group];
            let origin = boxes[self.outer_of[if matches!(from, Way::Enter) { edge.target } else { edge.source }]];
            let points = level.arrangement.way(level.nets[&net], from, to);
            points.into_iter().map(move |point| Point { x: point.x + origin.x + 1, y: point.y + origin.y + 1 })
        };
        let out = Way::Out(self.member[edge.source], self.port(edge.source));
        let into = Way::Into(self.member[edge.target], self.port(edge.target));
        let mut points = Vec::new();
        if let Some(group) = self.inner(index) {
            points.extend(in_group(group, out, into));
        } else {
            if let Some(group) = self.group[edge.source] {
                points.extend(in_group(group, out, Way::Leave));
            }
            let (source, target) = (self.outer_of[edge.source], self.outer_of[edge.target]);
            let from = Way::Out(place[source], self.outer_row(self.outer[source], net, true));
            let to = Way::Into(place[target], self.outer_row(self.outer[target], net, false));
            let way = outer.arrangement.way(outer.nets[&net], from, to);
            points.extend(way.into_iter().map(|point| Point { x: point.x + corner.x, y: point.y + corner.y }));
            if let Some(group) = self.group[edge.target] {
                points.extend(in_group(group, Way::Enter, into));
            }
        }
        Route { points: straightened(&points), label: None }
    }
}

/// The leader of a set, with the way there made shorter.
fn find(leader: &mut [usize], mut index: usize) -> usize {
    while leader[index] != index {
        leader[index] = leader[leader[index]];
        index = leader[index];
    }
    index
}

/// The smallest rectangle around everything drawn.
pub(super) fn bounds(drawing: &Drawing) -> Rect {
    let cell = |point: &Point| Rect { x: point.x, y: point.y, width: 1, height: 1 };
    let points = drawing.edges.iter().flat_map(|route| &route.points).map(cell);
    let groups = drawing.groups.iter().copied().filter(|rect| rect.width > 0);
    drawing.nodes.iter().copied().chain(groups).chain(points).reduce(Rect::union).unwrap_or_default()
}
