"""IAM policies."""

from collections.abc import Mapping, Sequence
from typing import Literal, TypedDict

import pulumi

Conditions = Mapping[str, Mapping[str, pulumi.Input[str]]]


class Statement(TypedDict, total=False):
    """A statement of a policy, with the keys that IAM asks for."""

    Sid: str
    Effect: Literal["Allow", "Deny"]
    Principal: Mapping[str, pulumi.Input[str]] | str
    Action: Sequence[str] | str
    Resource: Sequence[pulumi.Input[str]] | pulumi.Input[str]
    Condition: Conditions


def policy(*statements: Statement) -> pulumi.Output[str]:
    """A policy document from its statements."""
    return pulumi.Output.json_dumps({"Version": "2012-10-17", "Statement": statements})


def policy_text(*statements: Statement) -> pulumi.Output[str]:
    """A policy document as JSON text, for resources that take nothing else."""
    return policy(*statements)


def allow(
    sid: str,
    actions: Sequence[str],
    resources: Sequence[pulumi.Input[str]],
    conditions: Conditions | None = None,
) -> Statement:
    """Allows the actions on the resources to whoever holds the policy."""
    statement: Statement = {
        "Sid": sid,
        "Effect": "Allow",
        "Action": actions,
        "Resource": resources,
    }
    if conditions:
        statement["Condition"] = conditions
    return statement


def allow_service(
    sid: str,
    service: str,
    actions: Sequence[str],
    resource: pulumi.Input[str],
    conditions: Conditions,
) -> Statement:
    """Allows an AWS service to use a resource, in that resource's own policy."""
    return {
        "Sid": sid,
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": actions,
        "Resource": resource,
        "Condition": conditions,
    }


def deny_insecure_transport(action: str, resources: Sequence[pulumi.Input[str]]) -> Statement:
    """Refuses requests that do not come over TLS, in a resource's own policy."""
    return {
        "Sid": "DenyInsecureTransport",
        "Effect": "Deny",
        "Principal": "*",
        "Action": action,
        "Resource": resources,
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }


def allow_account(account_id: pulumi.Input[str]) -> Statement:
    """Lets the identities of one account, and no others, through an endpoint of a network."""
    return {
        "Sid": "AllowThisAccount",
        "Effect": "Allow",
        "Principal": "*",
        "Action": "*",
        "Resource": "*",
        "Condition": {"StringEquals": {"aws:PrincipalAccount": account_id}},
    }


def allow_anyone(sid: str, actions: Sequence[str], resource: pulumi.Input[str]) -> Statement:
    """Allows the actions on the resource to anyone, in the policy of an endpoint of a network."""
    return {
        "Sid": sid,
        "Effect": "Allow",
        "Principal": "*",
        "Action": actions,
        "Resource": resource,
    }


def trust(service: str, conditions: Conditions | None = None) -> pulumi.Output[str]:
    """Lets an AWS service assume a role."""
    statement: Statement = {
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": "sts:AssumeRole",
    }
    if conditions:
        statement["Condition"] = conditions
    return policy(statement)
