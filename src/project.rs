//! What an export writes: the program's sources and the project around them, into a folder that may have been exported
//! to, and changed by hand, before.
//!
//! Deciding is pure (`plan`); one file touches the disk (`storage`). Knows the design, the checks, the lowering and the
//! printers; no commands and no screen.

mod error;
mod files;
mod manifest;
mod path;
mod plan;
mod renames;
mod report;
mod stack;
mod storage;
mod yaml;

use std::collections::BTreeMap;
use std::path::Path;

use crate::catalog::Language;
use crate::check::{self, Severity};
use crate::design::{Design, Stacks};
use crate::emit::{self, emit};
use crate::expect;
use crate::lower::{lower, projects};
use crate::program::Program;
use crate::register::Registration;

pub use error::ExportError;
pub(crate) use error::words;
pub use manifest::{Fingerprint, ManifestError};
pub use path::{RelativePath, UnsafePath};
pub use plan::{Owner, Present, ProjectFile, Reason};
pub use renames::Renamed;
pub use report::{Mode, Report};
pub use stack::Values;
pub use storage::{Disk, Storage};

use manifest::Manifest;
use plan::{Action, Plan};

/// Exports the design into the folder, or tells what that would change. Writes nothing when it fails on the way to
/// writing; afterwards each file is either as it was or as it should be, and another export carries on.
pub fn export(design: &Design, language: Language, folder: &Path, mode: Mode) -> Result<Report, ExportError> {
    let findings: Vec<_> =
        check::check(design).into_iter().filter(|finding| finding.severity == Severity::Error).collect();
    if !findings.is_empty() {
        return Err(ExportError::Blocked(findings));
    }
    let files = files(design, language)?;
    let mut disk = Disk::open(folder).map_err(ExportError::disk("used", folder))?;
    if mode == Mode::Write {
        disk.claim().map_err(ExportError::disk("written", folder))?;
    }
    place(design, language, &files, folder, mode, &mut disk)
}

/// The files that the design gives in that language: the program, its handlers, and the project around them.
pub fn files(design: &Design, language: Language) -> Result<Vec<ProjectFile>, ExportError> {
    let program = lower(design).map_err(ExportError::NotLowered)?;
    if design.stacks == Some(Stacks::PerService) {
        return system(design, &program, language);
    }
    let registration = Registration::of(&program);
    let mut files = sources(design, &program, &registration, language, "../policy/policies")?;
    let paths: Vec<RelativePath> = written(&files);
    files.extend(files::around(design, &program, &registration, language, &paths)?);
    Ok(files)
}

/// The files of a system with one project a service: each in a folder of its own, and what stands around them.
fn system(design: &Design, whole: &Program, language: Language) -> Result<Vec<ProjectFile>, ExportError> {
    let projects = projects(design, whole).map_err(ExportError::NotLowered)?;
    let mut files = files::system::files(design, whole, &projects, language)?;
    for program in &projects {
        let folder = files::system::folder(program);
        let registration = Registration::of(program);
        let inside = sources(design, program, &registration, language, "../../../policy/policies")?;
        let around = files::around_part(design, program, &registration, language, &written(&inside))?;
        for file in inside.into_iter().chain(around) {
            files.push(ProjectFile { path: RelativePath::parse(&format!("{folder}/{}", file.path))?, ..file });
        }
    }
    Ok(files)
}

/// The paths of what the design owns.
fn written(files: &[ProjectFile]) -> Vec<RelativePath> {
    files.iter().filter(|file| file.owner == Owner::Design).map(|file| file.path.clone()).collect()
}

/// The sources, tests and handlers of a program.
fn sources(
    design: &Design,
    program: &Program,
    registration: &Registration,
    language: Language,
    policies: &str,
) -> Result<Vec<ProjectFile>, ExportError> {
    let mut files = Vec::new();
    let mut sources = emit(program, language);
    let mut tests = expect::tests(design, program, registration);
    policies.clone_into(&mut tests.policies);
    sources.extend(emit::tests(&tests, &program.project, language));
    for source in sources {
        files.push(ProjectFile { path: RelativePath::parse(&source.path)?, text: source.text, owner: Owner::Design });
    }
    files.extend(files::functions::code(&program.handlers)?);
    Ok(files)
}

/// Brings the files into the folder, or tells what that would change.
pub fn place(
    design: &Design,
    language: Language,
    files: &[ProjectFile],
    folder: &Path,
    mode: Mode,
    storage: &mut impl Storage,
) -> Result<Report, ExportError> {
    let before = read_manifest(storage, folder)?;
    if let Some(found) = before.language.filter(|found| *found != language) {
        return Err(ExportError::OtherLanguage { folder: folder.to_owned(), found, wanted: language });
    }
    if let Some(found) = before.design.clone().filter(|found| *found != design.name) {
        return Err(ExportError::OtherDesign { folder: folder.to_owned(), found, wanted: design.name.clone() });
    }
    let mut present = BTreeMap::new();
    for path in plan::paths_of_interest(files, &before) {
        let found = storage.look(&path).map_err(ExportError::disk("read", &path.below(folder)))?;
        present.insert(path, found);
    }
    let mut plan = plan::plan(files, &present, &before);
    plan.manifest.design = Some(design.name.clone());
    plan.manifest.language = Some(language);
    plan.manifest.nodes = renames::traces(design);
    let renamed = renames::renamed(&before.nodes, &plan.manifest.nodes, design);
    if mode == Mode::Write {
        carry_out(&plan, &before, folder, storage)?;
    }
    let mut report = summarise(plan, folder, language, mode);
    report.design.clone_from(&design.name);
    report.renamed = renamed;
    report.first_environment = design.environments.keys().next().cloned();
    Ok(report)
}

fn manifest_path() -> Result<RelativePath, ExportError> {
    Ok(RelativePath::parse(manifest::PATH)?)
}

fn read_manifest(storage: &impl Storage, folder: &Path) -> Result<Manifest, ExportError> {
    let path = manifest_path()?;
    let full = path.below(folder);
    match storage.look(&path).map_err(ExportError::disk("read", &full))? {
        Present::Absent => Ok(Manifest::default()),
        Present::File(_, text) => {
            Manifest::parse(&text.unwrap_or_default()).map_err(|source| ExportError::Manifest { path: full, source })
        }
        Present::Folder | Present::Other => {
            Err(ExportError::disk("read", &full)(std::io::Error::other("it is not a file")))
        }
    }
}

/// Does what the plan says. The manifest comes last: whatever interrupts this, the next export finds its way.
fn carry_out(plan: &Plan, before: &Manifest, folder: &Path, storage: &mut impl Storage) -> Result<(), ExportError> {
    let texts: Vec<(&RelativePath, &str)> = plan
        .steps
        .iter()
        .filter_map(|(path, action)| match action {
            Action::Create(text) | Action::Update(text) | Action::CreateHandler(text) => Some((path, text.as_str())),
            _ => None,
        })
        .collect();
    if !texts.is_empty() {
        storage.write(&texts).map_err(ExportError::disk("written", folder))?;
    }
    for (path, _) in plan.steps.iter().filter(|(_, action)| **action == Action::Remove) {
        storage.remove(path).map_err(ExportError::disk("removed", &path.below(folder)))?;
    }
    if plan.manifest != *before {
        let path = manifest_path()?;
        let text = plan.manifest.write();
        storage.write(&[(&path, text.as_str())]).map_err(ExportError::disk("written", &path.below(folder)))?;
    }
    Ok(())
}

fn summarise(plan: Plan, folder: &Path, language: Language, mode: Mode) -> Report {
    let mut report = Report::new(folder, language, mode);
    for (path, action) in plan.steps {
        if let Some(keys) = plan.values_by_hand.get(&path) {
            report.kept.push((path.clone(), Reason::ValuesByHand(keys.clone())));
        }
        match action {
            Action::Create(_) => report.created.push(path),
            Action::Update(_) => report.updated.push(path),
            Action::Leave => report.unchanged.push(path),
            Action::Keep(reason) => report.kept.push((path, reason)),
            Action::Remove => report.removed.push(path),
            Action::CreateHandler(_) => report.handlers_created.push(path),
            Action::LeaveHandler => report.handlers_left.push(path),
            Action::AbandonHandler => report.handlers_abandoned.push(path),
            Action::Forget => {}
        }
    }
    report
}
