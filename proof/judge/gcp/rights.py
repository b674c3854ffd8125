"""Which rights the members of roles in a recording give, as the list of `access` writes them."""

import re

from judge.gcp.world import MEMBERS, PROJECT
from judge.listed import Right, named
from judge.recording import Recording


def readable(recording: Recording, text: str) -> str:
    """Return a text with each made-up output as the list writes it."""

    def place(match: re.Match[str]) -> str:
        found = recording.by_urn.get(match[1])
        return named(recording, found) if found else match[0]

    told = re.sub(r"<([^<>#]+)#([\w.]+)>", place, text)
    return told.replace(PROJECT, "{settings.googleProject}")


def recorded_rights(recording: Recording) -> set[Right]:
    """Return every right that a recording's members have."""
    found: set[Right] = set()
    for kind, place in MEMBERS.items():
        for item in recording.of(kind):
            policy = named(recording, item)
            found.add((policy, "Allow", str(item.get("role")), readable(recording, str(item.get(place)))))
    return found
