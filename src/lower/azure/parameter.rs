//! parameter: a value in the service's App Configuration store, which functions read while they run.

use crate::design::{NodeId, Place};
use crate::program::{Expression, Origin};

use super::super::draft::{New, Stage, of};
use super::access::{Access, Grant, Request};
use super::platform::Undrawn;
use super::{Azure, with_suffix};

pub(super) const CLASS: &str = "azure-native.appconfiguration.KeyValue";

fn store(id: &NodeId) -> String {
    format!("{}/configuration", id.service)
}

pub(super) fn lower(cx: &mut Azure, id: &NodeId) {
    if cx.refuse_existing(id) {
        return;
    }
    let key = id.to_string();
    cx.need(Undrawn::Configuration(id.service.clone()));
    let secret = cx.design.effective(id, &["value"], None).and_then(|value| {
        let name = value.as_setting()?.to_owned();
        cx.design.settings.get(&name).map(|setting| setting.secret)
    });
    if secret == Some(true) {
        cx.refuse(
            Place::property(id, "value"),
            format!("the value of {id} is secret, and App Configuration shows its values"),
            "make it a secret",
        );
    }
    let Some(value) = cx.text(id, &["value"]) else {
        cx.refuse(Place::property(id, "value"), format!("{id} has no value"), "set value");
        return;
    };
    let tags = cx.tags(&id.service);
    let extra = cx.extra_of(id, true);
    let item = New::sdk(CLASS, &key, cx.logical(id), Origin::Node(key.clone()))
        .variable(with_suffix(&id.node, "parameter"), "key-value")
        .argument("resourceGroupName", Azure::group())
        .argument("configStoreName", of(&store(id), "name"))
        .argument("keyValueName", Expression::text(&id.node))
        .argument("value", value)
        .argument("tags", tags)
        .overriding(extra)
        .aliases(cx.former(id, &cx.logical(id)))
        .at(cx.position(id, Stage::Main));
    cx.push(&id.service, item);
}

/// App Configuration gives roles on a whole store, so that each service has its own.
pub(super) fn grant(_: &mut Azure, request: &Request) -> Grant {
    if request.access != Access::Use {
        return Grant::default();
    }
    let store = store(request.node);
    Grant::allow("App Configuration Data Reader", of(&store, "id"))
        .variable("parameter", of(&request.node.to_string(), "name"))
        .variable("configuration endpoint", of(&store, "endpoint"))
}
