//! A design as plain text, without a screen.

use std::collections::BTreeMap;

use crate::design::{Design, NodeId};
use crate::layout::Point;

use super::detail::Detail;
use super::scene::Scene;
use super::surface::Surface;
use super::view::{Charset, View};

/// The most cells that a text may have on a side; beyond, the rest is not drawn.
const LARGEST: i32 = 20_000;

/// Draws the design as text: with boxes, or where they need more columns than given, with chips, or with services
/// alone. Nothing is cut off to fit.
pub fn render_text(
    design: &Design,
    pinned: &BTreeMap<NodeId, Point>,
    columns: Option<u16>,
    charset: Charset,
) -> String {
    let mut last = String::new();
    for detail in [Detail::Box, Detail::Chip, Detail::Overview] {
        let scene = Scene::new(design, pinned, detail, None);
        last = scene.to_text(charset);
        if columns.is_none_or(|columns| scene.bounds().width <= i32::from(columns)) {
            break;
        }
    }
    last
}

impl Scene {
    /// All of the scene as text.
    pub fn to_text(&self, charset: Charset) -> String {
        self.to_surface(charset).to_text()
    }

    /// All of the scene as cells, with nothing in focus.
    pub fn to_surface(&self, charset: Charset) -> Surface {
        let bounds = self.bounds();
        let mut surface = Surface::new(bounds.width.clamp(0, LARGEST) as u16, bounds.height.clamp(0, LARGEST) as u16);
        let view = View { offset: Point { x: bounds.x, y: bounds.y }, charset, ..View::default() };
        self.draw(&mut surface, &view);
        surface
    }
}
