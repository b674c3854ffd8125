//! The project's README: what it is, how to deploy it, what it wants to know, where things are.

use std::fmt::Write as _;

use crate::catalog::Language;
use crate::program::{SettingField, SettingKind};

use super::markdown::{self, code, commands, table};
use super::{Project, functions, packages, pulumi, releases, runbook};

pub(super) fn text(project: &Project<'_>) -> String {
    let sections = [
        opening(project),
        super::diagram::diagram(project.design),
        services(project),
        deploy(project),
        releases::text(project),
        settings(project),
        outputs(project),
        layout(project),
        checks(project),
        pipelines(project),
    ];
    sections.into_iter().filter(|section| !section.is_empty()).collect::<Vec<_>>().join("\n")
}

/// The README of one of several projects.
pub(super) fn of_part(project: &Project<'_>) -> String {
    let sections = [opening(project), settings(project), outputs(project), checks(project)];
    sections.into_iter().filter(|section| !section.is_empty()).collect::<Vec<_>>().join("\n")
}

fn opening(project: &Project<'_>) -> String {
    let mut summary = markdown::text(&project.summary());
    if !summary.ends_with(['.', '!', '?']) {
        summary.push('.');
    }
    format!(
        "# {}\n\n{summary}\n\nA [Pulumi](https://www.pulumi.com) program in {} for {}, exported by `pulumi-designer` from a \
         design. To change the system, change the design and export again: files that were changed by hand are kept and \
         reported, handlers and secrets are never touched.\n",
        markdown::text(&project.program.project),
        project.language.title(),
        project.provider.title(),
    )
}

fn services(project: &Project<'_>) -> String {
    let rows: Vec<Vec<String>> = project
        .program
        .components
        .iter()
        .map(|component| {
            let design = project.design.services.get(&component.name);
            let description = design.and_then(|service| service.description.as_deref()).unwrap_or_default();
            let module = module_path(project, &component.module);
            vec![code(&component.name), markdown::text(description), module.map(|path| code(&path)).unwrap_or_default()]
        })
        .collect();
    if rows.is_empty() {
        return String::new();
    }
    format!("## Services\n\n{}", table(&["Service", "What it is for", "Program"], &rows))
}

/// The source file of a module.
fn module_path(project: &Project<'_>, module: &[String]) -> Option<String> {
    let ending = match project.language {
        Language::TypeScript => format!("{}.ts", module.join("/")),
        Language::Python => {
            format!("{}.py", module.iter().map(|step| step.replace('-', "_")).collect::<Vec<_>>().join("/"))
        }
    };
    let found = project.sources.iter().find(|path| {
        path.as_str().strip_suffix(ending.as_str()).is_some_and(|before| before.is_empty() || before.ends_with('/'))
    });
    found.map(ToString::to_string)
}

fn deploy(project: &Project<'_>) -> String {
    let install = match project.language {
        Language::TypeScript => "npm install",
        Language::Python => "pulumi install",
    };
    let mut section = format!(
        "## Deploy\n\nYou need the [Pulumi CLI](https://www.pulumi.com/docs/install/), {}, and credentials for {}.\n",
        match project.language {
            Language::TypeScript => "Node.js 22 or later",
            Language::Python if functions::has_typescript(project.program) => "Python 3.11 and Node.js 22 or later",
            Language::Python => "Python 3.11 or later",
        },
        project.provider.title(),
    );
    section.push_str(&packed(project));
    for (index, stack) in project.program.stacks.iter().enumerate() {
        let mut lines = Vec::new();
        if index == 0 {
            lines.push(install.to_owned());
            if functions::has_typescript(project.program) && project.language == Language::Python {
                lines.push("npm install --prefix functions".to_owned());
            }
        }
        lines.push(format!("pulumi stack init {}", stack.environment));
        lines.extend(stack.missing.iter().map(|setting| project.set_command(setting, &stack.environment)));
        lines.push(format!("pulumi up --stack {}", stack.environment));
        let _ = write!(section, "\nThe environment `{}`:\n\n{}", stack.environment, commands(&lines));
    }
    section
}

/// How the packages of functions are put beside their code, where nothing but what lies there is uploaded.
fn packed(project: &Project<'_>) -> String {
    let lines = packages::commands(project);
    if lines.is_empty() {
        return String::new();
    }
    format!(
        "\nThe code of the functions is uploaded with the packages that lie beside it; put them there first, as pipelines \
         do:\n\n{}",
        commands(&lines)
    )
}

fn settings(project: &Project<'_>) -> String {
    let rows: Vec<Vec<String>> = project
        .program
        .settings
        .fields
        .iter()
        .map(|field| {
            vec![
                code(&project.key(&field.name)),
                kind(field),
                default(field),
                markdown::text(field.documentation.as_deref().unwrap_or_default()),
            ]
        })
        .collect();
    if rows.is_empty() {
        return String::new();
    }
    format!(
        "## Settings\n\nValues stand in `Pulumi.<environment>.yaml`; `pulumi config set` changes them.\n\n{}",
        table(&["Key", "Type", "Default", "What it is"], &rows)
    )
}

fn kind(field: &SettingField) -> String {
    let kind = match &field.kind {
        SettingKind::Text => "text".to_owned(),
        SettingKind::OneOf(values) => values.iter().map(|value| code(value)).collect::<Vec<_>>().join(", "),
        SettingKind::Integer => "whole number".to_owned(),
        SettingKind::Number => "number".to_owned(),
        SettingKind::Boolean => "true or false".to_owned(),
        SettingKind::Texts => "list of texts".to_owned(),
    };
    if field.secret { format!("secret {kind}") } else { kind }
}

fn default(field: &SettingField) -> String {
    match &field.default {
        Some(value) => code(&super::super::yaml::scalar(&pulumi::plain(value))),
        None if field.optional => "none".to_owned(),
        None => "must be set".to_owned(),
    }
}

fn outputs(project: &Project<'_>) -> String {
    let rows: Vec<Vec<String>> = project
        .program
        .entry
        .exports
        .iter()
        .map(|export| vec![code(&export.name), markdown::text(export.comment.as_deref().unwrap_or_default())])
        .collect();
    if rows.is_empty() {
        return String::new();
    }
    let section = "## Outputs\n\n`pulumi stack output` shows them.\n\n";
    if rows.iter().all(|row| row.last().is_none_or(String::is_empty)) {
        let lines: Vec<String> = rows.iter().filter_map(|row| row.first()).map(|name| format!("- {name}")).collect();
        return format!("{section}{}\n", lines.join("\n"));
    }
    format!("{section}{}", table(&["Output", "What it is"], &rows))
}

fn layout(project: &Project<'_>) -> String {
    let package = project.sources.iter().find_map(|path| path.as_str().strip_suffix("/settings.py"));
    let (entry, folder) = match project.language {
        Language::TypeScript => ("index.ts", "src".to_owned()),
        Language::Python => ("__main__.py", package.unwrap_or("services").to_owned()),
    };
    let row = |path: &str, what: &str| vec![code(path), what.to_owned()];
    let mut rows = vec![
        row(entry, "The entry: provider, services, outputs"),
        row(&format!("{folder}/"), "The services, one module and one component each, and what they share"),
    ];
    let handlers = &project.program.handlers;
    if handlers.iter().any(|handler| !handler.generated.is_empty()) {
        rows.push(row(
            "functions/",
            "The code of the functions; `index` is yours since the first export, the rest follows the design",
        ));
    } else if !handlers.is_empty() {
        rows.push(row("functions/", "The code of the functions; yours since the first export"));
    }
    rows.push(row(
        "tests/",
        "What each flow of the design must make, and what no role may do, checked without deploying",
    ));
    rows.push(row("policy/", "Rules that a preview refuses to break: `pulumi preview --policy-pack policy`"));
    rows.push(row(".github/, .gitlab-ci.yml", "Pipelines: a preview for each change, then each environment in turn"));
    if runbook::is_there(project) {
        rows.push(row("RUNBOOK.md", "What each alarm means and what to do"));
    }
    rows.push(row("Pulumi.yaml", "The Pulumi project"));
    rows.push(row("Pulumi.<environment>.yaml", "The values of an environment"));
    rows.push(row(".pulumi-designer/", "What the last export wrote; keep it in version control"));
    format!("## Layout\n\n{}", table(&["Path", "What it is"], &rows))
}

fn pipelines(project: &Project<'_>) -> String {
    let lock = match project.language {
        Language::TypeScript => {
            " Commit `package-lock.json`, which `npm install` writes: pipelines install what it says."
        }
        Language::Python => "",
    };
    let sign_in = &project.cloud().sign_in;
    let common: Vec<String> = sign_in.common.iter().map(|(name, what)| format!(", {} ({what})", code(name))).collect();
    let what = format!("{} {}", sign_in.what.0, sign_in.what.1);
    format!(
        "## Pipelines\n\n`.github/workflows/deploy.yaml` and `.gitlab-ci.yml` check and preview each change, and deploy what is \
         merged to one environment after the other. Keep the one you use. They hold no keys: let Pulumi Cloud and {} trust \
         the pipeline's identity (OpenID Connect), and set the variables `PULUMI_ORGANIZATION`{}, {} ({what} that \
         reads) and, for each environment, {} ({what} that deploys). Who must approve a deployment is set at \
         the environment.{lock}\n",
        project.provider.title(),
        common.concat(),
        code(sign_in.previewer),
        code(sign_in.deployer),
    )
}

fn checks(project: &Project<'_>) -> String {
    let lines: &[&str] = match project.language {
        Language::TypeScript => &["npm run check", "npm run lint", "npm run format", "npm test"],
        Language::Python => &["pip install --group dev", "pyright", "ruff check", "ruff format --check", "pytest"],
    };
    format!("## Checks\n\n{}", commands(lines))
}
