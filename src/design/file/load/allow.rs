//! The findings that the authors accept.

use crate::design::file::tree::Item;
use crate::design::model::{Accepted, Design};

use super::reader::Reader;

const KEYS: [&str; 3] = ["rule", "at", "because"];

pub(super) fn read(reader: &mut Reader<'_>, item: &Item, design: &mut Design) {
    for (index, item) in reader.list(item, "allow").iter().enumerate() {
        let Some(fields) = item.as_map() else {
            reader.wrong_type(item, "an accepted finding", "a map with rule, at and because");
            continue;
        };
        reader.only_keys(fields, "an accepted finding", &KEYS);
        let mut complete = true;
        let [rule, at, because] = KEYS.map(|key| match fields.get(key) {
            // An empty reason loads; the checks say that it is one.
            Some(entry) if entry.value.is_null() && key == "because" => String::new(),
            Some(entry) => reader.text(&entry.value, key).unwrap_or_else(|| {
                complete = false;
                String::new()
            }),
            None => {
                complete = false;
                let span = reader.first_line(&item.span);
                reader.error(span, format!("the accepted finding has no {key}")).help =
                    Some("it is written `{ rule: CATEGORY/NAME, at: SERVICE.NODE, because: REASON }`".to_owned());
                String::new()
            }
        });
        if complete {
            design.allow.push(Accepted { rule, at, because });
            reader.allow_items.push(index);
        }
    }
}
