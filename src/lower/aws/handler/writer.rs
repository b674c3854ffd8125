//! Puts a handler together from texts, in either language.

use crate::text::words;

use super::texts::{TEXTS, Template, Text, parse};
use super::{Access, HandlerInput, Trigger, prose};

/// What the languages do differently.
pub(super) trait Dialect {
    /// What a line about a text begins with.
    const MARK: &'static str;
    /// The text of this language.
    fn text(text: &Text) -> &'static str;
    /// A name from words in this language's case: `sendTo`, `order-events`.
    fn name(beginning: &str, rest: &str) -> String;
    /// A field of what is sent, as text.
    fn field(steps: &[&str]) -> String;
    /// A function with its documentation.
    fn function(name: &str, exported: bool, documentation: &str, template: &Template<'_>, body: &str) -> String;
    /// The function that tells shapes of event apart: `(test, function)` rows, then the function for the rest.
    fn dispatch(documentation: &str, rows: &[(&str, &str)], rest: Option<&str>) -> String;
}

/// The parts of a handler.
#[derive(Debug, Default)]
pub(super) struct Parts {
    /// Packages with the names that are imported from them.
    pub(super) imports: Vec<(&'static str, Vec<&'static str>)>,
    /// The lines that make clients, each once, sorted.
    pub(super) clients: Vec<&'static str>,
    /// The functions, the handler first.
    pub(super) functions: Vec<String>,
}

/// The parts of the handler.
pub(super) fn parts<D: Dialect>(input: &HandlerInput) -> Parts {
    let mut parts = Parts::default();
    entry::<D>(input, &mut parts);
    let mut taken: Vec<String> = vec!["handler".to_owned(), "required".to_owned(), "work".to_owned()];
    let mut ways: Vec<(&str, &str)> = Vec::new();
    for access in &input.accesses {
        for verb in verbs(&access.flow) {
            let Some(text) = text_for(access, verb) else { continue };
            // A way to do it serves every verb, and every flow to the same thing.
            if access.variant.is_some() {
                if ways.contains(&(text.key, access.variable.as_str())) {
                    continue;
                }
                ways.push((text.key, &access.variable));
            }
            let template = parse(D::text(text), D::MARK);
            for (package, names) in &template.imports {
                parts.imports.push((package, names.clone()));
            }
            parts.clients.extend(template.client);
            let name = name::<D>(access, verb, &template, &mut taken);
            let documentation = filled(template.documentation, access);
            let body = filled(template.body, access).replace("{{partition}}", &partition::<D>(access));
            parts.functions.push(D::function(&name, true, &documentation, &template, &body));
        }
    }
    parts.clients.sort_unstable();
    parts.clients.dedup();
    parts
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

fn find(key: &str) -> Option<&'static Text> {
    TEXTS.iter().find(|text| text.key == key)
}

/// The text for what a flow allows: that of the way to do it, whatever the verb; else the variant of the verb first, then the plain one, then the one for any kind.
fn text_for(access: &Access, verb: &str) -> Option<&'static Text> {
    let kind = &access.target_kind;
    if let Some(text) = access.variant.and_then(|variant| find(&format!("{kind}.{variant}"))) {
        return Some(text);
    }
    let variant = match verb {
        "publish" if access.fifo => Some("fifo"),
        "publish" if access.partition_key.is_some() => Some("keyed"),
        "invoke" if access.asynchronous => Some("asynchronous"),
        _ => None,
    };
    variant
        .and_then(|variant| find(&format!("{kind}.{verb}.{variant}")))
        .or_else(|| find(&format!("{kind}.{verb}")))
        .or_else(|| find(&format!("any.{verb}")))
}

fn name<D: Dialect>(access: &Access, verb: &str, template: &Template<'_>, taken: &mut Vec<String>) -> String {
    let beginning = template.name.split(' ').next().unwrap_or(template.name);
    let long = access.target.to_string();
    match access.event.as_deref().filter(|_| verb == "publish") {
        Some(event) => prose::free(
            taken,
            D::name("publish", event),
            D::name("publish", &format!("{} to {long}", words::kebab(event))),
        ),
        None => prose::free(taken, D::name(beginning, &access.target.node), D::name(beginning, &long)),
    }
}

/// The content of a message with the name of its event.
const NAMED_JAVASCRIPT: &str = r#"{ event: "{{event}}", ...content }"#;
const NAMED_PYTHON: &str = r#"{"event": "{{event}}", **content}"#;

fn filled(text: &str, access: &Access) -> String {
    let milliseconds = access.timeout.unwrap_or(5000);
    let seconds = if milliseconds.is_multiple_of(1000) {
        (milliseconds / 1000).to_string()
    } else {
        (milliseconds as f64 / 1000.0).to_string()
    };
    let event = access.event.as_deref().unwrap_or("Message");
    // A message tells its event where it has a name, so that subscribers can ask for it.
    let nameless = |text: &str| text.replace(NAMED_JAVASCRIPT, "content").replace(NAMED_PYTHON, "content");
    let text = if access.event.is_some() { text.to_owned() } else { nameless(text) };
    let text =
        access.details.iter().fold(text, |text, (words, value)| text.replace(&format!("{{{{{words}}}}}"), value));
    text.replace("{{variable}}", &access.variable)
        .replace("{{id}}", &access.target.to_string())
        .replace("{{event}}", event)
        .replace("{{what}}", access.event.as_deref().unwrap_or("a message"))
        .replace("{{milliseconds}}", &milliseconds.to_string())
        .replace("{{seconds}}", &seconds)
}

/// What spreads and orders a message: a field of it, or text that is the same for all.
fn partition<D: Dialect>(access: &Access) -> String {
    let written = access.partition_key.as_deref().unwrap_or_default();
    let steps: Vec<&str> = written.strip_prefix("$.").map(|path| path.split('.').collect()).unwrap_or_default();
    if !steps.is_empty() && steps.iter().all(|step| super::is_identifier(step)) {
        return D::field(&steps);
    }
    let plain: String =
        written.chars().filter(|character| !character.is_control() && !matches!(character, '"' | '\\')).collect();
    format!("\"{plain}\"")
}

/// The shapes of event that start the function, without repeats, in a fixed order; the one that can be anything last.
fn shapes(input: &HandlerInput) -> Vec<&'static str> {
    let mut triggers: Vec<&Trigger> = input.triggers.iter().collect();
    triggers.sort();
    let mut shapes: Vec<&'static str> = Vec::new();
    for trigger in triggers {
        let shape = shape(trigger);
        if !shapes.contains(&shape) {
            shapes.push(shape);
        }
    }
    if shapes.is_empty() {
        shapes.push("trigger.invoke");
    }
    shapes
}

fn shape(trigger: &Trigger) -> &'static str {
    match trigger {
        Trigger::Route { .. } => "trigger.route",
        Trigger::Queue { fifo: true } => "trigger.queue.fifo",
        Trigger::Queue { fifo: false } => "trigger.queue",
        Trigger::Topic => "trigger.topic",
        Trigger::Bus => "trigger.bus",
        Trigger::Stream => "trigger.stream",
        Trigger::Table => "trigger.table",
        Trigger::Bucket => "trigger.bucket",
        Trigger::Socket => "trigger.socket",
        Trigger::SocketAuthorizer => "trigger.authorizer.socket",
        Trigger::Authorizer => "trigger.authorizer",
        Trigger::UserPool => "trigger.user-pool",
        Trigger::Schedule | Trigger::Invoke => "trigger.invoke",
    }
}

/// The handler: one function for one shape of event, or one that tells them apart.
fn entry<D: Dialect>(input: &HandlerInput, parts: &mut Parts) {
    let routes: Vec<String> = input
        .triggers
        .iter()
        .filter_map(|trigger| match trigger {
            Trigger::Route { method, path } => Some(format!("{method} {path}")),
            _ => None,
        })
        .collect();
    let templates: Vec<Template<'static>> =
        shapes(input).into_iter().filter_map(find).map(|text| parse(D::text(text), D::MARK)).collect();
    let description = prose::tame(&input.description);
    let documentation = |template: &Template<'_>| {
        let said = prose::tame(&template.documentation.replace("{{routes}}", &routes.join(", ")));
        if said == "." { String::new() } else { said }
    };
    if let [only] = templates.as_slice() {
        let said = [description.as_str(), documentation(only).as_str()].join(" ");
        parts.functions.push(D::function("handler", true, said.trim(), only, only.body));
    } else {
        let rows: Vec<(&str, &str)> =
            templates.iter().filter_map(|template| template.test.map(|test| (test, template.name))).collect();
        let rest = templates.iter().find(|template| template.test.is_none()).map(|template| template.name);
        parts.functions.push(D::dispatch(&description, &rows, rest));
        for template in &templates {
            parts.functions.push(D::function(template.name, false, &documentation(template), template, template.body));
        }
    }
    let mut seen: Vec<&str> = Vec::new();
    for then in templates.iter().filter_map(|template| template.then) {
        if !seen.contains(&then) {
            seen.push(then);
            parts.functions.push(then.to_owned());
        }
    }
}
