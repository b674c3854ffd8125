"""A table of DynamoDB in memory, as far as notes of what was done need one.

Items by their key, and conditions of comparisons joined by OR. It stands in for boto3, which is not installed here.
"""

import re
import sys
from types import ModuleType, SimpleNamespace
from typing import Any


class ClientError(Exception):
    """What the SDK raises."""

    def __init__(self, code: str, item: dict[str, Any] | None = None) -> None:
        """Tell the code, and the item that stood in the way."""
        super().__init__(code)
        self.response = {"Error": {"Code": code}, **({"Item": item} if item else {})}


class Table:
    """A table by its key."""

    def __init__(self, key: str) -> None:
        """Start empty."""
        self.key = key
        self.items: dict[str, dict[str, Any]] = {}
        self.fails = False

    def put_item(self, **request: Any) -> dict[str, Any]:
        """Write an item where the condition holds."""
        if self.fails:
            raise ClientError("ThrottlingException")
        name = request["Item"][self.key]
        present = self.items.get(name)
        if not holds(request, present or {}):
            told = request.get("ReturnValuesOnConditionCheckFailure") == "ALL_OLD"
            raise ClientError("ConditionalCheckFailedException", present if told else None)
        self.items[name] = dict(request["Item"])
        return {}

    def delete_item(self, **request: Any) -> dict[str, Any]:
        """Delete an item."""
        self.items.pop(request["Key"][self.key], None)
        return {}


def holds(request: dict[str, Any], item: dict[str, Any]) -> bool:
    """Return whether the condition of a request holds for an item."""
    if "ConditionExpression" not in request:
        return True
    names, values = request["ExpressionAttributeNames"], request["ExpressionAttributeValues"]
    return any(meets(part, names, values, item) for part in request["ConditionExpression"].split(" OR "))


def meets(part: str, names: dict[str, str], values: dict[str, Any], item: dict[str, Any]) -> bool:
    """Return whether a part of a condition is met."""
    if absent := re.fullmatch(r"attribute_not_exists\((#\w+)\)", part):
        return names[absent[1]] not in item
    less = re.fullmatch(r"(#\w+) < (:\w+)", part)
    if less is None:
        raise ValueError(part)
    value = item.get(names[less[1]])
    return value is not None and value < values[less[2]]


def stand_in(table: Table) -> None:
    """Let what is imported from now on find the table in place of the SDK's."""
    made = {
        "boto3": {"resource": lambda *_, **__: SimpleNamespace(Table=lambda _: table)},
        "botocore": {},
        "botocore.config": {"Config": dict},
        "botocore.exceptions": {"ClientError": ClientError},
    }
    for name, content in made.items():
        module = ModuleType(name)
        module.__dict__.update(content)
        sys.modules[name] = module
