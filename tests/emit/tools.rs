//! The languages' own formatters and checkers, where they are installed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use pulumi_designer::emit::SourceFile;

/// A tool of the proof's environment, or nothing and a message.
pub fn tool(candidates: &[&str]) -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let found = candidates.iter().map(|candidate| root.join(candidate)).find(|path| path.exists());
    if found.is_none() {
        eprintln!("skipped: none of {candidates:?} is installed");
    }
    found
}

pub fn prettier() -> Option<PathBuf> {
    tool(&["proof/node_modules/.bin/prettier", ".proof/node_modules/.bin/prettier"])
}

pub fn ruff() -> Option<PathBuf> {
    tool(&["proof/.venv/bin/ruff", ".proof/venv/bin/ruff", ".proof/.venv/bin/ruff", ".proof/py/bin/ruff"])
}

/// Writes the files into a fresh folder of the test.
pub fn write(name: &str, files: &[SourceFile]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    for file in files {
        let path = folder.join(&file.path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, &file.text).unwrap();
    }
    folder
}

/// Runs a tool in a folder; what it says if it is not content.
pub fn complaints(tool: &Path, folder: &Path, arguments: &[&str]) -> Option<String> {
    let output = Command::new(tool).args(arguments).current_dir(folder).output().unwrap();
    (!output.status.success())
        .then(|| format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr)))
}
