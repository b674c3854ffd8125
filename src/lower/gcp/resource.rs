//! resource: any resource of a provider, kept and exported as it is written.

use crate::design::model::Node;
use crate::design::{NodeId, Place};
use crate::program::Origin;
use crate::value::{Map, Value};

use super::super::draft::{New, Stage};
use super::Gcp;

/// The class of nodes whose type cannot be read.
pub(super) const CLASS: &str = "resource";

/// The SDK packages of which a program may use resources, each with a version in the project's manifest. The provider
/// of the program is that of its own cloud; random values need none.
const PACKAGES: &[&str] = &["gcp", "random"];

/// The APIs that resources of a module of the SDK take; of others people see to it themselves.
const APIS: &[(&str, &str)] = &[
    ("alloydb", "alloydb"),
    ("bigquery", "bigquery"),
    ("bigtable", "bigtableadmin"),
    ("certificatemanager", "certificatemanager"),
    ("cloudtasks", "cloudtasks"),
    ("compute", "compute"),
    ("dns", "dns"),
    ("eventarc", "eventarc"),
    ("firestore", "firestore"),
    ("kms", "cloudkms"),
    ("logging", "logging"),
    ("monitoring", "monitoring"),
    ("pubsub", "pubsub"),
    ("redis", "redis"),
    ("secretmanager", "secretmanager"),
    ("serviceaccount", "iam"),
    ("spanner", "spanner"),
    ("sql", "sqladmin"),
    ("storage", "storage"),
    ("vpcaccess", "vpcaccess"),
    ("workflows", "workflows"),
];

/// The class that a Pulumi type token stands for: `gcp.pubsub.Topic` for `gcp:pubsub/topic:Topic` and for `gcp:pubsub:Topic`.
fn class_of(token: &str) -> Option<String> {
    let parts: Vec<&str> = token.split(':').collect();
    let [package, module, class] = parts.as_slice() else { return None };
    let module = module.split('/').next().unwrap_or_default();
    let word = |text: &str, first: fn(&char) -> bool| {
        text.chars().next().is_some_and(|letter| first(&letter))
            && text.chars().all(|letter| letter.is_ascii_alphanumeric())
    };
    let named = word(package, char::is_ascii_lowercase)
        && word(module, char::is_ascii_lowercase)
        && word(class, char::is_ascii_uppercase);
    if !named {
        return None;
    }
    Some(if module == "index" { format!("{package}.{class}") } else { format!("{package}.{module}.{class}") })
}

/// The class of a node of this kind; none for any other.
pub(super) fn class(node: &Node) -> Option<String> {
    if node.kind != "resource" {
        return None;
    }
    node.get("type").and_then(Value::as_str).and_then(class_of)
}

pub(super) fn lower(cx: &mut Gcp, id: &NodeId) {
    let token = cx.fixed(id, &["type"]).and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default();
    let place = Place::property(id, "type");
    let Some(class) = class_of(&token) else {
        cx.refuse(
            place,
            format!("{token} is no type of a resource"),
            "write a Pulumi type token, such as gcp:pubsub/topic:Topic",
        );
        return;
    };
    let package = class.split('.').next().unwrap_or_default();
    if !PACKAGES.contains(&package) {
        cx.refuse(
            place,
            format!("{id} is a resource of the package {package}, which programs for Google Cloud do not bring along"),
            format!("use a resource of {}, or make it in a program of its own", PACKAGES.join(" or ")),
        );
        return;
    }
    let module = class.split('.').nth(1).unwrap_or_default();
    cx.facts.apis.extend(APIS.iter().filter(|(of, _)| *of == module).map(|(_, api)| *api));
    let key = id.to_string();
    let main = New::sdk(&class, &key, id.node.clone(), Origin::Node(key.clone())).variable(id.node.clone(), "resource");
    if let Some(existing) = cx.existing(id) {
        let item = main.existing(existing).at(cx.position(id, Stage::Main));
        cx.push(&id.service, item);
        return;
    }
    let written = match cx.fixed(id, &["properties"]) {
        Some(Value::Map(map)) => map,
        _ => Map::new(),
    };
    let mut item = main;
    for (name, value) in cx.sdk_properties(id, "properties", &written) {
        item = item.argument(&name, value);
    }
    let extra = cx.extra(id);
    let item = item.overriding(extra).aliases(cx.former(id, &id.node)).at(cx.position(id, Stage::Main));
    cx.push(&id.service, item);
}

#[cfg(test)]
mod tests {
    use super::class_of;

    #[test]
    fn tokens_become_classes() {
        assert_eq!(class_of("gcp:pubsub/topic:Topic").as_deref(), Some("gcp.pubsub.Topic"));
        assert_eq!(class_of("gcp:pubsub:Topic").as_deref(), Some("gcp.pubsub.Topic"));
        assert_eq!(class_of("random:index/randomPet:RandomPet").as_deref(), Some("random.RandomPet"));
        for wrong in
            ["", "aws", "aws:sns", "aws:sns:topic", "aws::Topic", "gcp:pubsub:Topic; drop()", "a b:c:D", "aws:s-s:T"]
        {
            assert_eq!(class_of(wrong), None, "{wrong}");
        }
    }
}
