//! The contracts of events.

use crate::design::file::tree::{Content, Item};
use crate::design::model::{Design, Event};
use crate::design::name::NameKind;
use crate::value::Value;

use super::reader::Reader;

pub(super) fn read(reader: &mut Reader<'_>, item: &Item, design: &mut Design) {
    for (name, entry) in reader.map(item, "events").into_iter().flatten() {
        reader.name(NameKind::Event, name, &entry.key_span);
        let mut event = Event::default();
        let what = format!("the event {name}");
        if let Some(fields) = reader.map(&entry.value, &what) {
            reader.only_keys(fields, &what, &["version", "description", "schema"]);
            let field = |key: &str| fields.get(key).map(|entry| &entry.value).filter(|item| !item.is_null());
            event.description = field("description").and_then(|item| reader.text(item, "description"));
            if let Some(item) = field("version") {
                match item.as_scalar() {
                    Some(Value::Integer(version)) => event.version = Some(*version),
                    _ => reader.wrong_type(item, "version", "a whole number"),
                }
            }
            if let Some(item) = field("schema") {
                match &item.content {
                    Content::Map(_) | Content::Scalar(Value::Boolean(_)) => event.schema = Some(item.to_value()),
                    _ => reader.wrong_type(item, "schema", "a JSON Schema"),
                }
            }
        }
        design.events.insert(name.clone(), event);
    }
}
