//! Takes data into the program: the catalogue, read once here so that no session has to read YAML at its start, and the
//! fixtures of the rules, as examples for `explain`.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// The parts of the catalogue, each a file of that name.
const CATALOG: [&str; 6] = ["kinds", "flows", "common", "limits", "names", "runtimes"];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").unwrap_or_default());
    let out = PathBuf::from(env::var("OUT_DIR").unwrap_or_default());
    let written = catalog(&root.join("assets/catalog"))
        .and_then(|text| write(&out.join("catalog.json"), &text))
        .and_then(|()| write(&out.join("examples.rs"), &examples(&root.join("tests/fixtures/check"))));
    if let Err(error) = written {
        println!("cargo::error={error}");
    }
}

/// The whole catalogue as one line of JSON, which is read in a tenth of the time.
fn catalog(folder: &Path) -> Result<String, String> {
    let mut whole = serde_json::Map::new();
    for name in CATALOG {
        let path = folder.join(format!("{name}.yaml"));
        println!("cargo::rerun-if-changed={}", path.display());
        let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let part = serde_yaml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?;
        whole.insert(name.to_owned(), part);
    }
    Ok(serde_json::Value::Object(whole).to_string())
}

/// The fixtures of the rules as a table in Rust.
fn examples(folder: &Path) -> String {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut names: Vec<String> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter_map(|name| Some(name.strip_suffix(".fail.yaml")?.to_owned()))
        .filter(|name| folder.join(format!("{name}.pass.yaml")).is_file())
        .collect();
    names.sort();
    let mut text = String::from("static EXAMPLES: &[Example] = &[\n");
    for name in &names {
        let code = name.split('-').next().unwrap_or_default();
        let file = |ending: &str| folder.join(format!("{name}.{ending}.yaml")).display().to_string();
        let _ = writeln!(
            text,
            "    Example {{ code: {code:?}, failing: include_str!({:?}), passing: include_str!({:?}) }},",
            file("fail"),
            file("pass")
        );
    }
    text.push_str("];\n");
    text
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|error| format!("cannot write {}: {error}", path.display()))
}
