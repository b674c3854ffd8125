//! The code of functions, and what makes the folder of those in TypeScript a package of its own.
//!
//! Application code stands apart from the infrastructure: it has its own dependencies and its own compiler options. The
//! program bundles it with esbuild whenever it runs, so that what is deployed is always what is written.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::catalog::Language;
use crate::program::{Handler, Packages, Program};
use crate::text::words;

use super::super::path::{RelativePath, UnsafePath};
use super::super::plan::{Owner, ProjectFile};
use super::owned;

/// Where the code of functions stands.
const FOLDER: &str = "functions";

/// What builds and checks functions. The AWS SDK is there for its types; Lambda brings it along.
const DEVELOPMENT: &[(&str, &str)] = &[("@types/aws-lambda", "^8.10.160"), ("@types/node", "^24.0.0")];
/// What checks them; a program in TypeScript has it among its own packages.
const TYPESCRIPT: (&str, &str) = ("typescript", "^5.9.0");
/// What bundles functions; a program in TypeScript has it among its own packages.
pub(super) const ESBUILD: (&str, &str) = ("esbuild", "^0.28.0");
const AWS_SDK: &str = "^3.1100.0";

const TSCONFIG: &str = r#"{
  "compilerOptions": {
    "target": "es2023",
    "module": "esnext",
    "moduleResolution": "bundler",
    "strict": true,
    "noUnusedLocals": true,
    "noUnusedParameters": true,
    "noImplicitOverride": true,
    "noImplicitReturns": true,
    "noFallthroughCasesInSwitch": true,
    "noUncheckedIndexedAccess": true,
    "exactOptionalPropertyTypes": true,
    "verbatimModuleSyntax": true,
    "skipLibCheck": true,
    "types": ["node"],
    "noEmit": true
  },
  "include": ["**/*.ts"]
}
"#;

/// The code: what is the user's once it is written, what follows the design, and each shared file once.
pub(in super::super) fn code(handlers: &[Handler]) -> Result<Vec<ProjectFile>, UnsafePath> {
    let mut files = Vec::new();
    let mut shared = BTreeMap::new();
    for handler in handlers {
        for (owner, inside) in [(Owner::User, &handler.files), (Owner::Design, &handler.generated)] {
            for (name, text) in inside {
                let path = if handler.folder.is_empty() { name.clone() } else { format!("{}/{name}", handler.folder) };
                let path = RelativePath::parse(&path)?;
                files.push(ProjectFile { path, text: text.clone(), owner: owner.clone() });
            }
        }
        shared.extend(handler.shared.iter().map(|(path, text)| (path.as_str(), text)));
    }
    for (path, text) in shared {
        files.push(owned(path, text.to_string())?);
    }
    Ok(files)
}

/// The package around functions in TypeScript; nothing without any.
pub(super) fn files(program: &Program, language: Language) -> Result<Vec<ProjectFile>, UnsafePath> {
    if !has_typescript(program) {
        return Ok(Vec::new());
    }
    Ok(vec![
        owned(&format!("{FOLDER}/package.json"), package(program, language))?,
        owned(&format!("{FOLDER}/tsconfig.json"), TSCONFIG)?,
    ])
}

/// Whether a function is written in TypeScript, so that the program bundles it.
pub(super) fn has_typescript(program: &Program) -> bool {
    program.handlers.iter().any(|handler| matches!(handler.packages, Packages::Npm(_)))
}

/// The services of AWS that functions in Python have typed clients of; none without such functions.
pub(super) fn boto3(program: &Program) -> Option<BTreeSet<&str>> {
    let mut services = None;
    for handler in &program.handlers {
        if let Packages::Boto3(names) = &handler.packages {
            services.get_or_insert_with(BTreeSet::new).extend(names.iter().map(String::as_str));
        }
    }
    services
}

fn package(program: &Program, language: Language) -> String {
    let mut packages: BTreeMap<&str, &str> = DEVELOPMENT.iter().copied().collect();
    if language == Language::Python {
        packages.extend([ESBUILD, TYPESCRIPT]);
    }
    for handler in &program.handlers {
        if let Packages::Npm(names) = &handler.packages {
            packages.extend(names.iter().map(|name| (name.as_str(), AWS_SDK)));
        }
    }
    let packages: Map<String, Value> =
        packages.into_iter().map(|(name, version)| (name.to_owned(), Value::from(version))).collect();
    let mut package = json!({
        "name": format!("{}-functions", words::kebab(&program.project)),
        "description": "The code of the functions",
        "private": true,
        "type": "module",
        "devDependencies": packages,
    });
    if let (Language::Python, Some(package)) = (language, package.as_object_mut()) {
        package.insert("scripts".to_owned(), json!({ "check": "tsc" }));
    }
    serde_json::to_string_pretty(&package).unwrap_or_default() + "\n"
}
