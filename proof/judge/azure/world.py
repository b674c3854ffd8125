"""A program for Azure as the judge sees it: the recording by what the design calls things, and what is expected."""

import re
from dataclasses import dataclass, field
from typing import Any

from judge.design import Design, Flow, Node
from judge.recording import Recording, Resource, open_secret

APP = "azure-native:web:WebApp"
ASSIGNMENT = "azure-native:authorization:RoleAssignment"
CONTAINER = "azure-native:cosmosdb:SqlResourceSqlContainer"
IDENTITY = "azure-native:managedidentity:UserAssignedIdentity"
INSIGHTS = "azure-native:applicationinsights:Component"
TABLE_ASSIGNMENT = "azure-native:cosmosdb:SqlResourceSqlRoleAssignment"

MAIN = {
    "event-bus": "azure-native:eventgrid:Topic",
    "queue": "azure-native:servicebus:Queue",
    "topic": "azure-native:servicebus:Topic",
    "stream": "azure-native:eventhub:EventHub",
    "table": CONTAINER,
    "bucket": "azure-native:storage:BlobContainer",
    "secret": "azure-native:keyvault:Secret",
    "parameter": "azure-native:appconfiguration:KeyValue",
    "function": APP,
    "http-api": "azure-native:apimanagement:ApiManagementService",
    "websocket-api": "azure-native:webpubsub:WebPubSub",
    "static-site": "azure-native:cdn:Profile",
    "container": "azure-native:app:ContainerApp",
    "sql": "azure-native:dbforpostgresql:Server",
    "email": "azure-native:communication:CommunicationService",
    "network": "azure-native:network:VirtualNetwork",
    "workflow": "azure-native:logic:Workflow",
}
"""The main resource of each kind."""

ROLES = {
    "AcrPull": "7f951dda-4ed3-4680-a7ca-43fe172d538d",
    "App Configuration Data Reader": "516239f1-63e1-4d78-a4de-a74fb236a071",
    "Azure Event Hubs Data Receiver": "a638d3c7-ab3a-418d-83e6-5f17a39d4fde",
    "Azure Event Hubs Data Sender": "2b629674-e913-4c01-ae53-ef4638d8f975",
    "Azure Service Bus Data Receiver": "4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0",
    "Azure Service Bus Data Sender": "69a216fc-b8fb-44d8-bc22-1f3c2cd27a39",
    "Communication and Email Service Owner": "09976791-48a7-449e-bb21-39d1a415f350",
    "EventGrid Data Sender": "d5a91429-5739-47e2-a06b-3470a27159e7",
    "Key Vault Secrets User": "4633458b-17de-408a-b874-0445c86b69e6",
    "Monitoring Metrics Publisher": "3913510d-42f4-4e42-8a64-420c390055eb",
    "Storage Blob Data Contributor": "ba92f5b4-2d11-453d-a403-e96b0029c9fe",
    "Storage Blob Data Owner": "b7e6dc6d-f1e8-4753-8033-0f276bb0955b",
    "Storage Blob Data Reader": "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1",
    "Web PubSub Service Owner": "12cf5a90-567b-43ae-8102-96cf46c7d9b4",
    "Cosmos DB Built-in Data Reader": "00000000-0000-0000-0000-000000000001",
    "Cosmos DB Built-in Data Contributor": "00000000-0000-0000-0000-000000000002",
}
"""Built-in roles of Azure and of Cosmos DB by their ids, from the pages of built-in roles."""

Right = tuple[str, str, str]
"""Who (the identity's principal), in which role, on what."""


def role_of(resource: Resource) -> str:
    """Return the name of an assignment's role; its id where it has none here."""
    given = str(resource.get("roleDefinitionId")).rsplit("/", 1)[-1]
    return next((name for name, known in ROLES.items() if known == given), given)


def shortens(short: str, name: str) -> bool:
    """Tell whether a name stands for one that is too long for an app: how it begins, and six digits of a hash."""
    begins = re.fullmatch(r"(.+)-[0-9a-f]{6}", short)
    return len(name) > 32 and len(short) <= 32 and begins is not None and name.startswith(begins[1])


def contained(app: Resource) -> dict[str, Any]:
    """Return the variables of a container, a secret by its address."""
    inside = app.unfolded["template"]["containers"][0]
    kept = app.unfolded["configuration"].get("secrets") or []
    addresses = {one["name"]: one["keyVaultUrl"] for one in kept}
    return {
        row["name"]: open_secret(row["value"]) if "value" in row else addresses.get(row["secretRef"])
        for row in inside["env"]
    }


@dataclass
class World:
    """A design, a recording, and what was found."""

    design: Design
    recording: Recording
    findings: list[str] = field(default_factory=list)
    assertions: int = 0
    accounted: int = 0
    expected: dict[Right, str] = field(default_factory=dict)
    """The rights that follow from the design, with what they follow from."""
    variables: dict[str, set[str]] = field(default_factory=dict)
    """The settings that follow from the design, by function."""

    def expect(self, holds: bool, finding: str) -> bool:
        """Note a finding unless it holds."""
        self.assertions += 1
        if not holds:
            self.findings.append(finding)
        return holds

    def service_of(self, resource: Resource) -> str:
        """Return the service in whose component a resource is made."""
        holders = list(self.recording.ancestors(resource))
        return holders[-1].name if holders else ""

    def named(self, kind: str, service: str, name: str) -> Resource | None:
        """Return a resource by type, service and name."""
        held = [item for item in self.recording.of(kind) if self.service_of(item) == service]
        found = [item for item in held if item.name == name] or [item for item in held if shortens(item.name, name)]
        return found[0] if len(found) == 1 else None

    def main(self, node: Node) -> Resource | None:
        """Return the main resource of a node."""
        kind = node.get("type") if node.kind == "resource" else MAIN.get(node.kind)
        if kind is None:
            return None
        found = self.named(kind, node.service, node.name)
        return found or self.named(kind, node.service, f"{node.name}-{node.kind}")

    def must(self, node: Node) -> Resource | None:
        """Return the main resource of a node; a finding where there is none."""
        found = self.main(node)
        self.expect(found is not None, f"{node.id}: there is no {node.kind}")
        return found

    def principal(self, node: Node) -> str | None:
        """Return whom a function acts as."""
        identity = self.named(IDENTITY, node.service, node.name)
        return identity.output("principalId") if identity else None

    def settings(self, node: Node) -> dict[str, Any]:
        """Return the settings of a function's app."""
        app = self.main(node)
        if node.kind == "container":
            return contained(app) if app else {}
        listed = app.get("siteConfig") if app else None
        rows = listed.get("appSettings", []) if isinstance(listed, dict) else []
        return {row["name"]: open_secret(row["value"]) for row in rows}

    def give(self, node: Node, role: str, scope: str | None, why: str) -> None:
        """Expect that a function has a role on a resource."""
        principal = self.principal(node)
        if principal is None or scope is None:
            self.expect(False, f"{why}: there is nothing to give {role} on, or nobody to give it to")
            return
        self.expected[(principal, role, scope)] = why

    def tell(self, flow: Flow, function: Node, value: str | None, what: str) -> None:
        """Expect that a function's settings hold a value, under whatever name."""
        settings = self.settings(function)
        names = {name for name, held in settings.items() if held == value}
        self.expect(bool(value) and bool(names), f"{flow}: {function.id} is not told {what}")
        self.variables.setdefault(function.id, set()).update(names)

    def connected(self, flow: Flow, function: Node, connection: str, key: str, value: str) -> None:
        """Expect a connection as the function's identity."""
        settings = self.settings(function)
        identity = self.named(IDENTITY, function.service, function.name)
        wanted = {
            f"{connection}__{key}": value,
            f"{connection}__credential": "managedidentity",
            f"{connection}__clientId": identity.output("clientId") if identity else "",
        }
        if function.kind == "container":
            wanted = {f"{connection}__{key}": value}
        for name, held in wanted.items():
            self.expect(settings.get(name) == held, f"{flow}: {function.id} lacks the connection {name}")
        self.variables.setdefault(function.id, set()).update(wanted)
