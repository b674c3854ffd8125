//! `render`: a design's canvas without a session.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::design::Design;
use crate::design::file::{canvas, disk};
use crate::render::{Arrangement, Charset, Detail, Scene};
use crate::tui::{Pins, painted, pins_from_file};

use super::console::Console;
use super::exit::Exit;
use super::input::Input;
use super::layout::Toward;
use super::{Run, validate};

/// Draw a design
///
/// The whole canvas, as a session shows it: as text, as text with colours for a terminal, or as JSON that says where
/// everything stands. Nodes that were put somewhere in a session, in the canvas file beside the design, stand there.
///
/// `--format layout` gives "nodes" and "clusters" (services) as [x, y, width, height] in cells, "edges" with the corners
/// of their ways, each named by the position of its flow in the design, and "labels".
///
/// Exit codes: 0 done, 1 the design has errors, 2 something cannot be read.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  pulumi-designer render shop.yaml
  pulumi-designer render shop.yaml --width 80                Show less where that is too wide
  pulumi-designer render shop.yaml --direction down          From top to bottom
  pulumi-designer render shop.yaml --format ansi | less -RS
  pulumi-designer render shop.yaml --zoom overview --format layout")]
pub(super) struct Render {
    /// The design file; - for standard input
    file: PathBuf,
    /// What to write
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
    /// How much of each node is shown [default: box]
    #[arg(long, value_enum, value_name = "ZOOM")]
    zoom: Option<Zoom>,
    /// Where flows lead
    #[arg(long, value_enum, default_value_t, value_name = "DIRECTION")]
    direction: Toward,
    /// The most columns: nodes are shown smaller, and services folded in the end, where more are needed
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(1..))]
    width: Option<u16>,
}

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Format {
    /// Text
    #[default]
    Text,
    /// Text with colours for a terminal
    Ansi,
    /// JSON: where everything stands
    Layout,
}

/// How much of each node is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Zoom {
    /// The name, the cloud's name for the kind, and two properties
    Card,
    /// The name in a box
    Box,
    /// The name alone
    Chip,
    /// One box a service
    Overview,
}

impl From<Zoom> for Detail {
    fn from(zoom: Zoom) -> Self {
        match zoom {
            Zoom::Card => Self::Card,
            Zoom::Box => Self::Box,
            Zoom::Chip => Self::Chip,
            Zoom::Overview => Self::Overview,
        }
    }
}

impl Run for Render {
    fn run(&self, console: &Console) -> anyhow::Result<Exit> {
        let input = Input::read(&self.file)?;
        if input.loaded.has_errors() {
            console.tell(&validate::reports(&input, &[], console));
            console.tell(&format!("error: {} has errors; nothing was drawn", input.name));
            return Ok(if input.is_unreadable() { Exit::Unreadable } else { Exit::Findings });
        }
        let scene = self.scene(&input.loaded.design, &pins(&self.file, console)?);
        let charset = if console.ascii { Charset::Ascii } else { Charset::Unicode };
        let text = match self.format {
            Format::Text => scene.to_text(charset),
            Format::Ansi => painted(&scene.to_surface(charset), charset),
            Format::Layout => scene.picture().to_json(),
        };
        console.print(&text)?;
        Ok(Exit::Success)
    }
}

impl Render {
    /// The scene at the nearest zoom that is wanted and fits the width.
    fn scene(&self, design: &Design, pins: &Pins) -> Scene {
        let mut detail = self.zoom.map_or(Detail::default(), Detail::from);
        let arrangement =
            Arrangement { pins: pins.clone(), direction: self.direction.into(), ..Arrangement::default() };
        loop {
            let scene = Scene::arranged(design, &Arrangement { detail, ..arrangement.clone() }, None);
            let fits = self.width.is_none_or(|width| scene.bounds().width <= i32::from(width));
            if fits || detail == Detail::Overview {
                return scene;
            }
            detail = detail.farther();
        }
    }
}

/// Where nodes were put, from the canvas file beside the design.
fn pins(file: &Path, console: &Console) -> anyhow::Result<Pins> {
    if file == Path::new("-") {
        return Ok(Pins::new());
    }
    let beside = canvas::path_beside(file);
    if !beside.exists() {
        return Ok(Pins::new());
    }
    let (pins, problems) = canvas::read(&String::from_utf8_lossy(&disk::read(&beside)?));
    for problem in problems {
        console.tell(&crate::text::safe::safe(&format!("{}: {problem}", beside.display())));
    }
    Ok(pins_from_file(&pins))
}
