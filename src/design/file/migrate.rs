//! Older versions of the format: what each step changes. One row a step; the first version has none before it.

use crate::value::Value;

/// One step from a version to the next.
pub struct Migration {
    /// The version that it reads.
    pub from: i64,
    /// What it changes, for people, as a sentence.
    pub summary: &'static str,
    /// Makes the file's content what the next version would hold.
    pub run: fn(&mut Value),
}

/// Every step, in order.
pub const MIGRATIONS: &[Migration] = &[];

/// Whether each version from that one on has its step.
pub fn reaches(migrations: &[Migration], from: i64, to: i64) -> bool {
    from <= to && (from..to).all(|version| migrations.iter().any(|step| step.from == version))
}

/// Brings the content from a version to a later one; gives what was changed. The content's `version` follows.
pub fn migrate(migrations: &[Migration], content: &mut Value, from: i64, to: i64) -> Vec<&'static str> {
    let mut summaries = Vec::new();
    for version in from..to {
        if let Some(step) = migrations.iter().find(|step| step.from == version) {
            (step.run)(content);
            summaries.push(step.summary);
        }
    }
    if let Value::Map(map) = content {
        map.insert("version".to_owned(), Value::Integer(to));
    }
    summaries
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rename(content: &mut Value) {
        if let Value::Map(map) = content
            && let Some(value) = map.shift_remove("title")
        {
            map.insert("name".to_owned(), value);
        }
    }

    #[test]
    fn steps_are_taken_in_order_and_gaps_are_seen() {
        let table = [Migration { from: 1, summary: "title is called name.", run: rename }];
        assert!(reaches(&table, 1, 2));
        assert!(!reaches(&table, 0, 2));
        assert!(!reaches(&table, 3, 2));
        let mut content = Value::Map([("title".to_owned(), "shop".into())].into_iter().collect());
        assert_eq!(migrate(&table, &mut content, 1, 2), ["title is called name."]);
        assert_eq!(content.to_string(), "{ name: shop, version: 2 }");
    }

    #[test]
    fn every_version_before_this_one_can_be_read() {
        assert!(reaches(MIGRATIONS, 1, crate::design::file::VERSION));
    }
}
