//! stream: an event hub, with a consumer group for each reader.

use crate::design::{Flow, NodeId};
use crate::program::{Expression, Literal, Origin, SettingKind};
use crate::text::duration::Duration;

use super::super::draft::{New, Stage, of};
use super::access::{Access, Grant, Request};
use super::messages::host;
use super::platform::{RECORDS, Undrawn, enumeration};
use super::{Azure, with_suffix};

pub(super) const CLASS: &str = "azure-native.eventhub.EventHub";
const GROUP: &str = "azure-native.eventhub.ConsumerGroup";
/// The connection of triggers and code to Event Hubs.
pub(super) const CONNECTION: &str = "Records";

pub(super) fn lower(cx: &mut Azure, id: &NodeId) {
    let key = id.to_string();
    if cx.refuse_existing(id) {
        return;
    }
    cx.need(Undrawn::Records);
    let wish = with_suffix(&id.node, "stream");
    let hours = cx.vary(id, &["retention"], &SettingKind::Integer, "hours", |value| {
        let seconds = Duration::parse(value.as_str()?)?.seconds();
        Some(Literal::Integer(seconds.div_ceil(3600).min(2160) as i64))
    });
    let retention = hours.map(|hours| {
        Expression::properties([
            ("cleanupPolicy", enumeration(&["eventhub", "CleanupPolicyRetentionDescription"], "Delete", "DELETE")),
            ("retentionTimeInHours", hours),
        ])
    });
    let extra = cx.extra_of(id, false);
    let item = New::sdk(CLASS, &key, cx.logical(id), Origin::Node(key.clone()))
        .variable(wish.clone(), "event-hub")
        .argument("resourceGroupName", Azure::group())
        .argument("namespaceName", of(RECORDS, "name"))
        .argument("partitionCount", cx.integer(id, &["partitions"]))
        .argument("retentionDescription", retention)
        .overriding(extra)
        .aliases(cx.former(id, &cx.logical(id)))
        .at(cx.position(id, Stage::Main));
    cx.push(&id.service, item);
    cx.output(&id.service, &format!("{wish}-name"), of(&key, "name"));
}

fn group_key(stream: &NodeId, reader: &NodeId) -> String {
    format!("{reader}/group-of-{stream}")
}

pub(super) fn grant(_: &mut Azure, request: &Request) -> Grant {
    let key = request.node.to_string();
    let known = |role: &'static str| {
        Grant::allow(role, of(&key, "id")).variable("stream", of(&key, "name")).connection(
            CONNECTION,
            "fullyQualifiedNamespace",
            host(RECORDS),
        )
    };
    match request.access {
        Access::Publish => known("Azure Event Hubs Data Sender"),
        Access::Consume => known("Azure Event Hubs Data Receiver")
            .variable("consumer group", of(&group_key(request.node, request.holder), "name")),
        _ => Grant::default(),
    }
}

/// Each reader goes at its own pace, in a group of its own.
pub(super) fn flow(cx: &mut Azure, flow: &Flow) {
    if flow.kind != "subscribe" || !cx.facts.subscriptions.insert((flow.from.clone(), flow.to.clone())) {
        return;
    }
    let home = Azure::home(flow).clone();
    let wish = format!("{}-to-{}", flow.from.node, flow.to.node);
    let name = cx.companion(&home, GROUP, &wish);
    let aliases = cx.former(&home, &name);
    let item = New::sdk(GROUP, &group_key(&flow.from, &flow.to), name, Origin::Flow(flow.id.0))
        .variable(format!("{wish}-group"), "consumer-group")
        .argument("resourceGroupName", Azure::group())
        .argument("namespaceName", of(RECORDS, "name"))
        .argument("eventHubName", of(&flow.from.to_string(), "name"))
        .aliases(aliases)
        .at(cx.position(&home, Stage::Flow));
    cx.push(&home.service, item);
}
