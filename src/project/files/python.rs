//! The files of a Python project.

use std::fmt::Write as _;

use serde_json::Value;

use super::super::path::UnsafePath;
use super::super::plan::ProjectFile;
use super::{Project, functions, owned};

/// The distribution and versions of each SDK package that a program may import.
const SDK: &[(&str, &str)] = &[
    ("aws", "pulumi-aws>=7.51,<8"),
    ("azure-native", "pulumi-azure-native>=3,<4"),
    ("gcp", "pulumi-gcp>=9,<10"),
    ("random", "pulumi-random>=4.21,<5"),
];

/// The folder of tests, which is no part of what is installed.
const TESTS: &str = "tests";

const IGNORED_BY_GIT: &str = "\
venv/
policy/venv/
__pycache__/
*.pyc
.pulumi-designer/staging-*/
";

const TOOLS: &str = r#"[dependency-groups]
dev = DEVELOPMENT

[tool.pytest.ini_options]
testpaths = ["tests"]
pythonpath = ["."]

[tool.pyright]
include = INCLUDED
pythonVersion = "3.11"
typeCheckingMode = "strict"
reportDeprecated = "error"
FUNCTIONS
[tool.ruff]
line-length = 100
target-version = "py311"
SOURCES
[tool.ruff.lint]
select = ["A", "ANN", "B", "C4", "D2", "D3", "D4", "E", "F", "I", "N", "PT", "RET", "RUF", "SIM", "UP", "W"]
# E501: the formatter breaks lines, and leaves long only what no break can shorten.
ignore = ["D203", "D213", "D401", "D404", "E501"]
"#;

/// How the code of functions is checked.
const FUNCTIONS: &str = "
# Lambda brings boto3 along; its types are there for the services that functions use, and for no others.
[[tool.pyright.executionEnvironments]]
root = \"functions\"
reportMissingModuleSource = \"none\"
reportUnknownMemberType = \"none\"

[[tool.pyright.executionEnvironments]]
root = \".\"
";

/// Each function's folder is deployed by itself, so that its modules import each other by their bare names.
const SOURCES: &str = "src = [\".\", \"functions/*/*\"]\n";

pub(super) fn files(project: &Project<'_>) -> Result<Vec<ProjectFile>, UnsafePath> {
    Ok(vec![
        owned("pyproject.toml", pyproject(project))?,
        owned("requirements.txt", requirements(project))?,
        owned(".gitignore", ignored(project))?,
    ])
}

fn ignored(project: &Project<'_>) -> String {
    let modules = if functions::has_typescript(project.program) { "node_modules/\n" } else { "" };
    format!("{modules}{IGNORED_BY_GIT}")
}

/// The lint configuration of what stands beside several projects.
pub(super) fn lints() -> String {
    let (_, lints) = TOOLS.split_once("[tool.ruff]\n").unwrap_or_default();
    lints.replace("[tool.ruff.lint]", "[lint]").replace("SOURCES", "")
}

fn requirements(project: &Project<'_>) -> String {
    let sdk = SDK.iter().filter(|(package, _)| project.program.packages.contains(*package));
    let mut text = "pulumi>=3.272,<4\n".to_owned();
    for (_, requirement) in sdk {
        let _ = writeln!(text, "{requirement}");
    }
    text
}

fn pyproject(project: &Project<'_>) -> String {
    let packages = packages(project);
    let top = packages.iter().filter(|package| !package.contains('.')).cloned();
    let tested = project.sources.iter().any(|path| path.as_str().starts_with("tests/"));
    let mut included: Vec<String> =
        std::iter::once("__main__.py".to_owned()).chain(top).chain(tested.then(|| TESTS.to_owned())).collect();
    let mut development = ["pyright>=1.1.400", "pytest>=9", "ruff>=0.14"].map(str::to_owned).to_vec();
    let services = functions::boto3(project.program);
    if let Some(services) = &services {
        // The types of the clients that functions use; Lambda brings the SDK itself along.
        let stubs: Vec<&str> = services.iter().copied().collect();
        let extras = if stubs.is_empty() { String::new() } else { format!("[{}]", stubs.join(",")) };
        development.insert(0, format!("boto3-stubs{extras}>=1.40"));
        included.push("functions".to_owned());
    }
    format!(
        "[project]\nname = {}\nversion = \"0.1.0\"\ndescription = {}\nrequires-python = \">=3.11\"\n\
         dynamic = [\"dependencies\"]\n\n\
         [tool.setuptools]\npackages = {}\n\n\
         [tool.setuptools.dynamic]\ndependencies = {{ file = [\"requirements.txt\"] }}\n\n{}",
        string(&distribution(&project.program.project)),
        string(&project.summary()),
        list(&packages),
        TOOLS
            .replace("DEVELOPMENT", &list(&development))
            .replace("INCLUDED", &list(&included))
            .replace("FUNCTIONS", if services.is_some() { FUNCTIONS } else { "" })
            .replace("SOURCES", if services.is_some() || several_modules(project) { SOURCES } else { "" }),
    )
}

/// Whether the code of some function is more than one module.
fn several_modules(project: &Project<'_>) -> bool {
    let is_module = |name: &str| std::path::Path::new(name).extension().is_some_and(|ending| ending == "py");
    let modules = |files: &[(String, String)]| files.iter().filter(|(name, _)| is_module(name)).count();
    project.program.handlers.iter().any(|handler| modules(&handler.files) > 1)
}

/// The program's packages, by dotted name, in order: the folders of sources that have an `__init__.py`.
fn packages(project: &Project<'_>) -> Vec<String> {
    let mut packages: Vec<String> = project
        .sources
        .iter()
        .filter_map(|path| path.as_str().strip_suffix("/__init__.py"))
        .filter(|folder| *folder != TESTS)
        .map(|folder| folder.replace('/', "."))
        .collect();
    packages.sort();
    packages
}

/// A name that Python's packaging accepts.
fn distribution(project: &str) -> String {
    let name = crate::text::words::kebab(project);
    if name.is_empty() { "project".to_owned() } else { name }
}

/// A TOML string: JSON's escapes, and the one control character that JSON lets through.
fn string(text: &str) -> String {
    Value::from(text).to_string().replace('\u{7f}', "\\u007f")
}

fn list(items: &[String]) -> String {
    format!("[{}]", items.iter().map(|item| string(item)).collect::<Vec<_>>().join(", "))
}
