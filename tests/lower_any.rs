//! Whatever legal design is drawn, lowering gives a program or says why not: it never panics, gives the same program
//! each time, no name twice, and nothing that the printers could not print.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, unreachable_pub)]

use std::collections::BTreeSet;

use proptest::prelude::*;

use pulumi_designer::catalog::{Language, Provider, catalog};
use pulumi_designer::design::{Design, Node, NodeId};
use pulumi_designer::emit::emit;
use pulumi_designer::lower::lower;
use pulumi_designer::program::{Class, Statement};
use pulumi_designer::value::{Map, Value};

const KINDS: &[&str] = &[
    "function",
    "http-api",
    "queue",
    "topic",
    "event-bus",
    "schedule",
    "table",
    "bucket",
    "secret",
    "parameter",
    "user-pool",
    "external",
];
const NAMES: &[&str] = &["a", "orders", "order-2", "order2", "lambda", "a-to-b", "orders-dead-letters", "class", "id"];
const SERVICES: &[&str] = &["shared", "orders", "from", "order-2"];

fn text(text: &str) -> Value {
    Value::from(text)
}

fn map(entries: &[(&str, Value)]) -> Value {
    Value::Map(entries.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect::<Map>())
}

/// What a kind must be told.
fn properties(kind: &str, variant: u8) -> Map {
    let entries: Vec<(&str, Value)> = match (kind, variant % 3) {
        ("table", _) => vec![("key", map(&[("partition", text("id"))]))],
        ("parameter", _) => vec![("value", text("on"))],
        ("secret", _) => vec![("generate", Value::Boolean(true))],
        ("schedule", 0) => vec![("cron", text("*/5 * * * 1-5"))],
        ("schedule", _) => vec![("every", text("1h"))],
        ("external", _) => vec![("url", text("https://example.com"))],
        ("queue", 1) => vec![("fifo", Value::Boolean(true))],
        ("function", 1) => vec![("runtime", text("python")), ("url", map(&[("auth", text("none"))]))],
        ("function", 2) => vec![("canary", map(&[("percent", Value::Integer(10))]))],
        _ => Vec::new(),
    };
    entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

/// A design with nodes of these services, names and kinds, and every legal flow among the pairs.
fn design(nodes: &[(usize, usize, usize, u8)], pairs: &[(usize, usize, usize)]) -> Design {
    let mut design = Design { name: "any".to_owned(), provider: Some(Provider::Aws), ..Design::default() };
    let mut ids: Vec<NodeId> = Vec::new();
    for (service, name, kind, variant) in nodes {
        let id = NodeId::new(SERVICES[service % SERVICES.len()], NAMES[name % NAMES.len()]);
        let kind = KINDS[kind % KINDS.len()];
        let service = design.services.entry(id.service.clone()).or_default();
        if service.nodes.contains_key(&id.node) {
            continue;
        }
        let node = Node { kind: kind.to_owned(), properties: properties(kind, *variant) };
        service.nodes.insert(id.node.clone(), node);
        ids.push(id);
    }
    for (number, (from, to, choice)) in pairs.iter().enumerate() {
        let (from, to) = (ids[from % ids.len()].clone(), ids[to % ids.len()].clone());
        let kinds = (design.kind_of(&from).unwrap().to_owned(), design.kind_of(&to).unwrap().to_owned());
        let legal = catalog().flows_between(&kinds.0, &kinds.1, Provider::Aws);
        if legal.is_empty() {
            continue;
        }
        let kind = legal[choice % legal.len()].0.name.clone();
        let mut flow = design.new_flow(&kind, from, to);
        let mut set = |key: &str, value: Value| flow.properties.insert(key.to_owned(), value);
        match kind.as_str() {
            "route" => {
                set("path", text(&format!("/things/{number}/{{id}}")));
                set("method", text(["GET", "ANY", "POST"][choice % 3]));
            }
            "trigger" => {
                set("on", text("pre-sign-up"));
            }
            "publish" | "subscribe" if choice % 2 == 0 => {
                set("event", text("OrderPlaced"));
            }
            _ => {}
        }
        design.flows.push(flow);
    }
    design
}

fn names(statements: &[Statement], found: &mut Vec<(String, String)>) {
    for statement in statements {
        match statement {
            Statement::Resource(resource) => {
                let class = match &resource.class {
                    Class::Sdk(kind) => format!("{}.{}.{}", kind.package, kind.module, kind.class),
                    Class::Component(support) | Class::Function(support) => support.item.clone(),
                };
                found.push((class, resource.name.clone()));
            }
            Statement::If { then, .. } => names(then, found),
            Statement::Let { .. } | Statement::Assign { .. } => {}
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn any_legal_design_becomes_a_program_or_an_answer(
        nodes in prop::collection::vec((0usize..4, 0usize..9, 0usize..12, 0u8..3), 1..14),
        pairs in prop::collection::vec((0usize..14, 0usize..14, 0usize..6), 0..30),
    ) {
        let design = design(&nodes, &pairs);
        let program = match lower(&design) {
            Ok(program) => program,
            Err(errors) => {
                prop_assert!(!errors.is_empty());
                for error in errors {
                    prop_assert!(!error.message.is_empty() && !error.help.is_empty());
                }
                return Ok(());
            }
        };
        prop_assert_eq!(&program, &lower(&design).unwrap());
        for component in &program.components {
            let mut found = Vec::new();
            names(&component.body, &mut found);
            let unique: BTreeSet<_> = found.iter().collect();
            prop_assert_eq!(unique.len(), found.len(), "{:?}", found);
        }
        prop_assert!(!format!("{program:?}").contains("Node { node:"), "a reference was not linked");
        for language in Language::ALL {
            prop_assert!(!emit(&program, language).is_empty());
        }
    }
}
