"""The rules that the design stands by."""

# What resources hold is not typed.
# pyright: basic

import json
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

# Actions that the design allows on any resource: AWS knows no single ones for them.
WITHOUT_RESOURCES: list[str] = {{wide_actions}}

# Resources that are otherwise because the design says so.
EXEMPT: list[str] = {{exempt}}

TAGS = ["Project", "Environment", "ManagedBy"]


def rule(name: str, description: str, types: list[str], check: Check) -> ResourceValidationPolicy:
    """Return a rule about resources of some types, which nothing may break."""

    def validate(args: ResourceValidationArgs, report: ReportViolation) -> None:
        if args.resource_type in types and args.name not in EXEMPT:
            check(args.props, report)

    return ResourceValidationPolicy(
        name=name,
        description=description,
        enforcement_level=EnforcementLevel.MANDATORY,
        validate=validate,
    )


def messages_encrypted(properties: Properties, report: ReportViolation) -> None:
    """Queues and topics have a key."""
    if not properties.get("kmsMasterKeyId") and not properties.get("sqsManagedSseEnabled"):
        report("Set kms_master_key_id.", None)


def tables_safe(properties: Properties, report: ReportViolation) -> None:
    """Tables are encrypted and recoverable."""
    for name in ("serverSideEncryption", "pointInTimeRecovery"):
        if not (properties.get(name) or {}).get("enabled"):
            report(f"Enable {name}.", None)


def buckets_closed(properties: Properties, report: ReportViolation) -> None:
    """Nothing in a bucket can be made public."""
    names = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")
    for name in names:
        if properties.get(name) is not True:
            report(f"Set {name}.", None)


def logs_end(properties: Properties, report: ReportViolation) -> None:
    """Logs have a retention."""
    if not properties.get("retentionInDays"):
        report("Set retention_in_days.", None)


def no_wildcards(properties: Properties, report: ReportViolation) -> None:
    """Statements name actions and resources."""
    for statement in statements_of(properties.get("policy")):
        actions = as_list(statement.get("Action"))
        if any("*" in action for action in actions):
            report(f"Name the actions instead of {', '.join(actions)}.", None)
        wide = "*" in as_list(statement.get("Resource"))
        if wide and not all(action in WITHOUT_RESOURCES for action in actions):
            report(f"Name the resources of {', '.join(actions)}.", None)


def nobody_by_name_alone(properties: Properties, report: ReportViolation) -> None:
    """Policies of queues and topics let nobody in without saying who."""
    for statement in statements_of(properties.get("policy")):
        if '"*"' in json.dumps(statement.get("Principal")):
            report("Name who may use it.", None)


def tagged(properties: Properties, report: ReportViolation) -> None:
    """The provider tags all that it makes."""
    tags = (parsed(properties.get("defaultTags")) or {}).get("tags") or {}
    for tag in TAGS:
        if not tags.get(tag):
            report(f"Add {tag} to the provider's default tags.", None)


def as_list(value: Json) -> list[Any]:
    """Return a list: what may be one value or several."""
    return value if isinstance(value, list) else [value]


def parsed(value: Json) -> Json:
    """Return a value that may be JSON in a text."""
    return json.loads(value) if isinstance(value, str) else value


def statements_of(policy: Json) -> list[dict[str, Any]]:
    """Return what a policy allows."""
    statements: list[dict[str, Any]] = (parsed(policy) or {}).get("Statement", [])
    return [statement for statement in statements if statement["Effect"] == "Allow"]


policies = [
    rule(
        "messages-encrypted",
        "Queues and topics are encrypted at rest.",
        ["aws:sqs/queue:Queue", "aws:sns/topic:Topic"],
        messages_encrypted,
    ),
    rule(
        "tables-encrypted-and-recoverable",
        "Tables are encrypted with a key of KMS and can be restored to any second.",
        ["aws:dynamodb/table:Table"],
        tables_safe,
    ),
    rule(
        "buckets-not-public",
        "Nothing in a bucket can be made public.",
        ["aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"],
        buckets_closed,
    ),
    rule(
        "logs-have-a-retention",
        "Logs are not kept for ever.",
        ["aws:cloudwatch/logGroup:LogGroup"],
        logs_end,
    ),
    rule(
        "no-wildcards",
        "Roles are allowed named actions on named resources.",
        ["aws:iam/rolePolicy:RolePolicy", "aws:iam/policy:Policy"],
        no_wildcards,
    ),
    rule(
        "nobody-gets-in-by-name-alone",
        "Policies of queues and topics let in services only, and only for a source of ours.",
        ["aws:sqs/queuePolicy:QueuePolicy", "aws:sns/topicPolicy:TopicPolicy"],
        nobody_by_name_alone,
    ),
    rule(
        "everything-is-tagged",
        f"Every resource has the tags {', '.join(TAGS)}.",
        ["pulumi:providers:aws"],
        tagged,
    ),
]
