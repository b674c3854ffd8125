"""What every delivery by a service of the cloud needs: a permission on the target, its key, and dead letters."""

import json
from typing import Any

from judge.aws.access import SEND, give, give_key, key_of
from judge.aws.world import Function, World
from judge.design import Flow, Node, seconds
from judge.recording import Resource, Statement, as_list, statements

QUEUE = "aws:sqs/queue:Queue"
TOPIC = "aws:sns/topic:Topic"
PERMISSION = "aws:lambda/permission:Permission"

# Resources that hold the policy of another one: the input that names it, and the action that a delivery takes.
POLICIES = {
    QUEUE: ("aws:sqs/queuePolicy:QueuePolicy", "queueUrl", "sqs:SendMessage"),
    TOPIC: ("aws:sns/topicPolicy:TopicPolicy", "arn", "sns:Publish"),
    "aws:s3/bucket:Bucket": ("aws:s3/bucketPolicy:BucketPolicy", "bucket", ""),
    "aws:cloudwatch/eventBus:EventBus": ("aws:cloudwatch/eventBusPolicy:EventBusPolicy", "eventBusName", ""),
    "aws:secretsmanager/secret:Secret": ("aws:secretsmanager/secretPolicy:SecretPolicy", "secretArn", ""),
}


def policies_of(world: World, target: Resource) -> list[tuple[Resource, Statement]]:
    """Return the statements of a resource's own policy, wherever it stands."""
    if target.type not in POLICIES:
        return []
    kind, key, _ = POLICIES[target.type]
    own = target.outputs("url", "id", "arn", "name", "bucket")
    found = [
        (item, one)
        for item in world.recording.of(kind)
        if item.get(key) in own
        for one in statements(item.get("policy"))
    ]
    return found + [(target, one) for one in statements(target.get("policy"))]


def allow_service(world: World, subject: object, target: Resource, service: str, source: str) -> None:
    """Assert that the target's policy lets the service deliver to it, and only for the source."""
    if target.raw["read"]:
        # Whom a resource lets in that was there before is said by whoever made it.
        return
    action = POLICIES[target.type][2]
    for policy, item in policies_of(world, target):
        sources = item.condition_values("aws:SourceArn")
        named = item.effect == "Allow" and service in item.services and source in sources
        if named and action in item.actions and target.arn in item.resources:
            world.claim(policy, f"{service} {source}")
            world.assertions += 1
            return
    world.need(False, subject, f"the policy of {target} does not let {service} {action.split(':')[1]} for {source}")


def allow_key(world: World, subject: object, target: Resource, service: str) -> None:
    """Assert that a service that delivers to an encrypted resource may use its key."""
    key = key_of(world, target)
    stated = target.get("kmsMasterKeyId")
    if key is None:
        world.need(
            not (isinstance(stated, str) and "alias/aws/" in stated),
            subject,
            f"{target} is encrypted with {stated}, which {service} may not use",
        )
        return
    for item in statements(key.get("policy")):
        named = item.effect == "Allow" and service in item.services
        if named and {"kms:Decrypt", "kms:GenerateDataKey"} <= set(item.actions):
            world.claim(key, service)
            world.assertions += 1
            return
    world.need(False, subject, f"the policy of {key} does not let {service} use it for {target}")


def deliver(world: World, subject: object, target: Resource, service: str, source: str) -> None:
    """Assert that a service may deliver to a queue or topic: by its policy and its key."""
    allow_service(world, subject, target, service, source)
    allow_key(world, subject, target, service)


def permission(world: World, subject: object, function: Function, service: str, sources: set[str]) -> Resource | None:
    """Assert that a service may invoke the function for one of the sources, and only for it."""
    own = function.resource.outputs("name", "arn", "id")
    if function.alias:
        own |= {function.alias.arn}
    for item in world.recording.of(PERMISSION):
        qualified = not function.alias or item.get("qualifier") in function.alias.outputs("name", "id")
        qualified = qualified or (function.alias is not None and item.get("function") == function.alias.arn)
        fits = item.get("function") in own and item.get("sourceArn") in sources and qualified
        if fits and item.get("principal") == service and item.get("action") == "lambda:InvokeFunction":
            world.claim(item)
            world.assertions += 1
            return item
    name, places = function.node.id, " or ".join(sorted(sources))
    world.need(False, subject, f"no permission lets {service} invoke {name} for {places}")
    return None


def dead_letters(
    world: World, flow: Flow, stated: Any, service: str | None, source: str, role: Resource | None = None
) -> None:
    """Assert that what cannot be delivered is set aside as the design says.

    Either a service puts it there itself, for the source, or it does so with a role.
    """
    wanted = flow.get("dead_letters")
    if wanted is False:
        world.need(stated is None, flow, "dead letters are switched off, and there is a place for them")
        return
    queue = world.recording.owner(stated, QUEUE)
    if not world.need(queue and queue.arn == stated, flow, f"no queue takes its dead letters ({stated})"):
        return
    if queue is None:
        return
    if isinstance(wanted, str):
        own = world.resources.get(wanted)
        world.need(queue == own, flow, f"its dead letters go to {queue} and not to {wanted}")
    world.claim(queue, "dead letters")
    if service:
        deliver(world, flow, queue, service, source)
    else:
        give(world, role, f"{flow} (its dead letters)", queue, SEND["queue"])
        give_key(world, role, f"{flow} (its dead letters)", queue, {"kms:Decrypt", "kms:GenerateDataKey"})


def attempts(world: World, flow: Flow, callee: Function) -> None:
    """Assert that a call that nobody waits for is tried as often and as long as drawn."""
    kind = "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig"
    own = callee.resource.outputs("name", "arn", "id")
    found = [item for item in world.recording.of(kind) if item.get("functionName") in own]
    times, age = flow.get("max_attempts"), flow.get("max_age")
    for wanted, key in ((times, "maximumRetryAttempts"), (age and seconds(age), "maximumEventAgeInSeconds")):
        stated = [item.get(key) for item in found]
        world.need(wanted is None or stated == [wanted], flow, f"{key} is {stated}; the design says {wanted}")


def listed(value: Any) -> Any:
    """Return a filter with every single value as a list, as patterns ask for."""
    if isinstance(value, dict):
        return {key: listed(item) for key, item in value.items()}
    return as_list(value)


def asked_event(world: World, flow: Flow) -> str | None:
    """Return the event's name where a flow must ask for it: its source carries several."""
    carried = {
        other.get("event")
        for other in world.design.flows_to(flow.source, "publish", "subscribe")
        if other.get("event") is not None
    }
    event = flow.get("event")
    return event if event and carried - {event} else None


def looks(world: World, channel: Node) -> set[str]:
    """Return how messages of a channel look: plain, as an event of a bus, or as a change of a table."""
    found: set[str] = set()
    seen: list[Node] = [channel]
    for here in seen:
        for way in world.design.flows_to(here, "publish", "subscribe", "route"):
            kind, enriched = way.source.kind, bool(way.get("enrich"))
            if way.kind == "subscribe" and kind == "event-bus":
                found.add("event")
            elif way.kind == "subscribe" and kind == "table" and not enriched:
                found.add("change")
            elif way.kind == "subscribe" and kind in ("queue", "topic", "stream") and not enriched:
                if way.source not in seen:
                    seen.append(way.source)
            else:
                found.add("plain")
    return found or {"plain"}


def wanted_filters(world: World, flow: Flow) -> list[dict[str, Any]]:
    """Return what a flow lets through: a pattern for each look of its source's messages; none when all pass."""
    content: dict[str, Any] = listed(flow.get("filter")) if flow.get("filter") else {}
    event = asked_event(world, flow)
    found: list[dict[str, Any]] = []
    ways = looks(world, flow.source)
    if "plain" in ways:
        found.append({**({"event": [event]} if event else {}), **content})
    if "event" in ways:
        found.append({**({"detail-type": [event]} if event else {}), **({"detail": content} if content else {})})
    if "change" in ways and not event:
        found.append(content if {"eventName", "dynamodb"} & set(content) else {"dynamodb": {"NewImage": content}})
    return [pattern for pattern in found if pattern not in ({}, {"dynamodb": {"NewImage": {}}})]


def bare(pattern: Any) -> Any:
    """Return a pattern with the new item's attributes without the letters of their types."""
    image = dig(pattern, "dynamodb", "NewImage")
    if not isinstance(image, dict):
        return pattern
    return {"dynamodb": {"NewImage": {key: untyped(item) for key, item in image.items()}}}


def filters(world: World, flow: Flow, stated: Any) -> None:
    """Assert that an event source or pipe lets through what the flow's filter says."""
    patterns = [item.get("pattern") for item in as_list((stated or {}).get("filters"))]
    if flow.source.kind == "table":
        wanted = listed(flow.get("filter")) if flow.get("filter") else None
        said = f"its filter is {wanted}, and {patterns} is set"
        if wanted is None or len(patterns) != 1:
            world.need(wanted is None and not patterns, flow, said)
            return
        # Either about the change itself, or about the new item, whose attributes name their types.
        about_change = {"eventName", "dynamodb"} & set(wanted)
        fits = patterns[0] == wanted if about_change else bare(patterns[0]) == {"dynamodb": {"NewImage": wanted}}
        world.need(fits, flow, said)
        return
    expected = wanted_filters(world, flow)
    content = "data" if flow.source.kind == "stream" else "body"
    bodies = [bare(dig(pattern, content)) for pattern in patterns]
    fits = len(bodies) == len(expected) and all(pattern in bodies for pattern in expected)
    world.need(fits, flow, f"its filters are {expected}, and {patterns} are set")


def dig(value: Any, *path: str) -> Any:
    """Return what lies at the end of a way, if anything does."""
    for step in path:
        value = value.get(step) if isinstance(value, dict) else None
    return value


def untyped(item: Any) -> Any:
    """Return an attribute of DynamoDB without the letter of its type; streams write numbers as text."""
    if not isinstance(item, dict) or len(item) != 1:
        return item
    letter, values = next(iter(item.items()))
    return [json.loads(value) for value in values] if letter == "N" else values


def asynchronous_failures(world: World, function: Function) -> list[Resource]:
    """Return where failed asynchronous calls of a function go, with the role's right to put them there."""
    found: list[Resource] = []
    own = function.resource.outputs("name", "arn", "id")
    kind = "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig"
    settings = [
        item.get("destinationConfig", "onFailure", "destination")
        for item in world.recording.of(kind)
        if item.get("functionName") in own | function.callees
    ]
    settings.append(function.resource.get("deadLetterConfig", "targetArn"))
    for stated in settings:
        target = world.recording.owner(stated)
        if target and target.type in (QUEUE, TOPIC):
            found.append(target)
    return found


def give_failures(world: World, function: Function) -> None:
    """Give a function what its failure destinations need, where something calls it that does not wait."""
    for target in asynchronous_failures(world, function):
        reason = f"{function.node.id} (its failed calls)"
        incoming = world.design.flows_to(function.node, "subscribe", "invoke", "trigger")
        world.need(incoming, reason, f"they go to {target}, and nothing in the design calls it without waiting")
        world.claim(target, "dead letters")
        kind = "queue" if target.type == QUEUE else "topic"
        give(world, function.role, reason, target, SEND[kind])
        give_key(world, function.role, reason, target, {"kms:Decrypt", "kms:GenerateDataKey"})
