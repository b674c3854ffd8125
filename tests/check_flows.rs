//! What follows from the flows of a whole design: loops that are none, ways in, accepted findings.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use pulumi_designer::check::{self, Finding, Severity};
use pulumi_designer::design::file;

/// Nodes that most of these designs have: an API, four functions, a bus, a queue, a topic, a table and a bucket.
const HEAD: &str = "
version: 1
name: flows
region: eu-west-1
environments: { dev: {}, prod: {} }
services:
  a:
    nodes:
      api: { kind: http-api }
      f: { kind: function, timeout: 25s }
      g: { kind: function, timeout: 20s }
      h: { kind: function, timeout: 15s }
      i: { kind: function, timeout: 5s }
      bus: { kind: event-bus }
      tasks: { kind: queue, fifo: false }
      news: { kind: topic }
      items: { kind: table, key: { partition: id } }
      files: { kind: bucket }
      live: { kind: websocket-api }
";

/// What the rules of that category and code say of a design with those flows, as `code place`.
fn found(flows: &[&str], codes: &[&str]) -> Vec<String> {
    found_with(flows, "", codes)
}

fn found_with(flows: &[&str], rest: &str, codes: &[&str]) -> Vec<String> {
    let flows: Vec<String> = flows.iter().map(|flow| format!("  - {{ {flow} }}\n")).collect();
    let flows = flows.concat();
    let loaded = file::load(&format!("{HEAD}flows:\n{flows}{rest}"));
    assert!(!loaded.has_errors(), "{:#?}", loaded.problems);
    check::check(&loaded.design)
        .iter()
        .filter(|finding| codes.contains(&finding.code))
        .map(|finding| format!("{} {}", finding.code, finding.place))
        .collect()
}

const IN: &str = "kind: route, from: a.api, to: a.f, method: GET, path: /x";
const CYCLES: [&str; 4] = ["STR002", "STR003", "STR004", "STR005"];

#[test]
fn two_events_on_one_bus_are_no_loop() {
    let flows = [
        IN,
        "kind: publish, from: a.f, to: a.bus, event: OrderPlaced",
        "kind: subscribe, from: a.bus, to: a.g, event: OrderPlaced",
        "kind: publish, from: a.g, to: a.bus, event: OrderPaid",
        "kind: subscribe, from: a.bus, to: a.h, event: OrderPaid",
        "kind: publish, from: a.h, to: a.bus, event: OrderSent",
        "kind: subscribe, from: a.bus, to: a.i, event: OrderSent",
    ];
    assert_eq!(found(&flows, &CYCLES), [""; 0]);
}

#[test]
fn a_subscriber_of_everything_that_publishes_to_its_bus_is_a_loop() {
    let flows = [
        IN,
        "kind: publish, from: a.f, to: a.bus, event: OrderPlaced",
        "kind: subscribe, from: a.bus, to: a.g",
        "kind: publish, from: a.g, to: a.bus, event: OrderPaid",
    ];
    assert_eq!(found(&flows, &CYCLES), ["STR004 a.g"]);
}

#[test]
fn an_event_that_a_queue_and_a_topic_pass_on_comes_back() {
    let through = |event: &str| {
        [
            IN.to_owned(),
            "kind: publish, from: a.f, to: a.bus, event: OrderPlaced".to_owned(),
            "kind: publish, from: a.f, to: a.bus, event: OrderPaid".to_owned(),
            format!("kind: subscribe, from: a.bus, to: a.tasks, event: {event}"),
            "kind: subscribe, from: a.tasks, to: a.g".to_owned(),
            "kind: publish, from: a.g, to: a.bus, event: OrderPaid".to_owned(),
        ]
    };
    let (loops, ends) = (through("OrderPaid"), through("OrderPlaced"));
    assert_eq!(found(&loops.each_ref().map(String::as_str), &CYCLES), ["STR004 a.g"]);
    assert_eq!(found(&ends.each_ref().map(String::as_str), &CYCLES), [""; 0]);
}

#[test]
fn a_circle_of_calls_is_one_finding_and_no_loop_of_events_too() {
    let flows = [
        IN,
        "kind: invoke, from: a.f, to: a.g",
        "kind: invoke, from: a.g, to: a.h",
        "kind: invoke, from: a.h, to: a.f",
        "kind: invoke, from: a.g, to: a.f",
    ];
    assert_eq!(found(&flows, &CYCLES), ["STR002 a.f"]);
}

#[test]
fn a_call_of_an_api_goes_on_to_its_routes_and_a_push_to_open_connections_does_not_wait() {
    assert_eq!(found(&[IN, "kind: call, from: a.f, to: a.api"], &CYCLES), ["STR002 a.api"]);
    let push = ["kind: route, from: a.live, to: a.f, key: $default", "kind: call, from: a.f, to: a.live"];
    assert_eq!(found(&push, &["STR002"]), [""; 0]);
}

#[test]
fn what_a_function_writes_starts_it_again_unless_the_subscription_filters() {
    let flows = |filter: &str| {
        [
            IN.to_owned(),
            "kind: read-write, from: a.f, to: a.items".to_owned(),
            format!("kind: subscribe, from: a.items, to: a.tasks{filter}"),
            "kind: subscribe, from: a.tasks, to: a.f".to_owned(),
        ]
    };
    let (open, filtered) = (flows(""), flows(", filter: { operation: [INSERT] }"));
    assert_eq!(found(&open.each_ref().map(String::as_str), &CYCLES), ["STR005 flow 1"]);
    assert_eq!(found(&filtered.each_ref().map(String::as_str), &CYCLES), [""; 0]);
}

#[test]
fn what_a_store_starts_is_reached_through_who_writes_to_it() {
    let flows = [IN, "kind: read-write, from: a.f, to: a.items", "kind: subscribe, from: a.items, to: a.g"];
    assert_eq!(found(&flows, &["STR006"]), [""; 0]);
    let unwritten = [IN, "kind: subscribe, from: a.items, to: a.g"];
    assert_eq!(found(&unwritten, &["STR006"]), ["STR006 a.g"]);
    // What nothing is published to is told of the channel, and not of those who wait for it besides.
    let alone = [IN, "kind: subscribe, from: a.tasks, to: a.g", "kind: subscribe, from: a.files, to: a.h"];
    assert_eq!(found(&alone, &["STR006", "EVT003"]), ["EVT003 a.tasks"]);
}

#[test]
fn an_orphan_event_is_told_at_the_end_that_it_has() {
    let flows = [
        IN,
        "kind: publish, from: a.f, to: a.bus, event: OrderPlaced",
        "kind: subscribe, from: a.bus, to: a.g, event: OrderShipped",
    ];
    assert_eq!(found(&flows, &["EVT001", "EVT002", "EVT003"]), ["EVT002 flow 2.event", "EVT001 flow 1.event"]);
}

/// A loop that ends by itself.
const RETRY: [&str; 4] = [
    IN,
    "kind: publish, from: a.f, to: a.tasks",
    "kind: subscribe, from: a.tasks, to: a.g",
    "kind: publish, from: a.g, to: a.tasks",
];

#[test]
fn a_loop_is_accepted_at_any_node_or_flow_of_it() {
    for at in ["a.tasks", "a.g", "a", "a.g → a.tasks"] {
        let allow = format!(
            "allow: [{{ rule: structure/event-feedback-loop, at: {at}, because: It gives up after three times }}]\n"
        );
        assert_eq!(found_with(&RETRY, &allow, &["STR004", "OPS015", "OPS016"]), [""; 0], "{at}");
    }
    let elsewhere =
        "allow: [{ rule: structure/event-feedback-loop, at: a.h, because: It gives up after three times }]\n";
    assert_eq!(found_with(&RETRY, elsewhere, &["STR004", "OPS015"]), ["STR004 a.g", "OPS015 allow.0"]);
}

#[test]
fn an_error_that_no_reason_excuses_stays() {
    let flows = [IN, "kind: read, from: a.items, to: a.f"];
    let allow = "allow: [{ rule: structure/illegal-connection, at: a.f, because: It works on my machine }]\n";
    assert_eq!(found_with(&flows, allow, &["STR009", "OPS015"]), ["STR009 flow 1.kind", "OPS015 allow.0"]);
}

fn findings(text: &str) -> Vec<Finding> {
    let loaded = file::load(text);
    assert!(!loaded.has_errors(), "{:#?}", loaded.problems);
    check::check(&loaded.design)
}

#[test]
fn what_differs_by_environment_names_the_environments_and_counts_as_the_worst() {
    let text = "
version: 1
name: stages
region: eu-west-1
environments:
  dev: { set: { a.tasks: { dead_letters: false } } }
  test: {}
  prod: { set: { a.tasks: { dead_letters: false } } }
services:
  a:
    nodes:
      api: { kind: http-api }
      f: { kind: function }
      tasks: { kind: queue }
      g: { kind: function }
flows:
  - { kind: route, from: a.api, to: a.f, method: GET, path: /x }
  - { kind: publish, from: a.f, to: a.tasks }
  - { kind: subscribe, from: a.tasks, to: a.g }
";
    let findings = findings(text);
    let lost = findings.iter().find(|finding| finding.code == "REL001").expect("the finding");
    assert_eq!((lost.severity, lost.environments.join(" ")), (Severity::Error, "dev prod".to_owned()));
    assert_eq!(
        lost.message,
        "In dev and prod: messages of a.tasks that always fail are lost: take dead_letters: false away."
    );
    assert_eq!(lost.place.to_string(), "environments.dev.set.a.tasks.dead_letters");
}

#[test]
fn a_circle_of_three_thousand_functions_is_told_in_a_sentence() {
    use std::fmt::Write as _;
    let (mut nodes, mut flows) = (String::new(), String::new());
    for number in 0..3000 {
        let _ = writeln!(nodes, "      f{number}: {{ kind: function }}");
        let _ = writeln!(flows, "  - {{ kind: invoke, from: a.f{number}, to: a.f{} }}", (number + 1) % 3000);
    }
    let text =
        format!("version: 1\nname: chain\nregion: eu-west-1\nservices:\n  a:\n    nodes:\n{nodes}flows:\n{flows}");
    let findings = findings(&text);
    let cycle = findings.iter().find(|finding| finding.code == "STR002").expect("the circle");
    assert_eq!(cycle.related.len(), 3000);
    assert!(cycle.message.len() < 200, "{}", cycle.message);
}
