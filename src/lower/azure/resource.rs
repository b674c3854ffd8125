//! resource: any resource of the SDK for Azure's resource manager, in the group of the program where it says no other place.

use crate::design::NodeId;
use crate::value::Value;

use super::super::resource::{self, Given, Words};
use super::Azure;

pub(super) use super::super::resource::{CLASS, class};

const WORDS: Words = Words { packages: &["azure-native", "random"], example: "azure-native:cache:RedisEnterprise" };

/// What says where a resource is: of these, one is written where it is in no group.
const PLACES: &[&str] = &["resourceGroupName", "scope", "resourceUri", "managementGroupId", "groupId"];

/// Classes of resources that are in no group, by how their names begin: those of subscriptions and tenants.
const IN_NO_GROUP: &[&str] = &[
    "azure-native.billing.",
    "azure-native.management.",
    "azure-native.resources.ResourceGroup",
    "azure-native.subscription.",
    "random.",
];

/// Classes that the program's own policies ask for the tags of all; of others people say themselves.
const TAGGED: &[&str] = &[
    "azure-native.apimanagement.ApiManagementService",
    "azure-native.cdn.AFDEndpoint",
    "azure-native.cdn.Profile",
    "azure-native.cosmosdb.DatabaseAccount",
    "azure-native.frontdoor.Policy",
    "azure-native.keyvault.Vault",
    "azure-native.logic.Workflow",
    "azure-native.operationalinsights.Workspace",
    "azure-native.resources.ResourceGroup",
    "azure-native.servicebus.Namespace",
    "azure-native.storage.StorageAccount",
    "azure-native.web.WebApp",
    "azure-native.webpubsub.WebPubSub",
];

pub(super) fn lower(cx: &mut Azure, id: &NodeId) {
    let node = cx.design.node(id);
    let class = node.and_then(class).unwrap_or_default();
    let is_written = |name: &str| {
        let properties = node.and_then(|node| node.get("properties")).and_then(Value::as_map);
        properties.is_some_and(|written| written.contains_key(name))
    };
    let tagged = TAGGED.contains(&class.as_str()) && !is_written("tags");
    let elsewhere = PLACES.iter().any(|place| is_written(place))
        || IN_NO_GROUP.iter().any(|beginning| class.starts_with(beginning));
    let mut properties = Vec::new();
    if !elsewhere {
        // The group has a name that nobody can write down.
        properties.push(("resourceGroupName", Azure::group()));
    }
    if tagged && !cx.is_existing(id) {
        properties.push(("tags", cx.tags(&id.service)));
    }
    let extra = if tagged { cx.extra_of(id, true) } else { cx.extra(id) };
    resource::lower(cx, id, &WORDS, Given { properties, extra });
}

#[cfg(test)]
mod tests {
    use super::TAGGED;

    const POLICIES: &str = include_str!("../../../assets/policy/typescript/azure/policies.ts");

    #[test]
    fn the_classes_with_tags_are_those_that_the_policies_ask() {
        let rule = POLICIES.split("\"everything-is-tagged\"").nth(1).and_then(|rest| rest.split("],").next());
        let asked: Vec<String> = rule
            .unwrap_or_default()
            .lines()
            .filter_map(|line| line.trim().strip_prefix('"')?.strip_suffix("\","))
            .map(|token| token.replace(':', "."))
            .collect();
        assert_eq!(TAGGED, asked);
    }
}
