//! secret: Secrets Manager. Functions get the ARN, never the value.

use crate::design::{NodeId, Place};
use crate::program::{Expression, Origin};
use crate::value::Value;

use super::super::draft::{New, Stage, of};
use super::super::generated::generated;
use super::access::{Access, Grant, KeyUse, Request};
use super::{Aws, rotation, with_suffix};

pub(super) const CLASS: &str = "aws.secretsmanager.Secret";

pub(super) fn lower(cx: &mut Aws, id: &NodeId) {
    let key = id.to_string();
    let origin = Origin::Node(key.clone());
    let wish = with_suffix(&id.node, "secret");
    let main = New::sdk(CLASS, &key, id.node.clone(), origin).variable(wish, "secret");
    if let Some(existing) = cx.existing(id) {
        let item = main.existing(existing).at(cx.position(id, Stage::Main));
        cx.push(&id.service, item);
        return;
    }
    let description = cx.description(id, &format!("{} of {}", crate::text::words::sentence(&id.node), id.service));
    let protect = Expression::Setting(cx.settings.protect_data());
    let window = Expression::Conditional {
        condition: Box::new(protect),
        then: Box::new(Expression::Integer(30)),
        otherwise: Some(Box::new(Expression::Integer(7))),
    };
    let extra = cx.extra(id);
    let item = main
        .argument("description", Expression::text(description))
        .argument("kmsKeyId", cx.key_of(id).map(|key| of(&key, "arn")))
        .argument("recoveryWindowInDays", window)
        .overriding(extra)
        .aliases(cx.former(id, &id.node))
        .at(cx.position(id, Stage::Main));
    cx.push(&id.service, item);
    if let Some(value) = value(cx, id) {
        let class = "aws.secretsmanager.SecretVersion";
        let name = cx.companion(id, class, &format!("{}-value", id.node));
        let aliases = cx.former(id, &name);
        let rotated = rotation::is_wanted(cx, id);
        let version = format!("{id}/value");
        let mut item = New::sdk(class, &version, name.clone(), Origin::Node(id.to_string()))
            .variable(name, "secret-version")
            .argument("secretId", of(&key, "id"))
            .argument("secretString", value)
            .aliases(aliases);
        if rotated {
            item = rotation::first(item);
        }
        let item = item.at(cx.position(id, Stage::After));
        cx.push(&id.service, item);
        if rotated {
            rotation::lower(cx, id, &version);
        }
    } else {
        rotation::is_wanted(cx, id);
    }
}

/// The value: made at random once, or from a secret setting, or set by hand outside of the program.
fn value(cx: &mut Aws, id: &NodeId) -> Option<Expression> {
    if let Some(value) = generated(cx, id) {
        return Some(value);
    }
    let written = cx.fixed_or_setting(id, "value")?;
    match written.as_setting() {
        Some(setting) if is_secret(cx, setting) => Some(cx.setting(setting, &Place::property(id, "value"))),
        Some(setting) => {
            cx.refuse(
                Place::property(id, "value"),
                format!("the value of {id} comes from the setting {setting}, which is not secret"),
                format!("set secret: true on the setting {setting}"),
            );
            None
        }
        None => {
            cx.refuse(
                Place::property(id, "value"),
                format!("the value of {id} would stand in the program in the clear"),
                "use { setting: NAME } of a secret setting, or generate: true",
            );
            None
        }
    }
}

fn is_secret(cx: &Aws, setting: &str) -> bool {
    cx.design.settings.get(setting).is_none_or(|setting| setting.secret)
}

impl Aws<'_> {
    /// A value that must be the same in all environments, and may be one setting.
    pub(super) fn fixed_or_setting(&mut self, id: &NodeId, property: &str) -> Option<Value> {
        if self.design.varies(id, &[property]) {
            self.refuse(
                Place::property(id, property),
                format!("{property} of {id} differs between environments"),
                "use one setting, and give it a value for each environment",
            );
        }
        self.design.effective(id, &[property], None)
    }
}

pub(super) fn grant(cx: &mut Aws, request: &Request) -> Grant {
    if request.access != Access::Use {
        return Grant::default();
    }
    cx.uses_iam();
    let arn = of(&request.node.to_string(), "arn");
    let encrypted = cx.key_of(request.node);
    Grant::allow(request, "Use", &["secretsmanager:GetSecretValue"], vec![arn.clone()])
        .variable("secret arn", arn)
        .key(encrypted, KeyUse::Decrypt)
}
