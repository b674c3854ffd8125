"""Parts of state machines, with the keys that the Amazon States Language asks for."""

from typing import Literal, TypedDict


class RetryRule(TypedDict):
    """A rule of a state for trying again."""

    ErrorEquals: list[str]
    IntervalSeconds: int
    MaxAttempts: int
    BackoffRate: float
    JitterStrategy: Literal["FULL", "NONE"]


def retry(attempts: int, seconds: int, backoff: float) -> list[RetryRule]:
    """Tries a state again after any error; each wait is longer and differs by chance."""
    return [
        {
            "ErrorEquals": ["States.ALL"],
            "IntervalSeconds": seconds,
            "MaxAttempts": attempts,
            "BackoffRate": backoff,
            "JitterStrategy": "FULL",
        }
    ]
