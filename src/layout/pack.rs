//! Puts rectangles beside and below each other so that the whole has the shape of a screen.

use super::graph::Point;
use super::problem::Shape;

/// The upper left corners of rectangles of those sizes, on shelves: the highest first, left to right.
pub(super) fn pack(sizes: &[(i32, i32)], column_gap: i32, row_gap: i32, shape: Shape) -> Vec<Point> {
    let area: i64 = sizes.iter().map(|(w, h)| i64::from(w + column_gap) * i64::from(h + row_gap)).sum();
    let widest = sizes.iter().map(|(width, _)| *width).max().unwrap_or(0);
    let limit = widest.max((area * shape.aspect.0 / shape.aspect.1).isqrt() as i32);
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by_key(|index| sizes.get(*index).map(|(_, height)| -height));
    let mut places = vec![Point::default(); sizes.len()];
    let (mut x, mut y, mut shelf) = (0, 0, 0);
    for index in order {
        let (Some((width, height)), Some(place)) = (sizes.get(index), places.get_mut(index)) else { continue };
        if x > 0 && x + width > limit {
            y += shelf + row_gap;
            (x, shelf) = (0, 0);
        }
        *place = Point { x, y };
        x += width + column_gap;
        shelf = shelf.max(*height);
    }
    places
}
