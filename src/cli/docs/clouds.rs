//! The page of what each kind and each flow becomes on each cloud, or why not and what is nearest.

use std::fmt::Write as _;

use crate::catalog::{LegalPair, Property, Provider, Support, catalog};
use crate::lower::is_written;

use super::{WRITTEN, cell};

/// The page.
pub(super) fn page() -> String {
    let mut text = format!(
        "# Clouds\n\n{WRITTEN}\n\nWhat each kind of node becomes on each cloud. Where a cloud has nothing that behaves \
         alike, the kind is refused there, and the nearest alternative is named: never a stand-in. *Later* means that \
         no program is written for it yet; until then the export refuses it.\n\n| kind | AWS | Azure | Google Cloud |\n| \
         --- | --- | --- | --- |\n"
    );
    for kind in catalog().kinds.values() {
        let cells: Vec<String> = Provider::ALL
            .into_iter()
            .map(|provider| match (kind.cloud_name(provider), kind.alternative(provider)) {
                (Some(name), _) if is_written(provider, &kind.name) => cell(name),
                (Some(name), _) => format!("{} (*later*)", cell(name)),
                (None, instead) => format!("refused; nearest is {}", cell(instead.unwrap_or("another kind"))),
            })
            .collect();
        let _ = writeln!(text, "| {} | {} |", kind.name, cells.join(" | "));
    }
    flows(&mut text);
    properties(&mut text);
    text
}

/// Which flows lead where.
fn flows(text: &mut String) {
    text.push_str(
        "\n## Flows\n\nWhether a flow is a feature of the cloud itself. What needs something between is refused, with \
         what to put there.\n\n| flow | AWS | Azure | Google Cloud |\n| --- | --- | --- | --- |\n",
    );
    for flow in catalog().flows.values() {
        for pair in &flow.legal {
            let cells: Vec<String> = Provider::ALL.into_iter().map(|provider| support(pair, provider)).collect();
            let ends = format!("{} → {}", pair.from.join(", "), pair.to.join(", "));
            let _ = writeln!(text, "| {}: {} | {} |", flow.name, cell(&ends), cells.join(" | "));
        }
    }
}

fn support(pair: &LegalPair, provider: Provider) -> String {
    match pair.support(provider) {
        Support::Direct => "yes".to_owned(),
        Support::Adapter => format!("through a {}", pair.through(provider)),
        Support::None => "refused".to_owned(),
    }
}

/// What counts on some clouds alone, with the reason of each other.
fn properties(text: &mut String) {
    text.push_str(
        "\n## Properties\n\nWhat counts on some clouds alone, and why not on the others.\n\n| property | cloud | why \
         not |\n| --- | --- | --- |\n",
    );
    let kinds = catalog().kinds.values().map(|kind| (kind.name.as_str(), &kind.properties));
    let flows = catalog().flows.values().map(|flow| (flow.name.as_str(), &flow.properties));
    for (owner, properties) in kinds.chain(flows) {
        for (name, property) in properties {
            lacking(text, owner, name, property);
        }
    }
}

fn lacking(text: &mut String, owner: &str, path: &str, property: &Property) {
    for provider in Provider::ALL {
        if let Some(reason) = property.lacking_on(provider) {
            let _ = writeln!(text, "| {owner}: {path} | {} | {} |", provider.title(), cell(reason));
        }
    }
    for (name, field) in &property.fields {
        lacking(text, owner, &format!("{path}.{name}"), field);
    }
}
