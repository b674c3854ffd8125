"""Who may do what, as the program's own list says and as a recording has it: the two must be one.

The list is what `access` prints as JSON for an environment: read from the program before it runs.
"""

import re
from collections.abc import Iterator
from typing import Any

from judge.recording import Recording, Resource, as_list, statements, unfold

PERMISSION = "aws:lambda/permission:Permission"
Right = tuple[str, str, str, str]
"""Policy, effect, action, resource."""


def named(recording: Recording, resource: Resource) -> str:
    """Return the service and name of a resource, as the list writes it."""
    holders = list(recording.ancestors(resource))
    return f"{holders[-1].name if holders else ''}.{resource.name}"


def readable(recording: Recording, text: str) -> str:
    """Return a text with each made-up output as the list writes it."""

    def place(match: re.Match[str]) -> str:
        if match[1] == "given-key":
            # What a provider answers is not known before the program runs.
            return f"{{{match[2]}}}"
        found = recording.by_urn.get(match[1])
        return (named(recording, found) if found else match[0]) + ("/stream" if match[2] == "streamArn" else "")

    told = re.sub(r"<([^<>#]+)#([\w.]+)>", place, text)
    return told.replace("<partition>", "{partition}").replace("<account>", "{accountId}")


def documents(value: Any) -> Iterator[dict[str, Any]]:
    """Yield the policy documents in an input."""
    if isinstance(value, dict):
        if "Version" in value and "Statement" in value:
            yield value
            return
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from documents(item)


def recorded_rights(recording: Recording) -> set[Right]:
    """Return every right that a recording's policies and permissions give or refuse."""
    found: set[Right] = set()
    for resource in recording.resources:
        if resource.raw["read"]:
            continue
        policy = named(recording, resource)
        if resource.type == PERMISSION:
            function = readable(recording, str(resource.get("function")))
            found.add((policy, "Allow", str(resource.get("action")), function))
        for document in documents(unfold(resource.inputs)):
            for item in statements(document):
                for action in item.actions:
                    for place in item.resources or (policy,):
                        found.add((policy, item.effect, action, readable(recording, place)))
    return found


def listed_rights(rows: list[dict[str, Any]]) -> set[Right]:
    """Return every right that the list tells of."""
    return {
        (row["policy"], "Allow" if row["allowed"] else "Deny", action, place)
        for row in rows
        for action in row["actions"]
        for place in row["resources"]
    }


def judge_list(rows: list[dict[str, Any]], recording: Recording) -> list[str]:
    """Return where the list and the recording disagree, and what the list gives no reason for."""
    there, said = recorded_rights(recording), listed_rights(rows)
    found = [f"not in the list: {' '.join(right)}" for right in sorted(there - said)]
    found += [f"in the list alone: {' '.join(right)}" for right in sorted(said - there)]
    reasonless = [row for row in rows if not as_list(row["because"])]
    found += [f"without a reason: {row['policy']} {row.get('statement')}" for row in reasonless]
    return found
