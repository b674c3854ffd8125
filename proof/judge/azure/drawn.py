"""Runs of workflows as the design draws them: which node each step asks, with what, and how the run ends."""

import copy
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from judge.design import Design, Node
from judge.recording import as_list

Step = dict[str, Any]
ASKING = ("invoke", "call", "publish")


class FailedError(Exception):
    """A step failed, and nothing catches that."""

    def __init__(self, status: str) -> None:
        """Say how."""
        super().__init__(status)
        self.status = status


def steps_of(design: Design, node: Node) -> list[Step]:
    """Return the steps of a workflow; without any, what it is joined to, one after the other."""
    drawn = as_list(node.get("steps"))
    return drawn or [
        {"name": flow.target.name, flow.kind: flow.target.id, "event": flow.get("event")}
        for flow in design.flows_from(node)
    ]


def fields(path: str) -> list[str | int]:
    """Return the steps of a path into the state."""
    return [int(place) if place else name for name, place in re.findall(r"\.([\w-]+)|\[(\d+)\]", path)]


def found(state: Any, path: str) -> Any:
    """Return the part of a state that a path leads to, or nothing."""
    for name in fields(path):
        try:
            state = state[name]
        except (KeyError, IndexError, TypeError):
            return None
    return state


def put(state: Any, path: str, value: Any) -> Any:
    """Return the state with a value at a path."""
    way = fields(path)
    if not way:
        return value
    state = copy.deepcopy(state)
    holder = state
    for name in way[:-1]:
        if holder.get(name) is None:
            holder[name] = {}
        holder = holder[name]
    holder[way[-1]] = value
    return state


def handed(written: Any, state: Any) -> Any:
    """Return a written value with its paths followed."""
    if isinstance(written, str):
        return found(state, written) if re.match(r"\$($|[.\[])", written) else written
    if isinstance(written, dict):
        return {key: handed(value, state) for key, value in written.items()}
    if isinstance(written, list):
        return [handed(value, state) for value in written]
    return written


def holds(case: Step, state: Any) -> bool:
    """Return whether a case of a choice holds."""
    value = found(state, case["value"])
    if "equals" in case:
        return bool(value == case["equals"])
    if "above" in case:
        return value is not None and value > case["above"]
    if "below" in case:
        return value is not None and value < case["below"]
    return (value is not None) is case["exists"]


@dataclass
class Drawn:
    """One run of the steps of a workflow."""

    design: Design
    node: Node
    answer: Callable[[str], tuple[str, Any]]
    """How what a step asks for ends, by the step's name, and with what answer."""
    requests: list[tuple[str, Any]] = field(default_factory=list)
    """Which node was asked, and what it was handed."""
    done: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Find the steps that stand in others."""
        self.steps = steps_of(self.design, self.node)
        self.by_name = {step["name"]: step for step in self.steps}
        self.inside = {
            name
            for step in self.steps
            for names in [*as_list(step.get("parallel")), (step.get("each") or {}).get("steps", [])]
            for name in names
        }

    def go(self, state: Any) -> str:
        """Follow the run to its end; return how it ended."""
        outer = [step for step in self.steps if step["name"] not in self.inside]
        try:
            self.scope(outer, state, outer=True)
        except FailedError:
            last = self.state
            for step in reversed(self.steps):
                if step.get("undo") and step["name"] in self.done:
                    self.requests.append((step["undo"], last))
                    self.answer(f"undo {step['name']}")
            return "Failed"
        return "Succeeded"

    def scope(self, steps: list[Step], state: Any, *, outer: bool = False) -> Any:
        """Take steps one after the other; return the state at their end."""
        names = [step["name"] for step in steps]
        place = 0
        while place < len(steps):
            step = steps[place]
            if outer:
                self.state = state
            following = names[place + 1] if place + 1 < len(names) else "end"
            then = step.get("next") or following
            try:
                state, chosen = self.take(step, state, outer=outer)
                then = chosen or then
            except FailedError as error:
                caught = self.caught(step, error.status)
                if caught is None:
                    raise
                then, state = caught, put(state, "$.error", "what went wrong")
            if outer:
                self.state = state
            if then == "end":
                break
            place = names.index(then)
        return state

    def caught(self, step: Step, status: str) -> str | None:
        """Return where a failure of a step leads."""
        for catch in as_list(step.get("catch")):
            errors = as_list(catch.get("errors"))
            if not errors or status in errors:
                return str(catch["then"])
        return None

    def take(self, step: Step, state: Any, *, outer: bool) -> tuple[Any, str | None]:
        """Take a step; return the state after it, and where it chose to go on."""
        name = step["name"]
        answer: Any = None
        if "fail" in step:
            raise FailedError("Failed")
        if "choose" in step:
            return state, next((case["then"] for case in step["choose"] if holds(case, state)), None)
        if "parallel" in step or "each" in step:
            try:
                answer = self.several(step, state)
            except FailedError:
                self.note(name, outer=outer)
                raise
        for deed in ASKING:
            if deed in step:
                self.requests.append((step[deed], self.input(step, deed, state)))
                status, answer = self.answer(name)
                if status != "Succeeded":
                    raise FailedError(status)
        self.note(name, outer=outer)
        return (put(state, step["result"], answer) if step.get("result") else state), None

    def note(self, name: str, *, outer: bool) -> None:
        """Note that a step of the whole run was done."""
        if outer:
            self.done.append(name)

    def input(self, step: Step, deed: str, state: Any) -> Any:
        """Return what a step hands on: its input, that of its flow, or the state."""
        flows = [flow for flow in self.design.flows_from(self.node, deed) if flow.target.id == step[deed]]
        of_flow = flows[0].get("input") if flows and deed == "invoke" else None
        written = step.get("input", of_flow)
        return state if written is None else handed(written, state)

    def several(self, step: Step, state: Any) -> list[Any]:
        """Take branches, or steps for each item; return the states at their ends."""
        if "parallel" in step:
            begun = handed(step["input"], state) if "input" in step else state
            lists = [([self.by_name[name] for name in names], begun) for names in step["parallel"]]
        else:
            inner = [self.by_name[name] for name in step["each"]["steps"]]
            lists = [(inner, item) for item in found(state, step["each"]["items"]) or []]
        ends: list[Any] = []
        failed = False
        for steps, begun in lists:
            try:
                ends.append(self.scope(steps, begun))
            except FailedError:
                failed = True
        if failed:
            raise FailedError("Failed")
        return ends
