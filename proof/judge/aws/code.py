"""Where the code of functions stands."""

import re
from typing import Any

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
        folder = archive.get("$archive")
        if isinstance(folder, dict):
            folder = bundled_from(folder)
        module, _, entry = item.inputs["handler"].rpartition(".")
        found.append(
            Code(
                resource=item,
                folder=str(folder),
                module=module,
                entry=entry,
                python=str(item.inputs.get("runtime")).startswith("python"),
                variables=frozenset(item.inputs.get("environment", {}).get("variables", {})),
            )
        )
    return found


def bundled_from(files: dict[str, Any]) -> str:
    """Return the folder of the function that a bundle is made of: esbuild names each file before what it has of it."""
    text = str(files.get("index.mjs", {}).get("$asset"))
    named = re.findall(r"^// (functions/[^/\n]+/[^/\n]+)/index\.ts$", text, re.MULTILINE)
    # The entry stands last; it may be an entry of others as well.
    return named[-1] if named else "no function"
