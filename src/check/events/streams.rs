//! Streams and change streams: how many may read them.

use crate::catalog::Provider;
use crate::check::limits::count;
use crate::check::prelude::*;
use crate::design::{Flow, FlowId, Node, NodeId};

pub(in crate::check) const TABLE: Rule = Rule::warning("EVT020", "events/stream-consumers", table).says(
    "More than two readers of the changes of one table.",
    "At most two can read at once; a third slows all of them down.",
    "Let one reader publish the changes to a bus, and the others subscribe there.",
);

pub(in crate::check) const STREAM: Rule = Rule::warning("EVT021", "events/stream-shared-throughput", stream).says(
    "More than two readers that share the throughput of one stream.",
    "Each shard gives 2 MB and five reads a second to all of them together.",
    "Give some a channel of their own with fan_out, or let them read from a bus.",
);

fn consumers<'c, 'd>(context: &'c Context<'d>, node: &'c NodeView<'d>) -> Vec<Joined<'c, 'd>> {
    context.outgoing(node).filter(|joined| joined.is("subscribe") && joined.to.is_compute()).collect()
}

fn most(context: &Context<'_>, name: &str, kind: &str) -> usize {
    count(name, kind, context.provider).unwrap_or(usize::MAX)
}

fn table(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for table in context.nodes_of("table").filter(|_| context.provider == Provider::Aws) {
        let (consumers, most) = (consumers(context, table), most(context, "shared-readers", "table"));
        if consumers.len() > most {
            report
                .add(
                    table.place(),
                    format!(
                        "{} consumers read the changes of {}, and {most} are the most: let them go through a bus.",
                        consumers.len(),
                        table.id
                    ),
                )
                .related(consumers.iter().map(|joined| joined.view.place()))
                .maybe_fix("Put an event bus before all but the first", through_a_bus(context, table, &consumers));
        }
    }
}

/// The edit that lets a bus read the changes of a table, for all consumers but the first.
fn through_a_bus(context: &Context<'_>, table: &NodeView<'_>, consumers: &[Joined<'_, '_>]) -> Option<Edit> {
    let (_, others) = consumers.split_first()?;
    // A filter looks at changes here and at events there.
    if others.iter().any(|joined| joined.flow().get("filter").is_some() || joined.flow().get("enrich").is_some()) {
        return None;
    }
    let service = &table.id.service;
    let name = context.design.free_name(service, &format!("{}-changes", table.id.node));
    let bus = NodeId::new(service.clone(), name);
    let flow = Flow {
        id: FlowId(context.design.next_flow),
        kind: "subscribe".to_owned(),
        from: table.id.clone(),
        to: bus.clone(),
        properties: Map::new(),
    };
    let mut edits = vec![
        Edit::AddNode { id: bus.clone(), node: Node::of_kind("event-bus"), index: None },
        Edit::AddFlow { flow, index: None },
    ];
    edits.extend(others.iter().map(|joined| {
        let mut flow = Flow { from: bus.clone(), ..joined.flow().clone() };
        flow.properties.retain(|key, _| key == "dead_letters");
        Edit::ReplaceFlow(flow)
    }));
    Some(Edit::Batch(edits))
}

fn stream(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for stream in context.nodes_of("stream").filter(|_| context.provider == Provider::Aws) {
        let sharing: Vec<Joined<'_, '_>> = consumers(context, stream)
            .into_iter()
            .filter(|joined| joined.view.value(&["fan_out"]).and_then(Value::as_bool) != Some(true))
            .collect();
        let few = most(context, "shared-readers", "stream");
        if sharing.len() <= few {
            continue;
        }
        let too_many = sharing.len() > most(context, "shared-readers-most", "stream");
        let apart = sharing.iter().skip(few).map(|joined| Edit::SetFlowProperty {
            id: joined.flow().id,
            path: vec!["fan_out".to_owned()],
            value: Some(Value::Boolean(true)),
        });
        report
            .add(
                stream.place(),
                format!(
                    "{} consumers share the throughput of {}, where each shard gives five reads a second: give some a channel of their own with fan_out.",
                    sharing.len(),
                    stream.id
                ),
            )
            .severity(if too_many { Severity::Error } else { Severity::Warning })
            .related(sharing.iter().map(|joined| joined.view.place()))
            .fix(format!("Give all but {few} a channel of their own"), Edit::Batch(apart.collect()));
    }
}
