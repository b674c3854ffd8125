//! `access`: who may do what to what, and why.

use std::path::PathBuf;

use anyhow::{anyhow, bail};
use clap::{Args, ValueEnum};
use unicode_width::UnicodeWidthStr as _;

use crate::access::{Row, access};
use crate::text::nearest::nearest;
use crate::text::safe::{safe, safe_lines};

use super::console::Console;
use super::exit::Exit;
use super::input::Input;
use super::{Run, validate};

/// Tell who may do what to what in a design's system, and why
///
/// Every role, every policy of a resource and every permission of a function: the principal, the actions, the resources,
/// the conditions, and the flow of the design that each comes from. Read from the very program that export writes.
///
/// Exit codes: 0 done, 1 no program can be made of the design, 2 the file cannot be read.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  pulumi-designer access shop.yaml
  pulumi-designer access shop.yaml --env prod --format json
  pulumi-designer access shop.yaml | grep orders.orders      Who may touch the orders?")]
pub(super) struct Access {
    /// The design file; - for standard input
    file: PathBuf,
    /// One environment: settings have its values, and what it leaves out is left out
    #[arg(long, value_name = "ENVIRONMENT")]
    env: Option<String>,
    /// How it is written
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Format {
    /// A table for people.
    #[default]
    Table,
    /// JSON: a list of statements.
    Json,
}

impl Run for Access {
    fn run(&self, console: &Console) -> anyhow::Result<Exit> {
        let input = Input::read(&self.file)?;
        if input.loaded.has_errors() {
            console.tell(&validate::reports(&input, &[], console));
            return Ok(if input.is_unreadable() { Exit::Unreadable } else { Exit::Findings });
        }
        let design = &input.loaded.design;
        if let Some(name) = self.env.as_deref().filter(|name| !design.environments.contains_key(*name)) {
            let known: Vec<&str> = design.environments.keys().map(String::as_str).collect();
            match nearest(name, known.iter().copied()) {
                Some(near) => bail!("the design has no environment `{name}`; did you mean `{near}`?"),
                None => bail!("the design has no environment `{name}`; it has {}", known.join(", ")),
            }
        }
        let rows = match access(design, self.env.as_deref()) {
            Ok(rows) => rows,
            Err(errors) => {
                for error in &errors {
                    console.tell(&(validate::at(&input, &error.place, &error.message, &error.help, console) + "\n"));
                }
                console.tell("error: no program can be made of this design, so nobody may do anything yet");
                return Ok(Exit::Findings);
            }
        };
        match self.format {
            Format::Table => console.print(&safe_lines(&table(&rows, console)))?,
            Format::Json => {
                let text = serde_json::to_string_pretty(&rows).map_err(|error| anyhow!(error))?;
                console.print(&text)?;
            }
        }
        Ok(Exit::Success)
    }
}

/// The rows by principal: to what, what is done, and why, in columns that are wrapped to the width.
fn table(rows: &[Row], console: &Console) -> String {
    let mut principals: Vec<_> = Vec::new();
    for row in rows {
        if !principals.contains(&&row.principal) {
            principals.push(&row.principal);
        }
    }
    let mut text = String::new();
    for principal in principals {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&safe(&principal.to_string()));
        text.push('\n');
        let lines: Vec<[String; 3]> =
            rows.iter().filter(|row| row.principal == *principal).map(|row| cells(row, console.ascii)).collect();
        for line in &lines {
            text.push_str(&columns(line, widths(&lines, console.style.width)));
        }
    }
    text
}

/// Columns between two cells.
const GAP: usize = 2;

/// The width of each column: as wide as its cells, but no wider than its share of the line.
fn widths(lines: &[[String; 3]], line: usize) -> [usize; 3] {
    let share = (line.saturating_sub(3 * GAP) / 3).max(20);
    let widest = |column: usize| {
        let cells = lines.iter().filter_map(|line| line.get(column)).map(|cell| cell.width());
        cells.max().unwrap_or_default().min(share)
    };
    [widest(0), widest(1), share.max(line.saturating_sub(widest(0) + widest(1) + 3 * GAP))]
}

/// One row, over as many lines as its longest cell takes.
fn columns(cells: &[String; 3], widths: [usize; 3]) -> String {
    let wrapped: Vec<Vec<String>> = cells.iter().zip(widths).map(|(cell, width)| wrap(cell, width)).collect();
    let height = wrapped.iter().map(Vec::len).max().unwrap_or_default();
    let mut text = String::new();
    for number in 0..height {
        let mut line = String::new();
        for (column, width) in wrapped.iter().zip(widths) {
            let cell = column.get(number).map(String::as_str).unwrap_or_default();
            line.push_str(&" ".repeat(GAP));
            line.push_str(cell);
            line.push_str(&" ".repeat(width.saturating_sub(cell.width())));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// The words of a cell in lines; a word that is too long stands alone.
fn wrap(cell: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in cell.split(' ') {
        match lines.last_mut() {
            Some(line) if line.width() + 1 + word.width() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// To what, what is done, and why.
fn cells(row: &Row, ascii: bool) -> [String; 3] {
    let may = if row.allowed { "" } else { "not " };
    let actions = format!("{may}{}", short(&row.actions));
    let mut resources = row.resources.join(", ");
    if !row.conditions.is_empty() {
        resources = format!("{resources} if {}", row.conditions.join(" and "));
    }
    let because = row.because.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let because = if ascii { because.replace('→', "->") } else { because };
    [safe(&resources), safe(&actions), safe(&because)]
}

/// Actions of one service with its name once: `dynamodb:GetItem, Query`.
fn short(actions: &[String]) -> String {
    let mut text = String::new();
    let mut before = "";
    for action in actions {
        let (service, name) = action.split_once(':').unwrap_or(("", action));
        if !text.is_empty() {
            text.push_str(", ");
        }
        if service != before {
            text.push_str(service);
            text.push(':');
        }
        text.push_str(name);
        before = service;
    }
    text
}
