//! Reading and writing a project folder: the only part of an export that touches a disk.
//!
//! New files are written in full beside their places, and synced, before the first of them replaces anything: a disk
//! that is full leaves everything as it was. Each replacement is atomic.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::thread;

use tempfile::NamedTempFile;

use super::path::RelativePath;
use super::plan::Present;

/// A project folder, as far as an export needs it.
pub trait Storage {
    /// What is there.
    fn look(&self, path: &RelativePath) -> io::Result<Present>;
    /// Writes the texts: all of them, or (as far as that can be known before) none.
    fn write(&mut self, files: &[(&RelativePath, &str)]) -> io::Result<()>;
    /// Removes a file, and the folders that are empty then.
    fn remove(&mut self, path: &RelativePath) -> io::Result<()>;
}

/// A folder on a disk.
#[derive(Debug)]
pub struct Disk {
    root: PathBuf,
    real_root: Option<PathBuf>,
    /// Held while the export runs, so that two do not write at once.
    lock: Option<fs::File>,
}

impl Disk {
    /// The folder, which need not exist.
    pub fn open(root: &Path) -> io::Result<Self> {
        match fs::metadata(root) {
            Ok(metadata) if metadata.is_dir() => {
                Ok(Self { root: root.to_owned(), real_root: Some(fs::canonicalize(root)?), lock: None })
            }
            Ok(_) => Err(io::Error::new(io::ErrorKind::NotADirectory, "it is a file, not a folder")),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Ok(Self { root: root.to_owned(), real_root: None, lock: None })
            }
            Err(error) => Err(error),
        }
    }

    /// Makes the folder where there is none, and keeps other exports out while this value lives.
    pub fn claim(&mut self) -> io::Result<()> {
        fs::create_dir_all(&self.root)?;
        self.real_root = Some(fs::canonicalize(&self.root)?);
        // Where folders cannot be locked, exports that run at once are still atomic file by file.
        if let Ok(folder) = fs::File::open(&self.root) {
            match folder.try_lock() {
                Err(fs::TryLockError::WouldBlock) => {
                    return Err(io::Error::new(io::ErrorKind::WouldBlock, "another export is writing to it"));
                }
                Ok(()) => {
                    self.lock = Some(folder);
                    sweep(&self.root.join(OWN_FOLDER));
                }
                Err(fs::TryLockError::Error(_)) => {}
            }
        }
        Ok(())
    }

    /// Refuses a path of which a folder on the way is a link that leads out.
    fn guard(&self, path: &RelativePath) -> io::Result<()> {
        let Some(real_root) = &self.real_root else { return Ok(()) };
        for folder in path.ancestors() {
            let folder = folder.below(&self.root);
            match fs::symlink_metadata(&folder) {
                Ok(metadata) if metadata.is_symlink() => {
                    let inside = fs::canonicalize(&folder).is_ok_and(|real| real.starts_with(real_root));
                    if !inside {
                        let message = format!("{} is a link that leads out of the project folder", folder.display());
                        return Err(io::Error::other(message));
                    }
                }
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::NotFound => break,
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

impl Storage for Disk {
    fn look(&self, path: &RelativePath) -> io::Result<Present> {
        self.guard(path)?;
        let full = path.below(&self.root);
        let metadata = match fs::symlink_metadata(&full) {
            Ok(metadata) => metadata,
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                return Ok(Present::Absent);
            }
            Err(error) => return Err(error),
        };
        if metadata.is_dir() {
            return Ok(Present::Folder);
        }
        if !metadata.is_file() {
            return Ok(Present::Other);
        }
        Ok(Present::of(&fs::read(&full)?))
    }

    fn write(&mut self, files: &[(&RelativePath, &str)]) -> io::Result<()> {
        for (path, _) in files {
            self.guard(path)?;
        }
        let mut made = MadeFolders::default();
        let own = self.root.join(OWN_FOLDER);
        made.make(&own)?;
        let staging = tempfile::Builder::new().prefix(STAGING).tempdir_in(&own)?;
        let numbered: Vec<(usize, &(&RelativePath, &str))> = files.iter().enumerate().collect();
        for batch in numbered.chunks(BATCH) {
            let mut written = Vec::with_capacity(batch.len());
            for (number, (path, text)) in batch {
                let full = path.below(&self.root);
                made.make(full.parent().unwrap_or(&self.root))?;
                written.push(stage(&staging.path().join(number.to_string()), &full, text)?);
            }
            sync(&written)?;
        }
        made.keep();
        for (number, (path, _)) in files.iter().enumerate() {
            replace(&staging.path().join(number.to_string()), &path.below(&self.root))?;
        }
        Ok(())
    }

    fn remove(&mut self, path: &RelativePath) -> io::Result<()> {
        self.guard(path)?;
        fs::remove_file(path.below(&self.root))?;
        for folder in path.ancestors().iter().rev() {
            // Fails on the first that is not empty, which is where to stop.
            if fs::remove_dir(folder.below(&self.root)).is_err() {
                break;
            }
        }
        Ok(())
    }
}

/// The folder in a project folder that is the designer's own.
const OWN_FOLDER: &str = ".pulumi-designer";

/// How the names of staging folders begin.
const STAGING: &str = "staging-";

/// How many files are open at once.
const BATCH: usize = 128;

/// How many files are brought to the disk side by side.
const SIDE_BY_SIDE: usize = 16;

/// Brings files to the disk, side by side: it takes many at once in little more time than one.
fn sync(files: &[fs::File]) -> io::Result<()> {
    let share = files.len().div_ceil(SIDE_BY_SIDE).max(1);
    thread::scope(|scope| {
        let parts: Vec<_> =
            files.chunks(share).map(|part| scope.spawn(move || part.iter().try_for_each(fs::File::sync_all))).collect();
        parts.into_iter().try_for_each(|part| {
            part.join().unwrap_or_else(|_| Err(io::Error::other("what brought files to the disk broke off")))
        })
    })
}

/// Writes a file that is to replace `target`; it may not be on the disk yet.
fn stage(path: &Path, target: &Path, text: &str) -> io::Result<fs::File> {
    let mut file = fs::File::create_new(path)?;
    file.write_all(text.as_bytes())?;
    if let Ok(metadata) = fs::symlink_metadata(target)
        && metadata.is_file()
    {
        file.set_permissions(metadata.permissions())?;
    }
    Ok(file)
}

/// Puts a staged file in its place. Where that is on another disk, the file is copied beside its place first.
fn replace(staged: &Path, target: &Path) -> io::Result<()> {
    match fs::rename(staged, target) {
        Err(error) if error.kind() == io::ErrorKind::CrossesDevices => {
            let mut beside = NamedTempFile::new_in(target.parent().unwrap_or(target))?;
            io::copy(&mut fs::File::open(staged)?, &mut beside)?;
            beside.as_file().set_permissions(fs::metadata(staged)?.permissions())?;
            beside.as_file().sync_all()?;
            beside.persist(target).map(drop).map_err(|error| error.error)
        }
        result => result,
    }
}

/// Folders that were made for files that are still to come; taken away again when those do not come.
#[derive(Default)]
struct MadeFolders(Vec<PathBuf>);

impl MadeFolders {
    /// Makes the folder and those above it.
    fn make(&mut self, folder: &Path) -> io::Result<()> {
        let missing: Vec<&Path> = folder.ancestors().take_while(|folder| !folder.exists()).collect();
        for folder in missing.into_iter().rev() {
            fs::create_dir(folder)?;
            self.0.push(folder.to_owned());
        }
        Ok(())
    }

    /// The files have come.
    fn keep(&mut self) {
        self.0.clear();
    }
}

impl Drop for MadeFolders {
    fn drop(&mut self) {
        for folder in self.0.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

/// Takes away what exports that were killed left in their staging folders.
fn sweep(own: &Path) {
    let entries = fs::read_dir(own).into_iter().flatten().flatten();
    for entry in entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(STAGING)) {
        let _ = fs::remove_dir_all(entry.path());
    }
}
