//! parameter: SSM Parameter Store; encrypted when its value is a secret setting.

use crate::design::{NodeId, Place};
use crate::program::{Expression, Origin};

use super::super::draft::{New, Stage, of};
use super::access::{Access, Grant, Request};
use super::{Aws, with_suffix};

pub(super) const CLASS: &str = "aws.ssm.Parameter";

pub(super) fn lower(cx: &mut Aws, id: &NodeId) {
    let key = id.to_string();
    let main = New::sdk(CLASS, &key, cx.logical(id), Origin::Node(key.clone()))
        .variable(with_suffix(&id.node, "parameter"), "ssm-parameter");
    if let Some(existing) = cx.existing(id) {
        let item = main.existing(existing).at(cx.position(id, Stage::Main));
        cx.push(&id.service, item);
        return;
    }
    let secret = cx
        .design
        .effective(id, &["value"], None)
        .and_then(|value| value.as_setting().map(str::to_owned))
        .is_some_and(|setting| cx.design.settings.get(&setting).is_some_and(|setting| setting.secret));
    let Some(value) = cx.text(id, &["value"]) else {
        cx.refuse(Place::property(id, "value"), format!("{id} has no value"), "set value");
        return;
    };
    let written = cx.design.node(id).and_then(|node| node.get("description")).is_some();
    let description = written.then(|| Expression::Text(cx.description(id, "")));
    let extra = cx.extra(id);
    let item = main
        .argument("description", description)
        .argument("type", Expression::text(if secret { "SecureString" } else { "String" }))
        .argument("value", value)
        .overriding(extra)
        .aliases(cx.former(id, &cx.logical(id)))
        .at(cx.position(id, Stage::Main));
    cx.push(&id.service, item);
}

pub(super) fn grant(cx: &mut Aws, request: &Request) -> Grant {
    if request.access != Access::Use {
        return Grant::default();
    }
    cx.uses_iam();
    let key = request.node.to_string();
    Grant::allow(request, "Use", &["ssm:GetParameter"], vec![of(&key, "arn")]).variable("parameter", of(&key, "name"))
}
