//! network: a VPC with a private subnet in each zone, and ways out of it only where something needs them.
//!
//! What runs inside has a security group of its own; `reach` gives it a rule for each thing that it has a flow to.

mod plan;
mod reach;

use std::collections::BTreeSet;

use crate::design::{NodeId, Place};
use crate::program::{Expression, Literal, Name, Origin, Part, SettingKind};
use crate::value::Value;

use super::super::draft::{New, Position, Stage, of, properties};
use super::super::settings::Derived;
use super::{Aws, iam, shared, support};

pub(super) use plan::{Plan, Trait, Way};
pub(super) use reach::{Port, Reach};

pub(super) const CLASS: &str = "components/network:Network";
const EXISTING: &str = "components/existing-network:ExistingNetwork";
const GROUP: &str = "aws.ec2.SecurityGroup";
const SEARCH: &str = "aws.opensearch.ServerlessVpcEndpoint";
const LINK: &str = "aws.apigatewayv2.VpcLink";
const ENDPOINT: &str = "aws.ec2.VpcEndpoint";
const ENDPOINTS: &str = "components/interface-endpoints:InterfaceEndpoints";

/// How much of a network's range one subnet takes is fixed (a sixteenth), and a subnet has at least 16 addresses and a
/// VPC at most 65,536. Source: Amazon VPC User Guide, VPC CIDR blocks and subnet sizing, 2026-11.
const PREFIXES: std::ops::RangeInclusive<u32> = 16..=24;

/// How others reach parts of a network.
fn attributes(network: Expression, attribute: &str) -> Expression {
    let field = |name: &str| Expression::Field(Box::new(network.clone()), Name::known(name));
    match attribute {
        "vpcId" => field("vpc").property("id"),
        "cidr" => field("vpc").property("cidrBlock"),
        "subnetIds" => field("private-subnet-ids"),
        "publicSubnetIds" => field("public-subnet-ids"),
        "routeTableIds" => field("route-table-ids"),
        _ => network,
    }
}

pub(super) fn lower(cx: &mut Aws, id: &NodeId) {
    let key = id.to_string();
    let origin = Origin::Node(key.clone());
    if let Some(existing) = cx.existing(id) {
        cx.facts.support.insert(support::EXISTING_NETWORK);
        let item = New::component(EXISTING, &key, id.node.clone(), origin)
            .variable(id.node.clone(), "network")
            .attributes(attributes)
            .argument("vpcId", existing)
            .at(cx.position(id, Stage::Main));
        cx.push(&id.service, item);
        let home = Home::Node(id.clone());
        let plan = cx.network_plan(&home);
        link(cx, &home, &plan);
        search(cx, &home, &plan);
        return;
    }
    check_range(cx, id);
    let cidr = cx.text(id, &["cidr"]);
    let zones = cx.integer(id, &["zones"]);
    let extra = cx.extra(id);
    let plan = cx.network_plan(&Home::Node(id.clone()));
    let item = New::component(CLASS, &key, id.node.clone(), origin)
        .variable(id.node.clone(), "network")
        .argument("cidr", cidr)
        .argument("zones", zones)
        .argument("nat", nat(cx, id, &plan))
        .argument("publicSubnets", plan.is(Trait::Public).then_some(Expression::Boolean(true)))
        .aliases(cx.former(id, &id.node));
    finish(cx, &Home::Node(id.clone()), &plan, item, &extra);
}

/// Makes the network of what stands in none by itself but needs one, such as a container.
pub(super) fn lower_default(cx: &mut Aws) {
    if !cx.facts.undrawn.contains(&shared::Undrawn::Network) {
        return;
    }
    let plan = cx.network_plan(&Home::Default);
    let name = cx.names.take(crate::design::model::SHARED, CLASS, "network", "shared");
    let production = cx.design.environments.keys().filter(|name| crate::design::effective::is_production(name));
    let nat = if plan.is(Trait::NeedsInternet) {
        let values = production.map(|name| (name.clone(), Literal::Text("per-zone".to_owned()))).collect();
        derived_nat(cx, "network-nat", "The way from the network to the internet.", Origin::Frame, values)
    } else {
        Expression::text("none")
    };
    let item = New::component(CLASS, DEFAULT, name.clone(), Origin::Frame)
        .variable(name, "network")
        .argument("cidr", Expression::text("10.0.0.0/16"))
        .argument("zones", Expression::Integer(2))
        .argument("nat", nat)
        .argument("publicSubnets", plan.is(Trait::Public).then_some(Expression::Boolean(true)));
    finish(cx, &Home::Default, &plan, item, &[]);
}

/// The key of the network of what stands in none that is drawn.
const DEFAULT: &str = "shared/network";

/// Where something runs: in a network that is drawn, or in the one that is made for whatever stands in none.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Home {
    /// A network of the design.
    Node(NodeId),
    /// The program's own.
    Default,
}

impl Home {
    /// The network's key.
    pub(super) fn key(&self) -> String {
        match self {
            Self::Node(id) => id.to_string(),
            Self::Default => DEFAULT.to_owned(),
        }
    }

    /// An attribute of the network.
    pub(super) fn of(&self, attribute: &str) -> Expression {
        of(&self.key(), attribute)
    }

    /// The component that holds it.
    fn service(&self) -> String {
        match self {
            Self::Node(id) => id.service.clone(),
            Self::Default => crate::design::model::SHARED.to_owned(),
        }
    }

    /// What companions are called after.
    fn base(&self) -> String {
        match self {
            Self::Node(id) => id.node.clone(),
            Self::Default => "network".to_owned(),
        }
    }

    fn origin(&self) -> Origin {
        match self {
            Self::Node(id) => Origin::Node(id.to_string()),
            Self::Default => Origin::Frame,
        }
    }

    fn position(&self, cx: &Aws, stage: Stage) -> Position {
        match self {
            Self::Node(id) => cx.position(id, stage),
            Self::Default => (0, stage),
        }
    }

    fn companion(&self, cx: &mut Aws, class: &str, wish: &str) -> String {
        match self {
            Self::Node(id) => cx.companion(id, class, wish),
            Self::Default => cx.names.take(crate::design::model::SHARED, class, wish, "shared"),
        }
    }
}

/// The network and its endpoints.
fn finish(cx: &mut Aws, home: &Home, plan: &Plan, item: New, extra: &[(String, Expression)]) {
    cx.facts.support.insert(support::NETWORK);
    let item = item.attributes(attributes).argument("accountId", of(shared::ACCOUNT, "")).extra(extra);
    let item = item.at(home.position(cx, Stage::Main));
    cx.push(&home.service(), item);
    link(cx, home, plan);
    search(cx, home, plan);
    for service in &plan.gateways {
        gateway(cx, home, service, plan);
    }
    if plan.interfaces.is_empty() {
        return;
    }
    cx.facts.support.insert(support::INTERFACE_ENDPOINTS);
    let name = home.companion(cx, ENDPOINTS, &format!("{}-endpoints", home.base()));
    let aliases = aliases(cx, home, &name);
    let item = New::component(ENDPOINTS, &endpoints_key(home), name.clone(), home.origin())
        .variable(name, "interface-endpoints")
        .attributes(endpoints_attributes)
        .argument("services", Expression::texts(plan.interfaces.iter().copied()))
        .argument("region", region())
        .argument("accountId", of(shared::ACCOUNT, ""))
        .argument("vpcId", home.of("vpcId"))
        .argument("subnetIds", home.of("subnetIds"))
        .aliases(aliases)
        .at(home.position(cx, Stage::After));
    cx.push(&home.service(), item);
}

/// How others reach parts of a network's endpoints.
fn endpoints_attributes(endpoints: Expression, attribute: &str) -> Expression {
    let group = Expression::Field(Box::new(endpoints.clone()), Name::known("security-group"));
    if attribute == "groupId" { group.property("id") } else { endpoints }
}

/// The region of the stack.
pub(super) fn region() -> Expression {
    Expression::Setting(Name::known("region"))
}

/// The way of APIs into the network.
fn link(cx: &mut Aws, home: &Home, plan: &Plan) {
    if !plan.is(Trait::Linked) {
        return;
    }
    let name = home.companion(cx, GROUP, &format!("{}-link", home.base()));
    let aliases = aliases(cx, home, &name);
    let group = New::sdk(GROUP, &link_group(home), name.clone(), home.origin())
        .variable(format!("{name}-security-group"), "group")
        .argument("description", Expression::text(format!("From APIs into the network {}", home.base())))
        .argument("vpcId", home.of("vpcId"))
        .aliases(aliases)
        .at(home.position(cx, Stage::After));
    cx.push(&home.service(), group);
    let name = home.companion(cx, LINK, &format!("{}-link", home.base()));
    let aliases = self::aliases(cx, home, &name);
    let item = New::sdk(LINK, &link_key(home), name.clone(), home.origin())
        .variable(name, "vpc-link")
        .argument("subnetIds", home.of("subnetIds"))
        .argument("securityGroupIds", Expression::List(vec![of(&link_group(home), "id")]))
        .aliases(aliases)
        .at(home.position(cx, Stage::After));
    cx.push(&home.service(), item);
}

/// The way from the network to collections for search, which all of them share.
fn search(cx: &mut Aws, home: &Home, plan: &Plan) {
    if !plan.is(Trait::Searches) {
        return;
    }
    let name = home.companion(cx, GROUP, &format!("{}-search", home.base()));
    let aliases = aliases(cx, home, &name);
    let group = New::sdk(GROUP, &search_group(home), name.clone(), home.origin())
        .variable(format!("{name}-security-group"), "group")
        .argument("description", Expression::text(format!("Search from the network {}", home.base())))
        .argument("vpcId", home.of("vpcId"))
        .aliases(aliases)
        .at(home.position(cx, Stage::After));
    cx.push(&home.service(), group);
    let name = home.companion(cx, SEARCH, &format!("{}-search", home.base()));
    let aliases = self::aliases(cx, home, &name);
    let item = New::sdk(SEARCH, &search_endpoint(home), name.clone(), home.origin())
        .variable(format!("{name}-endpoint"), "search-endpoint")
        .argument("vpcId", home.of("vpcId"))
        .argument("subnetIds", home.of("subnetIds"))
        .argument("securityGroupIds", Expression::List(vec![of(&search_group(home), "id")]))
        .aliases(aliases)
        .at(home.position(cx, Stage::After));
    cx.push(&home.service(), item);
}

/// The key of the endpoint by which a network searches.
pub(super) fn search_endpoint(home: &Home) -> String {
    format!("{}/search", home.key())
}

/// The key of its security group.
pub(super) fn search_group(home: &Home) -> String {
    format!("{}/search-group", home.key())
}

/// The key of the way of APIs into a network.
pub(super) fn link_key(home: &Home) -> String {
    format!("{}/link", home.key())
}

/// The key of its security group.
pub(super) fn link_group(home: &Home) -> String {
    format!("{}/link-group", home.key())
}

fn aliases(cx: &mut Aws, home: &Home, name: &str) -> Vec<crate::program::Alias> {
    match home {
        Home::Node(id) => cx.former(id, name),
        Home::Default => Vec::new(),
    }
}

/// The key of a network's interface endpoints.
fn endpoints_key(home: &Home) -> String {
    format!("{}/endpoints", home.key())
}

/// The key of an endpoint.
fn endpoint_key(home: &Home, service: &str) -> String {
    format!("{}/endpoint/{service}", home.key())
}

/// Only identities of this account may use an endpoint: what was stolen cannot be carried off to another.
fn gateway(cx: &mut Aws, home: &Home, service: &str, plan: &Plan) {
    cx.uses_iam();
    let mut statements = vec![iam::allow_account(of(shared::ACCOUNT, ""))];
    if plan.is(Trait::Images) && service == "s3" {
        // The layers of images lie in buckets of AWS's own, which are read with addresses that it has signed.
        let layers = Expression::Interpolate(vec![
            Part::Text("arn:".to_owned()),
            Part::Value(of(shared::PARTITION, "")),
            Part::Text(":s3:::prod-".to_owned()),
            Part::Value(region()),
            Part::Text("-starport-layer-bucket/*".to_owned()),
        ]);
        statements.push(iam::allow_anyone("ReadImageLayers", &["s3:GetObject"], layers));
    }
    let name = home.companion(cx, ENDPOINT, &format!("{}-{service}", home.base()));
    let aliases = aliases(cx, home, &name);
    let address = Expression::Format(vec![
        Part::Text("com.amazonaws.".to_owned()),
        Part::Value(region()),
        Part::Text(format!(".{service}")),
    ]);
    let item = New::sdk(ENDPOINT, &endpoint_key(home, service), name.clone(), home.origin())
        .variable(format!("{name}-endpoint"), "vpc-endpoint")
        .attributes(properties)
        .argument("vpcId", home.of("vpcId"))
        .argument("vpcEndpointType", Expression::text("Gateway"))
        .argument("serviceName", address)
        .argument("routeTableIds", home.of("routeTableIds"))
        .argument("policy", iam::policy_text(statements))
        .aliases(aliases)
        .at(home.position(cx, Stage::After));
    cx.push(&home.service(), item);
}

/// The way out: as the design says; where it says nothing, one where something needs it.
fn nat(cx: &mut Aws, id: &NodeId, plan: &Plan) -> Option<Expression> {
    if plan.is(Trait::NeedsInternet) && !cx.is_written(id, "nat") {
        let production = cx.design.environments.keys().filter(|name| crate::design::effective::is_production(name));
        let values = production.map(|name| (name.clone(), Literal::Text("per-zone".to_owned()))).collect();
        let wish = format!("{}-{}-nat", id.service, id.node);
        let documentation = format!("The way from {id} to the internet.");
        return Some(derived_nat(cx, &wish, &documentation, Origin::Node(id.to_string()), values));
    }
    cx.vary(id, &["nat"], &nat_kind(), "", |value| value.as_str().map(|text| Literal::Text(text.to_owned())))
}

fn nat_kind() -> SettingKind {
    SettingKind::OneOf(["none", "single", "per-zone"].map(str::to_owned).to_vec())
}

/// A setting for the way out: one gateway, and one for each zone in production.
fn derived_nat(
    cx: &mut Aws,
    wish: &str,
    documentation: &str,
    origin: Origin,
    values: Vec<(String, Literal)>,
) -> Expression {
    if values.is_empty() {
        return Expression::text("single");
    }
    Expression::Setting(cx.settings.derive(Derived {
        wish: wish.to_owned(),
        kind: nat_kind(),
        default: Some(Literal::Text("single".to_owned())),
        values,
        documentation: documentation.to_owned(),
        origin,
        ..Derived::default()
    }))
}

/// The range must be one that AWS takes and that can be divided.
fn check_range(cx: &mut Aws, id: &NodeId) {
    let ranges: Vec<String> = cx
        .known(id, &["cidr"])
        .iter()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    for range in ranges {
        if !is_range(&range) {
            cx.refuse(
                Place::property(id, "cidr"),
                format!("{range} is no range that a VPC with six zones can have"),
                "write the first address of the range and a length from /16 to /24, such as 10.0.0.0/16",
            );
        }
    }
}

/// Whether the text is the first address of a range, and the range's length one that fits.
fn is_range(text: &str) -> bool {
    let Some((address, length)) = text.split_once('/') else { return false };
    let (Ok(address), Ok(length)) = (address.parse::<std::net::Ipv4Addr>(), length.parse::<u32>()) else {
        return false;
    };
    PREFIXES.contains(&length) && u32::from(address).trailing_zeros() >= 32 - length
}

impl Aws<'_> {
    /// The network that a node stands in, when it names one.
    pub(super) fn network_of(&mut self, id: &NodeId) -> Option<NodeId> {
        let written = self.fixed(id, &["network"])?;
        let network = written.as_str().and_then(NodeId::parse).filter(|network| self.design.node(network).is_some());
        if network.is_none() {
            self.refuse(
                Place::property(id, "network"),
                format!("{id} stands in {written}, which is not there"),
                "name a network of the design",
            );
        }
        network
    }

    /// The network that a node stands in, as `network_of`, without telling what is wrong with it.
    pub(super) fn named_network(&self, id: &NodeId) -> Option<NodeId> {
        let written = self.design.effective(id, &["network"], None)?;
        NodeId::parse(written.as_str()?).filter(|network| self.design.node(network).is_some())
    }

    /// The network of something that must stand in one.
    pub(super) fn home_of(&mut self, id: &NodeId) -> Home {
        if let Some(network) = self.network_of(id) {
            return Home::Node(network);
        }
        self.facts.undrawn.insert(shared::Undrawn::Network);
        Home::Default
    }

    /// Makes the security group of something in a network; gives its key.
    pub(super) fn security_group(&mut self, id: &NodeId, home: &Home, what: &str) -> String {
        let key = group_key(id);
        let name = self.companion(id, GROUP, &format!("{}-security-group", id.node));
        let aliases = self.former(id, &name);
        let item = New::sdk(GROUP, &key, name.clone(), Origin::Node(id.to_string()))
            .variable(name, "group")
            .argument("description", Expression::text(format!("Network access of the {what} {}", id.node)))
            .argument("vpcId", home.of("vpcId"))
            .aliases(aliases)
            .at(self.position(id, Stage::Before));
        self.push(&id.service, item);
        key
    }

    /// Whether the design says something about a property, in whatever environment.
    pub(super) fn is_written(&self, id: &NodeId, property: &str) -> bool {
        let written = self.design.node(id).is_some_and(|node| node.properties.contains_key(property));
        let mut sets = self.design.environments.values().filter_map(|environment| environment.set.get(&id.to_string()));
        written || sets.any(|set| set.contains_key(property))
    }
}

/// The key of a node's security group.
pub(super) fn group_key(id: &NodeId) -> String {
    format!("{id}/security-group")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_begins_with_its_first_address_and_leaves_room_for_every_zone() {
        assert!(is_range("10.20.0.0/16"));
        assert!(is_range("192.168.4.0/24"));
        assert!(!is_range("10.20.0.1/16"));
        assert!(!is_range("10.0.0.0/8"));
        assert!(!is_range("10.0.0.0/25"));
        assert!(!is_range("10.0.0.0"));
    }
}
