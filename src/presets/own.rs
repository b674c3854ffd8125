//! The user's own presets: design files in `presets/` of the configuration directory.

use std::borrow::Cow;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use directories::ProjectDirs;

use super::Preset;

/// The most that a preset may weigh, in bytes: the limit of a design file.
const LIMIT: u64 = 10 * 1024 * 1024;

/// The user's own presets, by name. A folder or file that cannot be read has none: presets are an offer, not a need.
pub fn own() -> Vec<Preset> {
    folder().map(|folder| in_folder(&folder)).unwrap_or_default()
}

/// Where the user's own presets lie, such as `~/.config/pulumi-designer/presets`.
fn folder() -> Option<PathBuf> {
    ProjectDirs::from("", "", "pulumi-designer").map(|directories| directories.config_dir().join("presets"))
}

fn in_folder(folder: &Path) -> Vec<Preset> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut presets: Vec<Preset> = entries.filter_map(|entry| read(&entry.ok()?.path())).collect();
    presets.sort_by(|left, right| left.name.cmp(&right.name));
    presets
}

fn read(path: &Path) -> Option<Preset> {
    let is_design = path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml");
    let metadata = fs::metadata(path).ok()?;
    if !is_design || !metadata.is_file() || metadata.len() > LIMIT {
        return None;
    }
    let name = path.file_stem()?.to_str()?.to_owned();
    let text = fs::read_to_string(path).ok()?;
    Some(Preset {
        title: Cow::Owned(crate::text::words::sentence(&name)),
        summary: Cow::Owned(description(&text).unwrap_or_else(|| format!("Your own, from {}", path.display()))),
        name: Cow::Owned(name),
        text: Cow::Owned(text),
        variants: &[],
        refusals: OnceLock::new(),
    })
}

/// The value of the first top-level `description:`, without reading the whole file as YAML.
fn description(text: &str) -> Option<String> {
    let line = text.lines().find_map(|line| line.strip_prefix("description:"))?;
    let value: String = serde_yaml::from_str(line).ok()?;
    (!value.is_empty()).then_some(value)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_folder_of_designs_is_a_list_of_presets_and_a_missing_one_is_none() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("two.yaml"), "name: two\ndescription: \"The: second\" # really\n").unwrap();
        fs::write(folder.path().join("one.yml"), "name: one\n").unwrap();
        fs::write(folder.path().join("notes.txt"), "no design").unwrap();
        let presets = in_folder(folder.path());
        let names: Vec<&str> = presets.iter().map(|preset| preset.name.as_ref()).collect();
        assert_eq!(names, ["one", "two"]);
        assert_eq!(presets.last().unwrap().summary, "The: second");
        assert_eq!(in_folder(&folder.path().join("missing")), []);
    }
}
