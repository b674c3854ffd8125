//! Accepted findings: entries that accept nothing, or say no reason.

use crate::check::accept::{Use, target};
use crate::check::prelude::*;
use crate::check::rule::Body;
use crate::check::table;
use crate::design::Accepted;

pub(in crate::check) const UNUSED: Rule =
    Rule::new("OPS015", "operations/unused-allow", Severity::Warning, Body::Acceptance(unused)).says(
        "An entry under allow that accepts nothing.",
        "The fault is gone, or cannot be accepted; a reader believes that it is there.",
        "Take the entry away.",
    );

pub(in crate::check) const INVALID: Rule =
    Rule::error("OPS016", "operations/allow-without-reason", invalid).by_itself().says(
        "An entry under allow without a reason, for an unknown rule, or about something that is not there.",
        "In a year, nobody knows whether it may still be accepted.",
        "Say why in a sentence, and name a rule and a node, a service, or a flow as from → to.",
    );

/// The fewest characters of a reason.
const REASON: usize = 10;

fn place(index: usize, part: &str) -> Place {
    Place::Allow { index, path: vec![part.to_owned()] }
}

fn unused(context: &Context<'_>, uses: &[Use], report: &mut Report<'_, '_>) {
    for (index, (accepted, used)) in context.design.allow.iter().zip(uses).enumerate() {
        // What is wrong with the entry itself is told as allow-without-reason.
        let known = table::rule(&accepted.rule).is_some_and(|rule| rule.name == accepted.rule);
        let there = target(&accepted.at).is_some_and(|target| target.is_in(context.design));
        if *used == Use::Used || !known || !there {
            continue;
        }
        let message = if *used == Use::Refused {
            format!("{} at {} is an error that cannot be accepted: mend it.", accepted.rule, accepted.at)
        } else {
            format!("There is no finding of {} at {}: take this entry away.", accepted.rule, accepted.at)
        };
        report.add(Place::Allow { index, path: Vec::new() }, message).fix("Remove the entry", Edit::RemoveAllow(index));
    }
}

fn invalid(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for (index, accepted) in context.design.allow.iter().enumerate() {
        let remove = Edit::RemoveAllow(index);
        if table::rule(&accepted.rule).is_none_or(|rule| rule.name != accepted.rule) {
            let names = table::rules().iter().map(|rule| rule.name);
            let meant = table::rule(&accepted.rule).map(|rule| rule.name).or_else(|| nearest(&accepted.rule, names));
            let hint =
                meant.map_or_else(|| "take the entry away.".to_owned(), |meant| format!("did you mean {meant}?"));
            let fix = meant.map(|meant| {
                let accepted = Accepted { rule: meant.to_owned(), ..accepted.clone() };
                Edit::Batch(vec![Edit::RemoveAllow(index), Edit::AddAllow { accepted, index: Some(index) }])
            });
            report
                .add(place(index, "rule"), format!("There is no rule {}: {hint}", accepted.rule))
                .maybe_fix(format!("Use {}", meant.unwrap_or_default()), fix)
                .fix("Remove the entry", remove);
        } else if !target(&accepted.at).is_some_and(|target| target.is_in(context.design)) {
            report
                .add(
                    place(index, "at"),
                    format!("There is nothing at {}: name a node, a service, or a flow as from → to.", accepted.at),
                )
                .fix("Remove the entry", remove);
        } else if accepted.because.trim().chars().count() < REASON {
            report.add(
                place(index, "because"),
                format!("Say why {} is accepted at {}, in a sentence.", accepted.rule, accepted.at),
            );
        }
    }
}
