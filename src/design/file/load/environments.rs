//! The environments: regions, values of settings, and properties that differ.

use crate::catalog::catalog;
use crate::design::file::tree::Item;
use crate::design::model::{Design, Environment, NodeId};
use crate::design::name::NameKind;
use crate::value::Map;

use super::properties::{self, Legal};
use super::reader::Reader;
use super::settings;

pub(super) fn read(reader: &mut Reader<'_>, item: &Item, design: &mut Design) {
    for (name, entry) in reader.map(item, "environments").into_iter().flatten() {
        reader.name(NameKind::Environment, name, &entry.key_span);
        let mut environment = Environment::default();
        let what = format!("the environment {name}");
        if let Some(fields) = reader.map(&entry.value, &what) {
            reader.only_keys(fields, &what, &["region", "settings", "set"]);
            let field = |key: &str| fields.get(key).map(|entry| &entry.value);
            environment.region = field("region").and_then(|item| reader.optional_text(item, "region"));
            if let Some(item) = field("settings") {
                for (setting, entry) in reader.map(item, &format!("the settings of {name}")).into_iter().flatten() {
                    if let Some(known) = design.settings.get(setting).filter(|_| !entry.value.is_null()) {
                        settings::check_value(reader, known, &entry.value, setting);
                    }
                    environment.settings.insert(setting.clone(), entry.value.to_value());
                }
            }
            if let Some(item) = field("set") {
                for (id, entry) in reader.map(item, &format!("the overrides of {name}")).into_iter().flatten() {
                    let set = read_override(reader, design, id, &entry.value);
                    if NodeId::parse(id).is_none() {
                        reader.error(entry.key_span.clone(), format!("{id} is not the id of a node")).help =
                            Some("an id is written service.node".to_owned());
                    }
                    environment.set.insert(id.clone(), set);
                }
            }
        }
        design.environments.insert(name.clone(), environment);
    }
}

fn read_override(reader: &mut Reader<'_>, design: &Design, id: &str, item: &Item) -> Map {
    let kind = NodeId::parse(id).and_then(|id| design.kind_of(&id).map(str::to_owned));
    let legal = kind.as_deref().and_then(|kind| catalog().kind(kind)).map(|kind| Legal {
        of: format!("a {}", kind.name),
        own: &kind.properties,
        common: Some(&catalog().common),
        partial: true,
    });
    let mut set = Map::new();
    for (name, entry) in reader.map(item, &format!("the override of {id}")).into_iter().flatten() {
        let value = if name == "kind" {
            reader.error(entry.key_span.clone(), "an environment cannot change the kind of a node");
            entry.value.to_value()
        } else {
            properties::read(reader, legal.as_ref(), name, entry)
        };
        set.insert(name.clone(), value);
    }
    set
}
