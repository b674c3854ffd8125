//! parameter: Parameter Manager. It knows no members of one parameter, so the role of the project names the parameter
//! in a condition.

use crate::design::NodeId;
use crate::program::{Expression, Origin, Part};

use super::super::draft::{New, Stage, of};
use super::super::places::with_suffix;
use super::access::{Access, Grant, Request, Role};
use super::{Gcp, labels};

pub(super) const CLASS: &str = "gcp.parametermanager.Parameter";
const VERSION: &str = "gcp.parametermanager.ParameterVersion";

fn version_key(id: &NodeId) -> String {
    format!("{id}/version")
}

pub(super) fn lower(cx: &mut Gcp, id: &NodeId) {
    let key = id.to_string();
    let main = New::sdk(CLASS, &key, id.node.clone(), Origin::Node(key.clone()))
        .variable(with_suffix(&id.node, "parameter"), "parameter");
    if let Some(existing) = cx.existing(id) {
        let item = main.existing(existing).at(cx.position(id, Stage::Main));
        cx.push(&id.service, item);
        return;
    }
    let extra = labels::extra(cx, id);
    let item = main
        .argument("parameterId", Gcp::own_id(&format!("{}-{}", id.service, id.node)))
        .argument("format", Expression::text("UNFORMATTED"))
        .overriding(extra)
        .aliases(cx.former(id, &id.node))
        .at(cx.position(id, Stage::Main));
    cx.push(&id.service, item);
    let value = cx.text(id, &["value"]);
    let name = cx.companion(id, VERSION, &format!("{}-value", id.node));
    let item = New::sdk(VERSION, &version_key(id), name.clone(), Origin::Node(key.clone()))
        .variable(name.clone(), "version")
        .argument("parameter", of(&key, "id"))
        .argument("parameterVersionId", Expression::text("value"))
        .argument("parameterData", value)
        .aliases(cx.former(id, &name))
        .replacing()
        .at(cx.position(id, Stage::After));
    cx.push(&id.service, item);
}

pub(super) fn grant(cx: &mut Gcp, request: &Request) -> Grant {
    if request.access != Access::Use {
        return Grant::default();
    }
    let key = request.node.to_string();
    let project = cx.google_project();
    let text = |text: &str| Part::Text(text.to_owned());
    // Its versions and nothing else: the names of others may begin with its own.
    let only = Expression::Interpolate(vec![
        text("resource.name.startsWith(\""),
        Part::Value(of(&key, "name")),
        text("/versions/\")"),
    ]);
    let title = format!("Only {}", request.node.node);
    let role = Role::of_project(project, "uses", "roles/parametermanager.parameterAccessor", Some((title, only)));
    let version = if cx.is_existing(request.node) { of(&key, "name") } else { of(&version_key(request.node), "name") };
    Grant::role(role).variable("parameter version", version)
}
