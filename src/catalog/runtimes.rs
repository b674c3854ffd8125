//! Versions of the languages of functions on each cloud, and until when each is supported. The rows are data in
//! `assets/catalog/runtimes.yaml`. Knows no clock: the day on which the sources were read counts as today.

use serde::Deserialize;

use super::Provider;

/// Every version, and the day that counts as today.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Runtimes {
    /// The day on which the sources were read, `2026-11-24`.
    pub read: String,
    versions: Vec<Runtime>,
}

/// A version of a language on a cloud.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Runtime {
    /// The cloud.
    pub cloud: Provider,
    /// The language, as the property `runtime` of functions names it.
    pub runtime: String,
    /// The version, as the property `version` of functions names it.
    pub version: String,
    /// The day on which support ends, `2027-04-30`.
    pub ends: String,
    /// Whether no new function can be made with it any more.
    #[serde(default)]
    pub blocked: bool,
    /// The page it stands on.
    pub source: String,
}

impl Runtimes {
    /// The versions of a language on a cloud, the newest first.
    pub fn of(&self, runtime: &str, cloud: Provider) -> impl Iterator<Item = &Runtime> {
        self.versions.iter().filter(move |row| row.cloud == cloud && row.runtime == runtime)
    }

    /// How many days of support are left; negative when it has ended, none when a date cannot be read.
    pub fn days_left(&self, runtime: &Runtime) -> Option<i64> {
        Some(days(&runtime.ends)? - days(&self.read)?)
    }
}

/// The days from the first of March of the year 0 to a date `YYYY-MM-DD`, by the civil calendar.
fn days(date: &str) -> Option<i64> {
    let mut parts = date.splitn(3, '-').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    // Years begin in March here, so that a leap day is the last of its year.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    Some(365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::catalog;

    #[test]
    fn days_are_counted_over_leap_years_and_every_row_has_a_day() {
        assert_eq!(days("2024-03-01").zip(days("2024-02-28")).map(|(after, before)| after - before), Some(2));
        assert_eq!(days("2027-04-30").zip(days("2026-11-24")).map(|(after, before)| after - before), Some(157));
        let runtimes = &catalog().runtimes;
        for row in &runtimes.versions {
            assert!(runtimes.days_left(row).is_some(), "{row:?}");
            assert!(!row.source.is_empty());
            assert!(!row.blocked || runtimes.days_left(row).is_some_and(|days| days < 0), "{row:?}");
        }
        for provider in Provider::ALL {
            for runtime in ["nodejs", "python"] {
                let newest = runtimes.of(runtime, provider).next();
                assert!(newest.is_some_and(|row| runtimes.days_left(row).is_some_and(|days| days > 180)));
            }
        }
    }
}
