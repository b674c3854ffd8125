//! Puts a scene on a surface: frames, then flows, then labels, then boxes; what is in focus last.

use std::collections::BTreeMap;

use crate::catalog::Class;
use crate::check::Severity;
use crate::layout::{Point, Rect, Route};

use super::cells::{fit, look, put};
use super::lines::{Arms, DOWN, LEFT, RIGHT, UP, head, line};
use super::scene::{Item, Scene, Subject};
use super::surface::{Cell, Ink, Surface};
use super::view::{Charset, Focus, Labels, View};

/// How a link is drawn.
#[derive(Clone, Copy)]
struct Stroke {
    ink: Ink,
    weight: u8,
    dashed: bool,
}

/// A cell that links run through.
#[derive(Clone, Copy)]
struct Crossing {
    arms: Arms,
    ink: Ink,
    dashed: bool,
}

impl Scene {
    /// Draws what the view shows of the scene; what else is on the surface stays.
    pub fn draw(&self, surface: &mut Surface, view: &View) {
        let mut canvas = Canvas { surface, view };
        for (index, frame) in self.frames.iter().enumerate() {
            if let Some(rect) = self.drawing.groups.get(index).filter(|rect| canvas.shows(**rect)) {
                let focused = matches!(&view.focus, Some(Focus::Service(name)) if *name == frame.name);
                canvas.frame(*rect, &frame.name, frame.service, focused, self.detail_dims(view));
            }
        }
        self.draw_links(&mut canvas);
        for (item, rect) in self.items.iter().zip(&self.drawing.nodes) {
            if canvas.shows(*rect) {
                Self::draw_item(&mut canvas, item, *rect);
            }
        }
    }

    fn detail_dims(&self, view: &View) -> bool {
        view.lit.is_some() || (!view.targets.is_empty() && !self.items.is_empty())
    }

    fn draw_links(&self, canvas: &mut Canvas) {
        let mut cells: BTreeMap<(i32, i32), Crossing> = BTreeMap::new();
        let mut heads: Vec<(Point, usize, Stroke)> = Vec::new();
        let mut shown: Vec<(usize, Stroke)> = Vec::new();
        for (index, route) in self.drawing.edges.iter().enumerate() {
            if route.points.is_empty() || !canvas.shows(extent(route)) {
                continue;
            }
            shown.push((index, self.stroke(index, canvas.view)));
        }
        // Heavy lines last, lines that step back first, so that the ink of a shared cell is the one that matters.
        shown.sort_by_key(|(index, stroke)| (stroke.weight, stroke.ink != Ink::Dim, *index));
        let window = canvas.window();
        for (index, stroke) in &shown {
            let Some(route) = self.drawing.edges.get(*index) else { continue };
            let Some(edge) = self.graph.edges.get(*index) else { continue };
            let ends = [edge.source, edge.target].map(|end| self.drawing.nodes.get(end).copied().unwrap_or_default());
            trace(route, ends, *stroke, window, &mut cells);
            if let Some(tip) = route.points.last() {
                heads.push((*tip, towards(*tip, ends[1]), *stroke));
            }
        }
        for ((y, x), cell) in &cells {
            let symbol = line(cell.arms, cell.dashed, canvas.view.charset);
            canvas.put(*x, *y, symbol, cell.ink);
        }
        for (point, direction, stroke) in heads {
            canvas.put(point.x, point.y, head(direction, canvas.view.charset), stroke.ink);
        }
        for (index, stroke) in shown {
            self.draw_label(canvas, index, stroke);
        }
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
            return Stroke { ink: Ink::Dim, weight: 1, dashed: false };
        };
        let ends = [edge.source, edge.target].map(|end| self.items.get(end).map(|item| &item.subject));
        let focused = match &view.focus {
            None => false,
            Some(Focus::Flow(id)) => link.flows.contains(id),
            Some(Focus::Node(id)) => ends.contains(&Some(&Subject::Node(id.clone()))),
            Some(Focus::Service(name)) => ends.contains(&Some(&Subject::Service(name.clone()))),
        };
        let dimmed = !view.targets.is_empty()
            || view.lit.as_ref().is_some_and(|lit| !link.flows.iter().any(|flow| lit.flows.contains(flow)));
        let role = match link.class {
            _ if dimmed => Ink::Dim,
            _ if focused => Ink::Focus,
            Class::Synchronous => Ink::Synchronous,
            Class::Asynchronous => Ink::Asynchronous,
            Class::Data => Ink::Data,
            Class::Grant => Ink::Grant,
        };
        Stroke { ink: role, weight: if focused && !dimmed { 2 } else { 1 }, dashed: link.class == Class::Asynchronous }
    }

    fn draw_item(canvas: &mut Canvas, item: &Item, rect: Rect) {
        let view = canvas.view;
        let (focus, selected, lit) = match &item.subject {
            Subject::Node(id) => (
                Focus::Node(id.clone()),
                view.selected.contains(id),
                view.lit.as_ref().is_none_or(|lit| lit.nodes.contains(id)),
            ),
            Subject::Service(name) => {
                let lit = view.lit.as_ref().is_none_or(|lit| lit.nodes.iter().any(|id| id.service == *name));
                (Focus::Service(name.clone()), false, lit)
            }
        };
        let focused = view.focus.as_ref() == Some(&focus);
        let letter = view.targets.get(&focus);
        let dimmed = !focused && (!lit || (!view.targets.is_empty() && letter.is_none()));
        let pick = |ink: Ink| if dimmed { Ink::Dim } else { ink };
        let border = if focused || selected { Ink::Focus } else { pick(Ink::Border(item.service)) };
        let face = &item.face;
        let inner = if face.bordered {
            canvas.outline(rect, if focused { 2 } else { 1 }, true, border);
            Rect { x: rect.x + 2, y: rect.y + 1, width: rect.width - 4, height: rect.height - 2 }
        } else {
            canvas.blank(rect);
            rect
        };
        let glyph = if view.charset == Charset::Unicode { face.glyph } else { face.ascii };
        let chip_focus = Cell { reverse: focused && !face.bordered, bold: focused, ..look(Ink::Focus) };
        let name = if focused {
            chip_focus
        } else if selected {
            Cell { reverse: true, ..look(Ink::Focus) }
        } else {
            look(pick(Ink::Name))
        };
        canvas.text(inner.x, inner.y, &format!("{glyph} "), Cell { ink: pick(Ink::Kind), ..name });
        canvas.text(inner.x + 2, inner.y, &fit(&face.name, (inner.width - 2).max(0) as usize), name);
        for (row, note) in face.notes(view.charset).iter().enumerate() {
            canvas.text(
                inner.x,
                inner.y + 1 + row as i32,
                note,
                look(if row == 0 { pick(Ink::Kind) } else { pick(Ink::Dim) }),
            );
        }
        // Without a border, the mark stands before the name, where an `i` would read as its first letter.
        let worst = worst(item, view).filter(|severity| face.bordered || *severity != Severity::Info);
        if let Some(severity) = worst {
            let (ink, symbol) = match (severity, view.charset) {
                (Severity::Error, Charset::Unicode) => (Ink::Error, '✗'),
                (Severity::Error, Charset::Ascii) => (Ink::Error, 'x'),
                (Severity::Warning, _) => (Ink::Warning, '!'),
                (Severity::Info, _) => (Ink::Dim, 'i'),
            };
            let x = if face.bordered { rect.right() - 3 } else { rect.x + 1 };
            canvas.text(x, rect.y, &symbol.to_string(), Cell { bold: true, ..look(ink) });
        }
        if let Some(letter) = letter {
            let x = if face.bordered { rect.x + 1 } else { rect.x };
            canvas.text(x, rect.y, letter, Cell { bold: true, reverse: true, ..look(Ink::Target) });
        }
    }
}

/// The worst finding of a box.
fn worst(item: &Item, view: &View) -> Option<Severity> {
    match &item.subject {
        Subject::Node(id) => view.findings.get(id).copied(),
        Subject::Service(name) => {
            view.findings.iter().filter(|(id, _)| id.service == *name).map(|(_, severity)| *severity).min()
        }
    }
}

/// A surface seen through a view: takes cells of the scene.
struct Canvas<'a> {
    surface: &'a mut Surface,
    view: &'a View,
}

impl Canvas<'_> {
    fn window(&self) -> Rect {
        self.view.window(self.surface.width(), self.surface.height())
    }

    fn shows(&self, rect: Rect) -> bool {
        self.window().overlaps(rect)
    }

    fn put(&mut self, x: i32, y: i32, symbol: char, ink: Ink) {
        self.surface.put(x - self.view.offset.x, y - self.view.offset.y, symbol, ink);
    }

    fn text(&mut self, x: i32, y: i32, text: &str, look: Cell) {
        put(self.surface, x - self.view.offset.x, y - self.view.offset.y, text, look);
    }

    fn blank(&mut self, rect: Rect) {
        let shown = clip(rect, self.window());
        for y in shown.y..shown.bottom() {
            for x in shown.x..shown.right() {
                self.put(x, y, ' ', Ink::Plain);
            }
        }
    }

    /// A box with its border, blank inside.
    fn outline(&mut self, rect: Rect, weight: u8, round: bool, ink: Ink) {
        self.blank(rect);
        self.border(rect, weight, round, ink);
    }

    fn border(&mut self, rect: Rect, weight: u8, round: bool, ink: Ink) {
        let charset = self.view.charset;
        let shown = clip(rect, self.window());
        let (right, bottom) = (rect.right() - 1, rect.bottom() - 1);
        let across = line([0, weight, 0, weight], false, charset);
        let down = line([weight, 0, weight, 0], false, charset);
        for x in shown.x..shown.right() {
            self.put(x, rect.y, across, ink);
            self.put(x, bottom, across, ink);
        }
        for y in shown.y..shown.bottom() {
            self.put(rect.x, y, down, ink);
            self.put(right, y, down, ink);
        }
        let corner = |arms: Arms, square: char| match (charset, round || weight > 1) {
            (Charset::Unicode, false) => square,
            _ => line(arms, false, charset),
        };
        self.put(rect.x, rect.y, corner([0, weight, weight, 0], '┌'), ink);
        self.put(right, rect.y, corner([0, 0, weight, weight], '┐'), ink);
        self.put(rect.x, bottom, corner([weight, weight, 0, 0], '└'), ink);
        self.put(right, bottom, corner([weight, 0, 0, weight], '┘'), ink);
    }

    fn frame(&mut self, rect: Rect, name: &str, service: usize, focused: bool, dimmed: bool) {
        let ink = match (focused, dimmed) {
            (true, _) => Ink::Focus,
            (false, true) => Ink::Dim,
            (false, false) => Ink::Service(service),
        };
        self.border(rect, if focused { 2 } else { 1 }, false, ink);
        let title = format!(" {} ", fit(name, (rect.width - 4).max(0) as usize));
        self.text(rect.x + 1, rect.y, &title, Cell { bold: true, ..look(ink) });
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

fn clip(rect: Rect, window: Rect) -> Rect {
    let (x, y) = (rect.x.max(window.x), rect.y.max(window.y));
    let width = (rect.right().min(window.right()) - x).max(0);
    Rect { x, y, width, height: (rect.bottom().min(window.bottom()) - y).max(0) }
}

fn extent(route: &Route) -> Rect {
    let cell = |point: &Point| Rect { x: point.x, y: point.y, width: 1, height: 1 };
    route.points.iter().map(cell).reduce(Rect::union).unwrap_or_default()
}

/// Adds the arms of a route to the cells in the window.
fn trace(route: &Route, ends: [Rect; 2], stroke: Stroke, window: Rect, cells: &mut BTreeMap<(i32, i32), Crossing>) {
    let mut add = |point: Point, arm: usize| {
        if !window.contains(point) {
            return;
        }
        let cell = cells.entry((point.y, point.x)).or_insert(Crossing { arms: [0; 4], ink: stroke.ink, dashed: true });
        if let Some(arm) = cell.arms.get_mut(arm) {
            *arm = (*arm).max(stroke.weight);
        }
        cell.ink = stroke.ink;
        cell.dashed &= stroke.dashed;
    };
    // The ends reach towards the boxes.
    if let ([first, ..], [.., last]) = (route.points.as_slice(), route.points.as_slice()) {
        for (end, rect) in [(*first, ends[0]), (*last, ends[1])] {
            add(end, towards(end, rect));
        }
    }
    for pair in route.points.windows(2) {
        let [from, to] = pair else { continue };
        if from.y == to.y {
            let (left, right) = (from.x.min(to.x), from.x.max(to.x));
            for x in left.max(window.x - 1)..right.min(window.right() + 1) {
                add(Point { x, y: from.y }, RIGHT);
                add(Point { x: x + 1, y: from.y }, LEFT);
            }
        } else {
            let (top, bottom) = (from.y.min(to.y), from.y.max(to.y));
            for y in top.max(window.y - 1)..bottom.min(window.bottom() + 1) {
                add(Point { x: from.x, y }, DOWN);
                add(Point { x: from.x, y: y + 1 }, UP);
            }
        }
    }
}
