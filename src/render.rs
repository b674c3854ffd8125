//! A design as cells: boxes, frames, edges and labels, ready to be put on a screen or into text.
//!
//! Knows the design and the layout; knows no terminal library. Colours are roles ([`Ink`]), not colours.

pub mod arrangement;
mod canvas;
mod cells;
pub mod clarity;
pub mod detail;
mod draw;
mod face;
mod find;
pub mod legend;
mod lines;
mod links;
mod mark;
mod navigate;
pub mod picture;
pub mod scene;
mod sight;
pub mod surface;
pub mod text;
pub mod view;

pub use arrangement::Arrangement;
pub use clarity::Clarity;
pub use detail::Detail;
pub use navigate::Direction;
pub use scene::Scene;
pub use sight::Beyond;
pub use surface::{Cell, Ink, Surface};
pub use view::{Charset, Focus, Hit, Labels, Lit, View};
