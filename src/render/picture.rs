//! Where everything stands in a drawing, by name: what programs read instead of looking at cells.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::layout::{Point, Rect};
use crate::text::safe::{safe, safe_lines};

use super::scene::{Scene, Subject};

/// Where everything stands, in cells; lists are in the order of what was laid out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Picture {
    /// Boxes by name.
    pub nodes: Vec<(String, Rect)>,
    /// Frames by name, their borders included; one that holds nothing has no cells.
    pub clusters: Vec<(String, Rect)>,
    /// Lines.
    pub edges: Vec<Line>,
    /// Labels that have room.
    pub labels: Vec<Label>,
}

/// A line between two boxes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line {
    /// Its name.
    pub id: String,
    /// The box it leaves.
    pub from: String,
    /// The box it enters.
    pub to: String,
    /// Its corners, ends included; the first lies beside the box it leaves, the last beside the box it enters.
    pub points: Vec<Point>,
}

/// A label on a line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Label {
    /// The line's name.
    pub edge: String,
    /// What it says.
    pub text: String,
    /// Where it stands.
    pub place: Rect,
}

impl Picture {
    /// The picture as JSON, one thing a line: `nodes` and `clusters` as `[x, y, width, height]` by name, `edges` with
    /// their corners, `labels`.
    pub fn to_json(&self) -> String {
        let mut text = String::from("{\n");
        let rects = |named: &[(String, Rect)]| {
            named.iter().map(|(name, rect)| format!("{}: {}", json!(name), of_rect(*rect))).collect::<Vec<_>>()
        };
        let edges = self.edges.iter().map(|line| {
            let points: Vec<Value> = line.points.iter().map(|point| json!([point.x, point.y])).collect();
            json!({ "id": line.id, "from": line.from, "to": line.to, "pts": points }).to_string()
        });
        let labels = self
            .labels
            .iter()
            .map(|label| json!({ "edge": label.edge, "text": label.text, "at": of_rect(label.place) }).to_string());
        for (name, brackets, rows, end) in [
            ("nodes", ["{", "}"], rects(&self.nodes), ","),
            ("clusters", ["{", "}"], rects(&self.clusters), ","),
            ("edges", ["[", "]"], edges.collect(), ","),
            ("labels", ["[", "]"], labels.collect(), ""),
        ] {
            let inside = if rows.is_empty() { String::new() } else { format!("\n  {}\n ", rows.join(",\n  ")) };
            let _ = writeln!(text, " \"{name}\": {}{inside}{}{end}", brackets[0], brackets[1]);
        }
        text.push_str("}\n");
        escaped(&text)
    }
}

/// JSON in which what could drive a terminal is escaped; it stands only in strings.
fn escaped(text: &str) -> String {
    if safe_lines(text) == *text {
        return text.to_owned();
    }
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        let one = character.to_string();
        if character == '\n' || safe(&one) == one {
            escaped.push(character);
        } else {
            let _ = write!(escaped, "\\u{:04x}", u32::from(character));
        }
    }
    escaped
}

fn of_rect(rect: Rect) -> Value {
    json!([rect.x, rect.y, rect.width, rect.height])
}

impl Scene {
    /// Where everything stands. A flow goes by its position in the design, from 1; the flows that one line shows, by the
    /// first of them.
    pub fn picture(&self) -> Picture {
        let name = |item: usize| match self.items.get(item).map(|item| &item.subject) {
            Some(Subject::Node(id)) => id.to_string(),
            Some(Subject::Service(name)) => name.clone(),
            None => String::new(),
        };
        let mut picture = Picture {
            nodes: self.drawing.nodes.iter().enumerate().map(|(item, rect)| (name(item), *rect)).collect(),
            clusters: self
                .frames
                .iter()
                .zip(&self.drawing.groups)
                .map(|(frame, rect)| (frame.name.clone(), *rect))
                .collect(),
            ..Picture::default()
        };
        for ((link, edge), route) in self.links.iter().zip(&self.graph.edges).zip(&self.drawing.edges) {
            let id = link.flows.first().map(|flow| (u64::from(flow.0) + 1).to_string()).unwrap_or_default();
            if let Some(place) = route.label {
                picture.labels.push(Label { edge: id.clone(), text: link.label.clone(), place });
            }
            let points = route.points.clone();
            picture.edges.push(Line { id, from: name(edge.source), to: name(edge.target), points });
        }
        picture
    }
}
