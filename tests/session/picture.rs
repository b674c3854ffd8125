//! The picture of a session for the README: the session's own screen, so that it cannot show what is not there.
//!
//! `UPDATE=1 cargo test --test session picture` draws it anew.

use std::fmt::Write as _;
use std::path::PathBuf;

use pulumi_designer::tui::{Options, Palette};
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

use crate::driver::Session;

const SIZE: (u16, u16) = (150, 44);
/// A cell in the units of the picture.
const CELL: (f32, f32) = (8.4, 17.0);

#[test]
fn the_picture_in_the_readme_is_what_the_session_shows() {
    let options =
        Options { preset: Some("shop".to_owned()), color: true, palette: Palette::Dark, ..Options::default() };
    let mut session = Session::start(&options, SIZE);
    session.keys("/orders.place-order<enter>gc<esc>");
    let picture = svg(&session.buffer());
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/session.svg");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &picture).unwrap();
    }
    let there = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(there == picture, "UPDATE=1 cargo test --test session picture draws docs/session.svg anew");
}

/// How a cell looks: text, ground, whether bold, whether dim.
type Look = (String, String, bool, bool);

fn look(cell: &Cell) -> Look {
    let color = |color: Color, otherwise: &str| match color {
        Color::Rgb(red, green, blue) => format!("#{red:02x}{green:02x}{blue:02x}"),
        _ => otherwise.to_owned(),
    };
    let (mut text, mut ground) = (color(cell.fg, "#d0d0d0"), color(cell.bg, "#16181a"));
    if cell.modifier.contains(Modifier::REVERSED) {
        std::mem::swap(&mut text, &mut ground);
    }
    (text, ground, cell.modifier.contains(Modifier::BOLD), cell.modifier.contains(Modifier::DIM))
}

fn svg(buffer: &Buffer) -> String {
    let (width, height) = (f32::from(SIZE.0) * CELL.0, f32::from(SIZE.1) * CELL.1);
    let ground = look(&buffer[(0, 0)]).1;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.1} {height:.1}\" font-family=\"DejaVu Sans Mono, Menlo, Consolas, monospace\" font-size=\"14\">\n<rect width=\"100%\" height=\"100%\" fill=\"{ground}\"/>\n"
    );
    for y in 0..SIZE.1 {
        let mut x = 0;
        while x < SIZE.0 {
            let start = x;
            let seen = look(&buffer[(x, y)]);
            let mut text = String::new();
            while x < SIZE.0 && look(&buffer[(x, y)]) == seen {
                text.push_str(buffer[(x, y)].symbol());
                x += 1;
            }
            run(&mut svg, (start, x, y), &text, &seen, &ground);
        }
    }
    svg.push_str("</svg>\n");
    svg
}

/// Cells that look alike; the length is given so that every font keeps the columns.
fn run(svg: &mut String, (start, end, row): (u16, u16, u16), text: &str, look: &Look, ground: &str) {
    let (left, top) = (f32::from(start) * CELL.0, f32::from(row) * CELL.1);
    let width = f32::from(end - start) * CELL.0;
    if look.1 != ground {
        let _ = writeln!(
            svg,
            "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{:.1}\" fill=\"{}\"/>",
            CELL.1, look.1
        );
    }
    if text.trim().is_empty() {
        return;
    }
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let bold = if look.2 { " font-weight=\"bold\"" } else { "" };
    let dim = if look.3 { " opacity=\"0.6\"" } else { "" };
    let _ = writeln!(
        svg,
        "<text x=\"{left:.1}\" y=\"{:.1}\" textLength=\"{width:.1}\" xml:space=\"preserve\" fill=\"{}\"{bold}{dim}>{text}</text>",
        top + 13.0,
        look.0
    );
}
