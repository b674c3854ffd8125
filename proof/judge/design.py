"""A design as the judge reads it: the YAML file and a small table of defaults, written from the format's contract.

Shares nothing with the exporter on purpose: what one of them misreads, the other does not.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml


class Loader(yaml.SafeLoader):
    """Reads YAML with 1.2's truth values: `on` and `off` are words."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, expression) for tag, expression in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"true|True|TRUE|false|False|FALSE"), list("tTfF"))


def read(path: Path) -> Any:
    """Read a YAML file."""
    return yaml.load(path.read_text(), Loader)  # noqa: S506 The loader is a safe one.


# What absent properties mean. Where production differs, the value is a pair: elsewhere, in production.
DEFAULTS: dict[str, dict[str, Any]] = {
    "function": {
        "runtime": "nodejs",
        "memory": 512,
        "timeout": "10s",
        "architecture": "arm64",
        "log_retention": "30d",
        "tracing": True,
    },
    "http-api": {
        "throttle": {"rate": 50, "burst": 100},
        "access_logs": True,
        "log_retention": "30d",
    },
    "graphql-api": {
        "tracing": True,
        "access_logs": True,
        "log_retention": "30d",
    },
    "queue": {
        "fifo": False,
        "retention": "4d",
        "delay": "0s",
        "max_receives": 5,
        "dead_letters": True,
    },
    "topic": {"fifo": False},
    "stream": {"retention": "1d"},
    "delivery-stream": {
        "buffer": {"size": 5, "interval": "5m"},
        "compression": "gzip",
        "log_retention": "30d",
    },
    "schedule": {"timezone": "UTC", "enabled": True},
    "table": {
        "billing": "on-demand",
        "deletion_protection": (False, True),
        "recovery": True,
    },
    "bucket": {
        "versioning": True,
        "deletion_protection": (False, True),
        "expire_versions": "90d",
        "min_tls": 1.2,
    },
    "secret": {"generate": False, "length": 48},
    "static-site": {
        "directory": "site",
        "spa": False,
        "waf": False,
        "access_logs": True,
        "log_retention": "30d",
        "served_from": "europe-america",
        "min_tls": 1.2,
    },
    "user-pool": {
        "sign_in": ["email"],
        "mfa": "optional",
        "password": {"length": 12},
        "clients": [{"name": "app"}],
        "deletion_protection": (False, True),
    },
    "network": {
        "zones": 2,
        "cidr": "10.0.0.0/16",
        "nat": "none",
        "endpoints": ["bucket", "table"],
    },
    "container": {
        "cpu": 0.5,
        "memory": 1024,
        "port": 8080,
        "min": (1, 2),
        "max": 4,
        "log_retention": "30d",
        "public_access": False,
        "require_tls": True,
        "tracing": True,
        "alarms": True,
        "health_check": "/health",
    },
    "cache": {"engine": "valkey", "size": 1},
    "search": {"public_access": False},
    "sql": {
        "engine": "postgres",
        "capacity": {"min": 0.5, "max": 4},
        "backup": "7d",
        "deletion_protection": (False, True),
        "multi_zone": (False, True),
        "proxy": False,
        "require_tls": True,
        "min_tls": 1.2,
    },
    "read": {"auth": "identity", "via": "connection"},
    "write": {"auth": "identity", "via": "connection"},
    "read-write": {"auth": "identity", "via": "connection"},
    "websocket-api": {
        "throttle": {"rate": 50, "burst": 100},
        "access_logs": True,
        "log_retention": "30d",
        "alarms": True,
    },
    "workflow": {
        "express": False,
        "timeout": "1h",
        "log_retention": "30d",
        "tracing": True,
        "logs": "all",
        "alarms": True,
    },
    "subscribe": {
        "batch": {"size": 10, "window": "0s"},
        "dead_letters": True,
        "bisect": True,
        "partial_batch": True,
        "parallelization": 1,
        "start": "latest",
        "fan_out": False,
    },
    "route": {"method": "GET", "auth": "none"},
}

# Where a design stands that does not say where.
REGIONS = {"aws": "eu-west-1", "azure": "westeurope", "gcp": "europe-west4"}

DURATION = re.compile(r"(\d+)(ms|s|m|h|d)")
MILLISECONDS = {"ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}


def seconds(text: str | int) -> int:
    """Return a duration such as `5m` in seconds, a part counting as one more; settings give seconds as a number."""
    if isinstance(text, int):
        return text
    return -(-milliseconds(text) // 1000)


def milliseconds(text: str) -> int:
    """Return a duration in milliseconds."""
    match = DURATION.fullmatch(text)
    if match is None:
        message = f"{text} is not a duration"
        raise ValueError(message)
    return int(match[1]) * MILLISECONDS[match[2]]


def days(text: str | int) -> int:
    """Return a duration in days, a part counting as one more; settings give days as a number."""
    if isinstance(text, int):
        return text
    return -(-seconds(text) // 86_400)


# The retentions that CloudWatch Logs knows, in days.
RETENTIONS = [
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
]  # fmt: skip


def retention(text: str) -> int:
    """Return the shortest retention of CloudWatch Logs that keeps logs as long as asked."""
    return next((step for step in RETENTIONS if step >= days(text)), RETENTIONS[-1])


@dataclass(frozen=True)
class Node:
    """A node of the design, with what counts in one environment."""

    service: str
    name: str
    kind: str
    values: dict[str, Any]
    """What the node and the environment say; defaults are not in it."""
    production: bool

    @property
    def id(self) -> str:
        """Return `service.name`."""
        return f"{self.service}.{self.name}"

    def get(self, *path: str) -> Any:
        """Return what a property (or a part of one) is in this environment, defaults included."""
        default: Any = DEFAULTS.get(self.kind, {}).get(path[0])
        if isinstance(default, tuple):
            default = default[1] if self.production else default[0]
        return dig(self.values.get(path[0]), default, path[1:])


@dataclass(frozen=True)
class Flow:
    """A flow of the design."""

    kind: str
    source: Node
    target: Node
    values: dict[str, Any]

    def get(self, *path: str) -> Any:
        """Return what a property (or a part of one) is, defaults included."""
        default = DEFAULTS.get(self.kind, {}).get(path[0])
        return dig(self.values.get(path[0]), default, path[1:])

    def __str__(self) -> str:
        """Return how a finding names the flow."""
        words = [self.values.get(key) for key in ("method", "path", "event", "on")]
        more = " ".join(str(word) for word in words if word)
        return f"{self.kind} {self.source.id} -> {self.target.id}" + (f" ({more})" if more else "")


def dig(value: Any, default: Any, path: tuple[str, ...]) -> Any:
    """Return a part of a value, or of its default."""
    if value is None:
        value, default = default, None
    for step in path:
        own = value.get(step) if isinstance(value, dict) else None
        fallback = default.get(step) if isinstance(default, dict) else None
        value, default = (fallback, None) if own is None else (own, fallback)
    return value


class Design:
    """A design in one of its environments."""

    def __init__(self, data: dict[str, Any], environment: str) -> None:
        """Read nodes, flows and settings as they are in the environment."""
        self.data = data
        self.name: str = data["name"]
        self.environment = environment
        self.production = environment.startswith("prod") or environment == "live"
        here = (data.get("environments") or {}).get(environment) or {}
        self.provider: str = data.get("provider") or "aws"
        self.region: str = here.get("region") or data.get("region") or REGIONS[self.provider]
        self.settings = {
            name: setting_value(name, spec or {}, here.get("settings") or {})
            for name, spec in (data.get("settings") or {}).items()
        }
        overrides = here.get("set") or {}
        self.nodes: dict[str, Node] = {}
        for service, body in (data.get("services") or {}).items():
            for name, node in ((body or {}).get("nodes") or {}).items():
                values = {key: item for key, item in node.items() if key != "kind"}
                own = overrides.get(f"{service}.{name}") or {}
                merged = merge(values, own)
                resolved = {key: self.resolve(item) for key, item in merged.items()}
                made = Node(service, name, node["kind"], resolved, self.production)
                self.nodes[made.id] = made
        self.flows = [
            Flow(
                kind=item["kind"],
                source=self.nodes[item["from"]],
                target=self.nodes[item["to"]],
                values={key: self.resolve(value) for key, value in item.items() if key not in ("kind", "from", "to")},
            )
            for item in data.get("flows") or []
        ]

    @classmethod
    def load(cls, path: Path, environment: str) -> "Design":
        """Read a design file."""
        return cls(read(path), environment)

    def resolve(self, value: Any) -> Any:
        """Return the value with references to settings replaced by what the stack gives."""
        if isinstance(value, dict):
            if set(value) == {"setting"}:
                return self.settings.get(value["setting"], value)
            return {key: self.resolve(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self.resolve(item) for item in value]
        return value

    def of(self, kind: str) -> list[Node]:
        """Return the nodes of a kind."""
        return [node for node in self.nodes.values() if node.kind == kind]

    def flows_from(self, node: Node, *kinds: str) -> list[Flow]:
        """Return the flows of the kinds (or of any) that leave the node."""
        return [flow for flow in self.flows if flow.source == node and flow.kind in (kinds or (flow.kind,))]

    def flows_to(self, node: Node, *kinds: str) -> list[Flow]:
        """Return the flows of the kinds (or of any) that reach the node."""
        return [flow for flow in self.flows if flow.target == node and flow.kind in (kinds or (flow.kind,))]

    def patterns(self, api: Node) -> set[str]:
        """Return the paths that an API answers, by the first step of its routes."""
        found = set()
        for route in self.flows_from(api, "route"):
            first, slash, _ = route.values["path"].removeprefix("/").partition("/")
            found.add(f"/{first}/*" if slash else f"/{first}")
        return found


def merge(values: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """Return the values with the environment's own on top, maps key by key."""
    merged = dict(values)
    for key, item in own.items():
        before = merged.get(key)
        both = isinstance(before, dict) and isinstance(item, dict) and set(item) != {"setting"}
        merged[key] = merge(before, item) if both else item
    return merged


def environments(data: dict[str, Any]) -> list[str]:
    """Return the names of a design's environments."""
    return list(data.get("environments") or {})


def setting_value(name: str, spec: dict[str, Any], given: dict[str, Any]) -> Any:
    """Return what a stack of this environment gives for a setting: its own value, the default, or a made-up one."""
    if name in given:
        return given[name]
    if "default" in spec:
        return spec["default"]
    return made_up(name, spec)


def made_up(name: str, spec: dict[str, Any]) -> Any:
    """Return a value for a setting that each stack must give."""
    if spec.get("one_of"):
        return spec["one_of"][0]
    match spec.get("type"):
        case "integer" | "number":
            return 7
        case "boolean":
            return True
        case "list":
            return ["one", "two"]
        case _:
            return f"made-up-{name.replace('_', '-')}@example.com"
