//! A baseline: findings that are known when a team begins to validate, so that only new ones are told.
//!
//! An entry knows a finding by its file, rule, place and message. Places are names, so that it stays when lines move. As
//! a file it is JSON: `version` and `findings`, sorted, one entry as often as there is such a finding.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context as _, bail};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::check::Finding;
use crate::design::Design;
use crate::design::file::disk;

use super::subject::{Subject, words};

/// The version of the file.
const VERSION: u32 = 1;

/// What a baseline knows a finding by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Unmatched {
    pub(super) file: String,
    pub(super) rule: String,
    pub(super) at: String,
    pub(super) message: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct Content {
    version: u32,
    findings: Vec<Unmatched>,
}

/// The findings that are known, each with how many of it are still to be met.
#[derive(Debug, Default)]
pub(super) struct Baseline {
    left: BTreeMap<Unmatched, usize>,
}

impl Baseline {
    /// Reads a baseline.
    pub(super) fn read(path: &Path) -> anyhow::Result<Self> {
        let bytes = disk::read(path)?;
        let name = path.display();
        let content: Content = serde_json::from_slice(&bytes)
            .with_context(|| format!("{name} is no baseline; --write-baseline writes one"))?;
        if content.version != VERSION {
            bail!("{name} is a baseline of version {}; this program reads version {VERSION}", content.version);
        }
        let mut baseline = Self::default();
        for entry in content.findings {
            *baseline.left.entry(entry).or_default() += 1;
        }
        Ok(baseline)
    }

    /// Writes the findings of those files as a baseline; says how many there are.
    pub(super) fn write(path: &Path, subjects: &[Subject]) -> anyhow::Result<usize> {
        let mut findings: Vec<Unmatched> = subjects
            .iter()
            .flat_map(|subject| {
                let file = file_name(&subject.input.name, path);
                subject.findings.iter().map(move |finding| entry(&file, subject.design(), finding))
            })
            .collect();
        findings.sort();
        let count = findings.len();
        let mut text = serde_json::to_string_pretty(&Content { version: VERSION, findings })?;
        text.push('\n');
        disk::write(path, &text)?;
        Ok(count)
    }

    /// What is known of a file.
    pub(super) fn of<'b>(&'b mut self, file: &str, path: &Path) -> Known<'b> {
        Known { file: file_name(file, path), baseline: self }
    }

    /// What is known of the files that were looked at and was not met, in order.
    pub(super) fn unmatched(&self, files: &[String]) -> Vec<Unmatched> {
        self.left
            .iter()
            .filter(|(entry, left)| **left > 0 && files.contains(&entry.file))
            .map(|(entry, _)| entry.clone())
            .collect()
    }
}

/// What a baseline knows of one file.
#[derive(Debug)]
pub(super) struct Known<'b> {
    file: String,
    baseline: &'b mut Baseline,
}

impl Known<'_> {
    /// Whether the finding is known; if so, it is met.
    pub(super) fn takes(&mut self, design: &Design, finding: &Finding) -> bool {
        match self.baseline.left.get_mut(&entry(&self.file, design, finding)) {
            Some(left) if *left > 0 => {
                *left -= 1;
                true
            }
            _ => false,
        }
    }
}

fn entry(file: &str, design: &Design, finding: &Finding) -> Unmatched {
    Unmatched {
        file: file.to_owned(),
        rule: finding.rule.to_owned(),
        at: words(design, &finding.place),
        message: finding.message.clone(),
    }
}

/// The name of a design's file in a baseline: from the folder of the baseline where it lies below that, so that it does
/// not matter where the program is started; otherwise as it was given.
pub(super) fn file_name(name: &str, baseline: &Path) -> String {
    let folder = baseline.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let below = folder.canonicalize().ok().zip(Path::new(name).canonicalize().ok());
    let below = below.and_then(|(folder, file)| Some(file.strip_prefix(folder).ok()?.to_owned()));
    below.map_or_else(|| name.to_owned(), |path| path.display().to_string().replace('\\', "/"))
}

/// What stays the same about a finding when lines move: a digest of its rule, place and message.
pub(super) fn fingerprint(design: &Design, finding: &Finding) -> String {
    let mut digest = Sha256::new();
    for part in [finding.rule, &words(design, &finding.place), &finding.message] {
        digest.update(part.as_bytes());
        digest.update([0]);
    }
    let digest = digest.finalize();
    digest.iter().take(8).fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}
