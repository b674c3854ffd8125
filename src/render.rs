//! A design as cells: boxes, frames, edges and labels, ready to be put on a screen or into text.
//!
//! Knows the design and the layout; knows no terminal library. Colours are roles ([`Ink`]), not colours.

pub mod surface;

pub use surface::{Cell, Ink, Surface};
