//! The graphs: designs, synthetic systems, hubs, chains, random ones. The same arguments always give the same graph.

use std::collections::BTreeMap;

use pulumi_designer::design::{Design, file};
use pulumi_designer::layout::{Box, Edge, Graph};
use pulumi_designer::render::{Detail, Scene};

/// Numbers that look random and are always the same (Knuth's linear congruential generator).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % limit.max(1) as u64) as usize
    }
}

fn node(name: &str, group: Option<usize>) -> Box {
    Box { width: name.len() as u16 + 6, height: 3, group, pinned: None }
}

/// Services of six to nine nodes behind one API, joined by events on one bus: each publishes one event and listens to
/// one to three others.
pub fn system(count: usize) -> Graph {
    let mut numbers = Numbers(count as u64);
    let mut graph =
        Graph { nodes: vec![node("api", None), node("bus", None), node("users", None)], ..Graph::default() };
    let (api, bus) = (0, 1);
    graph.edges.push(edge(2, api));
    let mut service = 0;
    while graph.nodes.len() < count {
        graph.groups.push(14);
        let mut add = |name: &str| {
            graph.nodes.push(node(name, Some(service)));
            graph.nodes.len() - 1
        };
        let (store, write, read, inbox, work) = (add("store"), add("write"), add("read"), add("inbox"), add("work"));
        let (topic, bucket, sweep) = (numbers.below(10) < 4, numbers.below(10) < 3, numbers.below(4) == 0);
        let news = topic.then(|| add("news"));
        let files = bucket.then(|| add("files"));
        let nightly = sweep.then(|| (add("nightly"), add("sweep")));
        for (source, target) in [
            (api, write),
            (api, read),
            (write, store),
            (read, store),
            (inbox, work),
            (work, store),
            (write, bus),
            (bus, inbox),
        ] {
            graph.edges.push(edge(source, target));
        }
        graph.edges.extend(news.map(|news| edge(work, news)));
        graph.edges.extend(files.map(|files| edge(work, files)));
        if let Some((nightly, sweep)) = nightly {
            graph.edges.extend([edge(nightly, sweep), edge(sweep, store)]);
        }
        service += 1;
    }
    graph
}

/// The same with the API, the bus and the users in a group of their own.
pub fn shared(count: usize) -> Graph {
    let mut graph = system(count);
    let group = graph.groups.len();
    graph.groups.push(10);
    graph.nodes.iter_mut().filter(|node| node.group.is_none()).for_each(|node| node.group = Some(group));
    graph
}

/// One node that is joined with all others, half of the edges each way.
pub fn hub(count: usize) -> Graph {
    let edges = (1..count).map(|other| if other % 2 == 0 { edge(0, other) } else { edge(other, 0) }).collect();
    Graph { nodes: vec![node("service", None); count], groups: Vec::new(), edges }
}

/// Groups of ten, each a chain, the groups in a chain too.
pub fn chain(count: usize) -> Graph {
    let nodes = (0..count).map(|index| node("step", Some(index / 10))).collect();
    Graph { nodes, groups: vec![8; count.div_ceil(10)], edges: (1..count).map(|next| edge(next - 1, next)).collect() }
}

/// Groups of eight with edges at random: two of three stay in their group.
pub fn random(count: usize) -> Graph {
    let mut numbers = Numbers(7 + count as u64);
    let nodes: Vec<Box> = (0..count).map(|index| node("node", Some(index / 8))).collect();
    let mut edges: Vec<Edge> = Vec::new();
    while edges.len() < count * 5 / 4 {
        let source = numbers.below(count);
        let near = source / 8 * 8 + numbers.below(8);
        let target = if numbers.below(3) < 2 { near.min(count - 1) } else { numbers.below(count) };
        if source != target && !edges.iter().any(|edge| (edge.source, edge.target) == (source, target)) {
            edges.push(edge(source, target));
        }
    }
    Graph { nodes, groups: vec![8; count.div_ceil(8)], edges }
}

/// A system as people draw them, of three to nine nodes a service: functions behind an API of their own or a shared one,
/// workers at queues, jobs by a schedule, pipelines through buckets, with a few flows from service to service.
pub fn varied(seed: usize) -> Graph {
    let mut numbers = Numbers(seed as u64 * 7_919 + 17);
    (0..4).for_each(|_| {
        numbers.below(2);
    });
    let mut graph = Graph::default();
    let services = 1 + numbers.below(7);
    let api = (numbers.below(3) > 0).then(|| free(&mut graph, "api"));
    let bus = (services > 1 && numbers.below(2) > 0).then(|| free(&mut graph, "events"));
    if let Some(api) = api.filter(|_| numbers.below(2) > 0) {
        let users = free(&mut graph, "customers");
        graph.edges.push(edge(users, api));
    }
    let (mut functions, mut doors): (Vec<(usize, usize)>, Vec<(usize, usize)>) = (Vec::new(), Vec::new());
    for service in 0..services {
        graph.groups.push(6 + numbers.below(10) as u16);
        let names = ["a", "to-do", "orders", "payments", "notification", "reserve-a-seat"];
        let first = graph.nodes.len();
        let add = |graph: &mut Graph, numbers: &mut Numbers| {
            graph.nodes.push(node(names[numbers.below(names.len())], Some(service)));
            graph.nodes.len() - 1
        };
        let own: Vec<usize> = (0..1 + numbers.below(4)).map(|_| add(&mut graph, &mut numbers)).collect();
        let stores: Vec<usize> = (0..1 + numbers.below(3)).map(|_| add(&mut graph, &mut numbers)).collect();
        for &function in &own {
            graph.edges.push(edge(function, stores[numbers.below(stores.len())]));
            if numbers.below(3) == 0 {
                graph.edges.push(edge(function, stores[numbers.below(stores.len())]));
            }
            match (numbers.below(3), api) {
                (0, _) => {
                    let queue = add(&mut graph, &mut numbers);
                    graph.edges.push(edge(queue, function));
                    doors.push((service, queue));
                    if let Some(bus) = bus.filter(|_| numbers.below(2) > 0) {
                        graph.edges.push(edge(bus, queue));
                    }
                }
                (_, Some(api)) => graph.edges.push(edge(api, function)),
                _ => {}
            }
            if let Some(bus) = bus.filter(|_| numbers.below(3) == 0) {
                graph.edges.push(edge(function, bus));
            }
            functions.push((service, function));
        }
        // Stores and topics that start something, schedules, a way on inside the service.
        if numbers.below(2) > 0 {
            let worker = add(&mut graph, &mut numbers);
            let from = if numbers.below(2) > 0 { stores[numbers.below(stores.len())] } else { add(&mut graph, &mut numbers) };
            graph.edges.push(edge(from, worker));
            let to = if numbers.below(2) > 0 { stores[numbers.below(stores.len())] } else { add(&mut graph, &mut numbers) };
            if to != from {
                graph.edges.push(edge(worker, to));
            }
            functions.push((service, worker));
        }
        if numbers.below(3) == 0 {
            let count = graph.nodes.len() - first;
            let (one, other) = (first + numbers.below(count), first + numbers.below(count));
            if one != other {
                graph.edges.push(edge(one, other));
            }
        }
    }
    for _ in 0..numbers.below(services * 2) {
        let (from, function) = functions[numbers.below(functions.len())];
        let ends = if doors.is_empty() || numbers.below(3) == 0 { &functions } else { &doors };
        let (to, end) = ends[numbers.below(ends.len())];
        if from != to {
            graph.edges.push(edge(function, end));
        }
    }
    graph.edges.sort_by_key(|edge| (edge.source, edge.target));
    graph.edges.dedup();
    graph
}

fn free(graph: &mut Graph, name: &str) -> usize {
    graph.nodes.push(node(name, None));
    graph.nodes.len() - 1
}

fn edge(source: usize, target: usize) -> Edge {
    Edge { source, target, label: 0 }
}

/// The graph of a design as the canvas shows it, without labels, which the peers are not asked for.
pub fn of_design(design: &Design) -> Graph {
    let mut graph = Scene::new(design, &BTreeMap::new(), Detail::Box, None).graph().clone();
    graph.edges.iter_mut().for_each(|edge| edge.label = 0);
    graph
}

/// The graph of a design file.
pub fn of_file(path: &str) -> anyhow::Result<Graph> {
    Ok(of_design(&file::load(&std::fs::read_to_string(path)?).design))
}

/// Writes each graph as a file that `pulumi-designer layout --graph` reads.
pub fn write(graphs: &[(String, Graph)], folder: &std::path::Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder)?;
    for (name, graph) in graphs {
        std::fs::write(folder.join(format!("{name}.json")), to_json(graph).to_string())?;
    }
    Ok(())
}

/// A graph as `pulumi-designer layout --graph` reads it; labels are as long as they are wide.
pub fn to_json(graph: &Graph) -> serde_json::Value {
    let cluster = |group: usize| format!("cluster {group}");
    let nodes = graph.nodes.iter().enumerate().map(|(index, node)| {
        serde_json::json!({ "id": index.to_string(), "cluster": node.group.map(cluster), "w": node.width, "h": node.height })
    });
    let edges = graph.edges.iter().enumerate().map(|(index, edge)| {
        let label = "·".repeat(usize::from(edge.label));
        serde_json::json!({ "id": format!("e{index}"), "s": edge.source.to_string(), "t": edge.target.to_string(), "label": label })
    });
    serde_json::json!({
        "nodes": nodes.collect::<Vec<_>>(),
        "edges": edges.collect::<Vec<_>>(),
        "clusters": (0..graph.groups.len()).map(cluster).collect::<Vec<_>>(),
    })
}
