//! schedule: a timer of the function that it starts, whose times are a setting of the function's app; or a trigger of the
//! workflow that it starts.

use crate::design::{NodeId, Place};
use crate::program::{Expression, Literal, SettingKind};
use crate::text::duration::Duration;
use crate::value::Value;

use super::Azure;
use super::access::{Access, Grant, Request};

pub(super) const CLASS: &str = "";

pub(super) fn lower(cx: &mut Azure, id: &NodeId) {
    for property in ["existing", "extra"] {
        if cx.design.node(id).and_then(|node| node.get(property)).is_some() {
            cx.refuse(
                Place::property(id, property),
                format!("{id} is a timer of what it starts, so {property} has nothing to apply to"),
                format!("leave {property} out"),
            );
        }
    }
    let node = cx.design.node(id);
    if node.is_some_and(|node| node.get("every").is_some() && node.get("cron").is_some()) {
        cx.refuse(
            Place::property(id, "every"),
            format!("{id} has both every and cron, and can follow one"),
            "leave one of them out",
        );
    }
    let zones = cx.known(id, &["timezone"]);
    if zones.iter().any(|zone| zone.as_str().is_some_and(|zone| !matches!(zone, "UTC" | "Etc/UTC"))) {
        cx.refuse(
            Place::property(id, "timezone"),
            format!("{id} counts in a time zone, and timers of programs for Azure count in UTC"),
            "leave timezone out, and write the times in UTC",
        );
    }
}

/// A function that a schedule starts knows when.
pub(super) fn grant(cx: &mut Azure, request: &Request) -> Grant {
    if request.access != Access::Consume {
        return Grant::default();
    }
    let id = request.node;
    let every = cx.vary(id, &["every"], &SettingKind::Text, "", every);
    let times = match every {
        Some(times) => Some(times),
        None => cx.vary(id, &["cron"], &SettingKind::Text, "", cron),
    };
    times.map_or_else(Grant::default, |times: Expression| Grant::default().variable("schedule", times))
}

/// Six fields, of which the first is seconds.
fn cron(value: &Value) -> Option<Literal> {
    let fields: Vec<&str> = value.as_str()?.split_whitespace().collect();
    let [minute, hour, day, month, weekday] = fields.as_slice() else { return None };
    // Both a day of the month and one of the week: cron takes either, a timer asks for both.
    if *day != "*" && *weekday != "*" {
        return None;
    }
    let weekday = weekday.replace('7', "0");
    Some(Literal::Text(format!("0 {minute} {hour} {day} {month} {weekday}")))
}

/// An interval as a timer writes it: as fields where it divides an hour or a day.
fn every(value: &Value) -> Option<Literal> {
    let minutes = Duration::parse(value.as_str()?)?.seconds() / 60;
    let text = match minutes {
        0 => return None,
        1 => "0 * * * * *".to_owned(),
        60 => "0 0 * * * *".to_owned(),
        1440 => "0 0 0 * * *".to_owned(),
        _ if 60 % minutes == 0 => format!("0 */{minutes} * * * *"),
        _ if minutes % 60 == 0 && 24 % (minutes / 60) == 0 => format!("0 0 */{} * * *", minutes / 60),
        _ => return None,
    };
    Some(Literal::Text(text))
}

/// An interval as a workflow counts it: a unit, and how many.
pub(super) fn interval(every: Duration) -> Option<(&'static str, i64)> {
    let seconds = every.seconds();
    let units = [(86_400, "Day"), (3600, "Hour"), (60, "Minute"), (1, "Second")];
    let (length, unit) = units.into_iter().find(|(length, _)| seconds > 0 && seconds.is_multiple_of(*length))?;
    (every.milliseconds() == seconds * 1000).then_some((unit, i64::try_from(seconds / length).ok()?))
}

/// Times of a day or of days of the week, as a workflow counts them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Calendar {
    pub(super) hours: Vec<i64>,
    pub(super) minutes: Vec<i64>,
    /// The days of the week; every day where there are none.
    pub(super) weekdays: Vec<&'static str>,
}

/// The times of a cron expression; none where it asks for days of the month or for months.
pub(super) fn calendar(cron: &str) -> Option<Calendar> {
    let fields: Vec<&str> = cron.split_whitespace().collect();
    let [minute, hour, "*", "*", weekday] = fields.as_slice() else { return None };
    let mut weekdays = Vec::new();
    if *weekday != "*" {
        let mut days: Vec<i64> = numbers(weekday, 0, 7)?.into_iter().map(|day| day % 7).collect();
        days.sort_unstable();
        days.dedup();
        weekdays =
            days.into_iter().map(|day| WEEKDAYS.get(usize::try_from(day).ok()?).copied()).collect::<Option<_>>()?;
    }
    Some(Calendar { hours: numbers(hour, 0, 23)?, minutes: numbers(minute, 0, 59)?, weekdays })
}

const WEEKDAYS: &[&str] = &["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
/// Days of the week as cron expressions write them.
const DAYS: &[&str] = &["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/// The numbers that a field of a cron expression stands for, in order.
fn numbers(field: &str, least: i64, most: i64) -> Option<Vec<i64>> {
    let number = |text: &str| {
        let day = DAYS.iter().position(|day| most == 7 && day.eq_ignore_ascii_case(text));
        let number = day.map_or_else(|| text.parse().ok(), |day| i64::try_from(day).ok())?;
        (least..=most).contains(&number).then_some(number)
    };
    let mut found = Vec::new();
    for part in field.split(',') {
        let (range, step) = match part.split_once('/') {
            Some((range, step)) => (range, step.parse::<usize>().ok().filter(|step| *step > 0)?),
            None => (part, 1),
        };
        let (from, to) = match range.split_once('-') {
            _ if range == "*" => (least, most.min(if most == 7 { 6 } else { most })),
            Some((from, to)) => (number(from)?, number(to)?),
            None if step > 1 => (number(range)?, most),
            None => (number(range)?, number(range)?),
        };
        found.extend((from..=to).step_by(step));
    }
    found.sort_unstable();
    found.dedup();
    (!found.is_empty()).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_with_seconds() {
        let text = |literal: Option<Literal>| match literal {
            Some(Literal::Text(text)) => text,
            _ => "-".to_owned(),
        };
        let of = |text: &str| Value::String(text.to_owned());
        assert_eq!(text(cron(&of("0 8 * * 1-5"))), "0 0 8 * * 1-5");
        assert_eq!(text(cron(&of("30 1 * * 7"))), "0 30 1 * * 0");
        assert_eq!(text(cron(&of("0 8 1 * 1"))), "-");
        assert_eq!(text(every(&of("5m"))), "0 */5 * * * *");
        assert_eq!(text(every(&of("6h"))), "0 0 */6 * * *");
        assert_eq!(text(every(&of("7m"))), "-");
    }

    #[test]
    fn workflows_count_by_units_and_by_days() {
        let every = |text: &str| interval(Duration::parse(text).unwrap_or_default());
        assert_eq!(every("7m"), Some(("Minute", 7)));
        assert_eq!(every("90m"), Some(("Minute", 90)));
        assert_eq!(every("14d"), Some(("Day", 14)));
        assert_eq!(every("1500ms"), None);
        let of = |hours: &[i64], minutes: &[i64], weekdays: &[&'static str]| {
            Some(Calendar { hours: hours.to_vec(), minutes: minutes.to_vec(), weekdays: weekdays.to_vec() })
        };
        assert_eq!(calendar("0 3 * * *"), of(&[3], &[0], &[]));
        assert_eq!(
            calendar("*/20 8-10 * * MON-WED,7"),
            of(&[8, 9, 10], &[0, 20, 40], &["Sunday", "Monday", "Tuesday", "Wednesday"])
        );
        assert_eq!(calendar("5 22-23 * * 5"), of(&[22, 23], &[5], &["Friday"]));
        for wrong in ["0 3 1 * *", "0 3 * 6 *", "0 24 * * *", "x 3 * * *", "0 3 * *"] {
            assert_eq!(calendar(wrong), None, "{wrong}");
        }
    }
}
