//! The two levels put together: groups alone, then groups and free nodes as boxes; and the routes through both.

#![expect(clippy::indexing_slicing, reason = "indices are positions in lists made here, of the same length")]

mod calm;
mod group;
mod known;
mod mend;
mod outer;
mod part;
mod room;

use std::collections::BTreeMap;
use std::rc::Rc;

use super::arrange::Arrangement;
use super::graph::{Direction, Drawing, Graph, Options, Rect};
use super::nets::Nets;
use super::problem::{Item, Shape, Space};
use known::Known;

/// Free columns and rows between parts that nothing joins, as they are on the screen.
const BETWEEN_PARTS: (i32, i32) = (4, 1);

/// How wide a group may be before columns are put under each other.
const WIDE: i32 = 130;

/// A part of the outer level: what nothing joins to the rest.
#[derive(Default)]
struct Part {
    /// The boxes, by their number in the outer level.
    boxes: Vec<usize>,
    /// The edges between them.
    edges: Vec<usize>,
    arrangement: Arrangement,
}

/// A part laid out, with those of its groups that were laid out for it.
struct Trial {
    arrangement: Arrangement,
    levels: BTreeMap<usize, Rc<Arrangement>>,
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
    outer: Vec<Outer>,
    /// The box of the outer level of each node.
    outer_of: Vec<usize>,
    /// The nodes of each group, and the edges that have an end in it.
    members: Vec<Vec<usize>>,
    touching: Vec<Vec<usize>>,
    /// The groups laid out.
    levels: Vec<Rc<Arrangement>>,
    known: Known,
    /// Whether groups are laid out as well as is known; otherwise those that have been laid out before keep their columns.
    thorough: bool,
    /// Whether groups are laid out as another start for the whole.
    loose: bool,
    /// The arrangements whose columns groups keep then, where these are not those of the levels.
    bases: BTreeMap<usize, Rc<Arrangement>>,
    /// Where nodes and groups stood before an edit; empty when there is no drawing to keep to.
    kept_nodes: Vec<Option<Rect>>,
    kept_groups: Vec<Option<Rect>>,
}

/// Where the nodes and the groups of a graph stood before an edit.
pub(super) type Kept = (Vec<Option<Rect>>, Vec<Option<Rect>>);

/// Lays out a graph without regard to pins.
pub(super) fn compose(graph: &Graph, options: Options, kept: Option<Kept>) -> Drawing {
    let mut composer = Composer::new(graph, options);
    if let Some((nodes, groups)) = kept
        && nodes.len() == graph.nodes.len()
        && groups.len() == graph.groups.len()
        && 2 * nodes.iter().flatten().count() > nodes.len()
    {
        (composer.kept_nodes, composer.kept_groups) = (nodes, groups);
    }
    composer.find_spots();
    let groups = graph.groups.len();
    composer.levels =
        (0..groups).map(|group| composer.lay_out_group(group, &BTreeMap::new(), &BTreeMap::new())).collect();
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
        let (mut members, mut touching) = (vec![Vec::new(); groups], vec![Vec::new(); groups]);
        for (node, group) in group.iter().enumerate() {
            if let Some(group) = group {
                members[*group].push(node);
            }
        }
        for (index, edge) in graph.edges.iter().enumerate().filter(|(index, _)| nets.of_edge[*index].is_some()) {
            let (source, target) = (group[edge.source], group[edge.target]);
            source.into_iter().chain(target.filter(|_| source != target)).for_each(|group| touching[group].push(index));
        }
        Self {
            graph,
            options,
            nets,
            group,
            member,
            spots,
            outer,
            outer_of,
            members,
            touching,
            levels: Vec::new(),
            known: Known::default(),
            thorough: true,
            loose: false,
            bases: BTreeMap::new(),
            kept_nodes: Vec::new(),
            kept_groups: Vec::new(),
        }
    }

    /// Whether an edge stays inside a group.
    fn inner(&self, edge: usize) -> Option<usize> {
        self.nets.of_edge[edge]?;
        let edge = self.graph.edges[edge];
        self.group[edge.source].filter(|group| self.group[edge.target] == Some(*group))
    }

    /// Free columns and rows between parts.
    fn between_parts(&self) -> (i32, i32) {
        let (columns, rows) = BETWEEN_PARTS;
        if self.down() { (rows, columns) } else { (columns, rows) }
    }

    fn down(&self) -> bool {
        self.options.direction == Direction::Down
    }

    fn space(&self, items: &[Item], margin: i32, lane_gap: i32) -> Space {
        let (column_gap, row_gap) = (i32::from(self.options.column_gap), i32::from(self.options.row_gap));
        let area = |item: &Item| i64::from(item.width + column_gap + 2) * i64::from(item.height + row_gap);
        let tallest = items.iter().map(|item| item.height).max().unwrap_or(0);
        let shape = Shape::of(self.options);
        let limit = shape.height_for(items.iter().map(area).sum()).max(tallest);
        let pitch = if self.down() { 1 } else { 2 };
        let wide = match (shape.matters, self.down()) {
            (false, _) => i32::MAX,
            (true, true) => WIDE * 2 / 5,
            (true, false) => WIDE,
        };
        Space { column_gap, row_gap, lane_gap, margin, limit, wide, title: 0, padding: 0, pitch, head: pitch, shape }
    }

    fn item(&self, node: usize) -> Item {
        let node = self.graph.nodes[node];
        Item { width: i32::from(node.width.max(1)), height: i32::from(node.height.max(1)), node: true }
    }
}
