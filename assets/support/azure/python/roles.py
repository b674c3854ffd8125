"""Roles: what identities may do."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import pulumi
from pulumi_azure_native import authorization

Role = Literal[
    "AcrPull",
    "App Configuration Data Reader",
    "Azure Event Hubs Data Receiver",
    "Azure Event Hubs Data Sender",
    "Azure Service Bus Data Receiver",
    "Azure Service Bus Data Sender",
    "Communication and Email Service Owner",
    "EventGrid Data Sender",
    "Key Vault Secrets User",
    "Monitoring Metrics Publisher",
    "Storage Blob Data Contributor",
    "Storage Blob Data Owner",
    "Storage Blob Data Reader",
    "Web PubSub Service Owner",
]
TableRole = Literal["Cosmos DB Built-in Data Reader", "Cosmos DB Built-in Data Contributor"]

BUILT_IN: Mapping[Role, str] = {
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
}
"""Roles that Azure has built in, by their ids."""

OF_TABLES: Mapping[TableRole, str] = {
    "Cosmos DB Built-in Data Reader": "00000000-0000-0000-0000-000000000001",
    "Cosmos DB Built-in Data Contributor": "00000000-0000-0000-0000-000000000002",
}
"""Roles of Cosmos DB itself: those of Azure do not reach what a table holds."""


@dataclass(frozen=True)
class Grant:
    """What an identity may do to one resource."""

    name: str
    role: Role
    scope: pulumi.Input[str]


@dataclass(frozen=True)
class TableGrant:
    """What an identity may do to one table."""

    name: str
    account_name: pulumi.Input[str]
    role_definition_id: pulumi.Input[str]
    scope: pulumi.Input[str]


def allow(name: str, role: Role, scope: pulumi.Input[str]) -> Grant:
    """Allows what the role says, on the resource alone."""
    return Grant(name, role, scope)


def allow_table(
    name: str,
    role: TableRole,
    account_name: pulumi.Input[str],
    account_id: pulumi.Input[str],
    database_name: pulumi.Input[str],
    container_name: pulumi.Input[str],
) -> TableGrant:
    """Allows what the role says, on the table alone."""
    return TableGrant(
        name,
        account_name,
        pulumi.Output.concat(account_id, "/sqlRoleDefinitions/", OF_TABLES[role]),
        pulumi.Output.concat(account_id, "/dbs/", database_name, "/colls/", container_name),
    )


def assign(
    name: str,
    *,
    role: Role,
    scope: pulumi.Input[str],
    principal_id: pulumi.Input[str],
    subscription_id: pulumi.Input[str],
    opts: pulumi.ResourceOptions,
) -> authorization.RoleAssignment:
    """Gives an identity one built-in role on one resource."""
    return authorization.RoleAssignment(
        name,
        scope=scope,
        principal_id=principal_id,
        # Spares a new identity the wait until the directory knows it.
        principal_type="ServicePrincipal",
        role_definition_id=pulumi.Output.concat(
            "/subscriptions/",
            subscription_id,
            "/providers/Microsoft.Authorization/roleDefinitions/",
            BUILT_IN[role],
        ),
        opts=opts,
    )
