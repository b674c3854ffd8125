//! The code that a function starts with: small, runnable with the Functions Framework, and the user's own from then on.
//!
//! It reads the variables that the flows give it, has one function for each thing that the function may do, and answers
//! what starts it: requests, messages that Pub/Sub pushes, and changes of documents.

mod nodejs;
mod python;
mod texts;

use crate::design::NodeId;
use crate::program::{Expression, Handler, Origin};
use crate::text::words;

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
    /// Whether the variable holds the value itself.
    pub(super) injected: bool,
    /// How long a call may take, in milliseconds.
    pub(super) timeout: u64,
    /// Further words of the text, and what stands for them.
    pub(super) details: Vec<(String, String)>,
}

/// What starts a function.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Starts {
    /// Requests: of an API, a schedule, another function, or somebody with its address.
    requests: bool,
    /// Messages that Pub/Sub pushes.
    messages: bool,
    /// Changes of documents.
    changes: bool,
    /// The question whether somebody may sign up or in.
    people: bool,
    /// Whether pages of other origins ask.
    pages: bool,
}

/// Everything that the first code is made from.
struct Input {
    node: NodeId,
    description: String,
    variables: Vec<String>,
    accesses: Vec<Access>,
    starts: Starts,
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
    let mut starts = Starts::default();
    for flow in cx.design.flows_to(id) {
        match (flow.kind.as_str(), cx.design.kind_of(&flow.from)) {
            ("subscribe", Some("table")) => starts.changes = true,
            ("subscribe", _) => starts.messages = true,
            ("trigger", _) => starts.people = true,
            _ => starts.requests = true,
        }
    }
    let named = |name: &&String| is_identifier(name);
    let mut variables: Vec<String> = environment.iter().map(|(name, _)| name).filter(named).cloned().collect();
    variables.extend(injected.iter().filter(named).cloned());
    starts.pages = variables.iter().any(|name| name == "CORS_ORIGINS");
    let input = Input {
        node: id.clone(),
        description: tame(&cx.description(id, &words::sentence(&id.node))),
        variables,
        accesses: accesses.into_iter().filter(|access| is_identifier(&access.variable)).collect(),
        starts,
    };
    let files = match language {
        Language::Nodejs => nodejs::files(&input),
        Language::Python => python::files(&input),
    };
    cx.handlers.push(Handler { folder: function_folder(id), files, origin: Origin::Node(id.to_string()) });
}

fn is_identifier(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && name.chars().all(|character| character.is_ascii_alphanumeric() || character == '_')
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
fn filled<'a>(input: &'a Input, pick: fn(&texts::Text) -> &'static str, mark: &str) -> Vec<(&'a Access, Filled)> {
    let mut found: Vec<(&Access, Filled)> = Vec::new();
    for access in input.accesses.iter().filter(|access| !access.injected) {
        let mut keys: Vec<&str> = Vec::new();
        for verb in verbs(&access.flow) {
            let Some((key, text)) = texts::find(&access.target_kind, verb, access.ordered) else { continue };
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
