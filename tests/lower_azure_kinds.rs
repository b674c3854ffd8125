//! Databases, networks, mail and containers as programs for Azure: what is refused, where and why.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, unreachable_pub)]

use std::fmt::Write as _;

use pulumi_designer::design::file::load;
use pulumi_designer::lower::lower;

/// Nodes of the service `a`, and flows.
const REFUSED: &[(&str, &str)] = &[
    // Databases.
    ("d: { kind: sql }", ""),
    ("d: { kind: sql, engine: mysql, network: a.n }, n: { kind: network }", ""),
    ("d: { kind: sql, existing: x }", ""),
    ("d: { kind: sql, version: \"9\", network: a.n, min_tls: 1.1 }, n: { kind: network }", ""),
    ("d: { kind: sql, proxy: true, public_access: true, network: a.n }, n: { kind: network }", ""),
    (
        "d: { kind: sql, network: a.n }, n: { kind: network }, f: { kind: function }",
        "{ kind: read, from: a.f, to: a.d, auth: password }",
    ),
    (
        "d: { kind: sql, network: a.n }, n: { kind: network }, m: { kind: network }, f: { kind: function, network: a.m }",
        "{ kind: write, from: a.f, to: a.d }",
    ),
    // Networks.
    ("n: { kind: network, cidr: 10.0.0.1/16 }", ""),
    ("n: { kind: network, cidr: 10.0.0.0/26 }", ""),
    ("n: { kind: network, endpoints: [bucket, event-bus] }", ""),
    ("n: { kind: network, existing: x }", ""),
    (
        "n: { kind: network }, f: { kind: function, network: a.n }, x: { kind: external, url: \"https://x.example\" }, m: { kind: email, from: x.example }",
        "{ kind: call, from: a.f, to: a.x }, { kind: call, from: a.f, to: a.m }",
    ),
    // Containers.
    ("c: { kind: container, image: x, cpu: 0.3, memory: 1024 }", ""),
    ("c: { kind: container, image: x, min: 0 }", ""),
    ("c: { kind: container, image: x, existing: y }", ""),
    ("c: { kind: container, image: x, network: a.n, ingress: internal }, n: { kind: network }", ""),
    (
        "c: { kind: container, image: x }, f: { kind: function }, p: { kind: user-pool }",
        "{ kind: invoke, from: a.f, to: a.c }, { kind: read, from: a.c, to: a.p }",
    ),
    (
        "c: { kind: container, image: x }, h: { kind: http-api }",
        "{ kind: route, from: a.h, to: a.c, method: GET, path: /x }",
    ),
    // Functions.
    ("f: { kind: function }, g: { kind: function }", "{ kind: invoke, from: a.f, to: a.g }"),
    // Mail.
    ("m: { kind: email, existing: x, from: x.example }", ""),
    ("m: { kind: email }", ""),
];

#[test]
fn what_stores_networks_mail_and_containers_cannot_be_is_refused_with_what_to_do() {
    let mut said = String::new();
    for (nodes, flows) in REFUSED {
        let text = format!(
            "version: 1\nname: x\nprovider: azure\nregion: westeurope\nservices: {{ a: {{ nodes: {{ {nodes} }} }} }}\nflows: [{flows}]\n"
        );
        let loaded = load(&text);
        writeln!(said, "{nodes}\n{flows}").unwrap();
        let errors = lower(&loaded.design).expect_err(&text);
        for error in errors {
            writeln!(said, "  {error}").unwrap();
        }
        said.push('\n');
    }
    insta::assert_snapshot!(said);
}
