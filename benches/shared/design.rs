//! A synthetic design for measurements.

/// A design of about that many nodes: services of six behind one API, joined by events on one bus.
pub(crate) fn design(nodes: usize) -> String {
    use std::fmt::Write as _;
    let mut services = String::from(
        "services:\n  shared:\n    nodes:\n      api: { kind: http-api }\n      bus: { kind: event-bus }\n",
    );
    let mut flows = String::from("flows:\n");
    for number in 1..=nodes / 6 {
        let name = format!("service-{number:04}");
        let _ = write!(
            services,
            "  {name}:\n    nodes:\n      write: {{ kind: function }}\n      read: {{ kind: function, runtime: python }}\n      store: {{ kind: table, key: {{ partition: id }} }}\n      inbox: {{ kind: queue }}\n      work: {{ kind: function, timeout: 20s }}\n      news: {{ kind: topic }}\n"
        );
        let _ = write!(
            flows,
            "  - {{ kind: route, from: shared.api, to: {name}.write, method: POST, path: /s{number} }}\n  - {{ kind: route, from: shared.api, to: {name}.read, method: GET, path: /s{number} }}\n  - {{ kind: read-write, from: {name}.write, to: {name}.store }}\n  - {{ kind: read, from: {name}.read, to: {name}.store }}\n  - {{ kind: subscribe, from: {name}.inbox, to: {name}.work }}\n  - {{ kind: publish, from: {name}.work, to: {name}.news }}\n  - {{ kind: publish, from: {name}.write, to: shared.bus, event: Thing{number}Changed }}\n  - {{ kind: subscribe, from: shared.bus, to: {name}.inbox, event: Thing{}Changed }}\n",
            number.max(2) - 1
        );
    }
    format!(
        "version: 1\nname: big\nprovider: aws\nregion: eu-west-1\nenvironments: {{ dev: {{}}, prod: {{}} }}\n{services}{flows}"
    )
}
