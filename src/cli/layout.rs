//! `layout`: lays out a graph that is no design.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::design::file::disk;
use crate::layout::{Direction, Options, layout};

use super::Run;
use super::console::Console;
use super::exit::Exit;
use super::graph_file::GraphFile;

/// Lay out a graph of boxes, clusters and edges
///
/// For graphs that are no designs: JSON in, JSON out, all sizes and places in terminal cells.
///
/// The graph: `{"nodes": [{"id": "a", "cluster": "c", "w": 12, "h": 3}], "edges": [{"id": "e", "s": "a", "t": "b"}],
/// "clusters": ["c"]}`. A node may be in no cluster; an edge may have a "label", a text.
///
/// The drawing: "nodes" and "clusters" as [x, y, width, height] by name, "edges" with the corners of their ways under
/// "pts", which begin beside the box they leave and end beside the one they enter, and "labels". A cluster without nodes
/// has no cells.
///
/// Exit codes: 0 done, 2 something cannot be read, understood or written.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  pulumi-designer layout --graph graph.json drawing.json
  pulumi-designer layout --graph graph.json                  Print the drawing")]
pub(super) struct Layout {
    /// The graph to lay out
    #[arg(long, value_name = "IN")]
    graph: PathBuf,
    /// Where edges lead
    #[arg(long, value_enum, default_value_t, value_name = "DIRECTION")]
    direction: Toward,
    /// The file to write; - for standard output
    #[arg(default_value = "-")]
    out: PathBuf,
}

/// Where edges lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum Toward {
    /// From left to right
    #[default]
    Right,
    /// From top to bottom
    Down,
}

impl From<Toward> for Direction {
    fn from(toward: Toward) -> Self {
        match toward {
            Toward::Right => Self::Right,
            Toward::Down => Self::Down,
        }
    }
}

impl Run for Layout {
    fn run(&self, console: &Console) -> anyhow::Result<Exit> {
        let file = GraphFile::read(&self.graph)?;
        let options = Options { direction: self.direction.into(), ..Options::default() };
        let text = file.picture(&layout(&file.graph, &options, None)).to_json();
        if self.out == Path::new("-") {
            console.print(&text)?;
        } else {
            disk::write(&self.out, &text)?;
        }
        Ok(Exit::Success)
    }
}
