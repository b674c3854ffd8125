//! On which clouds a design can stand, and its text for another cloud.

use std::collections::BTreeSet;

use crate::catalog::{Provider, Support, catalog};
use crate::check::legal::title;
use crate::design::Design;
use crate::design::file;

/// Why a design cannot stand on each cloud, in the order of [`Provider::ALL`]; `None` where it can.
///
/// A text that cannot be read stands everywhere: what is wrong with it is told when it is opened.
pub(super) fn refusals(text: &str) -> Vec<Option<String>> {
    let loaded = file::load(text);
    Provider::ALL.into_iter().map(|provider| refusal(&loaded.design, provider)).collect()
}

fn refusal(design: &Design, provider: Provider) -> Option<String> {
    let cloud = provider.title();
    let nodes = design.services.values().flat_map(|service| service.nodes.values());
    for name in nodes.map(|node| node.kind.as_str()).collect::<BTreeSet<_>>() {
        let Some(kind) = catalog().kind(name).filter(|kind| kind.cloud_name(provider).is_none()) else { continue };
        let instead = kind.alternative(provider).unwrap_or("a resource of the provider");
        return Some(format!("{cloud} has no honest equivalent of {}; the nearest is {instead}.", title(name)));
    }
    design.flows.iter().find_map(|flow| {
        let (from, to) = (design.kind_of(&flow.from)?, design.kind_of(&flow.to)?);
        let none = catalog().flow(&flow.kind)?.support(from, to, provider)? == Support::None;
        none.then(|| format!("On {cloud} no flow of kind {} leads from {} to {}.", flow.kind, title(from), title(to)))
    })
}

/// The text on another cloud and under another name. Only the lines that say so change.
pub(super) fn adapted(text: &str, provider: Option<Provider>, name: Option<&str>) -> String {
    let mut changes: Vec<(&str, &str)> = Vec::new();
    changes.extend(name.map(|name| ("name:", name)));
    let written = |provider: &Provider| text.lines().any(|line| line.trim_end() == format!("provider: {provider}"));
    if let Some(provider) = provider.filter(|provider| !written(provider)) {
        changes.extend([("provider:", provider.name()), ("region:", provider.default_region())]);
    }
    text.split_inclusive('\n')
        .map(|line| match changes.iter().find(|(key, _)| line.starts_with(key)) {
            Some((key, value)) => format!("{key} {value}\n"),
            None => line.to_owned(),
        })
        .collect()
}
