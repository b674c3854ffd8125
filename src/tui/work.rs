//! Work that takes longer than a frame: reading, laying out, checking, exporting. Each is a function from an order to a
//! message; the runner calls them on a thread of their own.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::access::tell_access;
use crate::design::Design;
use crate::design::file::disk::{self, DiskError};
use crate::design::file::{Document, canvas};
use crate::design::model::Environment;
use crate::design::name::NameKind;
use crate::emit::{SourceFile, emit};
use crate::lower::lower;
use crate::project::{self, Mode};
use crate::render::{Arrangement, Scene};
use crate::text::words::capitalised;
use crate::translate::translate;

use super::effect::{Effect, Source};
use super::message::{Message, Opened};
use super::session::{Clearer, Pins, pins_from_file, pins_to_file};

/// Does the work that an effect asks for; nothing for effects that are no such work.
pub fn work(effect: Effect) -> Option<Message> {
    let mut done = None;
    work_and_tell(effect, |message| done = Some(message));
    done
}

/// As [`work`], but tells what came of it before it clears up.
pub(super) fn work_and_tell(effect: Effect, tell: impl FnOnce(Message)) {
    match effect {
        Effect::Open(source) => tell(open(source)),
        Effect::LayOut { generation, design, arrangement, previous } => {
            tell(Message::LaidOut { generation, scene: lay_out(&design, &arrangement, previous.as_deref()) });
        }
        Effect::LayOutAhead { content, design, arrangement, previous } => {
            tell(Message::LaidOutAhead { content, scene: lay_out(&design, &arrangement, previous.as_deref()) });
        }
        Effect::LayOutAnew { than, design, arrangement } => {
            if let Some(clearer) = Clearer::of(than, lay_out(&design, &arrangement, None)) {
                tell(Message::Clearer(Box::new(clearer)));
            }
        }
        Effect::Check { generation, design } => {
            tell(Message::Checked { generation, findings: crate::check::check(&design) });
        }
        Effect::Access { revision, design } => tell_access(&design, None, |rows| {
            tell(Message::Access { revision, rows: rows.ok() });
        }),
        Effect::Code { revision, design } => tell(Message::Code { revision, result: code(&design) }),
        Effect::Compare { revision, comparison, edits } => {
            tell(Message::Compared { revision, diffs: comparison.diffs(&edits) });
        }
        Effect::Translate { revision, to, design } => {
            tell(Message::Translated { revision, to, translation: translate(&design, to) });
        }
        Effect::Export { design, language, folder } => {
            let result = project::export(&design, language, &folder, Mode::Write).map_err(|error| error.to_string());
            tell(Message::Exported(Box::new(result)));
        }
        Effect::Save { path, text, revision, pins, pins_changed, replace } => {
            let result = save(&path, &text, &pins, pins_changed, replace);
            tell(Message::Saved { path, text, revision, pins, result });
        }
        _ => {}
    }
}

fn lay_out(design: &Design, arrangement: &Arrangement, previous: Option<&Scene>) -> Arc<Scene> {
    let scene = Scene::arranged(design, arrangement, previous);
    scene.prepare();
    Arc::new(scene)
}

/// The program of a design in its language, or the first reason why there is none.
fn code(design: &Design) -> Result<Vec<SourceFile>, String> {
    match lower(design) {
        Ok(program) => Ok(emit(&program, design.language())),
        Err(errors) => {
            let more = errors.len().saturating_sub(1);
            let more = if more > 0 { format!(" (and {more} more; p shows the problems)") } else { String::new() };
            let first = errors.first().map(ToString::to_string).unwrap_or_default();
            Err(format!("No program yet: {first}{more}"))
        }
    }
}

fn open(source: Source) -> Message {
    match source {
        Source::File(path) => open_file(&path),
        Source::Preset { name, text } if text.is_empty() => {
            // The user's own presets are known to the disk alone.
            match crate::presets::find(&name, &crate::presets::own()) {
                Some(preset) => opened(None, &preset.text, Pins::new(), Vec::new(), &name),
                None => Message::NotOpened {
                    reason: format!("There is no preset {name}; `pulumi-designer presets` lists them."),
                    name,
                    problems: Vec::new(),
                },
            }
        }
        Source::Preset { name, text } => opened(None, &text, Pins::new(), Vec::new(), &name),
        Source::Recovery(recovery) => {
            let (pins, remarks) = canvas::read(&recovery.canvas);
            let name = recovery.name.clone();
            match opened(recovery.path.clone(), &recovery.text, pins_from_file(&pins), remarks, &name) {
                Message::Opened(mut opened) => {
                    opened.document.mark_dirty();
                    opened.recovered = Some(recovery);
                    Message::Opened(opened)
                }
                other => other,
            }
        }
    }
}

fn open_file(path: &Path) -> Message {
    let name = path.display().to_string();
    let refused = |reason: String| Message::NotOpened { name: name.clone(), reason, problems: Vec::new() };
    let bytes = match disk::read(path) {
        Ok(bytes) => bytes,
        Err(DiskError::Missing(_)) => return begun(path),
        Err(error) => return refused(sentence(&error.to_string())),
    };
    let Ok(text) = String::from_utf8(bytes) else {
        return refused("It is not text in UTF-8, so it is no design.".to_owned());
    };
    let (pins, remarks) = match disk::read(&canvas::path_beside(path)) {
        Ok(bytes) => canvas::read(&String::from_utf8_lossy(&bytes)),
        Err(DiskError::Missing(_)) => (canvas::Pins::new(), Vec::new()),
        Err(error) => (canvas::Pins::new(), vec![sentence(&error.to_string())]),
    };
    opened(Some(path.to_owned()), &text, pins_from_file(&pins), remarks, &name)
}

/// A new design that is to be saved at a path where nothing is yet.
fn begun(path: &Path) -> Message {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let name = NameKind::Project.suggest(&stem).unwrap_or_else(|| "my-system".to_owned());
    let provider = crate::catalog::Provider::Aws;
    let design = Design {
        name,
        provider: Some(provider),
        region: Some(provider.default_region().to_owned()),
        language: Some(crate::catalog::Language::TypeScript),
        environments: ["dev", "prod"].into_iter().map(|name| (name.to_owned(), Environment::default())).collect(),
        ..Design::default()
    };
    let mut document = Document::new(design);
    document.path = Some(path.to_owned());
    let remarks = vec![format!("{} is not there yet; s makes it", path.display())];
    Message::Opened(Box::new(Opened { document, pins: Pins::new(), remarks, recovered: None }))
}

fn opened(path: Option<PathBuf>, text: &str, pins: Pins, remarks: Vec<String>, name: &str) -> Message {
    let document = Document::open(path, text);
    if document.has_errors() {
        let count = document.problems.len();
        let reason = if count == 1 { "It has a problem:".to_owned() } else { format!("It has {count} problems:") };
        return Message::NotOpened { name: name.to_owned(), reason, problems: document.problems };
    }
    let mut remarks = remarks;
    remarks
        .extend(document.problems.iter().map(|problem| format!("Line {}: {}", problem.position.line, problem.message)));
    Message::Opened(Box::new(Opened { document, pins, remarks, recovered: None }))
}

fn save(path: &Path, text: &str, pins: &Pins, pins_changed: bool, replace: bool) -> Result<(), String> {
    if !replace && path.exists() {
        return Err(super::panes::save::EXISTS.to_owned());
    }
    disk::write(path, text).map_err(|error| error.to_string())?;
    let beside = canvas::path_beside(path);
    if pins_changed && (!pins.is_empty() || beside.exists()) {
        disk::write(&beside, &canvas::write(&pins_to_file(pins))).map_err(|error| error.to_string())?;
    }
    Ok(())
}

fn sentence(text: &str) -> String {
    format!("{}.", capitalised(text))
}
