"""State machines by cfn-lint, which knows the fields of each state, and by statelint, which follows the transitions."""

import json
import re
from typing import Any

from cfnlint.api import ManualArgs, lint
from statelint.linter import Linter

from independent.concrete import concrete

MACHINE = "aws:sfn/stateMachine:StateMachine"


def judge(recordings: dict[str, dict[str, Any]]) -> tuple[int, list[tuple[str, str, str]]]:
    """Return how many state machines there are, and each remark: rule, type and where."""
    count = 0
    remarks: list[tuple[str, str, str]] = []
    for name, recording in recordings.items():
        for item in recording["resources"]:
            if item["type"] != MACHINE or item["read"]:
                continue
            count += 1
            definition = concrete(item["inputs"].get("definition"))
            found = lint_definition(json.loads(definition) if isinstance(definition, str) else definition)
            remarks += [(rule, MACHINE, f"{name}: {item['name']}: {message}") for rule, message in found]
    return count, remarks


def lint_definition(definition: Any) -> list[tuple[str, str]]:
    """Return what is wrong with a definition: rules and messages."""
    properties = {"RoleArn": "arn:aws:iam::123456789012:role/machine", "Definition": definition}
    template = {"Resources": {"Machine": {"Type": "AWS::StepFunctions::StateMachine", "Properties": properties}}}
    found = lint(json.dumps(template), config=ManualArgs(regions=["eu-west-1"]))
    # A whole number such as 2 is as good to AWS as 2.0, and JSON does not tell them apart.
    said = [line.strip() for line in Linter.validate(definition)]
    problems = [
        ("statelint", line) for line in said if not re.search(r"BackoffRate is \d+ but should be a Float$", line)
    ]
    return [*((match.rule.id, match.message) for match in found), *problems]
