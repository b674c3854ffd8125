"""Private networks: their parts, the ways out of them, and exactly who may connect to what.

The ways to services are written from AWS's list of services with PrivateLink and from its guide to VPC endpoints.
"""

import ipaddress
from dataclasses import dataclass
from itertools import combinations
from urllib.parse import urlsplit

from judge.aws.world import Container, Function, World
from judge.design import Flow, Node
from judge.recording import Resource, as_list, statements

VPC = "aws:ec2/vpc:Vpc"
SUBNET = "aws:ec2/subnet:Subnet"
ROUTE = "aws:ec2/route:Route"
ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation"
NAT = "aws:ec2/natGateway:NatGateway"
ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint"
GROUP = "aws:ec2/securityGroup:SecurityGroup"
EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
ANYWHERE = "0.0.0.0/0"

GATEWAYS = {"bucket": "s3", "table": "dynamodb"}
INTERFACES = {
    "queue": "sqs",
    "topic": "sns",
    "event-bus": "events",
    "stream": "kinesis-streams",
    "delivery-stream": "kinesis-firehose",
    "workflow": "states",
    "secret": "secretsmanager",
    "parameter": "ssm",
    "function": "lambda",
    "container": "ecs",
    "logs": "logs",
}
TAKING = ("read", "write", "read-write", "publish", "invoke", "call", "use")
PORTS = {"postgres": 5432, "mysql": 3306}

ATTACH = {
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
}
ATTACH_TOO = {"ec2:AssignPrivateIpAddresses", "ec2:UnassignPrivateIpAddresses"}


@dataclass
class Parts:
    """What belongs to a network that the program makes."""

    private: list[Resource]
    public: list[Resource]
    gateways: list[Resource]
    endpoints: list[Resource]


def home(world: World, node: Node) -> Node | None:
    """Return the network that a node stands in."""
    named = node.get("network")
    if isinstance(named, str):
        return world.design.nodes.get(named)
    return world.undrawn if node.kind in ("container", "sql", "cache") else None


def placed(world: World, network: Node) -> list[Node]:
    """Return the functions and containers that stand in a network."""
    own = (*world.design.of("function"), *world.design.of("container"))
    return [node for node in own if home(world, node) == network and "existing" not in node.values]


def together(world: World, flow: Flow) -> bool:
    """Return whether the flow's two ends stand in one network and it is a connection there."""
    return flow.get("via") != "data-api" and home(world, flow.source) == home(world, flow.target)


def services(world: World, flow: Flow) -> set[str]:
    """Return the services outside of its network that a flow's source asks: names of endpoints, or `internet`."""
    kind = flow.target.kind
    if flow.kind not in TAKING:
        return set()
    if kind == "sql":
        if not together(world, flow):
            return {"rds-data"}
        return {"secretsmanager"} if flow.get("auth") == "password" else set()
    if kind in ("cache", "search"):
        return set()
    return {GATEWAYS.get(kind) or INTERFACES.get(kind) or "internet"}


def start(node: Node) -> set[str]:
    """Return the services that starting a container takes: its image's, that of its logs, that of its traces."""
    if node.kind != "container":
        return set()
    image = {"ecr.api", "ecr.dkr", "s3"} if ".dkr.ecr." in str(node.get("image")) else {"internet"}
    return image | {"logs"} | ({"xray"} if node.get("tracing") else set())


def needed(world: World, network: Node) -> set[str]:
    """Return all services that something in the network asks."""
    flows = [flow for node in placed(world, network) for flow in world.design.flows_from(node)]
    started = {name for node in placed(world, network) for name in start(node)}
    return started | {name for flow in flows for name in services(world, flow)}


def written(world: World, network: Node, name: str) -> bool:
    """Return whether any environment says something about a property of the node."""
    if network == world.undrawn:
        return False
    environments = (world.design.data.get("environments") or {}).values()
    sets = [((here or {}).get("set") or {}).get(network.id) or {} for here in environments]
    return name in network.values or any(name in one for one in sets)


def way_out(world: World, network: Node) -> str:
    """Return how many ways to the internet the network has: as it says, or as something in it needs."""
    if written(world, network, "nat") or "internet" not in needed(world, network):
        return str(network.get("nat"))
    return "per-zone" if network.production else "single"


def everywhere_out(world: World, network: Node) -> bool:
    """Return whether the network has a way to the internet in each of its environments."""
    if not written(world, network, "nat"):
        return "internet" in needed(world, network)
    environments = (world.design.data.get("environments") or {}).values()
    sets = [((here or {}).get("set") or {}).get(network.id) or {} for here in environments] or [{}]
    return all(one.get("nat", (network_as_written(world, network)).get("nat", "none")) != "none" for one in sets)


def network_as_written(world: World, network: Node) -> dict[str, object]:
    """Return what the design says of the node, whatever the environment."""
    return world.design.data["services"][network.service]["nodes"][network.name]


def parts(world: World, vpc: Resource) -> Parts:
    """Return the subnets, gateways and endpoints of a network."""
    record = world.recording
    subnets = [item for item in record.of(SUBNET) if item.get("vpcId") == vpc.id]
    public = [item for item in subnets if default_route(world, item, "gatewayId")]
    private = [item for item in subnets if item not in public]
    ids = {item.id for item in subnets}
    return Parts(
        private,
        public,
        [item for item in record.of(NAT) if item.get("subnetId") in ids],
        [item for item in record.of(ENDPOINT) if item.get("vpcId") == vpc.id],
    )


def table_of(world: World, subnet: Resource) -> str | None:
    """Return the id of a subnet's route table."""
    found = [item.get("routeTableId") for item in world.recording.of(ASSOCIATION) if item.get("subnetId") == subnet.id]
    return found[0] if len(found) == 1 else None


def default_route(world: World, subnet: Resource, by: str) -> Resource | None:
    """Return what the subnet's way to the rest of the world goes through, if it has one."""
    table = table_of(world, subnet)
    for item in world.recording.of(ROUTE):
        if item.get("routeTableId") == table and item.get("destinationCidrBlock") == ANYWHERE and item.get(by):
            return world.recording.owner(item.get(by))
    return None


def network_node(world: World, node: Node, resource: Resource) -> None:
    """A network has its range, a private subnet in each zone, and the ways out that it needs, and no more."""
    cidr = node.get("cidr")
    world.need(resource.get("cidrBlock") == cidr, node.id, f"its range is {resource.get('cidrBlock')}, not {cidr}")
    for key in ("enableDnsHostnames", "enableDnsSupport"):
        world.need(resource.get(key) is True, node.id, f"{key} is off, so private addresses have no names")
    own = parts(world, resource)
    subnets(world, node, own)
    ways(world, node, own)
    endpoints(world, node, own)
    stripped = [
        item
        for item in world.recording.of("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup")
        if item.get("vpcId") == resource.id and not item.get("ingress") and not item.get("egress")
    ]
    world.need(stripped, node.id, "its default security group lets things through")
    flow_log(world, node, resource)


def subnets(world: World, node: Node, own: Parts) -> None:
    """Assert that private subnets are as many as zones, each in another, apart from each other and not public."""
    zones = node.get("zones")
    world.need(len(own.private) == zones, node.id, f"it has {len(own.private)} private subnets, not {zones}")
    world.need(len({item.get("availabilityZone") for item in own.private}) == zones, node.id, "zones are used twice")
    whole = ipaddress.ip_network(node.get("cidr"))
    ranges = [ipaddress.ip_network(item.get("cidrBlock")) for item in (*own.private, *own.public)]
    for one in ranges:
        world.need(one.subnet_of(whole), node.id, f"{one} lies outside of it")  # type: ignore[arg-type]
    for left, right in combinations(ranges, 2):
        world.need(not left.overlaps(right), node.id, f"{left} and {right} overlap")
    apart = {item.get("availabilityZone") for item in own.public}
    world.need(len(apart) == len(own.public), node.id, "zones are used twice by public subnets")
    for item in own.private:
        world.need(not item.get("mapPublicIpOnLaunch"), item, "what stands in it gets public addresses")
        world.need(table_of(world, item), item, "it has no route table of its own")


def ways(world: World, node: Node, own: Parts) -> None:
    """Assert that it has as many ways to the internet as it needs, each in its zone."""
    way, zones = way_out(world, node), node.get("zones")
    wanted = {"none": 0, "single": 1, "per-zone": zones}[way]
    world.need(len(own.gateways) == wanted, node.id, f"{len(own.gateways)} NAT gateways; the design asks for {wanted}")
    public = {item.id: item for item in own.public}
    facing = any(node_.get("public_access") for node_ in placed(world, node))
    world.need(bool(public) == (wanted > 0 or facing), node.id, f"it has {len(public)} public subnets")
    for item in own.private:
        gateway = default_route(world, item, "natGatewayId")
        world.need(bool(gateway) == (wanted > 0), item, f"its way to the internet is {gateway}")
        if gateway and gateway.type == NAT:
            beside = public.get(gateway.get("subnetId"))
            world.need(beside, gateway, "it stands in no subnet with a way to the internet")
            same = beside and beside.get("availabilityZone") == item.get("availabilityZone")
            world.need(same or way != "per-zone", item, "its way to the internet goes through another zone")


def endpoints(world: World, node: Node, own: Parts) -> None:
    """Assert that endpoints are those that are listed or needed, for this account, and reached by all subnets."""
    listed = {GATEWAYS.get(name) or INTERFACES[name] for name in as_list(node.get("endpoints"))}
    needs = needed(world, node) - {"internet"}
    if everywhere_out(world, node):
        needs &= set(GATEWAYS.values())
    names = {
        str(item.get("serviceName")).removeprefix(f"com.amazonaws.{world.design.region}."): item
        for item in own.endpoints
    }
    world.need(len(names) == len(own.endpoints), node.id, "it has two endpoints for one service")
    world.need(
        set(names) == listed | needs, node.id, f"it has endpoints for {sorted(names)}, not {sorted(listed | needs)}"
    )
    tables = {table_of(world, item) for item in own.private}
    ids = {item.id for item in own.private}
    for name, item in names.items():
        if name in GATEWAYS.values():
            world.need(item.get("vpcEndpointType") == "Gateway", item, "it costs, and its like do not")
            world.need(set(as_list(item.get("routeTableIds"))) == tables, item, "some subnets have no route to it")
        else:
            world.need(item.get("vpcEndpointType") == "Interface", item, f"its type is {item.get('vpcEndpointType')}")
            world.need(set(as_list(item.get("subnetIds"))) == ids, item, "some zones lack it")
            world.need(item.get("privateDnsEnabled") is True, item, "clients do not find it")
            world.need(len(as_list(item.get("securityGroupIds"))) == 1, item, "it has no security group of its own")
        for statement in statements(item.get("policy")):
            bound = statement.condition_values("aws:PrincipalAccount") == ["<account>"]
            layers = all("starport-layer-bucket" in place for place in statement.resources)
            layers = layers and statement.actions == ("s3:GetObject",)
            world.need(bound or layers, item, "identities of other accounts may use it")
        world.need(statements(item.get("policy")), item, "identities of other accounts may use it")


def flow_log(world: World, node: Node, vpc: Resource) -> None:
    """Assert that what the network refuses is logged, by a role for just that."""
    found = [item for item in world.recording.of("aws:ec2/flowLog:FlowLog") if item.get("vpcId") == vpc.id]
    if not world.need(len(found) == 1, node.id, "nobody learns what it refuses"):
        return
    log = found[0]
    world.need(log.get("trafficType") in ("REJECT", "ALL"), node.id, "what it refuses is not logged")
    group = world.recording.owner(log.get("logDestination"), "aws:cloudwatch/logGroup:LogGroup")
    role = world.recording.owner(log.get("iamRoleArn"), "aws:iam/role:Role")
    if world.need(group, log, "it has no log group") and group:
        world.grant(
            role,
            f"{node.id} (its log)",
            {"logs:CreateLogStream", "logs:PutLogEvents"},
            {f"{group.arn}:*"},
            {"logs:DescribeLogStreams", "logs:DescribeLogGroups"},
        )
    if role:
        taken = [one for one in world.trusted(role) if one.services == ("vpc-flow-logs.amazonaws.com",)]
        bound = all(one.condition_values("aws:SourceAccount") == ["<account>"] for one in taken)
        world.need(taken and bound, role, "flow logs of any account may take it")


def subnets_of(world: World, network: Node) -> set[str]:
    """Return the ids of a network's private subnets."""
    vpc = world.main(network)
    if vpc is None:
        return set()
    if network.values.get("existing"):
        return set(world.recording.subnets)
    return {item.id for item in parts(world, vpc).private}


def give_network(world: World, function: Function) -> None:
    """Assert that a function stands where it is drawn, with a group of its own, and give its role what that takes."""
    node, resource = function.node, function.resource
    network, config = home(world, node), resource.get("vpcConfig")
    if not world.need(bool(network) == bool(config), node.id, f"it stands in {network and network.id}: {config}"):
        return
    if network is None or config is None:
        return
    ids = subnets_of(world, network)
    world.need(set(as_list(config.get("subnetIds"))) == ids, node.id, f"it stands in {config.get('subnetIds')}")
    group = group_of(world, function)
    if world.need(group, node.id, "it has not one security group of its own") and group:
        others = [one for one in world.functions.values() if one != function and group_of(world, one) == group]
        world.need(not others, node.id, f"it shares {group}")
    world.grant(function.role, f"{node.id} (its network)", ATTACH, {"*"}, ATTACH_TOO)
    for _, found in world.role_policies(function.role) if function.role else []:
        for item in found:
            if ATTACH & set(item.actions) and item.effect == "Allow":
                barred = item.condition.get("Null", {}).get("lambda:SourceFunctionArn") == "true"
                world.need(barred, node.id, "its own code may make and delete network interfaces")


def judge_containers(world: World) -> None:
    """Assert that containers stand where they are drawn, each with a security group of its own."""
    for own in world.containers.values():
        network = home(world, own.node)
        if network:
            same = set(own.subnets) == subnets_of(world, network)
            world.need(same, own.node.id, f"it stands in {sorted(own.subnets)}")
        world.need(own.group, own.node.id, "it has not one security group of its own")
        others = [one for one in world.containers.values() if one != own and own.group and one.group == own.group]
        world.need(not others, own.node.id, f"it shares {own.group}")
    if world.undrawn and (vpc := world.main(world.undrawn)):
        network_node(world, world.undrawn, vpc)


def group_of(world: World, function: Function) -> Resource | None:
    """Return the one security group of a function."""
    groups = as_list(function.resource.get("vpcConfig", "securityGroupIds"))
    return world.recording.owner(groups[0], GROUP) if len(groups) == 1 else None


Rule = tuple[str, str, int, int]
"""A security group, what it is connected with, and the first and the last port."""


def judge_rules(world: World) -> None:
    """Assert that each connection that is drawn is let through on both sides, and nothing else is."""
    out: set[Rule] = set()
    into: set[Rule] = set()
    for function in world.functions.values():
        if home(world, function.node) and (group := group_of(world, function)):
            mine, theirs = connections(world, function.node, group)
            out |= mine
            into |= theirs
    for container in world.containers.values():
        if container.group:
            mine, theirs = connections(world, container.node, container.group)
            out |= mine
            into |= theirs
            mine, theirs = before(world, container)
            out |= mine
            into |= theirs
    for item in world.recording.of("aws:rds/proxy:Proxy"):
        mine, theirs = of_proxy(world, item)
        out |= mine
        into |= theirs
    for kind, wanted in ((EGRESS, out), (INGRESS, into)):
        stated: set[Rule] = set()
        for item in world.recording.of(kind):
            ends = [item.get(key) for key in ("referencedSecurityGroupId", "prefixListId", "cidrIpv4") if item.get(key)]
            world.need(len(ends) == 1 and not item.get("cidrIpv6"), item, f"it lets through {ends}")
            world.need(item.get("ipProtocol") == "tcp", item, f"it lets through {item.get('ipProtocol')}")
            rule = (item.get("securityGroupId"), str(ends[0]), item.get("fromPort"), item.get("toPort"))
            world.need(rule in wanted, item, f"nothing in the design explains that {rule[0]} and {rule[1]} connect")
            world.need(rule not in stated, item, "it is there twice")
            stated.add(rule)
        for rule in sorted(wanted - stated):
            world.need(False, kind.split(":")[-1], f"nothing lets {rule[0]} and {rule[1]} connect on {rule[2]}")
    for item in world.recording.of(GROUP):
        inline = item.get("ingress") or item.get("egress")
        world.need(not inline, item, "its rules stand in it, where they fight with those beside it")


def connections(world: World, node: Node, group: Resource) -> tuple[set[Rule], set[Rule]]:
    """Return the rules of something in a network: those on its side, and those of what it connects to."""
    network = home(world, node)
    vpc = world.main(network) if network else None
    if network is None or vpc is None:
        return set(), set()
    out: set[Rule] = set()
    into: set[Rule] = set()
    found = {} if network.values.get("existing") else endpoint_names(world, vpc)
    asked = [(name, {443}) for name in start(node)]
    for flow in world.design.flows_from(node):
        asked += [(name, internet_ports(flow)) for name in services(world, flow)]
    for name, ports in asked:
        endpoint = found.get(name)
        if endpoint is None:
            out |= {(group.id, ANYWHERE, port, port) for port in ports}
        elif name in GATEWAYS.values():
            out.add((group.id, endpoint.output("prefixListId"), 443, 443))
        else:
            door = as_list(endpoint.get("securityGroupIds"))[0]
            out.add((group.id, door, 443, 443))
            into.add((door, group.id, 443, 443))
    for flow in world.design.flows_from(node):
        for door, first, last in doors(world, flow):
            if door is None:
                out.add((group.id, vpc.output("cidrBlock"), first, last))
            else:
                out.add((group.id, door, first, last))
                into.add((door, group.id, first, last))
    return out, into


def endpoint_names(world: World, vpc: Resource) -> dict[str, Resource]:
    """Return the endpoints of a network by their services."""
    prefix = f"com.amazonaws.{world.design.region}."
    return {str(item.get("serviceName")).removeprefix(prefix): item for item in parts(world, vpc).endpoints}


def internet_ports(flow: Flow) -> set[int]:
    """Return the ports of what a flow calls on the internet, in whatever environment."""
    if flow.target.kind != "external" or not flow.target.get("url"):
        return {443}
    parsed = urlsplit(str(flow.target.get("url")))
    return {parsed.port or {"http": 80}.get(parsed.scheme, 443)}


def doors(world: World, flow: Flow) -> list[tuple[str | None, int, int]]:
    """Return the security groups that a flow's source connects to, with the ports; none for groups of others."""
    target = world.main(flow.target)
    if target is None or flow.kind not in ("read", "write", "read-write"):
        return []
    if flow.target.kind == "search":
        network = home(world, flow.source)
        vpc = world.main(network) if network else None
        kind = "aws:opensearch/serverlessVpcEndpoint:ServerlessVpcEndpoint"
        found = [item for item in world.recording.of(kind) if vpc and item.get("vpcId") == vpc.id]
        return [(as_list(item.get("securityGroupIds"))[0], 443, 443) for item in found]
    if not together(world, flow):
        return []
    if flow.target.kind == "sql":
        port = PORTS[flow.target.get("engine")]
        if flow.target.values.get("existing"):
            return [(None, port, port)]
        proxied = flow.target.get("proxy") and flow.get("auth") == "identity"
        holders = world.proxies(target) if proxied else [target]
        return [(as_list(item.get("vpcSecurityGroupIds"))[0], port, port) for item in holders]
    if flow.target.kind == "cache":
        return [(as_list(target.get("securityGroupIds"))[0], 6379, 6380)]
    return []


def before(world: World, container: Container) -> tuple[set[Rule], set[Rule]]:
    """Return the rules of the balancers before a container: from APIs or the internet to them, and on to its copies."""
    out: set[Rule] = set()
    into: set[Rule] = set()
    if container.service is None or container.group is None:
        return out, into
    port = container.node.get("port")
    targets = {item.get("targetGroupArn") for item in as_list(container.service.get("loadBalancers"))}
    for listener in world.recording.of("aws:lb/listener:Listener"):
        balancer = world.recording.owner(listener.get("loadBalancerArn"))
        if balancer is None or listener.get("defaultActions", "targetGroupArn") not in targets:
            continue
        own = as_list(balancer.get("securityGroups"))[0]
        out.add((own, container.group.id, port, port))
        into.add((container.group.id, own, port, port))
        if not balancer.get("internal"):
            into |= {(own, ANYWHERE, 80, 80), (own, ANYWHERE, 443, 443)}
            continue
        for link in world.recording.of("aws:apigatewayv2/vpcLink:VpcLink"):
            if set(as_list(link.get("subnetIds"))) == set(container.subnets):
                source = as_list(link.get("securityGroupIds"))[0]
                out.add((source, own, 80, 80))
                into.add((own, source, 80, 80))
    return out, into


def of_proxy(world: World, proxy: Resource) -> tuple[set[Rule], set[Rule]]:
    """Return the rules between a proxy and its database."""
    for node in world.design.of("sql"):
        cluster = world.main(node)
        if cluster and proxy in world.proxies(cluster):
            port = PORTS[node.get("engine")]
            here = as_list(proxy.get("vpcSecurityGroupIds"))[0]
            there = as_list(cluster.get("vpcSecurityGroupIds"))[0]
            return {(here, there, port, port)}, {(there, here, port, port)}
    return set(), set()
