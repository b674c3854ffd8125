//! The code that a function starts with: small, runnable with the Functions Framework, and the user's own from then on.
//!
//! It reads the variables that the flows give it, has one function for each thing that the function may do, and answers
//! what starts it: requests, messages that Pub/Sub pushes, and changes of documents.

mod nodejs;
mod python;
mod texts;

use std::collections::BTreeSet;

use crate::design::NodeId;
use crate::program::{Expression, Handler, Origin};
use crate::text::words::{self, is_identifier};

use super::super::frames::function_folder;
use super::Gcp;

/// The language of a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    /// JavaScript: `index.js`, with its `package.json`.
    Nodejs,
    /// Python: `main.py`, with its `requirements.txt`.
    Python,
}

/// What a flow lets the function do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Access {
    /// The flow's kind.
    pub(super) flow: String,
    /// The node at the other end.
    pub(super) target: NodeId,
    /// That node's kind.
    pub(super) target_kind: String,
    /// The variable that holds its name or address.
    pub(super) variable: String,
    /// The event, when one is named.
    pub(super) event: Option<String>,
    /// Whether the channel keeps order.
    pub(super) ordered: bool,
    /// What orders a message, where the design says it.
    pub(super) partition_key: Option<String>,
    /// Further attempts of a call.
    pub(super) retries: i64,
    /// Whether the target rests for a while when it keeps failing.
    pub(super) breaker: bool,
    /// Whether the variable holds the value itself.
    pub(super) injected: bool,
    /// How long a call may take, in milliseconds.
    pub(super) timeout: u64,
    /// Further words of the text, and what stands for them.
    pub(super) details: Vec<(String, String)>,
}

/// What starts a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Start {
    /// Requests: of an API, a schedule, another function, or somebody with its address.
    Request,
    /// Messages that Pub/Sub pushes.
    Message,
    /// Changes of documents.
    Change,
    /// The question whether somebody may sign up or in.
    Person,
}

/// Everything that the first code is made from.
struct Input {
    node: NodeId,
    description: String,
    variables: Vec<String>,
    accesses: Vec<Access>,
    starts: BTreeSet<Start>,
}

impl Input {
    /// Whether that starts the function.
    fn has(&self, start: Start) -> bool {
        self.starts.contains(&start)
    }

    /// Whether requests are answered: those of others as well as the question of a pool, and whatever may come where
    /// nothing is drawn.
    fn answers(&self) -> bool {
        self.has(Start::Request) || self.has(Start::Person) || !self.has(Start::Message)
    }

    /// Whether pages of other origins ask.
    fn pages(&self) -> bool {
        self.variables.iter().any(|name| name == "CORS_ORIGINS")
    }
}

/// Writes the first code of a function.
pub(super) fn write(
    cx: &mut Gcp,
    id: &NodeId,
    language: Language,
    environment: &[(String, Expression)],
    injected: &[String],
    accesses: Vec<Access>,
) {
    let design = cx.design;
    let starts = design.flows_to(id).map(|flow| match (flow.kind.as_str(), design.kind_of(&flow.from)) {
        ("subscribe", Some("table")) => Start::Change,
        ("subscribe", _) => Start::Message,
        ("trigger", _) => Start::Person,
        _ => Start::Request,
    });
    let named = |name: &&String| is_identifier(name);
    let mut variables: Vec<String> = environment.iter().map(|(name, _)| name).filter(named).cloned().collect();
    variables.extend(injected.iter().filter(named).cloned());
    let input = Input {
        node: id.clone(),
        description: tame(&cx.description(id, &words::sentence(&id.node))),
        variables,
        accesses: accesses.into_iter().filter(|access| is_identifier(&access.variable)).collect(),
        starts: starts.collect(),
    };
    let files = match language {
        Language::Nodejs => nodejs::files(&input),
        Language::Python => python::files(&input),
    };
    cx.handlers.push(Handler {
        folder: function_folder(id),
        files,
        origin: Origin::Node(id.to_string()),
        ..Handler::default()
    });
}

/// The text as one sentence that ends no comment.
fn tame(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let line: String = line.replace("*/", "* /").replace("\"\"\"", "'''").replace('\\', "/");
    if line.ends_with(['.', '!', '?']) { line } else { format!("{line}.") }
}

/// The verbs of a flow.
fn verbs(flow: &str) -> &[&str] {
    match flow {
        "read-write" => &["read", "write"],
        "read" => &["read"],
        "write" => &["write"],
        "publish" => &["publish"],
        "invoke" => &["invoke"],
        "call" => &["call"],
        "use" => &["use"],
        _ => &[],
    }
}

/// A text with what is said about it, for one access.
struct Filled {
    text: texts::Template<'static>,
    verb: &'static str,
    body: String,
    documentation: String,
}

/// The texts of everything that the function may do, each with its access.
fn filled<'a>(
    input: &'a Input,
    pick: fn(&texts::Text) -> &'static str,
    mark: &str,
    key_of: fn(&str) -> String,
) -> Vec<(&'a Access, Filled)> {
    let mut found: Vec<(&Access, Filled)> = Vec::new();
    for access in input.accesses.iter().filter(|access| !access.injected) {
        let mut keys: Vec<&str> = Vec::new();
        for verb in verbs(&access.flow) {
            let Some((key, text)) = texts::find(access, verb) else { continue };
            // One way to get there serves reading and writing.
            let again = found.iter().any(|(other, filled)| other.variable == access.variable && filled.verb == key);
            if keys.contains(&key) || (again && access.event.is_none()) {
                continue;
            }
            keys.push(key);
            let template = texts::parse(pick(text), mark);
            let fill = |text: &str| {
                let event = access.event.as_deref().unwrap_or("Message");
                let seconds = access.timeout as f64 / 1000.0;
                let text = access
                    .details
                    .iter()
                    .fold(text.to_owned(), |text, (words, value)| text.replace(&format!("{{{{{words}}}}}"), value));
                text.replace("{{variable}}", &access.variable)
                    .replace("{{id}}", &access.target.to_string())
                    .replace("{{event}}", event)
                    .replace("{{what}}", access.event.as_deref().unwrap_or("a message"))
                    .replace("{{milliseconds}}", &access.timeout.to_string())
                    .replace("{{seconds}}", &seconds.to_string())
                    .replace("{{retries}}", &access.retries.to_string())
                    .replace("{{partition}}", &key_of(access.partition_key.as_deref().unwrap_or_default()))
            };
            let (body, documentation) = (fill(template.body), fill(template.documentation));
            found.push((access, Filled { text: template, verb: key, body, documentation }));
        }
    }
    found
}

/// The words of a function's name: the verb's and the target's, or the event's.
fn words_of(access: &Access, filled: &Filled, taken: &mut Vec<String>) -> String {
    let beginning = filled.text.name;
    let wish = match access.event.as_deref().filter(|_| beginning == "publish") {
        Some(event) => format!("{beginning}-{}", words::kebab(event)),
        None => format!("{beginning}-{}", access.target.node),
    };
    let name = if taken.contains(&wish) {
        format!("{wish}-to-{}-{}", access.target.service, access.target.node)
    } else {
        wish
    };
    taken.push(name.clone());
    name
}
