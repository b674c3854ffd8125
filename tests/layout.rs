//! What holds of every drawing, whatever the graph.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use std::collections::BTreeMap;

use proptest::prelude::*;
use pulumi_designer::layout::{Box, Direction, Drawing, Edge, Graph, Options, Point, Previous, Rect, layout};

fn size() -> impl Strategy<Value = (u16, u16)> {
    (1..24_u16, prop_oneof![Just(1_u16), Just(2), Just(3), Just(5)])
}

fn graph(most_nodes: usize, most_edges: usize) -> impl Strategy<Value = Graph> {
    (0..=most_nodes, 0..6_usize)
        .prop_flat_map(move |(count, groups)| {
            let node = (size(), prop::option::weighted(0.8, 0..groups.max(1)));
            let nodes = prop::collection::vec(node, count);
            // A few low numbers come often, so that there are hubs, parallel edges and self-loops.
            let end = move || prop_oneof![3 => 0..count.max(1), 1 => 0..count.clamp(1, 2)];
            let edges =
                prop::collection::vec((end(), end(), 0..14_u16), if count == 0 { 0..=0 } else { 0..=most_edges });
            (nodes, prop::collection::vec(0..30_u16, groups), edges)
        })
        .prop_map(|(nodes, groups, edges)| Graph {
            nodes: nodes
                .into_iter()
                .map(|((width, height), group)| Box {
                    width,
                    height,
                    group: group.filter(|group| *group < groups.len()),
                    pinned: None,
                })
                .collect(),
            groups,
            edges: edges.into_iter().map(|(source, target, label)| Edge { source, target, label }).collect(),
        })
}

/// The cells of a route, each with whether it is run through along a row and along a column.
fn cells(points: &[Point]) -> BTreeMap<Point, (bool, bool)> {
    let mut cells: BTreeMap<Point, (bool, bool)> = BTreeMap::new();
    for point in points {
        cells.entry(*point).or_default();
    }
    for pair in points.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        assert!((from.x == to.x) != (from.y == to.y), "{from:?} to {to:?} is no straight line");
        for x in from.x.min(to.x)..=from.x.max(to.x) {
            for y in from.y.min(to.y)..=from.y.max(to.y) {
                let cell = cells.entry(Point { x, y }).or_default();
                if from.y == to.y { cell.0 = true } else { cell.1 = true }
            }
        }
    }
    cells
}

fn beside(rect: Rect, point: Point) -> bool {
    let across = point.x >= rect.x && point.x < rect.right() && (point.y == rect.y - 1 || point.y == rect.bottom());
    let along = point.y >= rect.y && point.y < rect.bottom() && (point.x == rect.x - 1 || point.x == rect.right());
    across || along
}

fn border(rect: Rect, point: Point) -> bool {
    rect.contains(point)
        && (point.x == rect.x || point.x == rect.right() - 1 || point.y == rect.y || point.y == rect.bottom() - 1)
}

fn inside(outer: Rect, inner: Rect) -> bool {
    outer.x < inner.x && outer.y < inner.y && inner.right() < outer.right() && inner.bottom() < outer.bottom()
}

const DOWN: Options = Options { column_gap: 4, row_gap: 1, direction: Direction::Down, for_screen: true };

/// Everything that must hold of a drawing of a graph without pins.
fn check(graph: &Graph, drawing: &Drawing) {
    check_toward(Direction::Right, graph, drawing);
}

fn check_toward(direction: Direction, graph: &Graph, drawing: &Drawing) {
    check_boxes(graph, drawing);
    check_routes(direction, graph, drawing);
    check_labels(graph, drawing);
}

fn check_boxes(graph: &Graph, drawing: &Drawing) {
    assert_eq!(drawing.nodes.len(), graph.nodes.len());
    assert_eq!(drawing.groups.len(), graph.groups.len());
    for (index, rect) in drawing.nodes.iter().enumerate() {
        let node = graph.nodes[index];
        assert_eq!((rect.width, rect.height), (i32::from(node.width), i32::from(node.height)));
        assert_eq!(rect.union(drawing.bounds), drawing.bounds);
        for (other, place) in drawing.nodes.iter().enumerate().skip(index + 1) {
            assert!(!rect.overlaps(*place), "nodes {index} and {other} overlap");
        }
        for (group, frame) in drawing.groups.iter().enumerate() {
            if node.group == Some(group) {
                assert!(inside(*frame, *rect), "node {index} is not inside frame {group}");
            } else {
                assert!(!frame.overlaps(*rect), "node {index} is inside the foreign frame {group}");
            }
        }
    }
    for (group, frame) in drawing.groups.iter().enumerate() {
        let empty = graph.nodes.iter().all(|node| node.group != Some(group));
        assert_eq!(empty, frame.width == 0, "group {group}");
        if !empty {
            assert!(frame.width >= i32::from(graph.groups[group]) + 2, "no room for title {group}");
        }
        for other in &drawing.groups[group + 1..] {
            assert!(!frame.overlaps(*other), "frame {group} overlaps another");
        }
    }
}

/// An edge in a cell, and whether it runs along the row and along the column there.
type Passing = (usize, (bool, bool));

fn check_routes(direction: Direction, graph: &Graph, drawing: &Drawing) {
    for (index, (edge, route)) in graph.edges.iter().zip(&drawing.edges).enumerate() {
        let (first, last) = (route.points.first().expect("a route"), route.points.last().expect("a route"));
        assert!(beside(drawing.nodes[edge.source], *first), "edge {index} does not start at its source");
        assert!(beside(drawing.nodes[edge.target], *last), "edge {index} does not end at its target");
        let groups = [graph.nodes[edge.source].group, graph.nodes[edge.target].group];
        for (point, axes) in cells(&route.points) {
            assert!(drawing.bounds.contains(point));
            assert!(!drawing.nodes.iter().any(|rect| rect.contains(point)), "edge {index} runs through a node");
            for (group, frame) in drawing.groups.iter().enumerate() {
                assert!(groups.contains(&Some(group)) || !frame.contains(point), "edge {index} enters frame {group}");
                if border(*frame, point) {
                    let title = frame.x + 1 + i32::from(graph.groups[group]);
                    let passes = match direction {
                        Direction::Right => point.y > frame.y && point.y < frame.bottom() - 1 && axes == (true, false),
                        Direction::Down => {
                            let beside_title = point.y > frame.y || point.x >= title;
                            let inside = point.x > frame.x && point.x < frame.right() - 1;
                            beside_title && inside && axes == (false, true)
                        }
                    };
                    assert!(passes, "edge {index} runs along frame {group} or through its title");
                }
            }
        }
    }
    check_meetings(graph, drawing);
}

/// Edges without a common source or target share no cell, but where they cross.
fn check_meetings(graph: &Graph, drawing: &Drawing) {
    let mut used: BTreeMap<Point, Vec<Passing>> = BTreeMap::new();
    for (index, route) in drawing.edges.iter().enumerate() {
        for (point, axes) in cells(&route.points) {
            used.entry(point).or_default().push((index, axes));
        }
    }
    for (point, edges) in used {
        for (position, (first, first_axes)) in edges.iter().enumerate() {
            for (second, second_axes) in &edges[position + 1..] {
                let (one, two) = (graph.edges[*first], graph.edges[*second]);
                let related = one.source == two.source || one.target == two.target;
                let crosses = matches!(
                    (first_axes, second_axes),
                    ((true, false), (false, true)) | ((false, true), (true, false))
                );
                assert!(related || crosses, "edges {first} and {second} share {point:?}");
            }
        }
    }
}

fn check_labels(graph: &Graph, drawing: &Drawing) {
    let labels: Vec<(usize, Rect)> =
        drawing.edges.iter().enumerate().filter_map(|(index, route)| Some((index, route.label?))).collect();
    let runs: Vec<_> = drawing.edges.iter().map(|route| cells(&route.points)).collect();
    for (position, (index, label)) in labels.iter().enumerate() {
        assert_eq!((label.width, label.height), (i32::from(graph.edges[*index].label), 1));
        assert!(label.width > 0);
        assert!(!drawing.nodes.iter().any(|rect| rect.overlaps(*label)), "label {index} covers a node");
        assert!(
            !labels[position + 1..].iter().any(|(_, other)| other.overlaps(*label)),
            "label {index} covers another"
        );
        for x in label.x..label.right() {
            let point = Point { x, y: label.y };
            assert!(!drawing.groups.iter().any(|frame| border(*frame, point)), "label {index} covers a frame");
            for (other, cells) in runs.iter().enumerate() {
                assert_eq!(cells.contains_key(&point), other == *index, "label {index} and the run of edge {other}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]
    #[test]
    fn small_graphs_are_drawn_right(graph in graph(14, 28)) {
        let drawing = layout(&graph, &Options::default(), None);
        check(&graph, &drawing);
        prop_assert_eq!(&drawing, &layout(&graph, &Options::default(), None));
    }

    #[test]
    fn small_graphs_are_drawn_right_from_top_to_bottom(graph in graph(14, 28)) {
        let drawing = layout(&graph, &DOWN, None);
        check_toward(Direction::Down, &graph, &drawing);
        prop_assert_eq!(&drawing, &layout(&graph, &DOWN, None));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, ..ProptestConfig::default() })]
    #[test]
    fn larger_graphs_are_drawn_right(graph in graph(60, 160)) {
        check(&graph, &layout(&graph, &Options::default(), None));
    }
}

/// A node less, with its edges, and where in the lists before each node was.
fn without(graph: &Graph, node: usize) -> (Graph, Vec<Option<usize>>) {
    let mut graph = graph.clone();
    let mut places: Vec<Option<usize>> = (0..graph.nodes.len()).map(Some).collect();
    graph.nodes.remove(node);
    places.remove(node);
    graph.edges.retain(|edge| edge.source != node && edge.target != node);
    for end in graph.edges.iter_mut().flat_map(|edge| [&mut edge.source, &mut edge.target]) {
        *end -= usize::from(*end > node);
    }
    (graph, places)
}

/// A small edit: a node more, joined with one that was there; an edge more; or an edge less.
fn edited(graph: &Graph, edit: usize, place: usize) -> Graph {
    let mut graph = graph.clone();
    let count = graph.nodes.len();
    match edit {
        0 if count > 0 => {
            let beside = place % count;
            graph.nodes.push(Box { width: 9, height: 3, group: graph.nodes[beside].group, pinned: None });
            graph.edges.push(Edge { source: beside, target: count, label: 0 });
        }
        1 if count > 0 => graph.edges.push(Edge { source: place % count, target: place / 2 % count, label: 4 }),
        _ if !graph.edges.is_empty() => {
            graph.edges.remove(place % graph.edges.len());
        }
        _ => {}
    }
    graph
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]
    #[test]
    fn edited_graphs_are_drawn_right(
        graph in graph(14, 28),
        edits in prop::collection::vec((0..3_usize, 0..100_usize), 1..4),
    ) {
        let mut graph = graph;
        let mut drawing = layout(&graph, &Options::default(), None);
        for (edit, place) in edits {
            graph = edited(&graph, edit, place);
            let previous = Previous::of_same(&drawing, &graph);
            let after = layout(&graph, &Options::default(), Some(&previous));
            prop_assert_eq!(&after, &layout(&graph, &Options::default(), Some(&previous)));
            check(&graph, &after);
            drawing = after;
        }
    }

    #[test]
    fn edited_graphs_are_drawn_right_from_top_to_bottom(
        graph in graph(14, 28),
        edits in prop::collection::vec((0..3_usize, 0..100_usize), 1..4),
    ) {
        let mut graph = graph;
        let mut drawing = layout(&graph, &DOWN, None);
        for (edit, place) in edits {
            graph = edited(&graph, edit, place);
            drawing = layout(&graph, &DOWN, Some(&Previous::of_same(&drawing, &graph)));
            check_toward(Direction::Down, &graph, &drawing);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]
    #[test]
    fn many_edits_in_a_row_leave_drawings_right(
        graph in graph(14, 28),
        edits in prop::collection::vec((0..4_usize, 0..100_usize), 30),
        down in any::<bool>(),
    ) {
        let options = if down { DOWN } else { Options::default() };
        let mut graph = graph;
        let mut drawing = layout(&graph, &options, None);
        for (edit, place) in edits {
            let (next, nodes) = if edit == 3 && graph.nodes.len() > 3 {
                without(&graph, place % graph.nodes.len())
            } else {
                let next = edited(&graph, edit, place);
                let nodes = (0..next.nodes.len()).map(|node| (node < graph.nodes.len()).then_some(node)).collect();
                (next, nodes)
            };
            let groups = (0..next.groups.len()).map(Some).collect();
            let previous = Previous { drawing: &drawing, nodes, groups };
            let after = layout(&next, &options, Some(&previous));
            prop_assert_eq!(&after, &layout(&next, &options, Some(&previous)));
            check_toward(options.direction, &next, &after);
            (graph, drawing) = (next, after);
        }
    }

    #[test]
    fn edits_beside_pinned_nodes_leave_drawings_right(
        graph in graph(10, 16),
        pins in prop::collection::vec((0..10_usize, 0..4_i32, 0..4_i32), 1..4),
        edits in prop::collection::vec((0..3_usize, 0..100_usize), 8),
    ) {
        let mut graph = graph;
        for (node, x, y) in pins {
            if let Some(node) = graph.nodes.get_mut(node) {
                node.pinned = Some(Point { x: 40 * x - 20, y: 14 * y - 6 });
            }
        }
        let mut drawing = layout(&graph, &Options::default(), None);
        for (edit, place) in edits {
            graph = edited(&graph, edit, place);
            let after = layout(&graph, &Options::default(), Some(&Previous::of_same(&drawing, &graph)));
            check_pinned(&graph, &after);
            drawing = after;
        }
    }
}

#[test]
fn what_is_not_edited_keeps_its_place_and_its_order() {
    // Eight services, each a function with a queue and a table, behind one node and around another.
    let mut graph = Graph { nodes: boxes(2, None), groups: vec![8; 8], edges: Vec::new() };
    for group in 0..8 {
        let first = graph.nodes.len();
        graph.nodes.extend(boxes(3, Some(group)));
        graph.edges.extend(edges([(0, first), (first, first + 1), (first, 1), (1, first + 2), (first + 2, first + 1)]));
    }
    let before = layout(&graph, &Options::default(), None);
    let same = layout(&graph, &Options::default(), Some(&Previous::of_same(&before, &graph)));
    assert_eq!(same.nodes, before.nodes);
    let order = |one: Rect, other: Rect| {
        (one.right() <= other.x, other.right() <= one.x, one.bottom() <= other.y, other.bottom() <= one.y)
    };
    for place in 2..graph.nodes.len() {
        let next = edited(&graph, 0, place);
        let after = layout(&next, &Options::default(), Some(&Previous::of_same(&before, &next)));
        check(&next, &after);
        let groups = before.groups.iter().zip(&after.groups);
        for (index, (one, one_after)) in groups.clone().enumerate() {
            for (other, other_after) in groups.clone().skip(index + 1) {
                let (left, right, above, below) = order(*one, *other);
                let (now_left, now_right, now_above, now_below) = order(*one_after, *other_after);
                assert!(!(left && now_right || right && now_left), "groups change sides when {place} gets a neighbour");
                assert!(!(above && now_below || below && now_above), "groups swap when {place} gets a neighbour");
            }
        }
    }
}

#[test]
fn an_edge_more_or_less_and_a_node_with_room_for_it_move_nothing() {
    let mut graph = Graph { nodes: boxes(2, None), groups: vec![8; 6], edges: Vec::new() };
    for group in 0..6 {
        let first = graph.nodes.len();
        graph.nodes.extend(boxes(3, Some(group)));
        graph.edges.extend(edges([(0, first), (first, first + 1), (first, 1), (1, first + 2), (first + 2, first + 1)]));
    }
    for options in [Options::default(), DOWN] {
        let before = layout(&graph, &options, None);
        let mut more = graph.clone();
        more.edges.push(Edge { source: 3, target: 12, label: 0 });
        let mut fewer = graph.clone();
        fewer.edges.drain(7..9);
        let mut free = graph.clone();
        free.nodes.push(Box { width: 9, height: 3, group: None, pinned: None });
        for next in [more, fewer, free] {
            let after = layout(&next, &options, Some(&Previous::of_same(&before, &next)));
            check_toward(options.direction, &next, &after);
            assert_eq!(after.nodes[..before.nodes.len()], before.nodes);
            assert_eq!(after.groups, before.groups);
        }
    }
}

/// What must hold with pins: the nodes stand there, and no two nodes overlap unless both were put there.
fn check_pinned(graph: &Graph, drawing: &Drawing) {
    for (index, rect) in drawing.nodes.iter().enumerate() {
        let pinned = graph.nodes[index].pinned;
        assert!(pinned.is_none_or(|pin| (pin.x, pin.y) == (rect.x, rect.y)), "node {index} is not where it was put");
        for (other, place) in drawing.nodes.iter().enumerate().skip(index + 1) {
            let both = pinned.is_some() && graph.nodes[other].pinned.is_some();
            assert!(both || !rect.overlaps(*place), "nodes {index} and {other} overlap");
        }
        if let Some(group) = graph.nodes[index].group {
            assert!(inside(drawing.groups[group], Rect { y: rect.y, ..*rect }), "node {index} is outside its frame");
        }
        for (group, frame) in drawing.groups.iter().enumerate() {
            let own = graph.nodes[index].group;
            // A frame that holds a pinned node may reach over what else is pinned.
            let fixed = |group| graph.nodes.iter().any(|node| node.group == Some(group) && node.pinned.is_some());
            let fixed_node = pinned.is_some() || own.is_some_and(fixed);
            assert!(
                own == Some(group)
                    || !frame.overlaps(*rect)
                    || (fixed_node && fixed(group))
                    || (pinned.is_some() && fixed_node)
            );
        }
    }
    for (index, (edge, route)) in graph.edges.iter().zip(&drawing.edges).enumerate() {
        let (Some(first), Some(last)) = (route.points.first(), route.points.last()) else { continue };
        assert!(beside(drawing.nodes[edge.source], *first), "edge {index} does not start at its source");
        assert!(beside(drawing.nodes[edge.target], *last), "edge {index} does not end at its target");
        for (point, _) in cells(&route.points) {
            assert!(!drawing.nodes.iter().any(|rect| rect.contains(point)), "edge {index} runs through a node");
        }
    }
    check_labels(graph, drawing);
    if frames_are_apart(graph, drawing) && pins_are_apart(graph) {
        assert!(drawing.edges.iter().all(|route| !route.points.is_empty()));
        check_meetings(graph, drawing);
        for (index, (edge, route)) in graph.edges.iter().zip(&drawing.edges).enumerate() {
            let own = [graph.nodes[edge.source].group, graph.nodes[edge.target].group];
            for (point, _) in cells(&route.points) {
                let foreign = |group: &usize| !own.contains(&Some(*group)) && drawing.groups[*group].contains(point);
                assert_eq!((0..graph.groups.len()).find(foreign), None, "edge {index} runs through a foreign frame");
            }
        }
    }
}

/// Whether no frame reaches over another or over a foreign node, as one does whose nodes were put far apart.
fn frames_are_apart(graph: &Graph, drawing: &Drawing) -> bool {
    drawing.groups.iter().enumerate().all(|(group, frame)| {
        let others = drawing.groups.iter().enumerate().filter(|(other, _)| *other != group);
        let foreign = graph.nodes.iter().zip(&drawing.nodes).filter(|(node, _)| node.group != Some(group));
        let mut rects = others.chain(foreign.map(|(_, rect)| (group, rect)));
        rects.all(|(_, rect)| !frame.overlaps(*rect))
    })
}

/// Whether edges can reach every node that was put somewhere: no two of them stand close.
fn pins_are_apart(graph: &Graph) -> bool {
    let around: Vec<Rect> = graph
        .nodes
        .iter()
        .filter_map(|node| {
            let Point { x, y } = node.pinned?;
            let (width, height) = (i32::from(node.width), i32::from(node.height));
            Some(Rect { x: x - 4, y: y - 2, width: width + 8, height: height + 4 })
        })
        .collect();
    around.iter().enumerate().all(|(index, rect)| !around[index + 1..].iter().any(|other| other.overlaps(*rect)))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]
    #[test]
    fn pinned_nodes_stand_where_they_were_put(
        graph in graph(10, 16),
        pins in prop::collection::vec((0..10_usize, -30..120_i32, -10..40_i32), 1..4),
    ) {
        let mut graph = graph;
        for (node, x, y) in pins {
            if let Some(node) = graph.nodes.get_mut(node) {
                node.pinned = Some(Point { x, y });
            }
        }
        for options in [Options::default(), DOWN] {
            let drawing = layout(&graph, &options, None);
            check_pinned(&graph, &drawing);
            prop_assert_eq!(&drawing, &layout(&graph, &options, None));
        }
    }
}

#[test]
fn a_node_put_elsewhere_keeps_every_rule_when_there_is_room() {
    let mut graph = Graph {
        nodes: boxes(6, None),
        groups: vec![6],
        edges: edges([(0, 1), (0, 2), (1, 3), (2, 3), (3, 4), (4, 5)]),
    };
    for node in &mut graph.nodes[1..3] {
        node.group = Some(0);
    }
    graph.nodes[5].pinned = Some(Point { x: 12, y: 20 });
    graph.nodes[0].pinned = Some(Point { x: 60, y: -9 });
    check(&graph, &layout(&graph, &Options::default(), None));
}

fn boxes(count: usize, group: Option<usize>) -> Vec<Box> {
    vec![Box { width: 10, height: 3, group, pinned: None }; count]
}

fn edges(pairs: impl IntoIterator<Item = (usize, usize)>) -> Vec<Edge> {
    pairs.into_iter().map(|(source, target)| Edge { source, target, label: 2 }).collect()
}

#[test]
fn nothing_and_one_box_are_drawn() {
    assert_eq!(layout(&Graph::default(), &Options::default(), None), Drawing::default());
    let graph = Graph { nodes: boxes(1, None), groups: vec![5], edges: edges([(0, 0)]) };
    check(&graph, &layout(&graph, &Options::default(), None));
}

#[test]
fn a_hub_a_deep_chain_and_a_whole_graph_are_drawn_right() {
    let hub = Graph { nodes: boxes(80, None), groups: vec![], edges: edges((1..80).flat_map(|n| [(0, n), (n, 0)])) };
    let chain = Graph { nodes: boxes(200, Some(0)), groups: vec![4], edges: edges((1..200).map(|n| (n - 1, n))) };
    let whole = Graph { nodes: boxes(8, None), groups: vec![], edges: edges((0..64).map(|n| (n / 8, n % 8))) };
    for graph in [hub, chain, whole] {
        check(&graph, &layout(&graph, &Options::default(), None));
    }
}

#[test]
fn edges_and_groups_that_are_not_there_are_left_out() {
    let mut graph = Graph { nodes: boxes(2, Some(7)), groups: vec![], edges: edges([(0, 9), (9, 0), (0, 1)]) };
    graph.nodes[0].width = 0;
    let drawing = layout(&graph, &Options::default(), None);
    assert_eq!(drawing.edges.iter().map(|route| route.points.len()).collect::<Vec<_>>(), [0, 0, 2]);
}

#[test]
fn thousands_of_boxes_are_drawn() {
    let count = 3_000;
    let chain = Graph { nodes: boxes(count, None), groups: vec![], edges: edges((1..count).map(|n| (n - 1, n))) };
    let mut number: usize = 1;
    let mut next = || {
        number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (number >> 33) % count
    };
    let random = Graph { edges: edges((0..count).map(|_| (next(), next()))), ..chain.clone() };
    let hub = Graph { edges: edges((1..count).map(|n| (0, n))), ..chain.clone() };
    let nested = Graph {
        nodes: (0..count).map(|n| Box { width: 12, height: 3, group: Some(n / 8), pinned: None }).collect(),
        groups: vec![8; count / 8],
        edges: edges((0..count).map(|n| (n, n * 7 % count))),
    };
    for graph in [chain, random, hub, nested] {
        let drawing = layout(&graph, &Options::default(), None);
        assert_eq!(drawing.edges.iter().filter(|route| route.points.is_empty()).count(), 0);
    }
}
