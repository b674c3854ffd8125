//! Containers: copies that stand in for one another, and whether anybody asks how they are.

use crate::check::prelude::*;

pub(in crate::check) const SINGLE: Rule = Rule::warning("REL028", "reliability/single-instance-plan", single).says(
    "A container in production of which one copy answers, or none until it is asked.",
    "When the copy or its zone fails, or a new version comes, callers get errors.",
    "Let at least two copies run in production.",
);

pub(in crate::check) const PROBE: Rule = Rule::warning("REL029", "reliability/no-health-probe", probe).says(
    "A container that answers requests and is never asked whether it still can.",
    "A copy that hangs keeps getting requests.",
    "Name the path that answers while it works under health_check.",
);

fn single(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let behind = context.behind_routes(|_| true);
    for container in context.nodes_of("container").filter(|node| !node.existing()) {
        let waited_for = behind.get(container.index).is_some_and(Option::is_some);
        report.each_stage(|stage| {
            let open = context.value(container, &["public_access"], stage).and_then(Value::as_bool) == Some(true);
            let copies = context.value(container, &["min"], stage)?.as_integer()?;
            if !stage.production || !(waited_for || open) || copies > 1 {
                return None;
            }
            let number = if copies == 1 { "in one copy alone" } else { "in no copy at all" };
            let message = format!("{} answers requests and may run {number}: set min to 2.", container.id);
            let mut values: Vec<(&[&str], Value)> = vec![(&["min"], Value::Integer(2))];
            let most = context.value(container, &["max"], stage).and_then(Value::as_integer).unwrap_or(2);
            if most < 2 {
                values.push((&["max"], Value::Integer(2)));
            }
            Some(
                Outcome::new(context.place_of(container, &["min"], stage), message)
                    .mend("Keep two copies there", context.override_in(container, &values, stage)),
            )
        });
    }
}

fn probe(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for container in context.nodes_of("container").filter(|node| !node.existing()) {
        let asked = context.incoming(container).any(|joined| joined.is("route") || joined.is("invoke"));
        report.each_stage(|stage| {
            let open = context.value(container, &["public_access"], stage).and_then(Value::as_bool) == Some(true);
            let path = context.value(container, &["health_check"], stage)?.as_str()?;
            let message =
                || format!("Nobody asks {} whether it still works: name a path under health_check.", container.id);
            (path.is_empty() && (asked || open)).then(|| {
                Outcome::new(context.place_of(container, &["health_check"], stage), message())
                    .mend("Ask at /health", context.mend(container, &["health_check"], None, stage))
            })
        });
    }
}
