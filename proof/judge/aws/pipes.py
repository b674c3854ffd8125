"""Pipes of EventBridge: from a queue, a stream or a table's changes to a queue, topic or bus, without code between."""

from typing import Any

from judge.aws.access import READ_SHARDS, READ_STREAM, SEND, TAKE_MESSAGES, allowed, give, give_key, give_start
from judge.aws.delivery import dead_letters, filters, looks
from judge.aws.world import World
from judge.design import Flow, seconds

PIPE = "aws:pipes/pipe:Pipe"
BOTH = {"kms:Decrypt", "kms:GenerateDataKey"}

# What a pipe does with its source, and under which name it says how.
READING = {"table": READ_STREAM, "stream": READ_SHARDS, "queue": TAKE_MESSAGES}
PARAMETERS = {
    "table": "dynamodbStreamParameters",
    "stream": "kinesisStreamParameters",
    "queue": "sqsQueueParameters",
}


def in_order(world: World, flow: Flow, stated: dict[str, Any]) -> None:
    """Assert how a pipe that takes records in order begins, repeats and gives up."""
    start = {"latest": "LATEST", "oldest": "TRIM_HORIZON"}[flow.get("start")]
    at = stated.get("startingPosition")
    world.need(at == start, flow, f"it begins at {at}, not at {start}")
    retries, wanted = stated.get("maximumRetryAttempts"), flow.get("max_attempts")
    fits = retries is not None and retries >= 0 and (wanted is None or retries in (wanted, wanted - 1))
    world.need(fits, flow, f"a batch is tried {retries} times again; the design says {wanted} attempts")
    halves = stated.get("onPartialBatchItemFailure") == "AUTOMATIC_BISECT"
    world.need(halves == flow.get("bisect"), flow, f"batches that fail are halved: {halves}")
    beside = stated.get("parallelizationFactor") or 1
    world.need(beside == flow.get("parallelization"), flow, f"{beside} batches of a shard are worked on side by side")
    age = seconds(flow.get("max_age")) if flow.get("max_age") else None
    given_up = stated.get("maximumRecordAgeInSeconds")
    world.need(given_up == age, flow, f"records are given up after {given_up} s, not {age} s")


def pipe(world: World, flow: Flow) -> None:
    """Assert that one pipe joins source and target with a role for just that."""
    source, target = world.main(flow.source), world.main(flow.target)
    if source is None or target is None:
        return
    table, stream = flow.source.kind == "table", flow.source.kind == "stream"
    arn = source.output("streamArn") if table else source.arn
    # A function takes part by its alias, where it has one.
    called = world.functions.get(flow.target.id)
    ends = called.callees if called else {target.arn}
    found = [item for item in world.recording.of(PIPE) if item.get("source") == arn and item.get("target") in ends]
    if not world.need(len(found) == 1, flow, f"{len(found)} pipes join them"):
        return
    item = found[0]
    world.claim(item)
    role = world.recording.owner(item.get("roleArn"), "aws:iam/role:Role")
    give(world, role, flow, source, READING[flow.source.kind])
    give_key(world, role, f"{flow} (source)", source, {"kms:Decrypt"})
    if called:
        world.grant(role, flow, {"lambda:InvokeFunction"}, called.callees)
    elif flow.target.kind == "workflow":
        # An express workflow is waited for, so that a message comes again when its run fails.
        express = bool(flow.target.get("express"))
        started = item.get("targetParameters", "stepFunctionStateMachineParameters", "invocationType")
        wanted = "REQUEST_RESPONSE" if express else "FIRE_AND_FORGET"
        world.need(started == wanted, flow, f"runs are started by {started}, not {wanted}")
        give_start(world, role, flow, target, waits=express)
    else:
        give(world, role, flow, target, SEND[flow.target.kind])
        give_key(world, role, f"{flow} (target)", target, BOTH)
    if flow.target.kind == "event-bus":
        said = item.get("targetParameters", "eventbridgeEventBusParameters") or {}
        for one in allowed(world, role):
            if "events:PutEvents" in one.actions:
                bound = one.condition_values("events:detail-type") == [said.get("detailType")]
                bound = bound and one.condition_values("events:source") == [said.get("source")]
                world.need(bound, flow, f"{role} may put other events than those of the pipe")
    world.need(item.get("desiredState") in (None, "RUNNING"), flow, f"{item} is stopped")
    if role:
        services = {service for one in world.trusted(role) for service in one.services}
        world.need("pipes.amazonaws.com" in services, flow, f"EventBridge Pipes may not take {role}")
    filters(world, flow, item.get("sourceParameters", "filterCriteria"))
    parameters = PARAMETERS[flow.source.kind]
    size, window = flow.get("batch", "size"), seconds(flow.get("batch", "window"))
    stated = item.get("sourceParameters", parameters, "batchSize")
    if flow.target.kind == "workflow":
        world.need(stated == 1, flow, f"a run gets {stated} messages at once, and works on one")
    elif flow.values.get("batch", {}).get("size") is not None:
        world.need(stated == size, flow, f"the batch size is {stated}, not {size}")
    waits = item.get("sourceParameters", parameters, "maximumBatchingWindowInSeconds") or 0
    world.need(waits == window, flow, f"batches are gathered for {waits} s, not {window} s")
    if table and not source.raw["read"]:
        world.need(source.get("streamEnabled") is True, flow, f"{source} has no stream of its changes")
    if table or stream:
        in_order(world, flow, item.get("sourceParameters", parameters) or {})
        stated = item.get("sourceParameters", parameters, "deadLetterConfig", "arn")
        dead_letters(world, flow, stated, None, "", role)
    template = item.get("targetParameters", "inputTemplate")
    if table or flow.get("enrich"):
        world.need(template is None, flow, f"its messages are turned into {template}")
    else:
        # What a bus gets becomes an event again: of what was one, it takes the content only.
        again = flow.target.kind == "event-bus" and looks(world, flow.source) == {"event"}
        content = "data" if stream else "body"
        expected = f"<$.{content}.detail>" if again else f"<$.{content}>"
        world.need(template == expected, flow, f"it hands on {template} of each message, not {expected}")
    if flow.get("enrich"):
        function = world.functions.get(flow.get("enrich"))
        if function:
            fits = item.get("enrichment") in function.callees
            world.need(fits, flow, f"{item.get('enrichment')} enriches its messages, not {flow.get('enrich')}")
            world.grant(role, f"{flow} (enrichment)", {"lambda:InvokeFunction"}, function.callees)
    else:
        world.need(item.get("enrichment") is None, flow, "a function enriches its messages that is not drawn")
    if flow.target.kind == "queue" and flow.target.get("fifo"):
        group = item.get("targetParameters", "sqsQueueParameters", "messageGroupId")
        world.need(group, flow, "the FIFO queue needs a message group")
