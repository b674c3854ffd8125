//! What the components of services are called: classes, type tokens, modules, folders. Knows no cloud.

use indexmap::IndexMap;

use crate::design::model::SHARED;
use crate::design::{Design, NodeId};
use crate::program::Scope;

use super::draft::Draft;
use super::link::Frame;

/// Classes, modules and texts of the components.
pub(super) fn frames(design: &Design, draft: &Draft) -> IndexMap<String, Frame> {
    let mut classes = Scope::new();
    let mut modules = Scope::new();
    let mut frames = IndexMap::new();
    for service in draft.components.keys() {
        let content = design.services.get(service);
        let described = content.and_then(|service| service.description.as_deref()).map(sentence);
        let frame = if let Some(id) = NodeId::parse(service) {
            gateway(design, &mut classes, &mut modules, &id)
        } else if service == SHARED {
            Frame {
                name: service.clone(),
                class: "Shared".to_owned(),
                token: token(&design.name, "Shared"),
                module: vec![SHARED.to_owned()],
                documentation: described
                    .unwrap_or_else(|| "What several services use, and the alarms of all.".to_owned()),
            }
        } else {
            let class = classes.take(&format!("{service}-service"), "component").pascal();
            Frame {
                name: service.clone(),
                token: token(&design.name, &component_type(service)),
                class,
                module: vec!["services".to_owned(), module_name(&mut modules, service)],
                documentation: described.unwrap_or_else(|| format!("The {service} service.")),
            }
        };
        frames.insert(service.clone(), frame);
    }
    frames
}

/// A component of a node's own, which is made after the services that it leads to: its key is the node's.
fn gateway(design: &Design, classes: &mut Scope, modules: &mut Scope, id: &NodeId) -> Frame {
    let name = if id.service == SHARED { id.node.clone() } else { format!("{}-{}", id.service, id.node) };
    let class = classes.take(&format!("{name}-gateway"), "component").pascal();
    let module = modules.take(&format!("{name}-gateway"), "service").as_str().to_owned();
    Frame {
        token: token(&design.name, &format!("{}Gateway", component_type(&name).trim_end_matches("Service"))),
        class,
        module: vec!["services".to_owned(), module],
        documentation: format!("What {} leads to, made after all of it.", id.node),
        name,
    }
}

/// The type token of a class of the project.
pub(super) fn token(project: &str, class: &str) -> String {
    format!("{project}:index:{class}")
}

/// The type of a service's component, `OrdersService`: part of the names of all that is deployed in it, so no two
/// services have one, whatever their classes are called. A hyphen that no capital letter shows is an underscore.
pub(super) fn component_type(service: &str) -> String {
    let mut name = String::new();
    let mut capital = true;
    for character in service.chars() {
        if capital && !character.is_ascii_lowercase() && !name.is_empty() {
            name.push('_');
        }
        if character == '-' {
            capital = true;
        } else {
            name.push(if capital { character.to_ascii_uppercase() } else { character });
            capital = false;
        }
    }
    if capital {
        name.push('_');
    }
    format!("{name}Service")
}

/// The module of a service. Windows has devices with some names, and no files.
fn module_name(modules: &mut Scope, service: &str) -> String {
    let wish = if is_device(service) { format!("{service}-service") } else { service.to_owned() };
    modules.take(&wish, "service").as_str().to_owned()
}

/// Whether Windows keeps the name for a device.
pub(super) fn is_device(name: &str) -> bool {
    let numbered = |word: &str| {
        name.strip_prefix(word).is_some_and(|rest| rest.len() == 1 && rest.chars().all(|digit| digit.is_ascii_digit()))
    };
    matches!(name, "aux" | "con" | "nul" | "prn") || numbered("com") || numbered("lpt")
}

/// The folder of a function's code.
pub(super) fn function_folder(id: &NodeId) -> String {
    let step = |name: &str, suffix: &str| if is_device(name) { format!("{name}-{suffix}") } else { name.to_owned() };
    format!("functions/{}/{}", step(&id.service, "service"), step(&id.node, "function"))
}

/// The text as one sentence with a full stop.
pub(super) fn sentence(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.ends_with(['.', '!', '?']) { line } else { format!("{line}.") }
}
