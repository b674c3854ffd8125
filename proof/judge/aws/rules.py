"""Rules of EventBridge: which events of a bus go where."""

from typing import Any

from judge.aws.access import PUT_INTO_FILES, SEND, Access, give, give_key
from judge.aws.delivery import dead_letters, deliver, listed, permission
from judge.aws.watch import tells
from judge.aws.world import World
from judge.design import Flow, seconds
from judge.recording import Resource, as_list

RULE = "aws:cloudwatch/eventRule:EventRule"
TARGET = "aws:cloudwatch/eventTarget:EventTarget"
DESTINATION = "aws:cloudwatch/eventApiDestination:EventApiDestination"
CONNECTION = "aws:cloudwatch/eventConnection:EventConnection"


def rule_to_target(world: World, flow: Flow) -> None:
    """Assert that a rule matches the flow's events and hands them to its target."""
    arns = target_arns(world, flow)
    if not arns:
        return
    found = [
        (rule, item)
        for item in world.recording.of(TARGET)
        if item.get("arn") in arns
        for rule in world.recording.of(RULE)
        if item.get("rule") in rule.outputs("name", "id") and on_bus(world, flow, rule, item)
    ]
    matching = [(rule, item) for rule, item in found if matches(world, flow, rule.get("eventPattern"))]
    patterns = [rule.get("eventPattern") for rule, _ in found]
    if not world.need(
        len(matching) == 1, flow, f"{len(matching)} rules match it and reach {flow.target.id}; patterns: {patterns}"
    ):
        return
    rule, item = matching[0]
    world.claim(rule)
    world.claim(item)
    world.need(rule.get("state") in (None, "ENABLED"), flow, f"{rule} is switched off")
    attempts, wanted = item.get("retryPolicy", "maximumRetryAttempts"), flow.get("max_attempts")
    fits = wanted is None or attempts in (wanted, wanted - 1)
    world.need(fits, flow, f"it is tried {attempts} times again; the design says {wanted} attempts")
    age, stated = flow.get("max_age"), item.get("retryPolicy", "maximumEventAgeInSeconds")
    world.need(age is None or stated == seconds(age), flow, f"it is tried for {stated} s; the design says {age}")
    dead_letters(world, flow, item.get("deadLetterConfig", "arn"), "events.amazonaws.com", rule.arn)
    hand_over(world, flow, rule, item)
    bus = world.main(flow.source)
    home = flow.source if flow.target.service == "shared" else flow.target
    if flow.source.kind == "event-bus" and bus and home.get("alarms") is not False:
        watched = {"EventBusName": bus.output("name"), "RuleName": rule.output("name")}
        world.need(tells(world, "FailedInvocations", watched), flow, "nobody is told when events are not delivered")


def target_arns(world: World, flow: Flow) -> set[str]:
    """Return the ARNs that a rule may hand events of the flow to."""
    if flow.target.kind == "function":
        function = world.functions.get(flow.target.id)
        return function.callees if function else set()
    if flow.target.kind == "external":
        url = flow.target.get("url")
        found = [item for item in world.recording.of(DESTINATION) if item.get("invocationEndpoint") == url]
        world.need(found, flow, f"no API destination has the address {url}")
        return {item.arn for item in found}
    target = world.main(flow.target)
    return {target.arn} if target else set()


def on_bus(world: World, flow: Flow, rule: Resource, item: Resource) -> bool:
    """Return whether a rule and its target are on the flow's bus."""
    if flow.source.kind != "event-bus":
        default = (None, "default")
        return rule.get("eventBusName") in default and item.get("eventBusName") in default
    bus = world.main(flow.source)
    if bus is None:
        return False
    names = bus.outputs("name", "arn", "id")
    return rule.get("eventBusName") in names and item.get("eventBusName") in names


def matches(world: World, flow: Flow, pattern: Any) -> bool:
    """Return whether a rule's pattern lets through exactly what the flow asks for."""
    if not isinstance(pattern, dict):
        return False
    if flow.source.kind == "bucket":
        bucket = world.main(flow.source)
        return of_buckets(world, pattern) == ({bucket.urn} if bucket else set())
    ways = as_list(pattern.get("$or")) or [pattern]
    stored = [way for way in ways if "aws.s3" in as_list(way.get("source"))]
    others = [way for way in ways if way not in stored]
    # What buckets announce there under the event's name comes from S3, under a name of its own.
    wanted = {
        resource.urn
        for other in world.design.flows_to(flow.source, "publish", "subscribe")
        if other.source.kind == "bucket" and flow.get("event") in (None, other.get("event"))
        if (resource := world.main(other.source)) is not None
    }
    if set().union(*(of_buckets(world, way) for way in stored)) != wanted:
        return False
    return len(others) <= 1 and (bool(wanted) or len(others) == 1) and all(named(world, flow, way) for way in others)


def of_buckets(world: World, way: dict[str, Any]) -> set[str]:
    """Return the buckets whose new files a pattern lets through; none when it is about something else."""
    names = as_list(((way.get("detail") or {}).get("bucket") or {}).get("name"))
    created = as_list(way.get("detail-type")) == ["Object Created"]
    owners = [world.recording.owner(name, "aws:s3/bucket:Bucket") for name in names]
    fits = created and as_list(way.get("source")) == ["aws.s3"] and all(owners)
    return {owner.urn for owner in owners if owner} if fits else set()


def named(world: World, flow: Flow, way: dict[str, Any]) -> bool:
    """Return whether a pattern lets through the flow's event and no other, with its filter."""
    kinds, event = as_list(way.get("detail-type")), flow.get("event")
    if way.get("detail") != (listed(flow.get("filter")) if flow.get("filter") else None):
        return False
    if event is None:
        # Either no event is named, or a test that every event passes.
        return not kinds or kinds in ([{"exists": True}], [{"prefix": ""}])
    siblings = {
        str(other.get("event"))
        for other in world.design.flows_from(flow.source, "subscribe")
        if other.target == flow.target and other.get("filter") == flow.get("filter")
    }
    if event not in kinds or not set(map(str, kinds)) <= siblings:
        return False
    sources = {source for source in as_list(way.get("source")) if isinstance(source, str)}
    published = publishers(world, flow)
    return not sources or published <= sources


def publishers(world: World, flow: Flow) -> set[str]:
    """Return the sources that functions which publish the flow's event are bound to say."""
    found: set[str] = set()
    bus = world.main(flow.source)
    for other in world.design.flows_to(flow.source, "publish"):
        function = world.functions.get(other.source.id)
        if other.get("event") != flow.get("event") or not function or not function.role or not bus:
            continue
        for _, found_there in world.role_policies(function.role):
            for item in found_there:
                puts = "events:PutEvents" in item.actions and bus.arn in item.resources
                if puts and flow.get("event") in item.condition_values("events:detail-type"):
                    found |= set(item.condition_values("events:source"))
    return found


def hand_over(world: World, flow: Flow, rule: Resource, item: Resource) -> None:
    """Assert that EventBridge may hand events to the target."""
    kind, target = flow.target.kind, world.main(flow.target)
    if kind == "function":
        permission(world, flow, world.functions[flow.target.id], "events.amazonaws.com", {rule.arn})
        return
    if kind in ("queue", "topic") and target:
        deliver(world, flow, target, "events.amazonaws.com", rule.arn)
        if kind == "queue" and flow.target.get("fifo"):
            world.need(item.get("sqsTarget", "messageGroupId"), flow, "the FIFO queue needs a message group")
        return
    role = world.recording.owner(item.get("roleArn"), "aws:iam/role:Role")
    if kind == "workflow" and target:
        give(world, role, flow, target, Access({"states:StartExecution"}))
    if kind == "event-bus" and target:
        give(world, role, flow, target, SEND["event-bus"])
        give_key(world, role, flow, target, {"kms:Decrypt", "kms:GenerateDataKey"})
    if kind == "delivery-stream" and target:
        give(world, role, flow, target, PUT_INTO_FILES)
    if kind == "external":
        destination = world.recording.owner(item.get("arn"), DESTINATION)
        if destination:
            world.claim(destination)
            world.grant(role, flow, {"events:InvokeApiDestination"}, {destination.arn})
            connection = world.recording.owner(destination.get("connectionArn"), CONNECTION)
            if world.need(connection, flow, f"{destination} has no connection") and connection:
                world.claim(connection)
    if role:
        services = {service for one in world.trusted(role) for service in one.services}
        world.need("events.amazonaws.com" in services, flow, f"EventBridge may not take {role}")
