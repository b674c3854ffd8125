//! The design file: YAML text to a design and back, with the place of everything, touching only what an edit changed.
//!
//! Everything here is a pure function over text, `disk` excepted. Knows the catalogue; knows no rules that need the
//! graph (those are checks), no screen and no commands.

pub mod canonical;
pub mod canvas;
pub mod comparison;
pub mod damage;
pub mod diff;
pub mod disk;
pub mod document;
pub mod json_schema;
pub mod lines;
pub mod load;
pub mod migrate;
mod patch;
pub mod problem;
pub mod report;
pub mod save;
pub mod source;
pub mod tree;
mod write;

pub use canonical::to_text;
pub use comparison::Comparison;
pub use damage::Damage;
pub use document::{Document, DocumentError};
pub use lines::{LineIndex, Position};
pub use load::{Loaded, load, load_bytes};
pub use problem::{Level, Problem};
pub use save::{Rename, Rewritten, Saved, save};
pub use source::SourceMap;

/// The version of the format that this program reads and writes.
pub const VERSION: i64 = 1;

/// The most nodes that a design may have.
pub const MAXIMUM_NODES: usize = 20_000;

/// The most bytes that a file may have.
pub const MAXIMUM_BYTES: usize = 10 * 1024 * 1024;

/// The deepest nesting of maps and lists.
pub const MAXIMUM_DEPTH: usize = 64;
