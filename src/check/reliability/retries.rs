//! How often a delivery is tried again, and what of a batch is.

use crate::catalog::{Class, Provider, catalog};
use crate::check::legal;
use crate::check::prelude::*;
use crate::check::structure::adapter::{decouple, insert_adapter};

pub(in crate::check) const POISON: Rule = Rule::warning("REL006", "reliability/stream-poison-pill", poison).says(
    "A reader of a stream that repeats a whole batch without end.",
    "One record that always fails blocks all that follow it.",
    "Take bisect: false and partial_batch: false away, or limit max_attempts.",
);

pub(in crate::check) const PARTIAL: Rule = Rule::warning("REL014", "reliability/partial-batch-off", partial).says(
    "A function that gets several messages of a queue at once and can only fail at all of them.",
    "When one message fails, those that were worked off come again, and are worked on twice.",
    "Take partial_batch: false away.",
);

pub(in crate::check) const DEFAULT: Rule = Rule::info("REL018", "reliability/no-retry-policy", default).says(
    "A function that calls an outside system and is tried only a few times.",
    "When the outside system is down for longer, everything that arrives meanwhile is set aside.",
    "Put a queue in front of the function, which keeps messages until it works again, or say max_attempts.",
);

pub(in crate::check) const RANGE: Rule = Rule::error("REL019", "reliability/retry-range", range).says(
    "More attempts, or older messages, than the cloud offers.",
    "AWS refuses it.",
    "Use values in the range that the message names.",
);

fn polled<'c, 'd>(context: &'c Context<'d>, kinds: &'static [&str]) -> impl Iterator<Item = Joined<'c, 'd>> {
    let aws = context.provider == Provider::Aws;
    context.of_kind("subscribe").filter(move |joined| aws && joined.from.is_any(kinds) && joined.to.is("function"))
}

fn is_false(joined: &Joined<'_, '_>, property: &str) -> bool {
    joined.view.value(&[property]).and_then(Value::as_bool) == Some(false)
}

fn set(joined: &Joined<'_, '_>, property: &str, value: Option<Value>) -> Edit {
    Edit::SetFlowProperty { id: joined.flow().id, path: vec![property.to_owned()], value }
}

fn poison(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for joined in polled(context, &["stream", "table"]) {
        let endless =
            joined.flow().get("max_attempts").and_then(Value::as_integer).is_some_and(|attempts| attempts < 0);
        if !endless || !is_false(&joined, "bisect") || !is_false(&joined, "partial_batch") {
            continue;
        }
        let edits = vec![set(&joined, "bisect", None), set(&joined, "partial_batch", None)];
        report
            .add(
                joined.view.at("max_attempts"),
                format!(
                    "A record of {} at which {} always fails blocks all that follow: let it halve batches, or name what failed.",
                    joined.from.id, joined.to.id
                ),
            )
            .fix("Take bisect: false and partial_batch: false away", Edit::Batch(edits));
    }
}

fn partial(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for joined in polled(context, &["queue"]) {
        let size = joined.view.value(&["batch", "size"]).and_then(Value::as_integer).unwrap_or(1);
        if size > 1 && is_false(&joined, "partial_batch") {
            report
                .add(
                    joined.view.at("partial_batch"),
                    format!(
                        "When one of {size} messages of {} fails, {} gets all of them again: take partial_batch: false away.",
                        joined.from.id, joined.to.id
                    ),
                )
                .fix("Repeat only what failed", set(&joined, "partial_batch", None));
        }
    }
}

fn default(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for joined in context.all() {
        let detached =
            joined.is("subscribe") || (joined.is("invoke") && joined.view.class == Some(Class::Asynchronous));
        if !detached || !joined.to.is("function") || joined.flow().get("max_attempts").is_some() {
            continue;
        }
        let limits = &catalog().limits;
        let Some(attempts) = limits.count("attempts-by-default", &joined.from.node.kind, context.provider) else {
            continue;
        };
        let Some(call) = context.outgoing(joined.to).find(|call| call.is("call") && call.to.is("external")) else {
            continue;
        };
        let between = format!("Put a queue between {} and {}", joined.from.id, joined.to.id);
        let through = |flow: &str, from: &str, to: &str| legal::direct(from, to, context.provider).contains(&flow);
        let fix = if joined.is("invoke") {
            decouple(context, joined)
        } else if through("subscribe", &joined.from.node.kind, "queue") {
            insert_adapter(context, joined, "queue").map(|edit| (between, edit))
        } else {
            None
        };
        let draft = report
            .add(
                joined.view.place(),
                format!(
                    "When {} is down, {} is tried {attempts} more times within minutes and then given up: \
                     put a queue in front of it, or say max_attempts.",
                    call.to.id, joined.to.id
                ),
            )
            .related([call.view.place()]);
        if let Some((title, edit)) = fix {
            draft.fix(title, edit);
        }
    }
}

/// What a delivery may be set to.
struct Range {
    least_attempts: i64,
    most_attempts: i64,
    least_age: Duration,
    most_age: Duration,
}

impl Range {
    /// The range for a flow that something starts on its own; none where nothing of the kind can be set.
    fn of(joined: &Joined<'_, '_>, provider: Provider) -> Option<Self> {
        let source = joined.from.node.kind.as_str();
        let settable = match (joined.flow().kind.as_str(), source) {
            ("subscribe", "event-bus") | ("invoke", "schedule") => true,
            ("subscribe", "topic" | "bucket" | "stream" | "table") => joined.to.is("function"),
            ("invoke", _) => joined.to.is("function") && joined.view.class == Some(Class::Asynchronous),
            _ => false,
        };
        let limits = &catalog().limits;
        settable.then_some(())?;
        Some(Self {
            least_attempts: if ["stream", "table"].contains(&source) { -1 } else { 0 },
            most_attempts: limits.count("attempts-most", source, provider)?.try_into().ok()?,
            least_age: limits.duration("delivery-age-least", source, provider)?,
            most_age: limits.duration("delivery-age", source, provider)?,
        })
    }
}

fn range(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for joined in context.all() {
        let (attempts, age) = (joined.flow().get("max_attempts"), joined.flow().get("max_age"));
        if attempts.is_none() && age.is_none() {
            continue;
        }
        let Some(range) = Range::of(&joined, context.provider) else { continue };
        let (least, most) = (range.least_attempts, range.most_attempts);
        if let Some(attempts) = attempts.and_then(Value::as_integer)
            && !(least..=most).contains(&attempts)
        {
            let better = attempts.clamp(least, most);
            report
                .add(
                    joined.view.at("max_attempts"),
                    format!(
                        "What {} delivers to {} can be tried {least} to {most} times again, not {attempts}: use {better}.",
                        joined.from.id, joined.to.id
                    ),
                )
                .fix(format!("Set max_attempts to {better}"), set(&joined, "max_attempts", Some(Value::Integer(better))));
        }
        let (least, most) = (range.least_age, range.most_age);
        if let Some(age) = age.and_then(Value::as_str).and_then(Duration::parse)
            && !(least..=most).contains(&age)
        {
            let better = age.clamp(least, most);
            report
                .add(
                    joined.view.at("max_age"),
                    format!(
                        "What {} delivers to {} can be given up after {least} to {most}, not {age}: use {better}.",
                        joined.from.id, joined.to.id
                    ),
                )
                .fix(format!("Set max_age to {better}"), set(&joined, "max_age", Some(better.to_string().into())));
        }
    }
}
