//! Event buses on Azure: what an Event Grid subscription may ask for.

use crate::catalog::Provider;
use crate::check::limits::{count, duration};
use crate::check::prelude::*;

pub(in crate::check) const RULE: Rule = Rule::error("EVT027", "events/eventgrid-limits", run).says(
    "A subscription to an event bus whose batches, attempts or age are out of range.",
    "Azure refuses it: batches of 1 to 5,000 events and 1 to 1,024 KB, 1 to 30 attempts, 1 minute to a day. How many subscriptions a bus may have is told as a fan-out that is too wide.",
    "Use a value in the range.",
);

fn run(context: &Context<'_>, report: &mut Report<'_, '_>) {
    if context.provider != Provider::Azure {
        return;
    }
    for joined in context.of_kind("subscribe").filter(|joined| joined.from.is("event-bus")) {
        let limit = |name: &str| count(name, "event-bus", context.provider).and_then(|most| i64::try_from(most).ok());
        let counts: [(&[&str], &str, &str, i64, &str); 3] = [
            (&["batch", "size"], "gives batches of", "events", 1, "batch-size"),
            (&["batch", "bytes"], "gives batches of", "bytes", 1024, "batch-bytes"),
            (&["max_attempts"], "tries", "times", limit("deliveries-least").unwrap_or(1), "deliveries"),
        ];
        for (path, does, what, least, most) in counts {
            let Some(most) = limit(most) else { continue };
            let Some(written) = written(&joined, path).and_then(Value::as_integer) else { continue };
            let better = written.clamp(least, most);
            if written != better {
                report
                    .add(
                        place(&joined, path),
                        format!("{} {does} {least} to {most} {what}, not {written}: use {better}.", joined.from.id),
                    )
                    .fix(format!("Use {better}"), set(&joined, path, Value::Integer(better)));
            }
        }
        let range = duration("delivery-age-least", "event-bus", context.provider).zip(duration(
            "delivery-age",
            "event-bus",
            context.provider,
        ));
        let age = written(&joined, &["max_age"]).and_then(Value::as_str).and_then(Duration::parse);
        if let (Some((least, most)), Some(age)) = (range, age) {
            let better = age.clamp(least, most);
            if age != better {
                report
                    .add(
                        place(&joined, &["max_age"]),
                        format!("{} keeps trying for {least} to {most}, not {age}: use {better}.", joined.from.id),
                    )
                    .fix(format!("Use {better}"), set(&joined, &["max_age"], better.to_string().into()));
            }
        }
    }
}

fn written<'d>(joined: &Joined<'_, 'd>, path: &[&str]) -> Option<&'d Value> {
    let (first, rest) = path.split_first()?;
    rest.iter().try_fold(joined.flow().get(first)?, |value, step| value.get(step))
}

fn place(joined: &Joined<'_, '_>, path: &[&str]) -> Place {
    Place::Flow { id: joined.flow().id, path: path.iter().map(|step| (*step).to_owned()).collect() }
}

fn set(joined: &Joined<'_, '_>, path: &[&str], value: Value) -> Edit {
    let path = path.iter().map(|step| (*step).to_owned()).collect();
    Edit::SetFlowProperty { id: joined.flow().id, path, value: Some(value) }
}
