//! Who may do what to what, and why: read from what a lowered program registers, so that no second table can disagree
//! with it.
//!
//! Knows programs, how each cloud says what is allowed, and a design's flows by name; no language, no disk, no screen.

mod aws;
mod azure;
mod gcp;
mod reasons;
mod row;

use crate::catalog::Provider;
use crate::design::Design;
use crate::lower::{LowerError, lower};
use crate::register::{Registered, registered};

pub use row::{Principal, Reason, Row};

/// Who may do what in a design's system, in the order of the program; for one environment, or whatever the environment.
///
/// # Errors
///
/// Everything about the design that no program can be made of.
pub fn access(design: &Design, environment: Option<&str>) -> Result<Vec<Row>, Vec<LowerError>> {
    let mut found = Ok(Vec::new());
    tell_access(design, environment, |rows| found = rows);
    found
}

/// As [`access`], but hands the rows over at once: the program that they were read from goes only afterwards, which takes
/// a twentieth of the time.
pub(crate) fn tell_access(
    design: &Design,
    environment: Option<&str>,
    take: impl FnOnce(Result<Vec<Row>, Vec<LowerError>>),
) {
    let program = match lower(design) {
        Ok(program) => program,
        Err(errors) => return take(Err(errors)),
    };
    let stack = match environment {
        Some(name) => program.stacks.iter().find(|stack| stack.environment == name),
        // Without environments there is one stack, and nothing that could differ.
        None => program.stacks.first().filter(|_| design.environments.is_empty()),
    };
    let registered = registered(&program, stack);
    let reader = READERS.iter().find(|(provider, _)| *provider == design.provider()).map(|(_, reader)| reader);
    take(Ok(reader.map(|reader| reader(design, &registered)).unwrap_or_default()));
}

/// What reads who may do what from the resources of a cloud.
type Reader = fn(&Design, &[Registered]) -> Vec<Row>;

const READERS: &[(Provider, Reader)] =
    &[(Provider::Aws, aws::rows), (Provider::Azure, azure::rows), (Provider::Gcp, gcp::rows)];
