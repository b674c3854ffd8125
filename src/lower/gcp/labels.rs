//! Labels of a node's own, which Google Cloud takes on some of its resources, and properties of the SDK, which need one
//! resource that they are meant for.

use crate::design::{NodeId, Place};
use crate::program::Expression;
use crate::value::Value;

use super::{Gcp, queue};

/// The kinds whose main resource takes labels.
const LABELLED: &[&str] =
    &["function", "container", "queue", "topic", "event-bus", "stream", "workflow", "bucket", "secret", "parameter"];

/// The kinds that become several resources, none of which is the main one.
const SEVERAL: &[&str] = &["http-api", "static-site", "delivery-stream"];

/// The longest key or value of a label.
const LONGEST: usize = 63;

/// Refuses labels and properties where there is nothing that takes them.
pub(super) fn check(cx: &mut Gcp, id: &NodeId, kind: &str) {
    let several = SEVERAL.contains(&kind) || (kind == "queue" && !queue::has_topic(cx, id));
    let Some(node) = cx.design.node(id) else { return };
    let (tags, extra) = (node.get("tags").is_some(), node.get("extra").is_some());
    if tags && (several || !LABELLED.contains(&kind)) {
        cx.refuse(
            Place::property(id, "tags"),
            format!("tags of {id}: Google Cloud takes no labels on what it becomes"),
            "leave tags out; every resource that takes labels has those of the project",
        );
    }
    if extra && several {
        cx.refuse(
            Place::property(id, "extra"),
            format!("{id} becomes several resources, and extra does not say which is meant"),
            "leave extra out",
        );
    }
}

/// The properties of the SDK that a node gives, and its tags as labels.
pub(super) fn extra(cx: &mut Gcp, id: &NodeId) -> Vec<(String, Expression)> {
    if let Some(Value::Map(tags)) = cx.fixed(id, &["tags"]) {
        let misfit = tags.iter().find(|(key, value)| {
            !(key.starts_with(|letter: char| letter.is_ascii_lowercase()) && is_label(key))
                || value.as_str().is_some_and(|text| !is_label(text))
        });
        if let Some((key, _)) = misfit {
            cx.refuse(
                Place::property(id, "tags"),
                format!("tags of {id}: {key} or its value is no label of Google Cloud"),
                "use small letters, digits, - and _, at most 63 of them",
            );
        }
    }
    let mut extra = cx.extra(id);
    for (name, _) in extra.iter_mut().filter(|(name, _)| name == "tags") {
        "labels".clone_into(name);
    }
    extra
}

/// Whether a text can be a label.
fn is_label(text: &str) -> bool {
    let fits = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || matches!(letter, '-' | '_');
    text.len() <= LONGEST && text.chars().all(fits)
}
