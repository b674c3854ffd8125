//! Text measured and put in cells. All text of a design passes through here on its way to a surface.

use unicode_width::UnicodeWidthChar as _;

use crate::text::safe::safe;

use super::surface::{Cell, Ink, Surface};

/// What stands at the end of text that was cut: one cell in every terminal, unlike the ellipsis.
const CUT: char = '~';

/// The cells that the text needs, once it is safe.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(|character| character.width().unwrap_or(0)).sum()
}

/// The text made safe, on one line, and cut to so many cells.
pub(super) fn fit(text: &str, limit: usize) -> String {
    let text = safe(text);
    if width(&text) <= limit {
        return text;
    }
    let mut cut = String::new();
    let mut used = 0;
    for character in text.chars() {
        let cells = character.width().unwrap_or(0);
        if used + cells + 1 > limit {
            break;
        }
        used += cells;
        cut.push(character);
    }
    if limit > 0 {
        cut.push(CUT);
    }
    cut
}

/// Puts text from that cell on. A wide character takes two cells, the second of them `'\0'`; a character without
/// width is left out, since a cell holds one character.
pub(super) fn put(surface: &mut Surface, x: i32, y: i32, text: &str, look: Cell) {
    let mut column = x;
    for symbol in text.chars() {
        let cells = symbol.width().unwrap_or(0);
        if cells == 0 {
            continue;
        }
        let whole = surface.get(column, y).is_some() && surface.get(column + cells as i32 - 1, y).is_some();
        for part in 0..cells as i32 {
            if let Some(cell) = surface.get_mut(column + part, y) {
                let symbol = if !whole {
                    ' '
                } else if part == 0 {
                    symbol
                } else {
                    '\0'
                };
                *cell = Cell { symbol, ..look };
            }
        }
        column += cells as i32;
    }
}

/// The plain look of an ink.
pub(super) fn look(ink: Ink) -> Cell {
    Cell { ink, ..Cell::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cut_by_cells_and_made_safe() {
        assert_eq!(fit("create-order", 12), "create-order");
        assert_eq!(fit("create-order", 8), "create-~");
        assert_eq!(fit("注文作成", 5), "注文~");
        assert_eq!(fit("a\u{1b}[2Jb", 20), "a\u{fffd}[2Jb");
        assert_eq!(fit("abc", 0), "");
    }

    #[test]
    fn a_wide_character_takes_two_cells_and_never_half_of_one() {
        let mut surface = Surface::new(4, 1);
        put(&mut surface, 0, 0, "a注文", look(Ink::Plain));
        assert_eq!(surface.to_text(), "a注\n");
        assert_eq!(surface.get(2, 0).map(|cell| cell.symbol), Some('\0'));
    }
}
