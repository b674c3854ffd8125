//! A grid of cells to draw on.

use crate::catalog::Class;

/// The role of a cell's ink; a theme gives it a colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Ink {
    /// Plain text.
    #[default]
    Plain,
    /// What steps back.
    Dim,
    /// The frame and title of a service, by its colour.
    Service(u16),
    /// The border and sign of a node, by its service's colour.
    Border(u16),
    /// The border and sign of what services share.
    Shared,
    /// A node's name.
    Name,
    /// The cloud's name of a kind, or the sign of a kind in a list.
    Kind,
    /// A flow, by what it means, in the colour of the service that it leaves; none where that is shared.
    Flow(Class, Option<u16>),
    /// A flow's label.
    Label,
    /// The focused thing and its flows.
    Focus,
    /// A legal target, or a letter to jump to.
    Target,
    /// A sign of an error.
    Error,
    /// A sign of a warning.
    Warning,
}

/// One cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// The character; the right half of a wide one is `'\0'`.
    pub symbol: char,
    /// Its role.
    pub ink: Ink,
    /// Whether it is drawn bold.
    pub bold: bool,
    /// Whether foreground and background change places.
    pub reverse: bool,
}

impl Cell {
    /// Whether nothing is drawn there.
    pub fn is_blank(&self) -> bool {
        self.symbol == ' ' && !self.reverse
    }
}

impl Default for Cell {
    fn default() -> Self {
        Self { symbol: ' ', ink: Ink::Plain, bold: false, reverse: false }
    }
}

/// A grid of cells; what lies outside is ignored.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Surface {
    width: u16,
    height: u16,
    cells: Vec<Cell>,
}

impl Surface {
    /// A blank grid.
    pub fn new(width: u16, height: u16) -> Self {
        Self { width, height, cells: vec![Cell::default(); usize::from(width) * usize::from(height)] }
    }

    /// Columns.
    pub fn width(&self) -> u16 {
        self.width
    }

    /// Rows.
    pub fn height(&self) -> u16 {
        self.height
    }

    fn position(&self, x: i32, y: i32) -> Option<usize> {
        let inside = x >= 0 && y >= 0 && x < i32::from(self.width) && y < i32::from(self.height);
        inside.then(|| y as usize * usize::from(self.width) + x as usize)
    }

    /// The cell there.
    pub fn get(&self, x: i32, y: i32) -> Option<&Cell> {
        self.position(x, y).and_then(|position| self.cells.get(position))
    }

    /// The cell there, to change.
    pub fn get_mut(&mut self, x: i32, y: i32) -> Option<&mut Cell> {
        self.position(x, y).and_then(|position| self.cells.get_mut(position))
    }

    /// Puts a character.
    pub fn put(&mut self, x: i32, y: i32, symbol: char, ink: Ink) {
        if let Some(cell) = self.get_mut(x, y) {
            *cell = Cell { symbol, ink, ..Cell::default() };
        }
    }

    /// The rows as text, blanks at the ends cut off.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        for row in self.cells.chunks(usize::from(self.width.max(1))) {
            let line: String = row.iter().map(|cell| cell.symbol).filter(|symbol| *symbol != '\0').collect();
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }
}
