//! The files of a TypeScript project.

use serde_json::{Map, Value, json};

use crate::catalog::Provider;
use crate::text::words;

use super::super::path::UnsafePath;
use super::super::plan::ProjectFile;
use super::{Project, functions, owned};

/// The npm package and version range of each SDK package that a program may import.
const SDK: &[(&str, &str, &str)] = &[
    ("aws", "@pulumi/aws", "^7.48.0"),
    ("azure-native", "@pulumi/azure-native", "^3.0.0"),
    ("gcp", "@pulumi/gcp", "^9.0.0"),
    ("random", "@pulumi/random", "^4.21.0"),
];

/// What checks the program; TypeScript below 7, which Pulumi asks for.
const DEVELOPMENT: &[(&str, &str)] = &[
    ("@pulumi/policy", "^1.21.0"),
    ("@types/node", "^24.0.0"),
    ("eslint", "^10.0.0"),
    ("prettier", "^3.6.0"),
    ("typescript", "^5.9.0"),
    ("typescript-eslint", "^8.48.0"),
    ("vitest", "^4.1.0"),
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
  "files": ["index.ts"],
  "include": ["tests/*.ts", "policy/*.ts"]
}
"#;

const ESLINT: &str = r#"import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

export default defineConfig(
LEFT_OUT  tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
  },
HANDLERS);
"#;

/// Where handlers have their own runtime and their own rules, in JavaScript.
const LEFT_OUT: &str = r#"  // Handlers have their own runtime and their own rules.
  globalIgnores(["bin/", "functions/", "*.mjs"]),
"#;

/// Where handlers are linted like the program.
const LEFT_OUT_WITH_HANDLERS: &str = r#"  globalIgnores(["bin/", "**/*.mjs"]),
"#;
const HANDLERS: &str = r#"  {
    // Lambda wants promises, also from a handler that has nothing to wait for.
    files: ["**/functions/**/*.ts"],
    rules: { "@typescript-eslint/require-await": "off" },
  },
"#;

const VITEST: &str = r#"import { defineConfig } from "vitest/config";

// All files of tests ask one run of the program.
export default defineConfig({ test: { isolate: false, fileParallelism: false } });
"#;

/// How code is laid out.
pub(super) const PRETTIER: &str = "{ \"printWidth\": 100 }\n";

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
    let mut files = vec![
        owned("package.json", package(project))?,
        owned("tsconfig.json", tsconfig(project))?,
        owned("eslint.config.mjs", eslint(project))?,
    ];
    files.extend([
        owned("vitest.config.mjs", VITEST)?,
        owned(".prettierrc.json", PRETTIER)?,
        owned(".prettierignore", IGNORED_BY_PRETTIER)?,
        owned(".gitignore", IGNORED_BY_GIT)?,
    ]);
    Ok(files)
}

/// What the policy pack needs, where it stands beside several projects.
pub(super) fn of_policies() -> Map<String, Value> {
    let pulumi = ("@pulumi/pulumi", "^3.270.0");
    object(
        &DEVELOPMENT
            .iter()
            .filter(|(name, _)| name.starts_with("@pulumi/"))
            .copied()
            .chain([pulumi])
            .collect::<Vec<_>>(),
    )
}

fn eslint(project: &Project<'_>) -> String {
    let linted = project.provider == Provider::Aws;
    let (left_out, handlers) = if linted { (LEFT_OUT_WITH_HANDLERS, HANDLERS) } else { (LEFT_OUT, "") };
    ESLINT.replace("LEFT_OUT", left_out).replace("HANDLERS", handlers)
}

fn package(project: &Project<'_>) -> String {
    let mut dependencies: Vec<(&str, &str)> = SDK
        .iter()
        .filter(|(package, ..)| project.program.packages.contains(*package))
        .map(|(_, npm, version)| (*npm, *version))
        .collect();
    dependencies.push(("@pulumi/pulumi", "^3.270.0"));
    let built = functions::has_typescript(project.program);
    dependencies.extend(built.then_some(functions::ESBUILD));
    dependencies.sort_unstable();
    let mut package = json!({
        "name": npm_name(&project.program.project),
        "description": project.summary(),
        "private": true,
        "main": "index.ts",
        "engines": { "node": ">=22" },
        "scripts": {
            "check": if built { "tsc --noEmit && tsc -p functions" } else { "tsc --noEmit" },
            "test": "vitest run",
            "lint": "eslint .",
            "format": "prettier --check .",
            "preview": "pulumi preview",
            "up": "pulumi up"
        },
        "dependencies": object(&dependencies),
        "devDependencies": object(DEVELOPMENT),
    });
    if let (true, Some(package)) = (built, package.as_object_mut()) {
        package.insert("workspaces".to_owned(), json!(["functions"]));
    }
    serde_json::to_string_pretty(&package).unwrap_or_default() + "\n"
}

/// The policies lie beside the program, or above it where it is one of several.
fn tsconfig(project: &Project<'_>) -> String {
    let part = project.program.project != project.design.name;
    if part { TSCONFIG.replace("policy/*.ts", "../../policy/*.ts") } else { TSCONFIG.to_owned() }
}

/// A name that npm accepts: lower case, no separators but hyphens.
fn npm_name(project: &str) -> String {
    let name = words::kebab(project);
    if name.is_empty() { "project".to_owned() } else { name }
}

fn object(entries: &[(&str, &str)]) -> Map<String, Value> {
    entries.iter().map(|(key, value)| ((*key).to_owned(), Value::from(*value))).collect()
}
