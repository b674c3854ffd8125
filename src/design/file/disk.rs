//! The rim: reading a design's file and replacing it atomically. The only part of the file room with input and output.

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::MAXIMUM_BYTES;

/// Why a file cannot be read or written. The message names the file and says what to do.
#[derive(Debug, Error)]
pub enum DiskError {
    /// There is no such file.
    #[error("{0} does not exist")]
    Missing(PathBuf),
    /// A folder stands there.
    #[error("{0} is a folder, not a file")]
    Folder(PathBuf),
    /// A device or a pipe stands there.
    #[error("{0} is not a regular file")]
    Special(PathBuf),
    /// It may not be read, or not be written.
    #[error("no permission to {action} {path}")]
    Permission {
        /// `read` or `write`.
        action: &'static str,
        /// The file.
        path: PathBuf,
    },
    /// It is too large.
    #[error("{path} is larger than {} MiB, the most that a design may have", MAXIMUM_BYTES / 1024 / 1024)]
    Large {
        /// The file.
        path: PathBuf,
    },
    /// No space is left.
    #[error("the disk is full: {0} was not written and is as it was")]
    Full(PathBuf),
    /// The folder to write into does not exist.
    #[error("the folder {0} does not exist")]
    NoFolder(PathBuf),
    /// Anything else.
    #[error("cannot {action} {path}: {source}")]
    Other {
        /// `read` or `write`.
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

impl DiskError {
    /// The error for what the system says.
    pub fn of(action: &'static str, path: &Path, source: io::Error) -> Self {
        let path = path.to_owned();
        match source.kind() {
            io::ErrorKind::NotFound if action == "write" => {
                Self::NoFolder(path.parent().map_or_else(|| path.clone(), Path::to_owned))
            }
            io::ErrorKind::NotFound => Self::Missing(path),
            io::ErrorKind::IsADirectory => Self::Folder(path),
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Self::Permission { action, path },
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full(path),
            _ => Self::Other { action, path, source },
        }
    }
}

/// The bytes of a file, at most as many as a design may have. Devices and pipes are read like files, up to the limit.
pub fn read(path: &Path) -> Result<Vec<u8>, DiskError> {
    let fail = |source| DiskError::of("read", path, source);
    let file = File::open(path).map_err(fail)?;
    if file.metadata().map_err(fail)?.is_dir() {
        return Err(DiskError::Folder(path.to_owned()));
    }
    let mut bytes = Vec::new();
    file.take(MAXIMUM_BYTES as u64 + 1).read_to_end(&mut bytes).map_err(fail)?;
    if bytes.len() > MAXIMUM_BYTES {
        return Err(DiskError::Large { path: path.to_owned() });
    }
    Ok(bytes)
}

/// Replaces the content of a file, or makes it: whole or not at all. A link is followed, permissions are kept.
pub fn write(path: &Path, text: &str) -> Result<(), DiskError> {
    let fail = |source| DiskError::of("write", path, source);
    if path.is_dir() {
        return Err(DiskError::Folder(path.to_owned()));
    }
    let target = resolve_link(path);
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let existing = fs::metadata(&target).ok();
    if existing.as_ref().is_some_and(|existing| !existing.is_file()) {
        return Err(DiskError::Special(path.to_owned()));
    }
    if existing.as_ref().is_some_and(|existing| existing.permissions().readonly()) {
        return Err(DiskError::Permission { action: "write", path: path.to_owned() });
    }
    let mut builder = tempfile::Builder::new();
    builder.prefix(".pulumi-designer-");
    match &existing {
        Some(existing) => {
            builder.permissions(existing.permissions());
        }
        None => ask_for_usual_permissions(&mut builder),
    }
    let mut file = builder.tempfile_in(folder).map_err(fail)?;
    file.write_all(text.as_bytes()).map_err(fail)?;
    if let Some(existing) = existing {
        // What the process's mask took away on creation.
        file.as_file().set_permissions(existing.permissions()).map_err(fail)?;
    }
    file.as_file().sync_all().map_err(fail)?;
    file.persist(&target).map_err(|error| fail(error.error))?;
    // The rename itself lasts only when the folder is on the disk; where folders cannot be synced, that is enough.
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
    Ok(())
}

/// A new file gets the permissions that every program's files get; the process's mask takes its part.
#[cfg(unix)]
fn ask_for_usual_permissions(builder: &mut tempfile::Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt as _;
    builder.permissions(fs::Permissions::from_mode(0o666));
}

#[cfg(not(unix))]
fn ask_for_usual_permissions(_: &mut tempfile::Builder<'_, '_>) {}

/// Where a link leads in the end, when it leads somewhere; also to a file that is yet to be made.
fn resolve_link(path: &Path) -> PathBuf {
    if let Ok(target) = fs::canonicalize(path) {
        return target;
    }
    let mut path = path.to_owned();
    for _ in 0..40 {
        let Ok(target) = fs::read_link(&path) else { break };
        path = path.parent().map_or_else(|| target.clone(), |folder| folder.join(&target));
    }
    path
}
