//! The Python dialect.
use super::SourceFile;
use crate::program::Program;
/// The Python package of a project.
pub fn package(project: &str) -> String {
    crate::text::words::snake(project)
}
pub(super) fn files(_program: &Program) -> Vec<SourceFile> {
    Vec::new()
}
