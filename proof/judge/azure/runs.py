"""Runs of workflows of Logic Apps, as the definition says they go: enough of its language to follow one to its end."""

import copy
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

ENDED = ("Succeeded", "Failed", "Skipped", "TimedOut")
BAD = ("Failed", "TimedOut")
TOKEN = re.compile(r"\s*('(?:[^']|'')*'|-?\d+(?:\.\d+)?|[A-Za-z]\w*|\?\[|[][(),])")

Action = dict[str, Any]
Request = tuple[str, Any]
"""Where to, and what was handed on."""


class BrokenError(Exception):
    """What Logic Apps would not take, or could not work out."""


class EndedError(Exception):
    """The run was ended, as failed."""


@dataclass
class Result:
    """How an action ended, and what it gave."""

    status: str
    outputs: Any = None
    inputs: Any = None

    def told(self, name: str) -> dict[str, Any]:
        """Return what expressions see of the action."""
        seen: dict[str, Any] = {"name": name, "status": self.status}
        seen.update({key: value for key, value in (("inputs", self.inputs), ("outputs", self.outputs)) if value})
        return seen


@dataclass
class Run:
    """One run: what starts it, what its requests are answered, and what it asked for."""

    body: Any
    trigger: str
    answer: Callable[[str], tuple[str, Any]]
    """How a request ends, by the name of its action, and with what answer."""
    requests: list[Request] = field(default_factory=list)
    error: Any = None
    """With what it was ended."""
    results: dict[str, Result] = field(default_factory=dict)
    items: dict[str, Any] = field(default_factory=dict)
    broken: str = ""
    """The action that fails although it asks nobody."""

    def go(self, definition: Action) -> str:
        """Follow the run to its end; return how it ended."""
        try:
            return self.scope(definition["actions"])
        except EndedError:
            return "Failed"

    def inner(self) -> "Run":
        """Return the run as an item of a list sees it."""
        return Run(self.body, self.trigger, self.answer, self.requests, None, dict(self.results), dict(self.items))

    def scope(self, actions: Mapping[str, Action]) -> str:
        """Run actions, each after those it names; return how they ended together."""
        left = dict(actions)
        while left:
            # A recording has no order of its own; branches run in that of their names.
            ready = sorted(name for name, action in left.items() if not set(action.get("runAfter", {})) & set(left))
            if not ready:
                raise BrokenError(f"{sorted(left)} wait for one another")
            for name in ready:
                action = left.pop(name)
                needs = action.get("runAfter", {})
                strangers = set(needs) - set(actions)
                if strangers:
                    raise BrokenError(f"{name} runs after {sorted(strangers)}, which stand elsewhere")
                if all(self.results[need].status in ended for need, ended in needs.items()):
                    self.results[name] = self.act(name, action)
                else:
                    self.skip(name, action)
        named = {need for action in actions.values() for need in action.get("runAfter", {})}
        return "Failed" if any(self.is_bad(name, actions) for name in actions if name not in named) else "Succeeded"

    def is_bad(self, name: str, actions: Mapping[str, Action]) -> bool:
        """Return whether a last action makes its scope fail: by itself, or because what it waited for failed."""
        status = self.results[name].status
        if status == "Skipped":
            return any(self.is_bad(need, actions) for need in actions[name].get("runAfter", {}))
        return status in BAD

    def skip(self, name: str, action: Action) -> None:
        """Pass an action over, with all that stands in it."""
        self.results[name] = Result("Skipped")
        for inner, body in action.get("actions", {}).items():
            self.skip(inner, body)

    def act(self, name: str, action: Action) -> Result:
        """Do an action."""
        kind = action["type"]
        try:
            if kind in ("Scope", "If"):
                if kind == "If" and not self.holds(action["expression"]):
                    for inner, body in action["actions"].items():
                        self.skip(inner, body)
                    return Result("Succeeded")
                return Result(self.scope(action["actions"]))
            if kind == "Foreach":
                return self.each(name, action)
            inputs = self.value(action["inputs"])
        except KeyError as error:
            return Result("Failed", {"message": str(error)})
        if kind == "Terminate":
            self.error = inputs["runError"]
            raise EndedError
        if kind == "Http":
            self.requests.append((inputs["uri"], inputs["body"]))
            status, answer = self.answer(name)
            return Result(status, {"body": answer}, inputs)
        if kind == "ParseJson":
            meets = inputs["schema"] != {"type": "null"} or inputs["content"] is None
            return Result("Succeeded" if meets else "Failed", inputs["content"], inputs)
        if name == self.broken:
            return Result("Failed")
        if kind not in ("Compose", "Wait"):
            raise BrokenError(f"{name} is a {kind}, of which the judge knows nothing")
        return Result("Succeeded", inputs, inputs)

    def each(self, name: str, action: Action) -> Result:
        """Do actions for each item of a list; from outside, what each gave is a list."""
        ends: list[str] = []
        given: dict[str, list[Any]] = {}
        for item in self.value(action["foreach"]) or []:
            run = self.inner()
            run.items[name] = item
            ends.append(run.scope(action["actions"]))
            for inner in action["actions"]:
                given.setdefault(inner, []).append(run.results[inner].outputs)
        for inner in action["actions"]:
            self.results[inner] = Result("Succeeded", given.get(inner, []))
        return Result("Failed" if "Failed" in ends else "Succeeded")

    def holds(self, condition: Any) -> bool:
        """Return whether a condition of an If holds."""
        (kind, parts), *others = condition.items()
        if others or kind not in ("or", "equals"):
            raise BrokenError(f"nobody knows the condition {condition}")
        if kind == "or":
            return any(self.holds(part) for part in parts)
        left, right = (self.value(part) for part in parts)
        return left == right

    def value(self, written: Any) -> Any:
        """Return a value with its expressions worked out."""
        if isinstance(written, dict):
            return {key: self.value(inner) for key, inner in written.items()}
        if isinstance(written, list):
            return [self.value(inner) for inner in written]
        if not isinstance(written, str):
            return written
        if written.startswith("@@"):
            return written[1:]
        if written.startswith("@") and not written.startswith("@{"):
            return Reader(written[1:], self).whole()
        return re.sub(r"@\{([^{}]*)\}", lambda found: str(Reader(found[1], self).whole()), written)


class Reader:
    """An expression, read and worked out at once."""

    def __init__(self, text: str, run: Run) -> None:
        """Take an expression apart."""
        self.run = run
        self.text = text
        self.tokens: list[str] = []
        place = 0
        while place < len(text.rstrip()):
            found = TOKEN.match(text, place)
            if not found:
                raise BrokenError(f"{text} cannot be read")
            self.tokens.append(found[1])
            place = found.end()

    def take(self, wanted: str | None = None) -> str:
        """Take the next token."""
        if not self.tokens or (wanted is not None and self.tokens[0] != wanted):
            raise BrokenError(f"{self.text} cannot be read")
        return self.tokens.pop(0)

    def whole(self) -> Any:
        """Return the value of all of it."""
        value = self.expression()
        if self.tokens:
            raise BrokenError(f"{self.text} goes on with {self.tokens}")
        return value

    def expression(self) -> Any:
        """Return the value of the next expression."""
        word = self.take()
        if word.startswith("'"):
            value: Any = word[1:-1].replace("''", "'")
        elif word[0].isdigit() or word[0] == "-" or word in ("true", "false", "null"):
            value = json.loads(word)
        elif word == "if":
            value = self.choose()
        else:
            value = self.call(word, self.arguments())
        while self.tokens and self.tokens[0] in ("[", "?["):
            sure = self.take() == "["
            place = self.expression()
            self.take("]")
            value = part(value, place, sure)
        return value

    def arguments(self) -> list[Any]:
        """Return what a function is given."""
        self.take("(")
        given: list[Any] = []
        while self.tokens and self.tokens[0] != ")":
            if given:
                self.take(",")
            given.append(self.expression())
        self.take(")")
        return given

    def choose(self) -> Any:
        """Return one of two values."""
        condition, then, otherwise = self.arguments()
        return then if condition else otherwise

    def call(self, name: str, given: list[Any]) -> Any:
        """Return what a function gives."""
        run = self.run
        if name in ("outputs", "actions", "body"):
            if given[0] not in run.results:
                raise BrokenError(f"{self.text} speaks of {given[0]}, which has not run before")
            result = run.results[given[0]]
            if name == "actions":
                return result.told(given[0])
            return result.outputs if name == "outputs" else (result.outputs or {}).get("body")
        known: dict[str, Callable[..., Any]] = {
            "triggerBody": lambda: run.body,
            "trigger": lambda: {"name": run.trigger},
            "workflow": lambda: {"run": {"name": "run-1"}},
            "items": lambda of: run.items[of],
            "guid": lambda: "guid",
            "utcNow": lambda: "now",
            "json": json.loads,
            "coalesce": lambda *values: next((value for value in values if value is not None), None),
            "createArray": lambda *values: list(values),
            "contains": lambda among, one: one in among,
            "equals": lambda left, right: left == right,
            "greater": lambda left, right: left > right,
            "less": lambda left, right: left < right,
            "or": lambda *values: any(values),
            "not": lambda value: not value,
            "empty": lambda value: not value,
            "concat": lambda *values: "".join(value or "" for value in values),
            "setProperty": lambda of, key, value: {**copy.deepcopy(of), key: value},
            "removeProperty": lambda of, key: {other: value for other, value in of.items() if other != key},
        }
        if name not in known:
            raise BrokenError(f"{self.text} asks for {name}, of which the judge knows nothing")
        return known[name](*given)


def part(value: Any, place: Any, sure: bool) -> Any:
    """Return a part of a value; nothing where it may be missing and is."""
    if isinstance(value, dict) and place in value:
        return value[place]
    if isinstance(value, list) and isinstance(place, int) and place < len(value):
        return value[place]
    if sure:
        raise KeyError(place)
    return None
