//! Whatever people and exports do to a folder in whatever order, what people wrote is never lost.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io;
use std::path::Path;

use proptest::prelude::*;
use proptest::sample::Index;
use pulumi_designer::catalog::Language;
use pulumi_designer::design::Design;
use pulumi_designer::project::{Mode, Owner, Present, ProjectFile, RelativePath, Report, Storage, Values, place};

const GENERATED: [&str; 3] = ["index.ts", "src/a.ts", "src/b.ts"];
const HANDLERS: [&str; 2] = ["functions/a/f/index.mjs", "functions/a/f/helper.mjs"];
const STACK: &str = "Pulumi.dev.yaml";

/// A folder in memory.
#[derive(Debug, Clone, Default)]
struct Memory {
    files: BTreeMap<RelativePath, String>,
    /// How many files were written.
    writes: usize,
    /// Writes until the disk is full; then none until it is emptied.
    room: Option<usize>,
}

impl Storage for Memory {
    fn look(&self, path: &RelativePath) -> io::Result<Present> {
        let folder = format!("{path}/");
        Ok(match self.files.get(path) {
            Some(text) => Present::of(text.as_bytes()),
            None if self.files.keys().any(|file| file.as_str().starts_with(&folder)) => Present::Folder,
            None => Present::Absent,
        })
    }

    fn write(&mut self, files: &[(&RelativePath, &str)]) -> io::Result<()> {
        for (path, text) in files {
            // Worse than a disk that is checked before: stops in the middle, as a crash does.
            if let Some(room) = &mut self.room {
                *room = room.checked_sub(1).ok_or(io::ErrorKind::StorageFull)?;
            }
            self.files.insert((*path).clone(), (*text).to_owned());
            self.writes += 1;
        }
        Ok(())
    }

    fn remove(&mut self, path: &RelativePath) -> io::Result<()> {
        self.files.remove(path).map(drop).ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

/// Something that happens to the folder.
#[derive(Debug, Clone)]
enum Event {
    /// An export of that version of the design, with the files that it gives, on a disk with that much room.
    Export { version: u8, given: [bool; 3], room: Option<u8> },
    /// Somebody writes a file.
    Write(Index, u16),
    /// Somebody deletes a file.
    Delete(Index),
    /// Pulumi stores a secret.
    Secret(u8),
}

fn event() -> impl Strategy<Value = Event> {
    let room = prop_oneof![4 => Just(None), 1 => (0_u8..6).prop_map(Some)];
    prop_oneof![
        3 => (0_u8..3, any::<[bool; 3]>(), room).prop_map(|(version, given, room)| Event::Export { version, given, room }),
        2 => (any::<Index>(), any::<u16>()).prop_map(|(index, text)| Event::Write(index, text)),
        1 => any::<Index>().prop_map(Event::Delete),
        1 => (0_u8..3).prop_map(Event::Secret),
    ]
}

fn path(text: &str) -> RelativePath {
    RelativePath::parse(text).unwrap()
}

/// What a version of the design gives.
fn wanted(version: u8, given: [bool; 3]) -> Vec<ProjectFile> {
    let file = |name: &str, owner| ProjectFile { path: path(name), text: format!("{name} {version}\n"), owner };
    let mut files: Vec<ProjectFile> =
        GENERATED.iter().zip(given).filter(|(_, given)| *given).map(|(name, _)| file(name, Owner::Design)).collect();
    files.extend(HANDLERS.map(|name| file(name, Owner::User)));
    let values = Values(vec![
        ("p:level".to_owned(), serde_json::json!(format!("level-{version}"))),
        ("p:name".to_owned(), "x".into()),
    ]);
    let text = format!("# Version {version}.\nconfig:\n  p:level: level-{version}\n  p:name: x\n");
    files.push(ProjectFile { path: path(STACK), text, owner: Owner::Both(values) });
    files
}

fn export(memory: &mut Memory, version: u8, given: [bool; 3], mode: Mode) -> Option<Report> {
    let design = Design { name: "p".to_owned(), ..Design::default() };
    place(&design, Language::TypeScript, &wanted(version, given), Path::new("folder"), mode, memory).ok()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn what_people_write_is_never_lost(events in proptest::collection::vec(event(), 1..24)) {
        let mut memory = Memory::default();
        // What people wrote last, by file; a file that they deleted has nothing to lose.
        let mut theirs: BTreeMap<RelativePath, String> = BTreeMap::new();
        let mut secrets: BTreeSet<u8> = BTreeSet::new();
        for event in events {
            match event {
                Event::Export { version, given, room } => {
                    memory.room = room.map(usize::from);
                    let before = memory.files.clone();
                    let predicted = export(&mut memory.clone(), version, given, Mode::Check);
                    let report = export(&mut memory, version, given, Mode::Write);
                    memory.room = None;
                    if let (Some(report), Some(predicted)) = (&report, predicted) {
                        // Checking says what writing does.
                        prop_assert_eq!(Report { mode: Mode::Check, ..report.clone() }, predicted);
                        // And another export of the same finds nothing more to do.
                        let writes = memory.writes;
                        let again = export(&mut memory, version, given, Mode::Write).unwrap();
                        prop_assert_eq!((again.written().count(), again.removed.len(), memory.writes), (0, 0, writes));
                        prop_assert_eq!(&again.kept, &report.kept);
                    }
                    for (name, text) in &theirs {
                        prop_assert_eq!(memory.files.get(name), Some(text), "{}", name);
                    }
                    if let Some(stack) = before.get(&path(STACK)) {
                        for secret in &secrets {
                            let line = format!("  p:secret-{secret}: kept\n");
                            prop_assert!(!stack.contains(&line) || memory.files[&path(STACK)].contains(&line));
                        }
                    }
                }
                Event::Write(index, text) => {
                    let all: Vec<&str> = GENERATED.into_iter().chain(HANDLERS).collect();
                    let name = path(index.get::<&str>(all.as_slice()));
                    let text = format!("by hand {text}\n");
                    memory.files.insert(name.clone(), text.clone());
                    theirs.insert(name, text);
                }
                Event::Delete(index) => {
                    let all: Vec<&str> = GENERATED.into_iter().chain(HANDLERS).collect();
                    let name = path(index.get::<&str>(all.as_slice()));
                    memory.files.remove(&name);
                    theirs.remove(&name);
                }
                Event::Secret(number) => {
                    if let Some(text) = memory.files.get_mut(&path(STACK)) {
                        if !text.contains(&format!("secret-{number}:")) {
                            let _ = writeln!(text, "  p:secret-{number}: kept");
                        }
                        secrets.insert(number);
                    }
                }
            }
        }
    }
}
