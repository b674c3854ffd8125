"""Ways to break a recording, whatever the cloud: what mutations are made of."""

import copy
from collections.abc import Callable, Iterator
from typing import Any

from judge.recording import unfold

Data = dict[str, Any]
Break = Callable[[Data], None]


def of(data: Data, kind: str) -> list[int]:
    """Return where the resources of a type stand."""
    return [at for at, item in enumerate(data["resources"]) if item["type"] == kind]


def unfolded(data: Data) -> Data:
    """Return the recording with policies and patterns as objects, so that parts of them can be broken."""
    made = copy.deepcopy(data)
    for item in made["resources"]:
        item["inputs"] = unfold(item["inputs"])
    return made


def setting(kind: str, path: str, value: Any) -> Callable[[Data], Iterator[Break]]:
    """Break by setting an input of each resource of a type; None takes it away. Where it is so already: no place."""
    steps = path.split(".")

    def places(data: Data) -> Iterator[Break]:
        for at in of(data, kind):
            holder = dig(data["resources"][at]["inputs"], steps[:-1])
            if not isinstance(holder, dict) or steps[-1] not in holder or holder[steps[-1]] == value:
                continue

            def change(made: Data, at: int = at) -> None:
                inner = dig(made["resources"][at]["inputs"], steps[:-1])
                if value is None:
                    inner.pop(steps[-1])
                else:
                    inner[steps[-1]] = value

            yield change

    return places


def adding(kind: str, **inputs: Any) -> Callable[[Data], Iterator[Break]]:
    """Break by giving each resource of a type inputs that it does not have."""

    def places(data: Data) -> Iterator[Break]:
        for at in of(data, kind):
            if any(data["resources"][at]["inputs"].get(key) != value for key, value in inputs.items()):
                yield lambda made, at=at: made["resources"][at]["inputs"].update(inputs)

    return places


def dig(value: Any, steps: list[str]) -> Any:
    """Return what lies at the end of a way, the first of a list where there is one."""
    for step in steps:
        if isinstance(value, list):
            value = value[0] if value else None
        value = value.get(step) if isinstance(value, dict) else None
    return value[0] if isinstance(value, list) and value else value


def exchanging(kind: str, path: str) -> Callable[[Data], Iterator[Break]]:
    """Break by giving a resource the value that another of its type has."""
    steps = path.split(".")

    def places(data: Data) -> Iterator[Break]:
        found = [
            (at, holder[steps[-1]])
            for at in of(data, kind)
            if isinstance(holder := dig(data["resources"][at]["inputs"], steps[:-1]), dict) and steps[-1] in holder
        ]
        for (at, value), (_, other) in zip(found, found[1:] + found[:1], strict=True):
            if value != other:

                def change(made: Data, at: int = at, other: Any = other) -> None:
                    dig(made["resources"][at]["inputs"], steps[:-1])[steps[-1]] = other

                yield change

    return places


def dropping(kind: str, keep: Callable[[Data], bool] = lambda item: False) -> Callable[[Data], Iterator[Break]]:
    """Break by leaving out a resource of a type."""

    def places(data: Data) -> Iterator[Break]:
        for at in of(data, kind):
            if not keep(data["resources"][at]):
                yield lambda made, at=at: made["resources"].pop(at)

    return places


def option(kind: str, name: str, value: Any) -> Callable[[Data], Iterator[Break]]:
    """Break by changing an option of each resource of a type."""

    def places(data: Data) -> Iterator[Break]:
        for at in of(data, kind):
            if data["resources"][at][name] != value:
                yield lambda made, at=at: made["resources"][at].update({name: value})

    return places


def copy_of(kind: str, **inputs: Any) -> Callable[[Data], Iterator[Break]]:
    """Break by adding a resource that nobody has drawn, like another of its type."""

    def places(data: Data) -> Iterator[Break]:
        for at in of(data, kind):

            def change(made: Data, at: int = at) -> None:
                item = copy.deepcopy(made["resources"][at])
                item["name"] += "-more"
                item["urn"] += "-more"
                item["inputs"].update(inputs)
                made["resources"].append(item)

            yield change

    return places
