"""Stops calling what keeps failing."""

import time
import urllib.error
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")

# Failures in a row after which the other side rests, and for how many seconds.
THRESHOLD = 5
REST = 30.0

# How often each other side failed in a row, and until when it rests.
_failures: dict[str, int] = {}
_rests_until: dict[str, float] = {}


def guard(name: str, work: Callable[[], Result]) -> Result:
    """Do the work, or fail at once while the other side rests; then one call tries again."""
    if time.monotonic() < _rests_until.get(name, 0.0):
        message = f"{name} is not called for a while, since it failed repeatedly"
        raise RuntimeError(message)
    try:
        result = work()
    except Exception as error:
        _note(name, error)
        raise
    _failures[name] = 0
    return result


def _note(name: str, error: Exception) -> None:
    code = error.code if isinstance(error, urllib.error.HTTPError) else 500
    # An answer that blames the request says that the other side is well.
    _failures[name] = _failures.get(name, 0) + 1 if code >= 500 or code == 429 else 0
    if _failures[name] >= THRESHOLD:
        _rests_until[name] = time.monotonic() + REST
