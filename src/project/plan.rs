//! What to do with each file of a project folder: from what the design gives, what is there, and what the last export
//! wrote. Pure.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::manifest::{Fingerprint, Manifest};
use super::path::RelativePath;
use super::stack::{self, Values};

/// A file that the design gives.
#[derive(Debug, Clone, PartialEq)]
pub struct ProjectFile {
    /// Where.
    pub path: RelativePath,
    /// What it says.
    pub text: String,
    /// Whose it is.
    pub owner: Owner,
}

/// Whose a file is.
#[derive(Debug, Clone, PartialEq)]
pub enum Owner {
    /// The design's: written anew whenever the design changes, unless somebody changed it by hand.
    Design,
    /// Both: a stack file, in which these values are the design's and all else belongs to people and `pulumi config`.
    Both(Values),
    /// The user's: written once, as a start.
    User,
}

/// What is there already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Present {
    /// Nothing.
    Absent,
    /// A folder.
    Folder,
    /// A file, with its text where that can be read as text.
    File(Fingerprint, Option<String>),
    /// Something else: a link, a device.
    Other,
}

impl Present {
    /// A file of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        let text = (bytes.len() <= READABLE).then(|| String::from_utf8(bytes.to_vec()).ok()).flatten();
        Self::File(Fingerprint::of(bytes), text)
    }
}

/// Files larger than this, in bytes, are told apart by their fingerprint alone.
const READABLE: usize = 1024 * 1024;

/// Why a file that differs was not touched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// Somebody changed it since the last export.
    ChangedByHand,
    /// Somebody gave these configuration keys other values.
    ValuesByHand(Vec<String>),
    /// The design no longer gives it, but somebody changed it.
    ChangedAndNoLongerNeeded,
    /// It was there before the first export.
    NotOurs,
    /// It is a folder, a link or a device.
    NotAFile,
}

impl fmt::Display for Reason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ChangedByHand => formatter.write_str("changed by hand since the last export"),
            Self::ValuesByHand(keys) => write!(formatter, "set by hand: {}", keys.join(", ")),
            Self::ChangedAndNoLongerNeeded => formatter.write_str("no longer needed, but changed by hand"),
            Self::NotOurs => formatter.write_str("was there before and is not from an export"),
            Self::NotAFile => formatter.write_str("is a folder, a link or a device, not a file"),
        }
    }
}

/// What to do with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Action {
    /// Write it; nothing is there.
    Create(String),
    /// Write it in place of what the last export wrote.
    Update(String),
    /// It is already right.
    Leave,
    /// It differs; do not touch it.
    Keep(Reason),
    /// The last export wrote it and the design no longer gives it.
    Remove,
    /// Write a handler's first version.
    CreateHandler(String),
    /// A handler is there; it is the user's.
    LeaveHandler,
    /// A handler of a function that the design no longer has.
    AbandonHandler,
    /// The last export wrote it, and it is gone already.
    Forget,
}

/// What to do, and what the manifest will say.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Plan {
    /// What to do with each file, in order of path.
    pub steps: BTreeMap<RelativePath, Action>,
    /// Stack files of which a part was set by hand: the keys. They may be updated all the same.
    pub values_by_hand: BTreeMap<RelativePath, Vec<String>>,
    /// What the manifest says afterwards. Its name and language are those of the old one.
    pub manifest: Manifest,
}

/// The paths that a plan must know about: whatever the design gives or the last export wrote, and handlers' folders.
pub(super) fn paths_of_interest(wanted: &[ProjectFile], manifest: &Manifest) -> BTreeSet<RelativePath> {
    let folders = wanted.iter().filter(|file| file.owner == Owner::User).filter_map(|file| file.path.parent());
    wanted
        .iter()
        .map(|file| file.path.clone())
        .chain(manifest.files.keys().cloned())
        .chain(manifest.stacks.keys().cloned())
        .chain(manifest.handlers.iter().cloned())
        .chain(wanted.iter().filter(|file| file.owner == Owner::User).flat_map(|file| in_javascript(&file.path)))
        .chain(folders)
        .collect()
}

/// Decides what to do with each file.
pub(super) fn plan(wanted: &[ProjectFile], present: &BTreeMap<RelativePath, Present>, manifest: &Manifest) -> Plan {
    let mut plan = Plan { steps: BTreeMap::new(), values_by_hand: BTreeMap::new(), manifest: Manifest::default() };
    let at = |path: &RelativePath| present.get(path).unwrap_or(&Present::Absent);
    for file in wanted {
        match &file.owner {
            Owner::User => handler(&mut plan, file, at, manifest),
            Owner::Design => generated(&mut plan, file, at(&file.path), manifest),
            Owner::Both(values) => shared(&mut plan, file, values, at(&file.path), manifest),
        }
    }
    for path in manifest.files.keys().chain(manifest.stacks.keys()) {
        if !plan.steps.contains_key(path) {
            no_longer_given(&mut plan, path, at(path), manifest);
        }
    }
    for path in &manifest.handlers {
        if !plan.steps.contains_key(path) {
            let gone = *at(path) == Present::Absent;
            plan.steps.insert(path.clone(), if gone { Action::Forget } else { Action::AbandonHandler });
            if !gone {
                plan.manifest.handlers.insert(path.clone());
            }
        }
    }
    plan.manifest.design.clone_from(&manifest.design);
    plan.manifest.language = manifest.language;
    plan
}

/// A file that is the design's.
fn generated(plan: &mut Plan, file: &ProjectFile, present: &Present, manifest: &Manifest) {
    let print = Fingerprint::of(file.text.as_bytes());
    let last = manifest.files.get(&file.path);
    let action = match present {
        Present::Absent => Action::Create(file.text.clone()),
        Present::File(found, _) if *found == print => Action::Leave,
        Present::File(found, _) if last == Some(found) => Action::Update(file.text.clone()),
        Present::File(..) if last.is_some() => Action::Keep(Reason::ChangedByHand),
        Present::File(..) => Action::Keep(Reason::NotOurs),
        Present::Folder | Present::Other => Action::Keep(Reason::NotAFile),
    };
    match (&action, last) {
        (Action::Keep(_), Some(last)) => {
            plan.manifest.files.insert(file.path.clone(), last.clone());
        }
        (Action::Keep(_), None) => {}
        _ => {
            plan.manifest.files.insert(file.path.clone(), print);
        }
    }
    plan.steps.insert(file.path.clone(), action);
}

/// A file of the last export that the design no longer gives.
fn no_longer_given(plan: &mut Plan, path: &RelativePath, present: &Present, manifest: &Manifest) {
    let written = manifest.files.get(path);
    let action = match present {
        Present::Absent => Action::Forget,
        Present::File(print, _) if Some(print) == written => Action::Remove,
        Present::File(..) => Action::Keep(Reason::ChangedAndNoLongerNeeded),
        Present::Folder | Present::Other => Action::Keep(Reason::NotAFile),
    };
    if matches!(action, Action::Keep(_)) {
        plan.manifest.files.extend(written.map(|written| (path.clone(), written.clone())));
        plan.manifest.stacks.extend(manifest.stacks.get(path).map(|base| (path.clone(), base.clone())));
    }
    plan.steps.insert(path.clone(), action);
}

/// A stack file: as one of the design's while nobody else wrote to it; from then on value by value. The manifest has
/// the fingerprint of the former only, so that a file with values of others is never written as a whole again.
fn shared(plan: &mut Plan, file: &ProjectFile, values: &Values, present: &Present, manifest: &Manifest) {
    let path = &file.path;
    let (last, base) = (manifest.files.get(path), manifest.stacks.get(path));
    let text = match present {
        Present::File(found, Some(text)) => {
            let ours = *found == Fingerprint::of(file.text.as_bytes()) || last == Some(found);
            (!ours).then_some(text)
        }
        _ => None,
    };
    let Some(text) = text else {
        generated(plan, file, present, manifest);
        let kept = matches!(plan.steps.get(path), Some(Action::Keep(_)));
        let known = if kept { base.cloned() } else { Some(values.plain()) };
        plan.manifest.stacks.extend(known.map(|known| (path.clone(), known)));
        return;
    };
    let merged = stack::merge(text, base.unwrap_or(&BTreeMap::new()), values);
    // Without a base the file was there before us: it counts as ours only if it says all we would say.
    let says_all = |merged: &stack::Merged| merged.text == *text && merged.by_hand.is_empty();
    let Some(merged) = merged.filter(|merged| base.is_some() || says_all(merged)) else {
        let reason = if base.is_some() { Reason::ChangedByHand } else { Reason::NotOurs };
        plan.steps.insert(path.clone(), Action::Keep(reason));
        plan.manifest.stacks.extend(base.map(|base| (path.clone(), base.clone())));
        return;
    };
    let action = match (merged.text == *text, merged.by_hand.is_empty()) {
        (true, true) => Action::Leave,
        (true, false) => Action::Keep(Reason::ValuesByHand(merged.by_hand)),
        (false, _) => {
            if !merged.by_hand.is_empty() {
                plan.values_by_hand.insert(path.clone(), merged.by_hand);
            }
            Action::Update(merged.text)
        }
    };
    plan.manifest.stacks.insert(path.clone(), merged.base);
    plan.steps.insert(path.clone(), action);
}

/// Where the same code stands when it is written in JavaScript: what bundles TypeScript takes it as well.
fn in_javascript(path: &RelativePath) -> Vec<RelativePath> {
    let Some(stem) = path.as_str().strip_suffix(".ts") else { return Vec::new() };
    ["mjs", "js", "cjs"].iter().filter_map(|ending| RelativePath::parse(&format!("{stem}.{ending}")).ok()).collect()
}

/// A handler's file: written when it never was, or when its whole folder is gone; never over anything, and never beside
/// the same in JavaScript, which it would take the place of.
fn handler<'a>(plan: &mut Plan, file: &ProjectFile, at: impl Fn(&RelativePath) -> &'a Present, manifest: &Manifest) {
    if *at(&file.path) == Present::Absent {
        let is_file = |path: &RelativePath| matches!(at(path), Present::File(..));
        if let Some(path) = in_javascript(&file.path).into_iter().find(is_file) {
            plan.manifest.handlers.insert(path.clone());
            plan.steps.insert(path, Action::LeaveHandler);
            return;
        }
    }
    let folder_is_gone = file.path.parent().is_some_and(|folder| *at(&folder) == Present::Absent);
    let written_before = manifest.handlers.contains(&file.path);
    let action = match at(&file.path) {
        Present::Absent if !written_before || folder_is_gone => Action::CreateHandler(file.text.clone()),
        _ => Action::LeaveHandler,
    };
    plan.manifest.handlers.insert(file.path.clone());
    plan.steps.insert(file.path.clone(), action);
}
