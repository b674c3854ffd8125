//! Identities that stand apart from what acts as them: others must know them before that is there.

use crate::design::NodeId;
use crate::design::model::SHARED;
use crate::program::{Alias, Origin};

use super::super::draft::{New, Stage};
use super::super::frames::{component_type, token};
use super::Azure;

const CLASS: &str = "azure-native.managedidentity.UserAssignedIdentity";

/// The key of the identity of a node.
pub(super) fn key(id: &NodeId) -> String {
    format!("{id}/identity")
}

/// Makes the identity of a node under a name. `within` is the component in which it would otherwise stand, by its class
/// and name: one that was deployed there stays, although a flow takes it out of it.
pub(super) fn lower(cx: &mut Azure, id: &NodeId, wish: &str, within: Option<(&str, &str)>) {
    let tags = cx.tags(&id.service);
    let name = cx.companion(id, CLASS, wish);
    let mut aliases = cx.former(id, &name);
    aliases.extend(within.map(|(class, component)| {
        let outer = if id.service == SHARED { "Shared".to_owned() } else { component_type(&id.service) };
        let project = &cx.design.name;
        let parent = format!("{}${project}:components:{class}", token(project, &outer));
        let former = (name != component).then(|| component.to_owned());
        Alias { name: former, parent: Some((parent, component.to_owned())) }
    }));
    let item = New::sdk(CLASS, &key(id), name.clone(), Origin::Node(id.to_string()))
        .variable(format!("{}-identity", id.node), "identity")
        .argument("resourceGroupName", Azure::group())
        .argument("tags", tags)
        .aliases(aliases)
        .at(cx.position(id, Stage::Before));
    cx.push(&id.service, item);
}
