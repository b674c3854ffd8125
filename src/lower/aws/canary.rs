//! Canary releases by the weights of the `live` alias.
//!
//! The version that keeps most of the traffic is pinned in the stack's configuration and the newest gets its share:
//! declarative, seen in a preview, kept in state. The program cannot know which version was live before, so it shows
//! the newest versions as an output. Nothing ends a canary by itself: whoever released removes the pin once the new
//! version has proven itself for as long as the design says.

use crate::design::NodeId;
use crate::program::{Entry, Expression, Key, Name, Origin};

use super::super::draft::of;
use super::super::link::Output;
use super::super::settings::Derived;
use super::Aws;

/// The arguments of a function with canary releases.
pub(super) fn arguments(cx: &mut Aws, id: &NodeId) -> Vec<(&'static str, Expression)> {
    if cx.design.node(id).and_then(|node| node.get("canary")).is_none() {
        return Vec::new();
    }
    let Some(percent) = cx.integer(id, &["canary", "percent"]) else { return Vec::new() };
    let minutes = cx.design.effective(id, &["canary", "minutes"], None).and_then(|value| value.as_integer());
    let stable = cx.settings.derive(Derived {
        wish: format!("{}-{}-stable-version", id.service, id.node),
        optional: true,
        documentation: format!(
            "The version of {id} that keeps most of the traffic during a canary release. Pin the live version before a \
             release, watch the new one for {} minutes, then remove the pin.",
            minutes.unwrap_or(10)
        ),
        origin: Origin::Node(id.to_string()),
        ..Derived::default()
    });
    cx.facts.canaries.push(id.clone());
    vec![("stableVersion", Expression::Setting(stable)), ("canaryPercent", percent)]
}

/// Shows the newest version of each function with canary releases.
pub(super) fn finish(cx: &mut Aws) {
    if cx.facts.canaries.is_empty() {
        return;
    }
    let entries = cx.facts.canaries.iter().map(|id| Entry {
        key: Key::Data(id.to_string()),
        value: of(&id.to_string(), "version"),
        comment: None,
    });
    let output = Output {
        name: Name::known("function-versions"),
        service: None,
        value: Expression::Object(entries.collect()),
        comment: Some("The newest version of each function: what a canary's stable version is taken from.".to_owned()),
    };
    cx.outputs.push(output);
}
