//! The lines of a scene: gathered cell by cell, so that what belongs together joins and what does not crosses.

use std::cell::Cell;

use crate::catalog::Class;
use crate::layout::{Edge, Point, Rect, Route};

use super::canvas::Canvas;
use super::cells::{fit, look};
use super::lines::{Arms, DOWN, JOINT, LEFT, Pattern, RIGHT, Tip, UP, head, line};
use super::scene::{Scene, Subject};
use super::surface::Ink;
use super::view::{Charset, Focus, Labels, View};

/// How a link is drawn.
#[derive(Clone, Copy)]
struct Stroke {
    ink: Ink,
    weight: u8,
    pattern: Pattern,
}

/// What runs through a cell.
#[derive(Clone, Copy, Default)]
struct Strand {
    arms: Arms,
    ink: Ink,
    pattern: Option<Pattern>,
    /// The last line that runs across, and the last that runs down: their positions, from 1.
    ends: [u32; 2],
    /// The arms of a frame's border that lies there.
    frame: Arms,
}

/// The cells that can be seen.
struct Grid {
    window: Rect,
    strands: Vec<Strand>,
}

thread_local! {
    /// The room of the last grid, for the next: to give so much back with every frame, and to ask for it again, takes
    /// the system a tenth of a frame's time.
    static ROOM: Cell<Vec<Strand>> = const { Cell::new(Vec::new()) };
}

impl Drop for Grid {
    fn drop(&mut self) {
        // Where the thread ends, nobody needs it any more.
        let _ = ROOM.try_with(|room| room.set(std::mem::take(&mut self.strands)));
    }
}

impl Grid {
    fn new(window: Rect) -> Self {
        let cells = window.width.max(0) as usize * window.height.max(0) as usize;
        let mut strands = ROOM.take();
        strands.clear();
        strands.resize(cells, Strand::default());
        Self { window, strands }
    }

    fn get(&mut self, point: Point) -> Option<&mut Strand> {
        if !self.window.contains(point) {
            return None;
        }
        let (x, y) = ((point.x - self.window.x) as usize, (point.y - self.window.y) as usize);
        self.strands.get_mut(y * self.window.width as usize + x)
    }

    fn arm(&mut self, point: Point, arm: usize, stroke: Stroke, link: usize) {
        let Some(strand) = self.get(point) else { return };
        if let Some(arm) = strand.arms.get_mut(arm) {
            *arm = (*arm).max(stroke.weight);
        }
        strand.ink = stroke.ink;
        strand.pattern = match strand.pattern {
            Some(other) if other != stroke.pattern => Some(Pattern::Solid),
            _ => Some(stroke.pattern),
        };
        if let Some(end) = strand.ends.get_mut(usize::from(arm == UP || arm == DOWN)) {
            *end = link as u32 + 1;
        }
    }

    /// Adds the arms of a route.
    fn trace(&mut self, route: &Route, ends: [Rect; 2], stroke: Stroke, link: usize) {
        // The ends reach towards the boxes.
        if let ([first, ..], [.., last]) = (route.points.as_slice(), route.points.as_slice()) {
            for (end, rect) in [(*first, ends[0]), (*last, ends[1])] {
                self.arm(end, towards(end, rect), stroke, link);
            }
        }
        let window = self.window;
        for pair in route.points.windows(2) {
            let [from, to] = pair else { continue };
            if from.y == to.y {
                if from.y < window.y || from.y >= window.bottom() {
                    continue;
                }
                let (left, right) = (from.x.min(to.x), from.x.max(to.x));
                for x in left.max(window.x - 1)..right.min(window.right() + 1) {
                    self.arm(Point { x, y: from.y }, RIGHT, stroke, link);
                    self.arm(Point { x: x + 1, y: from.y }, LEFT, stroke, link);
                }
            } else {
                if from.x < window.x || from.x >= window.right() {
                    continue;
                }
                let (top, bottom) = (from.y.min(to.y), from.y.max(to.y));
                for y in top.max(window.y - 1)..bottom.min(window.bottom() + 1) {
                    self.arm(Point { x: from.x, y }, DOWN, stroke, link);
                    self.arm(Point { x: from.x, y: y + 1 }, UP, stroke, link);
                }
            }
        }
    }

    /// Notes the border of a frame, its corners and its title aside, so that lines cross it instead of breaking it.
    fn frame(&mut self, rect: Rect, weight: u8) {
        let window = self.window;
        for y in (rect.y + 1).max(window.y)..(rect.bottom() - 1).min(window.bottom()) {
            for x in [rect.x, rect.right() - 1] {
                if let Some(strand) = self.get(Point { x, y }) {
                    strand.frame = [weight, 0, weight, 0];
                }
            }
        }
        for x in (rect.x + 1).max(window.x)..(rect.right() - 1).min(window.right()) {
            for y in [rect.y, rect.bottom() - 1] {
                if let Some(strand) = self.get(Point { x, y }) {
                    strand.frame = [0, weight, 0, weight];
                }
            }
        }
    }
}

impl Scene {
    /// Draws the lines that can be seen, their heads and their labels.
    pub(super) fn draw_links(&self, canvas: &mut Canvas) {
        let window = canvas.window();
        let mut shown: Vec<(usize, Stroke)> = Vec::new();
        for (index, extent) in self.extents.iter().enumerate() {
            if extent.width > 0 && window.overlaps(*extent) {
                shown.push((index, self.stroke(index, canvas.view)));
            }
        }
        // Heavy lines last, lines that step back first, so that the ink of a shared cell is the one that matters.
        shown.sort_by_key(|(index, stroke)| (stroke.weight, stroke.ink != Ink::Dim, *index));
        let mut grid = Grid::new(window);
        for (frame, rect) in self.frames.iter().zip(&self.drawing.groups).filter(|(_, rect)| window.overlaps(**rect)) {
            let focused = matches!(&canvas.view.focus, Some(Focus::Service(name)) if *name == frame.name);
            grid.frame(*rect, if focused { 2 } else { 1 });
        }
        for (index, stroke) in &shown {
            let (Some(route), Some(edge)) = (self.drawing.edges.get(*index), self.graph.edges.get(*index)) else {
                continue;
            };
            grid.trace(route, self.ends(edge), *stroke, *index);
        }
        self.draw_grid(canvas, &grid);
        for (index, stroke) in &shown {
            let (Some(route), Some(edge)) = (self.drawing.edges.get(*index), self.graph.edges.get(*index)) else {
                continue;
            };
            if let Some(tip) = route.points.last() {
                let end = self.links.get(*index).map_or(Tip::Filled, |link| style(link.class).1);
                let symbol = head(towards(*tip, self.ends(edge)[1]), end, canvas.view.charset);
                canvas.put(tip.x, tip.y, symbol, stroke.ink);
            }
        }
        for (index, stroke) in shown {
            self.draw_label(canvas, index, stroke);
        }
    }

    fn draw_grid(&self, canvas: &mut Canvas, grid: &Grid) {
        let width = grid.window.width.max(1) as usize;
        for (cell, strand) in grid.strands.iter().enumerate() {
            let Some(pattern) = strand.pattern else { continue };
            let mut arms = strand.arms;
            let passes = matches!(arms.map(|arm| arm > 0), [false, true, false, true] | [true, false, true, false]);
            if passes {
                for (arm, frame) in arms.iter_mut().zip(strand.frame) {
                    *arm = (*arm).max(frame);
                }
            }
            let joint = !passes && arms.iter().all(|arm| *arm > 0) && self.same_net(strand.ends);
            let symbol = match canvas.view.charset {
                Charset::Unicode if joint => JOINT,
                charset => line(arms, pattern, charset),
            };
            let (x, y) = ((cell % width) as i32, (cell / width) as i32);
            canvas.put(grid.window.x + x, grid.window.y + y, symbol, strand.ink);
        }
    }

    /// Whether two lines, by their positions from 1, start or end at one box.
    fn same_net(&self, ends: [u32; 2]) -> bool {
        let edge = |end: u32| end.checked_sub(1).and_then(|index| self.graph.edges.get(index as usize));
        match (edge(ends[0]), edge(ends[1])) {
            (Some(one), Some(other)) => one.source == other.source || one.target == other.target,
            _ => false,
        }
    }

    fn ends(&self, edge: &Edge) -> [Rect; 2] {
        [edge.source, edge.target].map(|end| self.drawing.nodes.get(end).copied().unwrap_or_default())
    }

    fn draw_label(&self, canvas: &mut Canvas, index: usize, stroke: Stroke) {
        let (Some(link), Some(route)) = (self.links.get(index), self.drawing.edges.get(index)) else { return };
        let wanted = match canvas.view.labels {
            Labels::All => true,
            Labels::Focused => stroke.weight > 1,
            Labels::None => false,
        };
        if let Some(label) = route.label.filter(|_| wanted) {
            let role = if stroke.weight > 1 || stroke.ink == Ink::Dim { stroke.ink } else { Ink::Label };
            canvas.text(label.x, label.y, &fit(&link.label, label.width.max(0) as usize), look(role));
        }
    }

    fn stroke(&self, index: usize, view: &View) -> Stroke {
        let (Some(link), Some(edge)) = (self.links.get(index), self.graph.edges.get(index)) else {
            return Stroke { ink: Ink::Dim, weight: 1, pattern: Pattern::Solid };
        };
        let mut ends = [edge.source, edge.target].into_iter().filter_map(|end| self.items.get(end));
        let focused = match &view.focus {
            None => false,
            Some(Focus::Flow(id)) => link.flows.contains(id),
            Some(Focus::Node(id)) => ends.any(|item| matches!(&item.subject, Subject::Node(node) if node == id)),
            Some(Focus::Service(name)) => {
                ends.any(|item| matches!(&item.subject, Subject::Service(service) if service == name))
            }
        };
        let dimmed = !view.targets.is_empty()
            || view.lit.as_ref().is_some_and(|lit| !link.flows.iter().any(|flow| lit.flows.contains(flow)));
        let color = match link.class {
            _ if dimmed => Ink::Dim,
            _ if focused => Ink::Focus,
            class => Ink::Flow(class, link.hue),
        };
        Stroke { ink: color, weight: if focused && !dimmed { 2 } else { 1 }, pattern: style(link.class).0 }
    }
}

/// How a line shows what it means: how it is broken, and how it ends. No two look alike, without any colour.
pub(super) const fn style(class: Class) -> (Pattern, Tip) {
    match class {
        Class::Synchronous => (Pattern::Solid, Tip::Filled),
        Class::Data => (Pattern::Solid, Tip::Lozenge),
        Class::Asynchronous => (Pattern::Dashed, Tip::Open),
        Class::Grant => (Pattern::Dotted, Tip::Filled),
    }
}

/// The direction from a cell beside a box into it.
fn towards(end: Point, rect: Rect) -> usize {
    if end.x < rect.x {
        RIGHT
    } else if end.x >= rect.right() {
        LEFT
    } else if end.y < rect.y {
        DOWN
    } else {
        UP
    }
}
