//! Loading: from text to a design, with all problems of the file at once.
//!
//! What is judged here is the shape of the file: keys, kinds, names, types of values. What needs the graph (a flow to
//! nowhere, a setting that does not exist) loads and is left to the checks.

mod allow;
mod environments;
mod events;
mod flows;
mod header;
mod properties;
mod reader;
mod services;
mod settings;

use std::collections::BTreeMap;

use crate::design::model::Design;
use crate::value::Value;

use super::lines::LineIndex;
use super::migrate::{MIGRATIONS, migrate, reaches};
use super::problem::{Level, Problem};
use super::source::SourceMap;
use super::tree::{Item, parse};
use super::{MAXIMUM_BYTES, MAXIMUM_NODES, VERSION};
use reader::Reader;

/// What a text holds.
#[derive(Debug, Clone, Default)]
pub struct Loaded {
    /// The design: all of it when there are no errors, otherwise what could be read.
    pub design: Design,
    /// Where everything stands.
    pub source: SourceMap,
    /// The text.
    pub text: String,
    /// What is wrong, in the order of the file.
    pub problems: Vec<Problem>,
    /// The version that the file was written in; `None` when it names none.
    pub version: Option<i64>,
}

impl Loaded {
    /// Whether the text is a map of keys, as a design is one, whatever stands in it.
    pub fn is_map(&self) -> bool {
        self.source.root.as_ref().is_some_and(|root| root.as_map().is_some())
    }

    /// Whether parts may be missing from the design.
    pub fn has_errors(&self) -> bool {
        self.problems.iter().any(|problem| problem.level == Level::Error)
    }
}

/// Reads a section of the file into the design.
type Section = fn(&mut Reader<'_>, &Item, &mut Design);

/// The top-level keys in the order of the format, each with what reads it.
const SECTIONS: &[(&str, Section)] = &[
    ("version", |_, _, _| {}),
    ("name", header::name),
    ("description", header::description),
    ("provider", header::provider),
    ("region", header::region),
    ("language", header::language),
    ("stacks", header::stacks),
    ("environments", environments::read),
    ("settings", settings::read),
    ("services", services::read),
    ("flows", flows::read),
    ("events", events::read),
    ("allow", allow::read),
];

/// The names of the top-level keys.
pub(super) fn sections() -> impl Iterator<Item = &'static str> {
    SECTIONS.iter().map(|(name, _)| *name)
}

/// Reads a text from the bytes of a file.
pub fn load_bytes(bytes: &[u8]) -> Loaded {
    match std::str::from_utf8(bytes) {
        Ok(text) => load(text),
        Err(error) => {
            let text = String::from_utf8_lossy(bytes.get(..error.valid_up_to()).unwrap_or_default()).into_owned();
            let mut reader = Reader::new(&text);
            let message = "the file is not text in UTF-8 from here on";
            reader.error(text.len()..text.len(), message).help = Some("save it in the encoding UTF-8".to_owned());
            let problems = reader.finish();
            Loaded { text, problems, ..Loaded::default() }
        }
    }
}

/// Reads a text. Never fails: what is wrong is in the problems.
pub fn load(text: &str) -> Loaded {
    let mut loaded = Loaded { text: text.to_owned(), ..Loaded::default() };
    let mut reader = Reader::new(text);
    if text.len() > MAXIMUM_BYTES {
        reader.error(0..0, format!("the file is larger than {} MiB", MAXIMUM_BYTES / 1024 / 1024));
        loaded.problems = reader.finish();
        return loaded;
    }
    let (root, faults) = parse(text);
    for fault in faults {
        reader.error(fault.span, fault.message).help = fault.help;
    }
    if let Some(root) = root.as_ref().filter(|root| !root.is_null()) {
        read_root(&mut reader, root, &mut loaded);
    } else if reader.problems.is_empty() {
        reader.error(0..0, "the file is empty").help =
            Some("a design begins with `version: 1` and `name: …`".to_owned());
    }
    let flows = std::mem::take(&mut reader.flow_items);
    let flows: BTreeMap<_, _> = loaded.design.flows.iter().map(|flow| flow.id).zip(flows).collect();
    let allow = std::mem::take(&mut reader.allow_items);
    loaded.design.flows.shrink_to_fit();
    loaded.problems = reader.finish();
    loaded.source = SourceMap { root, lines: LineIndex::new(text), flows, allow };
    loaded
}

fn read_root(reader: &mut Reader<'_>, root: &Item, loaded: &mut Loaded) {
    let Some(entries) = root.as_map() else {
        let found = root.to_value().describe();
        reader.error(root.span.clone(), format!("a design is a map of keys such as name and services, not {found}"));
        return;
    };
    let migrated = match read_version(reader, root, loaded) {
        Version::Unreadable => return,
        Version::Current => None,
        Version::Migrated(content) => Some(content),
    };
    let entries = migrated.as_ref().and_then(Item::as_map).unwrap_or(entries);
    for (key, entry) in entries {
        if !SECTIONS.iter().any(|(name, _)| name == key) {
            let help = reader.nearest(key, SECTIONS.iter().map(|(name, _)| *name));
            reader.unknown_key(entry, key, "a design", help, SECTIONS.iter().map(|(name, _)| *name));
        }
    }
    if !entries.contains_key("name") {
        reader.error(0..0, "the design has no name").help = Some("add `name: my-system`".to_owned());
    }
    // Environments last, since their values are those of settings and nodes.
    let (environments, others): (Vec<_>, Vec<_>) = SECTIONS.iter().partition(|(name, _)| *name == "environments");
    for (name, read) in others.into_iter().chain(environments) {
        if let Some(entry) = entries.get(name) {
            read(reader, &entry.value, &mut loaded.design);
        }
    }
    let nodes = loaded.design.node_count();
    if nodes > MAXIMUM_NODES {
        let span = entries.get("services").map_or(0..0, |entry| entry.key_span.clone());
        reader.error(span, format!("the design has {nodes} nodes; at most {MAXIMUM_NODES} are allowed"));
    }
}

/// What the version of a file means for its content.
enum Version {
    /// This program does not read it.
    Unreadable,
    /// It is read as it stands.
    Current,
    /// It was brought to the present version.
    Migrated(Item),
}

fn read_version(reader: &mut Reader<'_>, root: &Item, loaded: &mut Loaded) -> Version {
    let program = env!("CARGO_PKG_VERSION");
    let Some(item) = root.get("version") else {
        reader.warning(0..0, format!("the file does not say its version; it is read as version {VERSION}")).help =
            Some(format!("add `version: {VERSION}` as the first line"));
        return Version::Current;
    };
    let Some(version) = item.as_scalar().and_then(Value::as_integer) else {
        let found = item.to_value();
        reader.error(item.span.clone(), format!("version is not a whole number but {found}")).help =
            Some(format!("write `version: {VERSION}`"));
        return Version::Current;
    };
    loaded.version = Some(version);
    if version == VERSION {
        return Version::Current;
    }
    if version > VERSION {
        let message = format!(
            "the file is of version {version} of the format; this program, pulumi-designer {program}, reads versions up to {VERSION}"
        );
        reader.error(item.span.clone(), message).help = Some(format!(
            "open it with the newer pulumi-designer that wrote it; `pulumi-designer --version` names the program, and version {version} needs one newer than {program}"
        ));
        return Version::Unreadable;
    }
    if !reaches(MIGRATIONS, version, VERSION) {
        reader.error(item.span.clone(), format!("there never was a version {version} of the format")).help =
            Some(format!("write `version: {VERSION}`"));
        return Version::Current;
    }
    let mut content = root.to_value();
    let summaries = migrate(MIGRATIONS, &mut content, version, VERSION);
    let message = format!(
        "the file is of version {version}; it was read as version {VERSION} and will be saved as such: {}",
        summaries.join(" ")
    );
    reader.note(item.span.clone(), message);
    Version::Migrated(Item::of_value(&content, &item.span))
}
