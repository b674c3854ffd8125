//! A design laid out: its boxes, frames and lines as a graph, and where the layout has put them.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use crate::catalog::{Class, catalog};
use crate::design::model::SHARED;
use crate::design::{Design, FlowId, NodeId};
use crate::layout::{Box, Direction, Drawing, Edge, Graph, Options, Point, Previous, Rect, layout};

use super::arrangement::Arrangement;
use super::cells::width;
use super::detail::Detail;
use super::face::Face;
use super::mark::{joined, label};
use super::navigate::Neighbours;

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
    /// Which colour it has; none for what services share.
    pub(super) hue: Option<u16>,
    pub(super) face: Face,
}

/// A line of the scene: one flow, or all flows between two folded services.
#[derive(Debug, Clone)]
pub(super) struct Link {
    /// The flows, at least one.
    pub(super) flows: Vec<FlowId>,
    pub(super) class: Class,
    /// The colour of where it starts.
    pub(super) hue: Option<u16>,
    pub(super) label: String,
}

/// A frame of the scene.
#[derive(Debug, Clone)]
pub(super) struct Frame {
    pub(super) name: String,
    pub(super) hue: u16,
}

/// A design laid out as it was arranged.
#[derive(Debug, Clone)]
pub struct Scene {
    pub(super) detail: Detail,
    direction: Direction,
    pub(super) items: Vec<Item>,
    pub(super) frames: Vec<Frame>,
    pub(super) links: Vec<Link>,
    pub(super) graph: Graph,
    pub(super) drawing: Drawing,
    /// The cells that each line covers, its label aside.
    pub(super) extents: Vec<Rect>,
    pub(super) by_node: BTreeMap<NodeId, usize>,
    pub(super) by_service: BTreeMap<String, usize>,
    pub(super) by_flow: BTreeMap<FlowId, usize>,
    pub(super) neighbours: OnceLock<Neighbours>,
    /// Whether it keeps what stood somewhere before an edit.
    kept: bool,
}

impl Scene {
    /// Lays a design out from left to right. Nodes in `pinned` stand there; `previous`, the scene before an edit, keeps what can stay in
    /// place.
    pub fn new(design: &Design, pinned: &BTreeMap<NodeId, Point>, detail: Detail, previous: Option<&Self>) -> Self {
        let arrangement = Arrangement { detail, pins: pinned.clone(), ..Arrangement::default() };
        Self::arranged(design, &arrangement, previous)
    }

    /// A scene with nothing in it.
    pub fn empty() -> Self {
        Self {
            detail: Detail::default(),
            direction: Direction::default(),
            items: Vec::new(),
            frames: Vec::new(),
            links: Vec::new(),
            graph: Graph::default(),
            drawing: Drawing::default(),
            extents: Vec::new(),
            by_node: BTreeMap::new(),
            by_service: BTreeMap::new(),
            by_flow: BTreeMap::new(),
            neighbours: OnceLock::new(),
            kept: false,
        }
    }

    /// Lays a design out as it is arranged; `previous`, the scene before an edit, keeps what can stay in place.
    pub fn arranged(design: &Design, arrangement: &Arrangement, previous: Option<&Self>) -> Self {
        let mut scene = Self { detail: arrangement.detail, direction: arrangement.direction, ..Self::empty() };
        scene.add_boxes(design, arrangement);
        scene.add_links(design);
        let alike = |other: &&Self| other.detail == scene.detail && other.direction == scene.direction;
        let before = previous.filter(alike).filter(|other| !other.items.is_empty());
        let options = Options { direction: arrangement.direction, for_screen: true, ..Options::default() };
        scene.drawing = match before {
            Some(before) if before.graph == scene.graph && before.has_same_boxes(&scene) => {
                scene.kept = before.kept;
                before.drawing.clone()
            }
            Some(before) => {
                scene.kept = true;
                let drawing = scene.turned_in(before);
                let kept = scene.kept_from(before, &drawing);
                layout(&scene.graph, &options, Some(&kept))
            }
            None => layout(&scene.graph, &options, None),
        };
        let cell = |point: &Point| Rect { x: point.x, y: point.y, width: 1, height: 1 };
        let extent = |points: &[Point]| points.iter().map(cell).reduce(Rect::union).unwrap_or_default();
        scene.extents = scene.drawing.edges.iter().map(|route| extent(&route.points)).collect();
        scene
    }

    fn has_same_boxes(&self, other: &Self) -> bool {
        self.items.iter().map(|item| &item.subject).eq(other.items.iter().map(|item| &item.subject))
    }

    /// The drawing from before, in which services that were folded since stand as boxes where their frames stood, and
    /// those that were opened have frames where their boxes stood.
    fn turned_in<'a>(&self, before: &'a Self) -> Cow<'a, Drawing> {
        let mut drawing = Cow::Borrowed(&before.drawing);
        for name in self.frames.iter().map(|frame| &frame.name) {
            if let Some(rect) = before.by_service.get(name).and_then(|item| before.drawing.nodes.get(*item)) {
                drawing.to_mut().groups.push(*rect);
            }
        }
        for name in self.by_service.keys() {
            let frame = before.frames.iter().position(|frame| frame.name == *name);
            if let Some(rect) = frame.and_then(|frame| before.drawing.groups.get(frame)) {
                drawing.to_mut().nodes.push(*rect);
            }
        }
        drawing
    }

    /// What of a scene from before an edit is still there.
    fn kept_from<'a>(&self, before: &Self, drawing: &'a Drawing) -> Previous<'a> {
        let name = |item: &Item| match &item.subject {
            Subject::Node(id) => id.to_string(),
            Subject::Service(name) => name.clone(),
        };
        let names = |scene: &Self| scene.items.iter().map(name).collect::<Vec<_>>();
        let frames = |scene: &Self| scene.frames.iter().map(|frame| frame.name.clone()).collect::<Vec<_>>();
        let (mut nodes, mut groups) = (names(before), frames(before));
        // In the order in which `turned_in` adds them.
        groups.extend(frames(self).into_iter().filter(|name| before.by_service.contains_key(name)));
        let open = frames(before);
        nodes.extend(self.by_service.keys().filter(|name| open.contains(name)).cloned());
        Previous { drawing, nodes: matched(&nodes, &names(self)), groups: matched(&groups, &frames(self)) }
    }

    fn add_boxes(&mut self, design: &Design, arrangement: &Arrangement) {
        let mut next_hue: u16 = 0;
        for (name, content) in &design.services {
            // What services share stands free between them, without a colour; every other service has a frame.
            let hue = (name != SHARED).then_some(next_hue);
            next_hue = next_hue.wrapping_add(u16::from(hue.is_some()));
            if arrangement.folds(name) {
                let item = self.items.len();
                self.by_service.insert(name.clone(), item);
                for node in content.nodes.keys() {
                    self.by_node.insert(NodeId::new(name.clone(), node.clone()), item);
                }
                let face = Face::of_service(design, name);
                self.add_box(Subject::Service(name.clone()), hue, face, None, None);
                continue;
            }
            let group = hue.map(|hue| {
                self.graph.groups.push(width(name) as u16 + 2);
                self.frames.push(Frame { name: name.clone(), hue });
                self.frames.len() - 1
            });
            for node in content.nodes.keys() {
                let id = NodeId::new(name.clone(), node.clone());
                let face = Face::of_node(design, &id, self.detail.of_nodes());
                self.by_node.insert(id.clone(), self.items.len());
                // In the overview all stands elsewhere.
                let pins = &arrangement.pins;
                let pinned = if self.detail == Detail::Overview { None } else { pins.get(&id).copied() };
                self.add_box(Subject::Node(id), hue, face, group, pinned);
            }
        }
    }

    fn add_box(&mut self, subject: Subject, hue: Option<u16>, face: Face, group: Option<usize>, pinned: Option<Point>) {
        let (width, height) = face.size();
        self.graph.nodes.push(Box { width, height, group, pinned });
        self.items.push(Item { subject, hue, face });
    }

    /// Whether a box stands for a whole service.
    pub(super) fn is_service(&self, item: usize) -> bool {
        self.items.get(item).is_some_and(|item| matches!(item.subject, Subject::Service(_)))
    }

    /// One link for each pair of boxes and class, with all the flows between them in that class.
    fn add_links(&mut self, design: &Design) {
        let mut links: BTreeMap<(usize, usize, Class), usize> = BTreeMap::new();
        let mut labels: Vec<Vec<String>> = Vec::new();
        for flow in &design.flows {
            let (Some(&source), Some(&target)) = (self.by_node.get(&flow.from), self.by_node.get(&flow.to)) else {
                continue;
            };
            if source == target && self.is_service(source) {
                continue;
            }
            let class = class_of(flow);
            let hue = self.items.get(source).and_then(|item| item.hue);
            let index = *links.entry((source, target, class)).or_insert_with(|| {
                self.links.push(Link { flows: Vec::new(), class, hue, label: String::new() });
                self.graph.edges.push(Edge { source, target, label: 0 });
                labels.push(Vec::new());
                labels.len() - 1
            });
            if let (Some(link), Some(labels)) = (self.links.get_mut(index), labels.get_mut(index)) {
                link.flows.push(flow.id);
                labels.push(label(flow, self.detail));
            }
            self.by_flow.insert(flow.id, index);
        }
        for ((link, edge), labels) in self.links.iter_mut().zip(&mut self.graph.edges).zip(&labels) {
            link.label = joined(labels);
            edge.label = width(&link.label) as u16;
        }
    }

    /// The graph that was laid out.
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// Whether it keeps what stood somewhere before an edit, so that one that begins anew may differ.
    pub fn is_kept(&self) -> bool {
        self.kept
    }

    /// Finds out now what the first step in a direction would otherwise wait for.
    pub fn prepare(&self) {
        self.neighbours.get_or_init(|| Neighbours::of(&self.drawing.nodes));
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

/// The class of a flow; an invocation that does not wait is asynchronous.
fn class_of(flow: &crate::design::Flow) -> Class {
    let class = catalog().flow(&flow.kind).map_or(Class::Synchronous, |kind| kind.class);
    let detached = flow.effective(&["mode"]).is_some_and(|mode| mode.as_str() == Some("async"));
    if detached { Class::Asynchronous } else { class }
}
