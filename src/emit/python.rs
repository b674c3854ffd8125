//! The Python dialect: modules of the program as documents in ruff's format.

mod component;
mod documentation;
mod entry;
mod format;
mod imports;
mod literal;
mod module;
mod name;
mod package;
mod settings;
mod syntax;
mod tests;

use std::collections::BTreeSet;

use super::facts::Facts;
use super::{Piece, SourceFile};
use crate::program::Program;

pub use package::package;
pub(super) use tests::{files as tests, list};

/// The files of the program.
pub(super) fn files(program: &Program) -> Vec<SourceFile> {
    let facts = Facts { program };
    let package = package(&program.project);
    let mut files = vec![
        Piece::document("__main__.py".to_owned(), &entry::document(&facts)),
        Piece::document(format!("{package}/settings.py"), &settings::document(&facts)),
    ];
    let mut folders = BTreeSet::from([String::new()]);
    for part in &program.components {
        let path = imports::module_path(&part.module);
        folders.extend(parents(&path));
        files.push(Piece::document(format!("{package}/{}.py", path.join("/")), &component::document(&facts, part)));
    }
    for module in &program.support {
        let path = imports::module_path(&module.path);
        folders.extend(parents(&path));
        files.push(Piece::text(format!("{package}/{}.py", path.join("/")), module.python, program.namespace()));
    }
    for folder in folders {
        let description = match folder.as_str() {
            "" => "The infrastructure: one module per service, and what the services share.",
            "services/" => "One module per service.",
            _ => "Building blocks of the services.",
        };
        let path = format!("{package}/{folder}__init__.py");
        files.push(SourceFile { path, text: format!("\"\"\"{description}\"\"\"\n"), origins: Vec::new() });
    }
    files
}

/// The folders above a module, each ending in a slash.
fn parents(path: &[String]) -> Vec<String> {
    (1..path.len()).filter_map(|depth| path.get(..depth)).map(|folder| format!("{}/", folder.join("/"))).collect()
}
