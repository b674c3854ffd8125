//! Pipes: what arrives in a queue or stream, or changes in a table, goes on to a channel without a function in between.

use crate::design::{Flow, NodeId, Place};
use crate::program::{Expression, Origin};
use crate::value::Value;

use super::super::draft::{New, Stage, of};
use super::access::{Access, Request, Statements};
use super::dead_letters::Target;
use super::route::{self, RoleFor};
use super::{Aws, event_bus, iam, mapping, pattern, workflow};

const CLASS: &str = "aws.pipes.Pipe";

/// What a pipe takes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    Queue,
    Stream,
    Table,
}

impl Source {
    fn of(cx: &Aws, flow: &Flow) -> Self {
        match cx.design.kind_of(&flow.from) {
            Some("table") => Self::Table,
            Some("stream") => Self::Stream,
            _ => Self::Queue,
        }
    }

    /// Whether what fails holds up what comes after it.
    fn keeps_order(self) -> bool {
        self != Self::Queue
    }

    /// Where its messages hold what was sent; a change of a table is handed on as it is.
    fn content(self) -> Option<&'static str> {
        match self {
            Self::Queue => Some("body"),
            Self::Stream => Some("data"),
            Self::Table => None,
        }
    }

    /// The parameters of its kind.
    fn parameters(self) -> &'static str {
        match self {
            Self::Queue => "sqsQueueParameters",
            Self::Stream => "kinesisStreamParameters",
            Self::Table => "dynamodbStreamParameters",
        }
    }
}

pub(super) fn lower(cx: &mut Aws, flow: &Flow) {
    let target_kind = cx.design.kind_of(&flow.to).unwrap_or_default().to_owned();
    if !matches!(target_kind.as_str(), "queue" | "topic" | "event-bus" | "function" | "workflow") {
        let message = format!("{flow}: a pipe to a {target_kind} comes later");
        cx.refuse(Place::flow(flow.id), message, "deliver to a function, a workflow, a queue, a topic or a bus");
        return;
    }
    if target_kind == "topic" && cx.is_fifo(&flow.to) {
        cx.refuse(
            Place::flow(flow.id),
            format!("{flow}: a pipe does not deliver to a topic in order"),
            "deliver to a queue in order, or let a function publish",
        );
        return;
    }
    let source = Source::of(cx, flow);
    let home = Aws::home(flow).clone();
    let enrich = enrichment(cx, flow);
    let event = pattern::published_event(cx, flow).unwrap_or_default();
    let failed = if source.keeps_order() { failed(cx, flow) } else { None };

    let mut statements = Statements::default();
    statements.add(&cx.consume_grant(&flow.from, &home.service));
    let access = match target_kind.as_str() {
        "workflow" => workflow::invocation(cx, &flow.to).0,
        "function" => Access::Invoke,
        _ => Access::Publish,
    };
    let service = &flow.from.service;
    statements.add(&cx.grant(&Request { event: Some(&event), ..Request::of(&flow.to, access, service) }));
    if let Some(function) = &enrich {
        statements.add(&cx.grant(&Request::of(function, Access::Invoke, service)));
    }
    if let Some(target) = &failed {
        statements.add(&cx.set_aside_grant(target, &home.service));
    }
    let name = mapping::between(flow);
    let role = route::role(
        cx,
        &RoleFor {
            home: &home,
            name: &name,
            service: "pipes.amazonaws.com",
            description: format!("Lets the pipe from {} to {} do its work", flow.from, flow.to),
            condition: Some(iam::from_this_account()),
            origin: Origin::Flow(flow.id.0),
        },
        statements,
    );
    let arn = of(&flow.from.to_string(), if source == Source::Table { "streamArn" } else { "arn" });
    let template =
        source.content().filter(|_| enrich.is_none()).map(|content| handed_on(cx, flow, &target_kind, content));
    let pipe_name = cx.companion(&home, CLASS, &name);
    let item = New::sdk(CLASS, "", pipe_name, Origin::Flow(flow.id.0))
        .argument("description", Expression::text(format!("{} to {}", flow.from, flow.to)))
        .argument("roleArn", of(&role.key, "arn"))
        .argument("source", arn)
        .argument("sourceParameters", source_parameters(cx, flow, source, failed))
        .argument("enrichment", enrich.map(|function| of(&function.to_string(), "arn")))
        .argument("target", of(&flow.to.to_string(), "arn"))
        .argument("targetParameters", target_parameters(cx, flow, &target_kind, &event, template))
        .depends_on(&role.policy)
        .at(cx.position(&home, Stage::Flow));
    cx.push(&home.service, item);
}

fn enrichment(cx: &mut Aws, flow: &Flow) -> Option<NodeId> {
    let text = flow.text("enrich")?;
    let function = NodeId::parse(text).filter(|id| cx.design.kind_of(id) == Some("function"));
    if function.is_none() {
        cx.refuse(
            Place::flow_property(flow.id, "enrich"),
            format!("{flow}: there is no function {text}"),
            "name a function of the design",
        );
    }
    function
}

/// Where changes of a table or records of a stream go that could not be passed on: as the flow says, or to a queue
/// beside their source.
fn failed(cx: &mut Aws, flow: &Flow) -> Option<Target> {
    let chosen = cx.chosen(flow, "dead_letters", &flow.from)?;
    if let Target::Own(key) = &chosen
        && !cx.facts.policies.contains_key(key)
    {
        let what = if cx.design.kind_of(&flow.from) == Some("table") { "Changes" } else { "Records" };
        let description = format!("{what} of {} could not be passed on", flow.from.node);
        cx.dead_letter_queue(&flow.from.clone(), Stage::After, false, description);
    }
    Some(chosen)
}

fn source_parameters(cx: &mut Aws, flow: &Flow, source: Source, failed: Option<Target>) -> Expression {
    // Each run works on one message.
    let alone = cx.design.kind_of(&flow.to) == Some("workflow");
    let (size, window) = if alone { (Some(1), None) } else { mapping::batch(flow) };
    let mut entries = Vec::new();
    if source.keeps_order() {
        entries.push(("startingPosition", mapping::start(flow)));
    }
    entries.extend(size.map(|size| ("batchSize", Expression::Integer(size))));
    entries.extend(window.map(|seconds| ("maximumBatchingWindowInSeconds", Expression::Integer(seconds))));
    if source.keeps_order() {
        entries.push(("maximumRetryAttempts", mapping::attempts(flow)));
        entries.extend(mapping::record_age(cx, flow).map(|age| ("maximumRecordAgeInSeconds", age)));
        let parallel = flow.get("parallelization").and_then(Value::as_integer).filter(|batches| *batches > 1);
        entries.extend(parallel.map(|batches| ("parallelizationFactor", Expression::Integer(batches))));
        if mapping::is_on(flow, "bisect") {
            entries.push(("onPartialBatchItemFailure", Expression::text("AUTOMATIC_BISECT")));
        }
        entries.extend(failed.map(|target| ("deadLetterConfig", Expression::properties([("arn", target.arn())]))));
    }
    let mut parameters = vec![(source.parameters(), Expression::properties(entries))];
    let patterns = match source {
        Source::Table => pattern::of_table(cx, flow).into_iter().collect(),
        Source::Queue => pattern::of_queue(cx, flow),
        Source::Stream => pattern::of_stream(cx, flow),
    };
    parameters.extend(mapping::criteria(patterns).map(|criteria| ("filterCriteria", criteria)));
    Expression::properties(parameters)
}

/// What a pipe hands on of a message: its content, without what the source says about it. To a bus, of an event only
/// the content, since it becomes an event again.
fn handed_on(cx: &Aws, flow: &Flow, target: &str, content: &str) -> String {
    let events = pattern::contents(cx, &flow.from) == [pattern::Content::Event];
    if target == "event-bus" && events { format!("<$.{content}.detail>") } else { format!("<$.{content}>") }
}

fn target_parameters(
    cx: &mut Aws,
    flow: &Flow,
    kind: &str,
    event: &str,
    template: Option<String>,
) -> Option<Expression> {
    let mut entries = Vec::new();
    entries.extend(template.map(|template| ("inputTemplate", Expression::text(template))));
    entries.extend(parameters_of(cx, flow, kind, event));
    (!entries.is_empty()).then(|| Expression::properties(entries))
}

/// What the kind of a target asks for.
fn parameters_of(cx: &mut Aws, flow: &Flow, kind: &str, event: &str) -> Option<(&'static str, Expression)> {
    match kind {
        "event-bus" => {
            let bus = Expression::properties([
                ("source", event_bus::source(cx, &flow.from.service)),
                ("detailType", Expression::text(event)),
            ]);
            Some(("eventbridgeEventBusParameters", bus))
        }
        "queue" if cx.is_fifo(&flow.to) => {
            let queue = Expression::properties([("messageGroupId", Expression::text(event))]);
            Some(("sqsQueueParameters", queue))
        }
        "function" => {
            let function = Expression::properties([("invocationType", Expression::text("REQUEST_RESPONSE"))]);
            Some(("lambdaFunctionParameters", function))
        }
        "workflow" => {
            let invocation = workflow::invocation(cx, &flow.to).1;
            let run = Expression::properties([("invocationType", Expression::text(invocation))]);
            Some(("stepFunctionStateMachineParameters", run))
        }
        _ => None,
    }
}
