//! A design as cells: boxes, frames, edges and labels, ready to be put on a screen or into text.
//!
//! Knows the design and the layout; knows no terminal library. Colours are roles ([`Ink`]), not colours.

mod cells;
mod draw;
mod face;
mod lines;
mod mark;
mod navigate;
pub mod picture;
pub mod scene;
mod sight;
pub mod surface;
pub mod text;
pub mod view;

pub use navigate::Direction;
pub use scene::{Detail, Scene};
pub use sight::Beyond;
pub use surface::{Cell, Ink, Surface};
pub use view::{Charset, Focus, Hit, Labels, Lit, View};
