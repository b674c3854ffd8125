//! `Pulumi.yaml` and one `Pulumi.<environment>.yaml` for each environment.

use std::fmt::Write as _;

use serde_json::Value;

use crate::catalog::Language;
use crate::program::{Literal, StackFile};

use super::super::path::UnsafePath;
use super::super::plan::ProjectFile;
use super::super::stack::Values;
use super::super::yaml;
use super::{Project, owned, shared};

pub(super) fn files(project: &Project<'_>) -> Result<Vec<ProjectFile>, UnsafePath> {
    let mut files = vec![owned("Pulumi.yaml", project_file(project))?];
    for stack in &project.program.stacks {
        let values = values(project, stack);
        let path = format!("Pulumi.{}.yaml", stack.environment);
        files.push(shared(&path, stack_file(project, stack, &values), values)?);
    }
    Ok(files)
}

fn project_file(project: &Project<'_>) -> String {
    let runtime = match project.language {
        Language::TypeScript => "  name: nodejs\n  options:\n    packagemanager: npm\n    typescript: true\n",
        Language::Python => "  name: python\n  options:\n    toolchain: pip\n    virtualenv: venv\n",
    };
    let name = yaml::text(&project.program.project);
    format!("name: {name}\ndescription: {}\nruntime:\n{runtime}", yaml::text(&project.summary()))
}

fn values(project: &Project<'_>, stack: &StackFile) -> Values {
    let provider = stack.provider.iter().map(|(key, value)| (key.clone(), plain(value)));
    let own = stack.values.iter().map(|(name, value)| (project.key(name), plain(value)));
    Values(provider.chain(own).collect())
}

fn stack_file(project: &Project<'_>, stack: &StackFile, values: &Values) -> String {
    let mut text = String::new();
    if !stack.missing.is_empty() {
        text.push_str(
            "# These have no value here, and secrets never have one in the clear. Before the first `pulumi up`:\n",
        );
        for setting in &stack.missing {
            let _ = writeln!(text, "#   {}", project.set_command(setting, &stack.environment));
        }
    }
    if values.0.is_empty() {
        text.push_str("config: {}\n");
        return text;
    }
    text.push_str("config:\n");
    for (key, value) in &values.0 {
        text.push_str(&yaml::entry(key, value, 2));
    }
    text
}

/// The value as JSON, which YAML holds.
pub(super) fn plain(literal: &Literal) -> Value {
    match literal {
        Literal::Text(text) => Value::from(text.as_str()),
        Literal::Integer(number) => Value::from(*number),
        Literal::Number(number) => Value::from(*number),
        Literal::Boolean(value) => Value::from(*value),
        Literal::Texts(texts) => Value::from(texts.clone()),
    }
}
