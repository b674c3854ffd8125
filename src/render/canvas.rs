//! A surface seen through a view: it takes cells of the scene and puts those that can be seen where they belong.

use crate::layout::Rect;

use super::cells::{fit, look, put};
use super::lines::{Arms, Pattern, line};
use super::surface::{Cell, Ink, Surface};
use super::view::{Charset, View};

/// A surface seen through a view.
pub(super) struct Canvas<'a> {
    pub(super) surface: &'a mut Surface,
    pub(super) view: &'a View,
}

impl Canvas<'_> {
    /// The part of the scene that can be seen.
    pub(super) fn window(&self) -> Rect {
        self.view.window(self.surface.width(), self.surface.height())
    }

    /// Whether any of the rectangle can be seen.
    pub(super) fn shows(&self, rect: Rect) -> bool {
        self.window().overlaps(rect)
    }

    pub(super) fn put(&mut self, x: i32, y: i32, symbol: char, ink: Ink) {
        self.surface.put(x - self.view.offset.x, y - self.view.offset.y, symbol, ink);
    }

    pub(super) fn text(&mut self, x: i32, y: i32, text: &str, look: Cell) {
        put(self.surface, x - self.view.offset.x, y - self.view.offset.y, text, look);
    }

    pub(super) fn blank(&mut self, rect: Rect) {
        let shown = clip(rect, self.window());
        for y in shown.y..shown.bottom() {
            for x in shown.x..shown.right() {
                self.put(x, y, ' ', Ink::Plain);
            }
        }
    }

    /// A box with its border, blank inside.
    pub(super) fn outline(&mut self, rect: Rect, weight: u8, ink: Ink) {
        self.blank(rect);
        self.border(rect, weight, true, Pattern::Solid, ink);
    }

    /// The border of a rectangle.
    pub(super) fn border(&mut self, rect: Rect, weight: u8, round: bool, pattern: Pattern, ink: Ink) {
        let charset = self.view.charset;
        let shown = clip(rect, self.window());
        let (right, bottom) = (rect.right() - 1, rect.bottom() - 1);
        let across = line([0, weight, 0, weight], pattern, charset);
        let down = line([weight, 0, weight, 0], pattern, charset);
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
            _ => line(arms, Pattern::Solid, charset),
        };
        self.put(rect.x, rect.y, corner([0, weight, weight, 0], '┌'), ink);
        self.put(right, rect.y, corner([0, 0, weight, weight], '┐'), ink);
        self.put(rect.x, bottom, corner([weight, weight, 0, 0], '└'), ink);
        self.put(right, bottom, corner([weight, 0, 0, weight], '┘'), ink);
    }

    /// A frame with its title.
    pub(super) fn frame(&mut self, rect: Rect, name: &str, focused: bool, ink: Ink) {
        self.border(rect, if focused { 2 } else { 1 }, false, Pattern::Solid, ink);
        let title = format!(" {} ", fit(name, (rect.width - 4).max(0) as usize));
        self.text(rect.x + 1, rect.y, &title, Cell { bold: true, ..look(ink) });
    }
}

/// What both rectangles hold.
pub(super) fn clip(rect: Rect, window: Rect) -> Rect {
    let (x, y) = (rect.x.max(window.x), rect.y.max(window.y));
    let width = (rect.right().min(window.right()) - x).max(0);
    Rect { x, y, width, height: (rect.bottom().min(window.bottom()) - y).max(0) }
}
