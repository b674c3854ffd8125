"""Where the code of functions stands."""

from judge.project import Code
from judge.recording import Recording

FUNCTION = "aws:lambda/function:Function"


def codes(recording: Recording) -> list[Code]:
    """Return the code of each function that has a folder."""
    found: list[Code] = []
    for item in recording.of(FUNCTION):
        archive = item.inputs.get("code")
        if not isinstance(archive, dict) or "handler" not in item.inputs:
            continue
        module, _, entry = item.inputs["handler"].rpartition(".")
        found.append(
            Code(
                resource=item,
                folder=str(archive.get("$archive")),
                module=module,
                entry=entry,
                python=str(item.inputs.get("runtime")).startswith("python"),
                variables=frozenset(item.inputs.get("environment", {}).get("variables", {})),
            )
        )
    return found
