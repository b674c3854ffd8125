//! `schema`: the JSON Schema of design files, for editors.

use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;

use crate::design::file::json_schema::json_schema;

use super::Run;
use super::console::Console;
use super::exit::Exit;

/// Write the JSON Schema of design files, with which editors complete and check
///
/// An editor with a YAML language server takes it from a first line in the design:
/// `# yaml-language-server: $schema=design.schema.json`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  pulumi-designer schema                   Print it
  pulumi-designer schema --out design.schema.json")]
pub(super) struct Schema {
    /// The file to write; it is printed without it
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

impl Run for Schema {
    fn run(&self, console: &Console) -> anyhow::Result<Exit> {
        let text = format!("{}\n", serde_json::to_string_pretty(&json_schema())?);
        match &self.out {
            Some(path) => {
                std::fs::write(path, text).with_context(|| format!("{} cannot be written", path.display()))?;
            }
            None => console.print(&text)?,
        }
        Ok(Exit::Success)
    }
}
