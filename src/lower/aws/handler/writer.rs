//! Puts the files of a function together from texts, in either language: the entry, which is the user's to write on, and
//! what its flows allow, which follows the design.

use std::collections::{BTreeMap, BTreeSet};

use crate::text::words;

use super::super::super::code::ordering_key;
use super::events::EventTypes;
use super::messages;
use super::texts::{TEXTS, Template, Text, parse};
use super::{Access, HandlerInput, Notes, Trigger, prose};

/// What the languages do differently.
pub(super) trait Dialect {
    /// What a line about a text begins with.
    const MARK: &'static str;
    /// Content of which nothing is known.
    const ANYTHING: &'static str;
    /// An event of a bus of which nothing is known.
    const ANY_EVENT: &'static str;
    /// Where the types of events are.
    const EVENTS: &'static str;
    /// Where the type of EventBridge's envelope is, and its name, if it is one for all events.
    const ENVELOPE: Option<(&'static str, &'static str)>;
    /// The text of this language.
    fn text(text: &Text) -> &'static str;
    /// A name from words in this language's case: `sendTo`, `order-events`.
    fn name(beginning: &str, rest: &str) -> String;
    /// The name of a constant that a flow keeps.
    fn kept(name: &str) -> String;
    /// A field of what is sent, as text.
    fn field(steps: &[&str]) -> String;
    /// A function with its documentation.
    fn function(name: &str, exported: bool, documentation: &str, template: &Template<'_>, body: &str) -> String;
    /// The function that tells shapes of event apart: `(test, template)` rows, the template for the rest.
    fn dispatch(documentation: &str, rows: &[(&str, &Template<'_>)], rest: Option<&Template<'_>>) -> String;
    /// The type of a message.
    fn message(event: &str, enveloped: bool) -> String;
    /// The names of the events' module that this type is made of.
    fn names(event: &str, enveloped: bool) -> Vec<String>;
    /// Calls of what works a message off, and how they look when each message is worked off once.
    const ONCE: &'static [(&'static str, &'static str)];
    /// What messages are called, and what they are: a name for one of several types.
    fn alias(name: &str, parts: &[String]) -> String;
}

/// Names by where they come from.
pub(super) type Imports = BTreeMap<String, BTreeSet<String>>;

/// The parts of a file.
#[derive(Debug, Default)]
pub(super) struct Parts {
    /// Packages with the names that are imported from them.
    pub(super) imports: Imports,
    /// Packages with the types that are imported from them.
    pub(super) types: Imports,
    /// Our own modules with the names that are imported from them.
    pub(super) shared: Imports,
    /// The events whose types are used.
    pub(super) events: BTreeSet<String>,
    /// The variables that are read.
    pub(super) variables: Vec<String>,
    /// The lines that make clients, each once, sorted.
    pub(super) clients: Vec<String>,
    /// The names of messages, with what they are.
    pub(super) aliases: Vec<String>,
    /// The functions, the handler first.
    pub(super) functions: Vec<String>,
}

impl Parts {
    fn take(&mut self, template: &Template<'_>) {
        let put = |into: &mut Imports, rows: &[(&str, Vec<&str>)]| {
            for (place, names) in rows {
                into.entry((*place).to_owned()).or_default().extend(names.iter().map(|name| (*name).to_owned()));
            }
        };
        put(&mut self.imports, &template.imports);
        put(&mut self.types, &template.types);
        put(&mut self.shared, &template.shared);
    }
}

/// What the flows allow: a client for each service, and a function for each thing that may be done.
pub(super) fn flows<D: Dialect>(input: &HandlerInput, events: &EventTypes) -> Parts {
    let mut parts = Parts::default();
    let mut taken: Vec<String> = ["required", "request", "once"].map(str::to_owned).to_vec();
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
            parts.take(&template);
            parts.clients.extend(template.client.map(str::to_owned));
            let name = name::<D>(access, verb, &template, &mut taken);
            let typed = access.event.as_deref().filter(|event| events.knows(event));
            let content = typed.unwrap_or(D::ANYTHING);
            if let Some(event) = typed.filter(|_| template.parameters.contains("{{content}}")) {
                parts.events.insert(event.to_owned());
                parts.types.entry(D::EVENTS.to_owned()).or_default().insert(event.to_owned());
            }
            let kept = D::kept(&name);
            let fill = |text: &str| filled(text, access).replace("{{content}}", content).replace("{{kept}}", &kept);
            if let Some(line) = template.keeps {
                parts.clients.push(fill(line));
            }
            let mut body = fill(template.body).replace("{{partition}}", &partition::<D>(access));
            if access.event.as_deref().is_some_and(|event| events.is_closed(event)) {
                body = CARRIED.iter().fold(body, |text, (carrying, plain)| text.replace(carrying, plain));
            }
            let parameters = fill(template.parameters);
            let template = Template { parameters: &parameters, ..template };
            let documentation = filled(template.documentation, access);
            parts.functions.push(D::function(&name, true, &documentation, &template, &body));
        }
    }
    if let Some(notes) = &input.notes {
        once::<D>(notes, &mut parts);
    }
    parts.clients.sort_unstable();
    parts.clients.dedup();
    let text = parts.clients.iter().chain(&parts.functions);
    let used = |name: &str| text.clone().any(|text| mentions(text, name));
    for names in parts.shared.values_mut() {
        names.retain(|name| used(name));
    }
    parts.shared.retain(|_, names| !names.is_empty());
    parts.variables =
        input.environment.iter().map(|variable| variable.name.clone()).filter(|name| used(name)).collect();
    parts
}

/// The function that works a message off unless that was done before.
fn once<D: Dialect>(notes: &Notes, parts: &mut Parts) {
    let Some(text) = find("table.once") else { return };
    let template = parse(D::text(text), D::MARK);
    parts.take(&template);
    parts.clients.extend(template.client.map(str::to_owned));
    let fill = |text: &str| {
        text.replace("{{id}}", &notes.table.to_string())
            .replace("{{variable}}", &notes.variable)
            .replace("{{expires}}", &notes.expires)
            .replace("{{lease}}", &notes.lease.to_string())
    };
    let documentation = fill(template.documentation);
    parts.functions.push(D::function(template.name, true, &documentation, &template, &fill(template.body)));
}

/// The parameters, or arguments, one by one: a comma within brackets parts none.
pub(super) fn parted(parameters: &str) -> Vec<String> {
    let open = |text: &str| {
        let count = |marks: [char; 3]| text.matches(marks).count();
        count(['[', '<', '{']) > count([']', '>', '}'])
    };
    let mut parts: Vec<String> = Vec::new();
    for part in parameters.split(", ") {
        match parts.last_mut().filter(|before| open(before)) {
            Some(before) => *before = format!("{before}, {part}"),
            None => parts.push(part.to_owned()),
        }
    }
    parts
}

/// Whether a name stands in a text as a word.
fn mentions(text: &str, name: &str) -> bool {
    let inside = |character: char| character.is_ascii_alphanumeric() || character == '_';
    text.match_indices(name).any(|(at, _)| {
        let (before, after) = (text.get(..at), text.get(at + name.len()..));
        !before.is_some_and(|text| text.ends_with(inside)) && !after.is_some_and(|text| text.starts_with(inside))
    })
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
        "publish" if access.fifo && access.partition_key.is_some() => Some("fifo.keyed"),
        "publish" if access.fifo => Some("fifo"),
        "publish" if access.partition_key.is_some() => Some("keyed"),
        "invoke" if access.asynchronous => Some("asynchronous"),
        "call" if access.breaker => Some("breaker"),
        _ => None,
    };
    let of = |kind: &str| {
        let special = variant.and_then(|variant| find(&format!("{kind}.{verb}.{variant}")));
        special.or_else(|| find(&format!("{kind}.{verb}")))
    };
    of(kind).or_else(|| of("any"))
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
const NAMED: &[(&str, &str)] = &[
    (r#"{ event: "{{event}}", ...content }"#, "content"),
    (r#"{ event: "{{event}}", ...content, "#, "{ ...content, "),
    (r#"{"event": "{{event}}", **content}"#, "content"),
];

/// Content with the id of the work that it belongs to, where nothing but the content itself can carry one; and without,
/// where the event's schema has no room for it.
const CARRIED: &[(&str, &str)] = &[
    ("{ ...detail, correlationId: correlationId() }", "detail"),
    ("...content, correlationId: correlationId() }", "...content }"),
    (r#"{**detail, "correlationId": correlation_id()}"#, "detail"),
    (r#"{**named, "correlationId": correlation_id()}"#, "named"),
];

fn filled(text: &str, access: &Access) -> String {
    let milliseconds = access.timeout.unwrap_or(5000);
    let seconds = if milliseconds.is_multiple_of(1000) {
        (milliseconds / 1000).to_string()
    } else {
        (milliseconds as f64 / 1000.0).to_string()
    };
    let event = access.event.as_deref().unwrap_or("Message");
    // A message tells its event where it has a name, so that subscribers can ask for it.
    let nameless = || NAMED.iter().fold(text.to_owned(), |text, (named, plain)| text.replace(named, plain));
    let text = if access.event.is_some() { text.to_owned() } else { nameless() };
    let text =
        access.details.iter().fold(text, |text, (words, value)| text.replace(&format!("{{{{{words}}}}}"), value));
    text.replace("{{variable}}", &access.variable)
        .replace("{{id}}", &access.target.to_string())
        .replace("{{event}}", event)
        .replace("{{what}}", access.event.as_deref().unwrap_or("a message"))
        .replace("{{milliseconds}}", &milliseconds.to_string())
        .replace("{{seconds}}", &seconds)
        .replace("{{retries}}", &access.retries.to_string())
}

/// What spreads and orders a message: a field of it, or text that is the same for all.
fn partition<D: Dialect>(access: &Access) -> String {
    match ordering_key(access.partition_key.as_deref().unwrap_or_default()) {
        Ok(steps) => D::field(&steps),
        Err(text) => format!("\"{text}\""),
    }
}

/// The shapes of event that start the function, without repeats, in a fixed order; the one that can be anything last.
fn shapes(input: &HandlerInput) -> Vec<&'static str> {
    let mut triggers: Vec<&Trigger> = input.triggers.iter().collect();
    triggers.sort();
    let mut shapes: Vec<&'static str> = Vec::new();
    for trigger in triggers {
        let shape = shape(trigger);
        // Events of two queues look alike: what holds for both is the order, and the answer for the whole batch.
        let family = |shape: &str| shape.trim_end_matches(".whole").trim_end_matches(".fifo").to_owned();
        match shapes.iter_mut().find(|present| family(present) == family(shape)) {
            Some(present) if *present != shape => *present = stricter(present, shape),
            Some(_) => {}
            None => shapes.push(shape),
        }
    }
    if shapes.is_empty() {
        shapes.push("trigger.invoke");
    }
    shapes
}

/// What is right for either of two sources of one kind.
fn stricter(one: &str, other: &str) -> &'static str {
    let both = |part: &str| one.contains(part) || other.contains(part);
    match (one.split('.').nth(1), both(".fifo"), both(".whole")) {
        (Some("queue"), true, true) => "trigger.queue.fifo.whole",
        (Some("queue"), true, false) => "trigger.queue.fifo",
        (Some("queue"), false, _) => "trigger.queue.whole",
        (Some("stream"), ..) => "trigger.stream.whole",
        _ => "trigger.table.whole",
    }
}

fn shape(trigger: &Trigger) -> &'static str {
    match trigger {
        Trigger::Route { .. } => "trigger.route",
        Trigger::Queue { fifo: true, partial: true } => "trigger.queue.fifo",
        Trigger::Queue { fifo: true, partial: false } => "trigger.queue.fifo.whole",
        Trigger::Queue { fifo: false, partial: true } => "trigger.queue",
        Trigger::Queue { fifo: false, partial: false } => "trigger.queue.whole",
        Trigger::Topic => "trigger.topic",
        Trigger::Bus => "trigger.bus",
        Trigger::Stream { partial: true } => "trigger.stream",
        Trigger::Stream { partial: false } => "trigger.stream.whole",
        Trigger::Table { partial: true } => "trigger.table",
        Trigger::Table { partial: false } => "trigger.table.whole",
        Trigger::Bucket => "trigger.bucket",
        Trigger::Socket => "trigger.socket",
        Trigger::SocketAuthorizer => "trigger.authorizer.socket",
        Trigger::Authorizer => "trigger.authorizer",
        Trigger::UserPool => "trigger.user-pool",
        Trigger::Schedule | Trigger::Invoke => "trigger.invoke",
    }
}

/// The entry: one function for one shape of event, or one that tells them apart.
pub(super) fn entry<D: Dialect>(input: &HandlerInput, events: &EventTypes) -> Parts {
    let mut parts = Parts::default();
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
    for template in &templates {
        parts.take(template);
        if let Some(name) = template.message {
            let told = messages::of(input, events, name);
            parts.events.extend(told.iter().filter_map(|message| message.event.clone()));
            messages::import::<D>(&told, name, &mut parts);
            let types: Vec<String> = messages::types::<D>(&told, name);
            parts.aliases.push(D::alias(name, &types));
        }
    }
    let bodies: Vec<String> = templates
        .iter()
        .map(|template| {
            let once = D::ONCE.iter().filter(|_| input.notes.is_some());
            once.fold(template.body.to_owned(), |text, (call, once)| text.replace(call, once))
        })
        .collect();
    if templates.iter().zip(&bodies).any(|(template, body)| template.body != body) {
        parts.shared.entry("flows".to_owned()).or_default().insert("once".to_owned());
    }
    let templates: Vec<Template<'_>> =
        templates.into_iter().zip(&bodies).map(|(template, body)| Template { body, ..template }).collect();
    if let [only] = templates.as_slice() {
        let said = [description.as_str(), documentation(only).as_str()].join(" ");
        parts.functions.push(D::function("handler", true, said.trim(), only, only.body));
    } else {
        let rows: Vec<(&str, &Template<'_>)> =
            templates.iter().filter_map(|template| template.test.map(|test| (test, template))).collect();
        let rest = templates.iter().find(|template| template.test.is_none());
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
    parts
}
