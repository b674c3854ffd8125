//! What APIs carry: how much, for how long, over how many routes, and what answers them.

use crate::check::limits;
use crate::check::prelude::*;
use crate::design::{Flow, FlowId, Node, NodeId};

pub(in crate::check) const SCAN: Rule = Rule::info("PRF011", "performance/scan-route", scan).says(
    "A route that lists things, answered from a table that finds single items only.",
    "Without an index the whole table is read for each answer, however little of it is wanted.",
    "Give the table an index by what the list is asked for.",
);

pub(in crate::check) const WEBSOCKET: Rule = Rule::warning("PRF013", "performance/websocket-limits", websocket).says(
    "Messages or connections of a WebSocket API that are larger or last longer than AWS allows.",
    "AWS closes the connection: after a message of more than 128 KiB, after ten minutes of silence, after two hours.",
    "Send less at once, a heartbeat every five minutes, and connect again.",
);

pub(in crate::check) const ROUTES: Rule = Rule::error("PRF014", "performance/route-count", routes).says(
    "An API with more routes than AWS allows.",
    "AWS refuses those over 300.",
    "Divide it into several APIs, one for each service.",
);

pub(in crate::check) const PAYLOAD: Rule = Rule::warning("PRF015", "performance/payload-behind-api", payload).says(
    "Requests that are larger than the API, or the function behind it, takes.",
    "AWS refuses them: more than 10 MiB at the API, more than 6 MiB at a function.",
    "Let callers put large files into a bucket, with an address that the function signs for them.",
);

fn scan(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for route in context.of_kind("route").filter(|joined| joined.from.is("http-api") && joined.to.is("function")) {
        let path = route.flow().text("path").unwrap_or_default();
        let method = route.view.value(&["method"]).and_then(Value::as_str);
        let lists = !path.contains('{') && path.trim_matches('/').ends_with('s');
        if method != Some("GET") || !lists {
            continue;
        }
        let read = context.outgoing(route.to).find(|joined| {
            let found = |property: &str| joined.to.node.get(property).is_some();
            let sorted = joined.to.node.get("key").is_some_and(|key| key.get("sort").is_some());
            (joined.is("read") || joined.is("read-write"))
                && joined.to.is("table")
                && !joined.to.existing()
                && !found("indexes")
                && !sorted
        });
        let Some(read) = read else { continue };
        let index: Map = [("name", "by-owner"), ("partition", "ownerId"), ("sort", "createdAt")]
            .into_iter()
            .map(|(key, value)| (key.to_owned(), Value::from(value)))
            .collect();
        let edit = Edit::SetProperty {
            id: read.to.id.clone(),
            path: vec!["indexes".to_owned()],
            value: Some(Value::List(vec![Value::Map(index)])),
        };
        report
            .add(
                route.view.place(),
                format!(
                    "GET {path} lists what {} holds, which has no index to list by and is read as a whole: give it one.",
                    read.to.id
                ),
            )
            .related([read.to.place()])
            .fix("Add an index by owner and time", edit);
    }
}

fn websocket(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for api in context.nodes_of("websocket-api").filter(|node| !node.existing()) {
        message_size(context, report, api);
        session(context, report, api);
        silence(context, report, api);
    }
}

fn message_size(context: &Context<'_>, report: &mut Report<'_, '_>, api: &NodeView<'_>) {
    let Some(most) = limits::number("websocket-message", "websocket-api", context.provider) else { return };
    report.each_stage(|stage| {
        let size = context.value(api, &["max_payload"], stage)?.as_number()?;
        let message = || format!(
            "Messages of {} have up to {size} KiB, and AWS takes {most} at the most: send the address of larger ones.",
            api.id
        );
        (size > most).then(|| Outcome::new(context.place_of(api, &["max_payload"], stage), message()))
    });
}

fn session(context: &Context<'_>, report: &mut Report<'_, '_>, api: &NodeView<'_>) {
    let Some(most) = catalog_duration("websocket-session", context) else { return };
    report.each_stage(|stage| {
        let session = context.duration(api, "session", stage)?;
        let message = || format!(
            "Connections to {} are to stay open for {session}, and AWS closes them after {most}: let clients connect again.",
            api.id
        );
        (session > most).then(|| {
            Outcome::new(context.place_of(api, &["session"], stage), message()).mend(
                format!("Set it to {most}"),
                context.mend(api, &["session"], Some(Value::String(most.to_string())), stage),
            )
        })
    });
}

/// The heartbeat that is advised: half of the silence that is allowed.
const HEARTBEAT: Duration = Duration::from_seconds(300);

fn silence(context: &Context<'_>, report: &mut Report<'_, '_>, api: &NodeView<'_>) {
    let Some(most) = catalog_duration("websocket-idle", context) else { return };
    report.each_stage(|stage| {
        let session = context.duration(api, "session", stage);
        let heartbeat = context.duration(api, "heartbeat", stage);
        let (property, words) = match (heartbeat, session) {
            (Some(heartbeat), _) if heartbeat > most => ("heartbeat", format!("say that they are there every {heartbeat}")),
            (None, Some(session)) if session > most => ("session", format!("stay open for {session} without a heartbeat")),
            _ => return None,
        };
        let message = format!(
            "Connections to {} {words}, and AWS closes them after {most} of silence: send a heartbeat every {HEARTBEAT}.",
            api.id
        );
        Some(
            Outcome::new(context.place_of(api, &[property], stage), message).mend(
                format!("Send a heartbeat every {HEARTBEAT}"),
                context.mend(api, &["heartbeat"], Some(Value::String(HEARTBEAT.to_string())), stage),
            ),
        )
    });
}

fn catalog_duration(name: &str, context: &Context<'_>) -> Option<Duration> {
    crate::catalog::catalog().limits.duration(name, "websocket-api", context.provider)
}

fn routes(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for api in context.nodes.iter().filter(|node| node.is_any(&["http-api", "websocket-api"])) {
        let Some(most) = limits::count("routes", &api.node.kind, context.provider) else { continue };
        let count = context.outgoing(api).filter(|joined| joined.is("route")).count();
        if count > most {
            report.add(
                api.place(),
                format!("{} has {count} routes, and AWS allows {most} for each API: divide it into several.", api.id),
            );
        }
    }
}

fn payload(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for route in context.of_kind("route").filter(|joined| joined.from.is("http-api")) {
        let Some(size) = route.flow().get("max_payload").and_then(Value::as_number) else { continue };
        let api = limits::number("request-size", "http-api", context.provider);
        let function = limits::number("request-size-function", &route.to.node.kind, context.provider);
        let over = |most: Option<f64>| most.filter(|most| size > *most);
        // The function's limit is the nearer one.
        let (who, most) = match (over(function), over(api)) {
            (Some(most), _) => (route.to, most),
            (None, Some(most)) => (route.from, most),
            (None, None) => continue,
        };
        let fix = route.to.is("function").then(|| by_bucket(context, route));
        let draft = report.add(
            route.view.at("max_payload"),
            format!(
                "Requests of up to {size} KiB come to {}, which takes {most} at the most: let callers put them into a bucket.",
                who.id
            ),
        );
        draft.maybe_fix("Add a bucket that callers put them into", fix);
    }
}

/// The edit that gives a function a bucket to sign addresses of.
fn by_bucket(context: &Context<'_>, route: Joined<'_, '_>) -> Edit {
    let service = &route.to.id.service;
    let bucket =
        NodeId::new(service.clone(), context.design.free_name(service, &format!("{}-files", route.to.id.node)));
    let flow = Flow {
        id: FlowId(context.design.next_flow),
        kind: "read-write".to_owned(),
        from: route.to.id.clone(),
        to: bucket.clone(),
        properties: Map::new(),
    };
    Edit::Batch(vec![
        Edit::AddNode { id: bucket, node: Node::of_kind("bucket"), index: None },
        Edit::AddFlow { flow, index: None },
        Edit::SetFlowProperty { id: route.flow().id, path: vec!["max_payload".to_owned()], value: None },
    ])
}
