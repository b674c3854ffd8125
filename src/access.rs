//! Who may do what to what, and why: read from what a lowered program registers, so that no second table can disagree
//! with it.
//!
//! Knows programs and AWS's policies, and a design's flows by name; no language, no disk, no screen.

mod policies;
mod row;

use crate::design::Design;
use crate::lower::{LowerError, lower};
use crate::register::registered;

pub use row::{Principal, Reason, Row};

/// Who may do what in a design's system, in the order of the program; for one environment, or whatever the environment.
///
/// # Errors
///
/// Everything about the design that no program can be made of.
pub fn access(design: &Design, environment: Option<&str>) -> Result<Vec<Row>, Vec<LowerError>> {
    let program = lower(design)?;
    let stack = environment.and_then(|name| program.stacks.iter().find(|stack| stack.environment == name));
    Ok(policies::rows(design, &registered(&program, stack)))
}
