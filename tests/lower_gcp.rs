//! Designs as programs for Google Cloud: what is refused, where and why.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, unreachable_pub)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use pulumi_designer::design::file::load;
use pulumi_designer::lower::lower;

/// Nodes of the service `a`, and flows.
const REFUSED: &[(&str, &str)] = &[
    // Kinds and functions.
    ("w: { kind: workflow, steps: [] }, s: { kind: static-site }", ""),
    ("f: { kind: function, existing: projects/x/locations/y/functions/z }", ""),
    ("f: { kind: function, runtime: container, image: x }", ""),
    ("f: { kind: function, version: \"12\", tracing: false, log_retention: 7d }", ""),
    ("c: { kind: container, image: x, existing: y, cpu: 8, memory: 1024 }", ""),
    (
        "c: { kind: container, image: public.ecr.aws/docker/library/nginx:1, ingress: internal, cpu: 8, memory: 1024 }, f: { kind: function }",
        "{ kind: invoke, from: a.f, to: a.c }",
    ),
    ("c: { kind: container, image: x, ingress: internal, public_access: true }", ""),
    // Channels.
    ("q: { kind: queue, existing: x }", ""),
    ("q: { kind: queue, dead_letters: a.r }", ""),
    (
        "q: { kind: queue }, f: { kind: function }",
        "{ kind: subscribe, from: a.q, to: a.f, batch: { size: 10, window: 1s } }",
    ),
    (
        "q: { kind: queue }, f: { kind: function }, g: { kind: function }",
        "{ kind: subscribe, from: a.q, to: a.f }, { kind: subscribe, from: a.q, to: a.g }",
    ),
    (
        "t: { kind: topic }, f: { kind: function }",
        "{ kind: subscribe, from: a.t, to: a.f, filter: { total: [{ numeric: [\">\", 3] }] } }",
    ),
    ("t: { kind: topic }, f: { kind: function }", "{ kind: subscribe, from: a.t, to: a.f, dead_letters: a.q }"),
    (
        "t: { kind: topic }, x: { kind: external, url: \"mailto:x@x.example\" }, y: { kind: external }",
        "{ kind: subscribe, from: a.t, to: a.x }, { kind: subscribe, from: a.t, to: a.y }",
    ),
    (
        "t: { kind: topic }, w: { kind: workflow, steps: [{ name: rest, wait: 1s }] }",
        "{ kind: subscribe, from: a.t, to: a.w, event: Told, dead_letters: false }",
    ),
    ("b: { kind: bucket }, f: { kind: function }", "{ kind: subscribe, from: a.b, to: a.f, filter: { suffix: .jpg } }"),
    ("d: { kind: delivery-stream }", ""),
    (
        "d: { kind: delivery-stream }, b: { kind: bucket }",
        "{ kind: write, from: a.d, to: a.b }, { kind: read, from: a.d, to: a.b }",
    ),
    // Labels, and properties of the SDK.
    ("t: { kind: topic, tags: { Team: Blue } }, d: { kind: table, key: { partition: id }, tags: { team: blue } }", ""),
    ("h: { kind: http-api, extra: { labels: { a: b } } }", ""),
    // Calls.
    ("f: { kind: function }, g: { kind: function }", "{ kind: invoke, from: a.f, to: a.g, mode: async }"),
    ("s: { kind: schedule, every: 7m }, f: { kind: function }", "{ kind: invoke, from: a.s, to: a.f }"),
    (
        "h: { kind: http-api, domain: api.example }, f: { kind: function }",
        "{ kind: route, from: a.h, to: a.f, path: /, auth: jwt }",
    ),
    ("h: { kind: http-api }, f: { kind: function }", "{ kind: route, from: a.h, to: a.f, path: /, auth: custom }"),
    // Stores and people.
    (
        "t: { kind: table, key: { partition: id } }, f: { kind: function }, q: { kind: queue }",
        "{ kind: subscribe, from: a.t, to: a.f, max_attempts: 3 }, { kind: subscribe, from: a.q, to: a.f }",
    ),
    ("d: { kind: sql }, f: { kind: function }", "{ kind: read, from: a.f, to: a.d, auth: password }"),
    ("s: { kind: secret }, p: { kind: secret, value: plain }", ""),
    ("p: { kind: user-pool, sign_in: [username] }, o: { kind: user-pool }", ""),
    ("p: { kind: user-pool }, f: { kind: function }", "{ kind: trigger, from: a.p, to: a.f, on: post-confirmation }"),
    ("n: { kind: network, existing: x }", ""),
    ("r: { kind: resource, type: \"aws:sns/topic:Topic\" }", ""),
];

#[test]
fn what_google_cloud_has_no_equivalent_of_is_refused_with_what_to_do() {
    let mut said = String::new();
    for (nodes, flows) in REFUSED {
        let text = format!(
            "version: 1\nname: x\nprovider: gcp\nregion: europe-west4\nservices: {{ a: {{ nodes: {{ {nodes} }} }} }}\nflows: [{flows}]\n"
        );
        let loaded = load(&text);
        writeln!(said, "{nodes}\n{flows}").unwrap();
        for problem in &loaded.problems {
            writeln!(said, "  {problem:?}").unwrap();
        }
        let errors = lower(&loaded.design).expect_err(&text);
        for error in errors {
            writeln!(said, "  {error}").unwrap();
        }
        said.push('\n');
    }
    insta::assert_snapshot!(said);
}

const ROLES: &str = include_str!("../assets/catalog/gcp-roles.yaml");

/// Every role that a text names.
fn roles(text: &str) -> Vec<String> {
    let ends = |letter: char| !(letter.is_ascii_alphanumeric() || letter == '.');
    text.split("roles/").skip(1).map(|rest| format!("roles/{}", rest.split(ends).next().unwrap())).collect()
}

#[test]
fn each_role_stands_in_the_catalogue_with_where_it_was_read_and_none_is_there_for_nothing() {
    let catalogue: BTreeMap<String, BTreeMap<String, String>> = serde_yaml::from_str(ROLES).unwrap();
    assert!(catalogue.values().all(|role| role.contains_key("source") && role.contains_key("read")));
    let known: BTreeSet<String> = catalogue.into_keys().collect();
    let mut given = BTreeSet::new();
    for fixture in [
        include_str!("fixtures/proof/gcp-messaging.yaml"),
        include_str!("fixtures/proof/gcp-stores.yaml"),
        include_str!("fixtures/proof/gcp-work.yaml"),
    ] {
        let program = lower(&load(fixture).design).unwrap();
        given.extend(roles(&format!("{:?}", program.components)));
        given.extend(program.support.iter().flat_map(|module| roles(module.typescript)));
    }
    assert_eq!(known, given);
}

#[test]
fn a_queue_may_be_called_like_what_is_made_beside_it() {
    let text = "version: 1
name: shop
provider: gcp
services: { a: { nodes: { dead-letters: { kind: queue }, files: { kind: bucket } } } }
flows: [{ kind: publish, from: a.files, to: a.dead-letters }]
";
    let made = lower(&load(text).design);
    assert!(made.is_ok(), "{made:?}");
}
