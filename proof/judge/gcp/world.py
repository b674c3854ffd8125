"""What every judgement works with: a design, a recording, which resource is which node, and the findings."""

import base64
import json
from dataclasses import dataclass, field
from typing import Any

from judge.design import Design, Flow, Node
from judge.recording import Recording, Resource

ACCOUNT = "gcp:serviceaccount/account:Account"
ALERT = "gcp:monitoring/alertPolicy:AlertPolicy"
BUCKET = "gcp:storage/bucket:Bucket"
CONFIG = "gcp:apigateway/apiConfig:ApiConfig"
FUNCTION = "gcp:cloudfunctionsv2/function:Function"
CONTAINER = "gcp:cloudrunv2/service:Service"
GATEWAY = "gcp:apigateway/gateway:Gateway"
SUBSCRIPTION = "gcp:pubsub/subscription:Subscription"
TOPIC = "gcp:pubsub/topic:Topic"
IDENTITY = "gcp:projects/serviceIdentity:ServiceIdentity"
STORAGE_AGENT = "<storage-agent>"
PROJECT = "made-up-project"

INVOKER = "gcp:cloudrunv2/serviceIamMember:ServiceIamMember"
PROJECT_MEMBER = "gcp:projects/iAMMember:IAMMember"
TOPIC_MEMBER = "gcp:pubsub/topicIAMMember:TopicIAMMember"

# Members of roles, with the input that names the resource.
MEMBERS = {
    PROJECT_MEMBER: "project",
    INVOKER: "name",
    TOPIC_MEMBER: "topic",
    "gcp:artifactregistry/repositoryIamMember:RepositoryIamMember": "repository",
    "gcp:pubsub/subscriptionIAMMember:SubscriptionIAMMember": "subscription",
    "gcp:secretmanager/secretIamMember:SecretIamMember": "secretId",
    "gcp:storage/bucketIAMMember:BucketIAMMember": "bucket",
}

# The resource that a node becomes. An external system becomes none, and a queue or a schedule several.
MAIN = {
    "function": FUNCTION,
    "container": CONTAINER,
    "http-api": GATEWAY,
    "topic": TOPIC,
    "event-bus": TOPIC,
    "stream": TOPIC,
    "table": "gcp:firestore/database:Database",
    "bucket": BUCKET,
    "secret": "gcp:secretmanager/secret:Secret",
    "parameter": "gcp:parametermanager/parameter:Parameter",
    "static-site": "gcp:compute/uRLMap:URLMap",
    "workflow": "gcp:workflows/workflow:Workflow",
    "user-pool": "gcp:identityplatform/config:Config",
    "network": "gcp:compute/network:Network",
    "sql": "gcp:sql/databaseInstance:DatabaseInstance",
}


@dataclass
class World:
    """A design beside what its program registered."""

    design: Design
    recording: Recording
    findings: list[str] = field(default_factory=list)
    assertions: int = 0
    """How many things were asserted."""
    accounted: int = 0
    """How many rights were accounted for."""
    claims: set[str] = field(default_factory=set)
    """Resources that something drawn explains, by URN."""

    def __post_init__(self) -> None:
        """Find the resource of each node."""
        self.resources = {node.id: self.find(node) for node in self.design.nodes.values()}

    def need(self, holds: object, subject: object, sentence: str) -> bool:
        """Assert something; when it does not hold, say so about the subject."""
        self.assertions += 1
        if not holds:
            self.findings.append(f"{subject}: {sentence}")
        return bool(holds)

    def named(self, kind: str, node: Node, *names: str) -> list[Resource]:
        """Return the resources of a type in a node's component that have one of the names."""
        # A gateway stands in a component of its own, which is made last.
        own = (node.name, f"{node.service}-{node.name}") if node.kind == "http-api" else ()
        found = [item for item in self.recording.of(kind) if item.name in names]
        return [item for item in found if self.place(item) in (node.service, *own)]

    def place(self, item: Resource) -> str:
        """Return the name of the component of the entry in which a resource stands."""
        holders = list(self.recording.ancestors(item))
        return holders[-1].name if holders else ""

    def find(self, node: Node) -> Resource | None:
        """Return the main resource of a node: its name, in its service's component."""
        kind = token(node.get("type")) if node.kind == "resource" else MAIN.get(node.kind)
        if kind is None:
            return None
        found = self.named(kind, node, node.name, f"{node.kind}-{node.name}")
        one = self.need(len(found) == 1, node.id, f"{len(found)} resources of type {kind} are named {node.name}")
        return found[0] if one else None

    def main(self, node: Node) -> Resource | None:
        """Return the main resource of a node."""
        return self.resources.get(node.id)

    def account(self, holder: Resource | None) -> Resource | None:
        """Return the account that a function, a container or a workflow runs as."""
        if holder is None:
            return None
        email = holder.get("serviceConfig", "serviceAccountEmail") or holder.get("serviceAccount")
        email = email or holder.get("template", "serviceAccount")
        return self.recording.owner(email, ACCOUNT)

    def member_of(self, node: Node) -> str | None:
        """Return the member that a function, a container or a workflow is."""
        account = self.account(self.main(node))
        return account.output("member") if account else None

    def variables(self, node: Node) -> dict[str, Any]:
        """Return the environment variables of a function or a container."""
        main = self.main(node)
        if main is None:
            return {}
        if node.kind == "container":
            return {item["name"]: item.get("value") for item in runs(main).get("envs") or []}
        return main.get("serviceConfig", "environmentVariables") or {}

    def injected(self, node: Node) -> list[tuple[Any, Any]]:
        """Return the secrets whose values stand in the environment of code, each with its version."""
        main = self.main(node)
        if main is None:
            return []
        if node.kind == "container":
            sources = [item.get("valueSource") or {} for item in runs(main).get("envs") or []]
            found = [source["secretKeyRef"] for source in sources if "secretKeyRef" in source]
        else:
            found = main.get("serviceConfig", "secretEnvironmentVariables") or []
        return [(item.get("secret"), item.get("version")) for item in found]

    def joined(self, node: Node) -> Any:
        """Return the network that code joins."""
        main = self.main(node)
        if main is None:
            return None
        if node.kind == "container":
            return main.get("template", "vpcAccess", "networkInterfaces", "network")
        return main.get("serviceConfig", "directVpcNetworkInterfaces", "network")

    def uri(self, node: Node) -> str | None:
        """Return the address of a function or a container."""
        main = self.main(node)
        return main.output("uri" if node.kind == "container" else "serviceConfig.uri") if main else None

    def grant(
        self, flow: object, kind: str, role: str, member: str | None, places: set[str], *, only: str | None = None
    ) -> Resource | None:
        """Assert that a member has a role on one of the places, and claim that it is explained."""
        found = [
            item
            for item in self.recording.of(kind)
            if item.get("role") == role
            and item.get("member") == member
            and str(item.get(MEMBERS[kind])) in places
            and (only is None or only in str(item.get("condition", "expression")))
        ]
        if self.need(member and len(found) == 1, flow, f"{member} has {role} on {sorted(places)} {len(found)} times"):
            self.claims.add(found[0].urn)
            return found[0]
        return None

    def points(self, flow: Flow, values: set[str], name: str | None = None) -> None:
        """Assert that a variable of the flow's source is one of the values; the named one where there is a name."""
        variables = self.variables(flow.source)
        given = [variables.get(name)] if name else list(variables.values())
        known = any(value in values for value in given if isinstance(value, str))
        self.need(known, flow, f"no variable {name or ''} of {flow.source.id} points at {flow.target.id}")

    def topic(self, node: Node) -> Resource | None:
        """Return the topic of a channel; of a queue that only topics lead to there is none."""
        if node.kind != "queue":
            return self.main(node)
        found = self.named(TOPIC, node, node.name, f"queue-{node.name}", f"{node.name}-queue")
        return found[0] if found else None

    def agent(self) -> str | None:
        """Return the member that Pub/Sub itself is."""
        found = self.recording.of(IDENTITY)
        return found[0].output("member") if found else None

    def subscriptions(self, topic: Resource | None) -> list[Resource]:
        """Return the subscriptions to a topic."""
        own = topic.outputs("id", "name") | {topic.get("id")} if topic else set()
        return [item for item in self.recording.of(SUBSCRIPTION) if item.get("topic") in own]

    def caller(self, email: Any) -> Resource | None:
        """Return the account of an address."""
        return self.recording.owner(email, ACCOUNT)

    def document(self, node: Node) -> dict[str, Any]:
        """Return the OpenAPI document of an API."""
        gateway = self.main(node)
        config = self.recording.owner(gateway.get("apiConfig"), CONFIG) if gateway else None
        text = config.get("openapiDocuments", "document", "contents") if config else None
        return json.loads(base64.b64decode(text)) if text else {}

    def config(self, node: Node) -> Resource | None:
        """Return the configuration of an API's gateway."""
        gateway = self.main(node)
        return self.recording.owner(gateway.get("apiConfig"), CONFIG) if gateway else None


def runs(service: Resource) -> dict[str, Any]:
    """Return the container that a service runs."""
    found = service.inputs.get("template", {}).get("containers") or [{}]
    return found[0]


def token(text: str) -> str:
    """Return a Pulumi type token in full."""
    package, module, name = text.split(":")
    return text if "/" in module else f"{package}:{module}/{name[:1].lower()}{name[1:]}:{name}"
