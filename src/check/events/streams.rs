//! Streams and change streams: how many may read them.

use crate::catalog::Provider;
use crate::check::prelude::*;

pub(in crate::check) const TABLE: Rule = Rule::warning("EVT020", "events/stream-consumers", table).says(
    "More than two readers of the changes of one table.",
    "At most two can read at once; a third slows all of them down.",
    "Let one reader publish the changes to a bus, and the others subscribe there.",
);

pub(in crate::check) const STREAM: Rule = Rule::warning("EVT021", "events/stream-shared-throughput", stream).says(
    "More than two readers that share the throughput of one stream.",
    "Each shard gives 2 MB and five reads a second to all of them together.",
    "Let some read from a bus or another stream.",
);

fn consumers(context: &Context<'_>, node: &NodeView<'_>) -> usize {
    let flows = node.outgoing.iter().filter_map(|flow| context.joined(*flow));
    flows.filter(|joined| joined.is("subscribe") && joined.to.is_compute()).count()
}

fn table(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for table in context.nodes_of("table").filter(|_| context.provider == Provider::Aws) {
        let count = consumers(context, table);
        if count > 2 {
            report.add(
                table.place(),
                format!(
                    "{count} consumers read the changes of {}, and two are the most: let one publish them to a bus.",
                    table.id
                ),
            );
        }
    }
}

fn stream(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for stream in context.nodes_of("stream").filter(|_| context.provider == Provider::Aws) {
        let count = consumers(context, stream);
        if count > 2 {
            let severity = if count > 5 { Severity::Error } else { Severity::Warning };
            report
                .add(
                    stream.place(),
                    format!("{count} consumers share the throughput of {}, where each shard gives five reads a second: let some read elsewhere.", stream.id),
                )
                .severity(severity);
        }
    }
}
