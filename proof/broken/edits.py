"""Edits of a source: what is found first is changed."""

import re
from collections.abc import Callable

Edit = Callable[[str], str | None]
"""The text with the edit; None where there is no place for it."""


def replacing(pattern: str, replacement: str | Callable[[re.Match[str]], str]) -> Edit:
    """Replace the first match."""

    def edit(text: str) -> str | None:
        made, count = re.subn(pattern, replacement, text, count=1)
        return made if count else None

    return edit


def dropping_call(beginning: str) -> Edit:
    """Take away the first call that begins so, with the comma behind it."""

    def edit(text: str) -> str | None:
        found = re.search(beginning, text)
        if found is None:
            return None
        depth, at = 0, text.index("(", found.start())
        while at < len(text):
            depth += {"(": 1, ")": -1}.get(text[at], 0)
            at += 1
            if depth == 0:
                break
        return text[: found.start()] + text[at:].removeprefix(",")

    return edit


def swapping(pattern: str) -> Edit:
    """Let the two groups of the first match change places."""

    def edit(text: str) -> str | None:
        found = re.search(pattern, text)
        if found is None:
            return None
        (a, b), (c, d) = found.span(1), found.span(2)
        return text[:a] + text[c:d] + text[b:c] + text[a:b] + text[d:]

    return edit
