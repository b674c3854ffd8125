//! `validate`: everything that is wrong with a design, with its place in the file.

mod baseline;
mod fix;
mod github;
mod human;
mod json;
mod mending;
mod sarif;
mod select;
mod subject;

use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::{Args, ValueEnum};

use crate::check::{Options, Profile, Severity};
use crate::text::nearest::nearest;
use crate::text::safe::{safe, safe_lines};

use super::Run;
use super::console::Console;
use super::exit::Exit;
use super::input::Input;

use baseline::Baseline;
use fix::Fixing;
use select::Select;
use subject::{Checks, Subject};

pub(super) use human::{at, reports};

/// Check designs and report everything that is wrong
///
/// Each finding has its place in the file, the line, the rule, why it matters, and what would mend it. Accept a finding
/// under `allow:` in the design, with the reason.
///
/// Exit codes: 0 no errors, 1 errors, 2 a file that cannot be read or an option that makes no sense. Warnings are shown
/// and change nothing. What --rule, --env, --severity or --baseline leave out does not count.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  pulumi-designer validate shop.yaml
  pulumi-designer validate designs/*.yaml --format github
  pulumi-designer validate shop.yaml --env prod --rule security --rule STR002
  pulumi-designer validate shop.yaml --fix --dry-run         What would the safe fixes change?
  pulumi-designer validate shop.yaml --format sarif > shop.sarif
  pulumi-designer validate shop.yaml --write-baseline known.json
  pulumi-designer validate shop.yaml --baseline known.json   Only what is new
  git show main:shop.yaml | pulumi-designer validate -")]
pub(super) struct Validate {
    /// Design files; - for standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// What to write
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
    /// Check this environment alone
    #[arg(long, value_name = "NAME")]
    env: Option<String>,
    /// The least that is told
    #[arg(long, value_enum, default_value_t = Least::Info, value_name = "SEVERITY")]
    severity: Least,
    /// Only this rule, by name (structure/sync-cycle) or code (STR002), or this category; may be given again
    #[arg(long = "rule", value_name = "RULE")]
    rules: Vec<String>,
    /// How findings weigh: draft, imported, normal or strict
    #[arg(long, default_value = "normal", value_parser = profile, value_name = "PROFILE")]
    profile: Profile,
    #[command(flatten)]
    fixing: Fixing,
    /// Leave out the findings that this file knows; entries of it that match nothing are told
    #[arg(long, value_name = "FILE", conflicts_with = "env", help_heading = "Adopting late")]
    baseline: Option<PathBuf>,
    /// Write what is found into this file, for --baseline
    #[arg(long, value_name = "FILE", conflicts_with = "env", help_heading = "Adopting late")]
    write_baseline: Option<PathBuf>,
}

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Format {
    /// Reports with the lines of the file, for people
    #[default]
    Human,
    /// Everything, for programs
    Json,
    /// SARIF 2.1.0, for tools of code review
    Sarif,
    /// Annotations of GitHub Actions
    Github,
}

/// The least that is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Least {
    Error,
    Warning,
    Info,
}

/// The profile of that name.
pub(super) fn profile(name: &str) -> Result<Profile, String> {
    let known = Profile::ALL.into_iter().find(|profile| profile.name() == name);
    known.ok_or_else(|| format!("one of {} is expected", Profile::ALL.map(Profile::name).join(", ")))
}

impl Run for Validate {
    fn run(&self, console: &Console) -> anyhow::Result<Exit> {
        let least = match self.severity {
            Least::Error => Severity::Error,
            Least::Warning => Severity::Warning,
            Least::Info => Severity::Info,
        };
        let select = Select::new(least, &self.rules)?;
        let options = Options { profile: self.profile, environment: self.env.clone() };
        let mut known = self.baseline.as_deref().map(Baseline::read).transpose()?;
        let (mut subjects, mut unreadable) = (Vec::new(), Vec::new());
        for path in &self.files {
            match self.look(path, &options, &select, known.as_mut()) {
                Ok(subject) => subjects.push(subject),
                Err(error) => {
                    console.error(&error);
                    unreadable.push(safe_lines(&format!("{error:#}")));
                }
            }
        }
        let unmatched = match (&known, &self.baseline) {
            (Some(known), Some(path)) => known.unmatched(&looked_at(&subjects, path)),
            _ => Vec::new(),
        };
        if let Some(path) = &self.write_baseline {
            let count = Baseline::write(path, &subjects)?;
            console.tell(&format!(
                "{} knows {} now",
                safe(&path.display().to_string()),
                human::amount(count, "finding")
            ));
            subjects.iter_mut().for_each(Subject::know_all);
        }
        let text = match self.format {
            Format::Human => human::render(&subjects, &unmatched, console),
            Format::Json => json::render(&subjects, &unreadable, &unmatched, &options),
            Format::Sarif => sarif::render(&subjects, &unreadable, &options),
            Format::Github => github::render(&subjects, &unreadable, &unmatched),
        };
        console.print(&text)?;
        let unreadable = !unreadable.is_empty() || subjects.iter().any(|subject| subject.input.is_unreadable());
        let errors = subjects.iter().any(|subject| subject.counts()[0] > 0);
        Ok(match (unreadable, errors) {
            (true, _) => Exit::Unreadable,
            (_, true) => Exit::Findings,
            _ => Exit::Success,
        })
    }
}

impl Validate {
    /// What is to be told about a file.
    fn look(
        &self,
        path: &Path,
        options: &Options,
        select: &Select,
        known: Option<&mut Baseline>,
    ) -> anyhow::Result<Subject> {
        let mut input = Input::read(path)?;
        has_environment(&input, options)?;
        let mut fixed = None;
        if self.fixing.fix {
            let after = self.fixing.apply(path, input, options, select)?;
            input = after.0;
            fixed = Some(after.1);
        }
        let mut subject = Subject::check(input, options);
        subject.fixed = fixed;
        if let (Some(known), Some(path)) = (known, &self.baseline) {
            subject.leave_out(known, path);
        }
        subject.select(select);
        Ok(subject)
    }
}

/// The files of which all findings were looked at, as a baseline names them.
fn looked_at(subjects: &[Subject], baseline: &Path) -> Vec<String> {
    let whole = subjects.iter().filter(|subject| subject.checks == Checks::All);
    whole.map(|subject| baseline::file_name(&subject.input.name, baseline)).collect()
}

/// Whether the design has the environment that is asked for; of a file that cannot be read, nothing is known.
fn has_environment(input: &Input, options: &Options) -> anyhow::Result<()> {
    let environments = &input.loaded.design.environments;
    let Some(name) = options.environment.as_ref().filter(|name| !environments.contains_key(*name)) else {
        return Ok(());
    };
    if input.is_unreadable() {
        return Ok(());
    }
    let names: Vec<&str> = environments.keys().map(String::as_str).collect();
    let hint = match nearest(name, names.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if names.is_empty() => "it names none".to_owned(),
        None => format!("it has {}", names.join(", ")),
    };
    bail!("{} has no environment `{name}`; {hint}", input.name)
}
