"""Workflows: each step of the design in the source, what a run may do, and how runs are started."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from judge.design import Flow, Node, seconds
from judge.gcp.messages import told
from judge.gcp.starts import JOB, may_call, timed
from judge.gcp.world import ACCOUNT, ALERT, PROJECT, PROJECT_MEMBER, TOPIC, World
from judge.recording import Resource, as_list

WORKFLOW = "gcp:workflows/workflow:Workflow"
TRIGGER = "gcp:eventarc/trigger:Trigger"
EXECUTIONS = "googleapis.workflowexecutions.v1.projects.locations.workflows.executions"
PUBLISH = "googleapis.pubsub.v1.projects.topics.publish"
DEEDS = ("invoke", "call", "publish", "wait", "choose", "parallel", "each", "fail")
LEVELS = {"all": "LOG_ALL_CALLS", "errors": "LOG_ERRORS_ONLY", "off": "LOG_NONE"}
LONGEST = 1800

Step = dict[str, Any]

# What a run begins with that a message starts: its content, which stands in an event, becomes what the run works on.
UNWRAP = {
    "switch": [
        {
            "condition": '${get_type(state) == "map" and map.get(state, ["data", "message", "data"]) != null}',
            "steps": [
                {"take_message": {"assign": [{"state": "${json.decode(base64.decode(state.data.message.data))}"}]}}
            ],
        }
    ]
}


@dataclass
class Parts:
    """The steps of a source by their names, and those of each of its parts."""

    bodies: dict[str, Step]
    groups: dict[str, list[tuple[str, Step]]]

    def get(self, name: str) -> Step:
        """Return the body of a step."""
        return self.bodies.get(name, {})

    def names(self, part: str) -> list[str]:
        """Return the names of the steps of a part."""
        return [name for name, _ in self.groups.get(part, [])]


def plain(name: str) -> str:
    """Return the name of a step as Workflows takes it."""
    made = "".join(letter.lower() if letter.isascii() and letter.isalnum() else "_" for letter in name)
    return made if made[:1].isalpha() else f"step_{made}"


def steps_of(world: World, node: Node) -> list[dict[str, Any]]:
    """Return the steps of a workflow; without any, what it is joined to, one after the other."""
    drawn = as_list(node.get("steps"))
    return drawn or [
        {"name": flow.target.name, flow.kind: flow.target.id, "event": flow.get("event")}
        for flow in world.design.flows_from(node)
    ]


def lists(steps: list[Step]) -> Iterator[list[tuple[str, Step]]]:
    """Return a list of steps with their names, and every list that stands inside of one of its steps."""
    yield [(name, body) for step in steps for name, body in step.items()]
    for step in steps:
        for body in step.values():
            yield from nested(body)


def nested(body: Any) -> Iterator[list[tuple[str, Step]]]:
    """Return the lists of steps that stand in a value."""
    if isinstance(body, dict):
        for key, value in body.items():
            if key in ("steps", "branches") and isinstance(value, list):
                yield from lists(value)
            else:
                yield from nested(value)
    elif isinstance(body, list):
        for value in body:
            yield from nested(value)


def jumps(body: Step) -> set[str]:
    """Return the steps of its own list that a step may go on with."""
    found = {body["next"]} if "next" in body else set()
    return found | {case["next"] for case in body.get("switch", []) if "next" in case}


def expressions(value: Any) -> Iterator[str]:
    """Return every expression that stands in a value."""
    if isinstance(value, str) and value.startswith("${") and value.endswith("}"):
        yield value[2:-1]
    elif isinstance(value, dict):
        for inner in value.values():
            yield from expressions(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from expressions(inner)


def workflow(world: World, node: Node, resource: Resource) -> None:
    """A workflow runs as an account of its own, logs and tells of failures as drawn, and its source does the steps."""
    account = world.account(resource)
    world.need(account, node.id, "it runs as no account of its own")
    others = [item for item in world.recording.of(WORKFLOW) if world.account(item) == account]
    world.need(len(others) == 1, node.id, f"{len(others)} workflows run as its account")
    level = resource.get("callLogLevel")
    world.need(level == LEVELS[node.get("logs")], node.id, f"{level} of its runs is logged")
    world.need(resource.get("deletionProtection") is False, node.id, "it cannot be deleted with its stack")
    source = resource.get("sourceContents")
    if not world.need(isinstance(source, dict) and "main" in source, node.id, "its source is no JSON"):
        return
    judge_shape(world, node, source)
    begin = source["main"]["steps"][0].get("begin", {}).get("assign", [])
    stated = next((item["deadline"] for item in begin if "deadline" in item), None)
    wanted = f"${{sys.now() + {seconds(node.get('timeout'))}}}"
    world.need(stated == wanted, node.id, f"its runs end at {stated}, not at {wanted}")
    parts = {part: [pair for group in lists(body["steps"]) for pair in group] for part, body in source.items()}
    bodies = {name: body for group in parts.values() for name, body in group if name != "finish"}
    steps = steps_of(world, node)
    for step in steps:
        body = bodies.get(plain(step["name"]))
        if world.need(body, node.id, f"it has no step {step['name']}") and body:
            judge_step(world, node, step, body, Parts(bodies, parts))
    judge_undo(world, node, steps, source, begin)
    returns = [body for name, body in parts["main"] if name == "finish" and body.get("return") == "${state}"]
    world.need(len(returns) == 1, node.id, f"its runs end well at {len(returns)} steps")


def judge_shape(world: World, node: Node, source: Step) -> None:
    """Assert that Workflows takes the source: names that are there once, and jumps within one list."""
    for part, body in source.items():
        groups = list(lists(body["steps"]))
        names = [name for group in groups for name, _ in group]
        world.need(len(names) == len(set(names)), node.id, f"{part} has two steps of one name")
        for group in groups:
            beside = {name for name, _ in group}
            for name, inner in group:
                away = jumps(inner) - beside
                world.need(not away, node.id, f"{name} leads to {sorted(away)}, which stand elsewhere")
    longest = max((len(text) for text in expressions(source)), default=0)
    world.need(longest <= 400, node.id, f"an expression has {longest} characters, and 400 is the most")


def inner_call(body: Step, name: str, parts: Parts) -> Step:
    """Return the call of a step, which stands in what is tried or beside it."""
    if "call" in body or "parallel" in body:
        return body
    tried = [inner for step in body.get("try", {}).get("steps", []) for inner in step.values()]
    beside = [parts.get(f"{name}_call")]
    return next((inner for inner in [*tried, *beside] if "call" in inner or "parallel" in inner), {})


def judge_step(world: World, node: Node, step: dict[str, Any], body: Step, parts: Parts) -> None:
    """Assert that a step of the source does what the step of the design does."""
    name = plain(step["name"])
    about = f"{node.id}, step {step['name']}"
    deed = next(deed for deed in DEEDS if deed in step)
    call = inner_call(body, name, parts)
    JUDGES[deed](world, node, step, call or body, about)
    if deed in ("parallel", "each"):
        judge_inner(world, step, call, parts, about)
    if deed in ("invoke", "call", "publish"):
        default = {"attempts": 3, "wait": "2s", "backoff": 2}
        written = step.get("retry")
        flow = flow_of(world, node, step, deed)
        attempts = {**default, **(written or {})}["attempts"]
        if written is None and deed == "call" and flow:
            attempts = flow.get("retries")
        stated = body.get("retry", {}).get("max_retries", 0)
        world.need(stated == attempts, about, f"it is tried again {stated} times, not {attempts}")
        if attempts:
            told = {**default, **(written or {})}
            backoff = body["retry"]["backoff"]
            world.need(backoff["initial_delay"] == seconds(told["wait"]), about, "it waits otherwise")
            world.need(backoff["multiplier"] == told["backoff"], about, "its waits grow otherwise")
            world.need(body["retry"]["predicate"] == "${any_failure}", about, "not every failure is tried again")
    elif deed in ("parallel", "each"):
        stated = body.get("retry", {}).get("max_retries", 0)
        attempts = step["retry"].get("attempts", 3) if "retry" in step else 0
        world.need(stated == attempts, about, f"it is tried again {stated} times, not {attempts}")
    judge_catches(world, step, body, parts, about)
    path = step.get("result")
    if path:
        fields = path.removeprefix("$.").split(".")
        kept = any(key.endswith("." + ".".join(fields)) for key in assigned([body, parts.get(f"{name}_keep")]))
        world.need(kept, about, f"its answer is not kept at {path}")
    if step.get("next") and deed != "fail":
        after = parts.get(f"{name}_failed") if step.get("catch") else body
        last = [after, parts.get(f"{name}_keep"), parts.get(f"{name}_call")]
        goes = {item["next"] for item in last if "next" in item}
        wanted = "finish" if step["next"] == "end" else plain(step["next"])
        world.need(goes == {wanted}, about, f"it goes on with {sorted(goes)}, not with {step['next']}")


def assigned(value: Any) -> Iterator[str]:
    """Return the names of all that is assigned in a value."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "assign":
                yield from (name for item in inner for name in item)
            else:
                yield from assigned(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from assigned(inner)


def judge_catches(world: World, step: dict[str, Any], body: Step, parts: Parts, about: str) -> None:
    """Assert that a failure that the design catches leads where it says, and any other ends the run."""
    catches = as_list(step.get("catch"))
    name = plain(step["name"])
    flag = f"{name}_then"
    if not catches:
        world.need(f"{name}_failed" not in parts.bodies, about, "a failure leads on that nobody drew")
        rules = [inner for rule in body.get("except", {}).get("steps", []) for inner in rule.values()]
        swallowed = bool(rules) and rules[-1].get("raise") != "${failure}"
        world.need(not swallowed, about, "its failure is swallowed")
        return
    rules = body.get("except", {}).get("steps", [])
    noted = list(assigned(rules))
    world.need(any(item.endswith(".error") for item in noted), about, "what went wrong is not kept at $.error")
    cases = parts.get(f"{name}_failed").get("switch", [])
    led = {case.get("condition", "").partition(" == ")[2].strip('"}'): case.get("next", "") for case in cases}
    world.need(all(key == value for key, value in led.items()), about, f"its failures lead to {led}")
    which = next((inner for rule in rules for inner in rule.values() if "switch" in inner), None)
    for index, caught in enumerate(catches):
        errors = as_list(caught.get("errors"))
        then = "finish" if caught["then"] == "end" else plain(caught["then"])
        target = next((to for to in led.values() if to == then), None)
        world.need(target, about, f"{errors or 'any failure'} does not lead to {caught['then']}")
        if which:
            case = which["switch"][index]
            wanted = " or ".join(f'"{error}" in failure.tags' for error in errors) or "true"
            world.need(
                case.get("condition", "") == f"${{{wanted}}}", about, f"{case['condition']} leads to {caught['then']}"
            )
            inside = [inner for item in case["steps"] for inner in item.values()]
            sets = [value for inner in inside for value in inner.get("assign", [])]
            world.need({flag: target} in sets, about, f"{errors} leads elsewhere")
        else:
            sets = [value for rule in rules for inner in rule.values() for value in inner.get("assign", [])]
            world.need({flag: target} in sets, about, f"a failure leads elsewhere than to {target}")
    if which and all(caught.get("errors") for caught in catches):
        last = which["switch"][-1]
        raised = [inner.get("raise") for item in last["steps"] for inner in item.values()]
        world.need(last.get("condition") is True and raised == ["${failure}"], about, "other failures are swallowed")


def flow_of(world: World, node: Node, step: dict[str, Any], deed: str) -> Flow | None:
    """Return the flow that lets a step do what it does."""
    flows = [flow for flow in world.design.flows_from(node, deed) if flow.target.id == step[deed]]
    return flows[0] if flows else None


def address(world: World, node: Node) -> str | None:
    """Return the address of what is called."""
    return str(node.get("url")) if node.kind == "external" else world.uri(node)


def invoke(world: World, node: Node, step: dict[str, Any], call: Step, about: str) -> None:
    """A function is called at its address with a token; a run of another workflow is started, or waited for."""
    target = world.design.nodes[step["invoke"]]
    arguments = call.get("args", {})
    if target.kind in ("function", "container"):
        asked(world, node, step, call, about, address(world, target), None)
        token = arguments.get("auth", {})
        right = token.get("type") == "OIDC" and token.get("audience") == world.uri(target)
        world.need(right, about, f"it signs in with {token}")
        return
    started = world.main(target)
    if started is None:
        return
    flow = flow_of(world, node, step, "invoke")
    waits = not flow or flow.values.get("mode") != "async"
    world.need(call.get("call") == f"{EXECUTIONS}.{'run' if waits else 'create'}", about, f"it does {call.get('call')}")
    if waits:
        named = (arguments.get("workflow_id"), arguments.get("project_id"), arguments.get("location"))
        world.need(named == (started.output("name"), PROJECT, world.design.region), about, f"it runs {named}")
        limit = seconds(step.get("timeout") or target.get("timeout"))
        stated = arguments.get("connector_params", {}).get("timeout")
        world.need(stated == limit, about, f"it waits {stated} seconds, not {limit}")
    else:
        world.need(arguments.get("parent") == started.output("id"), about, f"it starts {arguments.get('parent')}")


def asked(
    world: World, node: Node, step: dict[str, Any], call: Step, about: str, url: str | None, limit: str | None
) -> None:
    """Assert that an address is asked, for no longer than the step and the run may take."""
    arguments = call.get("args", {})
    world.need(call.get("call") == "http.post", about, f"it does {call.get('call')}")
    world.need(arguments.get("url") == url, about, f"it calls {arguments.get('url')}")
    longest = min(seconds(step.get("timeout") or limit or f"{LONGEST}s"), LONGEST)
    wanted = f"${{math.min({longest}, deadline - sys.now())}}"
    world.need(arguments.get("timeout") == wanted, about, f"it waits {arguments.get('timeout')}, not {wanted}")
    given(world, step, arguments.get("body"), about)
    world.need(node, about, "it belongs to nothing")


def given(world: World, step: dict[str, Any], stated: Any, about: str) -> None:
    """Assert that what is handed on is the input of the step, or the state."""
    written = step.get("input")
    if written is None:
        world.need(str(stated).startswith("${"), about, f"it hands on {stated}")
    elif isinstance(written, dict) and isinstance(stated, dict):
        world.need(set(stated) == set(written), about, f"it hands on {sorted(stated)}")
        for key, value in written.items():
            path = isinstance(value, str) and value.startswith("$")
            part = str(value).rpartition(".")[2]
            right = part in str(stated.get(key)) if path else stated.get(key) in (value, "${null}")
            world.need(right, about, f"its {key} is {stated.get(key)!r}")


def ask(world: World, node: Node, step: dict[str, Any], call: Step, about: str) -> None:
    """Another system is asked at its address."""
    target = world.design.nodes[step["call"]]
    flow = flow_of(world, node, step, "call")
    asked(world, node, step, call, about, address(world, target), flow.get("timeout") if flow else None)
    world.need("auth" not in call.get("args", {}), about, "it gives away a token")


def publish(world: World, node: Node, step: dict[str, Any], call: Step, about: str) -> None:
    """A message with its event goes to the topic."""
    topic = world.topic(world.design.nodes[step["publish"]])
    arguments = call.get("args", {})
    world.need(call.get("call") == PUBLISH, about, f"it does {call.get('call')}")
    known = {topic.output("id"), topic.get("id")} if topic else set()
    world.need(arguments.get("topic") in known, about, f"it goes to {arguments.get('topic')}")
    messages = arguments.get("body", {}).get("messages", [])
    flow = flow_of(world, node, step, "publish")
    event = step.get("event") or (flow.get("event") if flow else None) or "Message"
    kinds = [message.get("attributes", {}).get("type") for message in messages]
    world.need(kinds == [event], about, f"its messages tell of {kinds}, not of {event}")
    variable = f"{plain(step['name'])}_message"
    data = [message.get("data") for message in messages]
    world.need(data == [f"${{base64.encode(json.encode({variable}))}}"], about, f"its messages hold {data}")
    ordered = world.design.nodes[step["publish"]].values.get("fifo")
    world.need(all(("orderingKey" in message) == bool(ordered) for message in messages), about, "order is not kept")


def wait(world: World, _: Node, step: dict[str, Any], call: Step, about: str) -> None:
    """The run waits."""
    world.need(call.get("call") == "sys.sleep", about, f"it does {call.get('call')}")
    world.need(call.get("args", {}).get("seconds") == seconds(step["wait"]), about, f"it waits {call.get('args')}")


def choose(world: World, _: Node, step: dict[str, Any], call: Step, about: str) -> None:
    """The cases are tried in order."""
    cases = call.get("switch", [])
    world.need(len(cases) == len(step["choose"]), about, f"it has {len(cases)} cases")
    for case, drawn in zip(cases, step["choose"], strict=False):
        leads = case.get("next", "") == ("finish" if drawn["then"] == "end" else plain(drawn["then"]))
        world.need(leads, about, f"{drawn['value']} leads to {case['next']}")
        condition = case.get("condition", "")
        fields = drawn["value"].removeprefix("$.").split(".")
        world.need(all(f'"{field}"' in condition for field in fields), about, f"it looks at {condition}")
        if "equals" in drawn:
            value = drawn["equals"]
            text = f'"{value}"' if isinstance(value, str) else str(value).lower()
            world.need(condition.endswith(f" == {text}}}"), about, f"it compares {condition}")
        elif "exists" in drawn:
            world.need(condition.endswith(f" {'!=' if drawn['exists'] else '=='} null}}"), about, f"it is {condition}")
        else:
            sign, limit = (">", drawn["above"]) if "above" in drawn else ("<", drawn["below"])
            right = condition.startswith("${default(") and condition.endswith(f", {limit}) {sign} {limit}}}")
            world.need(right, about, f"it compares {condition}")


def parallel(world: World, _: Node, step: dict[str, Any], call: Step, about: str) -> None:
    """The branches run at the same time."""
    branches = call.get("parallel", {}).get("branches", [])
    world.need(len(branches) == len(step["parallel"]), about, f"it has {len(branches)} branches")


def each(world: World, _: Node, step: dict[str, Any], call: Step, about: str) -> None:
    """The steps run once for each item, so many at the same time."""
    loop = call.get("parallel", {})
    world.need(loop.get("concurrency_limit") == step["each"].get("at_once", 10), about, "it works on more at once")
    field = step["each"]["items"].rpartition(".")[2]
    world.need(field in str(loop.get("for", {}).get("in")), about, f"its items are {loop.get('for', {}).get('in')}")


def judge_inner(world: World, step: dict[str, Any], call: Step, parts: Parts, about: str) -> None:
    """Assert that what runs at the same time has a state of its own, does the drawn steps, and shares its answers."""
    loop = call.get("parallel", {})
    wanted = step["parallel"] if "parallel" in step else [step["each"]["steps"]]
    called = [inner for group in nested(loop) for _, inner in group if inner.get("call") in parts.groups]
    world.need(len(called) == len(wanted), about, f"it runs {len(called)} lists of steps")
    for inner, names in zip(called, wanted, strict=False):
        there = parts.names(inner["call"])
        drawn = [plain(name) for name in names]
        world.need([name for name in there if name in drawn] == drawn, about, f"it does {there}, not {drawn}")
        world.need(inner["args"].get("deadline") == "${deadline}", about, "its calls outlast the run")
        world.need(str(inner["args"].get("state")).startswith("${") or step.get("input"), about, "it has no state")
    written = {name.partition("[")[0].partition(".")[0] for name in assigned(loop) if "[" in name}
    shared = set(loop.get("shared", []))
    world.need(
        written == shared, about, f"{sorted(written ^ shared)} is shared and not written, or the other way round"
    )
    world.need(bool(shared) == bool(step.get("result")), about, "its answers are not kept as drawn")


def fail(world: World, _: Node, step: dict[str, Any], call: Step, about: str) -> None:
    """The run ends as failed, for the drawn reason."""
    raised = call.get("raise", {})
    world.need(raised == {"message": step["fail"], "tags": [step["name"]]}, about, f"it fails of {raised}")


JUDGES = {
    "invoke": invoke,
    "call": ask,
    "publish": publish,
    "wait": wait,
    "choose": choose,
    "parallel": parallel,
    "each": each,
    "fail": fail,
}


def judge_undo(world: World, node: Node, steps: list[dict[str, Any]], source: Step, begin: list[Step]) -> None:
    """Assert that a run that fails undoes what it did, the last first, and fails all the same."""
    undone = [step for step in steps if step.get("undo")]
    run = next((body for step in source["main"]["steps"] for name, body in step.items() if name == "run"), None)
    if not undone:
        world.need(run is None, node.id, "it undoes what nobody drew")
        return
    if not world.need(run and "except" in run, node.id, "nothing is undone when it fails") or run is None:
        return
    rules = [inner for step in run["except"]["steps"] for inner in step.values()]
    world.need("raise" in rules[-1], node.id, "a run that was undone ends well")
    flags = [f"{plain(step['name'])}_done" for step in undone]
    settled = {name: value for item in begin for name, value in item.items()}
    world.need(all(settled.get(flag) is False for flag in flags), node.id, "it begins with something done")
    noted = set(assigned(run["try"]))
    world.need(set(flags) <= noted, node.id, f"it notes {sorted(noted)} as done")
    asked_for = [rule["switch"][0]["condition"] for rule in rules[:-1]]
    world.need(asked_for == [f"${{{flag}}}" for flag in reversed(flags)], node.id, f"it undoes {asked_for}")
    for step, rule in zip(reversed(undone), rules[:-1], strict=False):
        about = f"{node.id}, undoing of {step['name']}"
        target = world.design.nodes[step["undo"]]
        called = next(iter(rule["switch"][0]["steps"][0].values()))
        world.need(called.get("args", {}).get("state") == "${state}", about, "it does not get the state of the run")
        world.need(called.get("result") == "not_undone", about, "what could not be undone is forgotten")
        part = source.get(called.get("call"))
        if not world.need(part, about, f"there is nothing called {called.get('call')}") or part is None:
            continue
        body = part["steps"][0]["undo"]
        call = next((inner for item in body["try"]["steps"] for inner in item.values() if "call" in inner), {})
        arguments = call.get("args", {})
        if target.kind in ("function", "container"):
            world.need(arguments.get("url") == world.uri(target), about, f"it calls {arguments.get('url')}")
            world.need(arguments.get("body") == "${state}", about, "it does not get the state of the run")
        else:
            started = world.main(target)
            names = (arguments.get("workflow_id"), arguments.get("parent"))
            known = started and (started.output("name") in names or started.output("id") in names)
            world.need(known, about, f"it starts {names}")
        attempts = max(3, (step.get("retry") or {}).get("attempts", 3))
        world.need(body["retry"]["max_retries"] == attempts, about, "it is given up early")
        world.need("except" in body, about, "when it fails, nothing else is undone")


def may_start(world: World, flow: Flow, member: str | None) -> Resource | None:
    """Assert that a member may start runs; the right."""
    right = world.grant(flow, PROJECT_MEMBER, "roles/workflows.invoker", member, {PROJECT})
    services = [item.get("service") for item in world.recording.of("gcp:projects/service:Service")]
    world.need("workflowexecutions.googleapis.com" in services, flow, "runs cannot be started: their API is off")
    return right


def start(world: World, flow: Flow) -> None:
    """A function may start runs and knows the workflow."""
    may_start(world, flow, world.member_of(flow.source))
    target = world.main(flow.target)
    world.points(flow, target.outputs("id") if target else set())


def start_from_run(world: World, flow: Flow) -> None:
    """A run may start runs of another workflow."""
    may_start(world, flow, world.member_of(flow.source))


def invoke_from_run(world: World, flow: Flow) -> None:
    """A run may call the function."""
    may_call(world, flow, world.member_of(flow.source))


def call(world: World, flow: Flow) -> None:
    """A run calls another system in one of its steps, which takes no right."""
    source = world.main(flow.source)
    world.need(source and str(flow.target.get("url")) in str(source.get("sourceContents")), flow, "no step calls it")


def by_schedule(world: World, flow: Flow) -> None:
    """A job starts a run with the input, as an account that may."""
    target = world.main(flow.target)
    uri = f"https://workflowexecutions.googleapis.com/v1/{target.output('id')}/executions" if target else None
    jobs = [item for item in world.recording.of(JOB) if item.get("httpTarget", "uri") == uri]
    jobs = [item for item in jobs if item.name.startswith(flow.source.name)]
    if not world.need(len(jobs) == 1, flow, f"{len(jobs)} jobs start it"):
        return
    world.claims.add(jobs[0].urn)
    timed(world, flow, jobs[0].get("schedule"), jobs[0].get("timeZone"))
    token = jobs[0].get("httpTarget", "oauthToken") or {}
    account = world.recording.owner(token.get("serviceAccountEmail"), ACCOUNT)
    may_start(world, flow, account.output("member") if account else None)
    world.need(jobs[0].get("httpTarget", "body"), flow, "it starts runs without any input")


def by_messages(world: World, flow: Flow) -> None:
    """Eventarc starts a run for each message of the topic, as an account that may."""
    triggered(world, flow, world.topic(flow.source))


def by_files(world: World, flow: Flow) -> None:
    """A bucket tells a topic of its files, and Eventarc starts a run for each."""
    topics = world.named(TOPIC, flow.target, f"{flow.source.name}-files-for-{flow.target.name}")
    topic = told(world, flow, topics)
    if topic:
        world.claims.add(topic.urn)
        triggered(world, flow, topic)


def triggered(world: World, flow: Flow, topic: Resource | None) -> None:
    """Assert one trigger from the topic to the workflow, and that a run takes the message out of its event."""
    target = world.main(flow.target)
    if topic is None or target is None:
        return
    found = [
        item
        for item in world.recording.of(TRIGGER)
        if item.get("transport", "pubsub", "topic") in topic.outputs("id") | {topic.inputs.get("id")}
        and item.get("destination", "workflow") == target.output("id")
    ]
    if not world.need(len(found) == 1, flow, f"{len(found)} triggers start it"):
        return
    trigger = found[0]
    world.claims.add(trigger.urn)
    published = [{"attribute": "type", "value": "google.cloud.pubsub.topic.v1.messagePublished"}]
    world.need(trigger.get("matchingCriterias") == published, flow, f"it waits for {trigger.get('matchingCriterias')}")
    world.need(trigger.get("location") == world.design.region, flow, f"it stands in {trigger.get('location')}")
    account = world.caller(trigger.get("serviceAccount"))
    right = may_start(world, flow, account.output("member") if account else None)
    world.need(right and right.urn in trigger.raw["dependencies"], flow, "it starts runs before it may")
    metric = "pubsub.googleapis.com/topic/oldest_unacked_message_age_by_region"
    name = topic.output("name") if not topic.raw["read"] else str(topic.get("name") or topic.output("name"))
    asked = [str(item.get("conditions", "conditionThreshold", "filter")) for item in world.recording.of(ALERT)]
    world.need(any(f'"{name}"' in text and metric in text for text in asked), flow, "nobody is told of what waits")
    if target.raw["read"]:
        return
    steps = target.get("sourceContents", "main").get("steps")
    unwrap = next((step["unwrap"] for step in steps if "unwrap" in step), None)
    world.need(unwrap == UNWRAP, flow, "a run does not see the message")
