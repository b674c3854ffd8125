"""Where the code of functions stands."""

from judge.azure.world import APP
from judge.project import Code
from judge.recording import Recording, Resource

BLOB = "azure-native:storage:Blob"


def codes(recording: Recording) -> list[Code]:
    """Return the code of each function."""
    found: list[Code] = []
    for app in recording.of(APP):
        package = [item for item in recording.of(BLOB) if item.parent == app.parent]
        archive = package[0].inputs.get("source") if len(package) == 1 else None
        if not isinstance(archive, dict):
            continue
        python = app.get("functionAppConfig", "runtime", "name") == "python"
        found.append(
            Code(
                resource=app,
                folder=str(archive.get("$archive")),
                module="function_app" if python else "index",
                entry="",
                python=python,
                variables=frozenset(names(app)),
            )
        )
    return found


def names(app: Resource) -> set[str]:
    """Return the names of an app's settings."""
    config = app.get("siteConfig") or {}
    return {row["name"] for row in config.get("appSettings", [])}
