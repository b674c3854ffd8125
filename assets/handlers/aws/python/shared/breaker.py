"""Stops calling what keeps failing."""

import time
import urllib.error
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")


class Breaker:
    """After five failures in a row it fails at once for half a minute."""

    def __init__(self, name: str, threshold: int = 5, seconds: float = 30) -> None:
        """Start closed: calls go through."""
        self.name = name
        self.threshold = threshold
        self.seconds = seconds
        self.failures = 0
        self.open_until = 0.0

    def guard(self, work: Callable[[], Result]) -> Result:
        """Do the work, or fail at once while the other side rests; then one call tries again."""
        if time.monotonic() < self.open_until:
            message = f"{self.name} is not called for a while, since it failed repeatedly"
            raise RuntimeError(message)
        try:
            result = work()
        except Exception as error:
            self._failed(error)
            raise
        self.failures = 0
        return result

    def _failed(self, error: Exception) -> None:
        code = error.code if isinstance(error, urllib.error.HTTPError) else 500
        # An answer that blames the request says that the other side is well.
        self.failures = self.failures + 1 if code >= 500 or code == 429 else 0
        if self.failures >= self.threshold:
            self.open_until = time.monotonic() + self.seconds
