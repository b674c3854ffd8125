//! Takes the fixtures of the rules into the program, as examples for `explain`.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

fn main() {
    let fixtures = Path::new(&env::var("CARGO_MANIFEST_DIR").unwrap_or_default()).join("tests/fixtures/check");
    println!("cargo::rerun-if-changed={}", fixtures.display());
    println!("cargo::rerun-if-changed=build.rs");
    let mut names: Vec<String> = fs::read_dir(&fixtures)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter_map(|name| Some(name.strip_suffix(".fail.yaml")?.to_owned()))
        .filter(|name| fixtures.join(format!("{name}.pass.yaml")).is_file())
        .collect();
    names.sort();
    let mut text = String::from("static EXAMPLES: &[Example] = &[\n");
    for name in &names {
        let code = name.split('-').next().unwrap_or_default();
        let file = |ending: &str| fixtures.join(format!("{name}.{ending}.yaml")).display().to_string();
        let _ = writeln!(
            text,
            "    Example {{ code: {code:?}, failing: include_str!({:?}), passing: include_str!({:?}) }},",
            file("fail"),
            file("pass")
        );
    }
    text.push_str("];\n");
    let out = Path::new(&env::var("OUT_DIR").unwrap_or_default()).join("examples.rs");
    if let Err(error) = fs::write(&out, text) {
        println!("cargo::error=cannot write {}: {error}", out.display());
    }
}
