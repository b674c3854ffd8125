"""Containers on Fargate: what each must be, how requests reach it, who may start it.

Written from the ECS Developer Guide: task definitions, roles of tasks, services, and running tasks.
"""

import re
from typing import Any

from judge.aws.access import TRACES
from judge.aws.world import Container, World
from judge.design import Flow, Node, retention
from judge.recording import Resource, as_list

ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
BALANCER = "aws:lb/loadBalancer:LoadBalancer"
TARGETS = "aws:lb/targetGroup:TargetGroup"
LOGS = "aws:cloudwatch/logGroup:LogGroup"
LISTENER = "aws:lb/listener:Listener"
SCALED = "aws:appautoscaling/target:Target"
SCALING = "aws:appautoscaling/policy:Policy"
REPOSITORY = re.compile(r"(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?/([^:@]+)")
PULL = {"ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"}


def give_start(world: World, container: Container) -> None:
    """Give the two roles of a container what needs no flow: its image, its logs, and its traces."""
    node, content = container.node, container.content
    options = (content.get("logConfiguration") or {}).get("options") or {}
    logs = world.recording.owner(options.get("awslogs-group"), LOGS)
    if world.need(logs, node.id, "it has no log group of its own") and logs:
        actions = {"logs:CreateLogStream", "logs:PutLogEvents"}
        world.grant(container.execution, f"{node.id} (its logs)", actions, {f"{logs.arn}:*"})
        wanted, stated = retention(node.get("log_retention")), logs.get("retentionInDays")
        world.need(stated == wanted, node.id, f"its logs are kept {stated} days, not {wanted}")
    match = REPOSITORY.match(str(node.get("image")))
    if match:
        repository = f"arn:<partition>:ecr:{match[2]}:{match[1]}:repository/{match[3]}"
        world.grant(container.execution, f"{node.id} (its image)", PULL, {repository})
        world.grant(container.execution, f"{node.id} (its image)", {"ecr:GetAuthorizationToken"}, {"*"})
    if node.get("tracing"):
        world.grant(container.role, f"{node.id} (its traces)", TRACES, {"*"})
        told = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT" in container.environment
        world.need(told, node.id, "its code does not know where traces go")


def container(world: World, node: Node, resource: Resource) -> None:
    """A container is as drawn: of its image and size, with two roles of its own, closed, and scaled."""
    own = world.containers[node.id]
    definition, content = own.definition, own.content
    same: dict[str, tuple[Any, Any]] = {
        "image": (content.get("image"), node.get("image")),
        "cpu": (definition.get("cpu"), str(int(node.get("cpu") * 1024))),
        "memory": (definition.get("memory"), str(node.get("memory"))),
        "networkMode": (definition.get("networkMode"), "awsvpc"),
        "architecture": (definition.get("runtimePlatform", "cpuArchitecture"), "ARM64"),
        "readonlyRootFilesystem": (content.get("readonlyRootFilesystem"), True),
        "privileged": (content.get("privileged") or False, False),
    }
    for key, (stated, wanted) in same.items():
        world.need(str(stated) == str(wanted), node.id, f"{key} is {stated!r}; the design says {wanted!r}")
    for name, value in (node.get("environment") or {}).items():
        stated = own.environment.get(name)
        world.need(stated == str(value), node.id, f"the environment variable {name} is {stated!r}, not {value!r}")
    for name, value in own.environment.items():
        world.need(isinstance(value, str), node.id, f"the environment variable {name} holds a secret: {value!r}")
    world.need(
        own.role and own.execution and own.role != own.execution, node.id, "its code has the role that starts it"
    )
    for role in (own.role, own.execution):
        if role:
            taken = world.trusted(role)
            fit = all(one.services == ("ecs-tasks.amazonaws.com",) for one in taken)
            bound = all(one.condition_values("aws:SourceAccount") == ["<account>"] for one in taken)
            world.need(taken and fit and bound, role, "others than tasks of this account may take it")
            sharing = [one for one in world.containers.values() if role in (one.role, one.execution)]
            world.need(len(sharing) == 1, role, "several containers share it")
    if is_task(world, node):
        world.need(own.service is None, node.id, "it is only started by calls, and yet always there")
        return
    if own.service:
        ports = [item.get("containerPort") for item in content.get("portMappings") or []]
        world.need(ports == [node.get("port")], node.id, f"it listens on {ports}")
        service(world, node, own, own.service)


def is_task(world: World, node: Node) -> bool:
    """Return whether a container is only ever started by calls."""
    reached = world.design.flows_to(node, "route") or node.get("public_access")
    return bool(world.design.flows_to(node, "invoke")) and not reached


def service(world: World, node: Node, own: Container, item: Resource) -> None:
    """Assert that copies are always there, as many as the load takes, and that a bad deployment is taken back."""
    extra = node.values.get("extra") or {}
    world.need(item.get("launchType") == "FARGATE", node.id, f"it is launched on {item.get('launchType')}")
    shell = bool(item.get("enableExecuteCommand"))
    world.need(shell == bool(extra.get("enableExecuteCommand")), node.id, "people can get a shell in it")
    rolled = item.get("deploymentCircuitBreaker", "enable") and item.get("deploymentCircuitBreaker", "rollback")
    world.need(rolled, node.id, "a deployment that fails is not rolled back")
    world.need(not item.get("networkConfiguration", "assignPublicIp"), node.id, "its copies have public addresses")
    world.need("desiredCount" in item.raw["ignoreChanges"], node.id, "a deployment undoes what scaling did")
    waits = [
        policy.urn in item.raw["dependencies"]
        for role in (own.role, own.execution)
        if role
        for policy, _ in world.role_policies(role)
    ]
    world.need(all(waits), node.id, "it starts before its roles have their permissions")
    cluster = world.recording.owner(item.get("cluster"), "aws:ecs/cluster:Cluster")
    insight = cluster and cluster.get("settings", "value") in ("enabled", "enhanced")
    world.need(insight, node.id, "nobody sees how its cluster does")
    if cluster:
        scaled(world, node, item, cluster)
    balancers = balanced(world, node, own, item)
    if node.get("alarms"):
        for metric in ("CPUUtilization", "MemoryUtilization"):
            told = any(
                one.get("metricName") == metric
                and one.get("dimensions", "ServiceName") == item.output("name")
                and as_list(one.get("alarmActions"))
                for one in world.recording.of(ALARM)
            )
            world.need(told, node.id, f"nobody is told when its copies are busy: {metric}")
        for balancer, _ in balancers:
            for metric in ("HTTPCode_Target_5XX_Count", "UnHealthyHostCount"):
                told = any(
                    one.get("metricName") == metric
                    and one.get("dimensions", "LoadBalancer") == balancer.output("arnSuffix")
                    for one in world.recording.of(ALARM)
                )
                world.need(told, node.id, f"nobody is told of {metric}")


def scaled(world: World, node: Node, item: Resource, cluster: Resource) -> None:
    """Assert that its copies follow the load between their bounds."""
    name = f"service/{cluster.output('name')}/{item.output('name')}"
    found = [one for one in world.recording.of(SCALED) if one.get("resourceId") == name]
    if world.need(len(found) == 1, node.id, "its copies do not follow the load"):
        for key, bound in (("minCapacity", "min"), ("maxCapacity", "max")):
            stated = found[0].get(key)
            world.need(stated == node.get(bound), node.id, f"{key} is {stated}, not {node.get(bound)}")
    policies = {
        one.get("targetTrackingScalingPolicyConfiguration", "predefinedMetricSpecification", "predefinedMetricType")
        for one in world.recording.of(SCALING)
        if one.get("resourceId") == name
    }
    wanted = {"ECSServiceAverageCPUUtilization"} | (
        {"ALBRequestCountPerTarget"} if item.get("loadBalancers") else set()
    )
    world.need(policies == wanted, node.id, f"it scales by {sorted(map(str, policies))}")


def balanced(world: World, node: Node, own: Container, item: Resource) -> list[tuple[Resource, Resource]]:
    """Assert that a balancer stands before it for each way in, and return them with their target groups."""
    found: list[tuple[Resource, Resource]] = []
    for one in as_list(item.get("loadBalancers")):
        world.need(one.get("containerName") == own.content.get("name"), node.id, "its balancer asks another container")
        world.need(one.get("containerPort") == node.get("port"), node.id, f"it is asked on {one.get('containerPort')}")
        targets = world.recording.owner(one.get("targetGroupArn"), TARGETS)
        listeners = [
            listener
            for listener in world.recording.of(LISTENER)
            if targets and listener.get("defaultActions", "targetGroupArn") == targets.arn
        ]
        balancer = world.recording.owner(listeners[0].get("loadBalancerArn"), BALANCER) if listeners else None
        if world.need(balancer and targets, node.id, "no balancer leads to its targets") and balancer and targets:
            found.append((balancer, targets))
            path = targets.get("healthCheck", "path")
            world.need(path == (node.get("health_check") or "/"), node.id, f"its health is asked by {path}")
            world.need(targets.get("targetType") == "ip", node.id, "its targets are no copies on Fargate")
            world.need(balancer.get("dropInvalidHeaderFields") is True, balancer, "it lets invalid headers through")
            encrypted(world, node, balancer)
    routed, public = bool(world.design.flows_to(node, "route")), bool(node.get("public_access"))
    kinds = sorted(bool(balancer.get("internal")) for balancer, _ in found)
    wanted = sorted([True] * routed + [False] * public)
    world.need(kinds == wanted, node.id, f"balancers stand before it, internal: {kinds}; the design asks for {wanted}")
    return found


def encrypted(world: World, node: Node, balancer: Resource) -> None:
    """Assert that a public address answers over TLS, and in the clear only where that is drawn."""
    listeners = [item for item in world.recording.of(LISTENER) if item.get("loadBalancerArn") == balancer.arn]
    for item in listeners:
        action = item.get("defaultActions", "type")
        world.need(action in ("forward", "redirect"), item, f"it answers by itself: {action}")
    if balancer.get("internal"):
        return
    secure = [item for item in listeners if item.get("protocol") == "HTTPS"]
    if world.need(len(secure) == 1, balancer, "its public address has no TLS"):
        world.need("TLS13-1-2" in str(secure[0].get("sslPolicy")), balancer, "it takes old TLS")
        certificate = node.get("certificate")
        stated = secure[0].get("certificateArn")
        world.need(stated and certificate in (None, stated), balancer, f"its certificate is {stated}")
    for item in listeners:
        if item.get("protocol") == "HTTP":
            redirects = item.get("defaultActions", "type") == "redirect"
            world.need(redirects == bool(node.get("require_tls")), item, "it answers in the clear")
    address = balancer.output("dnsName")
    world.need(f"https://{address}" in str(world.recording.outputs), node.id, "its address is no output of the stack")


def routed(world: World, flow: Flow, integration: Resource) -> None:
    """A request goes through a link into the container's network, to the balancer before it."""
    own = world.containers.get(flow.target.id)
    if own is None or own.service is None:
        return
    stated = (integration.get("integrationType"), integration.get("connectionType"))
    world.need(stated == ("HTTP_PROXY", "VPC_LINK"), flow, f"the integration is {stated}")
    listener = world.recording.owner(integration.get("integrationUri"), LISTENER)
    targets = {one.get("targetGroupArn") for one in as_list(own.service.get("loadBalancers"))}
    leads = listener and listener.get("defaultActions", "targetGroupArn") in targets
    world.need(leads, flow, f"the integration calls {integration.get('integrationUri')}")
    link = world.recording.owner(integration.get("connectionId"), "aws:apigatewayv2/vpcLink:VpcLink")
    inside = link and set(as_list(link.get("subnetIds"))) == set(own.subnets)
    world.need(inside, flow, "the link leads into another network")


def give_run(world: World, role: Resource | None, reason: object, own: Container) -> None:
    """Give a role what it takes to start a container, and no more than to hand on its two roles."""
    world.grant(role, reason, {"ecs:RunTask"}, {own.definition.arn})
    for handed in (own.role, own.execution):
        if handed:
            world.grant(role, reason, {"iam:PassRole"}, {handed.arn})
    for _, found in world.role_policies(role) if role else []:
        for item in found:
            if "iam:PassRole" in item.actions:
                to = item.condition_values("iam:PassedToService")
                world.need(to == ["ecs-tasks.amazonaws.com"], reason, f"roles may be handed to {to}")
            if "ecs:RunTask" in item.actions:
                where = [world.recording.owner(one) for one in item.condition_values("ecs:cluster")]
                there = [one.type for one in where if one] == ["aws:ecs/cluster:Cluster"]
                world.need(there, reason, "it may be started in any cluster")


def started(world: World, flow: Flow) -> None:
    """A function may start a container, and knows how: its definition, cluster, subnets and security group."""
    own, function = world.containers.get(flow.target.id), world.functions.get(flow.source.id)
    if own is None or function is None:
        return
    give_run(world, function.role, flow, own)
    values = [value for value in function.environment.values() if isinstance(value, str)]
    world.need(own.definition.arn in values, flow, "it does not know the task")
    owners = [world.recording.owner(value) for value in values]
    for kind in ("aws:ecs/cluster:Cluster", "aws:ec2/securityGroup:SecurityGroup"):
        world.need([one for one in owners if one and one.type == kind], flow, f"it does not know the {kind}")
    world.need(own.group and own.group.id in values, flow, "it would start it without its security group")


def scheduled(world: World, flow: Flow, item: Resource, role: Resource | None) -> None:
    """A schedule starts a container in its network."""
    own = world.containers.get(flow.target.id)
    if own is None:
        return
    give_run(world, role, flow, own)
    parameters = item.get("target", "ecsParameters") or {}
    world.need(parameters.get("launchType") == "FARGATE", flow, "it is not started on Fargate")
    network = parameters.get("networkConfiguration") or {}
    world.need(not network.get("assignPublicIp"), flow, "it would have a public address")
    groups = as_list(network.get("securityGroups"))
    world.need(own.group and groups == [own.group.id], flow, f"it would be started with {groups}")
    world.need(set(as_list(network.get("subnets"))) == set(own.subnets), flow, "it would start in another network")
