//! Identities that stand apart from what acts as them: others must know them before that is there.

use crate::design::NodeId;
use crate::program::Origin;

use super::super::draft::{New, Stage};
use super::Azure;

const CLASS: &str = "azure-native.managedidentity.UserAssignedIdentity";

/// The key of the identity of a node.
pub(super) fn key(id: &NodeId) -> String {
    format!("{id}/identity")
}

/// Makes the identity of a node under a name.
pub(super) fn lower(cx: &mut Azure, id: &NodeId, wish: &str) {
    let tags = cx.tags(&id.service);
    let name = cx.companion(id, CLASS, wish);
    let item = New::sdk(CLASS, &key(id), name.clone(), Origin::Node(id.to_string()))
        .variable(format!("{}-identity", id.node), "identity")
        .argument("resourceGroupName", Azure::group())
        .argument("tags", tags)
        .aliases(cx.former(id, &name))
        .at(cx.position(id, Stage::Before));
    cx.push(&id.service, item);
}
