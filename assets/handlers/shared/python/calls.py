"""Calls to systems outside, bounded in time."""

import random
import time
import urllib.error
import urllib.request

# What may be asked twice without harm.
SAFE = {"GET", "HEAD", "OPTIONS", "PUT", "DELETE"}


def ask(url: str, *, method: str, body: bytes | None, timeout: float, retries: int) -> bytes:
    """Ask a system outside, again where that is safe and may help; fail unless it answers well."""
    headers = {} if body is None else {"content-type": "application/json"}
    asked = urllib.request.Request(url, data=body, headers=headers, method=method)
    for attempt in range(retries if method in SAFE else 0):
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
