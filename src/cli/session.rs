//! The session: what the program does when no command is named.

use std::fs;
use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::builder::PossibleValuesParser;
use clap::{Args, CommandFactory as _};

use crate::text::nearest::nearest;
use crate::tui::Palette;
use crate::{presets, tui};

use super::config::Config;
use super::console::Console;
use super::exit::Exit;
use super::{Arguments, Run, presets as presets_command};

/// Opens the designer.
#[derive(Debug, Args)]
pub(super) struct Session {
    /// The design to open; `pulumi-designer new` writes one
    #[arg(conflicts_with = "preset")]
    file: Option<PathBuf>,
    /// Start from a preset; `pulumi-designer presets` lists them
    #[arg(long, value_name = "NAME")]
    preset: Option<String>,
    /// Look only: nothing can be changed
    #[arg(long)]
    readonly: bool,
    /// The colours: those of the terminal, or 24-bit ones [default: what config.yaml says, else terminal]
    #[arg(long, value_name = "THEME", value_parser = PossibleValuesParser::new(Palette::ALL.map(Palette::name)))]
    theme: Option<String>,
}

impl Session {
    /// Whether nothing is asked of it.
    pub(super) fn is_empty(&self) -> bool {
        self.file.is_none() && self.preset.is_none() && !self.readonly && self.theme.is_none()
    }
}

impl Run for Session {
    fn run(&self, console: &Console) -> anyhow::Result<Exit> {
        if let Some(file) = &self.file {
            check_exists(file)?;
        }
        if let Some(name) = &self.preset {
            presets_command::find(name, &presets::own())?;
        }
        if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
            bail!(
                "the designer needs a terminal; in scripts use `pulumi-designer validate` and `pulumi-designer export`"
            );
        }
        let config = Config::load()?;
        let palette = self.theme.as_deref().and_then(Palette::named).unwrap_or_else(|| config.palette());
        tui::run(&tui::Options {
            file: self.file.clone(),
            preset: self.preset.clone(),
            readonly: self.readonly,
            ascii: console.ascii || config.ascii,
            color: console.colour,
            palette,
            no_mouse: config.mouse == Some(false),
        })?;
        Ok(Exit::Success)
    }
}

/// Refuses a file that is not there, with what was probably meant.
fn check_exists(file: &Path) -> anyhow::Result<()> {
    // What is there but cannot be read, the designer says on its screen.
    if fs::symlink_metadata(file).is_ok() {
        return Ok(());
    }
    let shown = file.display();
    let arguments = Arguments::command();
    let commands = arguments.get_subcommands().map(clap::Command::get_name);
    match nearest(&shown.to_string(), commands) {
        Some(command) => bail!("there is no file {shown}; did you mean the command `{command}`?"),
        None => bail!("there is no file {shown}; to make one: pulumi-designer new {shown}"),
    }
}
