//! How long it takes to lay out and draw systems of several sizes.
#![allow(missing_docs, clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use pulumi_designer::design::{Design, Flow, FlowId, Node, NodeId};
use pulumi_designer::render::{Detail, Scene, Surface, View};

/// Services of about six nodes each behind one API, joined by events on one bus.
fn synthetic(nodes: usize) -> Design {
    let mut design = Design { name: "synthetic".to_owned(), ..Design::default() };
    let mut add = |service: &str, name: &str, kind: &str| {
        let content = design.services.entry(service.to_owned()).or_default();
        content.nodes.insert(name.to_owned(), Node::of_kind(kind));
        NodeId::new(service, name)
    };
    let mut flows: Vec<(&str, NodeId, NodeId)> = Vec::new();
    let (api, bus) = (add("shared", "api", "http-api"), add("shared", "bus", "event-bus"));
    for number in 0..nodes.saturating_sub(2) / 5 {
        let service = format!("service-{number:04}");
        let store = add(&service, "store", "table");
        let write = add(&service, "write", "function");
        let read = add(&service, "read", "function");
        let inbox = add(&service, "inbox", "queue");
        let work = add(&service, "work", "function");
        flows.push(("route", api.clone(), write.clone()));
        flows.push(("route", api.clone(), read.clone()));
        flows.push(("read-write", write.clone(), store.clone()));
        flows.push(("read", read, store.clone()));
        flows.push(("subscribe", inbox.clone(), work.clone()));
        flows.push(("write", work, store));
        flows.push(("publish", write, bus.clone()));
        flows.push(("subscribe", bus.clone(), inbox));
    }
    design.flows = flows
        .into_iter()
        .zip(0..)
        .map(|((kind, from, to), id)| Flow {
            id: FlowId(id),
            kind: kind.to_owned(),
            from,
            to,
            properties: [("event".to_owned(), format!("Thing{id}Changed").as_str().into())].into_iter().collect(),
        })
        .collect();
    design
}

fn layouts(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("layout");
    group.sample_size(10);
    for nodes in [20, 100, 500, 2_000] {
        let design = synthetic(nodes);
        group.bench_with_input(BenchmarkId::from_parameter(nodes), &design, |bencher, design| {
            bencher.iter(|| Scene::new(black_box(design), &BTreeMap::new(), Detail::Box, None));
        });
    }
    group.finish();
}

fn frames(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("frame at 200x60");
    group.sample_size(10);
    for nodes in [100, 500, 2_000] {
        let scene = Scene::new(&synthetic(nodes), &BTreeMap::new(), Detail::Box, None);
        let mut surface = Surface::new(200, 60);
        group.bench_with_input(BenchmarkId::from_parameter(nodes), &scene, |bencher, scene| {
            bencher.iter(|| scene.draw(black_box(&mut surface), &View::default()));
        });
    }
    group.finish();
}

criterion_group!(benches, layouts, frames);
criterion_main!(benches);
