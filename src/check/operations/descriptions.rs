//! Services, APIs and events that say nothing about themselves.

use crate::check::prelude::*;

pub(in crate::check) const RULE: Rule = Rule::info("OPS014", "operations/no-description", run).says(
    "A service, an HTTP API or an event without a description.",
    "Whoever meets it in a dashboard or a document has to guess what it is for.",
    "Say in a sentence what it is for.",
);

fn run(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let empty = |text: Option<&str>| text.is_none_or(|text| text.trim().is_empty());
    for (name, service) in &context.design.services {
        // What `shared` holds is what several services use.
        if name != crate::design::model::SHARED && !service.nodes.is_empty() && empty(service.description.as_deref()) {
            let place = Place::Service { name: name.clone() };
            report.add(place, format!("The service {name} has no description: say what it is for."));
        }
    }
    for api in context.nodes_of("http-api") {
        if empty(api.node.get("description").and_then(Value::as_str)) {
            report.add(api.place(), format!("{} has no description: say whom it serves.", api.id));
        }
    }
    for (name, event) in &context.design.events {
        let inside = event.schema.as_ref().and_then(|schema| schema.get("description")).and_then(Value::as_str);
        if empty(event.description.as_deref()) && empty(inside) {
            let place = Place::Event { name: name.clone(), path: Vec::new() };
            report.add(place, format!("The event {name} has no description: say what has happened."));
        }
    }
}
