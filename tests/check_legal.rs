//! What may be joined, and what new nodes and flows begin with.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use std::fmt::Write as _;

use pulumi_designer::catalog::{Provider, catalog};
use pulumi_designer::check::legal::{Legality, legal_flows, new_flow_defaults, new_node_defaults};
use pulumi_designer::check::{Severity, check};
use pulumi_designer::design::{Design, Edit, Environment, Node, NodeId, Service};
use pulumi_designer::value::Value;

/// A design with two environments and one empty service.
fn empty() -> Design {
    let mut design = Design { name: "legal".to_owned(), region: Some("eu-west-1".to_owned()), ..Design::default() };
    design.environments.insert("dev".to_owned(), Environment::default());
    design.environments.insert("prod".to_owned(), Environment::default());
    design.services.insert("shop".to_owned(), Service::default());
    design
}

/// Adds a node of that kind as the palette does.
fn add(design: &mut Design, kind: &str) -> NodeId {
    let (name, properties) = new_node_defaults(design, "shop", kind);
    let id = NodeId::new("shop", name);
    let node = Node { kind: kind.to_owned(), properties };
    design.apply(Edit::AddNode { id: id.clone(), node, index: None }).expect("a free name");
    id
}

/// Draws a flow as connect mode does.
fn join(design: &mut Design, kind: &str, from: &NodeId, to: &NodeId) {
    let properties = new_flow_defaults(design, kind, from, to);
    let mut flow = design.new_flow(kind, from.clone(), to.clone());
    flow.properties = properties;
    design.apply(Edit::AddFlow { flow, index: None }).expect("a new flow");
}

fn errors(design: &Design) -> Vec<String> {
    check(design)
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .map(|finding| format!("{} {}", finding.code, finding.message))
        .collect()
}

#[test]
fn a_new_node_alone_makes_no_error() {
    for kind in catalog().kinds.keys() {
        let mut design = empty();
        add(&mut design, kind);
        add(&mut design, kind);
        let errors = errors(&design);
        // An API answers nothing until its first route is drawn.
        let awaited = |error: &String| error.starts_with("STR014");
        assert!(errors.iter().all(awaited), "{kind}: {errors:#?}");
    }
}

#[test]
fn a_new_flow_of_every_legal_kind_makes_no_error() {
    let mut drawn = 0;
    for from in catalog().kinds.keys() {
        for to in catalog().kinds.keys() {
            let mut design = empty();
            let (source, target) = (add(&mut design, from), add(&mut design, to));
            for flow in legal_flows(&design, &source, &target).flows() {
                let mut design = design.clone();
                join(&mut design, flow, &source, &target);
                drawn += 1;
                let errors = errors(&design);
                // What the rest of the design must still bring: a publisher, a route, somebody to sign in, a network.
                let awaited = |error: &String| {
                    ["STR014", "SEC004", "SEC008", "SEC021"].iter().any(|code| error.starts_with(code))
                };
                assert!(errors.iter().all(awaited), "{from} {flow} {to}: {errors:#?}");
            }
        }
    }
    assert!(drawn > 100, "{drawn}");
}

#[test]
fn legal_flows_come_with_the_most_likely_first() {
    let mut design = empty();
    let ids: Vec<NodeId> =
        ["function", "table", "event-bus", "queue", "user-pool", "bucket"].map(|kind| add(&mut design, kind)).into();
    let flows = |from: usize, to: usize| legal_flows(&design, &ids[from], &ids[to]).flows().join(" ");
    assert_eq!(flows(0, 1), "read-write read write");
    assert_eq!(flows(0, 2), "publish");
    assert_eq!(flows(3, 0), "subscribe");
    assert_eq!(flows(0, 4), "use read-write read write");
    assert_eq!(flows(5, 2), "publish subscribe");
}

#[test]
fn a_refusal_says_why_and_what_is_legal_instead() {
    let mut design = empty();
    let mut refusals = String::new();
    for (from, to) in [
        ("table", "secret"),
        ("secret", "function"),
        ("http-api", "table"),
        ("http-api", "topic"),
        ("bucket", "workflow"),
        ("queue", "schedule"),
        ("function", "network"),
    ] {
        let (source, target) = (add(&mut design, from), add(&mut design, to));
        let Legality::Refused(refusal) = legal_flows(&design, &source, &target) else { panic!("{from} {to}") };
        let _ = writeln!(
            refusals,
            "{from} → {to}: {}\n  reversed {:?}, through {:?}",
            refusal.message, refusal.reversed, refusal.through
        );
    }
    let node = add(&mut design, "function");
    let Legality::Refused(refusal) = legal_flows(&design, &node, &node) else { panic!("itself") };
    refusals.push_str(&refusal.message);
    insta::assert_snapshot!(refusals);
}

#[test]
fn other_clouds_have_other_flows() {
    let mut design = empty();
    let (topic, container) = (add(&mut design, "topic"), add(&mut design, "container"));
    assert!(!legal_flows(&design, &topic, &container).is_legal());
    design.provider = Some(Provider::Gcp);
    assert_eq!(legal_flows(&design, &topic, &container).flows(), ["subscribe"]);
}

/// A design with a service of functions of those names, an API, a bus and a user pool.
fn shop(functions: &[&str]) -> (Design, Vec<NodeId>) {
    let mut design = empty();
    for kind in ["http-api", "event-bus", "user-pool"] {
        add(&mut design, kind);
    }
    let mut ids = Vec::new();
    for name in functions {
        let id = NodeId::new("shop", *name);
        let node = Node::of_kind("function");
        design.apply(Edit::AddNode { id: id.clone(), node, index: None }).unwrap();
        ids.push(id);
    }
    (design, ids)
}

fn text(map: &pulumi_designer::value::Map, key: &str) -> String {
    map.get(key).and_then(Value::as_str).unwrap_or("-").to_owned()
}

#[test]
fn a_new_route_has_a_method_a_free_path_and_the_authorisation_of_its_api() {
    let (mut design, functions) = shop(&["create-order", "list-orders", "delete-order"]);
    let api = NodeId::new("shop", "api");
    let route = |design: &Design, function: &NodeId| {
        let map = new_flow_defaults(design, "route", &api, function);
        format!("{} {} {}", text(&map, "method"), text(&map, "path"), text(&map, "auth"))
    };
    assert_eq!(route(&design, &functions[0]), "POST /create-order none");
    assert_eq!(route(&design, &functions[1]), "GET /list-orders none");
    assert_eq!(route(&design, &functions[2]), "DELETE /delete-order none");
    join(&mut design, "authorize", &NodeId::new("shop", "customers"), &api);
    join(&mut design, "route", &api, &functions[0]);
    assert_eq!(route(&design, &functions[0]), "POST /create-order-2 jwt");
}

#[test]
fn a_new_event_is_named_after_what_publishes_it_and_the_next_subscriber_gets_it() {
    let names = ["create-order", "send-mail", "checkout", "notify-customer", "list-orders", "2fast"];
    let (mut design, functions) = shop(&names);
    let bus = NodeId::new("shop", "bus");
    let event =
        |design: &Design, function: &NodeId| text(&new_flow_defaults(design, "publish", function, &bus), "event");
    let events: Vec<String> = functions.iter().map(|function| event(&design, function)).collect();
    let expected = [
        "OrderCreated",
        "MailSent",
        "CheckoutCompleted",
        "CustomerNotified",
        "ListOrdersCompleted",
        "Event2fastCompleted",
    ];
    assert_eq!(events, expected);
    join(&mut design, "publish", &functions[0], &bus);
    join(&mut design, "publish", &functions[1], &bus);
    let wanted = |design: &Design| text(&new_flow_defaults(design, "subscribe", &bus, &functions[2]), "event");
    assert_eq!(wanted(&design), "OrderCreated");
    join(&mut design, "subscribe", &bus, &functions[2]);
    assert_eq!(wanted(&design), "MailSent");
}

#[test]
fn new_nodes_are_named_after_what_they_are_for() {
    let mut design = empty();
    let mut names = Vec::new();
    for kind in ["function", "table", "table", "http-api", "schedule", "queue"] {
        names.push(add(&mut design, kind).node);
    }
    assert_eq!(names, ["handler", "shop", "shop-2", "api", "daily", "tasks"]);
}
