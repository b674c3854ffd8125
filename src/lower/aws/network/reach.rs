//! Who may connect to what inside of a network: a rule for each thing that something has a flow to.

use std::collections::BTreeSet;

use crate::design::{Flow, NodeId, Place};
use crate::program::{Expression, Origin};
use crate::text::words;

use super::super::super::draft::{New, Stage, of};
use super::super::{Aws, external, support};
use super::plan::Way;
use super::{Home, endpoint_key, endpoints_key, group_key};

const EGRESS: &str = "aws.vpc.SecurityGroupEgressRule";
const HTTPS: i64 = 443;

/// Ports, from the first to the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in super::super) struct Port {
    /// The first.
    pub(in super::super) first: i64,
    /// The last.
    pub(in super::super) last: i64,
}

impl Port {
    /// One port.
    pub(in super::super) fn one(port: i64) -> Self {
        Self { first: port, last: port }
    }
}

/// A connection that something in a network makes to something that has a security group.
#[derive(Debug, Clone, PartialEq)]
pub(in super::super) struct Reach {
    /// What it is called, such as `database`.
    pub(in super::super) name: String,
    /// The security group's id; none where it is not ours, and its owner lets in whom it likes.
    pub(in super::super) group: Option<Expression>,
    /// The ports.
    pub(in super::super) port: Port,
    /// Where it comes from.
    pub(in super::super) origin: Origin,
}

impl Aws<'_> {
    /// Makes the rules of something in a network: one for each store that it reaches, each endpoint, and the internet.
    pub(in super::super) fn reach_out(&mut self, id: &NodeId, home: &Home, reaches: Vec<Reach>) {
        let mut seen: Vec<(String, Port)> = Vec::new();
        for reach in reaches {
            let what = (reach.name.clone(), reach.port);
            if !seen.contains(&what) {
                seen.push(what);
                if let Some(group) = &reach.group {
                    self.allow_traffic(id, group, &reach);
                } else {
                    self.allow_egress(id, &reach.name, reach.port.first, ("cidrIpv4", home.of("cidr")));
                }
            }
        }
        let plan = self.network_plan(home);
        let mut endpoints = false;
        let mut ports: BTreeSet<i64> = BTreeSet::new();
        for way in self.ways_of(id) {
            match way {
                Way::Gateway(service) if plan.gateways.contains(service) => self.allow_gateway(id, home, service),
                Way::Interface(service) if plan.interfaces.contains(service) => endpoints = true,
                Way::Internet => ports.extend(self.internet_ports(id)),
                Way::Gateway(_) | Way::Interface(_) => {
                    ports.insert(HTTPS);
                }
            }
        }
        if endpoints {
            let reach = Reach {
                name: "endpoints".to_owned(),
                group: None,
                port: Port::one(HTTPS),
                origin: Origin::Node(id.to_string()),
            };
            self.allow_traffic(id, &of(&endpoints_key(home), "groupId"), &reach);
        }
        for port in ports {
            self.allow_internet(id, port);
        }
    }

    /// Lets something's security group connect to another.
    fn allow_traffic(&mut self, id: &NodeId, target: &Expression, reach: &Reach) {
        let (name, said) = (format!("{}-to-{}", id.node, reach.name), format!("From {} to {}", id.node, reach.name));
        let groups = (of(&group_key(id), "id"), target.clone());
        self.connect(id, &name, &said, groups, reach.port, reach.origin.clone());
    }

    /// Lets one security group connect to another. The rules stand with who knows both.
    pub(in super::super) fn connect(
        &mut self,
        id: &NodeId,
        name: &str,
        said: &str,
        (source, target): (Expression, Expression),
        port: Port,
        origin: Origin,
    ) {
        self.facts.support.insert(support::TRAFFIC);
        let name = self.companion(id, EGRESS, name);
        let aliases = self.former(id, &name);
        let item = New::function("components/traffic:allowTraffic", "", name, origin)
            .argument("description", Expression::text(said))
            .argument("sourceGroupId", source)
            .argument("targetGroupId", target)
            .argument("port", Expression::Integer(port.first))
            .argument("lastPort", (port.last != port.first).then_some(Expression::Integer(port.last)))
            .aliases(aliases)
            .at(self.position(id, Stage::Before));
        self.push(&id.service, item);
    }

    fn allow_gateway(&mut self, id: &NodeId, home: &Home, service: &str) {
        let list = of(&endpoint_key(home, service), "prefixListId");
        self.allow_egress(id, service, HTTPS, ("prefixListId", list));
    }

    fn allow_internet(&mut self, id: &NodeId, port: i64) {
        let name = if port == HTTPS { "internet".to_owned() } else { format!("internet-{port}") };
        self.allow_egress(id, &name, port, ("cidrIpv4", Expression::text("0.0.0.0/0")));
    }

    fn allow_egress(&mut self, id: &NodeId, to: &str, port: i64, target: (&str, Expression)) {
        let name = self.companion(id, EGRESS, &format!("{}-to-{to}", id.node));
        let aliases = self.former(id, &name);
        let item = New::sdk(EGRESS, "", name, Origin::Node(id.to_string()))
            .argument("description", Expression::text(format!("From {} to {}", id.node, words::kebab(to))))
            .argument("securityGroupId", of(&group_key(id), "id"))
            .argument(target.0, target.1)
            .argument("ipProtocol", Expression::text("tcp"))
            .argument("fromPort", Expression::Integer(port))
            .argument("toPort", Expression::Integer(port))
            .aliases(aliases)
            .at(self.position(id, Stage::Before));
        self.push(&id.service, item);
    }

    /// The connections that something makes inside of its network: to the databases and caches that it has flows to.
    pub(in super::super) fn reaches_of(&self, id: &NodeId) -> Vec<Reach> {
        self.design
            .flows_from(id)
            .filter_map(|flow| match self.design.kind_of(&flow.to)? {
                "cache" => super::super::cache::reach(self, flow),
                "search" => super::super::search::reach(self, flow),
                "sql" => super::super::sql::reach(self, flow),
                _ => None,
            })
            .collect()
    }

    /// The ports of what is called on the internet: those that addresses name, and that of HTTPS for all else.
    fn internet_ports(&mut self, id: &NodeId) -> BTreeSet<i64> {
        let mut ports = BTreeSet::new();
        let flows: Vec<Flow> = self.design.flows_from(id).cloned().collect();
        for flow in &flows {
            match self.design.kind_of(&flow.to) {
                Some("external") if flow.kind == "call" => match external::ports(self, &flow.to) {
                    Some(named) => ports.extend(named),
                    None => self.refuse(
                        Place::flow(flow.id),
                        format!("{flow}: {id} runs in a network, and is let out of it to addresses of the web alone"),
                        "give the external system an address such as https://partner.example",
                    ),
                },
                _ if super::plan::ways_of_flow(self, id, flow).contains(&Way::Internet) => {
                    ports.insert(HTTPS);
                }
                _ => {}
            }
        }
        if ports.is_empty() {
            ports.insert(HTTPS);
        }
        ports
    }
}
