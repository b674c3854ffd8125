//! What a new flow begins with: a route of its own, an event's name, the event not yet consumed.

use crate::design::{Design, NodeId};
use crate::text::words::{capitalised, words};
use crate::value::{Map, Value};

/// The properties that a new flow of that kind between the two nodes begins with.
pub fn new_flow_defaults(design: &Design, kind: &str, from: &NodeId, to: &NodeId) -> Map {
    let pairs = match kind {
        "route" => route(design, from, to),
        "publish" => publish(design, from, to),
        "subscribe" => subscribe(design, from, to),
        "trigger" => trigger(design, from, to),
        _ => Vec::new(),
    };
    pairs.into_iter().map(|(key, value)| (key.to_owned(), Value::String(value))).collect()
}

type Pairs = Vec<(&'static str, String)>;

/// First words of functions that only look, or that change in a known way.
const VERBS: &[(&str, &str)] = &[
    ("get", "GET"),
    ("list", "GET"),
    ("read", "GET"),
    ("find", "GET"),
    ("search", "GET"),
    ("show", "GET"),
    ("fetch", "GET"),
    ("query", "GET"),
    ("update", "PUT"),
    ("replace", "PUT"),
    ("change", "PATCH"),
    ("patch", "PATCH"),
    ("delete", "DELETE"),
    ("remove", "DELETE"),
];

fn route(design: &Design, from: &NodeId, to: &NodeId) -> Pairs {
    match design.kind_of(from) {
        Some("websocket-api") => return socket_route(design, from, to),
        Some("graphql-api") => return graph_route(design, from, to),
        _ => {}
    }
    let first = words(&to.node).into_iter().next().unwrap_or_default();
    let method = VERBS.iter().find(|(verb, _)| *verb == first).map_or("POST", |(_, method)| *method);
    let taken = |path: &str| {
        design.flows_from(from).any(|flow| {
            flow.kind == "route" && flow.text("path") == Some(path) && flow.text("method").unwrap_or("GET") == method
        })
    };
    let path = free(&format!("/{}", to.node), taken);
    let authoriser = design.flows_to(from).find(|flow| flow.kind == "authorize");
    let auth = match authoriser.and_then(|flow| design.kind_of(&flow.from)) {
        Some("user-pool") => "jwt",
        Some(_) => "custom",
        None => "none",
    };
    vec![("method", method.to_owned()), ("path", path), ("auth", auth.to_owned())]
}

fn socket_route(design: &Design, from: &NodeId, to: &NodeId) -> Pairs {
    let taken = |key: &str| design.flows_from(from).any(|flow| flow.text("key") == Some(key));
    let usual = ["$default", "$connect", "$disconnect"].into_iter().find(|key| !taken(key)).map(str::to_owned);
    vec![("key", usual.unwrap_or_else(|| free(&to.node, taken)))]
}

fn graph_route(design: &Design, from: &NodeId, to: &NodeId) -> Pairs {
    let field = crate::text::words::camel(&to.node);
    let first = words(&to.node).into_iter().next().unwrap_or_default();
    let looks = design.kind_of(to) == Some("table") || VERBS.contains(&(first.as_str(), "GET"));
    let kind = if looks { "Query" } else { "Mutation" };
    let taken = |key: &str| design.flows_from(from).any(|flow| flow.text("key") == Some(key));
    vec![("key", free(&format!("{kind}.{field}"), taken))]
}

/// The wish, or the wish with a number.
fn free(wish: &str, taken: impl Fn(&str) -> bool) -> String {
    if !taken(wish) {
        return wish.to_owned();
    }
    (2..=u32::MAX).map(|number| format!("{wish}-{number}")).find(|name| !taken(name)).unwrap_or_default()
}

fn publish(design: &Design, from: &NodeId, to: &NodeId) -> Pairs {
    if !matches!(design.kind_of(to), Some("event-bus" | "topic")) {
        return Vec::new();
    }
    let published: Vec<&str> =
        design.flows.iter().filter(|flow| flow.kind == "publish").filter_map(|flow| flow.event()).collect();
    let mut known = design.events.keys().map(String::as_str).filter(|event| !published.contains(event));
    let event = match (known.next(), known.next()) {
        (Some(only), None) => only.to_owned(),
        _ => event_name(&from.node),
    };
    vec![("event", event)]
}

/// Verbs whose past participle does not follow the rule.
const IRREGULAR: &[(&str, &str)] = &[
    ("send", "Sent"),
    ("pay", "Paid"),
    ("build", "Built"),
    ("make", "Made"),
    ("begin", "Begun"),
    ("do", "Done"),
    ("set", "Set"),
    ("ship", "Shipped"),
    ("submit", "Submitted"),
    ("cancel", "Cancelled"),
    ("put", "Put"),
    ("get", "Requested"),
    ("take", "Taken"),
    ("buy", "Bought"),
    ("sell", "Sold"),
    ("notify", "Notified"),
    ("plan", "Planned"),
    ("drop", "Dropped"),
    ("scan", "Scanned"),
];

/// Words that stand first in a function's name and are verbs by the rule.
const REGULAR: &[&str] = &[
    "create",
    "place",
    "add",
    "register",
    "update",
    "delete",
    "remove",
    "change",
    "confirm",
    "approve",
    "reject",
    "accept",
    "close",
    "open",
    "start",
    "finish",
    "complete",
    "process",
    "import",
    "export",
    "upload",
    "download",
    "publish",
    "charge",
    "refund",
    "reserve",
    "release",
    "order",
    "book",
    "check",
    "validate",
    "verify",
    "record",
    "track",
    "index",
    "archive",
    "schedule",
    "assign",
    "move",
    "rename",
    "receive",
    "deliver",
    "resize",
    "convert",
    "return",
    "expire",
    "subscribe",
    "invite",
    "renew",
    "capture",
    "collect",
    "ingest",
    "enrich",
    "score",
    "settle",
];

/// An event's name from that of what publishes it: `create-order` gives `OrderCreated`.
fn event_name(node: &str) -> String {
    let words = words(node);
    let (first, rest) = match words.split_first() {
        Some((first, rest)) => (first.as_str(), rest),
        None => return "Changed".to_owned(),
    };
    let participle = IRREGULAR
        .iter()
        .find(|(verb, _)| *verb == first)
        .map(|(_, participle)| (*participle).to_owned())
        .or_else(|| REGULAR.contains(&first).then(|| capitalised(&regular(first))));
    let name = match participle {
        Some(participle) if !rest.is_empty() => {
            let noun: String = rest.iter().map(|word| capitalised(word)).collect();
            format!("{noun}{participle}")
        }
        _ => {
            let noun: String = words.iter().map(|word| capitalised(word)).collect();
            format!("{noun}Completed")
        }
    };
    if name.starts_with(|first: char| first.is_ascii_uppercase()) { name } else { format!("Event{name}") }
}

fn regular(verb: &str) -> String {
    if verb.ends_with('e') {
        format!("{verb}d")
    } else if let Some(stem) = verb.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o'])) {
        format!("{stem}ied")
    } else {
        format!("{verb}ed")
    }
}

fn subscribe(design: &Design, from: &NodeId, to: &NodeId) -> Pairs {
    let mut pairs = Vec::new();
    if matches!(design.kind_of(from), Some("event-bus" | "topic")) {
        let published: Vec<&str> = design
            .flows_to(from)
            .filter(|flow| matches!(flow.kind.as_str(), "publish" | "subscribe"))
            .filter_map(|flow| flow.event())
            .collect();
        let consumed = |event: &str| design.flows_from(from).any(|flow| flow.event() == Some(event));
        let open = published.iter().find(|event| !consumed(event)).or(published.first());
        pairs.extend(open.map(|event| ("event", (*event).to_owned())));
    }
    if design.kind_of(to) == Some("external") {
        let url = design.node(to).and_then(|node| node.get("url")).and_then(Value::as_str).unwrap_or_default();
        let protocol = match url.split(':').next() {
            Some("mailto") => "email",
            Some("tel" | "sms") => "sms",
            _ => "https",
        };
        pairs.push(("protocol", protocol.to_owned()));
    }
    pairs
}

/// The steps of signing up and in, in the order they are offered.
fn trigger(design: &Design, from: &NodeId, to: &NodeId) -> Pairs {
    let steps: Vec<&str> = crate::catalog::catalog()
        .flow("trigger")
        .and_then(|flow| flow.properties.get("on"))
        .map(|property| property.one_of.iter().filter_map(Value::as_str).collect())
        .unwrap_or_default();
    let taken =
        |step: &str| design.flows_from(from).any(|flow| flow.kind == "trigger" && flow.text("on") == Some(step));
    let named = steps.iter().find(|step| to.node.contains(*step) && !taken(step));
    let usual = ["post-confirmation"].iter().find(|step| !taken(step));
    let step = named.or(usual).or_else(|| steps.iter().find(|step| !taken(step)));
    step.map(|step| ("on", (*step).to_owned())).into_iter().collect()
}
