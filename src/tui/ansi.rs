//! Cells as control sequences of ECMA-48, as short as they go: what a frame sends decides how soon it is on the screen,
//! over a slow line above all.

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr as _;

/// The terminal's 16 colours, in the order of their codes.
const COLORS: [Color; 16] = [
    Color::Black,
    Color::Red,
    Color::Green,
    Color::Yellow,
    Color::Blue,
    Color::Magenta,
    Color::Cyan,
    Color::Gray,
    Color::DarkGray,
    Color::LightRed,
    Color::LightGreen,
    Color::LightYellow,
    Color::LightBlue,
    Color::LightMagenta,
    Color::LightCyan,
    Color::White,
];

/// What a modifier is turned on by.
const MODIFIERS: [(Modifier, u16); 8] = [
    (Modifier::BOLD, 1),
    (Modifier::DIM, 2),
    (Modifier::ITALIC, 3),
    (Modifier::UNDERLINED, 4),
    (Modifier::SLOW_BLINK, 5),
    (Modifier::REVERSED, 7),
    (Modifier::HIDDEN, 8),
    (Modifier::CROSSED_OUT, 9),
];

/// The code that makes text one of the terminal's 16 colours; 10 more is for what lies behind it.
pub(super) fn foreground(color: Color) -> Option<u16> {
    let place = COLORS.iter().position(|other| *other == color)? as u16;
    Some(if place < 8 { 30 + place } else { 82 + place })
}

/// The codes of all modifiers in a set.
pub(super) fn modifiers(set: Modifier) -> impl Iterator<Item = u16> {
    MODIFIERS.into_iter().filter(move |(modifier, _)| set.contains(*modifier)).map(|(_, code)| code)
}

/// Appends what puts cells on the screen, whatever stands where the cursor is; colours are as usual after it.
pub(super) fn write<'a>(bytes: &mut Vec<u8>, cells: impl Iterator<Item = (u16, u16, &'a Cell)>) {
    let mut pen = Pen::default();
    let mut at = None;
    for (x, y, cell) in cells {
        // Within a row the column is named, not the distance: a terminal may take a sign for wider than we do.
        match at {
            Some((column, row)) if row == y && column == x => {}
            Some((_, row)) if row == y => sequence(bytes, &[x + 1], b'G'),
            _ => sequence(bytes, &[y + 1, x + 1], b'H'),
        }
        pen.take(bytes, cell);
        bytes.extend_from_slice(cell.symbol().as_bytes());
        at = Some((x.saturating_add(cell.symbol().width() as u16), y));
    }
    pen.take(bytes, &Cell::EMPTY);
}

/// How the terminal writes now.
#[derive(Debug, Default)]
struct Pen {
    foreground: Color,
    background: Color,
    modifier: Modifier,
}

impl Pen {
    /// Writes as the cell wants it from now on.
    fn take(&mut self, bytes: &mut Vec<u8>, cell: &Cell) {
        if (self.foreground, self.background, self.modifier) == (cell.fg, cell.bg, cell.modifier) {
            return;
        }
        let mut codes: Vec<u16> = Vec::new();
        if !cell.modifier.contains(self.modifier) {
            // What is turned off has no code of its own in every terminal.
            codes.push(0);
            *self = Self::default();
        }
        codes.extend(modifiers(cell.modifier - self.modifier));
        if self.foreground != cell.fg {
            colour(&mut codes, cell.fg, 0);
        }
        if self.background != cell.bg {
            colour(&mut codes, cell.bg, 10);
        }
        match codes.as_slice() {
            // Nothing but a reset is the shortest of all.
            [0] => sequence(bytes, &[], b'm'),
            codes => sequence(bytes, codes, b'm'),
        }
        *self = Self { foreground: cell.fg, background: cell.bg, modifier: cell.modifier };
    }
}

/// The codes of a colour of the text, or with 10 more of what lies behind it.
fn colour(codes: &mut Vec<u16>, color: Color, layer: u16) {
    match color {
        Color::Rgb(red, green, blue) => codes.extend([38 + layer, 2, red.into(), green.into(), blue.into()]),
        Color::Indexed(index) => codes.extend([38 + layer, 5, index.into()]),
        color => codes.push(foreground(color).unwrap_or(39) + layer),
    }
}

/// `ESC [ 1 ; 2 H`
fn sequence(bytes: &mut Vec<u8>, numbers: &[u16], last: u8) {
    bytes.extend_from_slice(b"\x1b[");
    for (index, number) in numbers.iter().enumerate() {
        if index > 0 {
            bytes.push(b';');
        }
        decimal(bytes, *number);
    }
    bytes.push(last);
}

fn decimal(bytes: &mut Vec<u8>, number: u16) {
    if number >= 10 {
        decimal(bytes, number / 10);
    }
    bytes.push(b'0' + (number % 10) as u8);
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use ratatui::style::Style;

    use super::*;

    fn written(cells: &[(u16, u16, &str, Style)]) -> String {
        let made: Vec<(u16, u16, Cell)> = cells
            .iter()
            .map(|(x, y, symbol, style)| {
                let mut cell = Cell::EMPTY;
                cell.set_symbol(symbol).set_style(*style);
                (*x, *y, cell)
            })
            .collect();
        let mut bytes = Vec::new();
        write(&mut bytes, made.iter().map(|(x, y, cell)| (*x, *y, cell)));
        String::from_utf8(bytes).unwrap().replace('\u{1b}', "^")
    }

    #[test]
    fn what_stands_side_by_side_needs_no_move_and_what_looks_alike_no_colour() {
        let red = Style::new().fg(Color::Red);
        let plain = Style::new();
        for (cells, expected) in [
            (vec![(0, 0, "a", plain), (1, 0, "b", plain)], "^[1;1Hab"),
            (vec![(0, 0, "界", plain), (2, 0, "b", plain)], "^[1;1H界b"),
            (vec![(0, 0, "a", plain), (9, 0, "b", plain), (9, 1, "c", plain)], "^[1;1Ha^[10Gb^[2;10Hc"),
            (vec![(0, 0, "a", red), (1, 0, "b", red), (2, 0, "c", plain)], "^[1;1H^[31mab^[39mc"),
            (vec![(0, 0, "a", red)], "^[1;1H^[31ma^[39m"),
        ] {
            assert_eq!(written(&cells), expected);
        }
    }

    #[test]
    fn colours_and_modifiers_are_told_at_once_and_end_with_the_frame() {
        let bold = Style::new().add_modifier(Modifier::BOLD);
        for (style, expected) in [
            (bold.fg(Color::LightCyan), "^[1;96m"),
            (bold.fg(Color::Rgb(1, 20, 255)).bg(Color::Indexed(200)), "^[1;38;2;1;20;255;48;5;200m"),
            (Style::new().bg(Color::White).add_modifier(Modifier::REVERSED), "^[7;107m"),
        ] {
            let text = written(&[(0, 0, "a", style)]);
            assert!(text.starts_with(&format!("^[1;1H{expected}a^[")), "{text}");
        }
        let text = written(&[(0, 0, "a", bold), (1, 0, "b", Style::new().fg(Color::Red))]);
        assert_eq!(text, "^[1;1H^[1ma^[0;31mb^[39m");
        assert_eq!(written(&[(0, 0, "a", bold)]), "^[1;1H^[1ma^[m");
    }
}
