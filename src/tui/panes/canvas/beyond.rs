//! At the edges of the canvas: what the focused thing is joined with and the screen does not show.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use ratatui::text::Line;

use crate::layout::Rect as Cells;
use crate::render::View;
use crate::tui::session::Session;
use crate::tui::state::State;

/// So many columns and rows from where it belongs a marker still is beside the focused box.
const BESIDE: (i32, i32) = (12, 3);

/// Draws a marker for each side of the screen beyond which there is more.
pub(super) fn draw(state: &State, session: &Session, frame: &mut Frame, area: Rect) {
    let Some(focus) = session.focus() else { return };
    let Some(rect) = session.scene.focus_rect(focus) else { return };
    let view = View { offset: session.offset, ..View::default() };
    let window = view.window(area.width, area.height);
    if !window.overlaps(rect) {
        return;
    }
    let sides = session.scene.beyond(focus, window);
    if sides.is_empty() {
        return;
    }
    let on_screen =
        |cells: Cells| Cells { x: cells.x - window.x, y: cells.y - window.y, width: cells.width, height: cells.height };
    let focused = on_screen(rect);
    let shown = session.scene.boxes().map(|(_, cells)| cells).filter(|cells| window.overlaps(*cells));
    let boxes: Vec<Cells> = shown.map(on_screen).collect();
    let mut placed: Vec<Cells> = Vec::new();
    for side in sides {
        let text = format!(" {} ", crate::text::safe::safe(&side.text(state.theme.charset)));
        let width = (Line::raw(text.as_str()).width() as u16).min(area.width);
        let size = (i32::from(width), i32::from(area.width), i32::from(area.height));
        let place = place(side.side, size, focused, &boxes, &placed);
        placed.push(place);
        let place = Rect { x: area.x + place.x as u16, y: area.y + place.y as u16, width, height: 1 };
        frame.render_widget(ratatui::widgets::Clear, place);
        // Turned around, so that it is not taken for a part of the drawing.
        let style = state.theme.ink(crate::render::Ink::Focus).add_modifier(Modifier::REVERSED);
        frame.render_widget(Line::styled(text, style), place);
    }
}

/// Where a marker of a width stands on a screen of a width and a height: at its side, beside the focused box where
/// that hides no other marker and no box, else as near to it as it can; the focused box itself is never hidden.
fn place(
    side: usize,
    (length, width, height): (i32, i32, i32),
    focused: Cells,
    boxes: &[Cells],
    placed: &[Cells],
) -> Cells {
    let along = side.is_multiple_of(2);
    let centre = focused.centre();
    let (wanted, last) = if along { (centre.x - length / 2, width - length) } else { (centre.y, height - 1) };
    let wanted = wanted.clamp(0, last);
    let at = |place: i32| Cells {
        x: if along { place } else { (width - length) * i32::from(side == 1) },
        y: if along { (height - 1) * i32::from(side == 2) } else { place },
        width: length,
        height: 1,
    };
    let near = || (0..=last).flat_map(|far| [wanted + far, wanted - far]).filter(|place| (0..=last).contains(place));
    let free = |cells: &Cells| !focused.overlaps(*cells) && placed.iter().all(|other| !other.overlaps(*cells));
    let clear = |cells: &Cells| free(cells) && boxes.iter().all(|other| !other.overlaps(*cells));
    let beside = near().take_while(|place| (place - wanted).abs() <= if along { BESIDE.0 } else { BESIDE.1 });
    beside.map(at).find(clear).or_else(|| near().map(at).find(free)).unwrap_or_else(|| at(wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCREEN: (i32, i32) = (40, 10);

    fn cells(x: i32, y: i32, width: i32) -> Cells {
        Cells { x, y, width, height: 1 }
    }

    fn placed(side: usize, length: i32, focused: Cells, boxes: &[Cells]) -> Cells {
        place(side, (length, SCREEN.0, SCREEN.1), focused, boxes, &[])
    }

    #[test]
    fn a_marker_stands_in_the_row_of_what_it_belongs_to() {
        assert_eq!(placed(1, 8, cells(4, 5, 10), &[]), cells(32, 5, 8));
        assert_eq!(placed(3, 8, cells(24, 5, 10), &[]), cells(0, 5, 8));
        assert_eq!(placed(0, 8, cells(20, 5, 10), &[]), cells(21, 0, 8));
        assert_eq!(placed(2, 8, cells(20, 5, 10), &[]), cells(21, 9, 8));
    }

    #[test]
    fn a_marker_never_hides_what_is_in_focus() {
        assert_eq!(placed(1, 8, cells(30, 5, 12), &[]), cells(32, 6, 8));
        assert_eq!(placed(1, 8, cells(30, 9, 12), &[]), cells(32, 8, 8));
    }

    #[test]
    fn a_marker_goes_around_boxes_where_it_can() {
        assert_eq!(placed(1, 8, cells(30, 5, 12), &[cells(33, 6, 5)]), cells(32, 4, 8));
        let full: Vec<Cells> = (0..10).map(|y| cells(33, y, 5)).collect();
        assert_eq!(placed(1, 8, cells(4, 5, 10), &full), cells(32, 5, 8));
    }

    #[test]
    fn a_screen_of_one_cell_is_no_reason_to_fail() {
        assert_eq!(place(1, (1, 1, 1), cells(0, 0, 9), &[], &[]), cells(0, 0, 1));
    }
}
