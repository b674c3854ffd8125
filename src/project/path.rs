//! Paths inside a project folder: relative, with forward slashes, and unable to lead out.

use std::fmt;
use std::path::{Path, PathBuf};

use thiserror::Error;

/// A path inside a project folder. Its steps are plain names, so that it can be joined to the folder and stays in it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RelativePath(String);

/// A path that is not plainly inside a folder.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the path {0:?} is not a plain path inside the project folder")]
pub struct UnsafePath(pub String);

/// The longest path, in bytes.
const LONGEST: usize = 1024;

impl RelativePath {
    /// Takes a path such as `src/services/orders.ts`; refuses what is absolute, leads up, or hides something.
    pub fn parse(text: &str) -> Result<Self, UnsafePath> {
        let plain = |step: &str| {
            !step.is_empty()
                && step != "."
                && step != ".."
                && !step.ends_with(['.', ' '])
                && !step.contains(|character: char| character.is_control() || matches!(character, '\\' | ':'))
        };
        let inside = text.len() <= LONGEST && text.split('/').all(plain) && !text.to_lowercase().starts_with(".git/");
        if inside { Ok(Self(text.to_owned())) } else { Err(UnsafePath(text.to_owned())) }
    }

    /// As written, with forward slashes.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder it is in; `None` for what lies in the project folder itself.
    pub fn parent(&self) -> Option<Self> {
        self.0.rsplit_once('/').map(|(folder, _)| Self(folder.to_owned()))
    }

    /// Below that folder.
    pub fn below(&self, folder: &Path) -> PathBuf {
        self.0.split('/').fold(folder.to_path_buf(), |path, step| path.join(step))
    }

    /// The folders on the way to it, outermost first.
    pub fn ancestors(&self) -> Vec<Self> {
        let mut folders: Vec<Self> = std::iter::successors(self.parent(), Self::parent).collect();
        folders.reverse();
        folders
    }
}

impl fmt::Display for RelativePath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_leads_out_or_hides_something_is_refused() {
        for text in
            ["", "/etc/passwd", "../x", "a/../b", "a//b", "./a", "a/", "C:/x", "a\\b", "a\nb", ".git/config", "a."]
        {
            assert_eq!(RelativePath::parse(text), Err(UnsafePath(text.to_owned())));
        }
        let path = RelativePath::parse("src/services/orders.ts").unwrap();
        let ancestors: Vec<String> = path.ancestors().iter().map(ToString::to_string).collect();
        assert_eq!(ancestors, ["src", "src/services"]);
    }

    proptest! {
        #[test]
        fn whatever_is_accepted_stays_inside(text in "[a.:/\\\\ ~-]{0,12}") {
            if let Ok(path) = RelativePath::parse(&text) {
                let joined = path.below(Path::new("/folder"));
                prop_assert!(joined.starts_with("/folder"));
                let plain = joined.components().all(|part| matches!(part, std::path::Component::Normal(_) | std::path::Component::RootDir));
                prop_assert!(plain);
            }
        }
    }
}
