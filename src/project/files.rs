//! The files around the program's sources: what makes a folder a project that people build, check and deploy.
//!
//! One file a language, one for what both share. Pure; knows the program and the design's words, no disk.

mod cloud;
mod diagram;
pub(super) mod functions;
mod markdown;
mod packages;
mod pipelines;
mod policy;
mod pulumi;
mod python;
mod readme;
mod releases;
mod runbook;
pub(super) mod system;
mod typescript;

use crate::catalog::{Language, Provider};
use crate::design::Design;
use crate::program::{Name, Program};
use crate::register::Registration;
use crate::text::words;

use super::path::{RelativePath, UnsafePath};
use super::plan::{Owner, ProjectFile};
use super::stack::Values;

/// What the files are made from.
#[derive(Clone, Copy)]
struct Project<'a> {
    design: &'a Design,
    program: &'a Program,
    /// What the program registers.
    registration: &'a Registration,
    language: Language,
    provider: Provider,
    /// The paths of the program's sources.
    sources: &'a [RelativePath],
}

impl Project<'_> {
    /// What the cloud has of its own.
    fn cloud(&self) -> &'static cloud::Cloud {
        cloud::of(self.provider)
    }

    /// What the system is, in a sentence.
    fn summary(&self) -> String {
        let description = self.program.description.clone().filter(|text| !text.trim().is_empty());
        description.unwrap_or_else(|| format!("The system {} on {}", self.program.project, self.provider.title()))
    }

    /// The configuration key of a setting.
    fn key(&self, setting: &Name) -> String {
        format!("{}:{}", self.program.project, setting.camel())
    }

    /// The command that gives a setting its value in an environment.
    fn set_command(&self, setting: &Name, environment: &str) -> String {
        let secret = self.program.settings.fields.iter().any(|field| field.name == *setting && field.secret);
        // Without a value on the line, Pulumi asks for it, and no shell keeps a secret in its history.
        let (option, value) = if secret { ("--secret ", "") } else { ("", " VALUE") };
        format!("pulumi config set {option}{}{value} --stack {environment}", self.key(setting))
    }
}

/// The files around the sources of one of several projects: those that the projects do not share.
pub(super) fn around_part(
    design: &Design,
    program: &Program,
    registration: &Registration,
    language: Language,
    sources: &[RelativePath],
) -> Result<Vec<ProjectFile>, UnsafePath> {
    let project = Project { design, program, registration, language, provider: design.provider(), sources };
    let mut files = pulumi::files(&project)?;
    files.push(owned("README.md", readme::of_part(&project))?);
    files.extend(functions::files(program, language)?);
    files.extend(match language {
        Language::TypeScript => typescript::files(&project)?,
        Language::Python => python::files(&project)?,
    });
    Ok(files)
}

/// The files around the sources.
pub(super) fn around(
    design: &Design,
    program: &Program,
    registration: &Registration,
    language: Language,
    sources: &[RelativePath],
) -> Result<Vec<ProjectFile>, UnsafePath> {
    let project = Project { design, program, registration, language, provider: design.provider(), sources };
    let mut files = pulumi::files(&project)?;
    files.push(owned("README.md", readme::text(&project))?);
    let runbook = runbook::text_of(&project);
    if !runbook.is_empty() {
        files.push(owned("RUNBOOK.md", runbook)?);
    }
    files.extend(pipelines::files(&project)?);
    files.extend(policy::files(&project)?);
    files.extend(functions::files(program, language)?);
    files.extend(match language {
        Language::TypeScript => typescript::files(&project)?,
        Language::Python => python::files(&project)?,
    });
    Ok(files)
}

/// A file that is the design's.
fn owned(path: &str, text: impl Into<String>) -> Result<ProjectFile, UnsafePath> {
    Ok(ProjectFile { path: RelativePath::parse(path)?, text: text.into(), owner: Owner::Design })
}

/// A file of values that people and Pulumi write to as well.
fn shared(path: &str, text: String, values: Values) -> Result<ProjectFile, UnsafePath> {
    Ok(ProjectFile { path: RelativePath::parse(path)?, text, owner: Owner::Both(values) })
}

#[cfg(test)]
mod tests;
