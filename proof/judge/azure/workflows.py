"""Workflows: the requests of each step, whom they are open to, and runs that go as the design says."""

import copy
import re
from collections.abc import Iterator
from itertools import product
from typing import Any

from judge.azure.alarms import alarm
from judge.azure.drawn import ASKING, Drawn, Step, fields, put, steps_of
from judge.azure.runs import BAD, BrokenError, Run
from judge.azure.world import IDENTITY, World
from judge.design import Flow, Node, seconds
from judge.recording import Resource, as_list

WORKFLOW = "azure-native:logic:Workflow"
SETTING = "azure-native:monitor:DiagnosticSetting"
WORKSPACE = "azure-native:operationalinsights:Workspace"
AUTHENTICATION = "azure-native:web:WebAppAuthSettingsV2"
MANAGEMENT = "https://management.azure.com"
AUDIENCES = {
    "function": MANAGEMENT,
    "workflow": MANAGEMENT,
    "queue": "https://servicebus.azure.net",
    "topic": "https://servicebus.azure.net",
    "event-bus": "https://eventgrid.azure.net",
}
"""For whom the token is that a run brings, by what is asked."""
RETRY = {"attempts": 3, "wait": "2s", "backoff": 2}
DEEPEST = 8
"""How deep actions stand in one another."""

Actions = dict[str, Any]


def plain(name: str) -> str:
    """Return the name of a step as its action has it."""
    return re.sub(r"[^A-Za-z0-9]", "-", name)


def iso(whole: int) -> str:
    """Return seconds as ISO 8601 writes them."""
    days, rest = divmod(whole, 86_400)
    hours, rest = divmod(rest, 3600)
    minutes, left = divmod(rest, 60)
    time = "".join(f"{value}{unit}" for value, unit in ((hours, "H"), (minutes, "M"), (left, "S")) if value)
    return "P" + (f"{days}D" if days else "") + (f"T{time}" if time else "")


def identity(world: World, node: Node) -> Resource | None:
    """Return who the runs of a workflow are, or who a function is."""
    return world.named(IDENTITY, node.service, node.name)


def all_actions(actions: Actions, depth: int = 1) -> Iterator[tuple[str, Any, int]]:
    """Return every action with its name and how deep it stands."""
    for name, action in actions.items():
        yield name, action, depth
        yield from all_actions(action.get("actions", {}), depth + 1)


def workflow(world: World, node: Node, resource: Resource) -> None:
    """Judge a workflow: who it is, what it tells, and what its runs do."""
    own = identity(world, node)
    acts = resource.get("identity")
    mine = own is not None and acts == {"type": "UserAssigned", "userAssignedIdentities": [own.id]}
    world.expect(mine, f"{node.id}: its runs are {acts}")
    world.expect(resource.get("state") == "Enabled", f"{node.id}: is switched off")
    workspaces = world.recording.of(WORKSPACE)
    kept = [item for item in world.recording.of(SETTING) if item.get("resourceUri") == resource.id]
    if node.get("logs") == "off":
        world.expect(not kept, f"{node.id}: its runs are logged although they should not be")
    elif world.expect(len(kept) == 1, f"{node.id}: nobody writes down what its runs did"):
        where = bool(workspaces) and kept[0].get("workspaceId") == workspaces[0].id
        world.expect(where, f"{node.id}: what its runs did is written down elsewhere")
        log = kept[0].get("logs") or [{}]
        right = log[0].get("category") == "WorkflowRuntime" and log[0].get("enabled") is True
        world.expect(right, f"{node.id}: other things than runs are written down")
    told = alarm(world, resource.id, "RunsFailed")
    wanted = node.get("alarms") is not False
    world.expect(told is wanted, f"{node.id}: told of runs that fail: {told}")
    admits(world, node, resource)
    definition = resource.get("definition")
    if not world.expect(isinstance(definition, dict) and "actions" in definition, f"{node.id}: has no definition"):
        return
    judge_shape(world, node, definition)
    triggers(world, node, definition)
    actions = {name: action for name, action, _ in all_actions(definition["actions"])}
    for step in steps_of(world.design, node):
        action = actions.get(plain(step["name"]))
        if world.expect(action is not None, f"{node.id}: nothing does the step {step['name']}") and action:
            judge_step(world, node, step, action)
        if step.get("undo"):
            judge_undo(world, node, step, actions.get(f"{plain(step['name'])}_undo") or {})
    judge_runs(world, node, definition)


def judge_shape(world: World, node: Node, definition: Actions) -> None:
    """Assert that Logic Apps takes the definition: names that are there once and fit, and a depth that it allows."""
    listed = list(all_actions(definition["actions"]))
    names = [name.lower() for name, _, _ in listed]
    world.expect(len(names) == len(set(names)), f"{node.id}: two actions have one name")
    world.expect(all(len(name) <= 80 for name in names), f"{node.id}: an action's name is too long")
    deepest = max(depth for _, _, depth in listed)
    world.expect(deepest <= DEEPEST, f"{node.id}: actions stand {deepest} deep in one another")
    world.expect(len(listed) <= 500, f"{node.id}: has {len(listed)} actions")
    texts = [text for _, action, _ in listed for text in all_texts(action) if text.startswith("@")]
    longest = max((len(text) for text in texts), default=0)
    world.expect(longest <= 8192, f"{node.id}: an expression has {longest} characters")
    for name, action, _ in listed:
        if action["type"] == "Http":
            world.expect("key" not in str(action.get("inputs")).lower(), f"{node.id}: {name} holds a key")


def all_texts(value: Any) -> Iterator[str]:
    """Return every text in a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from all_texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from all_texts(inner)


def address(world: World, node: Node, target: Node) -> str | None:
    """Return where a node is asked."""
    resource = world.main(target)
    if target.kind == "external":
        return str(target.get("url"))
    if resource is None:
        return None
    if target.kind == "function":
        return f"https://{resource.output('defaultHostName')}/run"
    if target.kind == "workflow":
        return f"{resource.output('accessEndpoint')}/triggers/manual/paths/invoke?api-version=2016-10-01"
    if target.kind == "event-bus":
        return f"{resource.output('endpoint')}?api-version=2018-01-01"
    return f"https://{resource.get('namespaceName')}.servicebus.windows.net/{resource.output('name')}/messages"


def judge_step(world: World, node: Node, step: Step, action: Actions) -> None:
    """Assert that an action does what its step says, once more where that fails, and for no longer than it may."""
    about = f"{node.id}, step {step['name']}"
    for deed in ASKING:
        if deed in step:
            target = world.design.nodes[step[deed]]
            flows = [flow for flow in world.design.flows_from(node, deed) if flow.target.id == target.id]
            judge_request(world, node, target, action, about)
            retry = {**RETRY, **(step.get("retry") or {})}
            limit = step.get("timeout")
            if deed == "call" and flows:
                limit = limit or flows[0].get("timeout") or "5s"
                retries = flows[0].get("retries")
                retry["attempts"] = retry["attempts"] if "retry" in step else 2 if retries is None else retries
            waits = judge_retry(world, action, retry, about)
            stated = (action.get("limit") or {}).get("timeout")
            whole = (seconds(limit) * (retry["attempts"] + 1) + sum(waits)) if limit else None
            world.expect(stated == (iso(whole) if whole else None), f"{about}: may take {stated}")
            if deed == "publish":
                judge_message(world, step, flows, action, about)
    if "wait" in step:
        interval = action.get("inputs", {}).get("interval", {})
        unit = {"Day": 86_400, "Hour": 3600, "Minute": 60, "Second": 1}.get(interval.get("unit"), 0)
        waited = interval.get("count", 0) * unit
        world.expect(action.get("type") == "Wait" and waited == seconds(step["wait"]), f"{about}: waits {waited} s")
    if "each" in step:
        most = action.get("runtimeConfiguration", {}).get("concurrency", {}).get("repetitions")
        world.expect(most == step["each"].get("at_once", 10), f"{about}: works on {most} items at once")
    if "parallel" in step:
        free = all(not branch.get("runAfter") for branch in action.get("actions", {}).values())
        world.expect(free, f"{about}: its branches wait for one another")
    if "fail" in step:
        world.expect(step["fail"] in list(all_texts(action)), f"{about}: does not say why it fails")


def judge_undo(world: World, node: Node, step: Step, action: Actions) -> None:
    """Assert that what takes a step back is asked at least as often as the step."""
    about = f"{node.id}, undoing of {step['name']}"
    judge_request(world, node, world.design.nodes[step["undo"]], action, about)
    retry = {**RETRY, **(step.get("retry") or {})}
    judge_retry(world, action, {**retry, "attempts": max(3, retry["attempts"])}, about)


def judge_request(world: World, node: Node, target: Node, action: Actions, about: str) -> None:
    """Assert that a node is asked at its address, as the workflow itself, and an outsider as nobody."""
    inputs = action.get("inputs") or {}
    world.expect(action.get("type") == "Http" and inputs.get("method") == "POST", f"{about}: asks nobody")
    wanted = address(world, node, target)
    world.expect(wanted is not None and inputs.get("uri") == wanted, f"{about}: asks {inputs.get('uri')}")
    given = inputs.get("authentication")
    own = identity(world, node)
    if target.kind == "external":
        world.expect(given is None, f"{about}: gives a token away")
        return
    token = {
        "type": "ManagedServiceIdentity",
        "identity": own.id if own else None,
        "audience": AUDIENCES[target.kind],
    }
    world.expect(given == token, f"{about}: signs in with {given}")
    at_once = action.get("operationOptions") == "DisableAsyncPattern"
    world.expect(at_once is (target.kind == "workflow"), f"{about}: waits for another answer, or does not")


def judge_retry(world: World, action: Actions, retry: dict[str, Any], about: str) -> list[int]:
    """Assert how often a request is tried again; return the waits in between."""
    policy = (action.get("inputs") or {}).get("retryPolicy") or {}
    count = retry["attempts"]
    if count == 0:
        world.expect(policy == {"type": "none"}, f"{about}: is tried again by {policy}")
        return []
    first = max(5, seconds(retry["wait"]))
    grows = retry["backoff"] > 1
    waits = [min(86_400, first * (2**attempt if grows else 1)) for attempt in range(count)]
    wanted: dict[str, Any] = {"type": "exponential" if grows else "fixed", "count": count, "interval": iso(first)}
    if grows:
        wanted |= {"minimumInterval": iso(first), "maximumInterval": iso(waits[-1])}
    world.expect(policy == wanted, f"{about}: is tried again by {policy}, not {wanted}")
    return waits


def judge_message(world: World, step: Step, flows: list[Flow], action: Actions, about: str) -> None:
    """Assert that a message says which event it is, and that those of one run keep their order where that counts."""
    target = world.design.nodes[step["publish"]]
    event = step.get("event") or next((flow.get("event") for flow in flows if flow.get("event")), None) or "Message"
    inputs = action.get("inputs") or {}
    headers = inputs.get("headers") or {}
    if target.kind == "event-bus":
        body = inputs.get("body") or {}
        world.expect(body.get("type") == event and body.get("specversion") == "1.0", f"{about}: is no {event}")
        form = "application/cloudevents+json; charset=utf-8"
        world.expect(headers.get("Content-Type") == form, f"{about}: does not say what form its events have")
        return
    stated = headers.get("BrokerProperties")
    wanted = {"Label": event}
    if target.get("fifo"):
        wanted["SessionId"] = "@{workflow()['run']['name']}"
    world.expect(stated == wanted, f"{about}: its messages say {stated}, not {wanted}")


def callers(world: World, node: Node) -> dict[str, Node]:
    """Return who may start runs by a request, by id."""
    flows = [flow for flow in world.design.flows_to(node, "invoke") if flow.source.kind != "schedule"]
    return {flow.source.id: flow.source for flow in flows}


def admits(world: World, node: Node, resource: Resource) -> None:
    """Assert that those who start runs are let in, each by who it is, and nobody else."""
    policies = resource.get("accessControl", "triggers", "openAuthenticationPolicies", "policies") or {}
    admitted: set[str] = set()
    for name, policy in policies.items():
        claims = {claim["name"]: claim["value"] for claim in policy.get("claims", [])}
        sound = policy.get("type") == "AAD" and set(claims) == {"iss", "aud", "oid"}
        world.expect(sound, f"{node.id}: {name} is let in by {sorted(claims)}")
        world.expect(claims.get("iss") == "https://sts.windows.net/<tenant>/", f"{node.id}: tokens of {claims}")
        world.expect(claims.get("aud") == MANAGEMENT, f"{node.id}: tokens for {claims.get('aud')}")
        admitted.add(str(claims.get("oid")))
    wanted = {world.principal(caller) for caller in callers(world, node).values()}
    world.expect(admitted == wanted, f"{node.id}: lets in {sorted(admitted)}")


def triggers(world: World, node: Node, definition: Actions) -> None:
    """Assert what starts runs: requests unless only times do, and each schedule."""
    stated = definition.get("triggers") or {}
    timed = [flow for flow in world.design.flows_to(node, "invoke") if flow.source.kind == "schedule"]
    asked = [name for name, trigger in stated.items() if trigger.get("type") == "Request"]
    wanted = [] if timed and not callers(world, node) else ["manual"]
    world.expect(asked == wanted, f"{node.id}: takes requests at {asked}")
    world.expect(len(stated) == len(asked) + len(timed), f"{node.id}: is started by {sorted(stated)}")


def scheduled(world: World, flow: Flow) -> None:
    """A schedule is a trigger of the workflow, which counts as the design does."""
    resource = world.must(flow.target)
    name = f"{plain(flow.source.service)}_{plain(flow.source.name)}"
    trigger = (resource.get("definition", "triggers", name) if resource else None) or {}
    told = trigger.get("recurrence") or {}
    world.expect(trigger.get("type") == "Recurrence", f"{flow}: nothing counts the times")
    world.expect(told.get("timeZone") == "UTC" and "startTime" in told, f"{flow}: counts from {told}")
    length = {"Second": 1, "Minute": 60, "Hour": 3600, "Day": 86_400, "Week": 604_800}.get(told.get("frequency", ""), 0)
    span = length * told.get("interval", 0)
    if flow.source.get("every"):
        world.expect(span == seconds(flow.source.get("every")), f"{flow}: comes every {span} seconds")
        return
    minute, hour, _, _, weekday = flow.source.get("cron").split()
    times = told.get("schedule") or {}
    for stated, written, most in ((times.get("minutes"), minute, 60), (times.get("hours"), hour, 24)):
        world.expect(stated == meant(written, most), f"{flow}: comes at {stated}, not at {written}")
    days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
    wanted = None if weekday == "*" else [days[day] for day in meant(weekday.replace("7", "0"), 7)]
    world.expect(times.get("weekDays") == wanted, f"{flow}: comes on {times.get('weekDays')}")
    world.expect(span == (86_400 if wanted is None else 604_800), f"{flow}: comes every {span} seconds")


def meant(written: str, most: int) -> list[int]:
    """Return the numbers that a field of a cron expression means."""
    found: set[int] = set()
    for piece in written.split(","):
        whole, _, step = piece.partition("/")
        first, _, last = ("0-" + str(most - 1) if whole == "*" else whole).partition("-")
        found |= set(range(int(first), int(last or first) + 1, int(step or 1)))
    return sorted(found)


def invoke_function(world: World, flow: Flow) -> None:
    """The app of a function lets in the workflows that invoke it, and nobody else."""
    app = world.must(flow.target)
    if app is None:
        return
    found = [item for item in world.recording.of(AUTHENTICATION) if item.get("name") == app.output("name")]
    if not world.expect(len(found) == 1, f"{flow}: {len(found)} settings say whom {flow.target.id} lets in"):
        return
    everybody = found[0].get("globalValidation") or {}
    strict = (
        everybody.get("requireAuthentication") is True and everybody.get("unauthenticatedClientAction") == "Return401"
    )
    world.expect(strict and found[0].get("platform", "enabled") is True, f"{flow}: strangers are let in")
    directory = found[0].get("identityProviders", "azureActiveDirectory") or {}
    validation = directory.get("validation") or {}
    let_in = (validation.get("defaultAuthorizationPolicy") or {}).get("allowedApplications")
    sources = {item.source.id: item.source for item in world.design.flows_to(flow.target, "invoke")}
    own = [identity(world, source) for source in sources.values() if source.kind == "workflow"]
    wanted = [item.output("clientId") for item in own if item]
    world.expect(sorted(let_in or []) == sorted(wanted), f"{flow}: {flow.target.id} lets in {let_in}")
    world.expect(validation.get("allowedAudiences") == [MANAGEMENT], f"{flow}: takes tokens for somebody else")
    registration = directory.get("registration") or {}
    known = registration.get("openIdIssuer") == "https://sts.windows.net/<tenant>/"
    world.expect(directory.get("enabled") is True and known, f"{flow}: takes tokens of somebody else")
    world.expect(registration.get("clientId") in wanted, f"{flow}: stands for somebody else")


def start(world: World, flow: Flow) -> None:
    """A function, or another workflow, is let in, and knows where."""
    resource = world.must(flow.target)
    if resource and flow.source.kind == "function":
        world.tell(flow, flow.source, address(world, flow.source, flow.target), "where to start runs")


def publish(world: World, flow: Flow) -> None:
    """A workflow may send to one channel, and to it alone."""
    channel = world.must(flow.target)
    if channel:
        bus = flow.target.kind == "event-bus"
        role = "EventGrid Data Sender" if bus else "Azure Service Bus Data Sender"
        world.give(flow.source, role, channel.id, str(flow))


def call(world: World, flow: Flow) -> None:
    """A workflow asks an outsider in one of its steps, or in none."""
    world.expect(flow.target.get("url") is not None, f"{flow}: nobody knows the address")


# Runs


def judge_runs(world: World, node: Node, definition: Actions) -> None:
    """Follow runs in which all goes well, in which each case of a choice holds, and in which each request fails."""
    steps = steps_of(world.design, node)
    asked = [step["name"] for step in steps if any(deed in step for deed in ASKING)]
    undone = [f"undo {step['name']}" for step in steps if step.get("undo")]
    cases = [case for step in steps for case in as_list(step.get("choose"))]
    reached: dict[str, Run] = {}
    failures: list[dict[str, str]] = [{}]
    failures += [{name: status} for name, status in product(asked, BAD)]
    failures += [{name: "Failed", undoing: "Failed"} for name, undoing in product(asked[-1:], undone)]
    for chosen in [None, *cases]:
        values = guessed(steps, cases, chosen)
        for failing in failures:
            run = follow(world, node, definition, values, failing)
            for name in run.results if run else ():
                if run and run.results[name].status == "Succeeded":
                    reached.setdefault(name, run)
    composed = {plain(step["name"]) for step in steps if "parallel" in step or "each" in step}
    for name, action in asking_nobody(definition["actions"], composed):
        if name in reached:
            judge_broken(world, node, definition, reached[name], name, action)


def asking_nobody(actions: Actions, passed: set[str]) -> Iterator[tuple[str, Any]]:
    """Return the actions that ask nobody and may fail all the same, but for those inside of some."""
    for name, action in actions.items():
        if action["type"] in ("Compose", "Wait"):
            yield name, action
        if name not in passed:
            yield from asking_nobody(action.get("actions", {}), passed)


def judge_broken(world: World, node: Node, definition: Actions, like: Run, name: str, action: Any) -> None:
    """Assert that a run fails in which such an action fails."""
    run = Run(copy.deepcopy(like.body), like.trigger, like.answer, broken=name)
    ended = run.go(definition)
    world.expect(ended == "Failed", f"{node.id}: a run ends as {ended} although {action['type']} {name} fails")


def guessed(steps: list[Step], cases: list[Step], chosen: Step | None) -> dict[str, Any]:
    """Return values for the paths that steps follow, of which one makes a case hold and no other does."""
    texts = [text for step in steps for text in all_texts([step.get("input"), step.get("each")])]
    paths = {text for text in texts if text[:2] in ("$.", "$[")}
    values: dict[str, Any] = {path: f"the {path}" for path in paths}
    values |= {step["each"]["items"]: [{"line": 1}, {"line": 2}] for step in steps if "each" in step}
    for case in cases:
        values[case["value"]] = value_of(case, held=False)
    if chosen is not None:
        values[chosen["value"]] = value_of(chosen, held=True)
    return values


def value_of(case: Step, *, held: bool) -> Any:
    """Return a value with which a case holds, or one with which it does not."""
    if "equals" in case:
        return case["equals"] if held else "another"
    if "exists" in case:
        return "there" if held is case["exists"] else None
    limit, sign = (case["above"], 1) if "above" in case else (case["below"], -1)
    return limit + sign if held else limit - sign


def follow(
    world: World, node: Node, definition: Actions, values: dict[str, Any], failing: dict[str, str]
) -> Run | None:
    """Follow one run of the definition and one of the design, and compare whom they ask for what; return the first."""
    steps = steps_of(world.design, node)
    results = {step["name"]: step["result"] for step in steps if step.get("result") and "each" not in step}
    body: Any = {"lines": [{}, {}]}
    lists = {step["each"]["items"] for step in steps if "each" in step}
    for path, value in sorted(values.items(), key=lambda pair: (pair[0] in lists, pair[0])):
        inside = any(path == result or path.startswith(result + ".") for result in results.values())
        if value is not None and not inside and not any(isinstance(name, int) for name in fields(path)):
            body = put(body, path, value)
    if isinstance(body, dict):
        short = {key: value for key, value in body.items() if not isinstance(value, list)}
        for path in lists:
            if all(isinstance(name, str) for name in fields(path)):
                body = put(body, path, [{**short, "line": 1}, {**short, "line": 2}])

    def answer(name: str) -> tuple[str, Any]:
        status = failing.get(name, "Succeeded")
        given: Any = {"by": name}
        for path, value in values.items():
            under = results.get(name)
            if under and path.startswith(under + ".") and value is not None:
                given = put(given, "$" + path.removeprefix(under), value)
        return status, given

    names = {plain(step["name"]): step["name"] for step in steps}
    of_action = {**names, **{f"{plain(name)}_undo": f"undo {name}" for name in names.values()}}
    run = Run(copy.deepcopy(body), "manual", lambda action: answer(of_action[action]))
    drawn = Drawn(world.design, node, answer)
    about = f"{node.id}: where {failing or 'nothing'} fails"
    try:
        ended = run.go(definition)
    except BrokenError as error:
        world.expect(False, f"{about}, {error}")
        return None
    wanted = drawn.go(copy.deepcopy(body))
    world.expect(ended == wanted, f"{about}, a run ends as {ended}, not as {wanted}")
    asked = [(target, tidy(content)) for target, content in run.requests]
    nodes = world.design.nodes
    drawn_requests = [(address(world, node, nodes[name]), tidy(content)) for name, content in drawn.requests]
    unwrapped = [(uri, body["data"] if is_event(body) else body) for uri, body in asked]
    world.expect(unwrapped == drawn_requests, f"{about}, a run asks {unwrapped}, not {drawn_requests}")
    return run


def is_event(body: Any) -> bool:
    """Return whether what is handed on is the envelope of an event."""
    return isinstance(body, dict) and body.get("specversion") == "1.0"


def tidy(value: Any) -> Any:
    """Return a value in which all that went wrong is told in the same words."""
    if isinstance(value, dict):
        if value.get("status") in BAD and "name" in value:
            return "what went wrong"
        return {key: tidy(inner) for key, inner in value.items()}
    return [tidy(inner) for inner in value] if isinstance(value, list) else value
