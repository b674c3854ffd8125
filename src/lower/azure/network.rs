//! network: a virtual network in two parts. Functions join the one and only connect; databases stand in the other and are
//! reached from the network alone. Without a way out, functions reach the services of Azure that they use and no others.

use std::net::Ipv4Addr;

use crate::design::{Flow, NodeId, Place};
use crate::program::{Expression, Name, Origin};
use crate::value::Value;

use super::super::draft::{New, Stage, of, whole};
use super::platform::{NAMES, PLATFORM, Undrawn};
use super::{Azure, support};

pub(super) const CLASS: &str = "components/network:Network";

/// What every function reaches: who it is, its package and its keys, its logs, and the extensions of its host.
const ALWAYS: &[&str] = &["AzureActiveDirectory", "AzureFrontDoor.FirstParty", "AzureMonitor", "Storage"];

/// The service tag of what a flow joins a function to. Source: Azure, virtual network service tags, 2026-11.
const TAGS: &[(&str, &str)] = &[
    ("bucket", "Storage"),
    ("event-bus", "AzureEventGrid"),
    ("parameter", "AppConfiguration"),
    ("queue", "ServiceBus"),
    ("secret", "AzureKeyVault"),
    ("stream", "EventHub"),
    ("table", "AzureCosmosDB"),
    ("topic", "ServiceBus"),
];

/// What a network can have a service endpoint for. Source: Azure, virtual network service endpoints, 2026-11.
const ENDPOINTS: &[(&str, &str)] = &[
    ("bucket", "Microsoft.Storage"),
    ("queue", "Microsoft.ServiceBus"),
    ("secret", "Microsoft.KeyVault"),
    ("stream", "Microsoft.EventHub"),
    ("table", "Microsoft.AzureCosmosDB"),
    ("topic", "Microsoft.ServiceBus"),
];

/// The lengths of ranges that can be divided: Azure takes no shorter ones, and functions want 32 addresses.
const LENGTHS: std::ops::RangeInclusive<u32> = 8..=25;

fn attributes(network: Expression, attribute: &str) -> Expression {
    let part = |name: &str| Expression::Field(Box::new(network.clone()), Name::known(name)).property("id");
    match attribute {
        "id" => part("virtual-network"),
        "functionSubnetId" => part("function-subnet"),
        "databaseSubnetId" => part("database-subnet"),
        _ => network,
    }
}

pub(super) fn lower(cx: &mut Azure, id: &NodeId) {
    if cx.refuse_existing(id) {
        return;
    }
    cx.facts.support.insert(support::NETWORK);
    let key = id.to_string();
    let range = cx.fixed(id, &["cidr"]).and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default();
    let (Some(functions), Some(databases)) = (quarter(&range, 0), quarter(&range, 1)) else {
        cx.refuse(
            Place::property(id, "cidr"),
            format!("{range} is no range that can be divided between functions and databases"),
            "write the first address of the range and a length from /8 to /25, such as 10.0.0.0/16",
        );
        return;
    };
    let nat = cx.fixed(id, &["nat"]);
    let way_out = nat.as_ref().and_then(Value::as_str).is_some_and(|nat| nat != "none");
    let services = if way_out { Vec::new() } else { services(cx, id) };
    let endpoints = endpoints(cx, id);
    let clients = clients(cx, id);
    let tags = cx.tags(&id.service);
    let extra = cx.extra_of(id, true);
    let item = New::component(CLASS, &key, id.node.clone(), Origin::Node(key.clone()))
        .variable(id.node.clone(), "network")
        .attributes(attributes)
        .argument("platform", whole(PLATFORM))
        .argument("addresses", Expression::text(range))
        .argument("functionAddresses", Expression::text(functions))
        .argument("databaseAddresses", Expression::text(databases))
        .argument("databaseClients", (!clients.is_empty()).then_some(Expression::List(clients)))
        .argument("wayOut", Expression::Boolean(way_out))
        .argument("services", Expression::texts(services))
        .argument("endpoints", Expression::texts(endpoints))
        .argument("tags", tags)
        .extra(&extra)
        .aliases(cx.former(id, &id.node))
        .at(cx.position(id, Stage::Main));
    cx.push(&id.service, item);
    link(cx, id);
}

/// The key of what lets a network read the names of databases.
pub(super) fn link_key(id: &NodeId) -> String {
    format!("{id}/names")
}

/// Lets the network read the names of databases, where one stands in it.
fn link(cx: &mut Azure, id: &NodeId) {
    let mut databases = cx.design.nodes().filter(|(_, node)| node.kind == "sql").map(|(node, _)| node);
    if !databases.any(|node| named(cx, &node).as_ref() == Some(id)) {
        return;
    }
    cx.need(Undrawn::Names);
    let class = "azure-native.privatedns.VirtualNetworkLink";
    let name = cx.companion(id, class, &id.node.clone());
    let tags = cx.tags(&id.service);
    let item = New::sdk(class, &link_key(id), name.clone(), Origin::Node(id.to_string()))
        .variable(format!("{}-names", id.node), "link")
        .argument("resourceGroupName", Azure::group())
        .argument("location", Expression::text("global"))
        .argument("privateZoneName", of(NAMES, "name"))
        .argument("virtualNetwork", Expression::properties([("id", of(&id.to_string(), "id"))]))
        .argument("registrationEnabled", Expression::Boolean(false))
        .argument("tags", tags)
        .aliases(cx.former(id, &name))
        .at(cx.position(id, Stage::After));
    cx.push(&id.service, item);
}

/// A quarter of a range, or `None` where it cannot be divided.
fn quarter(range: &str, number: u32) -> Option<String> {
    let (address, length) = range.split_once('/')?;
    let (address, length) = (address.parse::<Ipv4Addr>().ok()?, length.parse::<u32>().ok()?);
    if !LENGTHS.contains(&length) || u32::from(address).trailing_zeros() < 32 - length {
        return None;
    }
    let first = u32::from(address) + (number << (30 - length));
    Some(format!("{}/{}", Ipv4Addr::from(first), length + 2))
}

/// The service tags of all that functions of the network use; what has none is refused.
fn services(cx: &mut Azure, id: &NodeId) -> Vec<&'static str> {
    let design = cx.design;
    let mut found: Vec<&'static str> = ALWAYS.to_vec();
    let inside: Vec<NodeId> =
        design.nodes().filter(|(node, _)| named(cx, node).as_ref() == Some(id)).map(|(node, _)| node).collect();
    for node in inside.iter().filter(|node| design.kind_of(node) == Some("function")) {
        let taken = design.flows_to(node).filter(|flow| flow.kind == "subscribe").map(|flow| (flow, &flow.from));
        let used = design.flows_from(node).map(|flow| (flow, &flow.to));
        let ends: Vec<(&Flow, &NodeId)> = taken.chain(used).collect();
        for (flow, end) in ends {
            let kind = design.kind_of(end).unwrap_or_default();
            // What is told of events takes them from a queue of its own.
            let told = flow.to == *node && matches!(kind, "bucket" | "event-bus");
            let tag = TAGS.iter().find(|(name, _)| *name == if told { "queue" } else { kind });
            match tag {
                Some((_, tag)) => found.push(tag),
                None if matches!(kind, "sql" | "function" | "schedule") => {}
                None => cx.refuse(
                    Place::flow(flow.id),
                    format!("{flow}: {node} runs in {id}, from which nothing leads to {end}"),
                    format!("set nat: single on {id}, or place {node} outside of it"),
                ),
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// The services whose traffic stays in Azure's own network.
fn endpoints(cx: &mut Azure, id: &NodeId) -> Vec<&'static str> {
    let written = cx.fixed(id, &["endpoints"]);
    let mut found = Vec::new();
    for name in written.as_ref().and_then(Value::as_list).unwrap_or_default().iter().filter_map(Value::as_str) {
        match ENDPOINTS.iter().find(|(known, _)| *known == name) {
            Some((_, service)) => found.push(*service),
            None => cx.refuse(
                Place::property(id, "endpoints"),
                format!("{id}: Azure has no service endpoint for {name}"),
                "leave it out: functions of the network reach what they use all the same",
            ),
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// The further addresses that databases of the network let in.
fn clients(cx: &mut Azure, id: &NodeId) -> Vec<Expression> {
    let design = cx.design;
    let mut found: Vec<Expression> = Vec::new();
    for (node, _) in design.nodes().filter(|(_, node)| node.kind == "sql") {
        if named(cx, &node).as_ref() != Some(id) {
            continue;
        }
        let written = cx.fixed(&node, &["allow_from"]);
        for range in written.as_ref().and_then(Value::as_list).unwrap_or_default().iter().filter_map(Value::as_str) {
            let range = Expression::text(range);
            if !found.contains(&range) {
                found.push(range);
            }
        }
    }
    found
}

/// The network that a node names, whether or not all environments agree.
fn named(cx: &Azure, id: &NodeId) -> Option<NodeId> {
    let written = cx.design.effective(id, &["network"], None)?;
    NodeId::parse(written.as_str()?).filter(|node| cx.design.kind_of(node) == Some("network"))
}

/// The network that a node stands in.
pub(super) fn of_node(cx: &mut Azure, id: &NodeId) -> Option<NodeId> {
    cx.fixed(id, &["network"])?;
    named(cx, id)
}

#[cfg(test)]
mod tests {
    use super::quarter;

    #[test]
    fn a_range_is_divided_by_four() {
        assert_eq!(quarter("10.20.0.0/16", 0).as_deref(), Some("10.20.0.0/18"));
        assert_eq!(quarter("10.20.0.0/16", 1).as_deref(), Some("10.20.64.0/18"));
        assert_eq!(quarter("10.0.0.128/25", 1).as_deref(), Some("10.0.0.160/27"));
        for wrong in ["10.20.0.1/16", "10.0.0.0/26", "10.0.0.0/7", "10.0.0/16", "ten"] {
            assert_eq!(quarter(wrong, 0), None, "{wrong}");
        }
    }
}
