//! Why an export wrote nothing, with what to do about it.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::catalog::Language;
use crate::check::Finding;
use crate::lower::LowerError;

use super::manifest::{self, ManifestError};
use super::path::UnsafePath;

/// Why an export did not happen.
#[derive(Debug, Error)]
pub enum ExportError {
    /// Findings of the checks that no program can be made with.
    #[error("the design has {}; mend {} first", errors(.0.len()), if .0.len() == 1 { "it" } else { "them" })]
    Blocked(Vec<Finding>),
    /// Parts of the design that no program can be made of.
    #[error("no program can be made of {}: {}", parts(.0.len()), .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    NotLowered(Vec<LowerError>),
    /// The folder has the export of another language.
    #[error(
        "{} has the {} program of this design; choose another folder for {}, or empty this one first",
        .folder.display(), .found.title(), .wanted.title()
    )]
    OtherLanguage {
        /// The folder.
        folder: PathBuf,
        /// The language it has.
        found: Language,
        /// The language that was asked for.
        wanted: Language,
    },
    /// The folder has the export of another design.
    #[error(
        "{} has the program of the design `{found}`, not of `{wanted}`; choose another folder, or, if the design was \
         renamed, write the new name into {}",
        .folder.display(), manifest::PATH
    )]
    OtherDesign {
        /// The folder.
        folder: PathBuf,
        /// The design it has.
        found: String,
        /// The design that was asked for.
        wanted: String,
    },
    /// The folder's manifest cannot be used.
    #[error(
        "{} cannot be used: {source}; restore it from version control, or delete it: files that are as export writes \
         them then count as its own", .path.display()
    )]
    Manifest {
        /// The manifest.
        path: PathBuf,
        /// Why.
        source: ManifestError,
    },
    /// A file would lie outside the folder.
    #[error(transparent)]
    Path(#[from] UnsafePath),
    /// The folder cannot be read or written.
    #[error("{} cannot be {action}: {}", .path.display(), words(fault))]
    Disk {
        /// What was tried: `read`, `written`.
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// Why.
        fault: io::Error,
    },
}

fn parts(count: usize) -> String {
    if count == 1 { "a part of the design".to_owned() } else { format!("{count} parts of the design") }
}

fn errors(count: usize) -> String {
    if count == 1 { "an error".to_owned() } else { format!("{count} errors") }
}

/// What a fault of the disk means, without the paths of temporary files.
pub(crate) fn words(fault: &io::Error) -> String {
    match fault.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "the disk is full".to_owned(),
        io::ErrorKind::PermissionDenied => "you have no permission".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "the disk is read-only".to_owned(),
        io::ErrorKind::NotFound => "its folder does not exist".to_owned(),
        _ => fault.to_string(),
    }
}

impl ExportError {
    pub(super) fn disk(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |fault| Self::Disk { action, path: path.to_owned(), fault }
    }
}
