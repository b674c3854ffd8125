//! What the event of a flow that starts at a bucket means: clouds know a few things that happen to files, designs name
//! them as they like. Knows no cloud.

/// Something that happens to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileEvent {
    /// It has come, or has been replaced.
    Created,
    /// It has been deleted.
    Removed,
    /// It is back from an archive.
    Restored,
}

impl FileEvent {
    /// What a name means; without one, and by names of the design's own, that a file has come.
    pub fn meant_by(event: Option<&str>) -> Self {
        match event.map(str::to_lowercase) {
            Some(event) if event.contains("removed") || event.contains("deleted") => Self::Removed,
            Some(event) if event.contains("restored") => Self::Restored,
            _ => Self::Created,
        }
    }

    /// How a sentence says it of files: `new`, `deleted`, `restored`.
    pub const fn adjective(self) -> &'static str {
        match self {
            Self::Created => "new",
            Self::Removed => "deleted",
            Self::Restored => "restored",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_the_designs_own_mean_that_a_file_has_come() {
        assert_eq!(FileEvent::meant_by(None), FileEvent::Created);
        assert_eq!(FileEvent::meant_by(Some("PhotoUploaded")), FileEvent::Created);
        assert_eq!(FileEvent::meant_by(Some("ObjectRemoved")), FileEvent::Removed);
        assert_eq!(FileEvent::meant_by(Some("PhotoDeleted")), FileEvent::Removed);
        assert_eq!(FileEvent::meant_by(Some("ObjectRestored")), FileEvent::Restored);
    }
}
