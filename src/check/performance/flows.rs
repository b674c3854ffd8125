//! How messages and calls are cut up and spread.

use crate::check::limits;
use crate::check::prelude::*;
use crate::check::structure::adapter::decouple;

pub(in crate::check) const BATCH: Rule = Rule::info("PRF008", "performance/batch-of-one", batch).says(
    "A busy queue or stream whose messages are worked off one at a time.",
    "Each message costs a call of its own, and the consumer falls behind sooner.",
    "Take ten at once.",
);

pub(in crate::check) const PARALLEL: Rule = Rule::error("PRF009", "performance/parallelization", parallel).says(
    "More or fewer batches of one shard side by side than Lambda allows.",
    "AWS refuses it: from 1 to 10.",
    "Use a number in that range, or more shards.",
);

pub(in crate::check) const HOT: Rule = Rule::warning("PRF010", "performance/hot-partition-publish", hot).says(
    "Messages to a stream that all have the same partition key.",
    "All of them go to one shard, however many there are, and it takes 1 MB a second.",
    "Use a field that differs from message to message, such as the id of what it is about.",
);

pub(in crate::check) const PER_ITEM: Rule = Rule::warning("PRF012", "performance/n-plus-one-invoke", per_item).says(
    "A function that calls another for each item of a list, and waits each time.",
    "The times of all calls add up, both functions are paid for, and one failing item fails the whole.",
    "Publish the items to a queue and take them in batches, or let a workflow run over the list.",
);

/// A batch that spares calls without waiting long.
const BATCH_SIZE: i64 = 10;

fn batch(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let sources = ["queue", "stream"];
    for joined in context.of_kind("subscribe").filter(|joined| joined.from.is_any(&sources) && joined.to.is("function"))
    {
        let Some(busy) = limits::number("busy-rate", &joined.from.node.kind, context.provider) else { continue };
        let one = joined.view.value(&["batch", "size"]).and_then(Value::as_integer) == Some(1);
        // A batch of one that was not written is the cloud's business.
        if !one || joined.flow().get("batch").is_none() {
            continue;
        }
        report.each_stage(|stage| {
            let rate = context.value(joined.from, &["rate"], stage)?.as_number()?;
            let path = vec!["batch".to_owned(), "size".to_owned()];
            let message = || {
                format!(
                    "{rate} messages a second come to {}, and {} takes one at a time: take {BATCH_SIZE}.",
                    joined.from.id, joined.to.id
                )
            };
            (rate > busy).then(|| {
                Outcome::new(Place::Flow { id: joined.flow().id, path: path.clone() }, message()).mend(
                    format!("Take {BATCH_SIZE} at once"),
                    Edit::SetFlowProperty { id: joined.flow().id, path, value: Some(Value::Integer(BATCH_SIZE)) },
                )
            })
        });
    }
}

fn parallel(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let Some(most) = limits::count("parallelization", "", context.provider).and_then(|most| most.try_into().ok())
    else {
        return;
    };
    let sources = ["stream", "table"];
    for joined in context.of_kind("subscribe").filter(|joined| joined.from.is_any(&sources) && joined.to.is("function"))
    {
        let Some(count) = joined.flow().get("parallelization").and_then(Value::as_integer) else { continue };
        let better = count.clamp(1, most);
        if better == count {
            continue;
        }
        let value = Some(Value::Integer(better));
        report
            .add(
                joined.view.at("parallelization"),
                format!(
                    "{} would take {count} batches of one shard of {} side by side, and Lambda takes 1 to {most}: use {better}.",
                    joined.to.id, joined.from.id
                ),
            )
            .fix(
                format!("Set it to {better}"),
                Edit::SetFlowProperty { id: joined.flow().id, path: vec!["parallelization".to_owned()], value },
            );
    }
}

fn hot(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for joined in context.of_kind("publish").filter(|joined| joined.to.is("stream")) {
        let Some(key) = joined.flow().text("partition_key").filter(|key| !key.starts_with('$')) else { continue };
        let better = joined.flow().event().and_then(|event| identifier(context, event));
        let set = |value: Option<String>| Edit::SetFlowProperty {
            id: joined.flow().id,
            path: vec!["partition_key".to_owned()],
            value: value.map(Value::String),
        };
        let (title, edit) = match better {
            Some(field) => (format!("Use $.{field}"), set(Some(format!("$.{field}")))),
            None => ("Leave it out".to_owned(), set(None)),
        };
        report
            .add(
                joined.view.at("partition_key"),
                format!(
                    "Every message of {} has the partition key {key}, so that one shard of {} gets all of them: use a field of the message, such as $.id.",
                    joined.from.id, joined.to.id
                ),
            )
            .fix(title, edit);
    }
}

/// The field of an event that says what it is about: the first whose name ends with `id`.
fn identifier(context: &Context<'_>, event: &str) -> Option<String> {
    let schema = context.design.events.get(event)?.schema.as_ref()?;
    let fields = schema.get("properties")?.as_map()?;
    fields.keys().find(|field| field.to_ascii_lowercase().ends_with("id")).cloned()
}

fn per_item(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for joined in context.of_kind("invoke").filter(|joined| joined.from.is("function") && joined.to.is("function")) {
        let each = joined.flow().get("per_item").and_then(Value::as_bool) == Some(true);
        let waits = joined.view.class == Some(crate::catalog::Class::Synchronous);
        if !each || !waits {
            continue;
        }
        let fix = decouple(context, joined);
        let draft = report.add(
            joined.view.at("per_item"),
            format!(
                "{} calls {} once for each item and waits each time: publish them to a queue, or let a workflow run over them.",
                joined.from.id, joined.to.id
            ),
        );
        if let Some((title, edit)) = fix {
            draft.fix(title, edit);
        }
    }
}
