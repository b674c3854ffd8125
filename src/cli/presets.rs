//! `presets`: lists the designs to start from, or prints one.

use anyhow::{anyhow, bail};
use clap::Args;
use unicode_width::UnicodeWidthStr as _;

use crate::catalog::Provider;
use crate::presets::{self, Preset};
use crate::text::nearest::nearest;
use crate::text::safe::{safe, safe_lines};

use super::Run;
use super::console::Console;
use super::exit::Exit;

/// List the designs to start from, or print one
///
/// Each is offered for the clouds where all of it has an honest equivalent; for the others the list says why not.
///
/// Besides those in the program there are your own: design files in `presets/` of the configuration directory, such as
/// `~/.config/pulumi-designer/presets/` on Linux. One of yours with the name of one of ours replaces it.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  pulumi-designer presets                  List them
  pulumi-designer presets orders           Print the design `orders`
  pulumi-designer presets orders --provider gcp
                                           Print it as it is for Google Cloud
  pulumi-designer new --preset orders      Write it to orders.yaml")]
pub(super) struct Presets {
    /// The preset to print; all are listed without it
    name: Option<String>,
    /// The cloud: aws, azure or gcp; only the presets offered for it are listed
    #[arg(long, value_name = "CLOUD", value_parser = super::new::provider)]
    provider: Option<Provider>,
}

impl Run for Presets {
    fn run(&self, console: &Console) -> anyhow::Result<Exit> {
        let own = presets::own();
        match &self.name {
            Some(name) => {
                let text = text_for(find(name, &own)?, self.provider, None)?;
                console.print(&safe_lines(&text))?;
            }
            None => console.print(&list(&own, self.provider))?,
        }
        Ok(Exit::Success)
    }
}

/// The preset of that name, or an error that names the nearest.
pub(super) fn find<'a>(name: &str, own: &'a [Preset]) -> anyhow::Result<&'a Preset> {
    if let Some(preset) = presets::find(name, own) {
        return Ok(preset);
    }
    let names: Vec<&str> =
        own.iter().chain(presets::all()).chain([presets::blank()]).map(|preset| preset.name.as_ref()).collect();
    let hint = match nearest(name, names.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there are {}", names.join(", ")),
    };
    bail!("there is no preset `{name}`; {hint}")
}

/// The preset's design file, or an error that says why that cloud has none.
pub(super) fn text_for(preset: &Preset, provider: Option<Provider>, name: Option<&str>) -> anyhow::Result<String> {
    preset.text_for(provider, name).map_err(|refusal| {
        let cloud = provider.map_or("", Provider::title);
        anyhow!("the preset `{}` is not offered for {cloud}: {refusal}", preset.name)
    })
}

/// Every preset with its clouds and what it holds, then why some are not offered for some clouds.
fn list(own: &[Preset], provider: Option<Provider>) -> String {
    let own_names: Vec<&str> = own.iter().map(|preset| preset.name.as_ref()).collect();
    let ours = presets::all().iter().chain([presets::blank()]);
    let ours = ours.filter(|preset| !own_names.contains(&preset.name.as_ref()));
    let all: Vec<&Preset> = own.iter().chain(ours).collect();
    let asked: Vec<Provider> = provider.map_or_else(|| Provider::ALL.to_vec(), |provider| vec![provider]);
    let offered = |preset: &&&Preset| asked.iter().any(|provider| preset.refusal(*provider).is_none());
    let widest = all.iter().map(|preset| safe(&preset.name).width()).max().unwrap_or_default();
    let column = |text: &str, width: usize| format!("{text}{}", " ".repeat(width.saturating_sub(text.width())));
    let mut text = String::new();
    for preset in all.iter().filter(offered) {
        let clouds = asked.iter().map(|provider| {
            let name = if preset.refusal(*provider).is_none() { provider.name() } else { "" };
            column(name, provider.name().width())
        });
        let clouds = clouds.collect::<Vec<_>>().join(" ");
        let name = column(&safe(&preset.name), widest);
        text.extend([name.as_str(), "  ", &clouds, "  ", &safe(&preset.summary), "\n"]);
    }
    let refusals: Vec<String> = all
        .iter()
        .flat_map(|preset| asked.iter().map(move |provider| (preset, *provider)))
        .filter_map(|(preset, provider)| Some((preset, preset.refusal(provider)?)))
        .map(|(preset, refusal)| format!("{}  {}\n", column(&safe(&preset.name), widest), safe(refusal)))
        .collect();
    if !refusals.is_empty() {
        text.push_str("\nNot offered:\n");
        text.extend(refusals);
    }
    text
}
