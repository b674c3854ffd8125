//! `host.json`: batches of what starts a function.

use serde_json::{Map, Value, json};

use crate::design::{Flow, NodeId};

use super::super::Azure;
use super::batch;

/// The text of `host.json`.
pub(super) fn text(cx: &Azure, id: &NodeId) -> String {
    let mut extensions = Map::new();
    extensions.insert("http".to_owned(), json!({ "routePrefix": "" }));
    for flow in cx.design.flows_to(id).filter(|flow| flow.kind == "subscribe") {
        let said = match cx.design.kind_of(&flow.from) {
            Some("queue") => ("serviceBus", messages(flow)),
            Some("stream") => ("eventHubs", records(flow)),
            _ => continue,
        };
        if !said.1.is_empty() {
            extensions.insert(said.0.to_owned(), Value::Object(said.1));
        }
    }
    let host = json!({
        "version": "2.0",
        "logging": { "applicationInsights": { "samplingSettings": { "isEnabled": false } } },
        "extensions": extensions,
        "extensionBundle": { "id": "Microsoft.Azure.Functions.ExtensionBundle", "version": "[4.*, 5.0.0)" },
    });
    format!("{}\n", serde_json::to_string_pretty(&host).unwrap_or_default())
}

fn time(seconds: u64) -> String {
    format!("{:02}:{:02}:{:02}", seconds / 3600, seconds % 3600 / 60, seconds % 60)
}

fn messages(flow: &Flow) -> Map<String, Value> {
    let mut said = Map::new();
    match batch(flow) {
        // One after the other.
        (Some(1), _) => {
            said.insert("maxConcurrentCalls".to_owned(), json!(1));
        }
        (Some(size), window) => {
            said.insert("maxMessageBatchSize".to_owned(), json!(size));
            if let Some(window) = window.filter(|window| *window > 0) {
                said.insert("minMessageBatchSize".to_owned(), json!(size));
                said.insert("maxBatchWaitTime".to_owned(), json!(time(window)));
            }
        }
        _ => {}
    }
    said
}

fn records(flow: &Flow) -> Map<String, Value> {
    let mut said = Map::new();
    let (size, window) = batch(flow);
    if let Some(size) = size {
        said.insert("maxEventBatchSize".to_owned(), json!(size));
    }
    if let Some(window) = window.filter(|window| *window > 0) {
        said.insert("minEventBatchSize".to_owned(), json!(size.unwrap_or(10)));
        said.insert("maxWaitTime".to_owned(), json!(time(window.min(600))));
    }
    if flow.text("start") == Some("oldest") {
        said.insert("initialOffsetOptions".to_owned(), json!({ "type": "fromStart" }));
    } else {
        said.insert("initialOffsetOptions".to_owned(), json!({ "type": "fromEnd" }));
    }
    said
}
