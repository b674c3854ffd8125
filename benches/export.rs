//! How long an export takes, stage by stage and as a whole, and how long a design of 500 nodes is read and checked.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]

use std::fmt::Write as _;
use std::fs;
use std::hint::black_box;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use pulumi_designer::catalog::Language;
use pulumi_designer::check::check;
use pulumi_designer::design::file;
use pulumi_designer::emit::emit;
use pulumi_designer::lower::lower;
use pulumi_designer::presets;
use pulumi_designer::project::{Mode, export, files};

fn shop(criterion: &mut Criterion) {
    let text = &presets::find("shop", &[]).unwrap().text;
    let design = file::load(text).design;
    let program = lower(&design).unwrap();
    let mut group = criterion.benchmark_group("shop");
    group.bench_function("load", |bencher| bencher.iter(|| file::load(black_box(text))));
    group.bench_function("check", |bencher| bencher.iter(|| check(black_box(&design))));
    group.bench_function("lower", |bencher| bencher.iter(|| lower(black_box(&design))));
    for language in Language::ALL {
        let name = language.name();
        group.bench_function(format!("emit {name}"), |bencher| bencher.iter(|| emit(black_box(&program), language)));
        group.bench_function(format!("load, check, lower, emit {name}"), |bencher| {
            bencher.iter(|| {
                let design = file::load(black_box(text)).design;
                (check(&design), files(&design, language).unwrap())
            });
        });
    }
    let folder = tempfile::tempdir().unwrap();
    let mut number = 0;
    let mut fresh = || {
        number += 1;
        folder.path().join(number.to_string())
    };
    let run = |path: std::path::PathBuf| export(&design, Language::TypeScript, &path, Mode::Write).unwrap();
    group.bench_function("export into an empty folder", |bencher| {
        bencher.iter_batched(&mut fresh, run, BatchSize::PerIteration);
    });
    let up_to_date = folder.path().join("up-to-date");
    export(&design, Language::TypeScript, &up_to_date, Mode::Write).unwrap();
    group.bench_function("export again, nothing changed", |bencher| {
        bencher.iter(|| export(&design, Language::TypeScript, &up_to_date, Mode::Write).unwrap());
    });
    group.finish();
}

/// The services that share an API and a bus: AWS refuses APIs of more than 300 routes.
const AROUND_ONE: usize = 200;

/// The file of a design with that many nodes: services of a function, a table, a queue and two workers.
fn large(nodes: usize) -> String {
    let services = nodes.saturating_sub(2) / 5;
    let mut text = "version: 1\nname: large\nprovider: aws\nregion: eu-west-1\nenvironments: { dev: {}, prod: {} }\n\
                    services:\n  shared:\n    nodes:\n"
        .to_owned();
    for number in 0..services.div_ceil(AROUND_ONE) {
        let _ = writeln!(text, "      api-{number}: {{ kind: http-api }}\n      bus-{number}: {{ kind: event-bus }}");
    }
    let mut flows = String::new();
    for number in 0..services {
        let (service, shared) = (format!("service-{number}"), number / AROUND_ONE);
        let _ = writeln!(
            text,
            "  {service}:\n    nodes:\n      place: {{ kind: function, memory: 512, timeout: 10s }}\n      \
             items: {{ kind: table, key: {{ partition: id }} }}\n      tasks: {{ kind: queue }}\n      \
             work: {{ kind: function, timeout: 30s }}\n      tell: {{ kind: function }}"
        );
        let _ = writeln!(
            flows,
            "  - {{ kind: route, from: shared.api-{shared}, to: {service}.place, method: GET, path: /things-{number} }}\n  \
             - {{ kind: read-write, from: {service}.place, to: {service}.items }}\n  \
             - {{ kind: publish, from: {service}.place, to: {service}.tasks }}\n  \
             - {{ kind: subscribe, from: {service}.tasks, to: {service}.work }}\n  \
             - {{ kind: publish, from: {service}.work, to: shared.bus-{shared}, event: Thing{number}Placed }}\n  \
             - {{ kind: subscribe, from: shared.bus-{shared}, to: {service}.tell, event: Thing{number}Placed }}"
        );
    }
    text + "flows:\n" + &flows
}

/// A design of 2,000 nodes, from its file to the project on disk, on one core.
fn export_large(criterion: &mut Criterion) {
    let text = large(2000);
    let folder = tempfile::tempdir().unwrap();
    let mut group = criterion.benchmark_group("export of 2000 nodes");
    group.sample_size(10);
    for language in Language::ALL {
        let mut number = 0;
        let mut fresh = || {
            number += 1;
            folder.path().join(format!("{}-{number}", language.name()))
        };
        let run = |path: std::path::PathBuf| {
            let design = file::load(black_box(&text)).design;
            export(&design, language, &path, Mode::Write).unwrap()
        };
        group.bench_function(language.name(), |bencher| {
            bencher.iter_batched(&mut fresh, run, BatchSize::PerIteration);
        });
    }
    group.finish();
}

/// As a command: from the start of the process to its end.
fn validate(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let mut group = criterion.benchmark_group("validate");
    for nodes in [500, 2000] {
        let text = large(nodes);
        assert!(!file::load(&text).has_errors());
        let path = folder.path().join(format!("{nodes}.yaml"));
        fs::write(&path, &text).unwrap();
        group.bench_function(format!("{nodes} nodes, in process"), |bencher| {
            bencher.iter(|| check(&file::load(black_box(&text)).design));
        });
        group.bench_function(format!("{nodes} nodes, as a command"), |bencher| {
            bencher.iter(|| {
                let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_pulumi-designer"));
                command.arg("validate").arg(&path).output().unwrap()
            });
        });
    }
    group.finish();
}

criterion_group!(benches, shop, export_large, validate);
criterion_main!(benches);
