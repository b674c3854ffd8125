"""Runs the program under mocks, and asks what it has registered."""

# Pulumi's mocks are not typed throughout.
# pyright: basic

{{imports}}
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pulumi

Json = Any
Failures = list[tuple[str, str]]

# The configuration of {{stack}}, with made-up values where people give them.
{{configuration}}

# Outputs that exist only after deployment.
OUTPUTS: list[str] = {{outputs}}

# Outputs that are structures: each text in them is the path to it.
{{structures}}

# What the provider answers.
{{answers}}


@dataclass(frozen=True)
class Registered:
    """A resource that the program registered."""

    kind: str
    name: str
    inputs: dict[str, Any]


registered: list[Registered] = []


class Mocks(pulumi.runtime.Mocks):
    """Stands in for the engine: notes each resource and makes its outputs up."""

    def new_resource(self, args: pulumi.runtime.MockResourceArgs) -> tuple[str, dict[str, Any]]:
        """Note a resource."""
        kind = kind_of(args.typ)
        if not args.resource_id:  # What has an id is there already.
            registered.append(Registered(kind, args.name, unfold(args.inputs)))
        # The name of a stack is that of its organization, project and environment.
        owner = args.name.split("/")[1] if kind == "pulumi.StackReference" else args.name
        outputs = {} if args.custom is False else outputs_of(kind, owner)
        state = onto({**outputs, "outputs": outputs}, args.inputs)
        return output(kind, args.name, "id"), state

    def call(self, args: pulumi.runtime.MockCallArgs) -> tuple[dict[str, Any], Failures]:
        """Answer a question to the provider."""
        return {**args.args, **ANSWERS.get(args.token, {})}, []


def deploy() -> None:
    """Run the program: nothing is deployed, and all that it registers is noted."""
    pulumi.runtime.set_mocks(Mocks(), "{{project}}", "{{stack}}", organization="organization")
    pulumi.runtime.set_all_config(CONFIGURATION)
    run()


@pulumi.runtime.test
def run() -> None:
    """Run the entry, and wait until all of it is registered."""
    runpy.run_path(str(Path(__file__).parent.parent / "__main__.py"))


def outputs_of(kind: str, name: str) -> dict[str, Any]:
    """Return the outputs of a resource while tests run."""

    def made(value: Json) -> Json:
        if isinstance(value, list):
            return [made(item) for item in value]
        if isinstance(value, dict):
            return {key: made(item) for key, item in value.items()}
        return output(kind, name, value)

    return {**{path: output(kind, name, path) for path in OUTPUTS}, **made(STRUCTURES)}


def onto(outputs: Json, inputs: Json) -> Json:
    """Return outputs with what the program gives in their places."""
    if not isinstance(outputs, dict) or not isinstance(inputs, dict):
        return inputs
    given = {key: onto(outputs.get(key), value) for key, value in inputs.items()}
{{reshaped}}    return {**outputs, **given}


def output(kind: str, name: str, path: str) -> str:
    """Return what an output of a resource is while tests run."""
    return f"{kind} {name}: {path}"


def expect_registered(kind: str, name: str, inputs: Mapping[str, object]) -> None:
    """Assert that a resource of that kind and name has at least these inputs."""
    expect_some([part_of(found, inputs) for found in inputs_of(kind, name)], inputs)


{{checks}}


def expect_some(found: Sequence[object], expected: object) -> None:
    """Assert that one is as expected: services may have resources of one kind and name."""
    if len(found) == 1:
        assert found[0] == expected
    else:
        assert expected in found


def part_of(found: Mapping[str, Any], wanted: Mapping[str, object]) -> dict[str, Any]:
    """Return the entries that are asked for."""
    return {key: found[key] for key in wanted if key in found}


def inputs_of(kind: str, name: str) -> list[dict[str, Any]]:
    """Return the inputs of the resources of that kind and name."""
    return [item.inputs for item in everything(kind) if item.name == name]


def everything(kind: str) -> list[Registered]:
    """Return the resources of a kind."""
    return [item for item in registered if item.kind == kind]


def kind_of(token: str) -> str:
    """Return `sqs.Queue` for `aws:sqs/queue:Queue`."""
    provider, _, rest = token.partition(":")
    module, _, name = rest.partition(":")
    module = module.split("/")[0]
    return f"{provider if module == 'index' else module}.{name}"


def unfold(value: Json) -> Json:
    """Return a value with the JSON in its texts parsed."""
    if isinstance(value, Mapping):
        entries: Mapping[str, Any] = value
        return {key: unfold(item) for key, item in entries.items()}
    if isinstance(value, list):
        items: list[Any] = value
        return [unfold(item) for item in items]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str) and value.startswith(("{", "[")):
        try:
            return unfold(json.loads(value))
        except json.JSONDecodeError:
            return value
    return value
