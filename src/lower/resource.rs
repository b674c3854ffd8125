//! resource: any resource of a provider, kept and exported as it is written. Knows no cloud.

use crate::design::model::Node;
use crate::design::{NodeId, Place};
use crate::program::{Expression, Origin};
use crate::value::{Map, Value};

use super::draft::{New, Stage};
use super::values::Context;

/// The class of nodes whose type cannot be read.
pub(super) const CLASS: &str = "resource";

/// What a cloud says of resources in the provider's own words.
pub(super) struct Words {
    /// The SDK packages of which a program may use resources, each with a version in the project's manifest. The provider
    /// of the program is that of its own cloud; random values need none.
    pub(super) packages: &'static [&'static str],
    /// A type token as an example.
    pub(super) example: &'static str,
}

/// What a resource is given beside its written properties.
#[derive(Default)]
pub(super) struct Given {
    /// What it has unless it is written.
    pub(super) properties: Vec<(&'static str, Expression)>,
    /// What it has in place of that.
    pub(super) extra: Vec<(String, Expression)>,
}

/// The class that a Pulumi type token stands for: `aws.sns.Topic` for `aws:sns/topic:Topic` and for `aws:sns:Topic`.
fn class_of(token: &str) -> Option<String> {
    let parts: Vec<&str> = token.split(':').collect();
    let [package, module, class] = parts.as_slice() else { return None };
    let module = module.split('/').next().unwrap_or_default();
    let word = |text: &str, first: fn(&char) -> bool| {
        text.chars().next().is_some_and(|letter| first(&letter))
            && text.chars().all(|letter| letter.is_ascii_alphanumeric())
    };
    let named = package.split('-').all(|part| word(part, char::is_ascii_lowercase))
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

/// Makes the resource; gives its class where there is one.
pub(super) fn lower<Facts>(cx: &mut Context<Facts>, id: &NodeId, words: &Words, given: Given) -> Option<String> {
    let token = cx.fixed(id, &["type"]).and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default();
    let place = Place::property(id, "type");
    let Some(class) = class_of(&token) else {
        cx.refuse(
            place,
            format!("{token} is no type of a resource"),
            format!("write a Pulumi type token, such as {}", words.example),
        );
        return None;
    };
    let title = cx.design.provider().title();
    let package = class.split('.').next().unwrap_or_default();
    if !words.packages.contains(&package) {
        cx.refuse(
            place,
            format!("{id} is a resource of the package {package}, which programs for {title} do not bring along"),
            format!("use a resource of {}, or make it in a program of its own", words.packages.join(" or ")),
        );
        return None;
    }
    let key = id.to_string();
    let main = New::sdk(&class, &key, id.node.clone(), Origin::Node(key.clone())).variable(id.node.clone(), "resource");
    if let Some(existing) = cx.existing(id) {
        let item = main.existing(existing).at(cx.position(id, Stage::Main));
        cx.push(&id.service, item);
        return Some(class);
    }
    let written = match cx.fixed(id, &["properties"]) {
        Some(Value::Map(map)) => map,
        _ => Map::new(),
    };
    let mut item = main;
    for (name, value) in given.properties {
        item = item.argument(name, value);
    }
    for (name, value) in cx.sdk_properties(id, "properties", &written) {
        item = item.argument(&name, value);
    }
    let item = item.overriding(given.extra).aliases(cx.former(id, &id.node)).at(cx.position(id, Stage::Main));
    cx.push(&id.service, item);
    Some(class)
}

#[cfg(test)]
mod tests {
    use super::class_of;

    #[test]
    fn tokens_become_classes() {
        assert_eq!(class_of("aws:sns/topic:Topic").as_deref(), Some("aws.sns.Topic"));
        assert_eq!(class_of("aws:sns:Topic").as_deref(), Some("aws.sns.Topic"));
        assert_eq!(class_of("gcp:pubsub/topic:Topic").as_deref(), Some("gcp.pubsub.Topic"));
        assert_eq!(class_of("gcp:pubsub:Topic").as_deref(), Some("gcp.pubsub.Topic"));
        assert_eq!(class_of("azure-native:cache:Redis").as_deref(), Some("azure-native.cache.Redis"));
        assert_eq!(class_of("random:index/randomPet:RandomPet").as_deref(), Some("random.RandomPet"));
        for wrong in [
            "",
            "aws",
            "aws:sns",
            "aws:sns:topic",
            "aws::Topic",
            "aws:sns:Topic; drop()",
            "gcp:pubsub:Topic; drop()",
            "a b:c:D",
            "azure-:cache:Redis",
            "-native:cache:Redis",
            "aws:s-s:T",
        ] {
            assert_eq!(class_of(wrong), None, "{wrong}");
        }
    }
}
