//! A design laid out: which box stands where, what lies under a cell, and which box is next in a direction.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use crate::catalog::{Class, catalog};
use crate::design::model::SHARED;
use crate::design::{Design, FlowId, NodeId};
use crate::layout::{Box, Direction as Flowing, Drawing, Edge, Graph, Options, Point, Previous, Rect, layout};

use super::cells::width;
use super::face::Face;
use super::mark::{joined, label};
use super::navigate::{Direction, Neighbours};
use super::view::{Focus, Hit};

/// How much of each node is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Detail {
    /// The sign and the name, the cloud's name for the kind, and two properties.
    Card,
    /// The sign and the name in a box.
    #[default]
    Box,
    /// The sign and the name alone.
    Chip,
    /// One box a service; what services share stays as it is.
    Overview,
}

impl Detail {
    /// Every level, the nearest first.
    pub const ALL: [Self; 4] = [Self::Card, Self::Box, Self::Chip, Self::Overview];

    /// The next level in, or the nearest.
    #[must_use]
    pub const fn nearer(self) -> Self {
        match self {
            Self::Card | Self::Box => Self::Card,
            Self::Chip => Self::Box,
            Self::Overview => Self::Chip,
        }
    }

    /// The next level out, or the farthest.
    #[must_use]
    pub const fn farther(self) -> Self {
        match self {
            Self::Card => Self::Box,
            Self::Box => Self::Chip,
            Self::Chip | Self::Overview => Self::Overview,
        }
    }

    /// The word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::Box => "box",
            Self::Chip => "chip",
            Self::Overview => "overview",
        }
    }
}

/// What a box stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Subject {
    Node(NodeId),
    Service(String),
}

/// A box of the scene.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub(super) subject: Subject,
    /// Its service's position in the design.
    pub(super) service: usize,
    pub(super) face: Face,
}

/// A line of the scene: one flow, or all flows between two folded services.
#[derive(Debug, Clone)]
pub(super) struct Link {
    /// The flows, at least one.
    pub(super) flows: Vec<FlowId>,
    pub(super) class: Class,
    pub(super) label: String,
}

/// A frame of the scene.
#[derive(Debug, Clone)]
pub(super) struct Frame {
    pub(super) name: String,
    /// The service's position in the design.
    pub(super) service: usize,
}

/// A design laid out at a level of detail.
#[derive(Debug, Clone)]
pub struct Scene {
    pub(super) detail: Detail,
    direction: Flowing,
    pub(super) items: Vec<Item>,
    pub(super) frames: Vec<Frame>,
    pub(super) links: Vec<Link>,
    pub(super) graph: Graph,
    pub(super) drawing: Drawing,
    by_node: BTreeMap<NodeId, usize>,
    by_service: BTreeMap<String, usize>,
    by_flow: BTreeMap<FlowId, usize>,
    neighbours: OnceLock<Neighbours>,
}

impl Scene {
    /// Lays a design out from left to right. Nodes in `pinned` stand there; `previous`, the scene before an edit, keeps
    /// what can stay in place.
    pub fn new(design: &Design, pinned: &BTreeMap<NodeId, Point>, detail: Detail, previous: Option<&Self>) -> Self {
        Self::toward(Flowing::Right, design, pinned, detail, previous)
    }

    /// Lays a design out in a direction; otherwise like [`Scene::new`]. A previous scene that runs elsewhere keeps nothing
    /// in place.
    pub fn toward(
        direction: Flowing,
        design: &Design,
        pinned: &BTreeMap<NodeId, Point>,
        detail: Detail,
        previous: Option<&Self>,
    ) -> Self {
        let mut scene = Self {
            detail,
            direction,
            items: Vec::new(),
            frames: Vec::new(),
            links: Vec::new(),
            graph: Graph::default(),
            drawing: Drawing::default(),
            by_node: BTreeMap::new(),
            by_service: BTreeMap::new(),
            by_flow: BTreeMap::new(),
            neighbours: OnceLock::new(),
        };
        scene.add_boxes(design, pinned);
        scene.add_links(design);
        let alike = |previous: &&Self| (previous.detail, previous.direction) == (detail, direction);
        let before = previous.filter(alike).filter(|previous| !previous.items.is_empty());
        let options = Options { direction, ..Options::default() };
        scene.drawing = match before {
            Some(before) if before.graph == scene.graph && before.has_same_boxes(&scene) => before.drawing.clone(),
            _ => layout(&scene.graph, &options, before.map(|before| scene.kept_from(before)).as_ref()),
        };
        scene
    }

    fn has_same_boxes(&self, other: &Self) -> bool {
        self.items.iter().map(|item| &item.subject).eq(other.items.iter().map(|item| &item.subject))
    }

    /// What of a scene from before an edit is still there.
    fn kept_from<'a>(&self, before: &'a Self) -> Previous<'a> {
        let name = |item: &Item| match &item.subject {
            Subject::Node(id) => id.to_string(),
            Subject::Service(name) => name.clone(),
        };
        let names = |scene: &Self| scene.items.iter().map(name).collect::<Vec<_>>();
        let frames = |scene: &Self| scene.frames.iter().map(|frame| frame.name.clone()).collect::<Vec<_>>();
        Previous {
            drawing: &before.drawing,
            nodes: matched(&names(before), &names(self)),
            groups: matched(&frames(before), &frames(self)),
        }
    }

    fn add_boxes(&mut self, design: &Design, pinned: &BTreeMap<NodeId, Point>) {
        for (service, (name, content)) in design.services.iter().enumerate() {
            if self.detail == Detail::Overview && name != SHARED {
                let item = self.items.len();
                self.by_service.insert(name.clone(), item);
                for node in content.nodes.keys() {
                    self.by_node.insert(NodeId::new(name.clone(), node.clone()), item);
                }
                let face = Face::of_service(design, name);
                self.add_box(Subject::Service(name.clone()), service, face, None, None);
                continue;
            }
            // What services share stands free between them; every other service has a frame.
            let group = (name != SHARED).then_some(self.graph.groups.len());
            if group.is_some() {
                self.graph.groups.push(width(name) as u16 + 2);
                self.frames.push(Frame { name: name.clone(), service });
            }
            for node in content.nodes.keys() {
                let id = NodeId::new(name.clone(), node.clone());
                let face = Face::of_node(design, &id, self.detail);
                self.by_node.insert(id.clone(), self.items.len());
                let pinned = pinned.get(&id).copied();
                self.add_box(Subject::Node(id), service, face, group, pinned);
            }
        }
    }

    fn add_box(&mut self, subject: Subject, service: usize, face: Face, group: Option<usize>, pinned: Option<Point>) {
        let (width, height) = face.size();
        self.graph.nodes.push(Box { width, height, group, pinned });
        self.items.push(Item { subject, service, face });
    }

    /// One link for each pair of boxes and class, with all the flows between them in that class.
    fn add_links(&mut self, design: &Design) {
        let mut links: BTreeMap<(usize, usize, Class), usize> = BTreeMap::new();
        let mut labels: Vec<Vec<String>> = Vec::new();
        for flow in &design.flows {
            let (Some(&source), Some(&target)) = (self.by_node.get(&flow.from), self.by_node.get(&flow.to)) else {
                continue;
            };
            let folded =
                |item: usize| self.items.get(item).is_some_and(|item| matches!(item.subject, Subject::Service(_)));
            if source == target && folded(source) {
                continue;
            }
            let class = class_of(flow);
            let index = *links.entry((source, target, class)).or_insert_with(|| {
                self.links.push(Link { flows: Vec::new(), class, label: String::new() });
                self.graph.edges.push(Edge { source, target, label: 0 });
                labels.push(Vec::new());
                labels.len() - 1
            });
            if let (Some(link), Some(labels)) = (self.links.get_mut(index), labels.get_mut(index)) {
                link.flows.push(flow.id);
                labels.push(label(flow));
            }
            self.by_flow.insert(flow.id, index);
        }
        for ((link, edge), labels) in self.links.iter_mut().zip(&mut self.graph.edges).zip(&labels) {
            if self.detail != Detail::Overview {
                link.label = joined(labels);
                edge.label = width(&link.label) as u16;
            }
        }
    }

    /// The graph that was laid out.
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// The level of detail.
    pub fn detail(&self) -> Detail {
        self.detail
    }

    /// The smallest rectangle around everything.
    pub fn bounds(&self) -> Rect {
        self.drawing.bounds
    }

    /// Where a node stands, or in the overview the service it belongs to.
    pub fn node_rect(&self, id: &NodeId) -> Option<Rect> {
        self.by_node.get(id).and_then(|item| self.drawing.nodes.get(*item)).copied()
    }

    /// Where a service stands: its frame, or in the overview its box.
    pub fn service_rect(&self, name: &str) -> Option<Rect> {
        if let Some(item) = self.by_service.get(name) {
            return self.drawing.nodes.get(*item).copied();
        }
        let frame = self.frames.iter().position(|frame| frame.name == name)?;
        self.drawing.groups.get(frame).copied().filter(|rect| rect.width > 0)
    }

    /// The cells from the upper left to the lower right end of what a flow covers.
    pub fn flow_rect(&self, id: FlowId) -> Option<Rect> {
        let route = self.by_flow.get(&id).and_then(|link| self.drawing.edges.get(*link))?;
        let cell = |point: &Point| Rect { x: point.x, y: point.y, width: 1, height: 1 };
        route.points.iter().map(cell).reduce(Rect::union)
    }

    /// Where the focused thing stands.
    pub fn focus_rect(&self, focus: &Focus) -> Option<Rect> {
        match focus {
            Focus::Node(id) => self.node_rect(id),
            Focus::Service(name) => self.service_rect(name),
            Focus::Flow(id) => self.flow_rect(*id),
        }
    }

    /// What lies under a cell: a box, a flow or its label, the border of a frame; the uppermost first.
    pub fn at(&self, point: Point) -> Option<Hit> {
        if let Some(item) = self.drawing.nodes.iter().position(|rect| rect.contains(point)) {
            return self.items.get(item).map(|item| match &item.subject {
                Subject::Node(id) => Hit::Node(id.clone()),
                Subject::Service(name) => Hit::Service(name.clone()),
            });
        }
        let on_label = |route: &crate::layout::Route| route.label.is_some_and(|label| label.contains(point));
        let link = self.drawing.edges.iter().position(on_label).or_else(|| {
            self.drawing.edges.iter().position(|route| {
                route.points.windows(2).any(|pair| match pair {
                    [from, to] => on_segment(*from, *to, point),
                    _ => false,
                }) || (route.points.len() == 1 && route.points.first() == Some(&point))
            })
        });
        if let Some(flow) = link.and_then(|link| self.links.get(link)).and_then(|link| link.flows.first()) {
            return Some(Hit::Flow(*flow));
        }
        self.drawing
            .groups
            .iter()
            .zip(&self.frames)
            .find(|(rect, _)| rect.contains(point) && on_border(**rect, point))
            .map(|(_, frame)| Hit::Service(frame.name.clone()))
    }

    /// The service whose frame holds the cell.
    pub fn service_at(&self, point: Point) -> Option<&str> {
        let frame = self.drawing.groups.iter().position(|rect| rect.contains(point))?;
        self.frames.get(frame).map(|frame| frame.name.as_str())
    }

    /// The flows that the same line shows as this one, in order, itself included.
    pub fn flows_with(&self, id: FlowId) -> &[FlowId] {
        self.by_flow.get(&id).and_then(|link| self.links.get(*link)).map_or(&[], |link| &link.flows)
    }

    /// The nearest box in that direction: a node, or in the overview a service. From every box every other can be
    /// reached.
    pub fn neighbour(&self, focus: &Focus, direction: Direction) -> Option<Focus> {
        let item = match focus {
            Focus::Node(id) => *self.by_node.get(id)?,
            Focus::Service(name) => match self.by_service.get(name) {
                Some(item) => *item,
                None => return self.first_of(name).map(Focus::Node),
            },
            Focus::Flow(id) => {
                let edge = self.by_flow.get(id).and_then(|link| self.graph.edges.get(*link))?;
                return self.focus_of(if direction.forward() { edge.target } else { edge.source });
            }
        };
        let neighbours = self.neighbours.get_or_init(|| Neighbours::of(&self.drawing.nodes));
        neighbours.get(item, direction).and_then(|item| self.focus_of(item))
    }

    /// The box that stands highest at the left: where to start.
    pub fn first(&self) -> Option<Focus> {
        let item = (0..self.items.len()).min_by_key(|item| {
            self.drawing.nodes.get(*item).map(|rect| (i64::from(rect.x) + 3 * i64::from(rect.y), *item))
        })?;
        self.focus_of(item)
    }

    fn first_of(&self, service: &str) -> Option<NodeId> {
        self.by_node
            .iter()
            .filter(|(id, _)| id.service == service)
            .filter_map(|(id, item)| Some((self.drawing.nodes.get(*item)?, id)))
            .min_by_key(|(rect, _)| (rect.x, rect.y))
            .map(|(_, id)| id.clone())
    }

    fn focus_of(&self, item: usize) -> Option<Focus> {
        self.items.get(item).map(|item| match &item.subject {
            Subject::Node(id) => Focus::Node(id.clone()),
            Subject::Service(name) => Focus::Service(name.clone()),
        })
    }

    /// The flows of a box as they leave it, clockwise from the top; those that leave at one cell in the order of what
    /// they lead to.
    pub fn flows_around(&self, focus: &Focus) -> Vec<FlowId> {
        let item = match focus {
            Focus::Node(id) => self.by_node.get(id).copied(),
            Focus::Service(name) => self.by_service.get(name).copied(),
            Focus::Flow(_) => None,
        };
        let Some((item, rect)) = item.and_then(|item| Some((item, self.drawing.nodes.get(item)?))) else {
            return Vec::new();
        };
        let mut around: Vec<((u8, i32), usize)> = Vec::new();
        for (index, (edge, route)) in self.graph.edges.iter().zip(&self.drawing.edges).enumerate() {
            if edge.source != item && edge.target != item {
                continue;
            }
            let other = if edge.source == item { edge.target } else { edge.source };
            let end = if edge.source == item { route.points.first() } else { route.points.last() };
            let far = self.drawing.nodes.get(other).map(|rect| rect.centre()).unwrap_or_default();
            around.push((end.map_or((4, 0), |end| clockwise(*rect, *end, far)), index));
        }
        around.sort_unstable();
        around.iter().filter_map(|(_, link)| self.links.get(*link)).flat_map(|link| link.flows.clone()).collect()
    }

    /// Whether a node is shown as part of its service's box.
    pub fn is_folded(&self, id: &NodeId) -> bool {
        self.by_service.contains_key(&id.service)
    }
}

/// For each name after an edit its position before. Where one name went and one came, it is the same thing renamed.
fn matched(before: &[String], after: &[String]) -> Vec<Option<usize>> {
    let positions: BTreeMap<&str, usize> =
        before.iter().enumerate().map(|(position, name)| (name.as_str(), position)).collect();
    let mut matched: Vec<Option<usize>> = after.iter().map(|name| positions.get(name.as_str()).copied()).collect();
    let known: BTreeSet<usize> = matched.iter().flatten().copied().collect();
    let mut gone = (0..before.len()).filter(|position| !known.contains(position));
    if let (Some(gone), None) = (gone.next(), gone.next()) {
        let mut new = matched.iter_mut().filter(|position| position.is_none());
        if let (Some(new), None) = (new.next(), new.next()) {
            *new = Some(gone);
        }
    }
    matched
}

/// Where an end stands around a box: the side clockwise from the top, and how far along it.
fn clockwise(rect: Rect, end: Point, far: Point) -> (u8, i32) {
    if end.y < rect.y {
        (0, far.x)
    } else if end.x >= rect.right() {
        (1, far.y)
    } else if end.y >= rect.bottom() {
        (2, -far.x)
    } else {
        (3, -far.y)
    }
}

/// The class of a flow; an invocation that does not wait is asynchronous.
fn class_of(flow: &crate::design::Flow) -> Class {
    let class = catalog().flow(&flow.kind).map_or(Class::Synchronous, |kind| kind.class);
    let detached = flow.effective(&["mode"]).is_some_and(|mode| mode.as_str() == Some("async"));
    if detached { Class::Asynchronous } else { class }
}

pub(super) fn on_segment(from: Point, to: Point, point: Point) -> bool {
    point.x >= from.x.min(to.x)
        && point.x <= from.x.max(to.x)
        && point.y >= from.y.min(to.y)
        && point.y <= from.y.max(to.y)
}

fn on_border(rect: Rect, point: Point) -> bool {
    point.x == rect.x || point.x == rect.right() - 1 || point.y == rect.y || point.y == rect.bottom() - 1
}
