"""Compare what the TypeScript and the Python program of one design register.

    python compare.py LEFT.json RIGHT.json

Types, names, parents, inputs, secrets, options, function calls and stack outputs must be equal; JSON in strings is
compared as JSON. No two resources may have one identity. Prints each difference; exit code 1 if there is one.
"""

import sys
from collections import Counter
from pathlib import Path
from typing import Any

from judge.recording import Recording, unfold


def differences(left: Any, right: Any, at: str) -> list[str]:
    """Return what differs, each with the way to it."""
    if isinstance(left, dict) and isinstance(right, dict):
        found: list[str] = []
        for key in sorted(left.keys() | right.keys()):
            if key not in right:
                found.append(f"{at}.{key}: only TypeScript has it: {left[key]!r}")
            elif key not in left:
                found.append(f"{at}.{key}: only Python has it: {right[key]!r}")
            else:
                found += differences(left[key], right[key], f"{at}.{key}")
        return found
    if isinstance(left, list) and isinstance(right, list) and len(left) == len(right):
        pairs = enumerate(zip(left, right, strict=True))
        return [line for i, (a, b) in pairs for line in differences(a, b, f"{at}[{i}]")]
    if left == right and type(left) is type(right):
        return []
    return [f"{at}: TypeScript has {left!r}, Python has {right!r}"]


def duplicates(recording: Recording) -> list[str]:
    """Return the identities that more than one resource has: the engine refuses such a program."""
    urns = Counter(resource.urn for resource in recording.resources)
    names = Counter((item.type, item.name, item.parent) for item in recording.resources)
    found = [f"{urn}: {count} resources have this URN" for urn, count in urns.items() if count > 1]
    found += [
        f"{kind} {name}: {count} resources of one type and name below {parent or 'the stack'}"
        for (kind, name, parent), count in names.items()
        if count > 1
    ]
    return [f"{recording.language}: {line}" for line in found]


def unknown(value: Any) -> bool:
    """Return whether something in the value was not known when it was sent."""
    if isinstance(value, dict):
        return "$unknown" in value or any(unknown(item) for item in value.values())
    return isinstance(value, list) and any(unknown(item) for item in value)


def compare(left: Recording, right: Recording) -> list[str]:
    """Return every finding about two recordings of one design."""
    found = duplicates(left) + duplicates(right)
    a, b = left.by_urn, right.by_urn
    found += [f"{urn}: only TypeScript registers it" for urn in sorted(a.keys() - b.keys())]
    found += [f"{urn}: only Python registers it" for urn in sorted(b.keys() - a.keys())]
    for urn in sorted(a.keys() & b.keys()):
        found += differences(unfold(a[urn].raw), unfold(b[urn].raw), urn)
        if unknown(a[urn].raw["inputs"]):
            found.append(f"{urn}: an input is not known although everything it needs is")
    found += differences(left.data["functions"], right.data["functions"], "function calls")
    found += differences(unfold(left.outputs), unfold(right.outputs), "stack outputs")
    if left.stack != right.stack:
        found.append(f"the recordings are of two stacks, {left.stack} and {right.stack}")
    return found


def main() -> int:
    """Compare the two files named on the command line."""
    left, right = (Recording.load(Path(name)) for name in sys.argv[1:3])
    found = compare(left, right)
    for line in found:
        print(line)
    print(f"{len(left.resources)} and {len(right.resources)} resources, {len(found)} differences")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
