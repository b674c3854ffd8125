//! Routes: methods, paths, and two that claim the same requests.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::catalog::Provider;
use crate::check::prelude::*;
use crate::design::{Flow, FlowId};

pub(in crate::check) const DUPLICATE: Rule =
    Rule::error("STR015", "structure/duplicate-route", duplicate).by_itself().says(
        "Two routes of one API with the same method and path.",
        "A request could go only one way; the cloud refuses the second. Names of parameters make no difference.",
        "Give one of them another path or method, or take it away.",
    );

pub(in crate::check) const AMBIGUOUS: Rule = Rule::warning("STR016", "structure/ambiguous-route", ambiguous).says(
    "A route whose requests another route may take.",
    "Which of the two answers depends on the order of the routes.",
    "Make the paths differ, or put the more specific route first.",
);

pub(in crate::check) const PATH: Rule = Rule::error("STR017", "structure/bad-route-path", path).by_itself().says(
    "A route whose path is not a path.",
    "The cloud refuses it.",
    "Begin with /, leave no part empty, and write each parameter once, as {name}.",
);

pub(in crate::check) const METHOD: Rule = Rule::error("STR018", "structure/bad-method", method).by_itself().says(
    "A route with a method that HTTP APIs do not have.",
    "The cloud refuses it.",
    "Use GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS or ANY.",
);

/// The methods of routes.
const METHODS: [&str; 8] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "ANY"];

/// A path with parameters without their names and no slash at the end.
pub(in crate::check) fn normalised(path: &str) -> String {
    let trimmed = path.trim_end_matches('/');
    let segments: Vec<String> = trimmed
        .split('/')
        .map(|segment| {
            if segment.starts_with('{') && segment.ends_with("+}") {
                "{+}".to_owned()
            } else if segment.starts_with('{') && segment.ends_with('}') {
                "{}".to_owned()
            } else {
                segment.to_owned()
            }
        })
        .collect();
    if trimmed.is_empty() { "/".to_owned() } else { segments.join("/") }
}

/// What two routes of one API must not share.
pub(in crate::check) fn route_key(flow: &Flow) -> String {
    match flow.text("key") {
        Some(key) => key.to_owned(),
        None => format!("{} {}", flow.text("method").unwrap_or("GET"), normalised(flow.text("path").unwrap_or("/"))),
    }
}

fn duplicate(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let mut seen: HashMap<(usize, String), FlowId> = HashMap::new();
    for joined in context.of_kind("route") {
        let flow = joined.flow();
        let key = (joined.from.index, route_key(flow));
        let Some(first) = seen.get(&key).and_then(|first| context.design.flow(*first)) else {
            seen.insert(key, flow.id);
            continue;
        };
        // Twice the same flow of a socket or graph API is a duplicate flow.
        if first.to == flow.to && !joined.from.is("http-api") {
            continue;
        }
        let what = flow.text("key").map_or_else(
            || format!("{} {}", flow.text("method").unwrap_or("GET"), flow.text("path").unwrap_or("/")),
            str::to_owned,
        );
        let same = first.to == flow.to;
        report
            .add(
                joined.view.at(if flow.get("key").is_some() { "key" } else { "path" }),
                format!(
                    "{} routes {what} twice, to {} and to {}: give one of them another path or method.",
                    joined.from.id, first.to, flow.to
                ),
            )
            .related([Place::flow(first.id)])
            .maybe_fix("Remove the second", same.then_some(Edit::RemoveFlow(flow.id)));
    }
}

/// A route as its parts, for comparing.
struct Pattern<'c, 'd> {
    route: Joined<'c, 'd>,
    parts: Vec<String>,
}

impl Pattern<'_, '_> {
    /// Whether it, coming first, takes requests that the other asks for more exactly.
    fn hides(&self, other: &Self) -> bool {
        let parameter = |part: &str| part == "{}" || part == "{+}";
        let greedy = self.parts.last().is_some_and(|last| last == "{+}");
        if self.parts.len() != other.parts.len() && (!greedy || self.parts.len() > other.parts.len()) {
            return false;
        }
        let mut wider = self.parts.len() < other.parts.len();
        for (own, asked) in self.parts.iter().zip(&other.parts) {
            if own != asked && !parameter(own) && !parameter(asked) {
                return false;
            }
            wider |= parameter(own) && (!parameter(asked) || (own == "{+}" && asked == "{}"));
        }
        wider
    }
}

/// How many routes of one API, method and length are compared with a further one.
const COMPARED: usize = 200;

fn ambiguous(context: &Context<'_>, report: &mut Report<'_, '_>) {
    // AWS picks the most specific route, whatever the order.
    if context.provider == Provider::Aws {
        return;
    }
    let mut groups: HashMap<(usize, &str), BTreeMap<usize, Vec<Pattern<'_, '_>>>> = HashMap::new();
    let positions: HashMap<FlowId, usize> =
        context.design.flows.iter().enumerate().map(|(position, flow)| (flow.id, position)).collect();
    for route in context.of_kind("route").filter(|joined| joined.from.is("http-api")) {
        let Some(path) = route.flow().text("path") else { continue };
        let parts: Vec<String> = normalised(path).split('/').map(str::to_owned).collect();
        let method = route.flow().text("method").unwrap_or("GET");
        let pattern = Pattern { route, parts };
        let group = groups.entry((route.from.index, method)).or_default();
        // Routes that take any rest are kept apart: they may hide longer ones.
        let length = |pattern: &Pattern<'_, '_>| {
            if pattern.parts.last().is_some_and(|last| last == "{+}") { 0 } else { pattern.parts.len() }
        };
        let mut lengths = vec![0, pattern.parts.len()];
        lengths.dedup();
        let earlier = lengths.iter().filter_map(|length| group.get(length)).flat_map(|all| all.iter().take(COMPARED));
        let first = earlier.filter(|other| other.hides(&pattern)).min_by_key(|other| other.route.flow().id);
        if let Some(first) = first {
            let before = positions.get(&first.route.flow().id).copied();
            let edits =
                vec![Edit::RemoveFlow(route.flow().id), Edit::AddFlow { flow: route.flow().clone(), index: before }];
            report
                .add(
                    route.view.at("path"),
                    format!(
                        "{} may send {method} {path} to the earlier route {}: put the more specific route first.",
                        route.from.id,
                        first.route.flow().text("path").unwrap_or("/")
                    ),
                )
                .related([first.route.view.place()])
                .fix("Put it before the other", Edit::Batch(edits));
        }
        group.entry(length(&pattern)).or_default().push(pattern);
    }
}

fn path(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for joined in context.of_kind("route").filter(|joined| joined.from.is("http-api")) {
        let Some(path) = joined.flow().text("path") else { continue };
        let Some(fault) = fault(path) else { continue };
        let mended = mended(path);
        let fix = mended.clone().map(|path| Edit::SetFlowProperty {
            id: joined.flow().id,
            path: vec!["path".to_owned()],
            value: Some(Value::String(path)),
        });
        report
            .add(joined.view.at("path"), format!("The path {path} {fault}."))
            .maybe_fix(format!("Make it {}", mended.unwrap_or_default()), fix);
    }
}

/// What is wrong with a path, if anything.
pub(in crate::check) fn fault(path: &str) -> Option<String> {
    let Some(rest) = path.strip_prefix('/') else { return Some("does not begin with /".to_owned()) };
    if path.contains(['?', '#']) {
        return Some("has a query or a fragment: routes have paths alone".to_owned());
    }
    if path.chars().any(|character| character.is_whitespace() || character.is_control()) {
        return Some("has a space".to_owned());
    }
    let mut names: HashSet<&str> = HashSet::new();
    let mut greedy: Option<&str> = None;
    for segment in rest.strip_suffix('/').unwrap_or(rest).split('/') {
        if segment.is_empty() && !rest.is_empty() {
            return Some("has an empty part".to_owned());
        }
        if let Some(greedy) = greedy {
            return Some(format!("goes on after {greedy}, which takes the whole rest"));
        }
        if !segment.contains(['{', '}']) {
            continue;
        }
        greedy = segment.ends_with("+}").then_some(segment);
        let inner = segment.strip_prefix('{').and_then(|inner| inner.strip_suffix('}'));
        let name = inner.map(|inner| inner.strip_suffix('+').unwrap_or(inner));
        match name {
            Some(name)
                if name.is_empty()
                    || !name.chars().all(|letter| {
                        letter.is_ascii_alphanumeric() || letter == '_' || letter == '-' || letter == '.'
                    }) =>
            {
                return Some(format!("has the parameter {segment}, which has no usable name"));
            }
            Some(name) if !names.insert(name) => return Some(format!("has the parameter {segment} twice")),
            Some(_) => {}
            None => {
                return Some(format!("has braces inside the part {segment}: a parameter stands alone between slashes"));
            }
        }
    }
    None
}

/// The path set right, where that changes nothing that was meant.
fn mended(path: &str) -> Option<String> {
    let path: &str = path.split(['?', '#']).next().unwrap_or_default();
    let segments: Vec<&str> = path.split('/').map(str::trim).filter(|segment| !segment.is_empty()).collect();
    let mended = format!("/{}", segments.join("/"));
    fault(&mended).is_none().then_some(mended)
}

fn method(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for joined in context.of_kind("route") {
        let Some(method) = joined.flow().text("method").filter(|method| !METHODS.contains(method)) else { continue };
        let upper = method.to_uppercase();
        let meant = METHODS.iter().find(|known| **known == upper).copied().or_else(|| nearest(method, METHODS));
        let fix = meant.map(|meant| Edit::SetFlowProperty {
            id: joined.flow().id,
            path: vec!["method".to_owned()],
            value: Some(Value::from(meant)),
        });
        report
            .add(joined.view.at("method"), format!("There is no method {method}: use {}.", choice(&METHODS)))
            .maybe_fix(format!("Make it {}", meant.unwrap_or_default()), fix);
    }
}
