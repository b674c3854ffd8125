//! A design as a program: which resources, permissions and settings follow from what is drawn.
//!
//! One folder a provider, one file a kind. Knows the design, the catalogue and the program; no language, no disk.

mod assemble;
pub mod aws;
pub mod azure;
mod code;
mod draft;
mod error;
mod frames;
mod free_maps;
mod gcp;
mod generated;
mod handled;
mod legality;
mod link;
mod names;
mod order;
mod pages;
mod places;
mod projects;
mod resource;
mod settings;
mod site;
mod steps;
mod support;
mod values;
mod variables;

use crate::catalog::Provider;
use crate::design::Design;
use crate::program::Program;

pub use error::LowerError;
pub use projects::{project_name, projects};

/// Whether programs for a cloud can be made of nodes of a kind.
pub fn is_written(provider: Provider, kind: &str) -> bool {
    match provider {
        Provider::Aws => aws::is_written(kind),
        Provider::Azure => azure::is_written(kind),
        Provider::Gcp => gcp::is_written(kind),
    }
}

/// The program that a design stands for. The same design always gives the same program.
///
/// # Errors
///
/// Everything about the design that no program can be made of, each with its place and what to do about it.
pub fn lower(design: &Design) -> Result<Program, Vec<LowerError>> {
    let program = match design.provider() {
        Provider::Aws => aws::lower(design),
        Provider::Azure => azure::lower(design),
        Provider::Gcp => gcp::lower(design),
    }?;
    Ok(program.pruned())
}
