//! A kind of node or flow: what it is, what it becomes on each cloud, its properties, and what it may be joined to.

use std::fmt::Write as _;

use crate::catalog::{Property, Provider, Support, catalog};
use crate::cli::console::Console;

/// The text about the kind of node or flow of that name.
pub(super) fn text(name: &str, _: &Console) -> Option<String> {
    about(name)
}

/// The same, for a page of the documentation.
pub(in crate::cli) fn about(name: &str) -> Option<String> {
    let catalog = catalog();
    let mut text = String::new();
    if let Some(kind) = catalog.kind(name) {
        let _ = writeln!(text, "{} ({}): {}\n", kind.name, kind.title, kind.summary);
        for provider in Provider::ALL {
            let what = match (kind.cloud_name(provider), kind.alternative(provider)) {
                (Some(known), _) => known.to_owned(),
                (None, Some(instead)) => format!("no honest equivalent; use {instead}"),
                (None, None) => "none".to_owned(),
            };
            let _ = writeln!(text, "  {:<13} {what}", format!("{}:", provider.title()));
        }
        text.push_str("\nProperties:\n\n");
        for (key, property) in kind.properties.iter().chain(&catalog.common) {
            describe(&mut text, key, property, 1);
        }
        text.push_str("\nFlows:\n\n");
        for flow in catalog.flows.values() {
            for row in &flow.legal {
                for (from, to) in row.from.iter().flat_map(|from| row.to.iter().map(move |to| (from, to))) {
                    if from == name || to == name {
                        let _ = writeln!(text, "  {} {from} → {to}{}", flow.name, exceptions(row));
                    }
                }
            }
        }
    } else {
        let flow = catalog.flow(name)?;
        let _ = writeln!(text, "{}: {}\n", flow.name, flow.summary);
        text.push_str("Properties:\n\n");
        for (key, property) in &flow.properties {
            describe(&mut text, key, property, 1);
        }
        text.push_str("\nFrom → to:\n\n");
        for row in &flow.legal {
            let _ = writeln!(text, "  {} → {}{}", row.from.join(", "), row.to.join(", "), exceptions(row));
        }
    }
    Some(text)
}

/// The names of all kinds.
pub(super) fn names() -> Vec<&'static str> {
    catalog().kinds.keys().chain(catalog().flows.keys()).map(String::as_str).collect()
}

/// Where a cloud does it through another node, or not at all.
fn exceptions(row: &crate::catalog::LegalPair) -> String {
    let mut said = Vec::new();
    for provider in Provider::ALL {
        match row.support(provider) {
            Support::Direct => {}
            Support::Adapter => {
                said.push(format!("{}: through a {}", provider.title(), row.through(provider)));
            }
            Support::None => said.push(format!("{}: none", provider.title())),
        }
    }
    if said.is_empty() { String::new() } else { format!(" ({})", said.join("; ")) }
}

fn describe(text: &mut String, key: &str, property: &Property, depth: usize) {
    let indent = "  ".repeat(depth);
    let default = property.default.as_ref().map(|value| format!(", {value} when absent")).unwrap_or_default();
    let production = property.default_in_production.as_ref();
    let production = production.map(|value| format!(", {value} in production")).unwrap_or_default();
    let required = if property.required { ", required" } else { "" };
    let _ = writeln!(text, "{indent}{key}: {}{required}{default}{production}. {}", property.describe(), property.help);
    for (provider, cloud) in &property.clouds {
        let mut parts = Vec::new();
        if let Some(reason) = &cloud.none {
            parts.push(format!("none. {reason}"));
        }
        if !cloud.one_of.is_empty() {
            let values: Vec<String> = cloud.one_of.iter().map(ToString::to_string).collect();
            parts.push(format!("one of {}.", values.join(", ")));
        }
        match (&cloud.min, &cloud.max) {
            (Some(least), Some(most)) => parts.push(format!("from {least} to {most}.")),
            (Some(least), None) => parts.push(format!("at least {least}.")),
            (None, Some(most)) => parts.push(format!("at most {most}.")),
            (None, None) => {}
        }
        parts.extend(cloud.note.clone());
        if !parts.is_empty() {
            let _ = writeln!(text, "{indent}    {}: {}", provider.title(), parts.join(" "));
        }
    }
    for (name, field) in &property.fields {
        describe(text, name, field, depth + 1);
    }
}
