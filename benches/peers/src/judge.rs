//! The one judge of all drawings.

use std::collections::{BTreeSet, HashMap};

use pulumi_designer::layout::Graph;

use crate::drawing::{Drawing, Point, Rect, straightened};

/// What the judge says of a drawing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Verdict {
    /// Places where two edges without a common end cross, each pair by itself.
    pub crossings: u64,
    /// The lengths of all edges together, along rows and columns.
    pub length: f64,
    /// Corners of all edges; none where edges are not orthogonal.
    pub bends: Option<u64>,
    /// Columns and rows of the whole.
    pub size: (f64, f64),
    /// Pairs of nodes that overlap, nodes outside their frame or inside a foreign one.
    pub misplaced: u64,
    /// Pairs of an edge and a foreign node that it runs through.
    pub through_nodes: u64,
    /// Pairs of an edge and a frame that holds neither of its ends.
    pub through_frames: u64,
    /// Cells along which edges without a common source or target run together.
    pub shared: f64,
    /// Labels that cover a node, an edge that is not theirs, or another label.
    pub covered: u64,
}

/// The side of a square of the grid in which neighbours are looked for.
const SQUARE: f64 = 12.0;
/// What is nearer than this is the same.
const NEAR: f64 = 0.02;

/// A straight piece of an edge.
#[derive(Clone, Copy)]
struct Piece {
    edge: usize,
    from: Point,
    to: Point,
}

/// Judges a drawing of a graph.
pub fn judge(graph: &Graph, drawing: &Drawing) -> Verdict {
    let edges: Vec<Vec<Point>> = drawing.edges.iter().map(|points| straightened(points)).collect();
    let mut verdict = Verdict { bends: drawing.orthogonal.then_some(0), ..Verdict::default() };
    let mut pieces = Vec::new();
    for (edge, points) in edges.iter().enumerate() {
        for pair in points.windows(2) {
            pieces.push(Piece { edge, from: pair[0], to: pair[1] });
            verdict.length += (pair[0][0] - pair[1][0]).abs() + (pair[0][1] - pair[1][1]).abs();
        }
        if let Some(bends) = &mut verdict.bends {
            *bends += points.len().saturating_sub(2) as u64;
        }
    }
    verdict.size = size(drawing, &edges);
    verdict.misplaced = misplaced(graph, drawing);
    count_meetings(graph, &pieces, &mut verdict);
    count_through(graph, drawing, &pieces, &mut verdict);
    verdict.covered = covered(drawing, &pieces);
    verdict
}

fn size(drawing: &Drawing, edges: &[Vec<Point>]) -> (f64, f64) {
    let mut low = [f64::MAX; 2];
    let mut high = [f64::MIN; 2];
    let mut cover = |x: f64, y: f64| {
        low = [low[0].min(x), low[1].min(y)];
        high = [high[0].max(x), high[1].max(y)];
    };
    for rect in drawing.nodes.iter().chain(drawing.groups.iter().flatten()) {
        cover(rect[0], rect[1]);
        cover(rect[0] + rect[2], rect[1] + rect[3]);
    }
    edges.iter().flatten().for_each(|point| cover(point[0], point[1]));
    if low[0] > high[0] { (0.0, 0.0) } else { (high[0] - low[0], high[1] - low[1]) }
}

fn overlap(one: Rect, other: Rect) -> bool {
    one[0] + NEAR < other[0] + other[2]
        && other[0] + NEAR < one[0] + one[2]
        && one[1] + NEAR < other[1] + other[3]
        && other[1] + NEAR < one[1] + one[3]
}

/// A grid over rectangles.
fn grid(rects: impl Iterator<Item = (usize, Rect)>) -> HashMap<(i64, i64), Vec<usize>> {
    let mut grid: HashMap<(i64, i64), Vec<usize>> = HashMap::new();
    for (index, rect) in rects {
        let square = |at: f64| (at / SQUARE).floor() as i64;
        for x in square(rect[0])..=square(rect[0] + rect[2]) {
            for y in square(rect[1])..=square(rect[1] + rect[3]) {
                grid.entry((x, y)).or_default().push(index);
            }
        }
    }
    grid
}

fn misplaced(graph: &Graph, drawing: &Drawing) -> u64 {
    let mut pairs: BTreeSet<(usize, usize)> = BTreeSet::new();
    let nodes = grid(drawing.nodes.iter().copied().enumerate());
    for near in nodes.values() {
        for (position, &one) in near.iter().enumerate() {
            for &other in &near[position + 1..] {
                if overlap(drawing.nodes[one], drawing.nodes[other]) {
                    pairs.insert((one.min(other), one.max(other)));
                }
            }
        }
    }
    let mut count = pairs.len() as u64;
    for (group, frame) in drawing.groups.iter().enumerate() {
        let Some(frame) = frame else { continue };
        for (node, rect) in drawing.nodes.iter().enumerate() {
            let within = rect[0] + NEAR >= frame[0]
                && rect[1] + NEAR >= frame[1]
                && rect[0] + rect[2] <= frame[0] + frame[2] + NEAR
                && rect[1] + rect[3] <= frame[1] + frame[3] + NEAR;
            let own = graph.nodes[node].group == Some(group);
            count += u64::from(if own { !within } else { overlap(*rect, *frame) });
        }
    }
    count
}

/// Crossings, and lengths that edges share.
fn count_meetings(graph: &Graph, pieces: &[Piece], verdict: &mut Verdict) {
    let mut squares: HashMap<(i64, i64), Vec<usize>> = HashMap::new();
    let square = |at: f64| (at / SQUARE).floor() as i64;
    for (index, piece) in pieces.iter().enumerate() {
        let (x, y) = (square(piece.from[0].min(piece.to[0])), square(piece.from[1].min(piece.to[1])));
        for x in x..=square(piece.from[0].max(piece.to[0])) {
            for y in y..=square(piece.from[1].max(piece.to[1])) {
                squares.entry((x, y)).or_default().push(index);
            }
        }
    }
    for (place, near) in &squares {
        for (position, &one) in near.iter().enumerate() {
            for &other in &near[position + 1..] {
                let (one, other) = (pieces[one], pieces[other]);
                if one.edge == other.edge {
                    continue;
                }
                let (a, b) = (graph.edges[one.edge], graph.edges[other.edge]);
                if a.source != b.source && a.target != b.target {
                    verdict.shared += shared(one, other, *place);
                }
                let apart =
                    a.source != b.source && a.target != b.target && a.source != b.target && a.target != b.source;
                if let Some(meeting) = crossing(one, other).filter(|_| apart) {
                    verdict.crossings += u64::from((square(meeting[0]), square(meeting[1])) == *place);
                }
            }
        }
    }
}

/// Where two pieces cross properly: inside of both.
fn crossing(one: Piece, other: Piece) -> Option<Point> {
    let (d, e) = (
        [one.to[0] - one.from[0], one.to[1] - one.from[1]],
        [other.to[0] - other.from[0], other.to[1] - other.from[1]],
    );
    let determinant = d[0] * e[1] - d[1] * e[0];
    if determinant.abs() < 1e-9 {
        return None;
    }
    let between = [other.from[0] - one.from[0], other.from[1] - one.from[1]];
    let along = (between[0] * e[1] - between[1] * e[0]) / determinant;
    let across = (between[0] * d[1] - between[1] * d[0]) / determinant;
    let inside = |share: f64| share > 1e-6 && share < 1.0 - 1e-6;
    (inside(along) && inside(across)).then(|| [one.from[0] + along * d[0], one.from[1] + along * d[1]])
}

/// The length along which two pieces lie on each other in a square.
fn shared(one: Piece, other: Piece, place: (i64, i64)) -> f64 {
    let mut length = 0.0;
    for (axis, square) in [(0, place.0), (1, place.1)] {
        let line = one.from[1 - axis];
        let flat = [one.to, other.from, other.to].iter().all(|point| (point[1 - axis] - line).abs() < NEAR);
        if flat {
            let low =
                one.from[axis].min(one.to[axis]).max(other.from[axis].min(other.to[axis])).max(square as f64 * SQUARE);
            let high = one.from[axis]
                .max(one.to[axis])
                .min(other.from[axis].max(other.to[axis]))
                .min((square + 1) as f64 * SQUARE);
            length += if high > low + NEAR { high - low } else { 0.0 };
        }
    }
    length
}

/// Whether a piece has more than a point in common with the inside of a rectangle.
fn enters(piece: Piece, rect: Rect) -> bool {
    const INSIDE: f64 = 0.25;
    let (mut low, mut high) = (0.0_f64, 1.0_f64);
    for axis in 0..2 {
        let (from, by) = (piece.from[axis], piece.to[axis] - piece.from[axis]);
        let (least, most) = (rect[axis] + INSIDE, rect[axis] + rect[axis + 2] - INSIDE);
        if by.abs() < 1e-9 {
            if from <= least || from >= most {
                return false;
            }
        } else {
            let (one, other) = ((least - from) / by, (most - from) / by);
            low = low.max(one.min(other));
            high = high.min(one.max(other));
        }
    }
    low < high
}

fn count_through(graph: &Graph, drawing: &Drawing, pieces: &[Piece], verdict: &mut Verdict) {
    let nodes = grid(drawing.nodes.iter().copied().enumerate());
    let frames = grid(drawing.groups.iter().enumerate().filter_map(|(group, rect)| Some((group, (*rect)?))));
    let (mut through_nodes, mut through_frames) = (BTreeSet::new(), BTreeSet::new());
    let square = |at: f64| (at / SQUARE).floor() as i64;
    for piece in pieces {
        let edge = graph.edges[piece.edge];
        let own = [graph.nodes[edge.source].group, graph.nodes[edge.target].group];
        for x in square(piece.from[0].min(piece.to[0]))..=square(piece.from[0].max(piece.to[0])) {
            for y in square(piece.from[1].min(piece.to[1]))..=square(piece.from[1].max(piece.to[1])) {
                for &node in nodes.get(&(x, y)).into_iter().flatten() {
                    if node != edge.source && node != edge.target && enters(*piece, drawing.nodes[node]) {
                        through_nodes.insert((piece.edge, node));
                    }
                }
                for &group in frames.get(&(x, y)).into_iter().flatten() {
                    let Some(frame) = drawing.groups[group] else { continue };
                    if !own.contains(&Some(group)) && enters(*piece, frame) {
                        through_frames.insert((piece.edge, group));
                    }
                }
            }
        }
    }
    verdict.through_nodes = through_nodes.len() as u64;
    verdict.through_frames = through_frames.len() as u64;
}

fn covered(drawing: &Drawing, pieces: &[Piece]) -> u64 {
    let count = drawing.labels.iter().enumerate().filter(|(position, (edge, label))| {
        drawing.nodes.iter().any(|node| overlap(*node, *label))
            || drawing.labels[..*position].iter().any(|(_, other)| overlap(*other, *label))
            || pieces.iter().any(|piece| piece.edge != *edge && enters(*piece, *label))
    });
    count.count() as u64
}
