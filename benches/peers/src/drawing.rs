//! A drawing as the judge sees it, whoever made it: a plane on which a cell is one by one.

/// A rectangle: left, top, width, height.
pub type Rect = [f64; 4];
/// A point: to the right, down.
pub type Point = [f64; 2];

/// A drawing; the lists run parallel to the graph's.
#[derive(Debug, Clone, Default)]
pub struct Drawing {
    pub nodes: Vec<Rect>,
    /// The frames of clusters; none where the engine knows no clusters.
    pub groups: Vec<Option<Rect>>,
    /// The corners of each edge; straight lines from corner to corner.
    pub edges: Vec<Vec<Point>>,
    /// Labels of edges, where the engine places them.
    pub labels: Vec<(usize, Rect)>,
    /// Whether edges run along rows and columns alone, so that bends can be counted.
    pub orthogonal: bool,
}

/// The same corners without repeated points and corners that are none.
pub fn straightened(points: &[Point]) -> Vec<Point> {
    let same = |one: f64, other: f64| (one - other).abs() < 0.02;
    let mut straight: Vec<Point> = Vec::new();
    for &point in points {
        while let [.., before, last] = straight.as_slice() {
            let along = [0, 1].into_iter().any(|axis| same(before[axis], last[axis]) && same(last[axis], point[axis]));
            if !along {
                break;
            }
            straight.pop();
        }
        if straight.last().is_none_or(|last| !(same(last[0], point[0]) && same(last[1], point[1]))) {
            straight.push(point);
        }
    }
    straight
}
