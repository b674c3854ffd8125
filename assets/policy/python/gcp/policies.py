"""The rules that the design stands by."""

# What resources hold is not typed.
# pyright: basic

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from pulumi_policy import (
    EnforcementLevel,
    ReportViolation,
    ResourceValidationArgs,
    ResourceValidationPolicy,
)

Json = Any
Properties = Mapping[str, Any]
Check = Callable[[Properties, ReportViolation], None]

# Roles that the design gives on the whole project: Google knows no single resources for them.
WITHOUT_RESOURCES: list[str] = {{wide_actions}}

# Resources that are otherwise because the design says so.
EXEMPT: list[str] = {{exempt}}

LABELS = ["project", "environment", "managed-by"]


def rule(name: str, description: str, types: list[str], check: Check) -> ResourceValidationPolicy:
    """Return a rule about resources whose types end so, which nothing may break."""

    def validate(args: ResourceValidationArgs, report: ReportViolation) -> None:
        if args.resource_type.endswith(tuple(types)) and args.name not in EXEMPT:
            check(args.props, report)

    return ResourceValidationPolicy(
        name=name,
        description=description,
        enforcement_level=EnforcementLevel.MANDATORY,
        validate=validate,
    )


def buckets_closed(properties: Properties, report: ReportViolation) -> None:
    """Nothing in a bucket can be made public."""
    if properties.get("publicAccessPrevention") != "enforced":
        report("Set public_access_prevention to enforced.", None)
    if properties.get("uniformBucketLevelAccess") is not True:
        report("Set uniform_bucket_level_access.", None)


def messages_stay(properties: Properties, report: ReportViolation) -> None:
    """Topics say where their messages are kept."""
    if not part(properties.get("messageStoragePolicy"), "allowedPersistenceRegions"):
        report("Set message_storage_policy.allowed_persistence_regions.", None)


def never_expires(properties: Properties, report: ReportViolation) -> None:
    """No subscription goes by itself."""
    if part(properties.get("expirationPolicy"), "ttl") != "":
        report('Set expiration_policy.ttl to "".', None)


def recoverable(properties: Properties, report: ReportViolation) -> None:
    """Databases of Firestore can be restored."""
    if properties.get("pointInTimeRecoveryEnablement") != "POINT_IN_TIME_RECOVERY_ENABLED":
        report("Set point_in_time_recovery_enablement.", None)


def databases_private(properties: Properties, report: ReportViolation) -> None:
    """Databases have no public address, and answer over TLS only."""
    address = part(properties.get("settings"), "ipConfiguration")
    if part(address, "ipv4Enabled") is not False:
        report("Set settings.ip_configuration.ipv4_enabled to False.", None)
    if part(address, "sslMode") != "ENCRYPTED_ONLY":
        report("Set settings.ip_configuration.ssl_mode to ENCRYPTED_ONLY.", None)


def own_account(properties: Properties, report: ReportViolation) -> None:
    """No function runs as the account that all could share."""
    if not part(properties.get("serviceConfig"), "serviceAccountEmail"):
        report("Set service_config.service_account_email.", None)


def no_basic_roles(properties: Properties, report: ReportViolation) -> None:
    """Nobody has a role over everything."""
    role = str(properties.get("role"))
    if re.fullmatch(r"roles/(owner|editor|viewer)", role):
        report(f"Name what is allowed instead of {role}.", None)


def on_resources(properties: Properties, report: ReportViolation) -> None:
    """Roles of the project have a condition that names a resource."""
    role = str(properties.get("role"))
    if not properties.get("condition") and role not in WITHOUT_RESOURCES:
        report(f"Give {role} on a resource, or under a condition.", None)


def named_members(properties: Properties, report: ReportViolation) -> None:
    """Members of roles are named."""
    if properties.get("member") in ("allUsers", "allAuthenticatedUsers"):
        report("Name who may use it.", None)


def no_lists(_: Properties, report: ReportViolation) -> None:
    """A whole list takes the role from all who are not on it."""
    report("Add a member instead.", None)


def no_keys(_: Properties, report: ReportViolation) -> None:
    """No key of a service account leaves Google."""
    report("Let who needs it act as the account instead.", None)


def labelled(properties: Properties, report: ReportViolation) -> None:
    """The provider labels all that it makes."""
    labels = parsed(properties.get("defaultLabels")) or {}
    for label in LABELS:
        if not labels.get(label):
            report(f"Add {label} to the provider's default labels.", None)


def part(value: Json, name: str) -> Json:
    """Return a part of what may not be there."""
    return (value or {}).get(name)


def parsed(value: Json) -> Json:
    """Return a value that may be JSON in a text."""
    return json.loads(value) if isinstance(value, str) else value


policies = [
    rule(
        "buckets-not-public",
        "Nothing in a bucket can be made public, and the bucket alone says who may read it.",
        ["gcp:storage/bucket:Bucket"],
        buckets_closed,
    ),
    rule(
        "messages-stay-in-the-region",
        "Topics say in which regions their messages are kept.",
        ["gcp:pubsub/topic:Topic"],
        messages_stay,
    ),
    rule(
        "subscriptions-never-expire",
        "No subscription goes by itself, and takes what comes afterwards with it.",
        ["gcp:pubsub/subscription:Subscription"],
        never_expires,
    ),
    rule(
        "tables-recoverable",
        "Databases of Firestore can be restored to any minute of the last week.",
        ["gcp:firestore/database:Database"],
        recoverable,
    ),
    rule(
        "databases-private",
        "Databases have no public address, and answer over TLS only.",
        ["gcp:sql/databaseInstance:DatabaseInstance"],
        databases_private,
    ),
    rule(
        "functions-have-their-own-account",
        "No function runs as the account that all could share.",
        ["gcp:cloudfunctionsv2/function:Function"],
        own_account,
    ),
    rule(
        "no-basic-roles",
        "Nobody has a role over everything.",
        ["IAMMember", "IamMember"],
        no_basic_roles,
    ),
    rule(
        "roles-on-resources",
        "Roles are given on one resource, or on the project under a condition that names one.",
        ["gcp:projects/iAMMember:IAMMember"],
        on_resources,
    ),
    rule(
        "nobody-gets-in-without-a-name",
        "Members of roles are named.",
        ["IAMMember", "IamMember"],
        named_members,
    ),
    rule(
        "no-role-is-taken-from-others",
        "Members are added one by one: a whole list takes the role from all who are not on it.",
        ["IAMBinding", "IamBinding", "IAMPolicy", "IamPolicy"],
        no_lists,
    ),
    rule(
        "accounts-have-no-keys",
        "No key of a service account leaves Google.",
        ["gcp:serviceaccount/key:Key"],
        no_keys,
    ),
    rule(
        "everything-is-labelled",
        f"Every resource has the labels {', '.join(LABELS)}.",
        ["pulumi:providers:gcp"],
        labelled,
    ),
]
