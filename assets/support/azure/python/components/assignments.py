"""Roles, given to an identity all at once."""

from collections.abc import Sequence

import pulumi
import pulumi_random as random
from pulumi_azure_native import cosmosdb

from .. import roles
from .platform import Platform


def assign_all(
    name: str,
    *,
    platform: Platform,
    principal_id: pulumi.Input[str],
    grants: Sequence[roles.Grant],
    table_grants: Sequence[roles.TableGrant] = (),
    opts: pulumi.ResourceOptions,
) -> list[pulumi.Resource]:
    """Gives an identity all that it is granted; the names begin with that of its holder."""
    assignments: list[pulumi.Resource] = [
        roles.assign(
            f"{name}-{grant.name}",
            role=grant.role,
            scope=grant.scope,
            principal_id=principal_id,
            subscription_id=platform.subscription_id,
            opts=opts,
        )
        for grant in grants
    ]
    for grant in table_grants:
        assignment_id = random.RandomUuid(
            f"{name}-{grant.name}",
            keepers={
                "principalId": principal_id,
                "roleDefinitionId": grant.role_definition_id,
                "scope": grant.scope,
            },
            opts=opts,
        )
        assignments.append(
            cosmosdb.SqlResourceSqlRoleAssignment(
                f"{name}-{grant.name}",
                resource_group_name=platform.resource_group.name,
                account_name=grant.account_name,
                role_assignment_id=assignment_id.result,
                role_definition_id=grant.role_definition_id,
                principal_id=principal_id,
                scope=grant.scope,
                opts=opts,
            )
        )
    return assignments
