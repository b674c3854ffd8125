//! `--fix`: applies quick fixes to the file, with every line that they do not touch as it was.

use std::path::Path;

use anyhow::{bail, ensure};
use clap::Args;

use crate::check::{self, Applied, Finding, Fix, Options, Safety};
use crate::cli::input::Input;
use crate::design::file::{Rename, Rewritten, diff, disk, save};

use super::select::Select;

/// What is fixed.
#[derive(Debug, Args)]
#[command(next_help_heading = "Fixing")]
pub(super) struct Fixing {
    /// Apply the safe quick fixes to the file: those that lose nothing and change nothing that works as it was written.
    /// Comments and all other lines stay
    #[arg(long)]
    pub(super) fix: bool,
    /// With --fix: also fixes that take something away, add something, or change what was chosen. Fixes that need words
    /// of yours, such as the reason for accepting a finding, are never applied
    #[arg(long, requires = "fix")]
    unsafe_fixes: bool,
    /// With --fix: show what would change and write nothing
    #[arg(long, requires = "fix", visible_alias = "diff")]
    dry_run: bool,
}

/// What fixing made of a file.
#[derive(Debug, Default)]
pub(super) struct Fixed {
    /// What was applied.
    pub(super) applied: Vec<Applied>,
    /// How the text changed.
    pub(super) diff: String,
    /// Whether it was written.
    pub(super) written: bool,
    /// Parts that had to be written anew, so that comments in them are gone.
    pub(super) rewritten: Vec<String>,
}

impl Fixing {
    /// Fixes the file and gives it as it is now, which with --dry-run is as it was. One with mistakes of its own is left
    /// as it is.
    pub(super) fn apply(
        &self,
        path: &Path,
        input: Input,
        options: &Options,
        select: &Select,
    ) -> anyhow::Result<(Input, Fixed)> {
        if path == Path::new("-") && !self.dry_run {
            bail!("standard input cannot be fixed: name a file, or add --dry-run to see what would change");
        }
        if input.loaded.has_errors() {
            return Ok((input, Fixed::default()));
        }
        // Fixes are judged for all environments, also when those of one are asked for.
        let everywhere = Options { environment: None, ..options.clone() };
        let wanted = |finding: &Finding, fix: &Fix| {
            let here = options
                .environment
                .as_ref()
                .is_none_or(|name| finding.environments.is_empty() || finding.environments.contains(name));
            here && select.keeps(finding) && fix.safety <= self.most()
        };
        let mended = check::mend(&input.loaded.design, &everywhere, wanted);
        let renames: Vec<Rename> = mended.applied.iter().flat_map(|applied| Rename::of(&applied.edit)).collect();
        let saved = save(&input.loaded.text, &renames, &mended.design);
        let diff = diff::unified(&input.loaded.text, &saved.text, &input.name);
        let rewritten = match saved.rewritten {
            Rewritten::Nothing => Vec::new(),
            Rewritten::Parts(parts) => parts,
            Rewritten::Whole => vec!["the whole file".to_owned()],
        };
        let written = !self.dry_run && !diff.is_empty();
        let fixed = Fixed { applied: mended.applied, diff, written, rewritten };
        if !written {
            return Ok((input, fixed));
        }
        ensure!(
            disk::read(path)? == input.loaded.text.as_bytes(),
            "{} has changed since it was read; it was left as it is",
            input.name
        );
        disk::write(path, &saved.text)?;
        Ok((Input::read(path)?, fixed))
    }

    fn most(&self) -> Safety {
        if self.unsafe_fixes { Safety::Unsafe } else { Safety::Safe }
    }
}
