//! network: a VPC with one subnet, which spans the region. What is in it reaches Google's services by private addresses;
//! databases are peered with it.

use crate::design::{NodeId, Place};
use crate::program::{Expression, Origin};
use crate::value::Value;

use super::super::draft::{New, Stage, of};
use super::{Gcp, region};

pub(super) const CLASS: &str = "gcp.compute.Network";

fn subnet_key(id: &NodeId) -> String {
    format!("{id}/subnet")
}

/// The key of the connection to Google's services, for what must wait for it.
pub(super) fn peering_key(id: &NodeId) -> String {
    format!("{id}/peering")
}

pub(super) fn lower(cx: &mut Gcp, id: &NodeId) {
    let key = id.to_string();
    let origin = Origin::Node(key.clone());
    if cx.is_existing(id) {
        cx.refuse(
            Place::property(id, "existing"),
            format!("{id}: which subnet of a network that is there already is meant is not known"),
            "leave existing out, and let the program make the network",
        );
        return;
    }
    let extra = cx.extra(id);
    let item = New::sdk(CLASS, &key, id.node.clone(), origin.clone())
        .variable(id.node.clone(), "network")
        .argument("autoCreateSubnetworks", Expression::Boolean(false))
        .overriding(extra)
        .aliases(cx.former(id, &id.node))
        .at(cx.position(id, Stage::Main));
    cx.push(&id.service, item);
    let class = "gcp.compute.Subnetwork";
    let name = cx.companion(id, class, &id.node.clone());
    let range = cx.text(id, &["cidr"]);
    let item = New::sdk(class, &subnet_key(id), name.clone(), origin.clone())
        .variable(format!("{}-subnet", id.node), "subnet")
        .argument("network", of(&key, "id"))
        .argument("region", region())
        .argument("ipCidrRange", range)
        .argument("privateIpGoogleAccess", Expression::Boolean(true))
        .aliases(cx.former(id, &name))
        .at(cx.position(id, Stage::After));
    cx.push(&id.service, item);
    if cx.fixed(id, &["nat"]).as_ref().and_then(Value::as_str).is_some_and(|nat| nat != "none") {
        way_out(cx, id);
    }
    let stores = cx
        .design
        .nodes()
        .any(|(_, node)| node.kind == "sql" && node.get("network").and_then(Value::as_str) == Some(key.as_str()));
    if stores {
        peering(cx, id);
    }
}

/// A way out with one fixed gateway.
fn way_out(cx: &mut Gcp, id: &NodeId) {
    let origin = Origin::Node(id.to_string());
    let router = format!("{id}/router");
    let class = "gcp.compute.Router";
    let name = cx.companion(id, class, &id.node.clone());
    let item = New::sdk(class, &router, name.clone(), origin.clone())
        .variable(format!("{}-router", id.node), "router")
        .argument("network", of(&id.to_string(), "id"))
        .argument("region", region())
        .aliases(cx.former(id, &name))
        .at(cx.position(id, Stage::After));
    cx.push(&id.service, item);
    let class = "gcp.compute.RouterNat";
    let name = cx.companion(id, class, &id.node.clone());
    let item = New::sdk(class, "", name.clone(), origin)
        .argument("router", of(&router, "name"))
        .argument("region", region())
        .argument("natIpAllocateOption", Expression::text("AUTO_ONLY"))
        .argument("sourceSubnetworkIpRangesToNat", Expression::text("ALL_SUBNETWORKS_ALL_IP_RANGES"))
        .aliases(cx.former(id, &name))
        .at(cx.position(id, Stage::After));
    cx.push(&id.service, item);
}

/// A range of addresses for Google's services, and the connection to them: databases stand there.
fn peering(cx: &mut Gcp, id: &NodeId) {
    let origin = Origin::Node(id.to_string());
    let range = format!("{id}/services");
    let class = "gcp.compute.GlobalAddress";
    let name = cx.companion(id, class, &format!("{}-services", id.node));
    let item = New::sdk(class, &range, name.clone(), origin.clone())
        .variable(format!("{name}-range"), "range")
        .argument("network", of(&id.to_string(), "id"))
        .argument("purpose", Expression::text("VPC_PEERING"))
        .argument("addressType", Expression::text("INTERNAL"))
        .argument("prefixLength", Expression::Integer(20))
        .aliases(cx.former(id, &name))
        .at(cx.position(id, Stage::After));
    cx.push(&id.service, item);
    let class = "gcp.servicenetworking.Connection";
    let name = cx.companion(id, class, &format!("{}-services", id.node));
    let item = New::sdk(class, &peering_key(id), name.clone(), origin)
        .variable(name.clone(), "connection")
        .argument("network", of(&id.to_string(), "id"))
        .argument("service", Expression::text("servicenetworking.googleapis.com"))
        .argument("reservedPeeringRanges", Expression::List(vec![of(&range, "name")]))
        .aliases(cx.former(id, &name))
        .at(cx.position(id, Stage::After));
    cx.push(&id.service, item);
}

/// The network that a node names.
pub(super) fn of_node(cx: &mut Gcp, id: &NodeId) -> Option<NodeId> {
    let written = cx.fixed(id, &["network"])?;
    NodeId::parse(written.as_str()?).filter(|node| cx.design.kind_of(node) == Some("network"))
}

/// The subnet that a function joins.
pub(super) fn subnet_of(cx: &mut Gcp, id: &NodeId) -> Option<Expression> {
    let network = of_node(cx, id)?;
    Some(Expression::properties([
        ("network", of(&network.to_string(), "name")),
        ("subnetwork", of(&subnet_key(&network), "name")),
    ]))
}
