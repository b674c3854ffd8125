"""Which assertion each flow has, by its kind and the kinds it joins. A flow without a row is itself a finding."""

from collections.abc import Callable

from judge.aws import (
    caches,
    containers,
    databases,
    emails,
    graphs,
    routes,
    searches,
    sites,
    sockets,
    sources,
    streams,
    subscribe,
    workflows,
)
from judge.aws.world import World
from judge.design import Flow

ASSERTIONS: dict[tuple[str, str, str], Callable[[World, Flow], None]] = {
    ("route", "http-api", "function"): routes.route,
    ("route", "http-api", "queue"): routes.route,
    ("route", "http-api", "event-bus"): routes.route,
    ("route", "http-api", "workflow"): routes.route,
    ("route", "websocket-api", "function"): sockets.route,
    ("authorize", "function", "websocket-api"): routes.authorize,
    ("route", "graphql-api", "function"): graphs.route,
    ("route", "graphql-api", "table"): graphs.route,
    ("authorize", "user-pool", "graphql-api"): graphs.authorize,
    ("authorize", "function", "graphql-api"): graphs.authorize,
    ("call", "function", "websocket-api"): sockets.push,
    ("route", "http-api", "stream"): routes.route,
    ("authorize", "user-pool", "http-api"): routes.authorize,
    ("authorize", "function", "http-api"): routes.authorize,
    ("trigger", "user-pool", "function"): routes.trigger,
    ("publish", "function", "event-bus"): sources.publish,
    ("publish", "function", "topic"): sources.publish,
    ("publish", "function", "queue"): sources.publish,
    ("publish", "function", "stream"): sources.publish,
    ("publish", "function", "delivery-stream"): sources.publish,
    ("publish", "bucket", "event-bus"): subscribe.bucket_to_bus,
    ("publish", "bucket", "topic"): subscribe.bucket_to_channel,
    ("publish", "bucket", "queue"): subscribe.bucket_to_channel,
    ("publish", "schedule", "queue"): sources.schedule,
    ("publish", "schedule", "topic"): sources.schedule,
    ("publish", "schedule", "event-bus"): sources.schedule,
    ("publish", "schedule", "stream"): sources.schedule,
    ("publish", "schedule", "delivery-stream"): sources.schedule,
    ("subscribe", "queue", "function"): subscribe.queue_to_function,
    ("subscribe", "table", "function"): subscribe.table_to_function,
    ("subscribe", "stream", "function"): subscribe.stream_to_function,
    ("subscribe", "stream", "delivery-stream"): streams.stream_to_files,
    ("subscribe", "stream", "queue"): subscribe.by_pipe,
    ("subscribe", "stream", "topic"): subscribe.by_pipe,
    ("subscribe", "stream", "event-bus"): subscribe.by_pipe,
    ("subscribe", "stream", "workflow"): subscribe.by_pipe,
    ("subscribe", "topic", "function"): subscribe.topic_to_function,
    ("subscribe", "topic", "delivery-stream"): subscribe.topic_to_delivery_stream,
    ("subscribe", "event-bus", "function"): subscribe.bus_to,
    ("subscribe", "bucket", "function"): subscribe.bucket_to_function,
    ("subscribe", "topic", "queue"): subscribe.topic_to_queue,
    ("subscribe", "topic", "external"): subscribe.topic_to_external,
    ("subscribe", "event-bus", "queue"): subscribe.bus_to,
    ("subscribe", "event-bus", "topic"): subscribe.bus_to,
    ("subscribe", "event-bus", "event-bus"): subscribe.bus_to,
    ("subscribe", "event-bus", "delivery-stream"): subscribe.bus_to,
    ("subscribe", "event-bus", "external"): subscribe.bus_to,
    ("subscribe", "queue", "queue"): subscribe.by_pipe,
    ("subscribe", "queue", "topic"): subscribe.by_pipe,
    ("subscribe", "queue", "event-bus"): subscribe.by_pipe,
    ("subscribe", "table", "queue"): subscribe.by_pipe,
    ("subscribe", "table", "topic"): subscribe.by_pipe,
    ("subscribe", "table", "event-bus"): subscribe.by_pipe,
    ("subscribe", "queue", "workflow"): subscribe.by_pipe,
    ("subscribe", "table", "workflow"): subscribe.by_pipe,
    ("subscribe", "event-bus", "workflow"): subscribe.bus_to,
    ("subscribe", "bucket", "queue"): subscribe.bucket_to_channel,
    ("subscribe", "bucket", "topic"): subscribe.bucket_to_channel,
    ("subscribe", "bucket", "event-bus"): subscribe.bucket_to_bus,
    **{
        (kind, "function", store): sources.on_target
        for kind in ("read", "write", "read-write")
        for store in ("table", "bucket", "user-pool")
    },
    ("write", "delivery-stream", "bucket"): streams.writes_files,
    ("write", "delivery-stream", "search"): streams.writes_documents,
    **{
        (kind, holder, store): used
        for kind in ("read", "write", "read-write")
        for holder in ("function", "container")
        for store, used in (("sql", databases.used), ("cache", caches.used), ("search", searches.used))
    },
    **{
        (kind, "container", store): sources.on_target
        for kind in ("read", "write", "read-write")
        for store in ("table", "bucket", "user-pool")
    },
    **{
        ("publish", "container", channel): sources.publish
        for channel in ("event-bus", "topic", "queue", "stream", "delivery-stream")
    },
    **{("use", "container", thing): sources.on_target for thing in ("secret", "parameter", "user-pool")},
    ("call", "container", "http-api"): sources.call,
    ("call", "container", "websocket-api"): sockets.push,
    ("call", "container", "email"): emails.send,
    ("call", "container", "external"): sources.call,
    ("route", "http-api", "container"): routes.route,
    ("invoke", "function", "container"): containers.started,
    ("invoke", "schedule", "container"): sources.schedule,
    ("invoke", "function", "function"): sources.invoke,
    ("invoke", "schedule", "function"): sources.schedule,
    ("invoke", "function", "workflow"): workflows.started,
    ("invoke", "schedule", "workflow"): sources.schedule,
    ("invoke", "workflow", "function"): workflows.invoke,
    ("invoke", "workflow", "workflow"): workflows.invoke,
    ("invoke", "workflow", "container"): workflows.invoke,
    **{
        ("publish", "workflow", channel): workflows.publish
        for channel in ("event-bus", "topic", "queue", "stream", "delivery-stream")
    },
    **{
        (kind, "workflow", store): workflows.in_run
        for kind in ("read", "write", "read-write")
        for store in ("table", "bucket")
    },
    ("call", "workflow", "external"): workflows.call,
    ("call", "workflow", "email"): emails.send_in_run,
    ("call", "function", "email"): emails.send,
    ("call", "function", "http-api"): sources.call,
    ("call", "function", "external"): sources.call,
    ("call", "static-site", "http-api"): sites.calls,
    ("read", "static-site", "bucket"): sites.shows,
    ("use", "function", "secret"): sources.on_target,
    ("use", "function", "parameter"): sources.on_target,
    ("use", "function", "user-pool"): sources.on_target,
}


def judge_flows(world: World) -> None:
    """Assert each flow of the design."""
    for flow in world.design.flows:
        row = (flow.kind, flow.source.kind, flow.target.kind)
        if world.need(row in ASSERTIONS, flow, f"the judge has no assertion for {' '.join(row)}"):
            ASSERTIONS[row](world, flow)
