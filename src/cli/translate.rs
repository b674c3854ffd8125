//! `translate`: a design on another cloud.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail};
use clap::Args;

use crate::catalog::Provider;
use crate::design::file::{Document, disk};
use crate::text::safe::safe;
use crate::translate::{Row, Translation, Verdict, translate};

use super::console::Console;
use super::exit::Exit;
use super::input::Input;
use super::{Run, validate};

/// Tell what becomes of a design on another cloud, and take it over
///
/// For each node and each flow: whether it stays as it is, what changes and why, or why there is nothing like it and what
/// is nearest. With --out, the design is written as it is on that cloud; comments and lines that nothing changes stay.
///
/// Exit codes: 0 done, 1 something has no equivalent there (what can be taken over is written all the same), 2 the file
/// cannot be read or written.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  pulumi-designer translate shop.yaml --to azure                       What would become of it?
  pulumi-designer translate shop.yaml --to gcp --out shop-on-gcp.yaml
  pulumi-designer translate shop.yaml --to aws --out shop.yaml         In place")]
pub(super) struct Translate {
    /// The design file; - for standard input
    file: PathBuf,
    /// The cloud: aws, azure or gcp
    #[arg(long, value_name = "CLOUD", value_parser = cloud)]
    to: Provider,
    /// The file to write; - for standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

fn cloud(text: &str) -> Result<Provider, String> {
    text.parse().map_err(|()| "one of aws, azure, gcp is expected".to_owned())
}

impl Run for Translate {
    fn run(&self, console: &Console) -> anyhow::Result<Exit> {
        let input = Input::read(&self.file)?;
        if input.loaded.has_errors() {
            console.tell(&validate::reports(&input, &[], console));
            return Ok(if input.is_unreadable() { Exit::Unreadable } else { Exit::Findings });
        }
        if input.loaded.design.provider() == self.to {
            bail!("{} is for {} already", input.name, self.to.title());
        }
        let translation = translate(&input.loaded.design, self.to);
        let refused = translation.count(Verdict::Refused) > 0;
        let report = report(&translation, self.to);
        match self.out.as_deref() {
            None => console.print(&report)?,
            Some(out) => {
                let mut document = Document::open(None, input.text());
                let label = format!("Translate to {}", self.to.title());
                document.apply(translation.edit, label).map_err(|error| anyhow!("{error}"))?;
                let text = document.text_to_save().text;
                console.tell(&report);
                if out == Path::new("-") {
                    console.print(&text)?;
                } else {
                    disk::write(out, &text)?;
                }
            }
        }
        Ok(if refused { Exit::Findings } else { Exit::Success })
    }
}

/// The report for people.
fn report(translation: &Translation, to: Provider) -> String {
    let mut text = String::new();
    let width = translation.longest_name().min(60);
    for row in &translation.rows {
        line(&mut text, row, width);
    }
    let count = |verdict| translation.count(verdict);
    let _ = writeln!(
        text,
        "\nOn {}: {} as they are, {} changed, {} refused.",
        to.title(),
        count(Verdict::Same),
        count(Verdict::Changed),
        count(Verdict::Refused)
    );
    text
}

fn line(text: &mut String, row: &Row, width: usize) {
    let word = match row.verdict {
        Verdict::Same => "same   ",
        Verdict::Changed => "changed",
        Verdict::Refused => "refused",
    };
    let what = safe(&row.what);
    let _ = writeln!(text, "{}", format!("{word}  {what:width$}  {}", safe(&row.becomes)).trim_end());
    for note in &row.notes {
        let _ = writeln!(text, "         {}", safe(note));
    }
}
