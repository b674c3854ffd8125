"""Calls to systems outside, bounded in time."""

import random
import time
import urllib.error
import urllib.request

from correlation import correlation_id

# What may be asked twice without harm.
SAFE = {"GET", "HEAD", "OPTIONS", "PUT", "DELETE"}


def request(url: str, *, method: str, body: bytes | None, timeout: float, retries: int) -> bytes:
    """Ask a system outside, again where that is safe and may help; fail unless it answers well."""
    headers = {"x-correlation-id": correlation_id()}
    if body is not None:
        headers["content-type"] = "application/json"
    asked = urllib.request.Request(url, data=body, headers=headers, method=method)
    again = retries if method in SAFE else 0
    for attempt in range(again):
        try:
            return _answer(asked, timeout)
        except urllib.error.HTTPError as error:
            if error.code < 500 and error.code != 429:
                raise
        except OSError:
            pass
        time.sleep(random.random() * 0.1 * 2**attempt)
    return _answer(asked, timeout)


def _answer(asked: urllib.request.Request, timeout: float) -> bytes:
    with urllib.request.urlopen(asked, timeout=timeout) as response:
        answer: bytes = response.read()
    return answer
