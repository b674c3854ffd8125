//! schedule: a timer of the function that it starts. The times are a setting of the function's app.

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
                format!("{id} is a timer of the function, so {property} has nothing to apply to"),
                format!("leave {property} out"),
            );
        }
    }
    let zones = cx.known(id, &["timezone"]);
    if zones.iter().any(|zone| zone.as_str().is_some_and(|zone| !matches!(zone, "UTC" | "Etc/UTC"))) {
        cx.refuse(
            Place::property(id, "timezone"),
            format!("{id} counts in a time zone, and timers of Flex Consumption count in UTC"),
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
}
