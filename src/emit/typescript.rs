//! The TypeScript dialect: modules of the program as documents in prettier's format.

mod component;
mod entry;
mod format;
mod imports;
mod literal;
mod module;
mod settings;
mod syntax;
mod tests;

use super::comment;
use super::document::{Brackets, Doc, HARDLINE, concat};
use super::facts::Facts;
use super::{Piece, SourceFile};
use crate::program::{Program, SupportModule};

pub(super) use tests::{files as tests, list};

/// The files of the program.
pub(super) fn files(program: &Program) -> Vec<SourceFile> {
    let facts = Facts { program };
    let mut files = vec![
        Piece::document("index.ts".to_owned(), &entry::document(&facts)),
        Piece::document("src/settings.ts".to_owned(), &settings::document(&facts)),
    ];
    for part in &program.components {
        let path = format!("{}.ts", component::path(part).join("/"));
        files.push(Piece::document(path, &component::document(&facts, part)));
    }
    files.extend(program.support.iter().map(|module| support(program, module)));
    files
}

fn support(program: &Program, module: &SupportModule) -> SourceFile {
    let path = format!("src/{}.ts", module::file_path(&module.path).join("/"));
    Piece::text(path, module.typescript, program.namespace())
}

/// A documentation comment and the line break after it.
fn documentation(text: Option<&str>) -> Doc {
    let words = text.map(comment::words).unwrap_or_default();
    if words.is_empty() {
        return Doc::Nil;
    }
    let brackets = Brackets { around: ("/** ", " */"), lines: ("/**", " */") };
    concat([comment::block(" * ", words, brackets), HARDLINE])
}
