//! The whole scene in a corner, small, with what the screen shows of it.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::layout::{Point, Rect as Cells};
use crate::render::{Charset, Ink, View};
use crate::tui::session::Session;
use crate::tui::state::State;

/// The most columns and rows of the map, its frame not counted.
const MOST: (u16, u16) = (26, 8);
/// A canvas with less room shows no map at all.
const LEAST: (u16, u16) = (50, 14);
/// From so much room on the map comes by itself.
const ROOMY: (u16, u16) = (100, 28);

/// Whether a map is shown when there is more than the screen shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Minimap {
    /// Where there is room enough.
    #[default]
    Roomy,
    /// Yes.
    Shown,
    /// No.
    Hidden,
}

/// Where the map stands on the canvas, its frame included; none when all of the scene is on the screen, or when there is
/// no room.
pub(crate) fn place(session: &Session, canvas: Rect) -> Option<Rect> {
    let least = match session.minimap {
        Minimap::Roomy => ROOMY,
        Minimap::Shown => LEAST,
        Minimap::Hidden => return None,
    };
    if canvas.width < least.0 || canvas.height < least.1 {
        return None;
    }
    let bounds = session.scene.bounds();
    let window = View { offset: session.offset, ..View::default() }.window(canvas.width, canvas.height);
    let all = window.x <= bounds.x
        && window.y <= bounds.y
        && window.right() >= bounds.right()
        && window.bottom() >= bounds.bottom();
    if all || bounds.width <= 0 || bounds.height <= 0 {
        return None;
    }
    let (width, height) = size(bounds);
    let (width, height) = (width + 2, height + 2);
    let right = canvas.right().saturating_sub(width);
    let lower = canvas.bottom().saturating_sub(height);
    // Never over what is in focus.
    let corners = [(right, lower), (canvas.x, lower), (right, canvas.y), (canvas.x, canvas.y)];
    let focus = session.focus.as_ref().and_then(|focus| session.scene.focus_rect(focus));
    let free = |(x, y): &(u16, u16)| {
        let corner =
            Point { x: i32::from(x - canvas.x) + session.offset.x, y: i32::from(y - canvas.y) + session.offset.y };
        let covered = Cells { x: corner.x, y: corner.y, width: i32::from(width), height: i32::from(height) };
        focus.is_none_or(|focus| !focus.overlaps(covered))
    };
    corners.into_iter().find(free).map(|(x, y)| Rect { x, y, width, height })
}

/// Columns and rows of the map for a scene of that size: the same shape, a cell being twice as high as wide in both.
fn size(bounds: Cells) -> (u16, u16) {
    let (width, height) = (bounds.width.max(1), bounds.height.max(1));
    let (most_wide, most_high) = (i32::from(MOST.0), i32::from(MOST.1));
    let by_width = (most_wide, (height * most_wide + width - 1) / width);
    let by_height = ((width * most_high + height - 1) / height, most_high);
    let (columns, rows) = if by_width.1 <= most_high { by_width } else { by_height };
    (columns.clamp(4, most_wide) as u16, rows.clamp(2, most_high) as u16)
}

/// The point of the scene under a cell of the map.
pub(crate) fn point(session: &Session, map: Rect, column: u16, row: u16) -> Point {
    let bounds = session.scene.bounds();
    let part = |cell: u16, from: u16, cells: u16, start: i32, length: i32| {
        let inside = i32::from(cell.saturating_sub(from + 1)).min(i32::from(cells.max(3)) - 3);
        start + (2 * inside + 1) * length / (2 * i32::from(cells.max(3) - 2))
    };
    Point {
        x: part(column, map.x, map.width, bounds.x, bounds.width),
        y: part(row, map.y, map.height, bounds.y, bounds.height),
    }
}

/// Draws the map: each box in the colour of its service, what the screen shows bright, the rest dim.
pub(crate) fn draw(state: &State, session: &Session, frame: &mut Frame, canvas: Rect) {
    let Some(map) = place(session, canvas) else { return };
    let inner = crate::tui::overlay::window(state, frame, map, "map");
    let inner = Rect { x: map.x + 1, width: map.width - 2, ..inner };
    let bounds = session.scene.bounds();
    let (across, down) = (i32::from(inner.width), i32::from(inner.height));
    // A cell has two quarters across and two down.
    let quarter_x = |x: i32| ((x - bounds.x) * 2 * across / bounds.width).clamp(0, 2 * across - 1);
    let quarter_y = |y: i32| ((y - bounds.y) * 2 * down / bounds.height).clamp(0, 2 * down - 1);
    let mut cells: Vec<(usize, Option<u16>)> = vec![(0, None); usize::from(inner.width) * usize::from(inner.height)];
    for (hue, rect) in session.scene.boxes() {
        for y in quarter_y(rect.y)..=quarter_y(rect.bottom() - 1) {
            for x in quarter_x(rect.x)..=quarter_x(rect.right() - 1) {
                if let Some(cell) = cells.get_mut((y / 2 * across + x / 2) as usize) {
                    *cell = (cell.0 | 1 << (2 * (y % 2) + x % 2), hue);
                }
            }
        }
    }
    let window = View { offset: session.offset, ..View::default() }.window(canvas.width, canvas.height);
    let (left, right) = (quarter_x(window.x) / 2, quarter_x(window.right() - 1) / 2);
    let (top, bottom) = (quarter_y(window.y) / 2, quarter_y(window.bottom() - 1) / 2);
    for (index, (quarters, hue)) in cells.into_iter().enumerate() {
        let (x, y) = (index as u16 % inner.width.max(1), index as u16 / inner.width.max(1));
        let shown = (left..=right).contains(&i32::from(x)) && (top..=bottom).contains(&i32::from(y));
        let symbol = match (state.theme.charset, quarters, shown) {
            // An empty cell that the screen shows has a faint middle, so that the part is seen as a whole.
            (Charset::Ascii, 0, true) => '.',
            (Charset::Unicode, 0, true) => '⋅',
            (_, 0, false) => ' ',
            (Charset::Ascii, _, true) => '#',
            (Charset::Ascii, _, false) => 'o',
            (Charset::Unicode, quarters, _) => QUARTERS.get(quarters).copied().unwrap_or(' '),
        };
        let style = match (shown, quarters, hue) {
            (true, 1.., Some(hue)) => state.theme.ink(Ink::Service(hue)),
            (true, 1.., None) => state.theme.strong(),
            _ => state.theme.dim(),
        };
        if let Some(cell) = frame.buffer_mut().cell_mut((inner.x + x, inner.y + y)) {
            cell.set_char(symbol).set_style(style);
        }
    }
}

/// The quarters of a cell: upper left 1, upper right 2, lower left 4, lower right 8 (Unicode, block elements).
const QUARTERS: [char; 16] = [' ', '▘', '▝', '▀', '▖', '▌', '▞', '▛', '▗', '▚', '▐', '▜', '▄', '▙', '▟', '█'];
