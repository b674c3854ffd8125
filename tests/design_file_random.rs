//! The design file under random designs and random sequences of edits.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::collections::BTreeSet;
use std::ops::Range;

use proptest::prelude::*;
use pulumi_designer::design::file::tree::{Item, parse};
use pulumi_designer::design::file::{Document, Rewritten, canonical, load, to_text};
use pulumi_designer::design::{
    Accepted, Design, Edit, Environment, Event, FlowId, Node, NodeId, Service, Setting, SettingType,
};
use pulumi_designer::value::{Map, Value};

const EXAMPLE: &str = include_str!("fixtures/design_file/example.yaml");
const NASTY: &str = include_str!("fixtures/design_file/good/nasty.yaml");
const FLOW_STYLE: &str = include_str!("fixtures/design_file/good/flow-style.yaml");

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z]{1,8}",
        "\\PC{0,20}",
        any::<String>(),
        prop::sample::select(vec![
            "on",
            "no",
            "1_000",
            "12:30:45",
            "2024-01-01",
            "~",
            "",
            " a",
            "a ",
            "a: b",
            "a #b",
            "- a",
            "{",
            "'",
            "\"",
            "a\nb",
            "a\n\n b\n",
            "\n",
            "a\n ",
            "|",
            "\\",
            "\t",
            "a\tb",
            "\u{1b}[0m",
            "\u{feff}",
            "é",
            "0x1",
            "1e5",
            "null",
            "*a",
            "&a",
            "!a",
            "%a",
            "@a",
            "a,b",
            "[a]",
            "...",
            "---",
            "--- a",
            "<<",
            "=",
            "?",
            "? a",
            ":",
            "a:",
            "line\r\nline",
            "\u{85}",
            "\u{2028}",
            "# c",
            "key\n# c\nmore\n\n",
            "  a\nb",
        ])
        .prop_map(str::to_owned),
    ]
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Boolean),
        any::<i64>().prop_map(Value::Integer),
        any::<f64>().prop_filter("equal to itself", |value| value.is_finite()).prop_map(Value::Float),
        any_text().prop_map(Value::String),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::List),
            prop::collection::vec((any_key(), inner), 0..4)
                .prop_map(|entries| Value::Map(entries.into_iter().collect())),
        ]
    })
}

fn any_key() -> impl Strategy<Value = String> {
    any_text().prop_filter("a key", |key| !key.is_empty() && key != "<<")
}

fn name() -> impl Strategy<Value = String> {
    "[a-z][a-z0-9-]{0,6}"
}

fn any_node() -> impl Strategy<Value = Node> {
    (prop::sample::select(vec!["function", "queue", "table", "resource"]), any_value(), any_text()).prop_map(
        |(kind, value, text)| {
            let mut node = Node::of_kind(kind);
            node.properties.insert("extra".into(), Value::Map(Map::from_iter([("a".to_owned(), value)])));
            node.properties.insert("description".into(), text.into());
            node
        },
    )
}

prop_compose! {
    fn any_design()(
        name in "[a-zA-Z][a-zA-Z0-9._-]{0,9}",
        description in prop::option::of(any_text()),
        region in prop::option::of(any_text()),
        services in prop::collection::btree_map(name(), (prop::option::of(any_text()), prop::collection::btree_map(name(), any_node(), 0..4)), 0..4),
        flows in prop::collection::vec((name(), name(), name(), name(), any_value()), 0..5),
        settings in prop::collection::btree_map("[a-z][a-z0-9_]{0,6}", (any_text(), any::<bool>()), 0..3),
        environments in prop::collection::btree_map(name(), (any_text(), any_text()), 0..3),
        events in prop::collection::btree_map("[A-Z][a-zA-Z0-9]{0,6}", any_value(), 0..3),
        allow in prop::collection::vec((any_text(), any_text()), 0..3),
    ) -> Design {
        let mut design = Design { name, description, region, ..Design::default() };
        for (name, (description, nodes)) in services {
            design.services.insert(name, Service { description, nodes: nodes.into_iter().collect() });
        }
        for (a, b, c, d, value) in flows {
            let mut flow = design.new_flow("invoke", NodeId::new(a, b), NodeId::new(c, d));
            flow.properties.insert("input".into(), value);
            design.flows.push(flow);
        }
        for (name, (default, secret)) in settings {
            let setting = Setting { kind: SettingType::String, default: Some(default.into()), secret, ..Setting::default() };
            design.settings.insert(name, setting);
        }
        for (name, (region, value)) in environments {
            let mut environment = Environment { region: Some(region), ..Environment::default() };
            environment.settings.insert("a".into(), value.into());
            environment.set.insert("a.b".into(), Map::from_iter([("x".to_owned(), Value::Null)]));
            design.environments.insert(name, environment);
        }
        for (name, value) in events {
            let schema = Value::Map(Map::from_iter([("const".to_owned(), value)]));
            design.events.insert(name, Event { version: Some(1), description: None, schema: Some(schema) });
        }
        for (at, because) in allow {
            design.allow.push(Accepted { rule: "a/b".into(), at, because });
        }
        design
    }
}

/// A random edit of the design as it is: numbers choose what and where.
fn edit(design: &mut Design, choice: u8, a: usize, b: usize, text: &str) -> Option<Edit> {
    let nodes: Vec<NodeId> = design.nodes().map(|(id, _)| id).collect();
    let services: Vec<String> = design.services.keys().cloned().collect();
    let node = |n: usize| (!nodes.is_empty()).then(|| nodes[n % nodes.len()].clone());
    let service = |n: usize| (!services.is_empty()).then(|| services[n % services.len()].clone());
    let flow = |n: usize| (!design.flows.is_empty()).then(|| design.flows[n % design.flows.len()].id);
    let fresh = format!("new-{a}-{b}");
    let properties = ["description", "memory", "environment", "indexes", "cors", "key", "extra"];
    let property = properties[b % properties.len()].to_owned();
    Some(match choice % 20 {
        0 => Edit::AddNode {
            id: NodeId::new(service(a)?, fresh),
            node: Node::of_kind("queue"),
            index: (b.is_multiple_of(2)).then_some(b % 4),
        },
        1 => design.removal(&node(a)?),
        2 => Edit::RenameNode { from: node(a)?, to: NodeId::new(node(a)?.service, fresh), index: None },
        3 => Edit::RenameNode { from: node(a)?, to: NodeId::new(service(b)?, fresh), index: None },
        4 => Edit::SetProperty { id: node(a)?, path: vec![property], value: Some(text.into()) },
        5 => Edit::SetProperty { id: node(a)?, path: vec![property], value: None },
        6 => Edit::SetProperty {
            id: node(a)?,
            path: vec!["extra".into(), "key".into()],
            value: Some(Value::List(vec![text.into(), 1.into()])),
        },
        7 => Edit::SetProperty { id: node(a)?, path: vec!["environment".into(), fresh], value: Some(text.into()) },
        8 => {
            let flow = design.new_flow("call", node(a)?, node(b)?);
            Edit::AddFlow { flow, index: (a.is_multiple_of(2)).then_some(b % 6) }
        }
        9 => Edit::RemoveFlow(flow(a)?),
        10 => Edit::SetFlowProperty {
            id: flow(a)?,
            path: vec!["timeout".into()],
            value: (!b.is_multiple_of(3)).then(|| text.into()),
        },
        11 => Edit::RenameService { from: service(a)?, to: fresh },
        12 => design.service_removal(&service(a)?),
        13 => Edit::AddService {
            name: fresh,
            service: Service { description: Some(text.into()), ..Service::default() },
            index: Some(b % 3),
        },
        14 => Edit::SetDescription((!b.is_multiple_of(3)).then(|| text.to_owned())),
        15 => Edit::SetServiceDescription {
            name: service(a)?,
            description: (!b.is_multiple_of(3)).then(|| text.to_owned()),
        },
        16 => {
            let setting = Setting { default: Some(text.into()), ..Setting::default() };
            let names: Vec<_> = design.settings.keys().cloned().chain([format!("s{a}")]).collect();
            Edit::SetSetting {
                name: names[a % names.len()].clone(),
                setting: (!b.is_multiple_of(3)).then_some(setting),
                index: None,
            }
        }
        17 => {
            let event = Event { description: Some(text.into()), ..Event::default() };
            let names: Vec<_> = design.events.keys().cloned().chain([format!("E{a}")]).collect();
            Edit::SetEvent {
                name: names[a % names.len()].clone(),
                event: (!b.is_multiple_of(3)).then_some(event),
                index: Some(b % 2),
            }
        }
        18 => {
            let mut environment = Environment::default();
            environment.set.insert(node(a)?.to_string(), Map::from_iter([("description".to_owned(), text.into())]));
            let names: Vec<_> = design.environments.keys().cloned().chain([format!("e{a}")]).collect();
            Edit::SetEnvironment {
                name: names[a % names.len()].clone(),
                environment: (!b.is_multiple_of(3)).then_some(environment),
                index: Some(b % 2),
            }
        }
        _ if b.is_multiple_of(2) => Edit::AddAllow {
            accepted: Accepted { rule: "a/b".into(), at: node(a)?.to_string(), because: text.into() },
            index: Some(0),
        },
        _ => Edit::RemoveAllow((!design.allow.is_empty()).then(|| a % design.allow.len())?),
    })
}

type Choice = (u8, usize, usize, String);

fn choices() -> impl Strategy<Value = Vec<Choice>> {
    prop::collection::vec((any::<u8>(), 0..40usize, 0..40usize, any_text()), 1..8)
}

fn apply(document: &mut Document, choices: &[Choice]) -> Vec<Edit> {
    let mut applied = Vec::new();
    for (choice, a, b, text) in choices {
        let mut design = document.design().clone();
        if let Some(edit) = edit(&mut design, *choice, *a, *b, text)
            && document.apply(edit.clone(), "edit").is_ok()
        {
            applied.push(edit);
        }
    }
    applied
}

/// Edits, saves, reads: what is read is the design, and saving what is read changes nothing.
fn check(text: &str, choices: &[Choice], in_place: bool) {
    let mut document = Document::open(None, text);
    apply(&mut document, choices);
    let saved = document.text_to_save();
    let again = load(&saved.text);
    assert_eq!(canonical::value(&again.design), canonical::value(document.design()), "{}", saved.text);
    if in_place {
        assert_eq!(saved.rewritten, Rewritten::Nothing, "{}", saved.text);
    }
    assert_ne!(saved.rewritten, Rewritten::Whole, "{}", saved.text);
    // Taking everything back gives the first bytes again.
    let mut back = document.clone();
    while back.undo().is_ok() {}
    assert!(!back.is_dirty());
    assert_eq!(back.text_to_save().text, text);
    // A second round starts from the saved text.
    document.saved(None, saved.text.clone());
    assert!(!document.is_dirty());
    assert_eq!(document.text_to_save().text, saved.text);
    apply(&mut document, choices);
    let second = document.text_to_save();
    assert_eq!(canonical::value(&load(&second.text).design), canonical::value(document.design()), "{}", second.text);
    assert_ne!(second.rewritten, Rewritten::Whole, "{}", second.text);
}

/// The lines of the original that the edits may change: those of what they name, and those that mention it.
fn touched(text: &str, edits: &[Edit]) -> BTreeSet<usize> {
    let root = parse(text).0.unwrap();
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let mut words: Vec<String> = Vec::new();
    let mut ways: Vec<Vec<String>> = Vec::new();
    for edit in edits {
        gather(edit, &mut words, &mut ways);
    }
    // What was done under a service's new name touches the lines under its old one.
    for (from, to) in edits.iter().rev().filter_map(|edit| match edit {
        Edit::RenameService { from, to } => Some((from, to)),
        _ => None,
    }) {
        for way in &mut ways {
            if way[0] == "services" && way.get(1) == Some(to) {
                way[1].clone_from(from);
            }
        }
    }
    let mut touched = BTreeSet::new();
    for way in ways {
        if let Some(span) = entry_span(&root, &way) {
            let first = text[..span.start].matches('\n').count();
            let last = text[..span.end].matches('\n').count();
            touched.extend(first..=last);
            // The comments above belong to it.
            touched.extend((0..first).rev().take_while(|line| lines[*line].trim_start().starts_with('#')));
        }
    }
    touched.extend((0..lines.len()).filter(|line| words.iter().any(|word| lines[*line].contains(word.as_str()))));
    touched
}

fn entry_span(root: &Item, way: &[String]) -> Option<Range<usize>> {
    let (last, before) = way.split_last()?;
    let parent = root.walk(before.iter().map(String::as_str));
    if let Some(entry) = parent.as_map().and_then(|map| map.get(last)) {
        return Some(entry.key_span.start..entry.value.span.end.max(entry.key_span.end));
    }
    parent.as_list()?.get(last.parse::<usize>().ok()?).map(|item| item.span.clone())
}

fn gather(edit: &Edit, words: &mut Vec<String>, ways: &mut Vec<Vec<String>>) {
    let way = |steps: &[&str]| steps.iter().map(ToString::to_string).collect::<Vec<_>>();
    let node = |id: &NodeId, words: &mut Vec<String>, ways: &mut Vec<Vec<String>>| {
        words.push(id.node.clone());
        ways.push(way(&["services", &id.service, "nodes", &id.node]));
    };
    match edit {
        Edit::Batch(edits) => edits.iter().for_each(|edit| gather(edit, words, ways)),
        Edit::SetDescription(_) => ways.push(way(&["description"])),
        Edit::AddService { name, .. } => words.push(format!("{name}:")),
        Edit::RemoveService(name) | Edit::RenameService { from: name, .. } => {
            words.push(format!("{name}:"));
            words.push(format!("{name}."));
            if matches!(edit, Edit::RemoveService(_)) {
                ways.push(way(&["services", name]));
            }
        }
        Edit::SetServiceDescription { name, .. } => {
            words.push(format!("{name}:"));
            ways.push(way(&["services", name, "description"]));
        }
        Edit::AddNode { id, .. } => words.push(format!("{}:", id.service)),
        Edit::RemoveNode(id) => {
            words.push(format!("{}:", id.service));
            node(id, words, ways);
        }
        Edit::RenameNode { from, to, .. } => {
            words.extend([format!("{}:", from.service), format!("{}:", to.service)]);
            node(from, words, ways);
        }
        Edit::SetProperty { id, .. } => node(id, words, ways),
        Edit::RemoveFlow(id) | Edit::SetFlowProperty { id, .. } => ways.push(way(&["flows", &id.0.to_string()])),
        Edit::SetSetting { name, .. } => ways.push(way(&["settings", name])),
        Edit::SetEvent { name, .. } => ways.push(way(&["events", name])),
        Edit::SetEnvironment { name, .. } => ways.push(way(&["environments", name])),
        Edit::RemoveAllow(_) => ways.push(way(&["allow", "0"])),
        _ => {}
    }
}

/// The lines that no edit touched stand in the saved text in their order.
fn check_lines(text: &str, choices: &[Choice]) {
    let mut document = Document::open(None, text);
    let edits = apply(&mut document, choices);
    let saved = document.text_to_save();
    let touched = touched(text, &edits);
    // A section that becomes empty goes; which those are is seen in the design.
    let headers = ["services:", "nodes:", "flows:", "events:", "settings:", "environments:", "set:", "allow:"];
    let mut rest = saved.text.split_inclusive('\n').map(str::trim_end);
    for (number, line) in text.lines().map(str::trim_end).enumerate() {
        let header = headers.iter().any(|header| line.trim_start().starts_with(header));
        if line.is_empty() || header || touched.contains(&number) {
            continue;
        }
        assert!(rest.any(|other| other == line), "line {} is gone: {line}\n{edits:#?}\n{}", number + 1, saved.text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_design_written_in_full_is_read_back(design in any_design()) {
        let text = to_text(&design);
        let loaded = load(&text);
        prop_assert_eq!(canonical::value(&loaded.design), canonical::value(&design), "{}", text);
    }

    #[test]
    fn edits_of_the_example_are_saved_in_place(choices in choices()) {
        check(EXAMPLE, &choices, true);
        check_lines(EXAMPLE, &choices);
    }

    #[test]
    fn edits_of_a_hostile_file_are_saved(choices in choices()) {
        check(NASTY, &choices, false);
    }

    #[test]
    fn edits_of_a_file_with_windows_lines_are_saved_in_place(choices in choices()) {
        check(&EXAMPLE.replace('\n', "\r\n"), &choices, true);
    }

    #[test]
    fn edits_of_a_file_in_braces_are_saved(choices in choices()) {
        check(FLOW_STYLE, &choices, false);
    }

    #[test]
    fn any_text_at_all_loads_or_is_reported(text in "[ -~\n\t{}\\[\\]:,&*#'\"|>-]{0,80}") {
        let loaded = load(&text);
        let saved = Document::open(None, &text).text_to_save();
        prop_assert!(loaded.has_errors() || saved.text == text);
    }

    #[test]
    fn broken_bytes_in_the_example_never_panic(at in 0..EXAMPLE.len(), length in 0..20usize, insert in "\\PC{0,3}") {
        let mut text = EXAMPLE.to_owned();
        let boundary = |at: usize| (at..=EXAMPLE.len()).find(|at| EXAMPLE.is_char_boundary(*at)).unwrap();
        let (at, end) = (boundary(at), boundary((at + length).min(EXAMPLE.len())));
        text.replace_range(at..end, &insert);
        let mut document = Document::open(None, &text);
        let _ = document.apply(Edit::SetRegion(Some("here".into())), "edit");
        let saved = document.text_to_save();
        prop_assert_eq!(canonical::value(&load(&saved.text).design), canonical::value(document.design()), "{}", saved.text);
    }
}

#[test]
fn flow_ids_are_positions_when_a_file_is_opened() {
    let ids: Vec<FlowId> = load(EXAMPLE).design.flows.iter().map(|flow| flow.id).collect();
    assert_eq!(ids, (0..11).map(FlowId).collect::<Vec<_>>());
}
