//! How much of a drawing an edit moves.

use pulumi_designer::layout::{Box, Drawing, Edge, Graph, Options, Previous, layout};

/// The edits, each one small.
const EDITS: [(&str, fn(&Graph, usize) -> Graph); 3] =
    [("a node more", node_more), ("an edge more", edge_more), ("two edges fewer", edges_fewer)];

/// Prints the table: each row is the median of several places of one graph, laid out with the drawing before in hand.
pub fn print(graphs: &[(String, Graph)]) {
    println!("| graph | edit | ms | moved % | mean distance | pair orders flipped % |\n|---|---|---|---|---|---|");
    for (name, graph) in graphs {
        let options = Options::default();
        let before = layout(graph, &options, None);
        for (edit, apply) in EDITS {
            let mut rows: Vec<[f64; 4]> = Vec::new();
            for place in 0..5 {
                let edited = apply(graph, place);
                let start = std::time::Instant::now();
                let after = layout(&edited, &options, Some(&Previous::of_same(&before, &edited)));
                let spent = start.elapsed().as_secs_f64() * 1_000.0;
                let (moved, distance, flipped) = difference(&before, &after);
                rows.push([spent, moved, distance, flipped]);
            }
            let median = |column: usize| {
                let mut values: Vec<f64> = rows.iter().map(|row| row[column]).collect();
                values.sort_by(f64::total_cmp);
                values[values.len() / 2]
            };
            println!("| {name} | {edit} | {:.2} | {:.1} | {:.1} | {:.2} |", median(0), median(1), median(2), median(3));
        }
    }
}

fn pick(graph: &Graph, place: usize) -> usize {
    (place * 2 + 1) * graph.nodes.len() / 11
}

fn node_more(graph: &Graph, place: usize) -> Graph {
    let mut graph = graph.clone();
    let beside = pick(&graph, place);
    let group = graph.nodes[beside].group;
    graph.nodes.push(Box { width: 12, height: 3, group, pinned: None });
    let target = graph.nodes.len() - 1;
    graph.edges.push(Edge { source: beside, target, label: 0 });
    graph
}

fn edge_more(graph: &Graph, place: usize) -> Graph {
    let mut graph = graph.clone();
    let (source, target) = (pick(&graph, place), pick(&graph, (place + 2) % 5));
    graph.edges.push(Edge { source, target, label: 0 });
    graph
}

fn edges_fewer(graph: &Graph, place: usize) -> Graph {
    let mut graph = graph.clone();
    let first = (place * 2 + 1) * graph.edges.len() / 11;
    graph.edges.drain(first..(first + 2).min(graph.edges.len()));
    graph
}

/// Nodes that moved by more than a cell, in percent; their mean distance; pairs that changed sides, in percent.
fn difference(before: &Drawing, after: &Drawing) -> (f64, f64, f64) {
    let count = before.nodes.len().min(after.nodes.len());
    let places: Vec<([i32; 2], [i32; 2])> = (0..count)
        .map(|node| {
            let (from, to) = (before.nodes[node].centre(), after.nodes[node].centre());
            ([from.x, from.y], [to.x, to.y])
        })
        .collect();
    let distances: Vec<f64> =
        places.iter().map(|(from, to)| f64::from((from[0] - to[0]).abs() + (from[1] - to[1]).abs())).collect();
    let moved = distances.iter().filter(|distance| **distance > 1.0).count();
    let (mut flipped, mut pairs) = (0_u64, 0_u64);
    let step = (count / 400).max(1);
    for one in (0..count).step_by(step) {
        for other in (one + step..count).step_by(step) {
            for axis in 0..2 {
                let before = places[one].0[axis] - places[other].0[axis];
                let after = places[one].1[axis] - places[other].1[axis];
                pairs += 1;
                flipped += u64::from(before.signum() * after.signum() < 0);
            }
        }
    }
    let percent = |part: f64, whole: f64| if whole == 0.0 { 0.0 } else { 100.0 * part / whole };
    (
        percent(moved as f64, count as f64),
        distances.iter().sum::<f64>() / (count.max(1) as f64),
        percent(flipped as f64, pairs as f64),
    )
}
