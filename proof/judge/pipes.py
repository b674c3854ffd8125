"""Pipes of EventBridge: from a queue or a table's changes to a queue, topic or bus, without code between."""

from judge.access import READ_STREAM, SEND, TAKE_MESSAGES, Access, give, give_key
from judge.delivery import dead_letters, filters, looks
from judge.design import Flow, seconds
from judge.world import World

PIPE = "aws:pipes/pipe:Pipe"
BOTH = {"kms:Decrypt", "kms:GenerateDataKey"}


def pipe(world: World, flow: Flow) -> None:
    """Assert that one pipe joins source and target with a role for just that."""
    source, target = world.main(flow.source), world.main(flow.target)
    if source is None or target is None:
        return
    stream = flow.source.kind == "table"
    arn = source.output("streamArn") if stream else source.arn
    found = [
        item for item in world.recording.of(PIPE) if item.get("source") == arn and item.get("target") == target.arn
    ]
    if not world.need(len(found) == 1, flow, f"{len(found)} pipes join them"):
        return
    item = found[0]
    world.claim(item)
    role = world.recording.owner(item.get("roleArn"), "aws:iam/role:Role")
    give(world, role, flow, source, READ_STREAM if stream else TAKE_MESSAGES)
    give_key(world, role, f"{flow} (source)", source, {"kms:Decrypt"})
    if flow.target.kind == "workflow":
        # An express workflow is waited for, so that a message comes again when its run fails.
        express = bool(flow.target.get("express"))
        started = item.get("targetParameters", "stepFunctionStateMachineParameters", "invocationType")
        wanted = "REQUEST_RESPONSE" if express else "FIRE_AND_FORGET"
        world.need(started == wanted, flow, f"runs are started by {started}, not {wanted}")
        access = Access({"states:StartSyncExecution" if express else "states:StartExecution"})
    else:
        access = SEND[flow.target.kind]
    give(world, role, flow, target, access)
    give_key(world, role, f"{flow} (target)", target, BOTH)
    world.need(item.get("desiredState") in (None, "RUNNING"), flow, f"{item} is stopped")
    if role:
        services = {service for one in world.trusted(role) for service in one.services}
        world.need("pipes.amazonaws.com" in services, flow, f"EventBridge Pipes may not take {role}")
    filters(world, flow, item.get("sourceParameters", "filterCriteria"))
    parameters = "dynamodbStreamParameters" if stream else "sqsQueueParameters"
    size, window = flow.get("batch", "size"), seconds(flow.get("batch", "window"))
    stated = item.get("sourceParameters", parameters, "batchSize")
    if flow.target.kind == "workflow":
        world.need(stated == 1, flow, f"a run gets {stated} messages at once, and works on one")
    elif flow.values.get("batch", {}).get("size") is not None:
        world.need(stated == size, flow, f"the batch size is {stated}, not {size}")
    waits = item.get("sourceParameters", parameters, "maximumBatchingWindowInSeconds") or 0
    world.need(waits == window, flow, f"batches are gathered for {waits} s, not {window} s")
    if stream:
        world.need(source.get("streamEnabled") is True, flow, f"{source} has no stream of its changes")
        stated = item.get("sourceParameters", parameters, "deadLetterConfig", "arn")
        dead_letters(world, flow, stated, None, "", role)
    template = item.get("targetParameters", "inputTemplate")
    if stream or flow.get("enrich"):
        world.need(template is None, flow, f"its messages are turned into {template}")
    else:
        # What a bus gets becomes an event again: of what was one, it takes the content only.
        again = flow.target.kind == "event-bus" and looks(world, flow.source) == {"event"}
        expected = "<$.body.detail>" if again else "<$.body>"
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
