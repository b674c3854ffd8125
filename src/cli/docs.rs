//! `docs`, which help does not show: pages of the documentation that are written from the tables of the program.

mod clouds;

use std::fmt::Write as _;

use anyhow::bail;
use clap::Args;

use crate::catalog::{Provider, catalog};
use crate::check::{self, Profile, Rule};

use super::Run;
use super::console::Console;
use super::exit::Exit;
use super::explain::{about, weight};

/// Print a page of the documentation
#[derive(Debug, Args)]
#[command(hide = true)]
pub(super) struct Docs {
    /// The page; all are listed without it
    page: Option<String>,
}

/// A page by name: `NAME` is the file `docs/NAME.md`.
type Page = (&'static str, fn() -> String);

/// The pages.
const PAGES: &[Page] = &[("rules", rules), ("kinds", kinds), ("flows", flows), ("clouds", clouds::page)];

impl Run for Docs {
    fn run(&self, console: &Console) -> anyhow::Result<Exit> {
        let names: Vec<&str> = PAGES.iter().map(|(name, _)| *name).collect();
        let Some(page) = &self.page else {
            console.print(&names.join("\n"))?;
            return Ok(Exit::Success);
        };
        match PAGES.iter().find(|(name, _)| name == page) {
            Some((_, write)) => console.print(&write())?,
            None => bail!("there is no page `{page}`; there are {}", names.join(", ")),
        }
        Ok(Exit::Success)
    }
}

/// What stands above a page that is written.
const WRITTEN: &str = "Written from the catalogue; do not edit: `UPDATE=1 cargo test --test docs` writes it anew.";

fn kinds() -> String {
    let mut text =
        format!("# Kinds of nodes\n\n{WRITTEN}\n\n| kind | AWS | Azure | Google Cloud |\n| --- | --- | --- | --- |\n");
    for kind in catalog().kinds.values() {
        let cells: Vec<String> = Provider::ALL
            .into_iter()
            .map(|provider| match (kind.cloud_name(provider), kind.alternative(provider)) {
                (Some(name), _) => cell(name),
                (None, instead) => format!("none: {}", cell(instead.unwrap_or_default())),
            })
            .collect();
        let _ = writeln!(text, "| [{0}](#{0}) | {1} |", kind.name, cells.join(" | "));
    }
    for kind in catalog().kinds.keys() {
        let _ = write!(text, "\n## {kind}\n\n```text\n{}```\n", about(kind).unwrap_or_default());
    }
    text
}

fn flows() -> String {
    let mut text = format!("# Kinds of flows\n\n{WRITTEN}\n");
    for flow in catalog().flows.keys() {
        let _ = write!(text, "\n## {flow}\n\n```text\n{}```\n", about(flow).unwrap_or_default());
    }
    text
}

fn rules() -> String {
    let categories = check::categories();
    let mut text = format!(
        "# Rules\n\n\
         Written from the table of rules; do not edit: `UPDATE=1 cargo test --test docs` writes it anew.\n\n\
         {} rules look at a design. Each has a design that breaks it and one that does not in `tests/fixtures/check`;\n\
         `pulumi-designer explain CODE` shows them, with what is said.\n\n\
         | category | rules |\n| --- | ---: |\n",
        check::rules().len()
    );
    for (category, rules) in &categories {
        let _ = writeln!(text, "| [{category}](#{category}) | {} |", rules.len());
    }
    text.push_str("\n## How findings weigh\n\n");
    text.push_str(
        "An **error** would be refused by the cloud or the generator, or cannot work; it blocks an export. A **warning** \
         works, but a reviewer\nwould object. An **info** is worth knowing. Some weigh more where they hold in a production \
         environment: one whose name begins\nwith `prod`, or is `live`. `validate --profile` changes the weights:\n\n\
         | profile | what it does |\n| --- | --- |\n",
    );
    for profile in Profile::ALL {
        let _ = writeln!(text, "| `{profile}` | {} |", profile.summary());
    }
    text.push_str(
        "\nAn export writes the stacks of all environments at once, so there is none for production alone: it weighs as \
         `normal`, where\nproduction counts already, and `export --strict` weighs as `strict`.\n",
    );
    for (category, rules) in &categories {
        let _ = write!(
            text,
            "\n## {category}\n\n| code | name | weight | what it looks for |\n| --- | --- | --- | --- |\n"
        );
        for rule in rules {
            let name = rule.name.split('/').next_back().unwrap_or(rule.name);
            let anchor = rule.code.to_lowercase();
            let _ =
                writeln!(text, "| [{}](#{anchor}) | {name} | {} | {} |", rule.code, weight(rule), cell(rule.summary));
        }
        for rule in rules {
            describe(&mut text, rule);
        }
    }
    other_readings(&mut text);
    without_rules(&mut text);
    text
}

fn describe(text: &mut String, rule: &Rule) {
    let _ = write!(
        text,
        "\n### {}\n\n`{}` · {}\n\n{}\n\n- **Why:** {}\n- **How to mend it:** {}\n",
        rule.code,
        rule.name,
        weight(rule),
        prose(rule.summary),
        prose(rule.why),
        prose(rule.fix)
    );
    if let Some(because) = check::unfixed_because(rule.code) {
        let _ = writeln!(text, "- **Quick fix:** none. {}", prose(because));
    }
}

/// The rules that look for more or for less than their names say.
fn other_readings(text: &mut String) {
    text.push_str("\n## How rules are read\n\n| code | what it looks for |\n| --- | --- |\n");
    for corrected in check::corrected() {
        let _ = writeln!(text, "| {} | {} |", corrected.code, cell(corrected.because));
    }
}

/// The codes that have no rule, with the reasons.
fn without_rules(text: &mut String) {
    if check::settled().is_empty() {
        return;
    }
    text.push_str("\n## Codes without a rule\n\n| code | name | reason | because |\n| --- | --- | --- | --- |\n");
    for settled in check::settled() {
        let reason = match settled.reason {
            check::Reason::Generator => "settled by the generator",
            check::Reason::Reserved => "reserved",
            check::Reason::Dropped => "dropped",
        };
        let _ = writeln!(text, "| {} | {} | {reason} | {} |", settled.code, settled.name, cell(settled.because));
    }
}

/// A sentence as Markdown: nothing in it is markup.
fn prose(text: &str) -> String {
    text.replace('<', "&lt;").replace('*', "\\*").replace('{', "\\{")
}

/// A sentence in a cell of a table.
fn cell(text: &str) -> String {
    prose(text).replace('|', "\\|")
}
