//! How each edge runs through a level that has been laid out.

#![expect(clippy::indexing_slicing, reason = "indices are positions in lists made here, of the same length")]

use super::Arrangement;
use crate::layout::graph::Point;
use crate::layout::problem::Side;

impl Arrangement {
    /// The row at which an edge passes the border.
    pub(in crate::layout) fn border_row(&self, tie: usize) -> i32 {
        let net = self.wires[tie].net;
        match self.nets.all[net].border {
            Some((Side::Right, _)) => self.wirings[net].leave,
            _ => self.wirings[net].enter,
        }
    }

    /// The way of an edge, from the first cell beside its source, or on the border, to the last: its corners.
    pub(in crate::layout) fn way(&self, tie: usize, points: &mut Vec<Point>) {
        points.clear();
        let mut add = |point: Point| extend(points, point);
        let wire = self.wires[tie];
        let wiring = self.wirings[wire.net];
        let (mut channel, mut left, mut row, x) = self.end(wire.net, wire.source);
        let (last_channel, last_left, last_row, last_x) = self.end(wire.net, wire.target);
        add(Point { x, y: row });
        loop {
            let (next_row, next_left) = match channel.cmp(&last_channel) {
                std::cmp::Ordering::Equal => (last_row, last_left),
                std::cmp::Ordering::Less => (self.lanes[wiring.lane(channel)], false),
                std::cmp::Ordering::Greater => (self.lanes[wiring.lane(channel - 1)], true),
            };
            let lines = self.lines[wiring.line(channel)];
            if row != next_row || left == next_left {
                let line = |left: bool| if left { lines.left } else { lines.right };
                add(Point { x: line(left), y: row });
                if lines.left != lines.right && left != next_left {
                    add(Point { x: line(left), y: lines.bend });
                    add(Point { x: line(next_left), y: lines.bend });
                }
                add(Point { x: line(next_left), y: next_row });
            }
            row = next_row;
            match channel.cmp(&last_channel) {
                std::cmp::Ordering::Equal => break,
                // A lane that is right of this channel is left of the next.
                std::cmp::Ordering::Less => {
                    channel += 1;
                    left = true;
                }
                std::cmp::Ordering::Greater => {
                    channel -= 1;
                    left = false;
                }
            }
        }
        add(Point { x: last_x, y: last_row });
    }

    /// The channel of an end, whether it lies left of it, its row, and the column of its first cell.
    fn end(&self, number: usize, terminal: Option<usize>) -> (usize, bool, i32, i32) {
        let (wiring, net) = (&self.wirings[number], &self.nets.all[number]);
        let Some(terminal) = terminal.map(|place| self.nets.terminals.list(number)[place]) else {
            return match net.border {
                Some((Side::Right, _)) => (wiring.first_channel + wiring.lanes, false, wiring.leave, self.width),
                _ => (0, true, wiring.enter, -1),
            };
        };
        let rect = self.items[terminal.item];
        // The rows of a terminal begin above the node, where edges that lead back enter.
        let row = self.tops[terminal.item] + terminal.row;
        let (channel, at_left, beside) = match terminal.side {
            Side::Right => (self.column[terminal.item] + 1, true, rect.right()),
            Side::Left => (self.column[terminal.item], false, rect.x - 1),
        };
        (channel, at_left, row, if terminal.outside { rect.centre().x } else { beside })
    }
}

/// The same way without repeated points and corners that are none.
pub(in crate::layout) fn straightened(points: &[Point]) -> Vec<Point> {
    let mut straight: Vec<Point> = Vec::with_capacity(points.len());
    for point in points {
        extend(&mut straight, *point);
    }
    straight
}

/// Goes on to a point; corners that are none any more go.
fn extend(straight: &mut Vec<Point>, point: Point) {
    if straight.last() == Some(&point) {
        return;
    }
    while let [.., before, last] = straight.as_slice() {
        let along_row = before.y == last.y && last.y == point.y;
        let along_column = before.x == last.x && last.x == point.x;
        if !along_row && !along_column {
            break;
        }
        straight.pop();
    }
    if straight.last() != Some(&point) {
        straight.push(point);
    }
}
