"""State machines: whether a definition is one that Step Functions takes, and what a run does when steps fail.

Written from the Amazon States Language (https://states-language.net/spec.html). Knows no design.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from judge.recording import as_list

TYPES = {"Task", "Pass", "Choice", "Wait", "Succeed", "Fail", "Parallel", "Map"}
ENDS = {"Succeed", "Fail"}
FLAG = re.compile(r"\{% \$(\w+) %\}")


def followers(state: dict[str, Any]) -> list[str]:
    """Return the states that a state leads to."""
    found = [state[key] for key in ("Next", "Default") if key in state]
    found += [item.get("Next") for key in ("Choices", "Catch") for item in as_list(state.get(key))]
    return found


def inner(state: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the definitions inside of a state."""
    return as_list(state.get("Branches")) + as_list(state.get("ItemProcessor"))


def faults(machine: dict[str, Any]) -> list[str]:
    """Return why Step Functions would not take a definition, or a part of it."""
    states, start = machine.get("States") or {}, machine.get("StartAt")
    found = [] if start in states else [f"it starts at {start}, which is no state"]
    reached, waiting = {start}, [start]
    while waiting:
        for name in followers(states.get(waiting.pop()) or {}):
            if name not in reached:
                reached.add(name)
                waiting.append(name)
    for name, state in states.items():
        if name not in reached:
            found.append(f"no state leads to {name}")
        if len(name) > 80:
            found.append(f"the name {name} is too long")
        found += [f"{name}: {fault}" for fault in faults_of(state, states)]
        for part in inner(state):
            found += [f"{name}: {fault}" for fault in faults(part)]
    return found


def faults_of(state: dict[str, Any], states: dict[str, Any]) -> list[str]:
    """Return what is wrong with one state."""
    kind, found = state.get("Type"), []
    if kind not in TYPES:
        return [f"there is no type {kind}"]
    found += [f"it leads to {name}, which is no state beside it" for name in followers(state) if name not in states]
    leads = ("Next" in state) + (state.get("End") is True)
    wanted = 0 if kind in ENDS or kind == "Choice" else 1
    if leads != wanted:
        found.append(f"it has {leads} ways on, and {wanted} are asked for")
    if kind == "Choice" and (not state.get("Choices") or "Default" not in state):
        found.append("a choice without a case, or without what holds otherwise")
    if kind == "Task" and not str(state.get("Resource")).startswith(("arn:", "<")):
        found.append(f"its resource is {state.get('Resource')}")
    for key in ("InputPath", "Parameters", "ResultSelector", "ResultPath", "OutputPath"):
        if key in state:
            found.append(f"{key} is no field of a state that speaks JSONata")
    for key in ("Retry", "Catch"):
        rules = as_list(state.get(key))
        if rules and kind not in ("Task", "Parallel", "Map"):
            found.append(f"a {kind} has no {key}")
        for at, rule in enumerate(rules):
            errors = rule.get("ErrorEquals") or []
            if not errors or ("States.ALL" in errors and (len(errors) > 1 or at < len(rules) - 1)):
                found.append(f"{key} names {errors} at place {at}")
    for text in texts(state):
        if text.startswith("{%") != text.endswith("%}"):
            found.append(f"half an expression: {text}")
        quotes = text.replace("\\'", "").count("'")
        if text.startswith("{%") and (quotes % 2 or any(text.count(a) != text.count(b) for a, b in ("()", "[]"))):
            found.append(f"an expression that does not close what it opens: {text}")
    return found


def texts(value: Any) -> list[str]:
    """Return every text below a value."""
    if isinstance(value, str):
        return [value]
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [text for item in items for text in texts(item)]


def everything(machine: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return all states by name, those inside of others too."""
    found: dict[str, dict[str, Any]] = {}
    for name, state in (machine.get("States") or {}).items():
        found[name] = state
        for part in inner(state):
            found |= everything(part)
    return found


def twice(machine: dict[str, Any]) -> list[str]:
    """Return the names of several states: a name counts in the whole machine."""
    names = list(named(machine))
    return sorted({name for name in names if names.count(name) > 1})


def named(machine: dict[str, Any]) -> Iterator[str]:
    """Yield the names of all states, those inside of others too."""
    for name, state in (machine.get("States") or {}).items():
        yield name
        for part in inner(state):
            yield from named(part)


class FailedError(Exception):
    """A state has failed, and nothing in its scope leads on."""


@dataclass
class Run:
    """One run: which steps fail, which variables are set, and what was called in which order."""

    failing: set[str]
    variables: dict[str, Any] = field(default_factory=dict)
    called: list[str] = field(default_factory=list)

    def ends_well(self, machine: dict[str, Any]) -> bool:
        """Return whether the run ends well."""
        try:
            self.scope(machine)
        except FailedError:
            return False
        return True

    def scope(self, machine: dict[str, Any]) -> None:
        """Go from state to state; choices that ask for more than a flag go their default way."""
        name: str | None = machine["StartAt"]
        for _ in range(1000):
            if name is None:
                return
            state = machine["States"][name]
            if state["Type"] == "Fail":
                raise FailedError(name)
            name = self.step(name, state)
        raise FailedError("it goes round and round")

    def step(self, name: str, state: dict[str, Any]) -> str | None:
        """Do what a state says and return the next one."""
        if state["Type"] == "Succeed":
            return None
        if state["Type"] == "Choice":
            for case in state["Choices"]:
                flag = FLAG.fullmatch(case["Condition"])
                if flag and self.variables.get(flag[1]) is True:
                    return case["Next"]
            return state["Default"]
        try:
            if state["Type"] == "Task":
                self.called.append(name)
                if name in self.failing:
                    raise FailedError(name)
            for part in inner(state):
                inside = Run(self.failing, dict(self.variables), self.called)
                inside.scope(part)
        except FailedError:
            for rule in as_list(state.get("Catch")):
                if "States.ALL" in rule["ErrorEquals"]:
                    self.variables |= rule.get("Assign") or {}
                    return rule["Next"]
            raise
        self.variables |= state.get("Assign") or {}
        return state.get("Next")
