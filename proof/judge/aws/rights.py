"""Which rights the policies and permissions of a recording give, as the list of `access` writes them."""

import re
from collections.abc import Iterator
from typing import Any

from judge.listed import Right, named
from judge.recording import Recording, statements, unfold

PERMISSION = "aws:lambda/permission:Permission"


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
