//! `presets`: lists the designs to start from, or prints one.

use anyhow::bail;
use clap::Args;
use unicode_width::UnicodeWidthStr as _;

use crate::presets::{self, Preset};
use crate::text::nearest::nearest;
use crate::text::safe::{safe, safe_lines};

use super::Run;
use super::console::Console;
use super::exit::Exit;

/// List the designs to start from, or print one
///
/// Besides those in the program there are your own: design files in `presets/` of the configuration directory, such as
/// `~/.config/pulumi-designer/presets/` on Linux. One of yours with the name of one of ours replaces it.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  pulumi-designer presets                  List them
  pulumi-designer presets orders           Print the design `orders`
  pulumi-designer new --preset orders      Write it to orders.yaml")]
pub(super) struct Presets {
    /// The preset to print; all are listed without it
    name: Option<String>,
}

impl Run for Presets {
    fn run(&self, console: &Console) -> anyhow::Result<Exit> {
        let own = presets::own();
        match &self.name {
            Some(name) => console.print(&safe_lines(&find(name, &own)?.text))?,
            None => console.print(&list(&own))?,
        }
        Ok(Exit::Success)
    }
}

/// The preset of that name, or an error that names the nearest.
pub(super) fn find<'a>(name: &str, own: &'a [Preset]) -> anyhow::Result<&'a Preset> {
    if let Some(preset) = presets::find(name, own) {
        return Ok(preset);
    }
    let names: Vec<&str> = own.iter().chain(presets::all()).map(|preset| preset.name.as_ref()).collect();
    let hint = match nearest(name, names.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there are {}", names.join(", ")),
    };
    bail!("there is no preset `{name}`; {hint}")
}

fn list(own: &[Preset]) -> String {
    let own_names: Vec<&str> = own.iter().map(|preset| preset.name.as_ref()).collect();
    let ours = presets::all().iter().filter(|preset| !own_names.contains(&preset.name.as_ref()));
    let all: Vec<&Preset> = own.iter().chain(ours).collect();
    let widest = all.iter().map(|preset| safe(&preset.name).width()).max().unwrap_or_default();
    let line = |preset: &&Preset| {
        let name = safe(&preset.name);
        let space = " ".repeat(widest - name.width());
        format!("{name}{space}  {}\n", safe(&preset.summary))
    };
    all.iter().map(line).collect()
}
