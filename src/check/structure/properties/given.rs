//! Values that come from settings: what an environment gives must fit the property that refers to it.

use crate::catalog::{Property, PropertyType};
use crate::check::prelude::*;
use crate::design::{Setting, SettingType};

/// A reference to a setting, and the property whose value it is.
struct Reference {
    property: &'static Property,
    path: Vec<String>,
    setting: String,
}

pub(super) fn run(context: &Context<'_>, report: &mut Report<'_, '_>) {
    if context.design.settings.is_empty() {
        return;
    }
    for node in &context.nodes {
        let Some(kind) = node.kind else { continue };
        let mut found = Vec::new();
        for (name, value) in &node.node.properties {
            if let Some(property) = kind.properties.get(name) {
                collect(property, value, &mut vec![name.clone()], &mut found);
            }
        }
        for reference in &found {
            let place = Place::Node { id: node.id.clone(), path: reference.path.clone() };
            each(context, report, &node.id.to_string(), &place, reference);
        }
    }
    for view in &context.flows {
        let Some(kind) = view.kind else { continue };
        let mut found = Vec::new();
        for (name, value) in &view.flow.properties {
            if let Some(property) = kind.properties.get(name) {
                collect(property, value, &mut vec![name.clone()], &mut found);
            }
        }
        for reference in &found {
            let place = Place::Flow { id: view.flow.id, path: reference.path.clone() };
            each(context, report, &format!("The flow {}", view.flow), &place, reference);
        }
    }
}

/// Every reference in a value, with the property that it is the value of.
fn collect(property: &'static Property, value: &Value, path: &mut Vec<String>, found: &mut Vec<Reference>) {
    if let Some(setting) = value.as_setting() {
        found.push(Reference { property, path: path.clone(), setting: setting.to_owned() });
        return;
    }
    let mut deeper = |step: String, property: Option<&'static Property>, value: &Value| {
        if let Some(property) = property {
            path.push(step);
            collect(property, value, path, found);
            path.pop();
        }
    };
    match value {
        Value::List(items) => {
            for (index, item) in items.iter().enumerate() {
                deeper(index.to_string(), property.of.as_deref(), item);
            }
        }
        Value::Map(map) => {
            for (key, value) in map {
                deeper(key.clone(), property.fields.get(key).or(property.of.as_deref()), value);
            }
        }
        _ => {}
    }
}

fn each(context: &Context<'_>, report: &mut Report<'_, '_>, owner: &str, place: &Place, reference: &Reference) {
    let Some(setting) = context.design.settings.get(&reference.setting) else { return };
    let (name, what) = (&reference.setting, reference.path.join("."));
    if !suits(reference.property.kind, setting) {
        let (wanted, given) = (reference.property.describe(), setting.kind.name());
        let message = format!("{owner}: {what} comes from the setting {name}, which holds a {given}, not {wanted}.");
        report.add(place.clone(), message);
        return;
    }
    report.each_stage(|stage| {
        let given = stage.name.and_then(|name| context.design.environments.get(name));
        let given = given.and_then(|environment| environment.settings.get(name));
        let value = given.or(setting.default.as_ref())?;
        // A duration from a setting is a number, whose unit the exported program names.
        if reference.property.kind == PropertyType::Duration && value.as_number().is_some() {
            return None;
        }
        let error = reference.property.check(value).err()?;
        let end = if error.to_string().ends_with('?') { "" } else { "." };
        let message =
            format!("{owner}: {what} takes {value} from the setting {name}, which does not fit, {error}{end}");
        Some(Outcome::new(place.clone(), message))
    });
}

/// Whether a setting of that type can give the property a value at all.
fn suits(kind: PropertyType, setting: &Setting) -> bool {
    match kind {
        PropertyType::Integer | PropertyType::Number => setting.kind == SettingType::Number,
        PropertyType::Boolean => setting.kind == SettingType::Boolean,
        PropertyType::String | PropertyType::Text | PropertyType::Path => setting.kind == SettingType::String,
        PropertyType::Duration
        | PropertyType::Node
        | PropertyType::List
        | PropertyType::Map
        | PropertyType::Object
        | PropertyType::Value => true,
    }
}
