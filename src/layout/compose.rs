//! The two levels put together: groups alone, then groups and free nodes as boxes; and the routes through both.

#![expect(clippy::indexing_slicing, reason = "indices are positions in lists made here, of the same length")]

mod calm;

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use super::arrange::{Arrangement, MOST_JOINED, Plan, arrange, arrange_again, arrange_planned, plans, straightened};
use super::graph::{Direction, Drawing, Graph, Options, Point, Rect, Route};
use super::nets::Nets;
use super::pack::pack;
use super::problem::{End, Item, Problem, Shape, Side, Space, Tie};

use calm::moved;

/// Free columns and rows between parts that nothing joins, as they are on the screen.
const BETWEEN_PARTS: (i32, i32) = (4, 1);

/// How wide a group may be before columns are put under each other.
const WIDE: i32 = 130;

/// The most edges of a part for which groups heed where their edges lead, and how often they do.
const MOST_HEEDED: usize = 150;
const MOST_ROUNDS: usize = 2;

/// The most plans in which one box is shifted that are tried for a part of the outer level.
const MOST_SHIFTED: usize = 8;
/// The most boxes and edges of a part for which that is done.
const MOST_LOOSE: usize = 80;

/// The unrest for each box with which no other plan is tried.
const MOST_UNREST: i64 = 2;

/// The most plans that are tried for a part of the outer level.
const MOST_PLANS: usize = 16;

/// A group laid out, and which of its edges is which tie of it.
#[derive(Debug, Clone, Default)]
struct Level {
    ties: BTreeMap<usize, usize>,
    arrangement: Rc<Arrangement>,
}

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
    levels: BTreeMap<usize, Level>,
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
    levels: Vec<Level>,
    /// Groups that have been laid out, by what they hold.
    known: HashMap<Problem, Rc<Arrangement>>,
    /// Groups that have been laid out in columns that were given.
    again: HashMap<(Problem, Vec<usize>), Rc<Arrangement>>,
    /// Whether groups are laid out as well as is known; otherwise those that have been laid out before keep their columns.
    thorough: bool,
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
            known: HashMap::new(),
            again: HashMap::new(),
            thorough: true,
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
        if spots.contains(&self.spots[edge]) && !self.down() { i32::from(self.graph.edges[edge].label) + 3 } else { 0 }
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

    /// Lays a group out. `sides` has the borders that edges pass which do not leave at the right and enter at the left.
    /// `pulls` has where edges come from or lead to beyond it, where that is known.
    fn lay_out_group(
        &mut self,
        group: usize,
        sides: &BTreeMap<(usize, bool), Side>,
        pulls: &BTreeMap<usize, i32>,
    ) -> Level {
        let items: Vec<Item> = self.members[group].iter().map(|node| self.item(*node)).collect();
        if items.is_empty() {
            return Level::default();
        }
        let mut level = Level::default();
        // Nets are numbered as they come, so that groups that hold the same are the same.
        let (mut nets, mut nodes): (BTreeMap<usize, usize>, BTreeMap<usize, usize>) = Default::default();
        let mut ties = Vec::new();
        for &index in &self.touching[group] {
            let (edge, Some(net)) = (self.graph.edges[index], self.nets.of_edge[index]) else { continue };
            let own = |node: usize| self.group[node] == Some(group);
            let side = |entering: bool| {
                let usual = if entering { Side::Left } else { Side::Right };
                End::Border(sides.get(&(index, entering)).copied().unwrap_or(usual))
            };
            let source = if own(edge.source) { End::Item(self.member[edge.source]) } else { side(true) };
            let target = if own(edge.target) { End::Item(self.member[edge.target]) } else { side(false) };
            let count = nets.len();
            let mut number = |node: usize| {
                let count = nodes.len();
                *nodes.entry(node).or_insert(count)
            };
            level.ties.insert(index, ties.len());
            ties.push(Tie {
                net: *nets.entry(net).or_insert(count),
                by_source: self.nets.from_source[net],
                source,
                target,
                nodes: [number(edge.source), number(edge.target)],
                pull: pulls.get(&index).copied(),
                room: [self.room(index, &[Spot::Source]), self.room(index, &[Spot::Target])],
            });
        }
        let mut space = self.space(&items, 2, 0);
        if self.down() {
            space = Space { margin: 1, padding: 1, title: i32::from(self.graph.groups[group]), ..space };
        }
        let problem = Problem { items, ties, space, kept: Vec::new() };
        let base = self.bases.get(&group).or_else(|| self.levels.get(group).map(|level| &level.arrangement));
        level.arrangement = match base {
            Some(base) if !self.thorough && !base.items.is_empty() => {
                let key = (problem.clone(), base.columns().to_vec());
                let again = || Rc::new(arrange_again(&problem, base.columns()));
                Rc::clone(self.again.entry(key).or_insert_with(again))
            }
            _ => self.known_or_arranged(problem.clone()),
        };
        let kept: Vec<Option<Rect>> =
            self.members[group].iter().map(|node| self.kept_nodes.get(*node).copied().flatten()).collect();
        if kept.iter().any(Option::is_some) && moved(&kept, &level.arrangement.items) {
            level.arrangement = self.known_or_arranged(Problem { kept, ..problem });
        }
        level
    }

    fn known_or_arranged(&mut self, problem: Problem) -> Rc<Arrangement> {
        if let Some(known) = self.known.get(&problem) {
            return Rc::clone(known);
        }
        let arrangement = Rc::new(arrange(&problem));
        self.known.insert(problem, Rc::clone(&arrangement));
        arrangement
    }

    /// The size of a box of the outer level.
    fn size(&self, outer: Outer, level: impl Fn(usize) -> Rc<Arrangement>) -> Item {
        match outer {
            Outer::Group(group) => {
                let arrangement = level(group);
                let title = i32::from(self.graph.groups[group]) + 1;
                let (mut width, mut height) = (arrangement.width, arrangement.height);
                if self.down() {
                    height = height.max(title);
                } else {
                    width = width.max(title);
                }
                Item { width: width + 2, height: height + 2, node: false }
            }
            Outer::Node(node) => self.item(node),
        }
    }

    /// The edges of the outer level as its parts see them.
    fn outer_tie(&self, index: usize, place: &[usize]) -> Tie {
        let edge = self.graph.edges[index];
        let net = self.nets.of_edge[index].unwrap_or_default();
        let room = |node: usize, near: [Spot; 2]| {
            let spots = if self.group[node].is_some() { &near[..1] } else { &near[..] };
            self.room(index, spots)
        };
        Tie {
            net,
            by_source: self.nets.from_source[net],
            source: End::Item(place[self.outer_of[edge.source]]),
            target: End::Item(place[self.outer_of[edge.target]]),
            nodes: [edge.source, edge.target],
            pull: None,
            room: [
                room(edge.source, [Spot::OuterSource, Spot::Source]),
                room(edge.target, [Spot::OuterTarget, Spot::Target]),
            ],
        }
    }

    /// Lays a part of the outer level out: by each plan, the groups anew whose edges use other borders then, and the whole;
    /// the best is taken.
    fn lay_out_part(&mut self, part: &mut Part, place: &[usize]) {
        let items = self.sizes(part, &BTreeMap::new());
        let space = self.space(&items, 0, i32::from(self.options.row_gap).min(1));
        let ties = part.edges.iter().map(|edge| self.outer_tie(*edge, place)).collect();
        let mut problem = Problem { items, ties, space, kept: Vec::new() };
        problem.kept = self.kept_boxes(part, &BTreeMap::new());
        let calm = problem.kept.iter().any(Option::is_some);
        if !calm {
            problem.kept.clear();
        }
        let mut best: Option<(i64, Plan, Trial)> = None;
        let mut open = if calm { Plan::kept(&problem) } else { plans(&problem) };
        let only = open.len() == 1;
        let small = !calm && problem.items.len() + problem.ties.len() <= MOST_JOINED;
        open.reverse();
        let mut tried = 0;
        self.thorough = calm || only;
        while let Some(plan) = open.pop().filter(|_| tried < MOST_PLANS) {
            tried += 1;
            let levels = self.levels_for(part, &plan, &BTreeMap::new());
            let least =
                if calm { None } else { best.as_ref().map(|(cost, _, best)| best.arrangement.most_crossings(*cost)) };
            let Some(trial) = self.tried(part, &mut problem, &plan, levels, least.unwrap_or(i64::MAX)) else {
                continue;
            };
            let cost = if calm {
                self.unrest(part, &trial.levels, &trial.arrangement)
            } else if only {
                0
            } else {
                trial.arrangement.cost(&problem) + self.inner_cost(part, &trial.levels)
            };
            if best.as_ref().is_none_or(|(least, ..)| cost < *least) {
                if small {
                    open.extend(plan.joined(&problem).into_iter().rev());
                }
                best = Some((cost, plan, trial));
            }
            // What hardly moves anything was the plan before.
            if calm && cost <= MOST_UNREST * part.boxes.len() as i64 {
                break;
            }
        }
        let Some((mut cost, mut plan, mut trial)) = best else { return };
        if !calm && !only {
            let crossed = self.crossed(part, &problem, &trial);
            if crossed && problem.items.len() + problem.ties.len() <= MOST_LOOSE {
                self.shift(part, &mut problem, &mut plan, &mut trial, &mut cost);
            }
            if crossed {
                self.thorough = true;
                let levels = self.levels_for(part, &plan, &BTreeMap::new());
                if let Some(thorough) = self.tried(part, &mut problem, &plan, levels, i64::MAX) {
                    let thorough_cost = thorough.arrangement.cost(&problem) + self.inner_cost(part, &thorough.levels);
                    if thorough_cost < cost {
                        (cost, trial) = (thorough_cost, thorough);
                    }
                }
                self.heed(part, &mut problem, &plan, &mut trial, &mut cost);
            }
        }
        part.arrangement = trial.arrangement;
        for (group, level) in trial.levels {
            self.levels[group] = level;
        }
    }

    /// Lays the insides of the groups out once more, now that it is known where their edges lead, as long as that helps.
    fn heed(&mut self, part: &Part, problem: &mut Problem, plan: &Plan, best: &mut Trial, least: &mut i64) {
        self.thorough = false;
        for _ in 0..MOST_ROUNDS {
            if !self.crossed(part, problem, best) {
                break;
            }
            self.bases = best.levels.iter().map(|(group, level)| (*group, Rc::clone(&level.arrangement))).collect();
            let mut pulls: BTreeMap<usize, BTreeMap<usize, i32>> = BTreeMap::new();
            let mut way = Vec::new();
            for (tie, index) in part.edges.iter().enumerate() {
                let edge = self.graph.edges[*index];
                best.arrangement.way(tie, &mut way);
                let (Some(begin), Some(end)) = (way.first(), way.last()) else { continue };
                let leads = |from: &Point, on: &mut dyn Iterator<Item = &Point>| {
                    on.map(|point| point.y).find(|row| *row != from.y).unwrap_or(from.y)
                };
                if let Some(group) = self.group[edge.source] {
                    pulls.entry(group).or_default().insert(*index, leads(begin, &mut way.iter()));
                }
                if let Some(group) = self.group[edge.target] {
                    pulls.entry(group).or_default().insert(*index, leads(end, &mut way.iter().rev()));
                }
            }
            let levels = self.levels_for(part, plan, &pulls);
            let Some(trial) = self.tried(part, problem, plan, levels, i64::MAX) else { break };
            let cost = trial.arrangement.cost(problem) + self.inner_cost(part, &trial.levels);
            if cost >= *least {
                break;
            }
            (*least, *best) = (cost, trial);
        }
        self.bases.clear();
    }

    /// Whether edges cross in a part, as far as it is small enough to do something about it.
    fn crossed(&self, part: &Part, problem: &Problem, trial: &Trial) -> bool {
        part.edges.len() <= MOST_HEEDED
            && (self.inner_crossings(part, &trial.levels) || !trial.arrangement.tangled(problem).is_empty())
    }

    /// Shifts boxes at the ends of crossing edges by a column while that helps.
    fn shift(&mut self, part: &Part, problem: &mut Problem, plan: &mut Plan, best: &mut Trial, least: &mut i64) {
        let mut tries = 0;
        'better: while tries < MOST_SHIFTED {
            for next in plan.shifted(problem, &best.arrangement.tangled(problem)) {
                tries += 1;
                let levels = self.levels_for(part, &next, &BTreeMap::new());
                let most = best.arrangement.most_crossings(*least);
                let Some(mut trial) = self.tried(part, problem, &next, levels, most) else { continue };
                let mut cost = trial.arrangement.cost(problem) + self.inner_cost(part, &trial.levels);
                if cost < *least + *least / 8 {
                    self.heed(part, problem, &next, &mut trial, &mut cost);
                }
                if cost < *least {
                    (*least, *best, *plan) = (cost, trial, next);
                    continue 'better;
                }
                if tries >= MOST_SHIFTED {
                    break;
                }
            }
            return;
        }
    }

    /// A part laid out by a plan with its groups laid out so.
    fn tried(
        &self,
        part: &Part,
        problem: &mut Problem,
        plan: &Plan,
        levels: BTreeMap<usize, Level>,
        most: i64,
    ) -> Option<Trial> {
        problem.items = self.sizes(part, &levels);
        if !problem.kept.is_empty() {
            problem.kept = self.kept_boxes(part, &levels);
        }
        let frame_row = |tie: usize, entering: bool| {
            let index = part.edges[tie];
            let edge = self.graph.edges[index];
            let group = self.group[if entering { edge.target } else { edge.source }];
            group.map_or(0, |group| {
                let level = levels.get(&group).unwrap_or(&self.levels[group]);
                level.ties.get(&index).map_or(0, |tie| 1 + level.arrangement.border_row(*tie))
            })
        };
        let arrangement = arrange_planned(problem, plan, &frame_row, most)?;
        Some(Trial { arrangement, levels })
    }

    /// The sizes of a part's boxes.
    fn sizes(&self, part: &Part, levels: &BTreeMap<usize, Level>) -> Vec<Item> {
        let level = |group: usize| Rc::clone(&levels.get(&group).unwrap_or(&self.levels[group]).arrangement);
        part.boxes.iter().map(|index| self.size(self.outer[*index], level)).collect()
    }

    /// The groups of a part whose edges use other borders than usual under a plan, or are pulled somewhere.
    fn levels_for(
        &mut self,
        part: &Part,
        plan: &Plan,
        pulls: &BTreeMap<usize, BTreeMap<usize, i32>>,
    ) -> BTreeMap<usize, Level> {
        let mut unusual: BTreeMap<usize, BTreeMap<(usize, bool), Side>> = BTreeMap::new();
        for (index, [out, into]) in part.edges.iter().zip(&plan.sides) {
            let edge = self.graph.edges[*index];
            if let (Some(group), Side::Left) = (self.group[edge.source], out) {
                unusual.entry(group).or_default().insert((*index, false), Side::Left);
            }
            if let (Some(group), Side::Right) = (self.group[edge.target], into) {
                unusual.entry(group).or_default().insert((*index, true), Side::Right);
            }
        }
        for group in pulls.keys() {
            unusual.entry(*group).or_default();
        }
        let none = BTreeMap::new();
        let pull = |group: &usize| pulls.get(group).unwrap_or(&none);
        unusual.into_iter().map(|(group, sides)| (group, self.lay_out_group(group, &sides, pull(&group)))).collect()
    }

    /// Whether edges cross in one of a part's groups.
    fn inner_crossings(&self, part: &Part, levels: &BTreeMap<usize, Level>) -> bool {
        part.boxes.iter().any(|index| match self.outer[*index] {
            Outer::Group(group) => levels.get(&group).unwrap_or(&self.levels[group]).arrangement.is_crossed(),
            Outer::Node(_) => false,
        })
    }

    /// What the insides of a part's groups cost.
    fn inner_cost(&self, part: &Part, levels: &BTreeMap<usize, Level>) -> i64 {
        let groups = part.boxes.iter().filter_map(|index| match self.outer[*index] {
            Outer::Group(group) => Some(group),
            Outer::Node(_) => None,
        });
        groups.map(|group| levels.get(&group).unwrap_or(&self.levels[group]).arrangement.own_cost).sum()
    }

    fn lay_out_outer(&mut self) -> Drawing {
        let (part_of, count) = self.parts();
        let mut place = vec![0; self.outer.len()];
        let mut parts: Vec<Part> = (0..count).map(|_| Part::default()).collect();
        for index in 0..self.outer.len() {
            let boxes = &mut parts[part_of[index]].boxes;
            place[index] = boxes.len();
            boxes.push(index);
        }
        for (index, edge) in self.graph.edges.iter().enumerate() {
            if self.nets.of_edge[index].is_some() && self.inner(index).is_none() {
                parts[part_of[self.outer_of[edge.source]]].edges.push(index);
            }
        }
        for part in &mut parts {
            self.lay_out_part(part, &place);
        }
        let sizes: Vec<(i32, i32)> =
            parts.iter().map(|part| (part.arrangement.width, part.arrangement.height)).collect();
        let between = self.between_parts();
        let corners =
            self.kept_corners(&parts).unwrap_or_else(|| pack(&sizes, between.0, between.1, Shape::of(self.options)));
        let boxes: Vec<Rect> = (0..self.outer.len())
            .map(|index| {
                let corner = corners[part_of[index]];
                let rect = parts[part_of[index]].arrangement.items[place[index]];
                Rect { x: rect.x + corner.x, y: rect.y + corner.y, ..rect }
            })
            .collect();
        let mut drawing = self.place_boxes(&boxes);
        let mut middle: Vec<Vec<Point>> = vec![Vec::new(); self.graph.edges.len()];
        for (part, corner) in parts.iter().zip(&corners) {
            for (tie, edge) in part.edges.iter().enumerate() {
                let way = &mut middle[*edge];
                part.arrangement.way(tie, way);
                for point in way.iter_mut() {
                    *point = Point { x: point.x + corner.x, y: point.y + corner.y };
                }
            }
        }
        drawing.edges = middle.into_iter().enumerate().map(|(edge, middle)| self.route(edge, &boxes, middle)).collect();
        drawing.bounds = drawing.extent();
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

    /// The route of an edge, of which the run between the boxes of the outer level is known.
    fn route(&self, index: usize, boxes: &[Rect], middle: Vec<Point>) -> Route {
        let edge = self.graph.edges[index];
        if self.nets.of_edge[index].is_none() {
            return Route::default();
        }
        let inside = |node: usize| -> Vec<Point> {
            let Some(group) = self.group[node] else { return Vec::new() };
            let (level, origin) = (&self.levels[group], boxes[self.outer_of[node]]);
            let mut way = Vec::new();
            if let Some(tie) = level.ties.get(&index) {
                level.arrangement.way(*tie, &mut way);
            }
            for point in &mut way {
                *point = Point { x: point.x + origin.x + 1, y: point.y + origin.y + 1 };
            }
            way
        };
        let mut points = inside(edge.source);
        if self.inner(index).is_none() {
            points.extend(middle);
            points.extend(inside(edge.target));
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
