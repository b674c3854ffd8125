"""Run Python programs under Pulumi's mocks and write down what each registers.

    python record.py JOBS

JOBS is a JSON file: a list of {folder, config, out}. `folder` is the exported folder (the working directory while it
runs), `config` a JSON file with {project, stack, config, secrets}, `out` the recording; `out` with .log behind it says
why there is none. Knows nothing of designs: it only writes down, in the same words as record.cjs. Each job runs in a
process of its own, a copy of one that has read the SDK: that is what takes time.

Every output that a resource has after creation is made up as `<URN#output>`, where URN is the resource's type chain
and name, so that a reader of the recording recognises what points where. An output that the program gives as an input
keeps that value.
"""

import asyncio
import json
import logging
import os
import runpy
import sys
import traceback
from pathlib import Path
from typing import Any

import pulumi
from google.protobuf import empty_pb2, json_format, struct_pb2
from pulumi.runtime import mocks, stack
from pulumi.runtime.proto import resource_pb2
from pulumi.runtime.settings import set_root_resource

from sdk import read_sdk

# How the wire marks what JSON has no word for; constants of Pulumi's protocol.
SIGNATURE = "4dabf18193072939515e22adb298388d"
UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
SECRET = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105 A mark, not a secret.


def first(value: dict[str, Any], *keys: str) -> Any:
    """Return the first of the keys that has a value."""
    return next((value[key] for key in keys if value.get(key) is not None), None)


def plain(value: Any) -> Any:
    """Return a value of the wire as plain JSON."""
    if value == UNKNOWN:
        return {"$unknown": True}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if not isinstance(value, dict):
        return value
    match value.get(SIGNATURE):
        case "1b47061264138c4ac30d75fd1eb44270":
            return {"$secret": plain(value.get("value"))}
        case "c44067f5952c0a294b673a41bacd8c17":
            return {"$asset": first(value, "path", "text", "uri")}
        case "0def7320c3a5731c473e5ecbe6d01bc7":
            return {"$archive": plain(first(value, "path", "assets", "uri"))}
        case "5cf8f73096256a8f31e491e813e4eb8e":
            return {"$resource": short(value["urn"])}
        case _:
            return {key: plain(item) for key, item in value.items() if item is not None}


def short(urn: str) -> str:
    """Return a URN without what all of a program's URNs share."""
    return "::".join(urn.split("::")[2:4])


def struct(value: dict[str, Any]) -> struct_pb2.Struct:
    """Return a dictionary as the wire carries it."""
    return json_format.ParseDict(value, struct_pb2.Struct())


def listed(value: Any) -> Any:
    """Return the value with objects whose keys are numbers as lists."""
    if not isinstance(value, dict):
        return value
    made = {key: listed(item) for key, item in value.items()}
    return list(made.values()) if made and all(key.isdigit() for key in made) else made


def told_inside(told: dict[str, Any], key: str, given: Any) -> bool:
    """Return whether the cloud tells more about an object that is given."""
    return isinstance(told.get(key), dict) and isinstance(given, dict) and SIGNATURE not in told[key]


class Monitor(mocks.MockMonitor):
    """Stands in for the engine: answers registrations with made-up outputs and notes each."""

    def __init__(self, project: str, stack_name: str, known: dict[str, Any]) -> None:
        """Start with nothing registered."""
        super().__init__(Nothing())
        self.project, self.stack_name, self.known = project, stack_name, known
        self.noted: list[dict[str, Any]] = []
        self.functions: list[dict[str, Any]] = []
        self.outputs: dict[str, Any] = {}
        self.stacks: dict[str, str] = {}

    def urn(self, parent: str, kind: str, name: str) -> str:
        """Return the URN below a parent as the engine makes it: with the whole chain of types."""
        chain = parent.split("::")[2] if parent else ""
        prefix = "" if chain in ("", "pulumi:pulumi:Stack") else f"{chain}$"
        return f"urn:pulumi:{self.stack_name}::{self.project}::{prefix}{kind}::{name}"

    def state(self, kind: str, urn: str, inputs: dict[str, Any]) -> dict[str, Any]:
        """Return the inputs and, for what only the cloud knows, made-up outputs."""
        resources, hidden = self.known["resources"], self.known["secrets"].get(kind, [])
        made: dict[str, Any] = {}
        known = ("*", f"{kind.split(':')[0]}:*", kind)
        for name in [name for key in known for name in resources.get(key, [])]:
            mark = f"<{short(urn)}#{name}>"
            value = {SIGNATURE: SECRET, "value": mark} if name in hidden else mark
            # `endpoints.0.address` is made up inside of the first of a list.
            *steps, last = name.split(".")
            holder = made
            for step in steps:
                holder = holder.setdefault(step, {})
            holder[last] = value
        told = listed(made)
        # Of an object that is given, the cloud tells more.
        inside = {key: {**told[key], **item} for key, item in inputs.items() if told_inside(told, key, item)}
        # Some things the cloud tells in another form than it is given.
        return {**told, **inputs, **inside, **self.known["reshaped"].get(kind, {})}

    def note(self, request: Any, urn: str, *, read: bool) -> dict[str, Any]:
        """Write down a request and return its inputs as the wire has them."""
        inputs = json_format.MessageToDict(request.properties if read else request.object)
        parent = "" if "::pulumi:pulumi:Stack::" in request.parent else short(request.parent)
        aliases = set() if read else {*request.aliasURNs, *(alias(item, request.parent) for item in request.aliases)}
        self.noted.append(
            {
                "urn": short(urn),
                "type": request.type,
                "name": request.name,
                "parent": parent,
                "custom": read or request.custom,
                "read": read,
                "inputs": plain({**inputs, "id": request.id} if read else inputs),
                "provider": short(request.provider) if request.provider else "",
                "dependencies": sorted({short(item) for item in request.dependencies}),
                "protect": not read and (request.protect or False),
                "retainOnDelete": not read and (request.retainOnDelete or False),
                "deleteBeforeReplace": not read and (request.deleteBeforeReplace or False),
                "ignoreChanges": [] if read else list(request.ignoreChanges),
                "additionalSecretOutputs": [] if read else list(request.additionalSecretOutputs),
                "aliases": sorted(aliases),
            }
        )
        return inputs

    def RegisterResource(self, request: Any) -> Any:
        """Note a resource that is to be created."""
        if request.type == "pulumi:pulumi:Stack":
            urn = f"urn:pulumi:{self.stack_name}::{self.project}::{request.type}::{request.name}"
            return resource_pb2.RegisterResourceResponse(urn=urn)
        urn = self.urn(request.parent, request.type, request.name)
        inputs = self.note(request, urn, read=False)
        state = struct(self.state(request.type, urn, inputs) if request.custom else {})
        own = f"<{short(urn)}#id>" if request.custom else ""
        return resource_pb2.RegisterResourceResponse(urn=urn, id=own, object=state)

    def ReadResource(self, request: Any) -> Any:
        """Note a resource that is already there."""
        urn = self.urn(request.parent, request.type, request.name)
        inputs = self.note(request, urn, read=True)
        state = struct({**self.state(request.type, urn, inputs), **self.shown_by(request)})
        return resource_pb2.ReadResourceResponse(urn=urn, properties=state)

    def shown_by(self, request: Any) -> dict[str, Any]:
        """Return what another project's stack shows: the outputs that were recorded of it."""
        if request.type != "pulumi:pulumi:StackReference":
            return {}
        recorded = json.loads(Path(self.stacks[request.name.split("/")[1]]).read_text())
        sealed = {
            name: {SIGNATURE: SECRET, "value": value["$secret"]}
            if isinstance(value, dict) and "$secret" in value
            else value
            for name, value in recorded["outputs"].items()
        }
        return {"outputs": sealed}

    def RegisterResourceOutputs(self, request: Any) -> Any:
        """Note the outputs of the stack."""
        if "::pulumi:pulumi:Stack::" in request.urn:
            self.outputs = plain(json_format.MessageToDict(request.outputs))
        return empty_pb2.Empty()

    def Invoke(self, request: Any) -> Any:
        """Note a call of a provider's function, and answer it."""
        inputs = plain(json_format.MessageToDict(request.args))
        self.functions.append({"token": request.tok, "inputs": inputs})
        # A function without an entry answers with its arguments and made-up names, as a data source does.
        made = {name: f"<{request.tok}#{name}>" for name in ("id", "arn", "name")}
        answer = self.known["functions"].get(request.tok, {**inputs, **made})
        return resource_pb2.ResourceInvokeResponse(**{"return": struct(answer)})


def alias(message: Any, own: str) -> str:
    """Return what identified a resource before, as text: the languages send the same thing in different forms."""
    if message.urn:
        return message.urn
    spec = message.spec
    same = "none" if spec.noParent else "same"
    parent = same if spec.parentUrn in ("", own) else short(spec.parentUrn)
    return f"name={spec.name} type={spec.type} parent={parent}"


class Nothing(mocks.Mocks):
    """Mocks that are never asked: the monitor answers itself."""

    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str, dict[str, Any]]:
        """Refuse."""
        raise NotImplementedError(args.name)

    def call(self, args: mocks.MockCallArgs) -> dict[str, Any]:
        """Refuse."""
        raise NotImplementedError(args.token)


def record(folder: Path, config_file: Path, out: Path) -> None:
    """Run the program and write the recording."""
    settings = json.loads(config_file.read_text())
    project, stack_name = settings["project"], settings["stack"]
    known = json.loads(Path(__file__).with_name("outputs.json").read_text())
    monitor = Monitor(project, stack_name, known)
    monitor.stacks = settings.get("stacks", {})
    # The SDK logs the error of a program before it raises it; once is enough.
    logging.disable(logging.CRITICAL)
    asyncio.set_event_loop(asyncio.new_event_loop())
    organization = "organization"
    pulumi.runtime.set_mocks(
        monitor.mocks, project, stack_name, preview=False, monitor=monitor, organization=organization
    )
    pulumi.runtime.set_all_config(settings["config"], settings["secrets"])
    set_root_resource(None)  # The mocks make a root; running in a stack makes another.
    os.chdir(folder)
    sys.path.insert(0, str(folder))
    program = stack.run_in_stack(lambda: void(runpy.run_path(str(folder), run_name="__main__")))
    asyncio.get_event_loop().run_until_complete(program)
    recording = {
        "project": project,
        "stack": stack_name,
        "language": "python",
        "resources": sorted(monitor.noted, key=lambda item: item["urn"]),
        "functions": sorted(monitor.functions, key=json.dumps),
        "outputs": monitor.outputs,
    }
    out.write_text(json.dumps(recording, indent=1) + "\n")


def void(_: object) -> None:
    """Drop what a program's module leaves behind."""


def spawn(job: dict[str, str]) -> int:
    """Run a job in a copy of this process, and return the copy's number."""
    child = os.fork()
    if child:
        return child
    status, out = 1, Path(job["out"])
    try:
        record(Path(job["folder"]), Path(job["config"]), out)
        status = 0
    except BaseException:
        out.with_name(f"{out.name}.log").write_text(traceback.format_exc())
    finally:
        # Nothing of what the parent has to do at its end is for the copy.
        os._exit(status)


def main() -> None:
    """Run the jobs named on the command line, as many at once as there are processors."""
    jobs = json.loads(Path(sys.argv[1]).read_text())
    sys.dont_write_bytecode = True
    read_sdk({Path(job["folder"]) for job in jobs})
    running = failed = 0
    for job in [*jobs, None]:
        while running and (job is None or running >= (os.cpu_count() or 1)):
            _, status = os.wait()
            failed += status != 0
            running -= 1
        if job is not None:
            spawn(job)
            running += 1
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
