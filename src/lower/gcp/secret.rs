//! secret: Secret Manager, kept in the region. Functions get a version of it, never the newest of whatever time.

use crate::design::{NodeId, Place};
use crate::program::{Expression, Origin};
use crate::value::Value;

use super::super::draft::{New, Stage, of};
use super::super::generated::generated;
use super::super::places::with_suffix;
use super::access::{Access, Grant, Request, Role, injects};
use super::{Gcp, labels, region};

pub(super) const CLASS: &str = "gcp.secretmanager.Secret";
const VERSION: &str = "gcp.secretmanager.SecretVersion";

fn version_key(id: &NodeId) -> String {
    format!("{id}/version")
}

pub(super) fn lower(cx: &mut Gcp, id: &NodeId) {
    let key = id.to_string();
    let name = cx.logical(id);
    let main = New::sdk(CLASS, &key, name.clone(), Origin::Node(key.clone()))
        .variable(with_suffix(&id.node, "secret"), "secret");
    if let Some(existing) = cx.existing(id) {
        let item = main.existing(existing).at(cx.position(id, Stage::Main));
        cx.push(&id.service, item);
        return;
    }
    let replica = Expression::properties([("location", region())]);
    let managed = Expression::properties([("replicas", Expression::List(vec![replica]))]);
    let extra = labels::extra(cx, id);
    let item = main
        .argument("replication", Expression::properties([("userManaged", managed)]))
        .overriding(extra)
        .aliases(cx.former(id, &name))
        .at(cx.position(id, Stage::Main));
    cx.push(&id.service, item);
    let Some(value) = value(cx, id) else { return };
    let name = cx.companion(id, VERSION, &format!("{}-value", id.node));
    let item = New::sdk(VERSION, &version_key(id), name.clone(), Origin::Node(key.clone()))
        .variable(name.clone(), "version")
        .argument("secret", of(&key, "id"))
        .argument("secretData", value)
        .aliases(cx.former(id, &name))
        .at(cx.position(id, Stage::After));
    cx.push(&id.service, item);
}

/// The value: made at random once, or from a secret setting.
fn value(cx: &mut Gcp, id: &NodeId) -> Option<Expression> {
    let written = cx.design.effective(id, &["value"], None);
    if let Some(value) = generated(cx, id) {
        return Some(value);
    }
    let place = Place::property(id, "value");
    let Some(setting) = written.as_ref().and_then(Value::as_setting) else {
        let (message, help) = if written.is_some() {
            (
                format!("the value of {id} would stand in the program in the clear"),
                "use { setting: NAME } of a secret setting, or generate: true",
            )
        } else {
            (
                format!("{id} has no value, and functions of Google Cloud get a version of a secret"),
                "set generate: true, or value: { setting: NAME } of a secret setting",
            )
        };
        cx.refuse(place, message, help);
        return None;
    };
    if cx.design.settings.get(setting).is_some_and(|setting| !setting.secret) {
        cx.refuse(
            place,
            format!("the value of {id} comes from the setting {setting}, which is not secret"),
            format!("set secret: true on the setting {setting}"),
        );
        return None;
    }
    Some(cx.setting(setting, &place))
}

pub(super) fn grant(cx: &mut Gcp, request: &Request) -> Grant {
    if request.access != Access::Use {
        return Grant::default();
    }
    let key = request.node.to_string();
    if cx.is_existing(request.node) {
        // Which versions it has is not known here.
        let role = role(&key);
        return Grant::role(role).variable("secret", of(&key, "name"));
    }
    let version = version_key(request.node);
    if injects(request.flow) {
        let mut grant = Grant::default().variable("secret", of(&version, "name"));
        grant.secret = Some((of(&key, "secretId"), of(&version, "version")));
        return grant;
    }
    Grant::role(role(&key)).variable("secret version", of(&version, "name"))
}

fn role(key: &str) -> Role {
    let on = vec![("secretId", of(key, "secretId"))];
    Role::on("uses", "gcp.secretmanager.SecretIamMember", "roles/secretmanager.secretAccessor", on)
}
