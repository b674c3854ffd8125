//! Standard output and standard error: results to the one, messages to the other, and nothing that could drive a
//! terminal to either.

use std::io::{self, IsTerminal as _, Write as _};

use crate::design::file::report::Style;
use crate::text::safe::safe_lines;

use super::{Colour, Global};

/// Columns where the terminal does not say.
const COLUMNS: usize = 120;

/// Where a command writes, and how.
#[derive(Debug, Clone, Copy)]
pub(super) struct Console {
    /// Whether colours may be used.
    pub(super) colour: bool,
    /// Whether only ASCII may be used.
    pub(super) ascii: bool,
    /// How reports look.
    pub(super) style: Style,
}

impl Console {
    pub(super) fn new(global: &Global) -> Self {
        let terminal = io::stdout().is_terminal();
        let colour = match global.color {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => {
                let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
                terminal && !set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|value| value != "dumb")
            }
        };
        let width = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok()).unwrap_or(COLUMNS);
        let style = Style { colour, width, unicode: terminal && !global.ascii };
        Self { colour, ascii: global.ascii, style }
    }

    /// Writes a result. The text ends with a new line, or gets one.
    #[expect(clippy::unused_self, reason = "writing goes through the console, whatever it needs for that")]
    pub(super) fn print(&self, text: &str) -> io::Result<()> {
        let mut output = io::stdout().lock();
        output.write_all(text.as_bytes())?;
        if !text.is_empty() && !text.ends_with('\n') {
            output.write_all(b"\n")?;
        }
        output.flush()
    }

    /// Writes a message, which is safe for a terminal. One that nobody reads is lost, and nothing else.
    #[expect(clippy::unused_self, reason = "writing goes through the console, whatever it needs for that")]
    pub(super) fn tell(&self, text: &str) {
        let _ = writeln!(io::stderr().lock(), "{}", text.trim_end());
    }

    /// Writes what went wrong, with what led to it.
    pub(super) fn error(&self, error: &anyhow::Error) {
        let mut text = String::new();
        for cause in error.chain().map(ToString::to_string) {
            // Errors of ours say what led to them already.
            if !text.contains(&cause) {
                let separator = if text.is_empty() { "error: " } else { ": " };
                text = text + separator + &cause;
            }
        }
        self.tell(&safe_lines(&text));
    }
}

/// Whether the reader of our output went away, as `head` does: no fault of ours and no error.
pub(super) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}
