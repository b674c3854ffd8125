//! bucket: a container in a storage account of its own, since versions, lifetimes and origins are the account's.

use crate::design::NodeId;
use crate::program::{Expression, Literal, Origin, Part, SettingKind};
use crate::value::Value;

use super::super::draft::{Item, New, Stage, of, whole};
use super::access::{Access, Grant, Request};
use super::platform::secure_account;
use super::{Azure, events, with_suffix};

pub(super) const CLASS: &str = "azure-native.storage.BlobContainer";
const ACCOUNT: &str = "azure-native.storage.StorageAccount";

/// A name for a storage account: lower-case letters and digits, at most 16, since a random part of eight follows.
pub(super) fn account_name(name: &str) -> String {
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
    crate::catalog::names::shorten(&plain, 16).replace('-', "")
}

/// The key of a bucket's account.
pub(super) fn account_key(id: &NodeId) -> String {
    format!("{id}/account")
}

pub(super) fn lower(cx: &mut Azure, id: &NodeId) {
    let key = id.to_string();
    if cx.refuse_existing(id) {
        return;
    }
    let origin = Origin::Node(key.clone());
    let account = account_key(id);
    let protect = cx.deletion_protection(id);
    let name = cx.companion(id, ACCOUNT, &account_name(&id.node));
    let replication = cx.vary(id, &["replication"], &SettingKind::Text, "", |value| {
        let name = match value.as_str()? {
            "local" => "Standard_LRS",
            "geo" => "Standard_GRS",
            _ => "Standard_ZRS",
        };
        Some(Literal::Text(name.to_owned()))
    });
    let sku = Expression::properties([("name", replication.unwrap_or(Expression::text("Standard_ZRS")))]);
    let tags = cx.tags(&id.service);
    let extra = cx.extra_of(id, true);
    let item = New::sdk(ACCOUNT, &account, name, origin.clone())
        .variable(format!("{}-account", id.node), "account")
        .argument("resourceGroupName", Azure::group());
    let item = secure_account(item, false)
        .overriding(vec![("sku".to_owned(), sku)])
        .argument("tags", tags)
        .overriding(extra)
        .protected(&protect)
        .aliases(cx.former(id, &id.node))
        .at(cx.position(id, Stage::Before));
    cx.push(&id.service, item);
    properties(cx, id, &account);
    lifetimes(cx, id, &account);
    let wish = with_suffix(&id.node, "bucket");
    let item = New::sdk(CLASS, &key, cx.logical(id), origin)
        .variable(wish.clone(), "container")
        .argument("resourceGroupName", Azure::group())
        .argument("accountName", of(&account, "name"))
        .protected(&protect)
        .aliases(cx.former(id, &cx.logical(id)))
        .at(cx.position(id, Stage::Main));
    cx.push(&id.service, item);
    cx.output(&id.service, &format!("{wish}-url"), url(id));
}

/// Versions, what was deleted, and which pages may read and write.
fn properties(cx: &mut Azure, id: &NodeId, account: &str) {
    let class = "azure-native.storage.BlobServiceProperties";
    let versioning = cx.boolean(id, &["versioning"]).unwrap_or(Expression::Boolean(true));
    let kept = |days: i64| {
        Expression::properties([("enabled", Expression::Boolean(true)), ("days", Expression::Integer(days))])
    };
    let cors = cors(cx, id);
    let name = cx.companion(id, class, &id.node);
    let item = New::sdk(class, "", name.clone(), Origin::Node(id.to_string()))
        .argument("resourceGroupName", Azure::group())
        .argument("accountName", of(account, "name"))
        .argument("blobServicesName", Expression::text("default"))
        .argument("isVersioningEnabled", versioning)
        .argument("deleteRetentionPolicy", kept(7))
        .argument("containerDeleteRetentionPolicy", kept(7))
        .argument("cors", cors)
        .aliases(cx.former(id, &name))
        .at(cx.position(id, Stage::Before));
    cx.push(&id.service, item);
}

/// Which pages may read and write.
fn cors(cx: &mut Azure, id: &NodeId) -> Option<Expression> {
    let (origins, methods) = (cx.texts(id, &["cors", "origins"])?, cx.texts(id, &["cors", "methods"])?);
    let rule = Expression::properties([
        ("allowedOrigins", origins.clone()),
        ("allowedMethods", methods),
        ("allowedHeaders", Expression::texts(["*"])),
        ("exposedHeaders", Expression::texts(["etag"])),
        ("maxAgeInSeconds", Expression::Integer(3600)),
    ]);
    let rules = Expression::properties([("corsRules", Expression::List(vec![rule]))]);
    Some(cx.where_pages_ask(id, origins, rules))
}

/// The value; one that is asked of the stack has a name of its own, since it stands deep inside of what holds it.
fn local(cx: &mut Azure, id: &NodeId, wish: &str, value: Expression) -> Expression {
    if !matches!(value, Expression::Setting(_)) {
        return value;
    }
    let key = format!("{id}/{wish}");
    let item = Item::value(&key, wish, value, cx.position(id, Stage::Before));
    cx.push(&id.service, item);
    whole(&key)
}

/// How long files and their former versions are kept.
fn lifetimes(cx: &mut Azure, id: &NodeId, account: &str) {
    let class = "azure-native.storage.ManagementPolicy";
    let after = |days: Expression, counted: &str| {
        Expression::properties([("delete", Expression::properties([(counted, days)]))])
    };
    let mut actions = Vec::new();
    if let Some(days) = cx.days(id, &["expire"]) {
        let days = local(cx, id, "expire-days", days);
        actions.push(("baseBlob", after(days, "daysAfterCreationGreaterThan")));
    }
    let versioned = cx.known(id, &["versioning"]).iter().any(|value| *value == Value::Boolean(true));
    if versioned && let Some(days) = cx.days(id, &["expire_versions"]) {
        let days = local(cx, id, "expire-versions-days", days);
        actions.push(("version", after(days, "daysAfterCreationGreaterThan")));
    }
    if actions.is_empty() {
        return;
    }
    let filters = Expression::properties([("blobTypes", Expression::texts(["blockBlob"]))]);
    let definition = Expression::properties([("actions", Expression::properties(actions)), ("filters", filters)]);
    let rule = Expression::properties([
        ("name", Expression::text("lifetimes")),
        ("enabled", Expression::Boolean(true)),
        ("type", Expression::text("Lifecycle")),
        ("definition", definition),
    ]);
    let name = cx.companion(id, class, &id.node);
    let item = New::sdk(class, "", name.clone(), Origin::Node(id.to_string()))
        .argument("resourceGroupName", Azure::group())
        .argument("accountName", of(account, "name"))
        .argument("managementPolicyName", Expression::text("default"))
        .argument("policy", Expression::properties([("rules", Expression::List(vec![rule]))]))
        .aliases(cx.former(id, &name))
        .at(cx.position(id, Stage::After));
    cx.push(&id.service, item);
}

/// The address of the container.
fn url(id: &NodeId) -> Expression {
    Expression::Interpolate(vec![
        Part::Text("https://".to_owned()),
        Part::Value(of(&account_key(id), "name")),
        Part::Text(".blob.core.windows.net/".to_owned()),
        Part::Value(of(&id.to_string(), "name")),
    ])
}

pub(super) fn grant(cx: &mut Azure, request: &Request) -> Grant {
    if request.access == Access::Consume {
        return events::grant(cx, request);
    }
    let role = match request.access {
        Access::Read => "Storage Blob Data Reader",
        // There is no role that writes and cannot read.
        Access::Write | Access::ReadWrite => "Storage Blob Data Contributor",
        _ => return Grant::default(),
    };
    let grant = Grant::allow(role, of(&request.node.to_string(), "id"));
    grant.variable("bucket url", url(request.node))
}

#[cfg(test)]
mod tests {
    use super::account_name;

    #[test]
    fn names_of_accounts_are_short_and_plain() {
        assert_eq!(account_name("raw-files"), "rawfiles");
        let long = account_name("a-name-of-a-node-with-many-letters");
        assert!(long.len() <= 16 && long.chars().all(|letter| letter.is_ascii_alphanumeric()), "{long}");
        assert_ne!(long, account_name("a-name-of-a-node-with-many-letters-2"));
    }
}
