//! Schedules: whether the time can be read, and whether runs overlap.

use crate::catalog::Provider;
use crate::check::prelude::*;

use super::cron::{self, Converted, Cron};

pub(in crate::check) const EXPRESSION: Rule =
    Rule::error("EVT037", "events/schedule-expression", expression).by_itself().says(
        "A schedule whose time cannot be read, or that has none.",
        "The cloud refuses it.",
        "Write cron with five fields (minute, hour, day of month, month, day of week), or every with a duration.",
    );

pub(in crate::check) const TOO_OFTEN: Rule = Rule::warning("EVT038", "events/schedule-too-often", too_often).says(
    "A schedule that starts its target again before the last run need be over.",
    "Runs overlap, and may work on the same things at once.",
    "Start it less often, or lower the timeout of the target.",
);

pub(in crate::check) const TIMEZONE: Rule = Rule::info("EVT039", "events/schedule-without-timezone", timezone).says(
    "A schedule at fixed hours without a time zone.",
    "It counts as UTC, which is another hour for most people, and in summer again.",
    "Say which time zone is meant.",
);

fn expression(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for schedule in context.nodes_of("schedule").filter(|node| !node.existing()) {
        report.each_stage(|stage| {
            let cron = context.value(schedule, &["cron"], stage);
            let every = context.value(schedule, &["every"], stage);
            let (path, fault): (&[&str], String) = match (cron, every) {
                (None, None) => (&[], "has neither cron nor every: say when it starts".to_owned()),
                (Some(_), Some(_)) => (&["cron"], "has both cron and every: keep one of them".to_owned()),
                (Some(cron), None) => {
                    // A value that is no text, or that a stack gives, is not read here.
                    let cron = cron.as_str()?;
                    let fault = match Cron::parse(cron) {
                        Err(fault) => fault,
                        Ok(parsed) if parsed.limits_both_days() && context.provider == Provider::Aws => {
                            "limits both the day of month and the day of week, and AWS takes one of them".to_owned()
                        }
                        Ok(_) => return None,
                    };
                    (&["cron"], format!("cannot start at \"{cron}\": it {fault}"))
                }
                (None, Some(_)) => return None,
            };
            let message = format!("{} {fault}.", schedule.id);
            let outcome = Outcome::new(context.place_of(schedule, path, stage), message);
            Some(match (cron, every) {
                (None, None) => outcome.mend(
                    "Start it every day at eight",
                    context.mend(schedule, &["cron"], Some("0 8 * * *".into()), stage),
                ),
                (Some(_), Some(_)) => outcome.mend("Keep cron", context.mend(schedule, &["every"], None, stage)),
                (Some(cron), None) => match cron.as_str().and_then(cron::converted) {
                    Some(Converted::Cron(better)) => outcome.mend(
                        format!("Write it as {better}"),
                        context.mend(schedule, &["cron"], Some(better.as_str().into()), stage),
                    ),
                    Some(Converted::Every(period)) => {
                        let edits = vec![
                            context.mend(schedule, &["cron"], None, stage),
                            context.mend(schedule, &["every"], Some(period.to_string().into()), stage),
                        ];
                        // Two changes of one environment would undo one another.
                        if matches!(edits.first(), Some(Edit::SetEnvironment { .. })) {
                            outcome
                        } else {
                            outcome.mend(format!("Start it every {period} instead"), Edit::Batch(edits))
                        }
                    }
                    None => outcome,
                },
                (None, Some(_)) => outcome,
            })
        });
    }
}

fn too_often(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for joined in context.of_kind("invoke").filter(|joined| joined.from.is("schedule") && joined.to.is("function")) {
        report.each_stage(|stage| {
            let cron = context.value(joined.from, &["cron"], stage).and_then(Value::as_str);
            let every = context.duration(joined.from, "every", stage);
            let period = every.or_else(|| cron.and_then(|cron| Cron::parse(cron).ok()).map(|cron| cron.period()))?;
            let timeout = context.duration(joined.to, "timeout", stage)?;
            if timeout <= period {
                return None;
            }
            let message = format!(
                "{} starts {} about every {period}, but one run may take {timeout}: start it less often, or lower the timeout.",
                joined.from.id, joined.to.id
            );
            let edit = context.mend(joined.to, &["timeout"], Some(period.to_string().into()), stage);
            Some(Outcome::new(joined.view.place(), message).mend(format!("Lower the timeout of {} to {period}", joined.to.id), edit))
        });
    }
}

fn timezone(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for schedule in context.nodes_of("schedule") {
        let fixed = schedule.node.get("cron").and_then(Value::as_str).and_then(|cron| Cron::parse(cron).ok());
        if fixed.is_some_and(|cron| cron.fixed_hour()) && schedule.node.get("timezone").is_none() {
            let edit = Edit::SetProperty {
                id: schedule.id.clone(),
                path: vec!["timezone".to_owned()],
                value: Some("UTC".into()),
            };
            report
                .add(
                    schedule.at("cron"),
                    format!("{} starts at fixed hours, but in which time zone? Without one it is UTC.", schedule.id),
                )
                .fix("Say that UTC is meant", edit);
        }
    }
}
