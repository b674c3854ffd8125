"""Carries the id of a piece of work along: into its logs and into everything that it sends."""

import logging
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Protocol, cast

_current: ContextVar[str] = ContextVar("correlation_id", default="none")

logger = logging.getLogger()


class Context(Protocol):
    """What Lambda tells about a call."""

    aws_request_id: str


@contextmanager
def correlated(name: str) -> Generator[None, None, None]:
    """Do what stands inside under an id."""
    token = _current.set(name)
    try:
        yield
    finally:
        _current.reset(token)


def correlation_id() -> str:
    """Return the id of the work that is going on."""
    return _current.get()


def correlation_of(message: object) -> str | None:
    """Return the id that a message carries, in itself or in the detail of an event."""
    if not isinstance(message, dict):
        return None
    content = cast("dict[str, Any]", message)
    found: object = content.get("correlationId")
    return found if isinstance(found, str) else correlation_of(content.get("detail"))


def _name(record: logging.LogRecord) -> bool:
    record.__dict__["correlationId"] = _current.get()
    return True


logger.addFilter(_name)
