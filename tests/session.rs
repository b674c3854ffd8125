//! The session driven by keys alone: keys in, design and screen out. No terminal, no clock; the disk only where a test
//! saves or exports, in a folder of its own.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

#[path = "session/canvas.rs"]
mod canvas;
#[path = "session/code.rs"]
mod code;
#[path = "session/driver.rs"]
mod driver;
#[path = "session/editing.rs"]
mod editing;
#[path = "session/invariants.rs"]
mod invariants;
#[path = "session/looks.rs"]
mod looks;
#[path = "session/picture.rs"]
mod picture;
#[path = "session/provider.rs"]
mod provider;
#[path = "session/screens.rs"]
mod screens;
#[path = "session/selecting.rs"]
mod selecting;
#[path = "session/story.rs"]
mod story;
#[path = "session/tidying.rs"]
mod tidying;
