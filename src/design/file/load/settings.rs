//! The settings: the typed configuration of the program.

use crate::design::file::tree::Item;
use crate::design::model::{Design, Setting, SettingType};
use crate::design::name::NameKind;
use crate::value::Value;

use super::reader::Reader;

const KEYS: [&str; 5] = ["type", "default", "one_of", "secret", "description"];

pub(super) fn read(reader: &mut Reader<'_>, item: &Item, design: &mut Design) {
    for (name, entry) in reader.map(item, "settings").into_iter().flatten() {
        reader.name(NameKind::Setting, name, &entry.key_span);
        let what = format!("the setting {name}");
        let Some(fields) = reader.map(&entry.value, &what) else {
            if entry.value.is_null() {
                let message = format!("{what} has neither a type nor a default");
                reader.error(entry.key_span.clone(), message).help =
                    Some(format!("write `{name}: {{ type: string }}`"));
            }
            continue;
        };
        reader.only_keys(fields, &what, &KEYS);
        let mut setting = Setting::default();
        let field = |key: &str| fields.get(key).map(|entry| &entry.value);
        setting.default = field("default").filter(|item| !item.is_null()).map(Item::to_value);
        setting.description = field("description").and_then(|item| reader.optional_text(item, "description"));
        setting.kind = match field("type") {
            Some(item) => reader.one_of(item, "type", &SettingType::ALL, SettingType::name).unwrap_or_default(),
            None => setting.default.as_ref().map(type_of).unwrap_or_default(),
        };
        if let Some(item) = field("secret") {
            match item.as_scalar() {
                Some(Value::Boolean(secret)) => setting.secret = *secret,
                _ => reader.wrong_type(item, "secret", "true or false"),
            }
        }
        if let Some(item) = field("one_of") {
            for value in reader.list(item, "one_of") {
                check_type(reader, &setting, value, name);
                setting.one_of.push(value.to_value());
            }
        }
        if let Some(item) = field("default").filter(|item| !item.is_null()) {
            check_value(reader, &setting, item, name);
        }
        if field("type").is_none() && field("default").is_none() {
            let message = format!("{what} has neither a type nor a default");
            reader.error(entry.key_span.clone(), message).help = Some("add `type: string`".to_owned());
        }
        design.settings.insert(name.clone(), setting);
    }
}

fn type_of(value: &Value) -> SettingType {
    match value {
        Value::Boolean(_) => SettingType::Boolean,
        Value::Integer(_) | Value::Float(_) => SettingType::Number,
        _ => SettingType::String,
    }
}

/// Reports a value that the setting cannot have. A secret's value is never repeated.
pub(super) fn check_value(reader: &mut Reader<'_>, setting: &Setting, item: &Item, name: &str) {
    let value = item.to_value();
    if !check_type(reader, setting, item, name) || setting.one_of.is_empty() || setting.one_of.contains(&value) {
        return;
    }
    if setting.secret {
        reader.error(item.span.clone(), format!("the setting {name} never has this value"));
        return;
    }
    let found = value.to_string();
    let allowed: Vec<String> = setting.one_of.iter().map(ToString::to_string).collect();
    let help = reader
        .nearest(&found, allowed.iter().map(String::as_str))
        .map_or_else(|| format!("it is one of {}", allowed.join(", ")), |near| format!("did you mean {near}?"));
    reader.error(item.span.clone(), format!("unknown value {found} for the setting {name}")).help = Some(help);
}

/// Reports a value of another type than the setting's; whether it fits.
fn check_type(reader: &mut Reader<'_>, setting: &Setting, item: &Item, name: &str) -> bool {
    let value = item.to_value();
    let (fits, expected) = match setting.kind {
        SettingType::String => (value.as_str().is_some(), "text"),
        SettingType::Number => (value.as_number().is_some_and(f64::is_finite), "a number"),
        SettingType::Boolean => (value.as_bool().is_some(), "true or false"),
    };
    if !fits && setting.secret {
        reader.error(item.span.clone(), format!("a value of the setting {name} must be {expected}"));
    } else if !fits {
        reader.wrong_type(item, &format!("a value of the setting {name}"), expected);
    }
    fits
}
