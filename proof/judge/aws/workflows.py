"""Workflows: each step of the design in the state machine, what a run may do, and what becomes of one that fails."""

import json
from typing import Any

from judge.aws.access import SEND, Access, allowed, give, give_key, give_start, key_of
from judge.aws.containers import give_run
from judge.aws.emails import content
from judge.aws.machines import Run, everything, faults, twice
from judge.aws.rules import CONNECTION
from judge.aws.world import World
from judge.design import Flow, Node, retention, seconds
from judge.recording import Resource, as_list, statements

LOGS = "aws:cloudwatch/logGroup:LogGroup"
BOTH = {"kms:Decrypt", "kms:GenerateDataKey"}
DEEDS = ("invoke", "call", "publish", "read", "write", "wait", "choose", "parallel", "each", "fail")
TASKS = ("invoke", "call", "publish", "read", "write")
# What it takes to hear by a rule that something has ended.
HEAR = {"events:PutTargets", "events:PutRule", "events:DescribeRule"}
LEVELS = {"all": "ALL", "errors": "ERROR", "off": "OFF"}

# What the role of a state machine needs for logs and traces; none of it can be allowed on less than everything.
DELIVERY = {
    "logs:CreateLogDelivery", "logs:DeleteLogDelivery", "logs:DescribeLogGroups", "logs:DescribeResourcePolicies",
    "logs:GetLogDelivery", "logs:ListLogDeliveries", "logs:PutResourcePolicy", "logs:UpdateLogDelivery",
}  # fmt: skip
TRACES = {"xray:PutTraceSegments", "xray:PutTelemetryRecords", "xray:GetSamplingRules", "xray:GetSamplingTargets"}

# The integration of each deed by the kind of its target, and the argument that says which one.
INTEGRATIONS = {
    ("invoke", "function"): ("lambda:invoke", "FunctionName"),
    ("publish", "event-bus"): ("events:putEvents", "EventBusName"),
    ("publish", "topic"): ("sns:publish", "TopicArn"),
    ("publish", "queue"): ("sqs:sendMessage", "QueueUrl"),
    ("publish", "stream"): ("aws-sdk:kinesis:putRecord", "StreamName"),
    ("publish", "delivery-stream"): ("aws-sdk:firehose:putRecord", "DeliveryStreamName"),
    ("read", "table"): ("dynamodb:getItem", "TableName"),
    ("write", "table"): ("dynamodb:putItem", "TableName"),
    ("read", "bucket"): ("aws-sdk:s3:getObject", "Bucket"),
    ("write", "bucket"): ("aws-sdk:s3:putObject", "Bucket"),
    ("call", "external"): ("http:invoke", "ApiEndpoint"),
    ("call", "email"): ("aws-sdk:sesv2:sendEmail", "FromEmailAddress"),
}

# What a run may do to its target, by the flow's kind and the target's.
IN_RUN = {
    ("read", "table"): Access({"dynamodb:GetItem"}),
    ("write", "table"): Access({"dynamodb:PutItem"}),
    ("read-write", "table"): Access({"dynamodb:GetItem", "dynamodb:PutItem"}),
    ("read", "bucket"): Access({"s3:GetObject"}, below=("/*",)),
    ("write", "bucket"): Access({"s3:PutObject"}, below=("/*",)),
    ("read-write", "bucket"): Access({"s3:GetObject", "s3:PutObject"}, below=("/*",)),
}


def steps_of(world: World, node: Node) -> list[dict[str, Any]]:
    """Return the steps of a workflow; without any, what it is joined to, one after the other."""
    drawn = as_list(node.get("steps"))
    if drawn:
        return drawn
    return [
        {
            "name": flow.target.name,
            flow.kind: flow.target.id,
            "event": flow.get("event"),
        }
        for flow in world.design.flows_from(node)
    ]


def deed_of(step: dict[str, Any]) -> str:
    """Return what a step does."""
    return next(deed for deed in DEEDS if deed in step)


def inside(steps: list[dict[str, Any]]) -> set[str]:
    """Return the names of the steps that stand in branches and lists."""
    found: set[str] = set()
    for step in steps:
        found |= {name for branch in as_list(step.get("parallel")) for name in branch}
        found |= set((step.get("each") or {}).get("steps") or [])
    return found


def sealed(world: World, node: Node, resource: Resource, role: Resource | None) -> None:
    """Assert that runs are encrypted with the drawn key, which their role and the log of them may use."""
    stated = resource.get("encryptionConfiguration", "type")
    wanted = "CUSTOMER_MANAGED_KMS_KEY" if node.get("encryption_key") else None
    world.need(stated == wanted, node.id, f"its runs are encrypted by {stated}, not {wanted}")
    give_key(world, role, node.id, resource, BOTH)
    key = key_of(world, resource)
    if key and resource.get("loggingConfiguration"):
        delivery = [one for one in statements(key.get("policy")) if "delivery.logs.amazonaws.com" in one.services]
        reads = any("kms:Decrypt" in one.actions for one in delivery)
        if world.need(reads, node.id, "its log cannot be written, since nobody may decrypt what it says"):
            world.claim(key, "delivery.logs.amazonaws.com")


def workflow(world: World, node: Node, resource: Resource) -> None:
    """A workflow is of the drawn kind, logged, traced and watched, and its definition does the steps."""
    express = bool(node.get("express"))
    wanted = "EXPRESS" if express else "STANDARD"
    world.need((resource.get("type") or "STANDARD") == wanted, node.id, f"it is of type {resource.get('type')}")
    role = world.recording.owner(resource.get("roleArn"), "aws:iam/role:Role")
    logged(world, node, resource, role)
    traced = resource.get("tracingConfiguration", "enabled") is True
    world.need(traced == node.get("tracing"), node.id, f"its runs are traced: {traced}")
    if node.get("tracing"):
        world.grant(role, f"{node.id} (its traces)", TRACES, {"*"})
    if role:
        services = {service for one in world.trusted(role) for service in one.services}
        world.need(services == {"states.amazonaws.com"}, node.id, f"its role is for {sorted(services)}")
        bound = all(one.condition_values("aws:SourceAccount") for one in world.trusted(role))
        world.need(bound, node.id, "its role can be taken for any account's runs")
        waits = all(policy.urn in resource.raw["dependencies"] for policy, _ in world.role_policies(role))
        world.need(waits, node.id, "it is made before its role has its permissions")
    sealed(world, node, resource, role)
    machine = resource.get("definition")
    if not world.need(isinstance(machine, dict), node.id, "its definition is no JSON"):
        return
    world.need(machine.get("QueryLanguage") == "JSONata", node.id, "its states speak another language")
    limit = seconds(node.get("timeout"))
    limit = min(limit, 300) if express and node.values.get("timeout") is None else limit
    stated = machine.get("TimeoutSeconds")
    world.need(stated == limit, node.id, f"a run may take {stated} s, not {limit} s")
    broken = [*faults(machine), *(f"two states are called {name}" for name in twice(machine))]
    for fault in broken:
        world.need(False, node.id, f"Step Functions does not take it: {fault}")
    steps = steps_of(world, node)
    states = everything(machine)
    for step in steps:
        state = states.get(step["name"])
        if world.need(state, node.id, f"it has no state for the step {step['name']}") and state:
            judge_step(world, node, steps, step, ended(state, states))
    if any(flow.source.kind in ("queue", "table", "stream") for flow in world.design.flows_to(node, "subscribe")):
        # A pipe hands on a list, even of one.
        output = str(((machine.get("States") or {}).get(machine.get("StartAt")) or {}).get("Output"))
        one = "$states.input[0]" in output and "$type($states.input) = 'array'" in output
        world.need(one, node.id, f"what comes by a pipe is a list, and the run goes on with {output}")
    named = {step["name"] for step in steps}
    for name, state in states.items():
        if state["Type"] in ("Task", "Parallel", "Map"):
            stays = "$states.input" in str(state.get("Output"))
            world.need(stays, node.id, f"after {name}, the rest of the run's state is gone")
        if state["Type"] == "Task" and name not in named:
            arguments = state.get("Arguments") or {}
            whole = arguments.get("Payload", arguments.get("Input")) == "{% $states.input %}"
            world.need(whole, node.id, f"{name} does not get the state of the run")
    if not broken:
        judge_runs(world, node, steps, machine)


def ended(state: dict[str, Any], states: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Return a state that says `end` where it leads to the end of its own branch, or of what is done for an item."""

    def named(rules: Any) -> list[dict[str, Any]]:
        ends = [(states.get(rule.get("Next")) or {}).get("Type") == "Succeed" for rule in as_list(rules)]
        return [{**rule, "Next": "end"} if end else rule for rule, end in zip(as_list(rules), ends, strict=True)]

    return {**state, **{key: named(state[key]) for key in ("Catch", "Choices") if key in state}}


def logged(world: World, node: Node, resource: Resource, role: Resource | None) -> None:
    """Assert that it is written down what runs do, as the design says, and that the logs go away in time."""
    level = LEVELS[node.get("logs")]
    stated = resource.get("loggingConfiguration", "level") or "OFF"
    world.need(stated == level, node.id, f"{stated} of its runs is logged, not {level}")
    place = resource.get("loggingConfiguration", "logDestination")
    if place is None and level == "OFF":
        return
    logs = world.recording.owner(place, LOGS)
    if world.need(logs and place == f"{logs.arn}:*", node.id, f"its runs are logged to {place}") and logs:
        kept = retention(node.get("log_retention"))
        world.need(logs.get("retentionInDays") == kept, node.id, f"its logs are not kept {kept} days")
        world.claim(logs)
    shown = resource.get("loggingConfiguration", "includeExecutionData")
    world.need(not shown, node.id, "what goes through its runs stands in its logs")
    world.grant(role, f"{node.id} (its logs)", DELIVERY, {"*"})


def judge_step(
    world: World, node: Node, steps: list[dict[str, Any]], step: dict[str, Any], state: dict[str, Any]
) -> None:
    """Assert that a state does what its step says."""
    deed, where = deed_of(step), f"{node.id}: {step['name']}"
    if deed in TASKS:
        judge_task(world, node, step, state)
    elif deed == "wait":
        world.need(state.get("Seconds") == seconds(step["wait"]), where, f"it waits {state.get('Seconds')} s")
    elif deed == "fail" and state["Type"] == "Fail":
        world.need(state.get("Cause") == step["fail"], where, f"it fails because of {state.get('Cause')}")
    elif deed == "fail":
        world.need(step["fail"] in str(state.get("Assign")), where, "it does not say why the run fails")
    elif deed == "choose":
        cases = as_list(state.get("Choices"))
        world.need(len(cases) == len(step["choose"]), where, f"it has {len(cases)} cases")
        for case, wanted in zip(cases, step["choose"], strict=False):
            world.need(case.get("Next") == wanted["then"], where, f"a case leads to {case.get('Next')}")
            world.need(case.get("Condition") == condition(wanted), where, f"a case holds when {case.get('Condition')}")
    elif deed == "parallel":
        starts = [part.get("StartAt") for part in as_list(state.get("Branches"))]
        world.need(starts == [branch[0] for branch in step["parallel"]], where, f"its branches start at {starts}")
    elif deed == "each":
        items, once = state.get("Items"), state.get("MaxConcurrency")
        world.need(items == expression(step["each"]["items"]), where, f"its items are {items}")
        world.need(once == step["each"].get("at_once", 10), where, f"it works on {once} items at once")
        start = (state.get("ItemProcessor") or {}).get("StartAt")
        world.need(start == step["each"]["steps"][0], where, f"it starts at {start} for each item")
    if deed in TASKS:
        judge_retry(world, where, step, state)
    if deed in TASKS or deed in ("parallel", "each"):
        wanted = [(rule.get("errors") or ["States.ALL"], rule["then"]) for rule in as_list(step.get("catch"))]
        rules = [(rule["ErrorEquals"], rule["Next"]) for rule in as_list(state.get("Catch"))]
        world.need(rules[: len(wanted)] == wanted, where, f"its failures lead to {rules}, not {wanted}")
        world.need(output_fits(step, state), where, f"its answer is kept as {state.get('Output')}")


def output_fits(step: dict[str, Any], state: dict[str, Any]) -> bool:
    """Return whether the answer is kept where the step says, and the rest of the run's state stays."""
    output = str(state.get("Output"))
    if not step.get("result"):
        return output == "{% $states.input %}"
    name = step["result"].split(".")[-1]
    return "$merge([$states.input, {" in output and f"'{name}': $" in output and "$states.result" in output


def judge_retry(world: World, where: str, step: dict[str, Any], state: dict[str, Any]) -> None:
    """Assert that a step is tried as often as drawn, with the drawn waits."""
    retry = step.get("retry") or {}
    attempts, rules = retry.get("attempts", 3), as_list(state.get("Retry"))
    if not attempts:
        world.need(not rules, where, f"it is tried again: {rules}")
        return
    if not world.need(len(rules) == 1, where, f"it has {len(rules)} rules for trying again"):
        return
    stated = (rules[0].get("MaxAttempts"), rules[0].get("IntervalSeconds"), rules[0].get("BackoffRate"))
    if deed_of(step) == "call" and "attempts" not in retry:
        # How often a call is tried is said by its flow, too.
        attempts = stated[0]
    wanted = (attempts, seconds(retry.get("wait", "2s")), retry.get("backoff", 2))
    world.need(stated == wanted, where, f"it is tried again by {stated}, not {wanted}")


def judge_task(world: World, node: Node, step: dict[str, Any], state: dict[str, Any]) -> None:
    """Assert that a state calls the right thing, with what the step hands on."""
    where, deed = f"{node.id}: {step['name']}", deed_of(step)
    target = world.design.nodes[step[deed]]
    arguments = state.get("Arguments") or {}
    flow = next((one for one in world.design.flows_from(node) if one.target == target and deed in one.kind), None)
    asynchronous = bool(flow and flow.get("mode") == "async")
    if (deed, target.kind) == ("invoke", "workflow"):
        integration = ("states:startExecution" + ("" if asynchronous else ".sync:2"), "StateMachineArn")
    elif (deed, target.kind) == ("invoke", "container"):
        integration = ("ecs:runTask" + ("" if asynchronous else ".sync"), "TaskDefinition")
        judge_start(world, where, target, step.get("input", flow.get("input") if flow else None), arguments)
    else:
        integration = INTEGRATIONS[deed, target.kind]
    resource = str(state.get("Resource")).rpartition(":::")[2]
    world.need(resource == integration[0], where, f"it does {resource}, not {integration[0]}")
    place = arguments.get(integration[1])
    if deed == "publish" and target.kind == "event-bus":
        entry = (as_list(arguments.get("Entries")) or [{}])[0]
        place = entry.get("EventBusName")
        event = step.get("event") or (flow.get("event") if flow else None)
        world.need(entry.get("DetailType") == event, where, f"it publishes {entry.get('DetailType')}, not {event}")
    world.need(place in reached(world, target), where, f"it reaches {place}, which is not {target.id}")
    if target.kind == "function":
        event = arguments.get("InvocationType") == "Event"
        world.need(event == asynchronous, where, f"it waits for an answer: {not event}")
    limit = seconds(step["timeout"]) if step.get("timeout") else None
    if limit is not None:
        stated = state.get("TimeoutSeconds")
        world.need(stated == limit, where, f"it may take {stated} s, not {limit} s")
    handed = {"lambda:invoke": "Payload", "states:startExecution": "Input", "http:invoke": "RequestBody"}
    key = handed.get(resource.removesuffix(".sync:2"))
    if key:
        given = step.get("input", flow.get("input") if flow else None)
        wanted = "{% $states.input %}" if given is None else translated(given)
        stated = arguments.get(key)
        world.need(stated == wanted, where, f"it hands on {stated}, not {wanted}")
    if target.kind == "email":
        world.need(content(arguments), where, "it does not say to whom it writes, and what")
    if deed == "read" and target.kind == "table":
        keys = {str(target.get("key", part)).split(":")[0] for part in ("partition", "sort") if target.get("key", part)}
        world.need(set(arguments.get("Key") or {}) == keys, where, f"it reads by {arguments.get('Key')}")


def judge_start(world: World, where: str, target: Node, given: Any, arguments: dict[str, Any]) -> None:
    """Assert that a container is started on Fargate, in its network, closed, and gets the state or what is drawn."""
    own = world.containers.get(target.id)
    if own is None:
        return
    clusters = [item.arn for item in world.recording.of("aws:ecs/cluster:Cluster")]
    world.need(arguments.get("Cluster") in clusters, where, f"it starts it in {arguments.get('Cluster')}")
    world.need(arguments.get("LaunchType") == "FARGATE", where, "it is not started on Fargate")
    network = (arguments.get("NetworkConfiguration") or {}).get("AwsvpcConfiguration") or {}
    world.need(network.get("AssignPublicIp") == "DISABLED", where, "it would have a public address")
    groups = as_list(network.get("SecurityGroups"))
    world.need(own.group and groups == [own.group.id], where, f"it would be started with {groups}")
    world.need(set(as_list(network.get("Subnets"))) == set(own.subnets), where, "it would start in another network")
    overrides = as_list((arguments.get("Overrides") or {}).get("ContainerOverrides"))
    named = [one.get("Name") for one in overrides]
    world.need(named == [own.content.get("name")], where, f"what it hands on goes to {named}")
    values = [
        variable.get("Value")
        for one in overrides
        for variable in as_list(one.get("Environment"))
        if variable.get("Name") == "INPUT"
    ]
    wanted = f"{{% $string({spoken(given)}) %}}"
    world.need(values == [wanted], where, f"it hands on {values}, not {wanted}")


def spoken(value: Any) -> str:
    """Return a value as an expression writes it, nothing being the whole state of the run."""
    if value is None:
        return "$states.input"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{quoted(key)}: {spoken(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(spoken(item) for item in value) + "]"
    if isinstance(value, str):
        return expression(value)[3:-3] if value.startswith("$") else quoted(value)
    return json.dumps(value)


def quoted(text: str) -> str:
    """Return text as an expression writes it."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def reached(world: World, target: Node) -> set[str]:
    """Return the values by which a task may name its target."""
    function, container = world.functions.get(target.id), world.containers.get(target.id)
    if function:
        return function.callees
    if container:
        return {container.definition.arn}
    if target.kind == "external":
        return {str(target.get("url"))}
    if target.kind == "email":
        # Of a domain, the run says which address it writes from.
        sender = target.get("from")
        steps = [step for node in world.design.of("workflow") for step in as_list(node.get("steps"))]
        inputs = [step.get("input") for step in steps if step.get("call") == target.id]
        said = {str(translated(one["from"])) for one in inputs if isinstance(one, dict) and "from" in one}
        fits = {one for one in said if one.startswith("{%") or one.endswith(f"@{sender}")}
        return {sender} if "@" in sender else fits | {"{% $states.input.from %}"}
    return world.addresses(target)


def expression(path: str) -> str:
    """Return the part of a run's state as a definition writes it; for names that need no quotes."""
    return f"{{% $states.input{path.removeprefix('$')} %}}"


def translated(value: Any) -> Any:
    """Return what a step hands on, its paths as expressions."""
    if isinstance(value, dict):
        return {key: translated(item) for key, item in value.items()}
    if isinstance(value, list):
        return [translated(item) for item in value]
    return expression(value) if isinstance(value, str) and value.startswith("$") else value


def condition(case: dict[str, Any]) -> str:
    """Return when a case holds."""
    value = expression(case["value"])[3:-3]
    if "equals" in case:
        wanted = case["equals"]
        return f"{{% {value} = {json.dumps(wanted) if not isinstance(wanted, str) else repr(wanted)} %}}"
    if "exists" in case:
        found = f"$exists({value})"
        return f"{{% {found if case['exists'] else f'$not({found})'} %}}"
    sign, limit = (">", case["above"]) if "above" in case else ("<", case["below"])
    return f"{{% $exists({value}) and {value} {sign} {limit} %}}"


def judge_runs(world: World, node: Node, steps: list[dict[str, Any]], machine: dict[str, Any]) -> None:
    """Assert what happens when all goes well, and when each of the steps fails."""
    able = [step["name"] for step in steps if deed_of(step) in TASKS]
    for failing in ["", *able]:
        run = Run({failing} - {""})
        well = run.ends_well(machine)
        called = [target_of(machine, name) for name in run.called]
        wanted, ends_well = expected(world, node, steps, failing)
        case = f"when {failing} fails" if failing else "when all goes well"
        world.need(called == wanted, node.id, f"{case}, a run calls {called}, and the design says {wanted}")
        world.need(well == ends_well, node.id, f"{case}, a run ends well: {well}")


def target_of(machine: dict[str, Any], name: str) -> str:
    """Return what a state calls: the first of its arguments that says so."""
    arguments = everything(machine)[name].get("Arguments") or {}
    entry = (as_list(arguments.get("Entries")) or [{}])[0]
    keys = (
        "FunctionName",
        "StateMachineArn",
        "TopicArn",
        "QueueUrl",
        "TableName",
        "Bucket",
        "ApiEndpoint",
        "FromEmailAddress",
        "TaskDefinition",
        "StreamName",
        "DeliveryStreamName",
    )
    found = [arguments[key] for key in keys if key in arguments]
    return str(found[0] if found else entry.get("EventBusName"))


def expected(world: World, node: Node, steps: list[dict[str, Any]], failing: str) -> tuple[list[str], bool]:
    """Return what a run calls in order, and whether it ends well, as the design tells it."""
    named = {step["name"]: step for step in steps}
    nested = inside(steps)
    outer = [step["name"] for step in steps if step["name"] not in nested]
    called: list[str] = []
    undo: list[str] = []

    def call(target: str) -> None:
        names = reached(world, world.design.nodes[target]) & arguments_of(world, node)
        called.append(min(names, default=target))

    def walk(order: list[str], *, top: bool) -> bool:
        """Go through steps; return whether that ends well."""
        name: str | None = order[0]
        while name is not None:
            step = named[name]
            deed, at = deed_of(step), order.index(name)
            following = order[at + 1] if at + 1 < len(order) else None
            following = {"end": None}.get(step["next"], step["next"]) if step.get("next") else following
            if deed == "fail":
                return False
            fails = False
            if deed in TASKS:
                call(step[deed])
                fails = name == failing
            elif deed == "parallel":
                fails = not all(walk(branch, top=False) for branch in step["parallel"])
            elif deed == "each":
                fails = not walk(step["each"]["steps"], top=False)
            if step.get("undo") and top and (not fails or deed in ("parallel", "each")):
                undo.append(step["undo"])
            if not fails:
                name = following
                continue
            catches = [rule["then"] for rule in as_list(step.get("catch")) if not rule.get("errors")]
            if not catches:
                return False
            name = None if catches[0] == "end" else catches[0]
        return True

    well = walk(outer, top=True)
    if not well:
        for target in reversed(undo):
            call(target)
    return called, well


def arguments_of(world: World, node: Node) -> set[str]:
    """Return every text of a workflow's definition, to see by which of its names a thing is called there."""
    resource = world.main(node)
    states = everything(resource.get("definition")) if resource else {}
    names: set[str] = set()
    for state in states.values():
        arguments = state.get("Arguments") or {}
        holders = [arguments, *as_list(arguments.get("Entries"))]
        names |= {str(value) for holder in holders if isinstance(holder, dict) for value in holder.values()}
    return names


def role_of(world: World, flow: Flow) -> Resource | None:
    """Return the role with which runs of the flow's source do their steps."""
    machine = world.main(flow.source)
    return world.recording.owner(machine.get("roleArn"), "aws:iam/role:Role") if machine else None


def in_run(world: World, flow: Flow) -> None:
    """A run may do to the target what the flow says."""
    target = world.main(flow.target)
    if target:
        give(world, role_of(world, flow), flow, target, IN_RUN[flow.kind, flow.target.kind])
        give_key(world, role_of(world, flow), flow, target, {"kms:Decrypt"} if flow.kind == "read" else BOTH)


def invoke(world: World, flow: Flow) -> None:
    """A run may invoke a function, or start a workflow or container and, unless told otherwise, wait for its end."""
    role, target = role_of(world, flow), world.main(flow.target)
    function, container = world.functions.get(flow.target.id), world.containers.get(flow.target.id)
    if function:
        world.grant(role, flow, {"lambda:InvokeFunction"}, function.callees)
        return
    if container:
        give_run(world, role, flow, container)
        if flow.get("mode") != "async":
            clusters = world.recording.of("aws:ecs/cluster:Cluster")
            place = f"arn:<partition>:ecs:{world.design.region}:<account>:task/"
            tasks = {f"{place}{cluster.output('name')}/*" for cluster in clusters}
            rule = f"arn:<partition>:events:{world.design.region}:<account>:rule/StepFunctionsGetEventsForECSTaskRule"
            world.grant(role, f"{flow} (its end)", {"ecs:DescribeTasks", "ecs:StopTask"}, tasks)
            world.grant(role, f"{flow} (its end)", HEAR, {rule})
        return
    if target is None:
        return
    give(world, role, flow, target, Access({"states:StartExecution"}))
    if flow.get("mode") != "async":
        region = world.design.region
        runs = f"arn:<partition>:states:{region}:<account>:execution:{target.output('name')}:*"
        rule = f"arn:<partition>:events:{region}:<account>:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule"
        world.grant(role, f"{flow} (its end)", {"states:DescribeExecution", "states:StopExecution"}, {runs})
        give_key(world, role, f"{flow} (its end)", target, {"kms:Decrypt"})
        world.grant(role, f"{flow} (its end)", HEAR, {rule})


def publish(world: World, flow: Flow) -> None:
    """A run may publish to the target, and only the events that are drawn."""
    role, target = role_of(world, flow), world.main(flow.target)
    if target is None:
        return
    give(world, role, flow, target, SEND[flow.target.kind])
    if flow.target.kind != "delivery-stream":
        # Firehose encrypts what waits in it by a grant of its own.
        give_key(world, role, flow, target, BOTH)
    if flow.target.kind != "event-bus":
        return
    steps = [step for step in steps_of(world, flow.source) if step.get("publish") == flow.target.id]
    drawn = {step.get("event") or flow.get("event") for step in steps}
    drawn |= {one.get("event") for one in world.design.flows_from(flow.source, "publish")} - {None}
    stated: set[str] = set()
    for item in allowed(world, role):
        if "events:PutEvents" in item.actions and target.arn in item.resources:
            world.need(item.condition_values("events:source"), flow, f"{role} may publish as any service")
            stated |= set(item.condition_values("events:detail-type"))
    world.need(stated == drawn, flow, f"{role} may publish {sorted(stated)}, and {sorted(map(str, drawn))} is drawn")


def call(world: World, flow: Flow) -> None:
    """A run may ask the address of an external system, and prove by a key who it is."""
    role, url = role_of(world, flow), flow.target.get("url")
    machine = world.main(flow.source)
    if machine is None:
        return
    places = {f"arn:<partition>:states:{world.design.region}:<account>:stateMachine:{flow.source.name}-*"}
    world.grant(role, flow, {"states:InvokeHTTPEndpoint"}, places)
    for item in allowed(world, role):
        if "states:InvokeHTTPEndpoint" in item.actions:
            world.need(item.condition_values("states:HTTPMethod") == ["POST"], flow, "it may ask by any method")
            asked = set(item.condition_values("states:HTTPEndpoint"))
            known = {str(one.target.get("url")) for one in world.design.flows_from(flow.source, "call")}
            world.need(asked <= known and asked, flow, f"it may ask {sorted(asked)}, and {url} is drawn")
    states = everything(machine.get("definition")).values()
    for state in states:
        arguments = state.get("Arguments") or {}
        if arguments.get("ApiEndpoint") != url:
            continue
        connection = world.recording.owner((arguments.get("Authentication") or {}).get("ConnectionArn"), CONNECTION)
        if world.need(connection, flow, "it does not prove who it is") and connection:
            world.claim(connection)
            world.grant(role, f"{flow} (its key)", {"events:RetrieveConnectionCredentials"}, {connection.arn})
            secret = {connection.output("secretArn")}
            reads = {"secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"}
            world.grant(role, f"{flow} (its key)", reads, secret)


def is_awaited(flow: Flow) -> bool:
    """Return whether the starter waits for the end of a run, which AWS allows of express workflows alone."""
    express, mode = flow.target.get("express"), flow.get("mode")
    waits = mode == "sync" or (mode is None and flow.kind == "invoke" and flow.source.kind == "function")
    waits = waits or flow.source.kind in ("queue", "table", "stream")
    return bool(express) and waits


def started(world: World, flow: Flow) -> None:
    """A function may start a run, and knows of which workflow."""
    function, target = world.functions.get(flow.source.id), world.main(flow.target)
    if function and target:
        give_start(world, function.role, flow, target, waits=is_awaited(flow))
        world.points(function, flow, world.addresses(flow.target))
