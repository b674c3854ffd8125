"""Which assertion each flow has, by its kind and the kinds it joins. A flow without a row is itself a finding."""

from collections.abc import Callable

from judge.design import Flow
from judge.gcp import messages, sites, starts, stores, workflows
from judge.gcp.world import World

CHANNELS = ("queue", "topic", "event-bus", "stream")

ASSERTIONS: dict[tuple[str, str, str], Callable[[World, Flow], None]] = {
    ("route", "http-api", "function"): starts.route,
    ("authorize", "user-pool", "http-api"): starts.authorize,
    ("trigger", "user-pool", "function"): starts.trigger,
    ("invoke", "function", "function"): starts.invoke,
    ("invoke", "schedule", "function"): starts.schedule,
    ("invoke", "schedule", "workflow"): workflows.by_schedule,
    ("invoke", "function", "workflow"): workflows.start,
    ("invoke", "workflow", "workflow"): workflows.start_from_run,
    ("invoke", "workflow", "function"): workflows.invoke_from_run,
    ("call", "workflow", "external"): workflows.call,
    ("call", "static-site", "http-api"): sites.call,
    **{("publish", "workflow", channel): messages.publish_from_run for channel in CHANNELS},
    ("call", "function", "external"): stores.call,
    ("call", "function", "http-api"): stores.call,
    **{("publish", "function", channel): messages.publish for channel in CHANNELS},
    **{("publish", "schedule", channel): messages.schedule for channel in CHANNELS},
    **{
        (kind, "bucket", channel): messages.files_to_channel
        for kind in ("publish", "subscribe")
        for channel in CHANNELS
    },
    ("subscribe", "bucket", "function"): messages.files_to_function,
    ("subscribe", "queue", "function"): messages.queue_to_function,
    ("subscribe", "topic", "queue"): messages.topic_to_queue,
    ("subscribe", "topic", "function"): messages.topic_to_function,
    ("subscribe", "event-bus", "function"): messages.topic_to_function,
    ("subscribe", "stream", "function"): messages.topic_to_function,
    ("subscribe", "topic", "external"): messages.outward,
    ("subscribe", "event-bus", "external"): messages.outward,
    ("subscribe", "topic", "delivery-stream"): messages.to_files,
    ("subscribe", "stream", "delivery-stream"): messages.to_files,
    ("publish", "function", "delivery-stream"): messages.to_files,
    ("write", "delivery-stream", "bucket"): messages.to_files,
    ("subscribe", "table", "function"): starts.changes,
    **{(kind, "function", "table"): stores.table for kind in ("read", "write", "read-write")},
    **{(kind, "function", "bucket"): stores.bucket for kind in ("read", "write", "read-write")},
    **{(kind, "function", "sql"): stores.sql for kind in ("read", "write", "read-write")},
    **{(kind, "function", "user-pool"): stores.people for kind in ("read", "write", "read-write", "use")},
    ("use", "function", "secret"): stores.secret,
    ("use", "function", "parameter"): stores.parameter,
}


def judge_flows(world: World) -> None:
    """Assert each flow of the design."""
    for flow in world.design.flows:
        judge = ASSERTIONS.get((flow.kind, flow.source.kind, flow.target.kind))
        if world.need(judge, flow, "the judge has no assertion for such a flow") and judge:
            judge(world, flow)
