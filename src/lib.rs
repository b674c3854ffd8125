//! Design serverless systems on a canvas in the terminal; export Pulumi programs.
//!
//! One crate, a library and a thin binary. Data flows one way, and each room knows only the rooms before it; see
//! `ARCHITECTURE.md`. Everything but `project`, `cli` and `tui` is pure: no input or output, no clock, no randomness.

pub mod access;
pub mod catalog;
pub mod check;
pub mod cli;
pub mod design;
pub mod emit;
pub mod expect;
pub mod layout;
pub mod lower;
pub mod presets;
pub mod program;
pub mod project;
pub mod register;
pub mod render;
pub mod text;
pub mod translate;
pub mod tui;
pub mod value;
