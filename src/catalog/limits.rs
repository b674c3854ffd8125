//! Limits and quotas of clouds that no property holds, each with its source and the day it was read: a quota that moves
//! is one changed line. The rows are data in `assets/catalog/limits.yaml`. Knows nothing of rules.

use indexmap::IndexMap;
use serde::Deserialize;

use super::Provider;
use crate::text::duration::Duration;
use crate::value::Value;

/// Every limit, by its name.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(transparent)]
pub struct Limits {
    rows: IndexMap<String, Vec<Limit>>,
}

/// What one cloud allows.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// The cloud; every cloud when absent.
    #[serde(default)]
    pub cloud: Option<Provider>,
    /// The node kinds it is about; every kind when empty.
    #[serde(default)]
    pub kinds: Vec<String>,
    /// The size from which it counts, where it grows with the size.
    #[serde(default)]
    pub at: Option<f64>,
    /// The number, or a duration such as `30s`.
    pub value: Value,
    /// The unit, for people: `rules`, `KiB`; empty for a duration.
    #[serde(default)]
    pub unit: String,
    /// Where it stands: a page, an API model, or that it is our own judgement.
    pub source: String,
    /// The month it was read, `2026-11`; empty for our own judgement.
    #[serde(default)]
    pub read: String,
}

impl Limits {
    /// The names, in the order of the file, with their rows.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[Limit])> {
        self.rows.iter().map(|(name, rows)| (name.as_str(), rows.as_slice()))
    }

    /// The row of a limit for a kind on a cloud; the first that fits.
    pub fn find(&self, name: &str, kind: &str, cloud: Provider) -> Option<&Limit> {
        self.rows.get(name)?.iter().find(|row| {
            row.cloud.is_none_or(|of| of == cloud) && (row.kinds.is_empty() || row.kinds.iter().any(|of| of == kind))
        })
    }

    /// The limit as a count.
    pub fn count(&self, name: &str, kind: &str, cloud: Provider) -> Option<u64> {
        self.find(name, kind, cloud)?.value.as_integer()?.try_into().ok()
    }

    /// The limit as a number.
    pub fn number(&self, name: &str, kind: &str, cloud: Provider) -> Option<f64> {
        self.find(name, kind, cloud)?.value.as_number()
    }

    /// The limit as a number at that size: between two rows it grows evenly.
    pub fn at_size(&self, name: &str, kind: &str, cloud: Provider, size: f64) -> Option<f64> {
        let fits = |row: &&Limit| {
            row.cloud.is_none_or(|of| of == cloud) && (row.kinds.is_empty() || row.kinds.iter().any(|of| of == kind))
        };
        let rows = self.rows.get(name)?.iter().filter(fits);
        let points: Vec<(f64, f64)> = rows.filter_map(|row| Some((row.at?, row.value.as_number()?))).collect();
        let above = points.iter().find(|(at, _)| *at >= size);
        let below = points.iter().rev().find(|(at, _)| *at <= size);
        match (below, above) {
            (Some((from, low)), Some((to, high))) if to > from => {
                Some(low + (high - low) * (size - from) / (to - from))
            }
            (Some((_, value)), _) | (None, Some((_, value))) => Some(*value),
            (None, None) => None,
        }
    }

    /// The limit as a duration.
    pub fn duration(&self, name: &str, kind: &str, cloud: Provider) -> Option<Duration> {
        self.find(name, kind, cloud)?.value.as_str().and_then(Duration::parse)
    }
}

#[cfg(test)]
mod tests {
    use crate::catalog::{Provider, catalog};
    use crate::text::duration::Duration;
    use crate::value::Value;

    #[test]
    fn each_limit_has_a_value_of_use_a_source_and_kinds_that_are_there() {
        for (name, rows) in catalog().limits.iter() {
            for row in rows {
                let usable = match &row.value {
                    Value::Integer(_) | Value::Float(_) => !row.unit.is_empty(),
                    Value::String(text) => Duration::parse(text).is_some(),
                    _ => false,
                };
                assert!(usable, "{name}: {row:?}");
                assert!(!row.source.is_empty(), "{name}: {row:?}");
                assert!(row.read.is_empty() == row.source.starts_with("own"), "{name}: read when? {row:?}");
                for kind in &row.kinds {
                    assert!(catalog().kind(kind).is_some(), "{name}: no kind {kind}");
                }
            }
        }
    }

    #[test]
    fn a_limit_that_grows_with_the_size_grows_evenly_between_two_rows() {
        let at = |size: f64| catalog().limits.at_size("connections-postgres", "sql", Provider::Aws, size);
        assert_eq!(at(0.5), Some(189.0));
        assert_eq!(at(4.0), Some(823.0));
        assert_eq!(at(6.0), Some(1246.0));
        assert_eq!(at(256.0), Some(5000.0));
        assert_eq!(catalog().limits.at_size("connections-postgres", "sql", Provider::Gcp, 4.0), None);
    }
}
