"""A recording: what a program registered under mocks, indexed for questions.

Knows how recorders make up outputs; knows nothing of designs.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any


def unfold(value: Any) -> Any:
    """Return the value with JSON in strings parsed, all the way down."""
    if isinstance(value, dict):
        return {key: unfold(item) for key, item in value.items()}
    if isinstance(value, list):
        return [unfold(item) for item in value]
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return unfold(json.loads(value))
        except json.JSONDecodeError:
            return value
    return value


@dataclass(frozen=True)
class Statement:
    """One statement of a policy document."""

    effect: str
    actions: tuple[str, ...]
    resources: tuple[str, ...]
    services: tuple[str, ...]
    """The services among its principals."""
    others: tuple[str, ...]
    """Every other principal."""
    condition: dict[str, dict[str, Any]]
    raw: dict[str, Any]

    def condition_values(self, key: str) -> list[str]:
        """Return what a condition demands of a key, by whatever operator; keys know no case."""
        found: list[str] = []
        for tests in self.condition.values():
            for name, value in tests.items():
                if name.lower() == key.lower():
                    found += as_list(value)
        return found


def as_list(value: Any) -> list[Any]:
    """Return a list: what may be one value or several."""
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def statements(document: Any) -> list[Statement]:
    """Return the statements of a policy document, given as an object or as JSON."""
    document = unfold(document)
    if not isinstance(document, dict):
        return []
    return [statement(item) for item in as_list(document.get("Statement"))]


def statement(item: dict[str, Any]) -> Statement:
    """Return one statement, its one-or-many fields as tuples."""
    principal = item.get("Principal")
    services: list[str] = []
    others: list[str] = []
    if isinstance(principal, dict):
        for kind, value in principal.items():
            (services if kind == "Service" else others).extend(as_list(value))
    else:
        others = as_list(principal)
    return Statement(
        effect=item.get("Effect", "Allow"),
        actions=tuple(as_list(item.get("Action")) + as_list(item.get("NotAction"))),
        resources=tuple(as_list(item.get("Resource")) + as_list(item.get("NotResource"))),
        services=tuple(services),
        others=tuple(others),
        condition=item.get("Condition") or {},
        raw=item,
    )


@dataclass
class Resource:
    """A registered resource."""

    urn: str
    """Chain of types and name, as in `a$b::name`."""
    type: str
    name: str
    parent: str
    inputs: dict[str, Any]
    raw: dict[str, Any] = field(repr=False)

    def output(self, name: str) -> str:
        """Return what the program sees when it reads an output of this resource."""
        given = self.inputs.get(name)
        if isinstance(given, str) and not (self.raw["read"] and name == "id"):
            return given
        if isinstance(given, dict) and "$secret" in given:
            return str(given["$secret"])
        return f"<{self.urn}#{name}>"

    @property
    def id(self) -> str:
        """Return the id that the mocks made up, or that the program gave for what is already there."""
        return self.output("id")

    @property
    def arn(self) -> str:
        """Return the ARN that the mocks made up."""
        return self.output("arn")

    def outputs(self, *names: str) -> set[str]:
        """Return several outputs."""
        return {self.output(name) for name in names}

    @cached_property
    def unfolded(self) -> Any:
        """Return the inputs with JSON in strings parsed, once for all questions."""
        return unfold(self.inputs)

    def get(self, *path: str) -> Any:
        """Return an input, with JSON in strings parsed, by the way to it; None when it is not there."""
        value: Any = self.unfolded
        for step in path:
            if isinstance(value, list):
                value = value[0] if value else None
            if not isinstance(value, dict):
                return None
            value = value.get(step)
        return open_secret(value)

    def __hash__(self) -> int:
        """Hash by identity: the URN."""
        return hash(self.urn)

    def __eq__(self, other: object) -> bool:
        """Compare by identity: the URN."""
        return isinstance(other, Resource) and other.urn == self.urn

    def __str__(self) -> str:
        """Return how a finding names the resource."""
        return f"{self.type.split(':')[-1]} {self.name}"


def open_secret(value: Any) -> Any:
    """Return what a secret holds, or the value itself."""
    if isinstance(value, dict) and set(value) == {"$secret"}:
        return unfold(value["$secret"])
    return value


class Recording:
    """What one program registered for one stack."""

    def __init__(self, data: dict[str, Any]) -> None:
        """Index the data of a recording."""
        self.data = data
        self.stack: str = data["stack"]
        self.language: str = data["language"]
        self.outputs: dict[str, Any] = data["outputs"]
        self.resources = [
            Resource(
                urn=item["urn"],
                type=item["type"],
                name=item["name"],
                parent=item["parent"],
                inputs=item["inputs"],
                raw=item,
            )
            for item in data["resources"]
        ]

    @property
    def subnets(self) -> list[str]:
        """Return the subnets that a look-up finds, of whatever network."""
        return ["<subnet-1>", "<subnet-2>"]

    @classmethod
    def load(cls, path: Path) -> "Recording":
        """Read a recording."""
        return cls(json.loads(path.read_text()))

    @cached_property
    def by_urn(self) -> dict[str, Resource]:
        """Return the resources by URN."""
        return {resource.urn: resource for resource in self.resources}

    @cached_property
    def by_type(self) -> dict[str, list[Resource]]:
        """Return the resources by type."""
        found: dict[str, list[Resource]] = {}
        for resource in self.resources:
            found.setdefault(resource.type, []).append(resource)
        return found

    def of(self, kind: str) -> list[Resource]:
        """Return the resources of a type."""
        return self.by_type.get(kind, [])

    def ancestors(self, resource: Resource) -> Iterator[Resource]:
        """Yield the components that hold the resource, the nearest first."""
        parent = self.by_urn.get(resource.parent)
        while parent is not None:
            yield parent
            parent = self.by_urn.get(parent.parent)

    def owner(self, value: Any, kind: str | None = None) -> Resource | None:
        """Return the resource that one of its made-up outputs stands in the value, if any."""
        if not isinstance(value, str) or "<" not in value:
            return None
        urn = value[value.index("<") + 1 :].split("#", 1)[0]
        found = self.by_urn.get(urn)
        return found if found and (kind is None or found.type == kind) else None
