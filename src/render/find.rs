//! What stands where in a scene: by name, by cell, by direction.

use crate::design::{FlowId, NodeId};
use crate::layout::{Point, Rect};

use super::detail::Detail;
use super::navigate::{Direction, Neighbours};
use super::scene::{Scene, Subject};
use super::view::{Focus, Hit};

impl Scene {
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
        self.by_flow.get(&id).and_then(|link| self.extents.get(*link)).copied().filter(|rect| rect.width > 0)
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

    /// The box that stands for something: a node, or a folded service.
    pub(super) fn item_of(&self, focus: &Focus) -> Option<usize> {
        match focus {
            Focus::Node(id) => self.by_node.get(id).copied(),
            Focus::Service(name) => self.by_service.get(name).copied(),
            Focus::Flow(_) => None,
        }
    }

    /// What a box stands for.
    pub(super) fn focus_of(&self, item: usize) -> Option<Focus> {
        self.items.get(item).map(|item| match &item.subject {
            Subject::Node(id) => Focus::Node(id.clone()),
            Subject::Service(name) => Focus::Service(name.clone()),
        })
    }

    /// The flows of a box as they leave it, clockwise from the top; those that leave at one cell in the order of what
    /// they lead to.
    pub fn flows_around(&self, focus: &Focus) -> Vec<FlowId> {
        let Some((item, rect)) = self.item_of(focus).and_then(|item| Some((item, self.drawing.nodes.get(item)?)))
        else {
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
        self.is_service_folded(&id.service)
    }

    /// Whether a service is shown as one box.
    pub fn is_service_folded(&self, name: &str) -> bool {
        self.by_service.contains_key(name)
    }

    /// The nodes of which the rectangle holds some cell, those of folded services aside.
    pub fn nodes_within(&self, rect: Rect) -> impl Iterator<Item = &NodeId> {
        self.items.iter().zip(&self.drawing.nodes).filter(move |(_, place)| rect.overlaps(**place)).filter_map(
            |(item, _)| match &item.subject {
                Subject::Node(id) => Some(id),
                Subject::Service(_) => None,
            },
        )
    }

    /// What stands nearest to a cell.
    pub fn nearest(&self, point: Point) -> Option<Focus> {
        let far = |rect: &Rect| {
            let centre = rect.centre();
            (i64::from(centre.x) - i64::from(point.x)).abs() + 2 * (i64::from(centre.y) - i64::from(point.y)).abs()
        };
        let nearest = self.drawing.nodes.iter().enumerate().min_by_key(|(item, rect)| (far(rect), *item));
        nearest.and_then(|(item, _)| self.focus_of(item))
    }
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

pub(super) fn on_segment(from: Point, to: Point, point: Point) -> bool {
    point.x >= from.x.min(to.x)
        && point.x <= from.x.max(to.x)
        && point.y >= from.y.min(to.y)
        && point.y <= from.y.max(to.y)
}

fn on_border(rect: Rect, point: Point) -> bool {
    point.x == rect.x || point.x == rect.right() - 1 || point.y == rect.y || point.y == rect.bottom() - 1
}
