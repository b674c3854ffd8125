"""What functions and schedules start: data, secrets, messages, calls."""

import json
import re

from judge.aws import containers
from judge.aws.access import SEND, Access, allowed, give, give_event, give_key, give_target
from judge.aws.delivery import QUEUE, asynchronous_failures, attempts
from judge.aws.routes import clients, iam_routes
from judge.aws.watch import tells
from judge.aws.world import Container, World
from judge.design import Flow, Node, milliseconds, seconds
from judge.recording import Resource, unfold

SCHEDULE = "aws:scheduler/schedule:Schedule"
BOTH = {"kms:Decrypt", "kms:GenerateDataKey"}


def on_target(world: World, flow: Flow) -> None:
    """A function may do to the target what the flow says, and knows where it is."""
    function = world.holders.get(flow.source.id)
    if function is None:
        return
    if flow.get("inject") == "value" and isinstance(function, Container):
        injected(world, flow, function)
        return
    give_target(world, flow, function.role)
    world.points(function, flow, world.addresses(flow.target), flow.get("as"))
    if flow.target.kind == "user-pool" and flow.kind == "use":
        pool = world.main(flow.target)
        known = {client.id for client in clients(world, pool)} if pool else set()
        world.need(world.mentions(function, known), flow, f"{flow.source.id} does not know an application of the pool")


def injected(world: World, flow: Flow, container: Container) -> None:
    """A container finds the value of a secret in its environment; who starts it reads it."""
    secret = world.main(flow.target)
    if secret is None:
        return
    give_target(world, flow, container.execution)
    name = flow.get("as")
    fits = container.secrets.get(name) == secret.arn if name else secret.arn in container.secrets.values()
    world.need(fits, flow, f"{flow.source.id} does not find the value of {flow.target.id}")


def publish(world: World, flow: Flow) -> None:
    """A function may publish to the target, and only the events that are drawn."""
    on_target(world, flow)
    function, bus = world.holders.get(flow.source.id), world.main(flow.target)
    if flow.target.kind != "event-bus" or not function or not bus or not flow.get("event"):
        return
    siblings = [one for one in world.design.flows_from(flow.source, "publish") if one.target == flow.target]
    drawn = {one.get("event") for one in siblings}
    stated: set[str] = set()
    for item in allowed(world, function.role):
        if "events:PutEvents" in item.actions and bus.arn in item.resources:
            stated |= set(item.condition_values("events:detail-type"))
    if world.need(stated, flow, f"{function.role} may publish any event on {flow.target.id}"):
        world.need(flow.get("event") in stated, flow, f"{function.role} may not publish {flow.get('event')}")
        world.need(stated <= drawn, flow, f"{function.role} may also publish {sorted(map(str, stated - drawn))}")


def invoke(world: World, flow: Flow) -> None:
    """A function may invoke another, and knows its name; failed asynchronous calls are set aside."""
    caller, callee = world.functions.get(flow.source.id), world.functions.get(flow.target.id)
    if caller is None or callee is None:
        return
    world.grant(caller.role, flow, {"lambda:InvokeFunction"}, callee.callees)
    world.points(caller, flow, world.addresses(flow.target))
    on_failure(world, flow)
    attempts(world, flow, callee)


def on_failure(world: World, flow: Flow) -> None:
    """Assert that failed calls go where the flow says."""
    wanted, callee = flow.get("on_failure"), world.functions.get(flow.target.id)
    if wanted is None or callee is None:
        return
    target = world.resources.get(wanted)
    found = asynchronous_failures(world, callee)
    world.need(target in found, flow, f"failed calls go to {[str(item) for item in found]}, not to {wanted}")


def call(world: World, flow: Flow) -> None:
    """A function knows the address of what it calls and, where callers are checked, may call it."""
    function = world.holders.get(flow.source.id)
    if function is None:
        return
    if isinstance(function, Container) and flow.values.get("timeout"):
        limit = str(milliseconds(flow.get("timeout")))
        world.need(limit in function.environment.values(), flow, f"its code is not told to give up after {limit} ms")
    if flow.target.kind == "external":
        url = flow.target.get("url")
        texts = [value for value in function.environment.values() if isinstance(value, str)]
        world.need(url is None or url in texts, flow, f"no environment variable of {flow.source.id} is {url}")
        return
    api = world.main(flow.target)
    if api is None:
        return
    bases = {api.output("apiEndpoint")}
    bases |= {
        item.output("invokeUrl")
        for item in world.recording.of("aws:apigatewayv2/stage:Stage")
        if item.get("apiId") == api.id
    }
    texts = [value for value in function.environment.values() if isinstance(value, str)]
    known = any(text.startswith(base) for text in texts for base in bases)
    world.need(known, flow, f"no environment variable of {flow.source.id} has the address of {flow.target.id}")
    checked = iam_routes(world, flow.target)
    if checked:
        stated = {place for one in allowed(world, function.role) for place in one.resources} & checked
        world.grant(function.role, flow, {"execute-api:Invoke"}, stated or checked)


def schedule(world: World, flow: Flow) -> None:
    """A schedule starts its target, by a role for just that."""
    arns = world.addresses(flow.target) if flow.target.kind not in ("function", "container") else set()
    if flow.target.kind == "function":
        function = world.functions.get(flow.target.id)
        arns = function.callees if function else set()
    started = world.containers.get(flow.target.id)
    if started:
        arns = {item.arn for item in world.recording.of("aws:ecs/cluster:Cluster")}
    names = (flow.source.name, f"{flow.source.service}-{flow.source.name}")
    found = [
        item
        for item in world.recording.of(SCHEDULE)
        if item.get("target", "arn") in arns
        and (not started or item.get("target", "ecsParameters", "taskDefinitionArn") == started.definition.arn)
        and (item.name in names or item.name.startswith(tuple(f"{name}-" for name in names)))
        and any(holder.name == flow.source.service for holder in world.recording.ancestors(item))
    ]
    if not world.need(len(found) == 1, flow, f"{len(found)} schedules named {flow.source.name} start it"):
        return
    item = found[0]
    world.claim(item)
    times(world, flow, flow.source, item)
    if flow.target.id in world.functions:
        attempts(world, flow, world.functions[flow.target.id])
    else:
        tried(world, flow, item.get("target", "retryPolicy") or {})
    if flow.source.get("alarms") is not False:
        told = tells(world, "InvocationDroppedCount", {"ScheduleGroup": item.get("groupName")})
        world.need(told, flow, f"nobody is told when {flow.source.id} gives up")
    role = world.recording.owner(item.get("target", "roleArn"), "aws:iam/role:Role")
    target = world.main(flow.target)
    if flow.target.kind == "function":
        world.grant(role, flow, {"lambda:InvokeFunction"}, arns)
    elif flow.target.kind == "workflow" and target:
        give(world, role, flow, target, Access({"states:StartExecution"}))
    elif started:
        containers.scheduled(world, flow, item, role)
    elif target:
        give(world, role, flow, target, SEND[flow.target.kind])
        if flow.target.kind != "delivery-stream":
            # Firehose encrypts what waits in it by a grant of its own.
            give_key(world, role, flow, target, BOTH)
    if role:
        services = {service for one in world.trusted(role) for service in one.services}
        world.need("scheduler.amazonaws.com" in services, flow, f"EventBridge Scheduler may not take {role}")
    if flow.target.kind == "event-bus":
        event = item.get("target", "eventbridgeParameters", "detailType")
        wanted = flow.get("event")
        world.need(event and wanted in (None, event), flow, f"it publishes {event}, not {wanted}")
        if target:
            give_event(world, role, flow, target, event)
    if flow.get("input") is not None:
        stated = item.get("target", "input")
        wanted = flow.get("input")
        if started and isinstance(stated, dict):
            overrides = stated["containerOverrides"][0]
            world.need(overrides["name"] == started.content["name"], flow, "another container would get the input")
            stated = next(one["value"] for one in overrides["environment"] if one["name"] == "INPUT")
        fits = stated in (unfold(wanted), json.dumps(wanted, ensure_ascii=False), json.dumps(wanted))
        world.need(fits, flow, f"it hands over {stated}, not {wanted}")
    failures(world, flow, item, role)


def tried(world: World, flow: Flow, policy: dict[str, object]) -> None:
    """Assert that a target that cannot be reached is tried as often and as long as drawn."""
    times, age = flow.get("max_attempts"), flow.get("max_age")
    # EventBridge Scheduler tries no more often than that.
    most = None if times is None else min(times, 185)
    for wanted, key in ((most, "maximumRetryAttempts"), (age and seconds(age), "maximumEventAgeInSeconds")):
        fits = wanted is None or policy.get(key) == wanted
        world.need(fits, flow, f"{key} is {policy.get(key)}; the design says {wanted}")


def failures(world: World, flow: Flow, item: Resource, role: Resource | None) -> None:
    """Assert that calls that a schedule could not make are set aside where the flow says."""
    place = world.recording.owner(item.get("target", "deadLetterConfig", "arn"), QUEUE)
    if place:
        world.claim(place, "dead letters")
        give(world, role, f"{flow} (its dead letters)", place, SEND["queue"])
        give_key(world, role, f"{flow} (its dead letters)", place, BOTH)
    wanted = flow.get("on_failure")
    if wanted:
        found = {place} if place else set()
        if flow.target.kind == "function" and flow.target.id in world.functions:
            found |= set(asynchronous_failures(world, world.functions[flow.target.id]))
        target = world.resources.get(wanted)
        world.need(target in found, flow, f"failed calls go to {[str(one) for one in found]}, not to {wanted}")


def times(world: World, flow: Flow, node: Node, item: Resource) -> None:
    """Assert that a schedule starts at the times of the design."""
    stated = str(item.get("scheduleExpression"))
    zone = node.get("timezone")
    said = item.get("scheduleExpressionTimezone") or "UTC"
    world.need(said == zone, flow, f"its time zone is {said}, not {zone}")
    works = (item.get("state") or "ENABLED") == "ENABLED"
    world.need(works == node.get("enabled"), flow, f"it starts anything: {works}")
    if node.get("every"):
        match = re.fullmatch(r"rate\((\d+) (minute|hour|day)s?\)", stated)
        unit = {"minute": 60, "hour": 3600, "day": 86_400}
        fits = match is not None and int(match[1]) * unit[match[2]] == seconds(node.get("every"))
        world.need(fits, flow, f"it starts by {stated}, not every {node.get('every')}")
        return
    fields = str(node.get("cron")).split()
    match = re.fullmatch(r"cron\((.+)\)", stated)
    given = match[1].split() if match else []
    if not world.need(len(given) == 6, flow, f"{stated} is no cron expression of six fields"):
        return
    same = given[0] == fields[0] and given[1] == fields[1] and given[3] == fields[3] and given[5] == "*"
    world.need(same, flow, f"it starts at {stated}; the design says {node.get('cron')}")
    world.need((given[2] == "?") != (given[4] == "?"), flow, f"{stated}: exactly one of the days must be ?")
    free_day = fields[2] == "*"
    world.need(free_day or given[2] == fields[2], flow, f"{stated}: the day of the month is not {fields[2]}")
    week = weekdays(fields[4])
    if week is not None:
        meant = cloud_weekdays(given[4])
        world.need(meant == week, flow, f"{stated}: the days of the week are not {fields[4]}")


DAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]


def weekdays(field: str) -> set[int] | None:
    """Return the days of a design's cron field, Sunday being 0 (and 7); None when any day will do."""
    if field in ("*", "?"):
        return None
    return {day % 7 for day in expand(field, 0)}


def cloud_weekdays(field: str) -> set[int]:
    """Return the days of a field of EventBridge, where Sunday is 1, in the design's count."""
    return set() if field in ("*", "?") else {day % 7 for day in expand(field, -1)}


def expand(field: str, shift: int) -> set[int]:
    """Return the numbers of a list of days and ranges."""
    found: set[int] = set()
    for part in field.upper().split(","):
        ends = [DAYS.index(end) if end in DAYS else int(end) + shift for end in part.split("-")]
        found |= set(range(ends[0], ends[-1] + 1))
    return found
