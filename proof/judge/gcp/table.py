"""Which assertion each flow has, by its kind and the kinds it joins. A flow without a row is itself a finding."""

from collections.abc import Callable

from judge.design import Flow
from judge.gcp import messages, sites, starts, stores, workflows
from judge.gcp.world import World

CHANNELS = ("queue", "topic", "event-bus", "stream")
CODE = ("function", "container")
DATA = ("read", "write", "read-write")

ASSERTIONS: dict[tuple[str, str, str], Callable[[World, Flow], None]] = {
    **{("route", "http-api", code): starts.route for code in CODE},
    ("authorize", "user-pool", "http-api"): starts.authorize,
    ("trigger", "user-pool", "function"): starts.trigger,
    **{("invoke", "function", code): starts.invoke for code in CODE},
    **{("invoke", "schedule", code): starts.schedule for code in CODE},
    ("invoke", "schedule", "workflow"): workflows.by_schedule,
    ("invoke", "function", "workflow"): workflows.start,
    ("invoke", "workflow", "workflow"): workflows.start_from_run,
    **{("invoke", "workflow", code): workflows.invoke_from_run for code in CODE},
    ("call", "workflow", "external"): workflows.call,
    ("call", "static-site", "http-api"): sites.call,
    **{("publish", "workflow", channel): messages.publish_from_run for channel in CHANNELS},
    **{("call", code, called): stores.call for code in CODE for called in ("external", "http-api")},
    **{("publish", code, channel): messages.publish for code in CODE for channel in CHANNELS},
    **{("publish", "schedule", channel): messages.schedule for channel in CHANNELS},
    **{
        (kind, "bucket", channel): messages.files_to_channel
        for kind in ("publish", "subscribe")
        for channel in CHANNELS
    },
    ("subscribe", "bucket", "function"): messages.files_to_function,
    **{("subscribe", "queue", code): messages.queue_to_function for code in CODE},
    ("subscribe", "topic", "queue"): messages.topic_to_queue,
    ("subscribe", "event-bus", "queue"): messages.topic_to_queue,
    ("subscribe", "topic", "workflow"): workflows.by_messages,
    ("subscribe", "bucket", "workflow"): workflows.by_files,
    **{
        ("subscribe", channel, code): messages.topic_to_function
        for channel in ("topic", "event-bus", "stream")
        for code in CODE
    },
    ("subscribe", "topic", "external"): messages.outward,
    ("subscribe", "event-bus", "external"): messages.outward,
    ("subscribe", "topic", "delivery-stream"): messages.to_files,
    ("subscribe", "event-bus", "delivery-stream"): messages.to_files,
    ("subscribe", "stream", "delivery-stream"): messages.to_files,
    **{("publish", code, "delivery-stream"): messages.to_files for code in CODE},
    ("write", "delivery-stream", "bucket"): messages.to_files,
    ("subscribe", "table", "function"): starts.changes,
    **{(kind, code, "table"): stores.table for kind in DATA for code in CODE},
    **{(kind, code, "bucket"): stores.bucket for kind in DATA for code in CODE},
    **{(kind, code, "sql"): stores.sql for kind in DATA for code in CODE},
    **{(kind, code, "user-pool"): stores.people for kind in (*DATA, "use") for code in CODE},
    **{("use", code, "secret"): stores.secret for code in CODE},
    **{("use", code, "parameter"): stores.parameter for code in CODE},
}


def judge_flows(world: World) -> None:
    """Assert each flow of the design."""
    for flow in world.design.flows:
        judge = ASSERTIONS.get((flow.kind, flow.source.kind, flow.target.kind))
        if world.need(judge, flow, "the judge has no assertion for such a flow") and judge:
            judge(world, flow)
