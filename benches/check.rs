//! How long the checks take: designs of the sizes that people edit, and one of ten thousand nodes; and after an edit, as
//! the session checks again.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use pulumi_designer::check::check;
use pulumi_designer::design::{Design, Environment, Node, NodeId, Service};
use pulumi_designer::value::{Map, Value};

/// A flow to draw: kind, ends, properties.
type Drawn<'a> = (&'a str, &'a NodeId, &'a NodeId, &'a [(&'a str, String)]);

/// Functions behind one API in services of twenty nodes, each with a table, a queue and events on one shared bus.
fn design(nodes: usize) -> Design {
    let mut design = Design { name: "bench".to_owned(), region: Some("eu-west-1".to_owned()), ..Design::default() };
    for name in ["dev", "staging", "prod"] {
        design.environments.insert(name.to_owned(), Environment::default());
    }
    let mut shared = Service::default();
    shared.nodes.insert("api".to_owned(), Node::of_kind("http-api"));
    shared.nodes.insert("bus".to_owned(), Node::of_kind("event-bus"));
    design.services.insert("shared".to_owned(), shared);
    let (api, bus) = (NodeId::new("shared", "api"), NodeId::new("shared", "bus"));
    let services = nodes.div_ceil(20);
    for number in 0..services {
        let service = format!("service-{number}");
        design.services.insert(service.clone(), Service::default());
        for part in 0..4 {
            let mut add = |name: &str, kind: &str, properties: &[(&str, Value)]| {
                let name = format!("{name}-{part}");
                let properties: Map =
                    properties.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect();
                let node = Node { kind: kind.to_owned(), properties };
                design.services.get_mut(&service).unwrap().nodes.insert(name.clone(), node);
                NodeId::new(service.clone(), name)
            };
            let key = Value::Map([("partition".to_owned(), Value::from("id"))].into_iter().collect());
            let place = add("place", "function", &[("memory", Value::Integer(512))]);
            let items = add("items", "table", &[("key", key)]);
            let tasks = add("tasks", "queue", &[]);
            let work = add("work", "function", &[("timeout", "30s".into())]);
            let tell = add("tell", "function", &[]);
            let event = format!("Thing{number}x{part}Placed");
            let flows: [Drawn<'_>; 7] = [
                ("route", &api, &place, &[("method", "GET".to_owned()), ("path", format!("/s{number}/p{part}"))]),
                ("read-write", &place, &items, &[]),
                ("publish", &place, &tasks, &[]),
                ("subscribe", &tasks, &work, &[]),
                ("publish", &work, &bus, &[("event", event.clone())]),
                ("subscribe", &bus, &tell, &[("event", event)]),
                ("read", &tell, &items, &[]),
            ];
            for (kind, from, to, properties) in flows {
                let mut flow = design.new_flow(kind, from.clone(), to.clone());
                flow.properties =
                    properties.iter().map(|(key, value)| ((*key).to_owned(), Value::String(value.clone()))).collect();
                design.flows.push(flow);
            }
        }
    }
    design
}

fn checks(criterion: &mut Criterion) {
    for nodes in [500, 2_000, 10_000] {
        let design = design(nodes);
        criterion.bench_function(&format!("check {nodes} nodes"), |bencher| {
            bencher.iter(|| check(black_box(&design)));
        });
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20);
    targets = checks
}
criterion_main!(benches);
