//! What a network must have, from the flows of what runs in it: gateways, endpoints, a way to the internet.

use std::collections::BTreeSet;

use crate::design::{Flow, NodeId};
use crate::value::Value;

use super::super::Aws;
use super::Home;

/// The way from a network to something that stands in none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in super::super) enum Way {
    /// A gateway endpoint: it costs nothing and is reached by its prefix list.
    Gateway(&'static str),
    /// An interface endpoint, reached by its security group.
    Interface(&'static str),
    /// The internet.
    Internet,
}

/// The way to the service of a kind, by the name that the kind has in `endpoints`. Source: AWS `PrivateLink` Guide,
/// services that integrate with AWS `PrivateLink`, 2026-11.
const ENDPOINTS: &[(&str, Way)] = &[
    ("bucket", Way::Gateway("s3")),
    ("table", Way::Gateway("dynamodb")),
    ("queue", Way::Interface("sqs")),
    ("topic", Way::Interface("sns")),
    ("event-bus", Way::Interface("events")),
    ("stream", Way::Interface("kinesis-streams")),
    ("workflow", Way::Interface("states")),
    ("secret", Way::Interface("secretsmanager")),
    ("parameter", Way::Interface("ssm")),
    ("function", Way::Interface("lambda")),
    ("logs", Way::Interface("logs")),
    // These have no name in `endpoints`, and are made where something needs them.
    ("delivery-stream", Way::Interface("kinesis-firehose")),
    ("container", Way::Interface("ecs")),
];

/// The way to what stands in no network.
pub(in super::super) fn way(kind: &str) -> Way {
    ENDPOINTS.iter().find(|(name, _)| *name == kind).map_or(Way::Internet, |(_, way)| *way)
}

/// What is true of a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in super::super) enum Trait {
    /// Something in it needs the internet.
    NeedsInternet,
    /// It has a way to the internet in every environment.
    WayOut,
    /// Something in it can be reached from the internet.
    Public,
    /// Images are fetched into it.
    Images,
    /// Routes of APIs lead into it.
    Linked,
    /// Something in it searches.
    Searches,
}

/// What a network has besides its subnets.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in super::super) struct Plan {
    /// What is true of it.
    pub(in super::super) traits: BTreeSet<Trait>,
    /// The services with a gateway endpoint.
    pub(in super::super) gateways: BTreeSet<&'static str>,
    /// The services with an interface endpoint.
    pub(in super::super) interfaces: BTreeSet<&'static str>,
}

impl Plan {
    /// Whether that is true of the network.
    pub(in super::super) fn is(&self, what: Trait) -> bool {
        self.traits.contains(&what)
    }

    fn note(&mut self, what: Trait, holds: bool) {
        if holds {
            self.traits.insert(what);
        }
    }

    fn add(&mut self, way: Way) {
        match way {
            Way::Gateway(service) => {
                self.gateways.insert(service);
            }
            Way::Interface(service) => {
                self.interfaces.insert(service);
            }
            Way::Internet => self.note(Trait::NeedsInternet, true),
        }
    }
}

impl Aws<'_> {
    /// What a network has besides its subnets; nothing where it is not ours.
    pub(in super::super) fn network_plan(&mut self, home: &Home) -> Plan {
        if let Some(plan) = self.facts.networks.get(home) {
            return plan.clone();
        }
        let plan = make(self, home);
        self.facts.networks.insert(home.clone(), plan.clone());
        plan
    }

    /// The ways that something needs out of its network.
    pub(in super::super) fn ways_of(&self, id: &NodeId) -> BTreeSet<Way> {
        let mut ways: BTreeSet<Way> =
            self.design.flows_from(id).flat_map(|flow| ways_of_flow(self, id, flow)).collect();
        if self.design.kind_of(id) == Some("container") {
            ways.extend(super::super::container::ways(self, id));
        }
        ways
    }
}

/// The ways that a flow of something in a network takes.
pub(super) fn ways_of_flow(cx: &Aws, id: &NodeId, flow: &Flow) -> Vec<Way> {
    let takes = matches!(flow.kind.as_str(), "read" | "write" | "read-write" | "publish" | "invoke" | "call" | "use");
    let Some(kind) = cx.design.kind_of(&flow.to).filter(|_| takes) else { return Vec::new() };
    match kind {
        "sql" => super::super::sql::ways(cx, id, flow),
        // Reached inside of the network; for search, by an endpoint that is made with the network.
        "cache" | "search" => Vec::new(),
        other => vec![way(other)],
    }
}

fn make(cx: &mut Aws, home: &Home) -> Plan {
    let mut plan = Plan::default();
    let mut needed: BTreeSet<Way> = BTreeSet::new();
    for (id, node) in cx.design.nodes() {
        if node.get("existing").is_some() || !matches!(node.kind.as_str(), "function" | "container") {
            continue;
        }
        let stands = match cx.named_network(&id) {
            Some(network) => Some(Home::Node(network)),
            None => (node.kind == "container").then_some(Home::Default),
        };
        if stands.as_ref() == Some(home) {
            needed.extend(cx.ways_of(&id));
            let container = node.kind == "container";
            let public = cx.known(&id, &["public_access"]).iter().any(|value| value.as_bool() == Some(true));
            plan.note(Trait::Images, container);
            plan.note(Trait::Linked, container && super::super::container::is_routed(cx, &id));
            plan.note(Trait::Public, container && public);
        }
    }
    plan.note(Trait::Searches, super::super::search::is_used_from(cx, home));
    if let Home::Node(id) = home
        && cx.is_existing(id)
    {
        // What leads out of somebody else's network is theirs to say; ours can only be let through.
        plan.note(Trait::WayOut, true);
        return plan;
    }
    let written: Vec<Value> = match home {
        Home::Node(id) => {
            cx.fixed(id, &["endpoints"]).and_then(|value| value.as_list().map(<[Value]>::to_vec)).unwrap_or_default()
        }
        Home::Default => Vec::new(),
    };
    for name in written.iter().filter_map(Value::as_str) {
        plan.add(way(name));
    }
    let internet = needed.contains(&Way::Internet);
    plan.note(Trait::NeedsInternet, internet);
    let way_out = match home {
        Home::Node(id) if cx.is_written(id, "nat") => {
            cx.known(id, &["nat"]).iter().all(|value| value.as_str() != Some("none"))
        }
        _ => internet,
    };
    plan.note(Trait::WayOut, way_out);
    for way in needed {
        // A gateway endpoint is free. For the others the way to the internet does as well, and is paid for already.
        if matches!(way, Way::Gateway(_)) || (matches!(way, Way::Interface(_)) && !way_out) {
            plan.add(way);
        }
    }
    plan
}
