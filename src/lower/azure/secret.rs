//! secret: a secret of the service's vault. Functions get a reference that Azure resolves as the function's identity.

use crate::design::{NodeId, Place};
use crate::program::{Expression, Origin, Part};

use super::super::draft::{New, Stage, of};
use super::super::generated::generated;
use super::access::{Access, Grant, Request};
use super::platform::Undrawn;
use super::{Azure, with_suffix};

pub(super) const CLASS: &str = "azure-native.keyvault.Secret";

fn vault(id: &NodeId) -> String {
    format!("{}/vault", id.service)
}

pub(super) fn lower(cx: &mut Azure, id: &NodeId) {
    if cx.refuse_existing(id) {
        return;
    }
    let key = id.to_string();
    cx.need(Undrawn::Vault(id.service.clone()));
    let Some(value) = value(cx, id) else {
        cx.refuse(
            Place::node(id),
            format!("{id} has no value, and a secret of Key Vault needs one"),
            "set generate: true, or value to { setting: NAME } of a secret setting",
        );
        return;
    };
    let tags = cx.tags(&id.service);
    let extra = cx.extra_of(id, true);
    let item = New::sdk(CLASS, &key, id.node.clone(), Origin::Node(key.clone()))
        .variable(with_suffix(&id.node, "secret"), "secret")
        .argument("resourceGroupName", Azure::group())
        .argument("vaultName", of(&vault(id), "name"))
        .argument("secretName", Expression::text(&id.node))
        .argument("properties", Expression::properties([("value", value)]))
        .argument("tags", tags)
        .overriding(extra)
        .aliases(cx.former(id, &id.node))
        .at(cx.position(id, Stage::Main));
    cx.push(&id.service, item);
}

/// The value: made at random once, or from a secret setting.
fn value(cx: &mut Azure, id: &NodeId) -> Option<Expression> {
    let written = cx.design.effective(id, &["value"], None);
    if let Some(value) = generated(cx, id) {
        return Some(value);
    }
    if cx.design.varies(id, &["value"]) {
        cx.refuse(
            Place::property(id, "value"),
            format!("value of {id} differs between environments"),
            "use one setting, and give it a value for each environment",
        );
    }
    let written = written?;
    let setting = written.as_setting().map(str::to_owned);
    match setting {
        Some(name) if cx.design.settings.get(&name).is_none_or(|setting| setting.secret) => {
            Some(cx.setting(&name, &Place::property(id, "value")))
        }
        Some(name) => {
            cx.refuse(
                Place::property(id, "value"),
                format!("the value of {id} comes from the setting {name}, which is not secret"),
                format!("set secret: true on the setting {name}"),
            );
            Some(Expression::text(""))
        }
        None => {
            cx.refuse(
                Place::property(id, "value"),
                format!("the value of {id} would stand in the program in the clear"),
                "use { setting: NAME } of a secret setting, or generate: true",
            );
            Some(Expression::text(""))
        }
    }
}

pub(super) fn grant(cx: &mut Azure, request: &Request) -> Grant {
    if request.access != Access::Use {
        return Grant::default();
    }
    let key = request.node.to_string();
    let text = |text: &str| Part::Text(text.to_owned());
    let (vault, name) = (Part::Value(of(&vault(request.node), "name")), Part::Value(of(&key, "name")));
    // By name: what a secret itself gives is as secret as its value.
    let reference = if cx.design.kind_of(request.holder) == Some("container") {
        vec![text("https://"), vault, text(".vault.azure.net/secrets/"), name]
    } else {
        vec![text("@Microsoft.KeyVault(VaultName="), vault, text(";SecretName="), name, text(")")]
    };
    let reference = Expression::Interpolate(reference);
    Grant::allow("Key Vault Secrets User", of(&key, "id")).variable("secret", reference)
}
