"""Which rights the role assignments of a recording give, as the list of `access` writes them."""

import re

from judge.azure.world import ASSIGNMENT, TABLE_ASSIGNMENT, role_of
from judge.listed import Right, named
from judge.recording import Recording


def readable(recording: Recording, text: str) -> str:
    """Return a text with each made-up output as the list writes it."""

    def place(match: re.Match[str]) -> str:
        found = recording.by_urn.get(match[1])
        return named(recording, found) if found else match[0]

    # What a stack is asked for is made up from its name.
    text = re.sub(r"https://made-up-(\w+)\.example", r"{settings.\1}", text)
    return re.sub(r"<([^<>#]+)#([\w.]+)>", place, text)


def recorded_rights(recording: Recording) -> set[Right]:
    """Return every right that a recording gives."""
    found = recording.of(ASSIGNMENT) + recording.of(TABLE_ASSIGNMENT)
    return {
        (named(recording, item), "Allow", role_of(item), readable(recording, str(item.get("scope")))) for item in found
    }
