"""Where the code of functions stands."""

from judge.gcp.world import FUNCTION
from judge.project import Code
from judge.recording import Recording


def codes(recording: Recording) -> list[Code]:
    """Return the code of each function."""
    found: list[Code] = []
    for item in recording.of(FUNCTION):
        archive = recording.owner(item.get("buildConfig", "source", "storageSource", "object"))
        if archive is None:
            continue
        python = str(item.get("buildConfig", "runtime")).startswith("python")
        config = item.get("serviceConfig") or {}
        secrets = {one["key"] for one in config.get("secretEnvironmentVariables") or []}
        found.append(
            Code(
                resource=item,
                folder=str(archive.inputs["source"]["$archive"]),
                module="main" if python else "index",
                entry=str(item.get("buildConfig", "entryPoint")),
                python=python,
                variables=frozenset(set(config.get("environmentVariables") or {}) | secrets),
            )
        )
    return found
