//! The policy pack: rules that a preview refuses to break, whoever changes the program.

use crate::catalog::Language;
use crate::expect::Written;

use super::super::path::UnsafePath;
use super::super::plan::ProjectFile;
use super::{Project, owned, words};

/// The rules of each cloud.
pub(super) const AWS: Written = Written {
    typescript: include_str!("../../../assets/policy/typescript/aws/policies.ts"),
    python: include_str!("../../../assets/policy/python/aws/policies.py"),
};
pub(super) const AZURE: Written = Written {
    typescript: include_str!("../../../assets/policy/typescript/azure/policies.ts"),
    python: include_str!("../../../assets/policy/python/azure/policies.py"),
};
pub(super) const GCP: Written = Written {
    typescript: include_str!("../../../assets/policy/typescript/gcp/policies.ts"),
    python: include_str!("../../../assets/policy/python/gcp/policies.py"),
};

const TYPESCRIPT: &str = include_str!("../../../assets/policy/typescript/index.ts");
const PYTHON: &str = include_str!("../../../assets/policy/python/__main__.py");

pub(super) fn files(project: &Project<'_>) -> Result<Vec<ProjectFile>, UnsafePath> {
    let rules = &project.cloud().policies;
    let (sources, runtime) = match project.language {
        Language::TypeScript => {
            ([("policy/index.ts", TYPESCRIPT), ("policy/policies.ts", rules.typescript)], "runtime: nodejs\n")
        }
        Language::Python => (
            [("policy/__main__.py", PYTHON), ("policy/policies.py", rules.python)],
            "runtime:\n  name: python\n  options:\n    virtualenv: venv\n",
        ),
    };
    let accepted = crate::expect::accepted(project.program, project.registration);
    let name = words::kebab(&project.design.name);
    let mut files = vec![owned(
        "policy/PulumiPolicy.yaml",
        format!("description: The rules that {} stands by\n{runtime}", project.design.name),
    )?];
    for (path, text) in sources {
        let text = crate::emit::accepting(&text.replace("{{project}}", &name), &accepted, project.language);
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
