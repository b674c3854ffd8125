"""What every judgement works with: a design, a recording, which resource is which node, and the findings."""

import re
from dataclasses import dataclass, field
from typing import Any

from judge.design import Design, Flow, Node
from judge.recording import Recording, Resource, Statement, as_list, statements, unfold

# The resource that a node becomes. An external system becomes none.
MAIN = {
    "function": "aws:lambda/function:Function",
    "http-api": "aws:apigatewayv2/api:Api",
    "queue": "aws:sqs/queue:Queue",
    "topic": "aws:sns/topic:Topic",
    "event-bus": "aws:cloudwatch/eventBus:EventBus",
    "stream": "aws:kinesis/stream:Stream",
    "delivery-stream": "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream",
    "table": "aws:dynamodb/table:Table",
    "bucket": "aws:s3/bucket:Bucket",
    "secret": "aws:secretsmanager/secret:Secret",
    "parameter": "aws:ssm/parameter:Parameter",
    "user-pool": "aws:cognito/userPool:UserPool",
    "network": "aws:ec2/vpc:Vpc",
    "sql": "aws:rds/cluster:Cluster",
    "websocket-api": "aws:apigatewayv2/api:Api",
    "graphql-api": "aws:appsync/graphQLApi:GraphQLApi",
    "email": "aws:sesv2/emailIdentity:EmailIdentity",
    "workflow": "aws:sfn/stateMachine:StateMachine",
    "static-site": "aws:cloudfront/distribution:Distribution",
    "container": "aws:ecs/service:Service",
    "cache": "aws:elasticache/serverlessCache:ServerlessCache",
    "search": "aws:opensearch/serverlessCollection:ServerlessCollection",
}
DEFINITION = "aws:ecs/taskDefinition:TaskDefinition"
NO_RESOURCE = {"external", "schedule"}

# The outputs by which a program may hand on a reference to a node's resource.
ADDRESSES = {
    "function": ("arn", "name", "qualifiedArn"),
    "http-api": ("apiEndpoint",),
    "queue": ("url", "id", "arn"),
    "topic": ("arn", "id"),
    "event-bus": ("name", "arn"),
    "stream": ("name", "arn"),
    "delivery-stream": ("name", "arn"),
    "table": ("name", "id", "arn"),
    "bucket": ("bucket", "id", "arn"),
    "secret": ("arn", "id"),
    "parameter": ("name", "id", "arn"),
    "user-pool": ("id",),
    "sql": ("endpoint", "readerEndpoint", "arn"),
    "websocket-api": ("apiEndpoint",),
    "graphql-api": ("uris.GRAPHQL",),
    "email": ("emailIdentity", "arn"),
    "workflow": ("arn", "id"),
    "static-site": ("domainName", "arn", "id"),
    "search": ("collectionEndpoint",),
}


@dataclass(frozen=True)
class Grant:
    """What something drawn gives a role: the reason for statements of its policy."""

    reason: str
    required: frozenset[str]
    permitted: frozenset[str]
    resources: frozenset[str]
    """Each of these alone may stand in a statement; one of them must, for each required action."""


@dataclass
class Function:
    """A function's resource and what belongs to it."""

    node: Node
    resource: Resource
    alias: Resource | None
    role: Resource | None
    environment: dict[str, Any]

    @property
    def callees(self) -> set[str]:
        """Return the ARNs that callers use: the alias where there is one."""
        if self.alias:
            return {self.alias.arn}
        return self.resource.outputs("arn", "qualifiedArn")

    @property
    def integrations(self) -> set[str]:
        """Return what an API's integration or authorizer refers to."""
        if self.alias:
            return self.alias.outputs("invokeArn", "arn")
        return self.resource.outputs("invokeArn", "qualifiedInvokeArn")


def token(text: str) -> str:
    """Return a Pulumi type token in full: `aws:sns/topic:Topic` for `aws:sns:Topic`."""
    package, module, name = text.split(":")
    return text if "/" in module else f"{package}:{module}/{name[:1].lower()}{name[1:]}:{name}"


@dataclass
class Container:
    """A container's definition and what belongs to it."""

    node: Node
    definition: Resource
    service: Resource | None
    role: Resource | None
    """The role of its code."""
    execution: Resource | None
    """The role by which it is started."""
    content: dict[str, Any]
    """Its one container in the definition."""
    group: Resource | None
    subnets: list[str]

    @property
    def environment(self) -> dict[str, Any]:
        """Return its environment variables."""
        return {item["name"]: item["value"] for item in self.content.get("environment") or []}

    @property
    def secrets(self) -> dict[str, Any]:
        """Return the secrets whose values it finds in its environment."""
        return {item["name"]: item["valueFrom"] for item in self.content.get("secrets") or []}


def own_name(node: Node) -> str:
    """Return the logical name of a node: its own, unless that could be a companion's or is kept by AWS."""
    companion = node.kind == "queue" and re.search(r"-dead-letters(-queue)*$", node.name)
    frame = node.kind == "topic" and node.service == "shared" and re.fullmatch(r"alarms(-topic)*", node.name)
    kept = node.kind == "parameter" and re.match(r"(parameter-)*(aws|ssm)", node.name)
    name = f"{node.name}-{node.kind}" if companion or frame else node.name
    return f"{node.kind}-{name}" if kept else name


@dataclass
class World:
    """A design beside what its program registered."""

    design: Design
    recording: Recording
    findings: list[str] = field(default_factory=list)
    assertions: int = 0
    """How many things were asserted."""
    accounted: int = 0
    """How many pairs of action and resource were accounted for."""
    claims: set[tuple[str, str]] = field(default_factory=set)
    """Resources, and parts of them, that something drawn explains."""
    grants: dict[str, list[Grant]] = field(default_factory=dict)
    """What each role may have, by the role's URN."""

    def __post_init__(self) -> None:
        """Find the resource of each node."""
        self.resources = {node.id: self.find(node) for node in self.design.nodes.values()}
        self.functions = {
            node.id: self.function(node, resource)
            for node in self.design.of("function")
            if (resource := self.resources[node.id]) is not None
        }

        self.containers = {
            node.id: found for node in self.design.of("container") if (found := self.container(node)) is not None
        }
        self.holders: dict[str, Function | Container] = {**self.functions, **self.containers}
        self.undrawn = self.undrawn_network()

    def need(self, holds: object, subject: object, sentence: str) -> bool:
        """Assert something; when it does not hold, say so about the subject."""
        self.assertions += 1
        if not holds:
            self.findings.append(f"{subject}: {sentence}")
        return bool(holds)

    def find(self, node: Node) -> Resource | None:
        """Return the main resource of a node: its name, in its service's component."""
        if node.kind in NO_RESOURCE:
            return None
        kind = token(node.get("type")) if node.kind == "resource" else MAIN.get(node.kind)
        if not self.need(kind, node.id, f"the judge does not know the kind {node.kind}"):
            return None
        names = (own_name(node), f"{node.service}-{node.name}")
        named = [item for item in self.recording.of(str(kind)) if item.name in names]
        if node.kind == "container" and not named:
            # What is only started by calls has no service.
            named = [item for item in self.recording.of(DEFINITION) if item.name in names]
        found = [
            item for item in named if any(holder.name == node.service for holder in self.recording.ancestors(item))
        ]
        if not self.need(
            len(found) == 1,
            node.id,
            f"{len(found)} resources of type {kind} are named {node.name} in the component {node.service}",
        ):
            return None
        return found[0]

    def function(self, node: Node, resource: Resource) -> Function:
        """Return a function with its alias, role and environment variables."""
        own = resource.outputs("name", "arn", "id")
        aliases = [item for item in self.recording.of("aws:lambda/alias:Alias") if item.get("functionName") in own]
        return Function(
            node=node,
            resource=resource,
            alias=aliases[0] if aliases else None,
            role=self.recording.owner(resource.get("role"), "aws:iam/role:Role"),
            environment=resource.inputs.get("environment", {}).get("variables", {}) or {},
        )

    def container(self, node: Node) -> Container | None:
        """Return a container with its service, roles, content and place in a network."""
        main = self.resources.get(node.id)
        if main is None:
            return None
        service = None if main.type == DEFINITION else main
        definition = self.recording.owner(service.get("taskDefinition"), DEFINITION) if service else main
        if not self.need(definition, node.id, "its service runs nothing") or definition is None:
            return None
        content = as_list(definition.get("containerDefinitions"))
        self.need(len(content) == 1, node.id, f"{len(content)} containers are in its definition")
        network = service.get("networkConfiguration") if service else self.started_in(definition)
        groups = as_list((network or {}).get("securityGroups"))
        return Container(
            node=node,
            definition=definition,
            service=service,
            role=self.recording.owner(definition.get("taskRoleArn"), "aws:iam/role:Role"),
            execution=self.recording.owner(definition.get("executionRoleArn"), "aws:iam/role:Role"),
            content=content[0] if content else {},
            group=self.recording.owner(groups[0], "aws:ec2/securityGroup:SecurityGroup") if len(groups) == 1 else None,
            subnets=as_list((network or {}).get("subnets")),
        )

    def started_in(self, definition: Resource) -> dict[str, Any]:
        """Return where a container that is only started by calls runs, as whoever starts it says."""
        for item in self.recording.of("aws:scheduler/schedule:Schedule"):
            parameters = item.get("target", "ecsParameters") or {}
            if parameters.get("taskDefinitionArn") == definition.arn:
                return parameters.get("networkConfiguration") or {}
        for function in self.functions.values():
            values = [unfold(value) for value in function.environment.values()]
            if definition.arn in values:
                kind = "aws:ec2/securityGroup:SecurityGroup"
                groups = [value for value in values if self.recording.owner(value, kind)]
                lists = [value for value in values if isinstance(value, list)]
                return {"securityGroups": groups, "subnets": lists[0] if lists else []}
        for machine in self.recording.of("aws:sfn/stateMachine:StateMachine"):
            network = starting(unfold(machine.get("definition")), definition.arn)
            if network:
                return {"securityGroups": network.get("SecurityGroups"), "subnets": network.get("Subnets")}
        return {}

    def undrawn_network(self) -> Node | None:
        """Return the network that is made for what must stand in one and names none, as if it were drawn."""
        homeless = [
            node
            for node in self.design.nodes.values()
            if node.kind in ("container", "sql", "cache") and not node.get("network") and "existing" not in node.values
        ]
        if not homeless:
            return None
        drawn = set(self.resources.values())
        found = [
            item
            for item in self.recording.of(MAIN["network"])
            if item not in drawn and any(holder.name == "shared" for holder in self.recording.ancestors(item))
        ]
        node = Node("", "network", "network", {"endpoints": []}, self.design.production)
        if self.need(len(found) == 1, homeless[0].id, f"{len(found)} networks could be its own"):
            self.resources[node.id] = found[0]
        return node

    def main(self, node: Node) -> Resource | None:
        """Return the resource of a node, when it was found; that it was not is a finding already."""
        return self.resources.get(node.id)

    def claim(self, resource: Resource, part: str = "") -> None:
        """Say that something drawn explains the resource, or a part of it."""
        self.claims.add((resource.urn, part))

    def grant(
        self,
        role: Resource | None,
        reason: object,
        required: set[str],
        resources: set[str],
        optional: set[str] | None = None,
    ) -> None:
        """Give a role what something drawn needs; the statements are judged once everything is given."""
        if self.need(role, reason, "there is no role that could hold its permission") and role:
            wanted = frozenset(required)
            self.grants.setdefault(role.urn, []).append(
                Grant(str(reason), wanted, wanted | frozenset(optional or set()), frozenset(resources))
            )

    def role_policies(self, role: Resource) -> list[tuple[Resource, list[Statement]]]:
        """Return the policies of a role, whichever way they are attached."""
        own = role.outputs("id", "name", "arn")
        found = [
            (item, statements(item.get("policy")))
            for item in self.recording.of("aws:iam/rolePolicy:RolePolicy")
            if item.get("role") in own
        ]
        for item in self.recording.of("aws:iam/rolePolicyAttachment:RolePolicyAttachment"):
            policy = self.recording.owner(item.get("policyArn"), "aws:iam/policy:Policy")
            if item.get("role") in own and policy:
                found.append((policy, statements(policy.get("policy"))))
        for inline in as_list(role.get("inlinePolicies")):
            found.append((role, statements(inline.get("policy"))))
        return found

    def trusted(self, role: Resource) -> list[Statement]:
        """Return the statements of who may take a role."""
        return statements(role.get("assumeRolePolicy"))

    def role_of(self, node: Node) -> Resource | None:
        """Return the role of a function, or of a container's code."""
        holder = self.holders.get(node.id)
        return holder.role if holder else None

    def holder(self, node: Node) -> dict[str, Any]:
        """Return the environment variables of a function or container."""
        holder = self.holders.get(node.id)
        return holder.environment if holder else {}

    def proxies(self, cluster: Resource) -> list[Resource]:
        """Return the proxies that stand before a database."""
        own = cluster.outputs("clusterIdentifier", "id")
        names = {
            item.get("dbProxyName")
            for item in self.recording.of("aws:rds/proxyTarget:ProxyTarget")
            if item.get("dbClusterIdentifier") in own
        }
        return [item for item in self.recording.of("aws:rds/proxy:Proxy") if item.outputs("name", "id") & names]

    def mentions(self, function: Function | Container, values: set[str]) -> bool:
        """Return whether an environment variable of the function is one of the values."""
        return any(value in values for value in function.environment.values() if isinstance(value, str))

    def points(self, function: Function | Container, flow: Flow, values: set[str], name: str | None = None) -> None:
        """Assert that the function has an environment variable that points at the flow's target."""
        target = flow.target.id
        if name:
            given = function.environment.get(name)
            self.need(given in values, flow, f"the environment variable {name} is {given!r}, which is not {target}")
        else:
            self.need(
                self.mentions(function, values),
                flow,
                f"no environment variable of {flow.source.id} points at {target}",
            )

    def addresses(self, node: Node) -> set[str]:
        """Return the values by which a program may refer to a node's resource."""
        resource = self.main(node)
        if resource is None:
            return set()
        values = resource.outputs(*ADDRESSES[node.kind])
        function = self.functions.get(node.id)
        if function and function.alias:
            values = function.alias.outputs("arn", "invokeArn") | {resource.output("name"), resource.arn}
        return values


def starting(part: Any, definition: str) -> dict[str, Any] | None:
    """Return where a part of a state machine starts a container, if it does."""
    if isinstance(part, dict) and part.get("TaskDefinition") == definition:
        return (part.get("NetworkConfiguration") or {}).get("AwsvpcConfiguration")
    inner = list(part.values()) if isinstance(part, dict) else part if isinstance(part, list) else []
    return next((found for found in (starting(one, definition) for one in inner) if found), None)
