"""What holds for the program as a whole."""

# pyright: basic

from typing import Any

from tests.system import Json, Registered, everything, output, statements

# Actions that the design allows on any resource: AWS knows no single ones for them.
WITHOUT_RESOURCES: list[str] = {{wide_actions}}

# Resources that are otherwise because the design says so.
EXEMPT: list[str] = {{exempt}}


def as_list(value: Json) -> list[Any]:
    """Return a list: what may be one value or several."""
    return value if isinstance(value, list) else [value]


def named(resources: list[Registered]) -> list[str]:
    """Return the names of resources that are not exempt."""
    return [item.name for item in resources if item.name not in EXEMPT]


def allowed() -> list[dict[str, Any]]:
    """Return the statements that allow a role something."""
    return [item for item in statements() if item["Effect"] == "Allow" and "Principal" not in item]


def test_no_action_is_allowed_on_any_resource_that_could_be_named() -> None:
    """Statements name the resources that they are about."""
    wide = [item for item in allowed() if "*" in as_list(item["Resource"])]
    actions = [action for item in wide for action in as_list(item["Action"])]
    assert [action for action in actions if action not in WITHOUT_RESOURCES] == []


def test_no_role_is_allowed_all_actions_of_a_service() -> None:
    """Statements name the actions that flows take."""
    actions = [action for item in allowed() for action in as_list(item["Action"])]
    assert [action for action in actions if "*" in action] == []


def test_each_function_has_a_role_of_its_own() -> None:
    """No function has what another needs."""
    # Services may have roles of one name: each must be there as often as a function takes it.
    made = [output("iam.Role", item.name, "arn") for item in everything("iam.Role")]
    taken = [str(item.inputs.get("role")) for item in everything("lambda.Function")]
    assert [role for role in taken if taken.count(role) > max(1, made.count(role))] == []


def test_no_log_is_kept_for_ever() -> None:
    """Logs have a retention."""
    groups = everything("cloudwatch.LogGroup")
    assert named([item for item in groups if not item.inputs.get("retentionInDays")]) == []


def test_what_queues_and_topics_hold_is_encrypted() -> None:
    """Messages are encrypted at rest."""
    keys = ("kmsMasterKeyId", "sqsManagedSseEnabled")
    found = [*everything("sqs.Queue"), *everything("sns.Topic")]
    assert named([item for item in found if not any(item.inputs.get(key) for key in keys)]) == []


def test_no_physical_names_are_fixed() -> None:
    """What has a fixed name cannot be replaced."""
    kinds = ["dynamodb.Table", "iam.Role", "lambda.Function", "s3.Bucket", "sqs.Queue"]
    found = [item for kind in kinds for item in everything(kind)]
    fixed = [item for item in found if item.inputs.get("name") or item.inputs.get("bucket")]
    assert [item.name for item in fixed] == []
