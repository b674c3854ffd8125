//! The files of a TypeScript project.

use serde_json::{Map, Value, json};

use crate::text::words;

use super::super::path::UnsafePath;
use super::super::plan::ProjectFile;
use super::{Project, owned};

/// The npm package and version range of each SDK package that a program may import.
const SDK: &[(&str, &str, &str)] = &[
    ("aws", "@pulumi/aws", "^7.48.0"),
    ("azure-native", "@pulumi/azure-native", "^3.0.0"),
    ("gcp", "@pulumi/gcp", "^9.0.0"),
    ("random", "@pulumi/random", "^4.21.0"),
];

/// What checks the program; TypeScript below 7, which Pulumi asks for.
const DEVELOPMENT: &[(&str, &str)] = &[
    ("@types/node", "^24.0.0"),
    ("eslint", "^10.0.0"),
    ("prettier", "^3.6.0"),
    ("typescript", "^5.9.0"),
    ("typescript-eslint", "^8.48.0"),
];

const TSCONFIG: &str = r#"{
  "compilerOptions": {
    "target": "es2022",
    "module": "node16",
    "moduleResolution": "node16",
    "strict": true,
    "noUnusedLocals": true,
    "noUnusedParameters": true,
    "noImplicitOverride": true,
    "noImplicitReturns": true,
    "noFallthroughCasesInSwitch": true,
    "noUncheckedIndexedAccess": true,
    "exactOptionalPropertyTypes": true,
    "forceConsistentCasingInFileNames": true,
    "skipLibCheck": true,
    "types": ["node"],
    "outDir": "bin"
  },
  "files": ["index.ts"]
}
"#;

const ESLINT: &str = r#"import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

export default defineConfig(
  // Handlers have their own runtime and their own rules.
  globalIgnores(["bin/", "functions/", "*.mjs"]),
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
  },
);
"#;

const IGNORED_BY_PRETTIER: &str = "\
# Pulumi and the designer write these themselves.
Pulumi.*.yaml
.pulumi-designer/
bin/
node_modules/
package-lock.json
";

const IGNORED_BY_GIT: &str = "\
node_modules/
bin/
.pulumi-designer/staging-*/
";

pub(super) fn files(project: &Project<'_>) -> Result<Vec<ProjectFile>, UnsafePath> {
    Ok(vec![
        owned("package.json", package(project))?,
        owned("tsconfig.json", TSCONFIG)?,
        owned("eslint.config.mjs", ESLINT)?,
        owned(".prettierrc.json", "{ \"printWidth\": 100 }\n")?,
        owned(".prettierignore", IGNORED_BY_PRETTIER)?,
        owned(".gitignore", IGNORED_BY_GIT)?,
    ])
}

fn package(project: &Project<'_>) -> String {
    let mut dependencies: Vec<(&str, &str)> = SDK
        .iter()
        .filter(|(package, ..)| project.program.packages.contains(*package))
        .map(|(_, npm, version)| (*npm, *version))
        .collect();
    dependencies.push(("@pulumi/pulumi", "^3.270.0"));
    dependencies.sort_unstable();
    let package = json!({
        "name": npm_name(&project.program.project),
        "description": project.summary(),
        "private": true,
        "main": "index.ts",
        "engines": { "node": ">=22" },
        "scripts": {
            "check": "tsc --noEmit",
            "lint": "eslint .",
            "format": "prettier --check .",
            "preview": "pulumi preview",
            "up": "pulumi up"
        },
        "dependencies": object(&dependencies),
        "devDependencies": object(DEVELOPMENT),
    });
    serde_json::to_string_pretty(&package).unwrap_or_default() + "\n"
}

/// A name that npm accepts: lower case, no separators but hyphens.
fn npm_name(project: &str) -> String {
    let name = words::kebab(project);
    if name.is_empty() { "project".to_owned() } else { name }
}

fn object(entries: &[(&str, &str)]) -> Map<String, Value> {
    entries.iter().map(|(key, value)| ((*key).to_owned(), Value::from(*value))).collect()
}
