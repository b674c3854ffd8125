//! What is kept between sessions, in the platform's state directory: recent files, and work that could be lost.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use directories::ProjectDirs;

use crate::design::file::disk;

use super::effect::Recovery;
use super::message::Shelf;

/// The most recent files that are remembered.
const RECENT: usize = 20;

/// The state directory of this program, with the work of this session in it.
#[derive(Debug)]
pub(super) struct Keeper {
    folder: Option<PathBuf>,
    /// The file of this session's work, and the lock that says that the session is alive.
    own: Option<(PathBuf, File)>,
}

impl Keeper {
    /// The keeper of the platform's state directory; it forgets everything where there is none.
    pub(super) fn new() -> Self {
        let folder = ProjectDirs::from("", "", "pulumi-designer")
            .map(|directories| directories.state_dir().unwrap_or_else(|| directories.data_local_dir()).to_owned());
        Self { folder, own: None }
    }

    /// The keeper of that directory.
    #[cfg(test)]
    fn at(folder: &Path) -> Self {
        Self { folder: Some(folder.to_owned()), own: None }
    }

    /// Looks up what there is.
    pub(super) fn look_up(&self) -> Shelf {
        Shelf { own: crate::presets::own(), recent: self.recent(), recoveries: self.recoveries(), here: here() }
    }

    fn recent(&self) -> Vec<PathBuf> {
        let Some(folder) = &self.folder else { return Vec::new() };
        let text = fs::read_to_string(folder.join("recent")).unwrap_or_default();
        text.lines().take(RECENT).map(PathBuf::from).filter(|path| path.is_file()).collect()
    }

    /// Remembers that a file was open.
    pub(super) fn remember(&self, path: &Path) {
        let Some(folder) = &self.folder else { return };
        let Ok(path) = fs::canonicalize(path) else { return };
        let mut recent = self.recent();
        recent.retain(|known| *known != path);
        recent.insert(0, path);
        let lines: Vec<String> = recent
            .iter()
            .take(RECENT)
            .map(|path| path.display().to_string())
            .filter(|path| !path.contains('\n'))
            .collect();
        // Recent files are a convenience: where they cannot be written, nothing is lost.
        if fs::create_dir_all(folder).is_ok() {
            let _ = disk::write(&folder.join("recent"), &(lines.join("\n") + "\n"));
        }
    }

    /// Work of sessions that are no longer alive.
    fn recoveries(&self) -> Vec<Recovery> {
        let Some(folder) = self.folder.as_ref().map(|folder| folder.join("recovery")) else { return Vec::new() };
        let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
        let mut places: Vec<PathBuf> = entries
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
            .collect();
        places.sort();
        places
            .into_iter()
            .filter(|place| self.own.as_ref().is_none_or(|(own, _)| own != place) && !is_alive(place))
            .filter_map(|place| {
                let text = fs::read_to_string(&place).ok()?;
                let recovery: Recovery = serde_json::from_str(&text).ok()?;
                Some(Recovery { place, ..recovery })
            })
            .collect()
    }

    /// Writes down work that could be lost.
    pub(super) fn write(&mut self, recovery: &Recovery) -> Result<(), String> {
        let Some(folder) = self.folder.as_ref().map(|folder| folder.join("recovery")) else { return Ok(()) };
        if self.own.is_none() {
            self.own = Some(claim(&folder).map_err(|error| error.to_string())?);
        }
        let Some((place, _)) = &self.own else { return Ok(()) };
        // The next session may be opened in another folder.
        let path = recovery.path.as_ref().map(|path| here().join(path));
        let text = serde_json::to_string(&Recovery { path, ..recovery.clone() }).map_err(|error| error.to_string())?;
        disk::write(place, &text).map_err(|error| error.to_string())
    }

    /// Nothing can be lost any more.
    pub(super) fn clear(&mut self) {
        if let Some((place, lock)) = self.own.take() {
            drop(lock);
            Self::discard(&place);
        }
    }

    /// Forgets work that another session left behind.
    pub(super) fn discard(place: &Path) {
        // What cannot be removed is offered again; that loses nothing.
        let _ = fs::remove_file(place);
        let _ = fs::remove_file(place.with_extension("lock"));
    }
}

/// Takes a free name in the folder, and a lock on it for as long as this session lives.
fn claim(folder: &Path) -> io::Result<(PathBuf, File)> {
    create_private(folder)?;
    let process = std::process::id();
    for number in 0..1000 {
        let place = folder.join(format!("{process}-{number}.json"));
        if place.exists() {
            continue;
        }
        let lock = File::create(place.with_extension("lock"))?;
        if lock.try_lock().is_ok() {
            return Ok((place, lock));
        }
    }
    Err(io::Error::new(io::ErrorKind::AlreadyExists, "too many sessions were left behind"))
}

/// The folder that relative paths start from; empty where it is gone, so that they stay as they are.
fn here() -> PathBuf {
    std::env::current_dir().unwrap_or_default()
}

/// Makes the folder, to be read by its owner alone.
fn create_private(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    builder.create(folder)
}

/// Whether the session that writes there is alive: it then holds the lock.
fn is_alive(place: &Path) -> bool {
    let Ok(lock) = File::open(place.with_extension("lock")) else { return false };
    lock.try_lock().is_err()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn work_is_offered_once_its_session_is_gone_and_not_after_it_was_saved() {
        let folder = tempfile::tempdir().unwrap();
        let recovery = Recovery { name: "shop".to_owned(), text: "name: shop\n".to_owned(), ..Recovery::default() };
        let mut alive = Keeper::at(folder.path());
        alive.write(&recovery).unwrap();
        assert_eq!(Keeper::at(folder.path()).recoveries().len(), 0);
        drop(alive);
        let found = Keeper::at(folder.path()).recoveries();
        assert_eq!(found.iter().map(|found| found.text.as_str()).collect::<Vec<_>>(), ["name: shop\n"]);
        Keeper::discard(&found.first().unwrap().place);
        let mut saved = Keeper::at(folder.path());
        saved.write(&recovery).unwrap();
        saved.clear();
        assert_eq!(Keeper::at(folder.path()).recoveries().len(), 0);
    }

    #[test]
    fn recent_files_are_remembered_the_last_first_and_once() {
        let folder = tempfile::tempdir().unwrap();
        let keeper = Keeper::at(folder.path());
        for name in ["a.yaml", "b.yaml", "a.yaml"] {
            let path = folder.path().join(name);
            fs::write(&path, "name: x\n").unwrap();
            keeper.remember(&path);
        }
        let names: Vec<String> =
            keeper.recent().iter().map(|path| path.file_name().unwrap().to_string_lossy().into_owned()).collect();
        assert_eq!(names, ["a.yaml", "b.yaml"]);
    }
}
