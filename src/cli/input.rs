//! A design as a command gets it: a file, or `-` for standard input.

use std::io::{self, Read as _};
use std::path::Path;

use anyhow::Context as _;

use crate::design::file::load::load_bytes;
use crate::design::file::{Loaded, MAXIMUM_BYTES, VERSION, disk};

/// A design that was read, with the name of where it was.
#[derive(Debug, Clone)]
pub(super) struct Input {
    /// For people.
    pub(super) name: String,
    /// What it holds.
    pub(super) loaded: Loaded,
    /// Whether all of it is text.
    is_text: bool,
    /// The text.
    text: String,
}

impl Input {
    /// Reads the file, or standard input for `-`.
    pub(super) fn read(path: &Path) -> anyhow::Result<Self> {
        if path == Path::new("-") {
            let mut bytes = Vec::new();
            let limit = MAXIMUM_BYTES as u64 + 1;
            io::stdin().lock().take(limit).read_to_end(&mut bytes).context("standard input cannot be read")?;
            return Ok(Self::of("<stdin>".to_owned(), &bytes));
        }
        Ok(Self::of(path.display().to_string(), &disk::read(path)?))
    }

    /// A design in a text.
    pub(super) fn of_text(name: &str, text: &str) -> Self {
        Self::of(name.to_owned(), text.as_bytes())
    }

    fn of(name: String, bytes: &[u8]) -> Self {
        // A pipeline takes a line that begins so for a command.
        let name = if name.starts_with("::") || name.starts_with("##[") { format!("./{name}") } else { name };
        let text = String::from_utf8_lossy(bytes).into_owned();
        Self { name, loaded: load_bytes(bytes), is_text: std::str::from_utf8(bytes).is_ok(), text }
    }

    /// The text as it was read.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Whether the text is no design at all: not YAML, not a map, or from a newer version of the format. A design with
    /// mistakes, such as a key that is there twice, is still one.
    pub(super) fn is_unreadable(&self) -> bool {
        if !self.loaded.has_errors() {
            return false;
        }
        let newer = self.loaded.version.is_some_and(|version| version > VERSION);
        newer || !self.is_text || !self.loaded.is_map()
    }
}
