//! What sites are on every cloud: a folder with a first page, and APIs behind the same address. Knows no cloud.

use crate::design::{Flow, NodeId, Place};
use crate::program::{Handler, Origin};

use super::values::Context;

/// The folder with the files; with a first page, when it is a folder of the project's own.
pub(crate) fn directory<Facts>(cx: &mut Context<Facts>, id: &NodeId) -> String {
    let written = cx.fixed(id, &["directory"]).and_then(|value| value.as_str().map(str::to_owned));
    let directory = written.unwrap_or_else(|| "site".to_owned());
    let steps: Vec<&str> = directory.trim_end_matches('/').split('/').collect();
    let plain = |step: &&str| {
        !step.is_empty()
            && !step.starts_with('.')
            && step.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.'))
    };
    let ours = ["src", "functions"];
    if steps.first().is_some_and(|first| ours.contains(first)) {
        cx.refuse(
            Place::property(id, "directory"),
            format!("the files of {id} would stand among those of the program, in {directory}"),
            "use a folder of their own, such as site",
        );
    } else if steps.iter().all(plain) {
        let page = FIRST_PAGE.replace("{{title}}", &crate::text::words::sentence(&id.node));
        cx.handlers.push(Handler {
            folder: steps.join("/"),
            files: vec![("index.html".to_owned(), page)],
            origin: Origin::Node(id.to_string()),
            ..Handler::default()
        });
    }
    directory
}

/// What a site shows until its own page is there.
const FIRST_PAGE: &str = "<!doctype html>
<html lang=\"en\">
  <head>
    <meta charset=\"utf-8\" />
    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />
    <title>{{title}}</title>
  </head>
  <body>
    <h1>{{title}}</h1>
  </body>
</html>
";

/// The APIs behind the site's address: the flow to each, with the paths that go on to it.
pub(crate) fn apis<Facts>(cx: &mut Context<Facts>, id: &NodeId) -> Vec<(Flow, Vec<String>)> {
    let calls: Vec<Flow> = cx.design.flows_from(id).filter(|flow| flow.kind == "call").cloned().collect();
    let mut found: Vec<(Flow, Vec<String>)> = Vec::new();
    for flow in calls {
        let patterns = path_patterns(cx, &flow);
        let taken = |pattern: &&String| found.iter().any(|(_, others)| others.contains(pattern));
        if let Some(pattern) = patterns.iter().find(taken) {
            cx.refuse(
                Place::flow(flow.id),
                format!("{flow}: {pattern} goes to another API already"),
                "let the routes of each API begin with a step of their own, such as /api",
            );
        }
        found.push((flow, patterns));
    }
    found
}

/// The paths that an API answers, by the first step of its routes.
fn path_patterns<Facts>(cx: &mut Context<Facts>, flow: &Flow) -> Vec<String> {
    let mut patterns: Vec<String> = Vec::new();
    let design = cx.design;
    let routes = design.flows_from(&flow.to).filter(|route| route.kind == "route");
    for path in routes.filter_map(|route| route.text("path")) {
        let mut steps = path.trim_start_matches('/').splitn(2, '/');
        let first = steps.next().unwrap_or_default();
        if first.is_empty() || first.contains('{') {
            cx.refuse(
                Place::flow(flow.id),
                format!("{flow}: the route {path} would take over all of the site"),
                "let the routes of the API begin with a step of their own, such as /api",
            );
            continue;
        }
        let pattern = if steps.next().is_some() { format!("/{first}/*") } else { format!("/{first}") };
        if !patterns.contains(&pattern) {
            patterns.push(pattern);
        }
    }
    if patterns.is_empty() {
        cx.refuse(
            Place::flow(flow.id),
            format!("{flow}: {} has no routes that the site could hand requests to", flow.to),
            "draw a route, such as GET /api/items",
        );
    }
    patterns
}
