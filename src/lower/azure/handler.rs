//! The code that a function starts with: small, runnable, and the user's own from then on.
//!
//! On Azure, what starts a function is part of its code; its settings are named there, and their values come from the
//! program. Batches and retries stand beside the code, in `host.json`.

mod host;
mod nodejs;
mod python;
mod texts;

use crate::design::{Flow, NodeId};
use crate::program::{Expression, Handler, Origin};
use crate::text::duration::Duration;
use crate::text::words::{self, is_identifier};
use crate::value::Value;

use super::super::frames::function_folder;
use super::access::FunctionAccess;
use super::{Azure, function, table, websocket_api, workflow};
use texts::Text;

/// How many cells a line may have.
const WIDTH: usize = 100;

/// What a flow lets the function do.
#[derive(Debug, Clone)]
pub(super) struct Access {
    flow: String,
    target: NodeId,
    /// The service of whoever has the access.
    service: String,
    kind: String,
    /// The variables, the chief one first.
    variables: Vec<String>,
    event: Option<String>,
    partition_key: Option<String>,
    milliseconds: u64,
    /// Further attempts.
    retries: i64,
    /// Whether the target rests for a while when it keeps failing.
    breaker: bool,
    /// How many connections a copy holds open.
    pool: i64,
}

impl Access {
    /// What a flow lets its source do, under those variables.
    pub(super) fn of(cx: &Azure, flow: &Flow, variables: Vec<String>) -> Self {
        let text = |property: &str| flow.effective(&[property]).and_then(|value| value.as_str().map(str::to_owned));
        let number = |property: &str| flow.effective(&[property]).and_then(|value| value.as_integer());
        let key = text("partition_key").or_else(|| cx.is_fifo(&flow.to).then(|| "all".to_owned()));
        Self {
            flow: flow.kind.clone(),
            target: flow.to.clone(),
            service: flow.from.service.clone(),
            kind: cx.design.kind_of(&flow.to).unwrap_or_default().to_owned(),
            variables,
            event: flow.event().map(str::to_owned),
            partition_key: key,
            retries: number("retries").unwrap_or(0),
            pool: number("pool").unwrap_or(1),
            milliseconds: text("timeout").and_then(|text| Duration::parse(&text)).map_or(5000, Duration::milliseconds),
            breaker: flow.effective(&["breaker"]).and_then(|value| value.as_bool()).unwrap_or_default(),
        }
    }
}

/// A function of the code: the text with what stands for its parts.
struct Piece {
    text: &'static Text,
    /// The words of its name, when it is an access.
    name: String,
    values: Vec<(&'static str, String)>,
    access: Option<Access>,
}

/// The first code of a function.
pub(super) fn of(
    cx: &Azure,
    id: &NodeId,
    runtime: &str,
    environment: &[(String, Expression)],
    access: &FunctionAccess,
) -> Handler {
    let variables: Vec<&str> =
        environment.iter().map(|(name, _)| name.as_str()).filter(|name| is_identifier(name)).collect();
    let mut pieces = triggers(cx, id, access);
    pieces.extend(accesses(access));
    let description = function::purpose(cx, id);
    let host = host::text(cx, id);
    let mut files = if runtime == "python" {
        python::files(&description, &variables, &pieces)
    } else {
        nodejs::files(&words::kebab(&id.node), &description, &variables, &pieces)
    };
    files.push(("host.json".to_owned(), host));
    Handler { folder: function_folder(id), files, origin: Origin::Node(id.to_string()), ..Handler::default() }
}

/// What starts the function, each with a name of its own.
fn triggers(cx: &Azure, id: &NodeId, access: &FunctionAccess) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut seen: Vec<(String, NodeId)> = Vec::new();
    let starting = cx.design.flows_to(id).filter(|flow| function::starts(flow));
    // Whoever decides who may connect is asked by the API.
    let deciding = cx.design.flows_from(id).filter(|flow| flow.kind == "authorize");
    for flow in deciding {
        let Some(text) = texts::find("trigger.socket.authorize") else { continue };
        let values = vec![("route", websocket_api::path(&flow.to, flow)), ("id", flow.to.to_string())];
        pieces.push(Piece { text, name: format!("authorize {}", flow.to.node), values, access: None });
    }
    for flow in starting {
        let kind = cx.design.kind_of(&flow.from).unwrap_or_default();
        let apart = matches!(kind, "http-api" | "websocket-api");
        if !apart && seen.contains(&(flow.kind.clone(), flow.from.clone())) {
            continue;
        }
        // All workflows ask at one address.
        if kind == "workflow" && seen.iter().any(|(_, from)| cx.design.kind_of(from) == Some("workflow")) {
            continue;
        }
        seen.push((flow.kind.clone(), flow.from.clone()));
        let many = batch(flow).0.is_some_and(|size| size > 1);
        let found = match (flow.kind.as_str(), kind) {
            ("route", "websocket-api") => "trigger.socket",
            ("route", _) => "trigger.route",
            ("trigger", _) if flow.text("on") == Some("pre-token-generation") => "trigger.user-pool.token",
            ("trigger", _) => "trigger.user-pool",
            ("invoke", "schedule") => "trigger.schedule",
            ("invoke", "workflow") => "trigger.workflow",
            ("subscribe", "queue") if many => "trigger.queue.many",
            // Events come through a queue of the function's own.
            ("subscribe", "queue" | "bucket" | "event-bus") => "trigger.queue",
            ("subscribe", "topic") => "trigger.topic",
            ("subscribe", "stream") => "trigger.stream",
            ("subscribe", "table") => "trigger.table",
            _ => continue,
        };
        let Some(text) = texts::find(found) else { continue };
        let names = access.sources.iter().find(|(flow_id, _)| *flow_id == flow.id).map(|(_, names)| names.as_slice());
        let mut values = named(names.unwrap_or_default());
        let word = |property: &str| flow.effective(&[property]).and_then(|value| value.as_str().map(str::to_owned));
        let (method, path) = (word("method").unwrap_or_default(), word("path").unwrap_or_default());
        let key = word("key").unwrap_or_default();
        let name = match kind {
            "http-api" => format!("{} {}", method.to_lowercase(), words::kebab(&path)),
            "websocket-api" => format!("on {}", words::kebab(&key)),
            "schedule" => format!("on {}", flow.from.node),
            "user-pool" => format!("on {}", flow.text("on").unwrap_or("step")),
            "table" => format!("follow {}", flow.from.node),
            "workflow" => "work".to_owned(),
            _ => format!("take {}", flow.from.node),
        };
        let route = match kind {
            "user-pool" => words::kebab(&name),
            "workflow" => workflow::PATH.to_owned(),
            "websocket-api" => websocket_api::path(&flow.from, flow),
            _ => path.trim_start_matches('/').replace("+}", "}"),
        };
        let attempts = flow.get("max_attempts").and_then(Value::as_integer).unwrap_or(5);
        values.extend([
            ("method", method),
            ("path", path),
            ("route", route),
            ("key", key),
            ("id", flow.from.to_string()),
            ("connection", table::connection(&flow.from)),
            ("sessions", cx.is_fifo(&flow.from).to_string()),
            ("size", batch(flow).0.unwrap_or(100).to_string()),
            ("oldest", (flow.text("start") == Some("oldest")).to_string()),
            ("retries", attempts.to_string()),
        ]);
        pieces.push(Piece { text, name, values, access: None });
    }
    if pieces.is_empty()
        && let Some(text) = texts::find("trigger.none")
    {
        pieces.push(Piece { text, name: "run".to_owned(), values: Vec::new(), access: None });
    }
    pieces
}

/// The size and the window of a flow's batches, where it says so.
fn batch(flow: &Flow) -> (Option<i64>, Option<u64>) {
    let map = flow.get("batch").and_then(Value::as_map);
    let size = map.and_then(|map| map.get("size")).and_then(Value::as_integer);
    let window = map.and_then(|map| map.get("window")).and_then(Value::as_str).and_then(Duration::parse);
    (size, window.map(Duration::seconds))
}

fn named(names: &[String]) -> Vec<(&'static str, String)> {
    ["variable", "second", "third", "fourth"].into_iter().zip(names.iter().cloned()).collect()
}

/// What the function may do, a function each.
fn accesses(access: &FunctionAccess) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut seen: Vec<(&str, String, Option<String>)> = Vec::new();
    for access in &access.accesses {
        let verbs: &[&str] = match access.flow.as_str() {
            "read-write" => &["read", "write"],
            "read" => &["read"],
            "write" => &["write"],
            "publish" => &["publish"],
            "call" => &["call"],
            "invoke" => &["invoke"],
            "use" => &["use"],
            _ => &[],
        };
        for verb in verbs {
            let variant = match *verb {
                "publish" if access.partition_key.is_some() => ".keyed",
                "call" if access.breaker => ".breaker",
                _ => "",
            };
            let of = |kind: &str| {
                let plain = format!("{kind}.{verb}");
                texts::find(&format!("{plain}{variant}")).or_else(|| texts::find(&plain))
            };
            let text = of(&access.kind).or_else(|| texts::find(&format!("{}.any", access.kind))).or_else(|| of("any"));
            let Some(text) = text else { continue };
            let mark = (text.key, access.target.to_string(), access.event.clone());
            if seen.contains(&mark) {
                continue;
            }
            seen.push(mark);
            let mut values = named(&access.variables);
            let event = access.event.clone();
            let seconds = access.milliseconds as f64 / 1000.0;
            values.extend([
                ("what", event.clone().unwrap_or_else(|| "a message".to_owned())),
                ("event", event.unwrap_or_else(|| "Message".to_owned())),
                ("id", access.target.to_string()),
                ("source", format!("/{}", access.service)),
                ("milliseconds", access.milliseconds.to_string()),
                ("retries", access.retries.to_string()),
                ("seconds", seconds.to_string()),
                ("pool", access.pool.to_string()),
            ]);
            let name = match access.event.as_deref().filter(|_| *verb == "publish") {
                Some(event) => format!("publish {}", words::kebab(event)),
                None => String::new(),
            };
            pieces.push(Piece { text, name, values, access: Some(access.clone()) });
        }
    }
    pieces
}

/// The text with its parts in place.
fn filled(text: &str, values: &[(&'static str, String)]) -> String {
    values.iter().fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{{{name}}}}}"), value))
}

/// A name among those taken: the wish, or the wish with a number.
fn free(taken: &mut Vec<String>, wish: String) -> String {
    let numbered = (2..=u32::MAX).map(|number| format!("{wish}{number}"));
    let name = std::iter::once(wish.clone()).chain(numbered).find(|name| !taken.contains(name)).unwrap_or(wish);
    taken.push(name.clone());
    name
}

/// Text of people on one line, without what could end a comment of either language.
fn tame(text: &str) -> String {
    let plain: String = text.chars().map(|character| if character.is_control() { ' ' } else { character }).collect();
    let plain = plain.replace(['\\', '\u{2028}', '\u{2029}'], " ").replace("*/", "* /").replace("\"\"\"", "'''");
    let sentence = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let sentence = sentence.trim_end_matches(['"', '.']).to_owned();
    if sentence.is_empty() || sentence.ends_with(['!', '?']) { sentence } else { format!("{sentence}.") }
}

/// The words in lines of at most the width less the indentation.
fn wrap(text: &str, indentation: usize) -> Vec<String> {
    let room = WIDTH.saturating_sub(indentation);
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= room => line.extend([" ", word]),
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
