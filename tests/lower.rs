//! Designs as programs: what is made of each kind and flow, what settings follow, what is refused and why.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, unreachable_pub)]

use std::collections::BTreeSet;
use std::fmt::Write as _;

use pulumi_designer::catalog::Language;
use pulumi_designer::design::Design;
use pulumi_designer::design::file::load;
use pulumi_designer::emit::emit;
use pulumi_designer::lower::{LowerError, lower};
use pulumi_designer::program::{Class, Program, Resource, Statement};

const EVERYTHING: &str = include_str!("fixtures/lower/everything.yaml");

fn listed(errors: &[LowerError]) -> String {
    let mut text = String::new();
    for error in errors {
        writeln!(text, "{error}").unwrap();
    }
    text
}

fn design(text: &str) -> Design {
    let loaded = load(text);
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    loaded.design
}

fn program(text: &str) -> Program {
    match lower(&design(text)) {
        Ok(program) => program,
        Err(errors) => panic!("{}", listed(&errors)),
    }
}

/// What a program says of the entry, the settings and the components that are asked for, in TypeScript.
fn shown(text: &str, components: &[&str]) -> String {
    let program = program(text);
    let mut shown = String::new();
    for file in emit(&program, Language::TypeScript) {
        let asked = components.iter().any(|name| file.path == format!("src/services/{name}.ts"))
            || (components.contains(&"shared") && file.path == "src/shared.ts")
            || (components.contains(&"index") && file.path == "index.ts")
            || (components.contains(&"settings") && file.path == "src/settings.ts");
        if asked {
            writeln!(shown, "=== {}\n{}", file.path, file.text).unwrap();
        }
    }
    if components.contains(&"stacks") {
        for stack in &program.stacks {
            writeln!(shown, "=== Pulumi.{}.yaml", stack.environment).unwrap();
            for (key, value) in &stack.provider {
                writeln!(shown, "{key}: {value:?}").unwrap();
            }
            for (name, value) in &stack.values {
                writeln!(shown, "{}: {value:?}", name.camel()).unwrap();
            }
            for name in &stack.missing {
                writeln!(shown, "{} must be given", name.camel()).unwrap();
            }
        }
    }
    shown
}

fn refused(text: &str) -> String {
    match lower(&design(text)) {
        Ok(_) => "nothing".to_owned(),
        Err(errors) => listed(&errors),
    }
}

fn resources<'a>(statements: &'a [Statement], found: &mut Vec<&'a Resource>) {
    for statement in statements {
        match statement {
            Statement::Resource(resource) => found.push(resource),
            Statement::If { then, .. } => resources(then, found),
            Statement::Let { .. } | Statement::Assign { .. } => {}
        }
    }
}

#[test]
fn a_route_to_a_function_that_writes_and_publishes() {
    insta::assert_snapshot!(shown(
        r"
version: 1
name: shop
settings:
  log_level: { type: string, default: INFO, one_of: [DEBUG, INFO] }
services:
  shared:
    nodes:
      api: { kind: http-api }
      bus: { kind: event-bus }
  auth:
    nodes:
      customers: { kind: user-pool }
  orders:
    nodes:
      place: { kind: function }
      orders: { kind: table, key: { partition: orderId }, indexes: [{ name: by-customer, partition: customerId }] }
flows:
  - { kind: authorize, from: auth.customers, to: shared.api }
  - { kind: route, from: shared.api, to: orders.place, method: POST, path: /orders, auth: jwt }
  - { kind: read-write, from: orders.place, to: orders.orders }
  - { kind: publish, from: orders.place, to: shared.bus, event: OrderPlaced }
",
        &["orders", "index"]
    ));
}

#[test]
fn a_queue_with_its_consumer() {
    insta::assert_snapshot!(shown(
        r#"
version: 1
name: shop
services:
  shared:
    nodes:
      bus: { kind: event-bus }
  orders:
    nodes:
      place: { kind: function }
  mail:
    nodes:
      placed: { kind: queue }
      send: { kind: function, timeout: 30s }
flows:
  - { kind: publish, from: orders.place, to: shared.bus, event: OrderPlaced }
  - { kind: subscribe, from: shared.bus, to: mail.placed, event: OrderPlaced, filter: { total: [{ numeric: [">", 9] }] } }
  - { kind: subscribe, from: mail.placed, to: mail.send, batch: { size: 5, window: 10s }, filter: { country: NL } }
"#,
        &["mail"]
    ));
}

#[test]
fn services_that_need_each_other_get_deferred_outputs_and_nothing_moves() {
    insta::assert_snapshot!(shown(
        r"
version: 1
name: files
services:
  shared:
    nodes:
      uploads: { kind: bucket }
  work:
    nodes:
      resize: { kind: function }
flows:
  - { kind: subscribe, from: shared.uploads, to: work.resize, filter: { suffix: .jpg } }
  - { kind: read, from: work.resize, to: shared.uploads }
",
        &["index", "shared", "work"]
    ));
}

#[test]
fn values_that_differ_by_environment_become_settings() {
    insta::assert_snapshot!(shown(
        r"
version: 1
name: shop
region: eu-west-1
environments:
  dev: { settings: { level: debug } }
  prod:
    region: eu-central-1
    settings: { level: info }
    set:
      orders.place: { memory: 1024, timeout: 30s, concurrency: { provisioned: 5 }, environment: { MODE: live } }
      orders.jobs: { retention: 14d }
      orders.nightly: { every: 2h }
settings:
  level: { type: string }
  batch: { type: number, default: 3 }
  key: { type: string, secret: true }
services:
  orders:
    nodes:
      place: { kind: function, environment: { LEVEL: { setting: level }, MODE: test } }
      jobs: { kind: queue, max_receives: { setting: batch } }
      orders: { kind: table, key: { partition: orderId } }
      nightly: { kind: schedule, every: 1d }
      key: { kind: secret, value: { setting: key } }
flows:
  - { kind: subscribe, from: orders.jobs, to: orders.place }
  - { kind: invoke, from: orders.nightly, to: orders.place }
  - { kind: use, from: orders.place, to: orders.key }
",
        &["orders", "settings", "stacks"]
    ));
}

#[test]
fn renamed_and_moved_nodes_carry_aliases() {
    insta::assert_snapshot!(shown(
        r"
version: 1
name: shop
services:
  orders:
    nodes:
      jobs: { kind: queue, was: orders.tasks }
      orders: { kind: table, key: { partition: orderId }, was: shop-floor.purchases }
",
        &["orders"]
    ));
}

#[test]
fn what_is_there_already_is_looked_up_and_gets_no_companions() {
    insta::assert_snapshot!(shown(
        r"
version: 1
name: shop
settings:
  bus_name: { type: string }
services:
  orders:
    nodes:
      bus: { kind: event-bus, existing: { setting: bus_name } }
      jobs: { kind: queue, existing: https://sqs.eu-west-1.amazonaws.com/123456789012/jobs }
      work: { kind: function }
      other: { kind: function, existing: other-function }
flows:
  - { kind: subscribe, from: orders.jobs, to: orders.work }
  - { kind: publish, from: orders.work, to: orders.bus, event: WorkDone }
  - { kind: invoke, from: orders.work, to: orders.other }
",
        &["orders"]
    ));
}

#[test]
fn what_cannot_be_made_is_refused_with_its_place_and_what_to_do() {
    let mut said = String::new();
    for text in [
        "version: 1\nname: x\nprovider: azure\nservices: { a: { nodes: { w: { kind: workflow } } } }\n",
        "version: 1\nname: x\nservices: { a: { nodes: { s: { kind: stream }, w: { kind: workflow } } } }\n",
        r"
version: 1
name: x
services: { a: { nodes: { f: { kind: function }, g: { kind: function } } } }
flows:
  - { kind: invoke, from: a.f, to: a.g }
  - { kind: invoke, from: a.g, to: a.f }
",
        r"
version: 1
name: x
services: { a: { nodes: { f: { kind: function }, api: { kind: http-api, domain: a.example } } } }
flows: [{ kind: route, from: a.api, to: a.f, path: /, auth: jwt }]
",
        r"
version: 1
name: x
services: { a: { nodes: { p: { kind: user-pool }, f: { kind: function } } } }
flows:
  - { kind: trigger, from: a.p, to: a.f, on: pre-sign-up }
  - { kind: use, from: a.f, to: a.p }
",
        r"
version: 1
name: x
services: { a: { nodes: { t: { kind: topic, fifo: true }, f: { kind: function }, s: { kind: secret, value: plain }, c: { kind: schedule, cron: 0 0 13 * 5 } } } }
flows:
  - { kind: subscribe, from: a.t, to: a.f }
  - { kind: invoke, from: a.c, to: a.f }
",
        r"
version: 1
name: x
stacks: per-service
services: { a: { nodes: { b: { kind: bucket }, q: { kind: queue, fifo: true }, e: { kind: event-bus }, f: { kind: function }, t: { kind: topic } } } }
flows:
  - { kind: subscribe, from: a.e, to: a.q, enrich: a.f }
  - { kind: subscribe, from: a.t, to: a.e }
",
        r"
version: 1
name: x
services: { a: { nodes: { b: { kind: bucket }, q: { kind: queue, fifo: true } } } }
flows: [{ kind: subscribe, from: a.b, to: a.q, filter: { size: 3 } }]
",
    ] {
        said.push_str(&refused(text));
        said.push('\n');
    }
    insta::assert_snapshot!(said);
}

#[test]
fn everything_is_made_once_under_one_name_in_the_same_way_each_time() {
    let program = program(EVERYTHING);
    assert_eq!(program, self::program(EVERYTHING));
    let mut seen = BTreeSet::new();
    let mut classes = BTreeSet::new();
    for component in &program.components {
        let mut found = Vec::new();
        resources(&component.body, &mut found);
        for resource in found {
            // The alarms that a function of a support module makes are of one type.
            let class = match &resource.class {
                Class::Sdk(kind) => format!("{}.{}.{}", kind.package, kind.module, kind.class),
                Class::Component(support) | Class::Function(support) => support.item.clone(),
            };
            assert!(seen.insert((component.name.clone(), class.clone(), resource.name.clone())), "{}", resource.name);
            classes.insert(class);
        }
    }
    insta::assert_snapshot!(classes.into_iter().collect::<Vec<_>>().join("\n"));
}

#[test]
fn a_new_flow_changes_no_name_that_was_there() {
    let before = program(EVERYTHING);
    let more = format!(
        "{EVERYTHING}\n  - {{ kind: publish, from: auth.login, to: reports.jobs }}\n  - {{ kind: subscribe, from: shared.audit, to: auth.welcome }}\n"
    );
    let names = |program: &Program| -> BTreeSet<(String, String)> {
        let mut names = BTreeSet::new();
        for component in &program.components {
            let mut found = Vec::new();
            resources(&component.body, &mut found);
            names.extend(
                found
                    .iter()
                    .map(|resource| (component.name.clone(), format!("{:?} {}", resource.class, resource.name))),
            );
        }
        names
    };
    let (before, after) = (names(&before), names(&program(&more)));
    assert!(before.is_subset(&after), "{:?}", before.difference(&after).collect::<Vec<_>>());
    assert!(after.len() > before.len());
}

#[test]
fn nodes_whose_ids_read_alike_keep_settings_of_their_own() {
    let program = program(
        r"
version: 1
name: x
environments:
  dev: {}
  prod: { set: { a.b-c: { memory: 1024 }, a-b.c: { memory: 2048 } } }
services:
  a: { nodes: { b-c: { kind: function } } }
  a-b: { nodes: { c: { kind: function } } }
",
    );
    let names: Vec<String> = program.settings.fields.iter().map(|field| field.name.camel()).collect();
    assert_eq!(names, ["aBCMemory", "aBCMemorySetting", "dashboards", "alarmEmail", "monthlyBudget"]);
}

#[test]
fn old_versions_expire() {
    let program = program(
        "\
version: 1
name: t
provider: aws
region: eu-west-1
language: typescript
environments: { dev: {}, prod: {} }
services:
  files:
    nodes:
      uploads: { kind: bucket }
",
    );
    let mut found = Vec::new();
    for component in &program.components {
        resources(&component.body, &mut found);
    }
    let lifecycle = found.iter().find(|resource| format!("{resource:?}").contains("BucketLifecycleConfiguration"));
    let written = format!("{:?}", lifecycle.expect("a lifecycle"));
    assert!(written.contains("noncurrentVersionExpiration") && written.contains("90"), "{written}");
}

#[test]
fn every_preset_that_can_be_made_tags_all_its_resources_with_project_and_environment() {
    let mut made = 0;
    for preset in pulumi_designer::presets::all() {
        let Ok(program) = lower(&design(&preset.text)) else { continue };
        made += 1;
        let provider = format!("{:?}", program.entry.provider);
        for word in ["defaultTags", "\"Project\"", "\"Environment\""] {
            assert!(provider.contains(word), "{}: {word} in {provider}", preset.name);
        }
    }
    assert!(made > 3, "only {made} presets can be made");
}

#[test]
fn one_project_for_each_service_is_refused_as_a_whole() {
    for (provider, title) in [("gcp", "Google Cloud"), ("azure", "Azure")] {
        let text = format!(
            "version: 1\nname: x\nprovider: {provider}\nstacks: per-service\nservices: {{ a: {{ nodes: {{ f: {{ kind: function }} }} }} }}\n"
        );
        let design = load(&text).design;
        let program = lower(&design).unwrap();
        let refused = pulumi_designer::lower::projects(&design, &program).unwrap_err();
        assert_eq!(refused.len(), 1);
        assert_eq!(refused[0].message, format!("one project for each service is not written yet for {title}"));
    }
}

/// The program of two APIs whose routes lead into one queue: each route has an integration of its own.
#[test]
fn routes_of_two_apis_into_one_queue_each_have_an_integration() {
    let text = "version: 1
name: shop
provider: aws
services:
  shared: { nodes: { placed: { kind: queue } } }
  web: { nodes: { api: { kind: http-api } } }
  app: { nodes: { api: { kind: http-api } } }
flows:
  - { kind: route, from: web.api, to: shared.placed, method: POST, path: /orders, auth: none }
  - { kind: route, from: app.api, to: shared.placed, method: POST, path: /orders, auth: none }
";
    let program = program(text);
    for component in program.components.iter().filter(|component| ["web", "app"].contains(&component.name.as_str())) {
        let mut found = Vec::new();
        resources(&component.body, &mut found);
        let integrations =
            found.iter().filter(|resource| matches!(&resource.class, Class::Sdk(kind) if kind.class == "Integration"));
        assert_eq!(integrations.count(), 1, "{}", component.name);
    }
    assert_eq!(program.components.len(), 3);
}
