"""Environment variables that hold the values of secrets."""

from collections.abc import Sequence
from typing import TypedDict

import pulumi
import pulumi_gcp as gcp


class SecretVariable(TypedDict):
    """An environment variable that holds the value of a secret."""

    variable: str
    secret_id: pulumi.Input[str]
    version: pulumi.Input[str]


def allow_secrets(
    name: str,
    account: gcp.serviceaccount.Account,
    secrets: Sequence[SecretVariable],
    opts: pulumi.ResourceOptions,
) -> list[pulumi.Resource]:
    """Let an account read the secrets of its variables.

    Code reads them while it starts, so this comes before it.
    """
    return [
        gcp.secretmanager.SecretIamMember(
            f"{name}-reads-{secret['variable'].lower().replace('_', '-')}",
            secret_id=secret["secret_id"],
            role="roles/secretmanager.secretAccessor",
            member=account.member,
            opts=opts,
        )
        for secret in secrets
    ]
