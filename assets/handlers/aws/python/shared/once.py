"""Does work once, however often it is asked for."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from correlation import logger

# For how long it is known what was done, in seconds.
WEEK = 7 * 24 * 60 * 60


@dataclass(frozen=True)
class Notes:
    """Where work is noted: a table whose key is the id of a message, and whose items expire."""

    table: Any
    key: str
    expires: str
    seconds: int
    """How long work may take; what has not ended by then may begin again."""


def do_once(notes: Notes, name: str, work: Callable[[], None]) -> None:
    """Do work unless it was done before under the same id. Work that failed may be done again."""
    now = int(time.time())
    note: dict[str, Any] = {notes.key: name, notes.expires: now + WEEK}
    try:
        notes.table.put_item(
            Item={**note, "busyUntil": now + notes.seconds},
            ConditionExpression="attribute_not_exists(#key) OR #busy < :now OR #expires < :now",
            ExpressionAttributeNames={
                "#key": notes.key,
                "#busy": "busyUntil",
                "#expires": notes.expires,
            },
            ExpressionAttributeValues={":now": now},
            ReturnValuesOnConditionCheckFailure="ALL_OLD",
        )
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") != "ConditionalCheckFailedException":
            raise
        if "busyUntil" in error.response.get("Item", {}):
            message = f"{name} is being worked on already"
            raise RuntimeError(message) from error
        logger.info("%s was done before", name)
        return
    try:
        work()
    except Exception:
        notes.table.delete_item(Key={notes.key: name})
        raise
    notes.table.put_item(Item=note)
