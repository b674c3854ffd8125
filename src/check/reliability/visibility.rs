//! How long a taken message stays hidden, and how often it is tried.

use crate::catalog::{Provider, catalog};
use crate::check::prelude::*;

pub(in crate::check) const BELOW_TIMEOUT: Rule =
    Rule::error("REL007", "reliability/visibility-below-timeout", below_timeout).says(
        "A queue whose messages come back before its function need be done with them.",
        "AWS refuses the pair: the message would be worked on twice at once.",
        "Leave visibility to the default, which is six times the timeout.",
    );

pub(in crate::check) const BELOW_SIX: Rule = Rule::warning(
    "REL008",
    "reliability/visibility-below-six-times",
    below_six,
)
.says(
    "A queue whose messages stay hidden for less than six times the timeout of its function.",
    "When the function is throttled, messages come back too early and are set aside though nothing is wrong with them.",
    "Leave visibility to the default, which is six times the timeout.",
);

pub(in crate::check) const RECEIVES: Rule = Rule::warning("REL010", "reliability/max-receive-too-low", receives).says(
    "A queue that sets messages aside after fewer than five attempts.",
    "Attempts are also used up when the function is throttled: good messages end as dead letters.",
    "Set max_receives to 5 or more.",
);

/// The visibility that was written, the function's timeout, and what visibility should be.
fn measures<'d>(
    context: &Context<'d>,
    joined: &Joined<'_, 'd>,
    stage: Stage<'d>,
) -> Option<(Duration, Duration, Duration)> {
    let visibility = context.duration(joined.from, "visibility", stage)?;
    let timeout = context.duration(joined.to, "timeout", stage)?;
    let window =
        joined.view.value(&["batch", "window"]).and_then(Value::as_str).and_then(Duration::parse).unwrap_or_default();
    let wanted = Duration::from_seconds(timeout.seconds().saturating_mul(6).saturating_add(window.seconds()));
    let longest = catalog().limits.duration("hidden-most", "queue", context.provider);
    Some((visibility, timeout, longest.map_or(wanted, |longest| wanted.min(longest))))
}

fn polled<'c, 'd>(context: &'c Context<'d>) -> impl Iterator<Item = Joined<'c, 'd>> {
    let aws = context.provider == Provider::Aws;
    context.of_kind("subscribe").filter(move |joined| aws && joined.from.is("queue") && joined.to.is("function"))
}

fn below_timeout(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for joined in polled(context) {
        report.each_stage(|stage| {
            let (visibility, timeout, wanted) = measures(context, &joined, stage)?;
            let message = || format!(
                "{} hides messages for {visibility}, but {} may work on them for {timeout}: hide them for {wanted}.",
                joined.from.id, joined.to.id
            );
            (visibility < timeout).then(|| {
                Outcome::new(context.place_of(joined.from, &["visibility"], stage), message()).mend(
                    format!("Hide them for {wanted}"),
                    context.mend(joined.from, &["visibility"], Some(wanted.to_string().into()), stage),
                )
            })
        });
    }
}

fn below_six(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for joined in polled(context) {
        report.each_stage(|stage| {
            let (visibility, timeout, wanted) = measures(context, &joined, stage)?;
            let message = || format!(
                "{} hides messages for {visibility}, less than six times the {timeout} of {}: hide them for {wanted}.",
                joined.from.id, joined.to.id
            );
            (visibility >= timeout && visibility < wanted).then(|| {
                Outcome::new(context.place_of(joined.from, &["visibility"], stage), message()).mend(
                    format!("Hide them for {wanted}"),
                    context.mend(joined.from, &["visibility"], Some(wanted.to_string().into()), stage),
                )
            })
        });
    }
}

fn receives(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let few = catalog().limits.count("receives-few", "queue", context.provider).and_then(|few| i64::try_from(few).ok());
    let Some(few) = few else { return };
    for joined in polled(context) {
        let queue = joined.from;
        report.each_stage(|stage| {
            let receives = context.value(queue, &["max_receives"], stage)?.as_integer()?;
            if context.is_false(queue, "dead_letters", stage) || !(1..few).contains(&receives) {
                return None;
            }
            let message = format!(
                "{} sets messages aside after {receives} attempt{}: allow at least {few}.",
                queue.id,
                if receives == 1 { "" } else { "s" }
            );
            Some(
                Outcome::new(context.place_of(queue, &["max_receives"], stage), message).mend(
                    format!("Allow {few}"),
                    context.mend(queue, &["max_receives"], Some(Value::Integer(few)), stage),
                ),
            )
        });
    }
}
