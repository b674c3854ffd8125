//! `new`: writes a new design file.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail};
use clap::Args;

use crate::catalog::Provider;
use crate::design::name::NameKind;
use crate::presets;
use crate::project::words as fault_words;
use crate::text::words;

use super::console::Console;
use super::exit::Exit;
use super::{Run, presets as presets_command};

/// Write a new design file
///
/// An empty design, or a preset under your own name. A file that is there already is never overwritten.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  pulumi-designer new                               Write design.yaml, named after this folder
  pulumi-designer new shop.yaml --provider aws      Write an empty design `shop`
  pulumi-designer new --preset orders               Write the preset `orders` to orders.yaml
  pulumi-designer new --preset saga --provider gcp  Write the preset `saga` for Google Cloud
  pulumi-designer new shop.yaml --preset orders     Write it under the name `shop`")]
pub(super) struct New {
    /// The file to write [default: the preset's name, or design.yaml]
    file: Option<PathBuf>,
    /// The cloud: aws, azure or gcp [default: the preset's, or aws]
    #[arg(long, value_name = "CLOUD", value_parser = provider)]
    provider: Option<Provider>,
    /// The system's name, which is the Pulumi project's [default: from FILE]
    #[arg(long)]
    name: Option<String>,
    /// The preset to start from; `pulumi-designer presets` lists them
    #[arg(long)]
    preset: Option<String>,
}

/// Reads the name of a cloud.
pub(super) fn provider(text: &str) -> Result<Provider, String> {
    text.parse().map_err(|()| "one of aws, azure, gcp is expected".to_owned())
}

impl Run for New {
    fn run(&self, console: &Console) -> anyhow::Result<Exit> {
        let own = presets::own();
        let preset = self.preset.as_deref().map(|name| presets_command::find(name, &own)).transpose()?;
        let file = match (&self.file, preset) {
            (Some(file), _) => file.clone(),
            (None, Some(preset)) => PathBuf::from(format!("{}.yaml", preset.name)),
            (None, None) => PathBuf::from("design.yaml"),
        };
        let name = match (&self.name, &self.file, preset) {
            (Some(name), ..) => Some(name.clone()),
            (None, None, Some(_)) => None,
            _ => Some(name_for(&file)),
        };
        if let Some(Err(problem)) = name.as_deref().map(|name| NameKind::Project.check(name)) {
            bail!("{problem}");
        }
        let preset = preset.unwrap_or(presets::blank());
        let text = presets_command::text_for(preset, self.provider, name.as_deref())?;
        if file == Path::new("-") {
            console.print(&text)?;
            return Ok(Exit::Success);
        }
        write_new(&file, &text)?;
        let shown = file.display();
        console.tell(&format!("Wrote {shown}. To open it: pulumi-designer {shown}"));
        Ok(Exit::Success)
    }
}

/// A name from the file's, or from its folder's where the file's says nothing.
fn name_for(file: &Path) -> String {
    let stem = file.file_stem().map(|stem| words::kebab(&stem.to_string_lossy())).unwrap_or_default();
    if !["", "design", "-"].contains(&stem.as_str()) {
        return stem;
    }
    let folder = std::path::absolute(file).ok();
    let folder = folder.as_deref().and_then(Path::parent).and_then(Path::file_name);
    let name = folder.map(|name| words::kebab(&name.to_string_lossy())).unwrap_or_default();
    if NameKind::Project.check(&name).is_ok() { name } else { "my-system".to_owned() }
}

/// Writes the file whole or not at all, and never over another.
fn write_new(path: &Path, text: &str) -> anyhow::Result<()> {
    let shown = path.display();
    let exists = || format!("{shown} is there already and was not touched; give another FILE, or move it away");
    if fs::symlink_metadata(path).is_ok() {
        bail!(exists());
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let fault = |fault: std::io::Error| anyhow!("{shown} cannot be written: {}", fault_words(&fault));
    let mut file = builder().tempfile_in(folder).map_err(fault)?;
    file.write_all(text.as_bytes()).map_err(fault)?;
    file.as_file().sync_all().map_err(fault)?;
    match file.persist_noclobber(path) {
        Ok(_) => Ok(()),
        Err(error) if error.error.kind() == std::io::ErrorKind::AlreadyExists => bail!(exists()),
        Err(error) => Err(fault(error.error)),
    }
}

/// Makes files with the permissions of any new file, not those of a secret.
fn builder() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".pulumi-designer-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder
}
