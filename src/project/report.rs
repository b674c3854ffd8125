//! What an export did, or would have to do, for people.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::catalog::Language;
use crate::text::safe::safe;

use super::path::RelativePath;
use super::plan::Reason;
use super::renames::Renamed;

/// Whether an export writes or only looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// Write what the design gives.
    #[default]
    Write,
    /// Write nothing; tell what differs.
    Check,
}

/// What an export did; in [`Mode::Check`], what it would do. Paths are in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The design's name.
    pub design: String,
    /// The project folder.
    pub folder: PathBuf,
    /// The language.
    pub language: Language,
    /// Whether anything was written.
    pub mode: Mode,
    /// New files.
    pub created: Vec<RelativePath>,
    /// Files of the last export that had to change.
    pub updated: Vec<RelativePath>,
    /// Files that are already what the design gives.
    pub unchanged: Vec<RelativePath>,
    /// Files that differ and were not touched, and why.
    pub kept: Vec<(RelativePath, Reason)>,
    /// Files of the last export that the design no longer gives.
    pub removed: Vec<RelativePath>,
    /// Handler files that did not exist.
    pub handlers_created: Vec<RelativePath>,
    /// Handler files that exist and belong to the user.
    pub handlers_left: Vec<RelativePath>,
    /// Handler files of functions that the design no longer has; they stay.
    pub handlers_abandoned: Vec<RelativePath>,
    /// Nodes that seem to have had other ids at the last export, and do not say so.
    pub renamed: Vec<Renamed>,
    /// The first environment, for the advice on what to do next.
    pub first_environment: Option<String>,
}

impl Report {
    pub(super) fn new(folder: &Path, language: Language, mode: Mode) -> Self {
        Self {
            design: String::new(),
            folder: folder.to_owned(),
            language,
            mode,
            created: Vec::new(),
            updated: Vec::new(),
            unchanged: Vec::new(),
            kept: Vec::new(),
            removed: Vec::new(),
            handlers_created: Vec::new(),
            handlers_left: Vec::new(),
            handlers_abandoned: Vec::new(),
            renamed: Vec::new(),
            first_environment: None,
        }
    }

    /// The files that were written: new ones, changed ones, and handlers.
    pub fn written(&self) -> impl Iterator<Item = &RelativePath> {
        self.created.iter().chain(&self.updated).chain(&self.handlers_created)
    }

    /// Whether the folder was already what the design gives.
    pub fn is_clean(&self) -> bool {
        self.written().next().is_none() && self.kept.is_empty() && self.removed.is_empty()
    }

    /// How to deploy, as shell commands.
    pub fn next_steps(&self) -> Vec<String> {
        let mut steps = vec![format!("cd {}", shell_word(&self.folder.display().to_string()))];
        if self.created.iter().chain(&self.unchanged).any(|path| path.as_str() == "deploy.sh") {
            let environment = self.first_environment.as_deref().unwrap_or("dev");
            steps.push(format!("bash deploy.sh {environment}"));
            return steps;
        }
        if self.language == Language::TypeScript {
            steps.push("npm install".to_owned());
        } else {
            steps.push("pulumi install".to_owned());
            // Functions in TypeScript are a package of their own.
            let all = self.written().chain(&self.unchanged).chain(self.kept.iter().map(|(path, _)| path));
            if all.into_iter().any(|path| path.as_str() == "functions/package.json") {
                steps.push("npm install --prefix functions".to_owned());
            }
        }
        if let Some(environment) = &self.first_environment {
            steps.push(format!("pulumi stack init {environment}"));
        }
        steps.push("pulumi up".to_owned());
        steps
    }

    fn heading(&self) -> String {
        let folder = self.folder.display();
        let (design, language) = (&self.design, self.language.title());
        let changes = self.written().next().is_some() || !self.removed.is_empty();
        match (self.mode, self.is_clean()) {
            (Mode::Write, true) => format!("{folder} is already what {design} gives in {language}: nothing to write."),
            (Mode::Write, false) if changes => format!("Exported {design} in {language} to {folder}"),
            (Mode::Write, false) => format!("Nothing to write for {design} in {language} to {folder}"),
            (Mode::Check, true) => format!("{folder} is what {design} gives in {language}."),
            (Mode::Check, false) => format!("{folder} is not what {design} gives in {language}:"),
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "{}", self.heading())?;
        let words = match self.mode {
            Mode::Write => ["created", "updated", "removed", "handler created", "kept"],
            Mode::Check => ["missing", "outdated", "no longer needed", "handler missing", "differs"],
        };
        let [created, updated, removed, handler, kept] = words;
        let list = |formatter: &mut fmt::Formatter<'_>, word: &str, paths: &[RelativePath]| {
            paths.iter().try_for_each(|path| writeln!(formatter, "  {word:<16}  {path}"))
        };
        list(formatter, created, &self.created)?;
        list(formatter, updated, &self.updated)?;
        list(formatter, removed, &self.removed)?;
        list(formatter, handler, &self.handlers_created)?;
        for (path, reason) in &self.kept {
            writeln!(formatter, "  {kept:<16}  {path}: {reason}")?;
        }
        list(formatter, "left behind", &self.handlers_abandoned)?;
        if !self.is_clean() && !self.unchanged.is_empty() {
            let count = self.unchanged.len();
            writeln!(formatter, "  {:<16}  {count} {}", "unchanged", if count == 1 { "file" } else { "files" })?;
        }
        if !self.kept.is_empty() {
            let what = match self.mode {
                Mode::Write => "What was kept is not what the design gives.",
                Mode::Check => "What differs would be kept by an export.",
            };
            writeln!(
                formatter,
                "\n{what} To see what the design gives, export into an empty folder\nand compare; to take it, move your \
                 file away and export again."
            )?;
        }
        if !self.handlers_abandoned.is_empty() {
            formatter.write_str(
                "\nFiles left behind belong to functions that the design no longer has; they are yours.\n",
            )?;
        }
        if let Some(first) = self.renamed.first() {
            writeln!(formatter)?;
            for Renamed { from, to, .. } in &self.renamed {
                let (from, to) = (safe(from), safe(to));
                writeln!(formatter, "warning: {to} looks like {from} of the last export under another id.")?;
            }
            let data = self.renamed.iter().any(|renamed| renamed.holds_data);
            let contents = if data { ", and with it what it holds" } else { "" };
            writeln!(
                formatter,
                "Deploying deletes what is there under the old id{contents}, and makes it anew. To keep it, write                  `was: {}`\nto {} and export again (naming/rename-replaces, NAM021).",
                safe(&first.from),
                safe(&first.to)
            )?;
        }
        Ok(())
    }
}

/// A word of a shell command, quoted where needed.
fn shell_word(text: &str) -> String {
    let plain = |character: char| character.is_ascii_alphanumeric() || "/._-+".contains(character);
    if !text.is_empty() && text.chars().all(plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}
