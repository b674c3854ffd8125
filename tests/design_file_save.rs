//! Saving a design file: what was edited is there, what was not is as it was, byte for byte.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::fmt::Write as _;

use pulumi_designer::design::file::{Document, Rewritten, canonical, load};
use pulumi_designer::design::{
    Accepted, Edit, Environment, Event, Flow, FlowId, Node, NodeId, Service, Setting, SettingType,
};
use pulumi_designer::value::{Map, Value};

const EXAMPLE: &str = include_str!("fixtures/design_file/example.yaml");
const NASTY: &str = include_str!("fixtures/design_file/good/nasty.yaml");
const BARE: &str = include_str!("fixtures/design_file/good/bare.yaml");
const MARKERS: &str = include_str!("fixtures/design_file/good/markers.yaml");
const SHORT: &str = include_str!("fixtures/design_file/good/short.yaml");
const FLOW_STYLE: &str = include_str!("fixtures/design_file/good/flow-style.yaml");

fn id(text: &str) -> NodeId {
    NodeId::parse(text).unwrap()
}

fn map<const N: usize>(entries: [(&str, Value); N]) -> Value {
    Value::Map(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

fn node(kind: &str, properties: &Value) -> Node {
    Node { kind: kind.to_owned(), properties: properties.as_map().unwrap().clone() }
}

/// The lines that a save took away and put in, in a form for people.
fn difference(before: &str, after: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) =
        (before.split_inclusive('\n').collect(), after.split_inclusive('\n').collect());
    let mut table = vec![vec![0u32; new.len() + 1]; old.len() + 1];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            table[i][j] = if old[i] == new[j] { table[i + 1][j + 1] + 1 } else { table[i + 1][j].max(table[i][j + 1]) };
        }
    }
    let mut text = String::new();
    let (mut i, mut j) = (0, 0);
    let show = |text: &mut String, sign: &str, number: usize, line: &str| {
        writeln!(text, "{number:3} {sign} {}", line.trim_end_matches('\n').replace('\r', "␍")).unwrap();
    };
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            i += 1;
            j += 1;
        } else if j == new.len() || (i < old.len() && table[i + 1][j] >= table[i][j + 1]) {
            show(&mut text, "-", i + 1, old[i]);
            i += 1;
        } else {
            show(&mut text, "+", j + 1, new[j]);
            j += 1;
        }
    }
    text
}

/// Makes the edits, saves, reads again, and gives the difference. Nothing may have been written anew.
fn saved(text: &str, edits: Vec<Edit>) -> String {
    let mut document = Document::open(None, text);
    for edit in edits {
        document.apply(edit, "edit").unwrap();
    }
    let saved = document.text_to_save();
    let again = load(&saved.text);
    assert_eq!(canonical::value(&again.design), canonical::value(document.design()), "{}", saved.text);
    assert_eq!(saved.rewritten, Rewritten::Nothing, "{}", difference(text, &saved.text));
    difference(text, &saved.text)
}

fn set(node: &str, path: &[&str], value: Value) -> Edit {
    Edit::SetProperty { id: id(node), path: path.iter().map(ToString::to_string).collect(), value: Some(value) }
}

fn unset(node: &str, path: &[&str]) -> Edit {
    Edit::SetProperty { id: id(node), path: path.iter().map(ToString::to_string).collect(), value: None }
}

fn add(node_id: &str, node: Node) -> Edit {
    Edit::AddNode { id: id(node_id), node, index: None }
}

fn flow(number: u32, kind: &str, from: &str, to: &str) -> Flow {
    Flow { id: FlowId(number), kind: kind.to_owned(), from: id(from), to: id(to), properties: Map::new() }
}

#[test]
fn without_an_edit_every_byte_stays() {
    for text in [EXAMPLE, NASTY, BARE, FLOW_STYLE, MARKERS, SHORT] {
        for text in
            [text.to_owned(), text.replace('\n', "\r\n"), text.trim_end().to_owned(), format!("{text}\n\n# end\n")]
        {
            let loaded = load(&text);
            assert_eq!(loaded.problems, [], "{text}");
            let document = Document::open(None, &text);
            assert!(!document.is_dirty());
            assert_eq!(document.text_to_save().text, text);
        }
    }
}

#[test]
fn values_change_in_their_place() {
    insta::assert_snapshot!(saved(
        EXAMPLE,
        vec![
            Edit::SetDescription(Some("Orders: now with colons".to_owned())),
            set("orders.create-order", &["memory"], 1024.into()),
            set("orders.create-order", &["environment", "PAYMENT_MODE"], "on".into()),
            set("auth.register", &["timeout"], "15s".into()),
            set(
                "shared.api",
                &["cors", "origins"],
                Value::List(vec!["https://shop.example".into(), "https://b.example".into()])
            ),
            set("notifications.daily", &["cron"], "5 8 * * *".into()),
            Edit::SetFlowProperty { id: FlowId(0), path: vec!["path".into()], value: Some("/auth/{kind}".into()) },
        ]
    ));
}

#[test]
fn what_is_written_short_stays_short_until_it_is_edited() {
    let design = load(SHORT).design;
    assert_eq!(design.node(&id("people.find")).unwrap().get("url"), Some(&map([])));
    assert_eq!(design.node(&id("people.all")).unwrap().get("key"), Some(&map([("partition", "id".into())])));
    assert_eq!(design.node(&id("shared.inside")).unwrap().get("nat"), Some(&"single".into()));
    insta::assert_snapshot!(saved(
        SHORT,
        vec![
            set("people.find", &["memory"], 1024.into()),
            set("people.all", &["key", "sort"], "at".into()),
            set("shared.inside", &["nat"], "per-zone".into()),
        ]
    ));
}

#[test]
fn additions_go_in_the_style_of_their_neighbours() {
    insta::assert_snapshot!(saved(
        EXAMPLE,
        vec![
            add("orders.jobs", node("queue", &map([("fifo", true.into())]))),
            add("shared.alarms", node("topic", &map([]))),
            Edit::AddService { name: "billing".into(), service: Service::default(), index: None },
            add("billing.pay", node("function", &map([("runtime", "python".into()), ("description", "a\nb".into())]))),
            set("orders.create-order", &["log_retention"], "14d".into()),
            set("orders.create-order", &["environment", "LIMIT"], "5".into()),
            set("auth.users", &["ttl"], "expires".into()),
            Edit::AddFlow { flow: flow(40, "publish", "billing.pay", "orders.jobs"), index: None },
            Edit::AddFlow { flow: flow(41, "use", "orders.create-order", "auth.jwt-secret"), index: Some(3) },
            Edit::SetSetting {
                name: "retries".into(),
                setting: Some(Setting { kind: SettingType::Number, default: Some(3.into()), ..Setting::default() }),
                index: None
            },
            Edit::SetEvent {
                name: "OrderPaid".into(),
                event: Some(Event {
                    version: Some(1),
                    schema: Some(map([("type", "object".into())])),
                    ..Event::default()
                }),
                index: None
            },
            Edit::SetEnvironment {
                name: "test".into(),
                environment: Some(Environment { region: Some("eu-west-3".into()), ..Environment::default() }),
                index: Some(1)
            },
            Edit::AddAllow {
                accepted: Accepted {
                    rule: "structure/no-entry".into(),
                    at: "billing".into(),
                    because: "Called: by hand".into()
                },
                index: None
            },
        ]
    ));
}

#[test]
fn removals_take_their_lines_and_comments_only() {
    insta::assert_snapshot!(saved(
        NASTY,
        vec![
            unset("orders.save", &["memory"]),
            unset("orders.save", &["environment", "MODE"]),
            unset("orders.items", &["indexes", "1"]),
            unset("shared.api", &["cors"]),
            Edit::RemoveFlow(FlowId(1)),
            Edit::RemoveNode(id("shared.copy")),
            Edit::RemoveService("empty".into()),
            Edit::SetSetting { name: "log_level".into(), setting: None, index: None },
            Edit::SetEvent { name: "OrderSaved".into(), event: None, index: None },
        ]
    ));
}

#[test]
fn renames_change_the_name_and_nothing_else() {
    insta::assert_snapshot!(saved(
        EXAMPLE,
        vec![
            Edit::RenameNode { from: id("orders.create-order"), to: id("orders.place-order"), index: None },
            Edit::RenameService { from: "auth".into(), to: "accounts".into() },
            Edit::RenameNode { from: id("accounts.users"), to: id("accounts.people"), index: None },
            set("accounts.people", &["was"], "auth.users".into()),
        ]
    ));
}

#[test]
fn a_swap_of_names_is_two_renames() {
    insta::assert_snapshot!(saved(
        NASTY,
        vec![
            Edit::RenameNode { from: id("orders.save"), to: id("orders.temporary"), index: None },
            Edit::RenameNode { from: id("orders.queue"), to: id("orders.save"), index: None },
            Edit::RenameNode { from: id("orders.temporary"), to: id("orders.queue"), index: None },
        ]
    ));
}

#[test]
fn a_node_moves_to_another_service_with_its_comments() {
    insta::assert_snapshot!(saved(
        NASTY,
        vec![
            Edit::RenameNode { from: id("orders.save"), to: id("shared.keep"), index: None },
            set("shared.keep", &["timeout"], "20s".into()),
        ]
    ));
}

#[test]
fn the_order_of_environments_is_kept() {
    let prod = load(EXAMPLE).design.environments["prod"].clone();
    insta::assert_snapshot!(saved(
        EXAMPLE,
        vec![
            Edit::SetEnvironment { name: "prod".into(), environment: None, index: None },
            Edit::SetEnvironment { name: "prod".into(), environment: Some(prod), index: Some(0) },
        ]
    ));
}

#[test]
fn what_an_anchor_holds_may_change_without_its_aliases() {
    insta::assert_snapshot!(saved(NASTY, vec![set("shared.bus", &["archive"], "60d".into())]));
    insta::assert_snapshot!(saved(NASTY, vec![Edit::RemoveFlow(FlowId(2)), Edit::RemoveNode(id("shared.bus"))]));
    insta::assert_snapshot!(saved(NASTY, vec![set("shared.copy", &["archive"], "7d".into())]));
}

#[test]
fn a_bare_file_grows_into_a_design() {
    insta::assert_snapshot!(saved(
        BARE,
        vec![
            Edit::AddService { name: "a".into(), service: Service::default(), index: None },
            add("a.one", node("function", &map([]))),
            add("a.two", node("queue", &map([]))),
            Edit::SetRegion(Some("eu-west-1".into())),
            Edit::AddFlow { flow: flow(0, "subscribe", "a.two", "a.one"), index: None },
        ]
    ));
}

#[test]
fn collections_in_braces_grow_and_shrink_in_braces() {
    insta::assert_snapshot!(saved(
        FLOW_STYLE,
        vec![
            add("a.s", node("function", &map([("timeout", "5s".into())]))),
            Edit::RemoveNode(id("a.q")),
            add("b.t", node("table", &map([("key", map([("partition", "id".into())]))]))),
            Edit::AddFlow { flow: flow(0, "write", "a.s", "b.t"), index: None },
        ]
    ));
}

#[test]
fn line_ends_stay_what_they_are() {
    insta::assert_snapshot!(saved(
        &NASTY.replace('\n', "\r\n"),
        vec![
            set("orders.save", &["memory"], 256.into()),
            add("orders.more", node("function", &map([("description", "two\nlines".into())]))),
            Edit::RemoveFlow(FlowId(0)),
        ]
    ));
}

#[test]
fn what_was_not_understood_stays() {
    let text = "version: 1\nname: a\ncolour: red\nservices:\n  a:\n    nods: {}\n    nodes:\n      q: { kind: queue, colour: blue }\nflows:\n  - broken\n  - { kind: write, from: a.q, to: a.q }\n";
    assert!(load(text).has_errors());
    insta::assert_snapshot!(saved(
        text,
        vec![set("a.q", &["fifo"], true.into()), Edit::AddFlow { flow: flow(7, "read", "a.q", "a.q"), index: Some(0) },]
    ));
}

#[test]
fn what_comes_last_stays_before_the_end_of_the_document() {
    insta::assert_snapshot!(saved(
        MARKERS,
        vec![
            Edit::AddFlow { flow: flow(0, "publish", "a.q", "a.q"), index: None },
            add("a.r", node("queue", &map([]))),
        ]
    ));
}

#[test]
fn a_comment_behind_a_value_stays_behind_its_key() {
    insta::assert_snapshot!(saved(
        NASTY,
        vec![
            set("orders.save", &["memory"], "several\nlines".into()),
            set("orders.save", &["environment"], "none".into()),
            set("orders.save", &["timeout"], Value::List(vec!["a\nb".into()])),
        ]
    ));
}
