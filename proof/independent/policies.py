"""IAM policies by parliament: every document of every recording, roles' and resources' alike."""

import json
from collections.abc import Iterator
from typing import Any

from parliament import analyze_policy_string

from independent.concrete import concrete


def documents(value: Any) -> Iterator[dict[str, Any]]:
    """Yield the policy documents in a value, given as objects or as JSON."""
    if isinstance(value, str) and value[:1] == "{" and '"Statement"' in value:
        value = json.loads(value)
    if isinstance(value, dict):
        if "Statement" in value and "Version" in value:
            yield value
        else:
            for item in value.values():
                yield from documents(item)
    elif isinstance(value, list):
        for item in value:
            yield from documents(item)


def judge(recordings: dict[str, dict[str, Any]]) -> tuple[int, list[tuple[str, str, str]]]:
    """Return how many documents there are, and each remark: issue, type of resource, where and what."""
    seen: dict[str, tuple[str, str]] = {}
    for name, recording in recordings.items():
        for item in recording["resources"]:
            for document in documents(item["inputs"]):
                seen.setdefault(
                    json.dumps(concrete(document), sort_keys=True), (item["type"], f"{name}: {item['name']}")
                )
    remarks: list[tuple[str, str, str]] = []
    for text, (kind, where) in seen.items():
        # The tool's own checks, and those of its community.
        for finding in analyze_policy_string(text, include_community_auditors=True).findings:
            remarks.append((finding.issue, kind, f"{where}: {finding.detail}"))
    return len(seen), remarks
