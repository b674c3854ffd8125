"""An exported project folder: its stack files, what its stacks must give, its handlers."""

import ast
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from judge.design import Design, made_up, read
from judge.recording import Resource

REGIONS = {"aws": "aws:region", "azure": "azure-native:location", "gcp": "gcp:region"}
"""The key of the region in stack files."""


def camel(name: str) -> str:
    """Return a setting's name as configuration keys write it."""
    first, *rest = re.split(r"[-_]", name)
    return first + "".join(part[:1].upper() + part[1:] for part in rest)


def stacks(folder: Path) -> dict[str, dict[str, Any]]:
    """Return the configuration of each stack file, by environment."""
    found = sorted(folder.glob("Pulumi.*.yaml"))
    return {path.name.split(".")[1]: (read(path) or {}).get("config") or {} for path in found}


def configuration(
    design: dict[str, Any], stack: dict[str, Any], project: str, *, production: bool
) -> tuple[dict[str, str], list[str]]:
    """Return what a stack's configuration is once a person has given what the file leaves out, and its secrets."""
    given = dict(stack)
    secrets: list[str] = []
    if production:
        # Whom alarms are sent to is for people to say; with and without, the program must do.
        given.setdefault(f"{project}:alarmEmail", "made-up-alarms@example.com")
        given.setdefault(f"{project}:monthlyBudget", "100")
    for name, spec in (design.get("settings") or {}).items():
        spec = spec or {}
        # A name that a language keeps for itself is a setting's name with a word more.
        for key in (f"{project}:{camel(name)}", f"{project}:{name}", f"{project}:{camel(name)}Setting"):
            if "default" not in spec and key not in given:
                given[key] = made_up(name, spec)
            if spec.get("secret"):
                secrets.append(key)
    if design.get("provider") == "gcp":
        given.setdefault(f"{project}:googleProject", "made-up-project")
        given.setdefault(f"{project}:alarmEmail", "made-up-alarms@example.com")
    if design.get("provider") == "azure":
        given.setdefault(f"{project}:apiContact", "made-up-contact@example.com")
    for service, body in (design.get("services") or {}).items():
        for name, node in ((body or {}).get("nodes") or {}).items():
            if design.get("provider") == "azure":
                secrets += tenant(project, name, node, given)
            # In which zone the records of a domain stand is for people to say.
            named = node.get("kind") in ("http-api", "static-site") and node.get("domain")
            if named and not node.get("certificate") and not node.get("zone"):
                given.setdefault(f"{project}:{camel(f'{service}-{name}-zone-id')}", "Z0MADEUP")
            # When a key ends is for people to say.
            if node.get("kind") == "graphql-api" and node.get("auth") == "api-key":
                given.setdefault(f"{project}:{camel(f'{service}-{name}-key-expires')}", "2027-06-30T00:00:00Z")
    return {key: text(value) for key, value in given.items()}, sorted(secrets)


def required(folder: Path) -> dict[str, str]:
    """Return what the TypeScript program asks every stack for, by key, and a made-up value for each."""
    source = (folder / "src" / "settings.ts").read_text()
    found = re.findall(r"config\.require(\w*)(?:<[^>]*>)?\(\s*\"(\w+)\"", source)
    values = {"Number": "7", "Boolean": "true", "Object": '["one"]'}
    return {key: values.get(kind, f"https://made-up-{key.lower()}.example") for kind, key in found}


def tenant(project: str, name: str, node: dict[str, Any], given: dict[str, Any]) -> list[str]:
    """Give what people say of a tenant of Entra ID; return which of it is secret."""
    key = f"{project}:{camel(name)}"
    if node.get("kind") == "http-api":
        given.setdefault(f"{key}Audience", f"made-up-{name}-audience")
    if node.get("kind") != "user-pool":
        return []
    for what in ("Audience", "ExtensionAudience", "GraphClientId", "GraphClientSecret", "TenantId"):
        given.setdefault(f"{key}{what}", f"made-up-{name}-{what.lower()}")
    given.setdefault(f"{key}Issuer", f"https://{name}.example/v2.0")
    given.setdefault(f"{key}OpenIdConfigUrl", f"https://{name}.example/v2.0/.well-known/openid-configuration")
    return [f"{key}GraphClientSecret"]


def text(value: Any) -> str:
    """Return a value of a stack file as Pulumi hands it to programs."""
    return value if isinstance(value, str) else json.dumps(value)


def judge_stacks(design: dict[str, Any], folders: dict[str, Path]) -> list[str]:
    """Return what is wrong with the stack files of both languages."""
    found: list[str] = []
    project = {language: read(folder / "Pulumi.yaml") for language, folder in folders.items()}
    for language, content in project.items():
        runtime = content.get("runtime")
        name = runtime.get("name") if isinstance(runtime, dict) else runtime
        wanted = {"typescript": "nodejs", "python": "python"}[language]
        # One project, or one a service.
        own = {design["name"], *(f"{design['name']}-{service}" for service in design.get("services") or {})}
        if content.get("name") not in own or name != wanted:
            found.append(f"{language}: Pulumi.yaml names {content.get('name')} for {name}")
    both = {language: stacks(folder) for language, folder in folders.items()}
    if len({str(item) for item in both.values()}) != 1:
        found.append("the stack files of the two languages differ")
    settings = design.get("settings") or {}
    for language, files in both.items():
        environments = design.get("environments") or {}
        if environments and set(files) != set(environments):
            found.append(f"{language}: stack files for {sorted(files)}, environments {sorted(environments)}")
        for environment, config in files.items():
            here = Design(design, environment)
            region = config.get(REGIONS[here.provider])
            if region != here.region:
                found.append(f"{language}: the region of {environment} is {region}, not {here.region}")
            own = project[language].get("name")
            for name, spec in settings.items():
                found += judge_setting(
                    design, own, f"{language}: {environment}: {name}", environment, config, name, spec or {}
                )
    return found


def judge_setting(
    design: dict[str, Any],
    project: str,
    where: str,
    environment: str,
    config: dict[str, Any],
    name: str,
    spec: dict[str, Any],
) -> list[str]:
    """Return what is wrong with one setting in one stack file."""
    key = f"{project}:{camel(name)}"
    here = ((design.get("environments") or {}).get(environment) or {}).get("settings") or {}
    if spec.get("secret"):
        return [f"{where} is a secret and stands in the file"] if key in config else []
    if project != design["name"] and key not in config:
        # A project of one service has only the settings that it uses.
        return []
    stated = config.get(key, config.get(f"{key}Setting", spec.get("default")))
    if name in here and stated != here[name]:
        return [f"{where} is {stated!r}, the design says {here[name]!r}"]
    return []


def handlers(folder: Path) -> list[Path]:
    """Return the files of a project's handlers."""
    found = [path for kind in ("functions", "graphql") for path in folder.glob(f"**/{kind}/**/*")]
    left_out = {"node_modules", "venv"}
    endings = (".mjs", ".js", ".ts", ".py")
    return sorted(path for path in found if path.suffix in endings and not left_out & set(path.parts))


@dataclass(frozen=True)
class Code:
    """The code of a function, as its resource says."""

    resource: Resource
    folder: str
    """Where it stands, relative to the project."""
    module: str
    """Its file, without the ending."""
    entry: str
    """What is called in it."""
    python: bool
    variables: frozenset[str]
    """Its environment variables."""


def judge_handlers(folders: list[Path], codes: list[Code]) -> list[str]:
    """Return which functions lack their code, or read variables that they do not have."""
    found: list[str] = []
    for code in codes:
        endings = (".py",) if code.python else (".ts", ".mjs", ".js")
        places = (folder / code.folder for folder in folders)
        place = next((place for place in places if place.is_dir()), folders[0] / code.folder)
        files = [path for ending in endings if (path := place / f"{code.module}{ending}").is_file()]
        if not files:
            found.append(f"{code.resource}: there is no handler {code.module} in {code.folder}")
            continue
        source = files[0].read_text()
        # All that stands beside it goes along.
        whole = "\n".join(path.read_text() for path in sorted(place.iterdir()) if path.suffix in endings)
        if code.entry and code.entry not in entries(source, python=code.python):
            found.append(f"{code.resource}: {files[0].name} has no {code.entry}")
        found += [
            f"{code.resource}: the handler reads {name}, which is no environment variable of the function"
            for name in sorted(variables(whole) - code.variables)
        ]
    return found


def entries(source: str, *, python: bool) -> set[str]:
    """Return the functions that a handler's file offers."""
    if python:
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
        return {node.name for node in ast.parse(source).body if isinstance(node, kinds)}
    exported = re.findall(r"^export (?:const|(?:async )?function) (\w+)", source, re.MULTILINE)
    return {*exported, *re.findall(r"^(?:functions|app)\.\w+\(\"(\w+)\"", source, re.MULTILINE)}


def variables(source: str) -> set[str]:
    """Return the environment variables that a handler's source names."""
    patterns = [
        r"process\.env\.([A-Z][A-Z0-9_]*)",
        r"process\.env\[\"([A-Z][A-Z0-9_]*)\"\]",
        r"\brequired\(\s*\"([A-Z][A-Z0-9_]*)\"",
        r"os\.environ\[\s*\"([A-Z][A-Z0-9_]*)\"\s*\]",
    ]
    names = {name for pattern in patterns for name in re.findall(pattern, source)}
    # What the runtime itself sets.
    return {name for name in names if not name.startswith(("AWS_", "_X_AMZN", "LAMBDA_"))}
