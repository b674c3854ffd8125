//! Ours and the peers: each takes a graph and gives a drawing.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use pulumi_designer::layout::{self, Graph, Options};
use serde_json::Value;

use crate::drawing::{Drawing, Point, Rect};

/// Points for each column and row, so that the peers see the shape of a terminal.
const CELL: [f64; 2] = [8.0, 16.0];

/// What an engine gave.
pub struct Outcome {
    pub drawing: Drawing,
    /// The milliseconds of the whole process; none for what runs in ours.
    pub process: Option<f64>,
    /// The milliseconds of the layout alone, where they can be told.
    pub alone: Option<f64>,
}

/// An engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Ours,
    DotSpline,
    DotOrtho,
    Elk,
    D2Elk,
    Sugiyama,
}

impl Engine {
    pub const ALL: [Self; 6] = [Self::Ours, Self::DotSpline, Self::DotOrtho, Self::Elk, Self::D2Elk, Self::Sugiyama];

    pub fn name(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::DotSpline => "dot-spline",
            Self::DotOrtho => "dot-ortho",
            Self::Elk => "elkjs",
            Self::D2Elk => "d2-elk",
            Self::Sugiyama => "rust-sugiyama",
        }
    }

    /// Runs the engine once.
    pub fn run(self, graph: &Graph, work: &Path, limit: Duration) -> anyhow::Result<Outcome> {
        match self {
            Self::Ours => Ok(ours(graph)),
            Self::Sugiyama => sugiyama(graph, limit),
            Self::DotSpline => dot(graph, "true", work, limit),
            Self::DotOrtho => dot(graph, "ortho", work, limit),
            Self::Elk => elk(graph, work, limit),
            Self::D2Elk => d2(graph, work, limit),
        }
    }
}

fn here(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(file)
}

/// Our drawing: cells become unit squares, ways run through their middles.
pub fn of_ours(drawing: &layout::Drawing) -> Drawing {
    let rect = |rect: &layout::Rect| [rect.x, rect.y, rect.width, rect.height].map(f64::from);
    Drawing {
        nodes: drawing.nodes.iter().map(rect).collect(),
        groups: drawing.groups.iter().map(|group| (group.width > 0).then(|| rect(group))).collect(),
        edges: drawing
            .edges
            .iter()
            .map(|route| {
                route.points.iter().map(|point| [f64::from(point.x) + 0.5, f64::from(point.y) + 0.5]).collect()
            })
            .collect(),
        labels: drawing
            .edges
            .iter()
            .enumerate()
            .filter_map(|(edge, route)| Some((edge, rect(&route.label?))))
            .collect(),
        orthogonal: true,
    }
}

fn ours(graph: &Graph) -> Outcome {
    let start = Instant::now();
    let drawing = layout::layout(graph, &Options::default(), None);
    let alone = Some(milliseconds(start));
    Outcome { drawing: of_ours(&drawing), process: None, alone }
}

fn milliseconds(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1_000.0
}

/// Runs a command to its end or kills it at the limit; its output and how long it took.
fn timed(command: &mut Command, limit: Duration) -> anyhow::Result<(Vec<u8>, f64)> {
    let start = Instant::now();
    let mut child =
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().context("not installed")?;
    let mut output = child.stdout.take().context("no output")?;
    let reader = std::thread::spawn(move || {
        let mut bytes = Vec::new();
        output.read_to_end(&mut bytes).map(|_| bytes)
    });
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        if start.elapsed() > limit {
            child.kill()?;
            child.wait()?;
            bail!("over {} s", limit.as_secs());
        }
        std::thread::sleep(Duration::from_micros(500));
    };
    let spent = milliseconds(start);
    if !status.success() {
        bail!("failed");
    }
    let bytes = reader.join().map_err(|_| anyhow::anyhow!("no output"))??;
    Ok((bytes, spent))
}

fn dot(graph: &Graph, splines: &str, work: &Path, limit: Duration) -> anyhow::Result<Outcome> {
    let inches = |cells: u16, axis: usize| f64::from(cells) * CELL[axis] / 72.0;
    let mut text = format!(
        "digraph G {{ graph [rankdir=LR, splines={splines}, nodesep={:.3}, ranksep={:.3}];\n",
        CELL[1] / 72.0,
        4.0 * CELL[0] / 72.0
    );
    text.push_str("node [shape=box, fixedsize=true, label=\"\"];\n");
    let declare = |text: &mut String, index: usize| {
        let node = graph.nodes[index];
        let _ = writeln!(text, "n{index} [width={:.4}, height={:.4}];", inches(node.width, 0), inches(node.height, 1));
    };
    for group in 0..graph.groups.len() {
        let _ = writeln!(text, "subgraph cluster_{group} {{ margin={};", CELL[1]);
        (0..graph.nodes.len())
            .filter(|node| graph.nodes[*node].group == Some(group))
            .for_each(|node| declare(&mut text, node));
        text.push_str("}\n");
    }
    (0..graph.nodes.len()).filter(|node| graph.nodes[*node].group.is_none()).for_each(|node| declare(&mut text, node));
    for (index, edge) in graph.edges.iter().enumerate() {
        let _ = writeln!(text, "n{} -> n{} [id=\"{index}\"];", edge.source, edge.target);
    }
    text.push_str("}\n");
    let file = work.join("graph.dot");
    std::fs::write(&file, text)?;
    let (output, process) = timed(Command::new("dot").arg("-Tjson").arg(&file), limit)?;
    let answer: Value = serde_json::from_slice(&output)?;
    let mut drawing = Drawing {
        nodes: vec![Rect::default(); graph.nodes.len()],
        groups: vec![None; graph.groups.len()],
        edges: vec![Vec::new(); graph.edges.len()],
        labels: Vec::new(),
        orthogonal: splines == "ortho",
    };
    let numbers = |text: &str| -> Vec<f64> { text.split(',').filter_map(|number| number.parse().ok()).collect() };
    for object in answer["objects"].as_array().into_iter().flatten() {
        let name = object["name"].as_str().unwrap_or_default();
        if let Some(group) = name.strip_prefix("cluster_").and_then(|group| group.parse::<usize>().ok()) {
            if let [left, bottom, right, top] = numbers(object["bb"].as_str().unwrap_or_default())[..] {
                drawing.groups[group] =
                    Some([left / CELL[0], -top / CELL[1], (right - left) / CELL[0], (top - bottom) / CELL[1]]);
            }
        } else if let Some(node) = name.strip_prefix('n').and_then(|node| node.parse::<usize>().ok()) {
            if let [x, y] = numbers(object["pos"].as_str().unwrap_or_default())[..] {
                let (width, height) = (f64::from(graph.nodes[node].width), f64::from(graph.nodes[node].height));
                drawing.nodes[node] = [x / CELL[0] - width / 2.0, -y / CELL[1] - height / 2.0, width, height];
            }
        }
    }
    for answer in answer["edges"].as_array().into_iter().flatten() {
        let (Some(edge), Some(pos)) =
            (answer["id"].as_str().and_then(|id| id.parse::<usize>().ok()), answer["pos"].as_str())
        else {
            continue;
        };
        let points: Vec<Point> = pos
            .split_whitespace()
            .filter(|part| !part.starts_with(['e', 's']))
            .filter_map(|part| {
                Some([
                    part.split(',').next()?.parse::<f64>().ok()? / CELL[0],
                    -part.split(',').nth(1)?.parse::<f64>().ok()? / CELL[1],
                ])
            })
            .collect();
        drawing.edges[edge] = if splines == "ortho" { points } else { flattened(&points) };
    }
    Ok(Outcome { drawing, process: Some(process), alone: None })
}

/// Points of cubic Bézier curves as short straight pieces.
fn flattened(points: &[Point]) -> Vec<Point> {
    let mut flat: Vec<Point> = points.first().copied().into_iter().collect();
    let mut start = 0;
    while start + 3 < points.len() {
        for step in 1..=8 {
            let t = f64::from(step) / 8.0;
            let u = 1.0 - t;
            let weights = [u * u * u, 3.0 * u * u * t, 3.0 * u * t * t, t * t * t];
            let mut point = [0.0; 2];
            for (weight, control) in weights.iter().zip(&points[start..]) {
                point = [point[0] + weight * control[0], point[1] + weight * control[1]];
            }
            flat.push(point);
        }
        start += 3;
    }
    flat
}

fn elk(graph: &Graph, work: &Path, limit: Duration) -> anyhow::Result<Outcome> {
    let nodes: Vec<Value> = graph
        .nodes
        .iter()
        .enumerate()
        .map(|(index, node)| serde_json::json!({ "id": index.to_string(), "cluster": node.group.map(|group| group.to_string()), "w": node.width, "h": node.height }))
        .collect();
    let edges: Vec<Value> = graph
        .edges
        .iter()
        .enumerate()
        .map(|(index, edge)| serde_json::json!({ "id": format!("e{index}"), "s": edge.source.to_string(), "t": edge.target.to_string() }))
        .collect();
    let clusters: Vec<String> = (0..graph.groups.len()).map(|group| group.to_string()).collect();
    let file = work.join("graph.json");
    std::fs::write(&file, serde_json::json!({ "nodes": nodes, "edges": edges, "clusters": clusters }).to_string())?;
    if !here("node_modules/elkjs").exists() {
        bail!("not installed");
    }
    let again = if graph.nodes.len() <= 200 { "3" } else { "0" };
    let (output, process) = timed(Command::new("node").arg(here("elk.js")).arg(&file).arg(again), limit)?;
    let answer: Value = serde_json::from_slice(&output)?;
    let rect = |value: &Value| -> Rect { std::array::from_fn(|index| value[index].as_f64().unwrap_or_default()) };
    let mut edges = vec![Vec::new(); graph.edges.len()];
    for answer in answer["edges"].as_array().into_iter().flatten() {
        let Some(edge) = answer["id"].as_str().and_then(|id| id.strip_prefix('e')?.parse::<usize>().ok()) else {
            continue;
        };
        edges[edge] = answer["pts"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|point| [point[0].as_f64().unwrap_or_default(), point[1].as_f64().unwrap_or_default()])
            .collect();
    }
    let mut spent: Vec<f64> =
        answer["milliseconds"].as_array().into_iter().flatten().filter_map(Value::as_f64).collect();
    let cold = spent.iter().sum::<f64>() - spent.first().copied().unwrap_or_default();
    spent.remove(0);
    spent.sort_by(f64::total_cmp);
    Ok(Outcome {
        drawing: Drawing {
            nodes: (0..graph.nodes.len()).map(|node| rect(&answer["nodes"][node.to_string()])).collect(),
            groups: (0..graph.groups.len())
                .map(|group| Some(rect(answer["clusters"].get(group.to_string())?)))
                .collect(),
            edges,
            labels: Vec::new(),
            orthogonal: true,
        },
        process: Some(process - cold),
        alone: spent.get(spent.len() / 2).copied(),
    })
}

fn d2(graph: &Graph, work: &Path, limit: Duration) -> anyhow::Result<Outcome> {
    let mut text = String::from("direction: right\n");
    let declare = |index: usize| {
        let node = graph.nodes[index];
        format!(
            "n{index}: \"\" {{ width: {}; height: {} }}\n",
            f64::from(node.width) * CELL[0],
            f64::from(node.height) * CELL[1]
        )
    };
    for group in 0..graph.groups.len() {
        let members: String =
            (0..graph.nodes.len()).filter(|node| graph.nodes[*node].group == Some(group)).map(declare).collect();
        if !members.is_empty() {
            let _ = writeln!(text, "g{group}: \"\" {{\n{members}}}");
        }
    }
    (0..graph.nodes.len())
        .filter(|node| graph.nodes[*node].group.is_none())
        .for_each(|node| text.push_str(&declare(node)));
    let full =
        |node: usize| graph.nodes[node].group.map_or_else(|| format!("n{node}"), |group| format!("g{group}.n{node}"));
    // D2 numbers parallel edges by their order.
    for edge in &graph.edges {
        let _ = writeln!(text, "{} -> {}", full(edge.source), full(edge.target));
    }
    let (file, picture) = (work.join("graph.d2"), work.join("graph.svg"));
    std::fs::write(&file, text)?;
    let binary = here(".venv/bin/d2");
    let mut command = Command::new(if binary.exists() { binary } else { PathBuf::from("d2") });
    command
        .args([
            "--layout=elk",
            "--elk-nodeNodeBetweenLayers=32",
            "--elk-edgeNodeBetweenLayers=16",
            "--elk-padding=[top=16,left=24,bottom=16,right=24]",
        ])
        .arg(&file)
        .arg(&picture);
    let (_, process) = timed(&mut command, limit)?;
    Ok(Outcome { drawing: of_svg(graph, &std::fs::read_to_string(&picture)?), process: Some(process), alone: None })
}

/// Reads places from the picture that D2 wrote: groups of shapes have their names in Base64 as classes.
fn of_svg(graph: &Graph, svg: &str) -> Drawing {
    let mut drawing = Drawing {
        nodes: vec![Rect::default(); graph.nodes.len()],
        groups: vec![None; graph.groups.len()],
        edges: vec![Vec::new(); graph.edges.len()],
        labels: Vec::new(),
        orthogonal: true,
    };
    let mut open: HashMap<(usize, usize), Vec<usize>> = HashMap::new();
    for (index, edge) in graph.edges.iter().enumerate().rev() {
        open.entry((edge.source, edge.target)).or_default().push(index);
    }
    let attribute = |tag: &str, name: &str| -> Option<String> {
        let from = tag.find(&format!(" {name}=\""))? + name.len() + 3;
        tag[from..].split('"').next().map(str::to_owned)
    };
    let mut name = String::new();
    for tag in svg.split('<').skip(1) {
        if tag.starts_with("g class=\"") {
            if let Some(class) = attribute(tag, "class").and_then(|class| decoded(class.split(' ').next()?)) {
                name = class;
            }
        } else if tag.starts_with("rect ") && !name.is_empty() {
            let number =
                |name: &str| attribute(tag, name).and_then(|text| text.parse::<f64>().ok()).unwrap_or_default();
            let rect =
                [number("x") / CELL[0], number("y") / CELL[1], number("width") / CELL[0], number("height") / CELL[1]];
            let last = name.rsplit('.').next().unwrap_or_default();
            if let Some(node) = last.strip_prefix('n').and_then(|node| node.parse::<usize>().ok()) {
                drawing.nodes[node] = rect;
            } else if let Some(group) = last.strip_prefix('g').and_then(|group| group.parse::<usize>().ok()) {
                drawing.groups[group] = Some(rect);
            }
            name.clear();
        } else if tag.starts_with("path ") && tag.contains("class=\"connection") {
            let numbers: Vec<usize> = name
                .split(|letter: char| !letter.is_ascii_alphanumeric())
                .filter_map(|word| word.strip_prefix('n')?.parse().ok())
                .collect();
            let points = attribute(tag, "d").map(|path| corners(&path)).unwrap_or_default();
            if let [source, target] = numbers[..] {
                if let Some(edge) = open.get_mut(&(source, target)).and_then(Vec::pop) {
                    drawing.edges[edge] = points;
                }
            }
            name.clear();
        }
    }
    drawing
}

/// The corners of a path of D2: a rounded corner counts at its control point.
fn corners(path: &str) -> Vec<Point> {
    let mut points = Vec::new();
    let mut numbers: Vec<f64> = Vec::new();
    for word in path.split_whitespace().chain(["Z"]) {
        if let Ok(number) = word.parse() {
            numbers.push(number);
        } else {
            points.extend(numbers.chunks_exact(2).map(|pair| [pair[0] / CELL[0], pair[1] / CELL[1]]));
            numbers.clear();
        }
    }
    points
}

/// Base64 of a name, with `&gt;` and `&lt;` read as what they stand for.
fn decoded(text: &str) -> Option<String> {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut bytes = Vec::new();
    let (mut bits, mut count) = (0_u32, 0);
    for letter in text.bytes().filter(|letter| *letter != b'=') {
        bits = bits << 6 | LETTERS.iter().position(|other| *other == letter)? as u32;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
            bits &= (1 << count) - 1;
        }
    }
    let name = String::from_utf8(bytes).ok()?.replace("&gt;", ">").replace("&lt;", "<");
    name.contains(['n', 'g']).then_some(name)
}

fn sugiyama(graph: &Graph, limit: Duration) -> anyhow::Result<Outcome> {
    use rust_sugiyama::configure::Config;
    // Its layers run down: sizes change places, and so do the coordinates it gives.
    let nodes: Vec<(u32, (f64, f64))> = graph
        .nodes
        .iter()
        .enumerate()
        .map(|(index, node)| (index as u32, (f64::from(node.height) * CELL[1], f64::from(node.width) * CELL[0])))
        .collect();
    let edges: Vec<(u32, u32)> = graph
        .edges
        .iter()
        .filter(|edge| edge.source != edge.target)
        .map(|edge| (edge.source as u32, edge.target as u32))
        .collect();
    let (sender, receiver) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let start = Instant::now();
        let config = Config { vertex_spacing: 24.0, transpose: nodes.len() < 1_000, ..Config::default() };
        let layouts = rust_sugiyama::from_vertices_and_edges(&nodes, &edges, &config);
        let _ = sender.send((layouts, milliseconds(start)));
    });
    let (layouts, alone) =
        receiver.recv_timeout(limit).map_err(|_| anyhow::anyhow!("failed, or over {} s", limit.as_secs()))?;
    let mut drawing = Drawing {
        nodes: vec![Rect::default(); graph.nodes.len()],
        groups: vec![None; graph.groups.len()],
        ..Drawing::default()
    };
    let mut below = 0.0;
    for (places, width, _) in layouts {
        let left = places.iter().map(|(_, (x, _))| *x).fold(f64::MAX, f64::min);
        for (node, (x, y)) in places {
            let size = graph.nodes[node];
            let (width, height) = (f64::from(size.width), f64::from(size.height));
            drawing.nodes[node] =
                [y.abs() / CELL[0] - width / 2.0, (x - left) / CELL[1] - height / 2.0 + below, width, height];
        }
        below += width / CELL[1] + 4.0;
    }
    drawing.edges = graph
        .edges
        .iter()
        .map(|edge| {
            let side = |node: usize, right: bool| {
                let rect = drawing.nodes[node];
                [rect[0] + if right { rect[2] } else { 0.0 }, rect[1] + rect[3] / 2.0]
            };
            vec![side(edge.source, true), side(edge.target, false)]
        })
        .collect();
    Ok(Outcome { drawing, process: None, alone: Some(alone) })
}
