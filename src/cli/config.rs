//! The configuration file of the session: `config.yaml` in the platform's configuration directory.

use std::fs;
use std::io;
use std::path::Path;

use anyhow::{Context as _, bail};
use directories::ProjectDirs;
use serde::Deserialize;

use crate::tui::Palette;

/// What the file may say; what is left out is as without a file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Config {
    /// The name of a palette.
    theme: Option<String>,
    /// Whether ASCII alone may be shown.
    pub(super) ascii: bool,
    /// Whether the mouse works in the session; where it does not, it selects text in the terminal.
    pub(super) mouse: Option<bool>,
}

impl Config {
    /// The file of the person who runs the program; nothing said where there is none.
    ///
    /// # Errors
    ///
    /// What is wrong in the file, with the line.
    pub(super) fn load() -> anyhow::Result<Self> {
        let Some(folder) = ProjectDirs::from("", "", "pulumi-designer") else { return Ok(Self::default()) };
        Self::read(&folder.config_dir().join("config.yaml"))
    }

    fn read(path: &Path) -> anyhow::Result<Self> {
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                return Ok(Self::default());
            }
            Err(error) => return Err(error).with_context(|| format!("{} cannot be read", path.display())),
        };
        if text.trim().is_empty() {
            return Ok(Self::default());
        }
        let config: Self = serde_yaml::from_str(&text).map_err(|error| {
            let place = error.location().map(|at| format!(":{}:{}", at.line(), at.column())).unwrap_or_default();
            let reason = error.without_snippet().to_string();
            anyhow::anyhow!("{}{place}: {}", path.display(), reason.lines().next().unwrap_or_default())
        })?;
        if let Some(name) = config.theme.as_ref().filter(|name| Palette::named(name).is_none()) {
            let names: Vec<&str> = Palette::ALL.iter().map(|palette| palette.name()).collect();
            bail!("{}: there is no theme {name}; there are {}", path.display(), names.join(", "));
        }
        Ok(config)
    }

    /// The palette that is asked for, where the terminal says that it shows colours of 24 bits or has to show none.
    pub(super) fn palette(&self) -> Palette {
        let wanted = self.theme.as_deref().and_then(Palette::named).unwrap_or_default();
        if shows_24_bits() { wanted } else { Palette::Terminal }
    }
}

/// Whether the terminal says that it shows colours of 24 bits.
fn shows_24_bits() -> bool {
    std::env::var("COLORTERM").is_ok_and(|value| value == "truecolor" || value == "24bit")
        || std::env::var("TERM").is_ok_and(|value| value.ends_with("-direct"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::path::PathBuf;

    use super::*;

    fn written(folder: &Path, text: &str) -> PathBuf {
        let path = folder.join("config.yaml");
        fs::write(&path, text).unwrap();
        path
    }

    #[test]
    fn what_the_file_says_holds_and_what_is_wrong_in_it_is_told_with_its_place() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Config::read(&folder.path().join("none")).unwrap(), Config::default());
        assert_eq!(Config::read(&written(folder.path(), "\n")).unwrap(), Config::default());
        let config = Config::read(&written(folder.path(), "theme: light\nmouse: false\n")).unwrap();
        assert_eq!((config.theme.as_deref(), config.mouse, config.ascii), (Some("light"), Some(false), false));
        let wrong = |text| Config::read(&written(folder.path(), text)).unwrap_err().to_string();
        assert!(wrong("theme: lihgt\n").contains("terminal, dark, light, high-contrast"));
        assert!(
            wrong("ascii: true\ntheem: dark\n").contains("config.yaml:2:1"),
            "{}",
            wrong("ascii: true\ntheem: dark\n")
        );
    }
}
