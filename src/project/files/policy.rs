//! The policy pack: rules that a preview refuses to break, whoever changes the program.

use crate::catalog::{Language, Provider};

use super::super::path::UnsafePath;
use super::super::plan::ProjectFile;
use super::{Project, owned, words};

const TYPESCRIPT: &[(&str, &str)] = &[
    ("policy/index.ts", include_str!("../../../assets/policy/typescript/index.ts")),
    ("policy/policies.ts", include_str!("../../../assets/policy/typescript/policies.ts")),
];

const PYTHON: &[(&str, &str)] = &[
    ("policy/__main__.py", include_str!("../../../assets/policy/python/__main__.py")),
    ("policy/policies.py", include_str!("../../../assets/policy/python/policies.py")),
];

pub(super) fn files(project: &Project<'_>) -> Result<Vec<ProjectFile>, UnsafePath> {
    if project.provider != Provider::Aws {
        return Ok(Vec::new());
    }
    let (sources, runtime) = match project.language {
        Language::TypeScript => (TYPESCRIPT, "runtime: nodejs\n"),
        Language::Python => (PYTHON, "runtime:\n  name: python\n  options:\n    virtualenv: venv\n"),
    };
    let tests = crate::expect::tests(project.design, project.program);
    let name = words::kebab(&project.design.name);
    let mut files = vec![owned(
        "policy/PulumiPolicy.yaml",
        format!("description: The rules that {} stands by\n{runtime}", project.design.name),
    )?];
    for (path, text) in sources {
        let text = crate::emit::accepting(&text.replace("{{project}}", &name), &tests, project.language);
        files.push(owned(path, text)?);
    }
    match project.language {
        // Packages are those of the program, which lie above it.
        Language::TypeScript => files.push(owned(
            "policy/package.json",
            format!("{{\n  \"name\": \"{name}-policy\",\n  \"private\": true,\n  \"main\": \"index.ts\"\n}}\n"),
        )?),
        // It has packages of its own: those of Pulumi's policies need other versions than the program.
        Language::Python => files.push(owned("policy/requirements.txt", "pulumi-policy>=1.21,<2\n")?),
    }
    Ok(files)
}
