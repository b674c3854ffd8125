//! A surface as text with the colours of the theme, for terminals that run no session.

use std::fmt::Write as _;

use ratatui::style::{Modifier, Style};

use crate::render::{Cell, Charset, Surface};

use super::ansi;
use super::theme::{Palette, Theme};

/// The surface as text with the escape sequences for its inks (ECMA-48, select graphic rendition), each row closed.
pub fn painted(surface: &Surface, charset: Charset) -> String {
    let theme = Theme { color: true, palette: Palette::Terminal, charset };
    let mut text = String::new();
    for y in 0..i32::from(surface.height()) {
        let row: Vec<Cell> = (0..i32::from(surface.width())).filter_map(|x| surface.get(x, y)).copied().collect();
        let end = row.iter().rposition(|cell| cell.symbol != ' ' || cell.reverse).map_or(0, |last| last + 1);
        let mut current = String::new();
        for cell in row.iter().take(end).filter(|cell| cell.symbol != '\0') {
            let wanted = if cell.symbol == ' ' && !cell.reverse { String::new() } else { codes(theme, cell) };
            if wanted != current {
                let _ = write!(text, "\u{1b}[0{wanted}m");
                current = wanted;
            }
            text.push(cell.symbol);
        }
        if !current.is_empty() {
            text.push_str("\u{1b}[0m");
        }
        text.push('\n');
    }
    text
}

/// The codes of a cell, each with a semicolon before it.
fn codes(theme: Theme, cell: &Cell) -> String {
    let style: Style = theme.ink(cell.ink);
    let mut modifier = style.add_modifier;
    modifier.set(Modifier::BOLD, cell.bold || modifier.contains(Modifier::BOLD));
    modifier.set(Modifier::REVERSED, cell.reverse || modifier.contains(Modifier::REVERSED));
    let mut codes = String::new();
    for code in ansi::modifiers(modifier).chain(style.fg.and_then(ansi::foreground)) {
        let _ = write!(codes, ";{code}");
    }
    codes
}
