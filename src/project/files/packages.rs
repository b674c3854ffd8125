//! The packages that functions use, where nothing but what lies beside their code is uploaded.

use std::collections::BTreeMap;

use crate::program::{Expression, Resource, Statement};

use super::Project;

/// Commands that put the packages of functions beside their code; none where the cloud does so itself.
pub(super) fn commands(project: &Project<'_>) -> Vec<String> {
    if !project.cloud().packs_functions {
        return Vec::new();
    }
    let mut lines = Vec::new();
    if folders(project, "package.json").next().is_some() {
        lines.push(
            "for file in functions/*/*/package.json; do npm install --prefix \"$(dirname \"$file\")\"; done".to_owned(),
        );
    }
    let mut versions: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for folder in folders(project, "requirements.txt") {
        versions.entry(version(project, folder)).or_default().push(folder);
    }
    let alike = versions.len() == 1;
    for (version, folders) in versions {
        let folders = if alike { vec!["functions/*/*"] } else { folders };
        lines.push(pip(&folders, &version));
    }
    lines
}

/// Wheels for the machines that functions run on, whatever this one is.
fn pip(folders: &[&str], version: &str) -> String {
    let files: Vec<String> = folders.iter().map(|folder| format!("{folder}/requirements.txt")).collect();
    format!(
        "for file in {}; do pip install --requirement \"$file\" \\\n  --target \
         \"$(dirname \"$file\")/.python_packages/lib/site-packages\" \\\n  --python-version {version} --platform \
         manylinux2014_x86_64 --only-binary :all:; done",
        files.join(" ")
    )
}

/// The folders of functions that have a file of that name.
fn folders<'a>(project: &Project<'a>, file: &str) -> impl Iterator<Item = &'a str> {
    let handlers = project.program.handlers.iter();
    handlers
        .filter(move |handler| handler.files.iter().any(|(name, _)| name == file))
        .map(|handler| handler.folder.as_str())
}

/// The version of the language that runs the code of a folder.
fn version(project: &Project<'_>, folder: &str) -> String {
    let text = |resource: &Resource, name: &str| {
        resource.arguments.iter().find_map(|(present, value)| match value {
            Expression::Text(text) if present == name => Some(text.clone()),
            _ => None,
        })
    };
    let mut resources =
        project.program.components.iter().flat_map(|component| &component.body).filter_map(|step| match step {
            Statement::Resource(resource) => Some(resource),
            _ => None,
        });
    let function = resources.find(|resource| text(resource, "codePath").as_deref() == Some(folder));
    function.and_then(|function| text(function, "version")).unwrap_or_else(|| "3".to_owned())
}
