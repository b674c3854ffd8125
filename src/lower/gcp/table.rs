//! table: a Firestore database of its own, with one collection in it, so that access can be given to it alone.

use crate::design::{Flow, NodeId, Place};
use crate::program::{Expression, Origin, Part};
use crate::value::Value;

use super::super::draft::{New, Stage, of};
use super::super::places::with_suffix;
use super::access::{Access, Grant, Request, Role};
use super::{Gcp, region};

pub(super) const CLASS: &str = "gcp.firestore.Database";

pub(super) fn lower(cx: &mut Gcp, id: &NodeId) {
    let key = id.to_string();
    let wish = with_suffix(&id.node, "table");
    let main = New::sdk(CLASS, &key, id.node.clone(), Origin::Node(key.clone())).variable(wish.clone(), "table");
    cx.output(&id.service, &format!("{wish}-name"), of(&key, "name"));
    if let Some(existing) = cx.existing(id) {
        let item = main.existing(existing).at(cx.position(id, Stage::Main));
        cx.push(&id.service, item);
        return;
    }
    if cx.fixed(id, &["key", "partition"]).is_none() {
        cx.refuse(Place::property(id, "key"), format!("{id} has no key"), "set key: { partition: NAME }");
        return;
    }
    let protection = cx.deletion_protection(id);
    let recovery = cx.boolean(id, &["recovery"]).unwrap_or(Expression::Boolean(true));
    let extra = cx.extra(id);
    let item = main
        .argument("locationId", region())
        .argument("type", Expression::text("FIRESTORE_NATIVE"))
        .argument(
            "pointInTimeRecoveryEnablement",
            choice(&recovery, "POINT_IN_TIME_RECOVERY_ENABLED", "POINT_IN_TIME_RECOVERY_DISABLED"),
        )
        .argument(
            "deleteProtectionState",
            choice(&protection, "DELETE_PROTECTION_ENABLED", "DELETE_PROTECTION_DISABLED"),
        )
        .argument("deletionPolicy", choice(&protection, "ABANDON", "DELETE"))
        .overriding(extra)
        .protected(&protection)
        .aliases(cx.former(id, &id.node))
        .at(cx.position(id, Stage::Main));
    cx.push(&id.service, item);
    indexes(cx, id);
    expiry(cx, id);
}

/// One of two words, by a condition that may be known already.
pub(super) fn choice(condition: &Expression, then: &str, otherwise: &str) -> Expression {
    match condition {
        Expression::Boolean(true) => Expression::text(then),
        Expression::Boolean(false) => Expression::text(otherwise),
        condition => Expression::Conditional {
            condition: Box::new(condition.clone()),
            then: Box::new(Expression::text(then)),
            otherwise: Some(Box::new(Expression::text(otherwise))),
        },
    }
}

/// Indexes over several fields; Firestore keeps one of each single field by itself.
fn indexes(cx: &mut Gcp, id: &NodeId) {
    let class = "gcp.firestore.Index";
    let written = cx.fixed(id, &["indexes"]);
    let items = written.as_ref().and_then(Value::as_list).unwrap_or_default().to_vec();
    for index in &items {
        let text = |key: &str| index.get(key).and_then(Value::as_str);
        let plain = |written: &str| written.split(':').next().unwrap_or_default().to_owned();
        let (Some(name), Some(partition), Some(sort)) = (text("name"), text("partition"), text("sort")) else {
            continue;
        };
        let field = |name: &str| {
            Expression::properties([
                ("fieldPath", Expression::text(plain(name))),
                ("order", Expression::text("ASCENDING")),
            ])
        };
        let name = cx.companion(id, class, &format!("{}-{name}", id.node));
        let aliases = cx.former(id, &name);
        let item = New::sdk(class, "", name, Origin::Node(id.to_string()))
            .argument("database", of(&id.to_string(), "name"))
            .argument("collection", Expression::text(&id.node))
            .argument("fields", Expression::List(vec![field(partition), field(sort)]))
            .aliases(aliases)
            .at(cx.position(id, Stage::After));
        cx.push(&id.service, item);
    }
}

/// The field that says when a document is to go.
fn expiry(cx: &mut Gcp, id: &NodeId) {
    let Some(field) = cx.text(id, &["ttl"]) else { return };
    let class = "gcp.firestore.Field";
    let name = cx.companion(id, class, &format!("{}-expiry", id.node));
    let aliases = cx.former(id, &name);
    let item = New::sdk(class, "", name, Origin::Node(id.to_string()))
        .argument("database", of(&id.to_string(), "name"))
        .argument("collection", Expression::text(&id.node))
        .argument("field", field)
        .argument("ttlConfig", Expression::Object(Vec::new()))
        .aliases(aliases)
        .at(cx.position(id, Stage::After));
    cx.push(&id.service, item);
}

pub(super) fn grant(cx: &mut Gcp, request: &Request) -> Grant {
    let role = match request.access {
        Access::Read => ("reads", "roles/datastore.viewer"),
        // No role of Firestore writes and does not read.
        Access::Write => ("writes", "roles/datastore.user"),
        Access::ReadWrite => ("reads-and-writes", "roles/datastore.user"),
        _ => return Grant::default(),
    };
    let project = cx.google_project();
    let key = request.node.to_string();
    let text = |text: &str| Part::Text(text.to_owned());
    let only = Expression::Interpolate(vec![
        text("resource.name == \"projects/"),
        Part::Value(project.clone()),
        text("/databases/"),
        Part::Value(of(&key, "name")),
        text("\""),
    ]);
    let title = format!("Only {}", request.node.node);
    let mut grant =
        Grant::role(Role::of_project(project, role.0, role.1, Some((title, only)))).variable("table", of(&key, "name"));
    grant.details.push(("collection", request.node.node.clone()));
    let field = |part: &str| {
        let value = cx.design.effective(request.node, &["key", part], None);
        value.as_ref().and_then(Value::as_str).map(|name| name.split(':').next().unwrap_or_default().to_owned())
    };
    grant.details.extend(field("partition").map(|name| ("partition", name)));
    grant.details.extend(field("sort").map(|name| ("sort", name)));
    grant
}

pub(super) fn flow(cx: &mut Gcp, flow: &Flow) {
    if flow.kind == "subscribe" {
        cx.one_by_one(flow);
        cx.facts.apis.extend(["eventarc", "pubsub"]);
    }
}
