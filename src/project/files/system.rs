//! What stands around the projects of a system with one project a service: how to deploy them in order, and what they share.

use std::fmt::Write as _;

use serde_json::json;

use crate::catalog::Language;
use crate::design::Design;
use crate::program::Program;
use crate::register::Registration;

use super::super::path::UnsafePath;
use super::super::plan::ProjectFile;
use super::markdown::{self, code, commands, table};
use super::{Project, diagram, owned, pipelines, policy, runbook, words};

/// The folder of a service's project.
pub(in crate::project) fn folder(program: &Program) -> String {
    let service = program.components.first().map_or("service", |component| component.name.as_str());
    let module = program.components.first().and_then(|component| component.module.last());
    format!("services/{}", module.map_or(service, String::as_str))
}

/// The files beside the projects. `whole` is the system as one program, `projects` its parts in the order of deployment.
pub(in crate::project) fn files(
    design: &Design,
    whole: &Program,
    projects: &[Program],
    language: Language,
) -> Result<Vec<ProjectFile>, UnsafePath> {
    let registration = Registration::of(whole);
    let project = Project {
        design,
        program: whole,
        registration: &registration,
        language,
        provider: design.provider(),
        sources: &[],
    };
    let folders: Vec<String> = projects.iter().map(folder).collect();
    let mut files = vec![
        owned("README.md", readme(&project, projects, &folders))?,
        owned("deploy.sh", deploy(projects, language, &folders))?,
        owned(".gitignore", "node_modules/\nvenv/\n.pulumi-designer/staging-*/\n")?,
    ];
    let runbook = runbook::text_of(&project);
    if !runbook.is_empty() {
        files.push(owned("RUNBOOK.md", runbook)?);
    }
    files.extend(pipelines::of_system(&project, projects, &folders)?);
    files.extend(policy::files(&project)?);
    match language {
        Language::TypeScript => {
            files.push(owned("package.json", workspace(design, projects, &folders))?);
            files.push(owned(".prettierrc.json", super::typescript::PRETTIER)?);
        }
        Language::Python => files.push(owned("ruff.toml", super::python::lints())?),
    }
    Ok(files)
}

/// The packages of all projects are installed at once, and shared where they are the same.
fn workspace(design: &Design, projects: &[Program], folders: &[String]) -> String {
    let built = projects.iter().filter(|program| super::functions::has_typescript(program));
    let functions: Vec<String> = built.map(|program| format!("{}/functions", folder(program))).collect();
    let folders: Vec<&String> = folders.iter().chain(&functions).collect();
    let package = json!({
        "name": format!("{}-system", words::kebab(&design.name)),
        "private": true,
        "workspaces": folders,
        "scripts": {
            "check": "npm run check --workspaces --if-present",
            "lint": "npm run lint --workspaces --if-present",
            "format": "npm run format --workspaces --if-present",
            "test": "npm test --workspaces --if-present",
        },
        "devDependencies": super::typescript::of_policies(),
    });
    serde_json::to_string_pretty(&package).unwrap_or_default() + "\n"
}

/// A script that deploys all projects for one environment, each after those that it reads from.
fn deploy(projects: &[Program], language: Language, folders: &[String]) -> String {
    let install = match language {
        Language::TypeScript => "[ -d node_modules ] || npm install\n\n",
        Language::Python => "",
    };
    let up = match language {
        Language::TypeScript => "",
        Language::Python if !projects.iter().any(super::functions::has_typescript) => "pulumi install --cwd \"$1\"\n  ",
        Language::Python => {
            "pulumi install --cwd \"$1\"\n  [ ! -f \"$1/functions/package.json\" ] || npm install --prefix \"$1/functions\"\n  "
        }
    };
    let mut text = format!(
        "#!/usr/bin/env bash\n# Deploys every project for one environment, each after those whose outputs it reads.\n#\n\
         # usage: deploy.sh ENVIRONMENT [OPTIONS OF pulumi up]\nset -euo pipefail\ncd \"$(dirname \"${{BASH_SOURCE[0]}}\")\"\n\
         environment=\"${{1:?Name an environment}}\"\nshift\noptions=(\"$@\")\n\n{install}deploy() {{\n  {up}pulumi stack select \
         --create --cwd \"$1\" \"$environment\"\n  pulumi up --cwd \"$1\" --stack \"$environment\" \"${{options[@]}}\"\n}}\n\n"
    );
    for folder in folders {
        let _ = writeln!(text, "deploy {folder}");
    }
    text
}

fn readme(project: &Project<'_>, projects: &[Program], folders: &[String]) -> String {
    let design = project.design;
    let mut summary = markdown::text(&project.summary());
    if !summary.ends_with(['.', '!', '?']) {
        summary.push('.');
    }
    let rows: Vec<Vec<String>> = projects
        .iter()
        .zip(folders)
        .map(|(program, folder)| {
            let reads: Vec<String> = program.entry.references.iter().map(|other| code(&other.project)).collect();
            let description = program.description.clone().unwrap_or_default();
            vec![code(&program.project), code(&format!("{folder}/")), reads.join(", "), markdown::text(&description)]
        })
        .collect();
    let first = project.program.stacks.first().map_or("dev", |stack| stack.environment.as_str());
    let mut missing = Vec::new();
    for (program, folder) in projects.iter().zip(folders) {
        let part = Project { program, ..*project };
        for stack in &program.stacks {
            let asks = stack.missing.iter().map(|setting| part.set_command(setting, &stack.environment));
            let mut asks =
                asks.map(|ask| ask.replace("pulumi config", &format!("pulumi --cwd {folder} config"))).peekable();
            if asks.peek().is_some() {
                missing.push(format!("pulumi --cwd {folder} stack select --create {}", stack.environment));
            }
            missing.extend(asks);
        }
    }
    let asked = if missing.is_empty() {
        String::new()
    } else {
        format!("\nSecrets and values that no file holds, before the first deployment:\n\n{}", commands(&missing))
    };
    format!(
        "# {}\n\n{summary}\n\n{}\n## Projects\n\nOne [Pulumi](https://www.pulumi.com) project in {} a service, in the order of \
         their deployment. They read each other's outputs by stack references, so that each is deployed, reviewed and rolled \
         back on its own. What they have in common (`iam`, `components`) is in each: a project needs nothing but its own \
         folder, and an export keeps the copies alike.\n\n{}\n## Deploy\n\nYou need the [Pulumi CLI](https://www.pulumi.com/docs/install/), {} \
         and credentials for AWS.\n\n{}{asked}\n`bash deploy.sh {first} --yes` asks \
         nothing. A single project: `pulumi up --cwd {} --stack {first}`. A preview \
         of a service fails where it reads an output that is not deployed yet: deploy the project that gives it first.\n\nA service that gets another name gets another project, whose stacks know \
         nothing of what is deployed. To keep that, give each of its nodes `was` with the id from before, export, and take the \
         stack of each environment along before it is deployed: `pulumi stack rename ORGANIZATION/PROJECT/ENVIRONMENT`.\n\n\
         Alarms and what to do about them: \
         [RUNBOOK.md](RUNBOOK.md). Rules that no deployment breaks: `policy/`.\n",
        markdown::text(&design.name),
        diagram::diagram(design),
        project.language.title(),
        table(&["Project", "Folder", "Reads from", "What it is"], &rows),
        match project.language {
            Language::TypeScript => "Node.js 22 or later,",
            Language::Python => "Python 3.11 or later,",
        },
        commands(&[format!("bash deploy.sh {first}")]),
        folders.last().map_or("services/shared", String::as_str),
    )
}
