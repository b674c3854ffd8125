"""Works through batches and names what failed, so that only that comes again."""

import json
from collections.abc import Callable
from typing import Any, TypedDict, cast

from correlation import correlated, correlation_of, logger

Record = dict[str, Any]

# Does work or leaves it, by the id under which the same message comes again.
Guard = Callable[[str, Callable[[], None]], None]


def _always(_name: str, work: Callable[[], None]) -> None:
    work()


class Failure(TypedDict):
    """What must come again."""

    itemIdentifier: str


class BatchResponse(TypedDict):
    """What Lambda is told about a batch."""

    batchItemFailures: list[Failure]


def each(
    records: list[Record],
    work: Callable[[Any], None],
    guard: Guard = _always,
) -> BatchResponse:
    """Work off each message by itself."""
    failed = [record for record in records if not _succeeds(record, work, guard)]
    return {"batchItemFailures": [{"itemIdentifier": record["messageId"]} for record in failed]}


def each_in_order(
    records: list[Record],
    work: Callable[[Any], None],
    guard: Guard = _always,
) -> BatchResponse:
    """Work off messages in order; the first that fails comes again with all that follow it."""
    for index, record in enumerate(records):
        if not _succeeds(record, work, guard):
            rest = records[index:]
            return {"batchItemFailures": [{"itemIdentifier": item["messageId"]} for item in rest]}
    return {"batchItemFailures": []}


def until_failure(
    records: list[Record],
    number: tuple[str, str],
    work: Callable[[Record], None],
) -> BatchResponse:
    """Work through records in order; from the first that fails, they come again."""
    for record in records:
        try:
            work(record)
        except Exception:
            logger.exception("The record %s failed", record["eventID"])
            outer, inner = number
            return {"batchItemFailures": [{"itemIdentifier": record[outer][inner]}]}
    return {"batchItemFailures": []}


def whole(response: BatchResponse) -> None:
    """Fail with all when one has failed, for sources that take no other answer."""
    if response["batchItemFailures"]:
        message = "The batch must come again, since part of it failed"
        raise RuntimeError(message)


def _succeeds(record: Record, work: Callable[[Any], None], guard: Guard) -> bool:
    try:
        message: object = json.loads(record["body"])
        named = record["messageAttributes"].get("correlationId", {}).get("stringValue")
        with correlated(named or correlation_of(message) or record["messageId"]):
            guard(_event_id(message) or record["messageId"], lambda: work(message))
    except Exception:
        logger.exception("The message %s failed", record["messageId"])
        return False
    return True


def _event_id(message: object) -> str | None:
    """Return the id of an event of EventBridge, which may put it into the queue more than once."""
    if not isinstance(message, dict):
        return None
    event = cast("dict[str, Any]", message)
    found: object = event.get("id") if "detail-type" in event else None
    return found if isinstance(found, str) else None
