//! The manifest of a project folder: what the last export wrote, so that the next one can tell its own files from those
//! that people changed.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use thiserror::Error;

use crate::catalog::Language;

use super::path::{RelativePath, UnsafePath};
use super::renames::Traces;

/// Where the manifest lies in a project folder.
pub(super) const PATH: &str = ".pulumi-designer/manifest.json";

/// The version of the manifest that this program reads and writes.
const VERSION: u32 = 1;

/// The fingerprint of a text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fingerprint(String);

impl Fingerprint {
    /// The fingerprint of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        use fmt::Write as _;
        let mut text = "sha256:".to_owned();
        for byte in Sha256::digest(bytes) {
            let _ = write!(text, "{byte:02x}");
        }
        Self(text)
    }
}

/// What the last export wrote into a folder.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Manifest {
    /// The design's name; none in a folder that was never exported to.
    pub design: Option<String>,
    /// The language.
    pub language: Option<Language>,
    /// The files that export owns, as it last wrote them.
    pub files: BTreeMap<RelativePath, Fingerprint>,
    /// The files of handlers, which were written once and are the user's since.
    pub handlers: BTreeSet<RelativePath>,
    /// The values that export gave in each stack file, by configuration key.
    pub stacks: BTreeMap<RelativePath, BTreeMap<String, serde_json::Value>>,
    /// The nodes of the design, so that they are known again under other names.
    pub nodes: Traces,
}

/// Why a manifest cannot be used.
#[derive(Debug, Error)]
pub enum ManifestError {
    /// It is no manifest.
    #[error("it is not a manifest: {0}")]
    Format(#[from] serde_json::Error),
    /// It is from a newer version of this program.
    #[error("it was written by a newer version of pulumi-designer (format {0}); update the program")]
    Newer(u32),
    /// It names a path outside the folder.
    #[error(transparent)]
    Path(#[from] UnsafePath),
}

/// How it stands in the file. Sorted, so that it merges well.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    version: u32,
    design: String,
    language: Language,
    files: BTreeMap<String, Fingerprint>,
    handlers: BTreeSet<String>,
    stacks: BTreeMap<String, BTreeMap<String, serde_json::Value>>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    nodes: Traces,
}

impl Manifest {
    /// Reads the text of a manifest.
    pub(super) fn parse(text: &str) -> Result<Self, ManifestError> {
        let version: serde_json::Value = serde_json::from_str(text)?;
        let version = version.get("version").and_then(serde_json::Value::as_u64).unwrap_or_default();
        if version > u64::from(VERSION) {
            return Err(ManifestError::Newer(u32::try_from(version).unwrap_or(u32::MAX)));
        }
        let written: Written = serde_json::from_str(text)?;
        Ok(Self {
            design: Some(written.design),
            language: Some(written.language),
            files: keyed(written.files)?,
            handlers: written.handlers.iter().map(|path| RelativePath::parse(path)).collect::<Result<_, _>>()?,
            stacks: keyed(written.stacks)?,
            nodes: written.nodes,
        })
    }

    /// The text of the manifest.
    pub(super) fn write(&self) -> String {
        let written = Written {
            version: VERSION,
            design: self.design.clone().unwrap_or_default(),
            language: self.language.unwrap_or(Language::TypeScript),
            files: self.files.iter().map(|(path, print)| (path.to_string(), print.clone())).collect(),
            handlers: self.handlers.iter().map(ToString::to_string).collect(),
            stacks: self.stacks.iter().map(|(path, values)| (path.to_string(), values.clone())).collect(),
            nodes: self.nodes.clone(),
        };
        serde_json::to_string_pretty(&written).map(|text| text + "\n").unwrap_or_default()
    }
}

fn keyed<T>(map: BTreeMap<String, T>) -> Result<BTreeMap<RelativePath, T>, UnsafePath> {
    map.into_iter().map(|(path, value)| Ok((RelativePath::parse(&path)?, value))).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_manifest_comes_back_as_it_was_written_and_hostile_ones_are_refused() {
        let path = RelativePath::parse("src/index.ts").unwrap();
        let manifest = Manifest {
            design: Some("shop".to_owned()),
            language: Some(Language::Python),
            files: [(path.clone(), Fingerprint::of(b"text"))].into(),
            handlers: [path].into(),
            stacks: BTreeMap::new(),
            nodes: Traces::new(),
        };
        let text = manifest.write();
        assert_eq!(Manifest::parse(&text).unwrap(), manifest);
        let hostile = text.replace("src/index.ts", "../index.ts");
        assert!(matches!(Manifest::parse(&hostile), Err(ManifestError::Path(_))));
        assert!(matches!(Manifest::parse("<<<<<<<"), Err(ManifestError::Format(_))));
        let newer = text.replace("\"version\": 1", "\"version\": 7");
        assert!(matches!(Manifest::parse(&newer), Err(ManifestError::Newer(7))));
    }
}
