//! `export`: writes a design's Pulumi program into a folder, or tells whether the folder has it.

use std::path::PathBuf;

use clap::Args;

use crate::catalog::Language;
use crate::check::{self, Finding, Options, Profile, Severity};
use crate::project::{self, ExportError, Mode};
use crate::text::safe::safe_lines;

use super::console::Console;
use super::exit::Exit;
use super::input::Input;
use super::{Run, validate};

/// Write a design's Pulumi program into a folder
///
/// The folder may hold an earlier export. Files that nobody changed since are brought up to date; a file that was changed
/// by hand is kept and reported; handlers are written once and then yours; values and secrets that `pulumi config set`
/// put into Pulumi.<environment>.yaml stay. Nothing outside the folder is touched.
///
/// Exit codes: 0 done (with --check: the folder is what the design gives), 1 the design has errors (with --check: or the
/// folder differs), 2 something cannot be read or written.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  pulumi-designer export shop.yaml --out infra
  pulumi-designer export shop.yaml --out infra-py --language python
  pulumi-designer export shop.yaml --out infra --check       In a pipeline: is infra up to date?")]
pub(super) struct Export {
    /// The design file; - for standard input
    file: PathBuf,
    /// The folder to write into; made where there is none
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// The language: typescript or python [default: the design's]
    #[arg(long, value_name = "LANGUAGE", value_parser = language)]
    language: Option<Language>,
    /// Write nothing; report what differs
    #[arg(long)]
    check: bool,
    /// Refuse also what the profile `strict` calls an error: each warning of security and reliability that is not
    /// accepted with a reason
    #[arg(long)]
    strict: bool,
}

fn language(text: &str) -> Result<Language, String> {
    text.parse().map_err(|()| "one of typescript, python is expected".to_owned())
}

impl Run for Export {
    fn run(&self, console: &Console) -> anyhow::Result<Exit> {
        let input = Input::read(&self.file)?;
        if input.loaded.has_errors() {
            console.tell(&validate::reports(&input, &[], console));
            console.tell(&format!("error: {} has errors; nothing was written", input.name));
            return Ok(if input.is_unreadable() { Exit::Unreadable } else { Exit::Findings });
        }
        let design = &input.loaded.design;
        if self.strict {
            let options = Options { profile: Profile::Strict, environment: None };
            let errors: Vec<Finding> = check::check_with(design, &options)
                .into_iter()
                .filter(|finding| finding.severity == Severity::Error)
                .collect();
            if !errors.is_empty() {
                console.tell(&validate::reports(&input, &errors, console));
                console.tell(&format!("error: {}; nothing was written", ExportError::Blocked(errors)));
                return Ok(Exit::Findings);
            }
        }
        let language = self.language.unwrap_or_else(|| design.language());
        let mode = if self.check { Mode::Check } else { Mode::Write };
        let report = match project::export(design, language, &self.out, mode) {
            Ok(report) => report,
            Err(ExportError::Blocked(findings)) => {
                console.tell(&validate::reports(&input, &findings, console));
                console.tell(&format!("error: {}; nothing was written", ExportError::Blocked(findings)));
                return Ok(Exit::Findings);
            }
            Err(ExportError::NotLowered(errors)) => {
                for error in &errors {
                    console.tell(&(validate::at(&input, &error.place, &error.message, &error.help, console) + "\n"));
                }
                console.tell("error: no program can be made of this design; nothing was written");
                return Ok(Exit::Findings);
            }
            Err(error) => return Err(error.into()),
        };
        console.print(&safe_lines(&report.to_string()))?;
        self.advise(console, &input, &report);
        Ok(if self.check && !report.is_clean() { Exit::Findings } else { Exit::Success })
    }
}

impl Export {
    /// What to do next, and what the checks think of the design.
    fn advise(&self, console: &Console, input: &Input, report: &project::Report) {
        let warnings =
            check::check(&input.loaded.design).iter().filter(|finding| finding.severity == Severity::Warning).count();
        if warnings > 0 {
            let word = if warnings == 1 { "a warning".to_owned() } else { format!("{warnings} warnings") };
            console.tell(&format!("The design has {word}: pulumi-designer validate {}", input.name));
        }
        if !self.check && !report.created.is_empty() {
            let steps = report.next_steps().join("\n  ");
            console.tell(&format!("\nTo deploy, after a look at the settings and secrets in README.md:\n  {steps}"));
        }
    }
}
