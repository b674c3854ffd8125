//! Whatever edits have made of a design, checking it says what it has to say and never fails; of designs from nothing,
//! and of presets, several in one, that somebody has worked on.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use proptest::prelude::*;
use pulumi_designer::catalog::{Provider, catalog};
use pulumi_designer::check::check;
use pulumi_designer::check::legal::{legal_flows, new_flow_defaults, new_node_defaults};
use pulumi_designer::design::file;
use pulumi_designer::design::{
    Accepted, Design, Edit, Environment, Event, Flow, FlowId, Node, NodeId, Service, Setting, Stacks,
};
use pulumi_designer::value::{Map, Value};

fn pick(values: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop::sample::select(values).prop_map(str::to_owned)
}

fn service() -> impl Strategy<Value = String> {
    pick(&["shared", "orders", "Orders", "a", "weird name", ""])
}

fn id() -> impl Strategy<Value = NodeId> {
    (service(), pick(&["f", "g", "api", "bus", "queue", "items", "Items", "x--", "é", "order2", "order-2"]))
        .prop_map(|(service, node)| NodeId::new(service, node))
}

fn kind() -> impl Strategy<Value = String> {
    let kinds: Vec<String> = catalog().kinds.keys().cloned().chain(["queu".to_owned(), String::new()]).collect();
    prop::sample::select(kinds)
}

fn flow_kind() -> impl Strategy<Value = String> {
    let kinds: Vec<String> = catalog().flows.keys().cloned().chain(["publis".to_owned()]).collect();
    prop::sample::select(kinds)
}

/// Values that fit, that nearly fit, and that do not.
fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Boolean),
        any::<i64>().prop_map(Value::Integer),
        (0_i64..20_000).prop_map(Value::Integer),
        any::<f64>().prop_map(Value::Float),
        ".{0,12}".prop_map(Value::String),
        pick(&[
            "30s",
            "0s",
            "15m",
            "999999d",
            "18446744073709551615ms",
            "orders.queue",
            "a.items",
            "a.f",
            "* * * * *",
            "0 25 * *",
            "OrderPlaced",
            "order-placed",
            "POST",
            "/x/{id}",
            "{",
            "jwt",
            "postgres://a:b@c",
            "id",
            "*",
        ])
        .prop_map(Value::String),
        pick(&["mode", "log_level", "absent"])
            .prop_map(|name| Value::Map([("setting".to_owned(), Value::String(name))].into_iter().collect())),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::List),
            prop::collection::vec((key(), inner), 0..4).prop_map(|pairs| Value::Map(pairs.into_iter().collect())),
        ]
    })
}

fn key() -> impl Strategy<Value = String> {
    let common = ["partition", "sort", "size", "window", "auth", "origins", "prefix", "reserved", "required", "type"];
    let mut keys: Vec<String> = common.map(str::to_owned).into();
    keys.extend(catalog().kinds.values().flat_map(|kind| kind.properties.keys().cloned()));
    keys.extend(catalog().flows.values().flat_map(|kind| kind.properties.keys().cloned()));
    keys.extend(catalog().common.keys().cloned());
    prop::sample::select(keys)
}

fn map() -> impl Strategy<Value = Map> {
    prop::collection::vec((key(), value()), 0..4).prop_map(|pairs| pairs.into_iter().collect())
}

fn environment() -> impl Strategy<Value = Environment> {
    (prop::option::of(Just("eu-west-1".to_owned())), map(), prop::collection::vec((id(), map()), 0..3)).prop_map(
        |(region, settings, set)| Environment {
            region,
            settings,
            set: set.into_iter().map(|(id, map)| (id.to_string(), map)).collect(),
        },
    )
}

fn edit() -> impl Strategy<Value = Edit> {
    let rule = pick(&["structure/sync-cycle", "structure/isolated-node", "no/rule", ""]);
    let at = pick(&["orders", "orders.f", "orders.f → orders.g", "→", "nowhere.x", ""]);
    prop_oneof![
        4 => (id(), kind(), map())
            .prop_map(|(id, kind, properties)| Edit::AddNode { id, node: Node { kind, properties }, index: None }),
        8 => (0_u32..64, flow_kind(), id(), id(), map()).prop_map(|(number, kind, from, to, properties)| {
            Edit::AddFlow { flow: Flow { id: FlowId(number), kind, from, to, properties }, index: None }
        }),
        3 => (id(), key(), value())
            .prop_map(|(id, key, value)| Edit::SetProperty { id, path: vec![key], value: Some(value) }),
        3 => (0_u32..64, key(), value()).prop_map(|(number, key, value)| Edit::SetFlowProperty {
            id: FlowId(number),
            path: vec![key],
            value: Some(value)
        }),
        1 => (pick(&["dev", "prod", "Prod", "staging"]), prop::option::of(environment()))
            .prop_map(|(name, environment)| Edit::SetEnvironment { name, environment, index: None }),
        1 => (pick(&["mode", "log_level", "api_token"]), prop::option::of(value())).prop_map(|(name, default)| {
            Edit::SetSetting { name, setting: Some(Setting { default, ..Setting::default() }), index: None }
        }),
        1 => (pick(&["OrderPlaced", "orderPlaced", "order-placed"]), prop::option::of(value())).prop_map(
            |(name, schema)| Edit::SetEvent { name, event: Some(Event { schema, ..Event::default() }), index: None }
        ),
        1 => (rule, at).prop_map(|(rule, at)| Edit::AddAllow {
            accepted: Accepted { rule, at, because: String::new() },
            index: None
        }),
        1 => prop::sample::select(&Provider::ALL[..]).prop_map(|provider| Edit::SetProvider(Some(provider))),
        1 => Just(Edit::SetStacks(Some(Stacks::PerService))),
        1 => (id(), kind()).prop_map(|(id, kind)| Edit::SetKind { id, kind }),
        1 => (id(), id()).prop_map(|(from, to)| Edit::RenameNode { from, to, index: None }),
        1 => id().prop_map(Edit::RemoveNode),
    ]
}

fn design() -> impl Strategy<Value = Design> {
    prop::collection::vec(edit(), 0..60).prop_map(|edits| {
        let mut design = Design::default();
        for name in ["shared", "orders", "Orders", "a", "weird name", ""] {
            design.services.insert(name.to_owned(), Service::default());
        }
        for edit in edits {
            // What an edit refuses, it leaves as it was.
            let _ = design.apply(edit);
        }
        design
    })
}

/// Presets as one design of many services, on some cloud, after as many edits of nodes and flows that are there.
fn worked_on() -> impl Strategy<Value = Design> {
    let presets = prop::collection::vec(any::<prop::sample::Index>(), 1..4);
    let change = (any::<prop::sample::Index>(), key(), value(), 0_u8..8);
    let ends = (any::<prop::sample::Index>(), any::<prop::sample::Index>(), flow_kind(), map());
    let provider = prop::sample::select(&Provider::ALL[..]);
    (presets, provider, prop::collection::vec(change, 0..40), prop::collection::vec(ends, 0..12)).prop_map(
        |(presets, provider, changes, joins)| {
            let all = pulumi_designer::presets::all();
            let mut design = Design::default();
            for (number, preset) in presets.iter().enumerate() {
                let of = file::load(&preset.get(all).text).design;
                add(&mut design, of, number);
            }
            design.provider = Some(provider);
            for (at, key, value, what) in changes {
                let nodes: Vec<NodeId> = design.nodes().map(|(id, _)| id).collect();
                let flows: Vec<FlowId> = design.flows.iter().map(|flow| flow.id).collect();
                let edit = match what {
                    0 if !nodes.is_empty() => design.removal(at.get(&nodes)),
                    1 if !nodes.is_empty() => {
                        let kinds: Vec<&String> = catalog().kinds.keys().collect();
                        Edit::SetKind { id: at.get(&nodes).clone(), kind: (*at.get(&kinds)).clone() }
                    }
                    2 if !flows.is_empty() => Edit::RemoveFlow(*at.get(&flows)),
                    3..5 if !flows.is_empty() => {
                        Edit::SetFlowProperty { id: *at.get(&flows), path: vec![key], value: Some(value) }
                    }
                    _ if !nodes.is_empty() => {
                        Edit::SetProperty { id: at.get(&nodes).clone(), path: vec![key], value: Some(value) }
                    }
                    _ => continue,
                };
                let _ = design.apply(edit);
            }
            for (from, to, kind, properties) in joins {
                let nodes: Vec<NodeId> = design.nodes().map(|(id, _)| id).collect();
                if nodes.is_empty() {
                    break;
                }
                let mut flow = design.new_flow(&kind, from.get(&nodes).clone(), to.get(&nodes).clone());
                flow.properties = properties;
                design.flows.push(flow);
            }
            design
        },
    )
}

/// Takes the services of another design over, under names of their own but for what is shared.
fn add(design: &mut Design, other: Design, number: usize) {
    let name = |service: &str| if service == "shared" { service.to_owned() } else { format!("{service}{number}") };
    for (service, content) in other.services {
        let into = design.services.entry(name(&service)).or_default();
        into.nodes.extend(content.nodes);
    }
    for flow in other.flows {
        let id = |id: &NodeId| NodeId::new(name(&id.service), id.node.clone());
        let mut new = design.new_flow(&flow.kind, id(&flow.from), id(&flow.to));
        new.properties = flow.properties;
        design.flows.push(new);
    }
    design.environments.extend(other.environments);
    design.settings.extend(other.settings);
    design.events.extend(other.events);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn checking_any_design_never_fails_and_says_the_same_twice(design in design()) {
        let findings = check(&design);
        prop_assert_eq!(&findings, &check(&design));
        for finding in &findings {
            prop_assert!(!finding.code.is_empty() && !finding.message.is_empty());
            for fix in &finding.fixes {
                let mut mended = design.clone();
                if let Ok(undo) = mended.apply(fix.edit.clone()) {
                    check(&mended);
                    prop_assert!(mended.apply(undo).is_ok(), "{}", fix.title);
                }
            }
        }
    }

    #[test]
    fn asking_what_may_be_joined_never_fails(design in design(), from in id(), to in id(), flow in flow_kind(), kind in kind()) {
        for legal in legal_flows(&design, &from, &to).flows() {
            new_flow_defaults(&design, legal, &from, &to);
        }
        new_flow_defaults(&design, &flow, &from, &to);
        let (name, _) = new_node_defaults(&design, &from.service, &kind);
        prop_assert!(design.node(&NodeId::new(from.service.clone(), name)).is_none());
    }
}

proptest! {
    // A large design costs as much as many small ones.
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn checking_presets_that_were_worked_on_never_fails_and_each_fix_can_be_taken_back(design in worked_on()) {
        let findings = check(&design);
        prop_assert_eq!(&findings, &check(&design));
        for finding in &findings {
            prop_assert!(!finding.message.is_empty() && !finding.message.contains("  "), "{}", finding.message);
            for fix in &finding.fixes {
                let mut mended = design.clone();
                if let Ok(undo) = mended.apply(fix.edit.clone()) {
                    prop_assert!(mended.apply(undo).is_ok(), "{}", fix.title);
                    mended.next_flow = design.next_flow;
                    prop_assert_eq!(&mended, &design, "{}", fix.title);
                }
            }
        }
    }
}
