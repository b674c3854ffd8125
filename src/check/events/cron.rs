//! Reads cron expressions of five fields: minute, hour, day of month, month, day of week.

use crate::text::duration::Duration;

/// The values that each field lets through.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::check) struct Cron {
    fields: [Field; 5],
}

#[derive(Debug, PartialEq, Eq)]
struct Field {
    /// The values, in order.
    values: Vec<u32>,
    /// Whether all values were asked for.
    any: bool,
}

/// A field's name, least and greatest value, and names of values.
struct Shape {
    name: &'static str,
    least: u32,
    greatest: u32,
    names: &'static [&'static str],
}

const MONTHS: &[&str] = &["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const DAYS: &[&str] = &["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

const SHAPES: [Shape; 5] = [
    Shape { name: "minute", least: 0, greatest: 59, names: &[] },
    Shape { name: "hour", least: 0, greatest: 23, names: &[] },
    Shape { name: "day of month", least: 1, greatest: 31, names: &[] },
    Shape { name: "month", least: 1, greatest: 12, names: MONTHS },
    Shape { name: "day of week", least: 0, greatest: 7, names: DAYS },
];

impl Cron {
    /// Reads an expression; the error says what is wrong.
    pub(in crate::check) fn parse(text: &str) -> Result<Self, String> {
        let parts: Vec<&str> = text.split_whitespace().collect();
        let [minute, hour, day, month, weekday] = parts.as_slice() else {
            let count = parts.len();
            let plural = if count == 1 { "" } else { "s" };
            return Err(format!(
                "has {count} field{plural} instead of five: minute, hour, day of month, month, day of week"
            ));
        };
        let [minutes, hours, days, months, weekdays] = &SHAPES;
        Ok(Self {
            fields: [
                field(minute, minutes)?,
                field(hour, hours)?,
                field(day, days)?,
                field(month, months)?,
                field(weekday, weekdays)?,
            ],
        })
    }

    /// Whether both the day of month and the day of week are limited.
    pub(in crate::check) fn limits_both_days(&self) -> bool {
        let [_, _, day, _, weekday] = &self.fields;
        !day.any && !weekday.any
    }

    /// Whether it stands at fixed hours of the day.
    pub(in crate::check) fn fixed_hour(&self) -> bool {
        let [_, hour, ..] = &self.fields;
        !hour.any && hour.values.len() < 24
    }

    /// The average time between two starts on a day on which it starts.
    pub(in crate::check) fn period(&self) -> Duration {
        let [minute, hour, ..] = &self.fields;
        let starts = (minute.values.len() * hour.values.len()).max(1) as u64;
        Duration::from_seconds(86_400 / starts)
    }
}

/// A time of another form, in ours.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Converted {
    /// As an expression of five fields.
    Cron(String),
    /// As an interval.
    Every(Duration),
}

/// Reads the forms of other schedulers: `rate(5 minutes)`, `cron(0 8 ? * MON *)` with a year, and six fields of which
/// the first are the seconds.
pub(super) fn converted(text: &str) -> Option<Converted> {
    let inside = |name: &str| text.trim().strip_prefix(name)?.strip_prefix('(')?.strip_suffix(')').map(str::trim);
    if let Some(rate) = inside("rate") {
        let (number, unit) = rate.split_once(' ')?;
        let seconds = match unit.trim().trim_end_matches('s') {
            "minute" => 60,
            "hour" => 3600,
            "day" => 86_400,
            _ => return None,
        };
        let number: u64 = number.parse().ok().filter(|number| *number > 0)?;
        return Some(Converted::Every(Duration::from_seconds(number.checked_mul(seconds)?)));
    }
    let amazon = inside("cron");
    let fields: Vec<&str> = amazon.unwrap_or(text).split_whitespace().collect();
    let better = match fields.as_slice() {
        [minute, hour, day, month, weekday, year] if amazon.is_some() && matches!(*year, "*" | "?") => {
            format!("{minute} {hour} {} {month} {}", any(day), weekday_of_amazon(weekday)?)
        }
        [second, rest @ ..] if amazon.is_none() && rest.len() == 5 && *second == "0" => rest.join(" "),
        [_, _, _, _, _] if amazon.is_some() => fields.join(" "),
        _ => return None,
    };
    Cron::parse(&better).ok().map(|_| Converted::Cron(better))
}

fn any(field: &str) -> &str {
    if field == "?" { "*" } else { field }
}

/// A day of the week, which Amazon counts from one: names stay, a single number is one less.
fn weekday_of_amazon(field: &str) -> Option<String> {
    if field.bytes().any(|byte| byte.is_ascii_digit()) {
        let day: u32 = field.parse().ok()?;
        return day.checked_sub(1).filter(|day| *day < 7).map(|day| day.to_string());
    }
    Some(any(field).to_owned())
}

fn field(text: &str, shape: &Shape) -> Result<Field, String> {
    let mut values = Vec::new();
    for part in text.split(',') {
        let (range, step) = match part.split_once('/') {
            Some((range, step)) => {
                let step: u32 = step.parse().ok().filter(|step| *step > 0).ok_or_else(|| wrong(part, shape))?;
                (range, Some(step))
            }
            None => (part, None),
        };
        let (first, last) = match range.split_once('-') {
            _ if range == "*" || range == "?" => (shape.least, shape.greatest),
            Some((first, last)) => (value(first, shape)?, value(last, shape)?),
            None => {
                let first = value(range, shape)?;
                (first, if step.is_some() { shape.greatest } else { first })
            }
        };
        if first > last {
            return Err(wrong(part, shape));
        }
        values.extend((first..=last).step_by(step.unwrap_or(1) as usize));
    }
    values.sort_unstable();
    values.dedup();
    Ok(Field { values, any: text == "*" || text == "?" })
}

fn value(text: &str, shape: &Shape) -> Result<u32, String> {
    let named = shape.names.iter().position(|name| name.eq_ignore_ascii_case(text));
    let number = match named {
        Some(position) => Some(position as u32 + shape.least),
        None => text.parse().ok(),
    };
    number.filter(|number| (shape.least..=shape.greatest).contains(number)).ok_or_else(|| wrong(text, shape))
}

fn wrong(text: &str, shape: &Shape) -> String {
    format!("has {text} where the {} stands, from {} to {}", shape.name, shape.least, shape.greatest)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn reads_ranges_steps_lists_and_names() {
        for text in ["* * * * *", "0 8 * * *", "*/5 0-6,22 1,15 JAN-MAR ?", "0 9 * * MON-FRI", "5/15 * * * 7"] {
            assert!(Cron::parse(text).is_ok(), "{text}");
        }
        assert_eq!(Cron::parse("*/15 8-9 * * *").unwrap().period(), Duration::from_seconds(86_400 / 8));
        assert!(Cron::parse("0 8 1 * MON").unwrap().limits_both_days());
        assert!(Cron::parse("0 8 * * *").unwrap().fixed_hour() && !Cron::parse("0 * * * *").unwrap().fixed_hour());
    }

    #[test]
    fn reads_the_forms_of_other_schedulers() {
        let cron = |text: &str| Some(Converted::Cron(text.to_owned()));
        assert_eq!(converted("cron(0 8 ? * MON *)"), cron("0 8 * * MON"));
        assert_eq!(converted("cron(0 8 ? * 2 *)"), cron("0 8 * * 1"));
        assert_eq!(converted("0 */5 * * * *"), cron("*/5 * * * *"));
        assert_eq!(converted("rate(5 minutes)"), Some(Converted::Every(Duration::from_seconds(300))));
        for text in ["rate(0 minutes)", "rate(5)", "cron(0 8 L * ? *)", "30 0 8 * * *", "daily", ""] {
            assert_eq!(converted(text), None, "{text}");
        }
    }

    #[test]
    fn says_what_is_wrong() {
        let error = |text| Cron::parse(text).unwrap_err();
        assert!(error("0 8 * *").starts_with("has 4 fields"));
        assert_eq!(error("0 24 * * *"), "has 24 where the hour stands, from 0 to 23");
        assert_eq!(error("*/0 8 * * *"), "has */0 where the minute stands, from 0 to 59");
        assert_eq!(error("9-5 8 * * *"), "has 9-5 where the minute stands, from 0 to 59");
        assert_eq!(error("0 8 * * FUNDAY"), "has FUNDAY where the day of week stands, from 0 to 7");
    }
}
