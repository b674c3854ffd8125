//! Environments whose shape differs, so that trying in one says little about the other.

use crate::check::prelude::*;

pub(in crate::check) const RULE: Rule = Rule::info("OPS011", "operations/environment-drift", run).says(
    "A property that decides how a system behaves, with one value in production and another in the environment before it.",
    "What was tried out is not what runs.",
    "Give both environments the same value; sizes and amounts may differ.",
);

/// Properties that decide how a node behaves rather than how large it is.
const SHAPE: [&str; 12] = [
    "fifo",
    "key",
    "indexes",
    "runtime",
    "version",
    "express",
    "variant",
    "engine",
    "auth",
    "sign_in",
    "dead_letters",
    "steps",
];

/// The most characters of a value that is told.
const TOLD: usize = 40;

fn run(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let Some(production) = context.stages.iter().position(|stage| stage.production) else { return };
    // The order of environments is the order of promotion.
    let before = context.stages.iter().take(production).rfind(|stage| !stage.production);
    let (Some(before), Some(production)) = (before, context.stages.get(production)) else { return };
    let (Some(earlier), Some(later)) = (before.name, production.name) else { return };
    for node in &context.nodes {
        let (first, second) = (context.overrides(node, *before), context.overrides(node, *production));
        let overridden = |name: &str| [first, second].into_iter().flatten().any(|set| set.contains_key(name));
        for name in SHAPE.into_iter().filter(|name| overridden(name)) {
            let value = |stage: &Stage<'_>| context.value(node, &[name], *stage).map(ToString::to_string);
            let (tried, runs) = (value(before), value(production));
            if tried == runs {
                continue;
            }
            let said = |value: Option<String>| value.unwrap_or_else(|| "nothing".to_owned());
            let long = [&tried, &runs].into_iter().flatten().any(|value| value.chars().count() > TOLD);
            let values = if long {
                format!("another {name} in {earlier} than in {later}")
            } else {
                format!("{name} {} in {earlier} and {} in {later}", said(tried), said(runs))
            };
            let stage = if second.is_some_and(|set| set.contains_key(name)) { production } else { before };
            report.add(
                context.place_of(node, &[name], *stage),
                format!("{} has {values}: what is tried out is not what runs.", node.id),
            );
        }
    }
}
