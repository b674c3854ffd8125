"""Who may do what, as the program's own list says and as a recording has it: the two must be one.

The list is what `access` prints as JSON for an environment: read from the program before it runs.
"""

import re
from typing import Any

from judge.recording import Recording, Resource, as_list

SETTING = re.compile(r"^\{settings\.\w+\}$")
"""What a stack is asked for. Scopes of Azure are recorded in small letters: they tell no others apart."""

Right = tuple[str, str, str, str]
"""Policy, effect, action, resource."""


def named(recording: Recording, resource: Resource) -> str:
    """Return the service and name of a resource, as the list writes it."""
    holders = list(recording.ancestors(resource))
    return f"{holders[-1].name if holders else ''}.{resource.name}"


def listed_rights(rows: list[dict[str, Any]]) -> set[Right]:
    """Return every right that the list tells of."""
    return {
        (
            row["policy"],
            "Allow" if row["allowed"] else "Deny",
            action,
            place,
        )
        for row in rows
        for action in row["actions"]
        for place in row["resources"]
    }


def alike(rights: set[Right]) -> set[Right]:
    """Return rights with settings written the same way."""
    return {
        (policy, effect, action, SETTING.sub(lambda found: found[0].lower(), place))
        for policy, effect, action, place in rights
    }


def judge_list(rows: list[dict[str, Any]], there: set[Right]) -> list[str]:
    """Return where the list and the recorded rights disagree, and what the list gives no reason for."""
    said, there = alike(listed_rights(rows)), alike(there)
    found = [f"not in the list: {' '.join(right)}" for right in sorted(there - said)]
    found += [f"in the list alone: {' '.join(right)}" for right in sorted(said - there)]
    reasonless = [row for row in rows if not as_list(row["because"])]
    found += [f"without a reason: {row['policy']} {row.get('statement')}" for row in reasonless]
    return found
