//! A design as a program: which resources, permissions and settings follow from what is drawn.
//!
//! One folder a provider, one file a kind. Knows the design, the catalogue and the program; no language, no disk.

pub mod aws;
