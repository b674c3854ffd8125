//! A graph that is no design, as a file of JSON: names, sizes, clusters and edges.

use std::path::Path;

use anyhow::{Context as _, bail};
use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::Value;
use unicode_width::UnicodeWidthStr as _;

use crate::design::file::MAXIMUM_BYTES;
use crate::design::file::disk::{self, DiskError};
use crate::layout::{Box, Drawing, Edge, Graph};
use crate::render::picture::{Label, Line, Picture};

/// The most nodes, and the most clusters, that a graph may have.
const MOST_NODES: usize = 20_000;
/// The most edges that a graph may have.
const MOST_EDGES: usize = 100_000;
/// The most cells of a node on a side.
const LARGEST: i64 = 1_000;
/// The most cells of a label.
const LONGEST: usize = 200;

#[derive(Debug, Deserialize)]
struct Content {
    nodes: Vec<Node>,
    #[serde(default)]
    edges: Vec<Tie>,
    #[serde(default)]
    clusters: Vec<Cluster>,
}

#[derive(Debug, Deserialize)]
struct Node {
    id: Name,
    cluster: Option<Name>,
    w: i64,
    h: i64,
}

#[derive(Debug, Deserialize)]
struct Tie {
    id: Name,
    s: Name,
    t: Name,
    #[serde(default)]
    label: String,
}

/// A cluster is its name, or an object that has it. Clusters hold nodes only.
#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "a cluster is a name, or an object with an `id`")]
enum Cluster {
    Name(Name),
    Object {
        id: Name,
        #[serde(alias = "parent")]
        cluster: Option<Name>,
    },
}

/// A name is a text; a number is taken as one.
#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "a name is a text or a whole number")]
enum Name {
    Text(String),
    Number(i64),
}

impl Name {
    fn into_text(self) -> String {
        match self {
            Self::Text(text) => text,
            Self::Number(number) => number.to_string(),
        }
    }
}

/// A graph with its names.
#[derive(Debug)]
pub(super) struct GraphFile {
    pub(super) graph: Graph,
    nodes: Vec<String>,
    clusters: Vec<String>,
    edges: Vec<(String, String)>,
}

impl GraphFile {
    /// Reads a graph. Errors say what is wrong with which node or edge.
    pub(super) fn read(path: &Path) -> anyhow::Result<Self> {
        let bytes = match disk::read(path) {
            Ok(bytes) => bytes,
            Err(DiskError::Large { path }) => {
                let most = MAXIMUM_BYTES / 1024 / 1024;
                bail!("{} is larger than {most} MiB, the most that a graph may have", path.display())
            }
            Err(error) => return Err(error.into()),
        };
        let content = serde_json::from_slice(&bytes)
            .map_err(anyhow::Error::from)
            .and_then(|value: Value| {
                // A list of three lists would pass for one, too.
                let Value::Object(_) = value else {
                    bail!("a graph is an object with `nodes`, `edges` and `clusters`")
                };
                Self::of(serde_json::from_slice(&bytes)?)
            })
            .with_context(|| format!("{} is no graph", path.display()))?;
        Ok(content)
    }

    fn of(content: Content) -> anyhow::Result<Self> {
        for (count, most, what) in [
            (content.nodes.len(), MOST_NODES, "nodes"),
            (content.clusters.len(), MOST_NODES, "clusters"),
            (content.edges.len(), MOST_EDGES, "edges"),
        ] {
            if count > most {
                bail!("it has {count} {what}; {most} are the most");
            }
        }
        let mut clusters = IndexMap::new();
        for cluster in content.clusters {
            let (name, outer) = match cluster {
                Cluster::Name(name) => (name.into_text(), None),
                Cluster::Object { id, cluster } => (id.into_text(), cluster.map(Name::into_text)),
            };
            if let Some(outer) = outer {
                bail!("the cluster `{name}` is in the cluster `{outer}`; clusters hold nodes, not clusters");
            }
            if clusters.insert(name.clone(), ()).is_some() {
                bail!("there are two clusters `{name}`; each needs a name of its own");
            }
        }
        let mut nodes = IndexMap::new();
        for node in content.nodes {
            let id = node.id.into_text();
            if !(1..=LARGEST).contains(&node.w) || !(1..=LARGEST).contains(&node.h) {
                bail!("node `{id}` is {} by {} cells; each side may have 1 to {LARGEST}", node.w, node.h);
            }
            let group = match node.cluster.map(Name::into_text) {
                None => None,
                Some(name) => match clusters.get_index_of(&name) {
                    Some(group) => Some(group),
                    None => bail!("node `{id}` is in the cluster `{name}`, which is not among the clusters"),
                },
            };
            let size = Box { width: node.w as u16, height: node.h as u16, group, pinned: None };
            if nodes.insert(id.clone(), size).is_some() {
                bail!("there are two nodes `{id}`; each needs an id of its own");
            }
        }
        let mut edges = IndexMap::new();
        for tie in content.edges {
            let id = tie.id.into_text();
            let end = |name: Name, verb: &str| {
                let name = name.into_text();
                let found = nodes.get_index_of(&name);
                found.with_context(|| format!("edge `{id}` {verb} `{name}`, which is not among the nodes"))
            };
            let (source, target) = (end(tie.s, "leaves")?, end(tie.t, "enters")?);
            let cells = tie.label.width();
            if cells > LONGEST {
                bail!("the label of edge `{id}` needs {cells} cells; {LONGEST} are the most");
            }
            if edges.insert(id.clone(), (Edge { source, target, label: cells as u16 }, tie.label)).is_some() {
                bail!("there are two edges `{id}`; each needs an id of its own");
            }
        }
        let groups = clusters.keys().map(|name| name.width().min(LONGEST) as u16 + 2).collect();
        let graph = Graph {
            nodes: nodes.values().copied().collect(),
            groups,
            edges: edges.values().map(|(edge, _)| *edge).collect(),
        };
        Ok(Self {
            graph,
            nodes: nodes.into_keys().collect(),
            clusters: clusters.into_keys().collect(),
            edges: edges.into_iter().map(|(id, (_, label))| (id, label)).collect(),
        })
    }

    /// The drawing with the names.
    pub(super) fn picture(&self, drawing: &Drawing) -> Picture {
        let named = |names: &[String], rects: &[_]| names.iter().cloned().zip(rects.iter().copied()).collect();
        let mut picture = Picture {
            nodes: named(&self.nodes, &drawing.nodes),
            clusters: named(&self.clusters, &drawing.groups),
            ..Picture::default()
        };
        let name = |node: usize| self.nodes.get(node).cloned().unwrap_or_default();
        for (((id, label), edge), route) in self.edges.iter().zip(&self.graph.edges).zip(&drawing.edges) {
            if let Some(place) = route.label {
                picture.labels.push(Label { edge: id.clone(), text: label.clone(), place });
            }
            let (from, to) = (name(edge.source), name(edge.target));
            picture.edges.push(Line { id: id.clone(), from, to, points: route.points.clone() });
        }
        picture
    }
}
