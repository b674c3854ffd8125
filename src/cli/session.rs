//! The session: what the program does when no command is named.

use std::io::{self, IsTerminal as _};
use std::path::PathBuf;

use anyhow::bail;
use clap::Args;

use crate::tui;

use super::Run;
use super::console::Console;
use super::exit::Exit;

/// Opens the designer.
#[derive(Debug, Args)]
pub(super) struct Session {
    /// The design to open; it need not exist yet
    file: Option<PathBuf>,
    /// Start from a preset; `pulumi-designer presets` lists them
    #[arg(long, value_name = "NAME")]
    preset: Option<String>,
    /// Look at the design without changing it
    #[arg(long)]
    readonly: bool,
}

impl Session {
    /// Whether nothing is asked of it.
    pub(super) fn is_empty(&self) -> bool {
        self.file.is_none() && self.preset.is_none()
    }
}

impl Run for Session {
    fn run(&self, console: &Console) -> anyhow::Result<Exit> {
        if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
            bail!(
                "the designer needs a terminal; in scripts use `pulumi-designer validate` and `pulumi-designer export`"
            );
        }
        tui::run(&tui::Options {
            file: self.file.clone(),
            preset: self.preset.clone(),
            readonly: self.readonly,
            ascii: console.ascii,
            color: console.colour,
        })?;
        Ok(Exit::Success)
    }
}
