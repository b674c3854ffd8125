"""Break recordings in small ways and see that the judge notices each: a test of the judge itself.

    python mutations.py DESIGN.yaml ENVIRONMENT RECORDING.json ...   (three words a recording)

Every kind of mutation is tried at every place where it applies, up to a limit a kind and recording. One that applies
nowhere is a failure as well: it would test nothing. Prints what was missed; exit code 1 if anything was.
"""

import concurrent.futures
import json
import pickle
import sys
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from judge.breaks import Data, unfolded
from judge.clouds import CLOUDS, cloud_of
from judge.design import Design
from judge.recording import Recording

PLACES = 3
"""How many places of one recording a kind of mutation is tried at."""


def main() -> int:
    """Try every mutation on the recordings named on the command line."""
    words = sys.argv[1:]
    triples = [words[at : at + 3] for at in range(0, len(words), 3)]
    cases = [(Path(d), e, json.loads(Path(r).read_text())) for d, e, r in triples]
    missed, said = mutate([(Design.load(d, e), f"{d.stem}: {e}", data) for d, e, data in cases])
    for line in missed:
        print(line)
    print(said)
    return 1 if missed else 0


@dataclass
class Tried:
    """What was tried at one recording."""

    missed: list[str]
    places: Counter[str]
    noticed: Counter[str]


def try_all(case: tuple[Design, str, Data]) -> Tried:
    """Break one recording in every way."""
    design, name, data = case
    tried = Tried([], Counter(), Counter())
    base = unfolded(data)
    # Copies are what takes time beside judging, and this is the quickest way to make one.
    packed = pickle.dumps(base)
    cloud = cloud_of(design)
    before = set(cloud.judge(design, Recording(base)).findings)
    for mutation, find in cloud.mutations.items():
        for number, change in enumerate(islice(find(base), PLACES)):
            made = pickle.loads(packed)  # noqa: S301 Our own bytes.
            change(made)
            tried.places[mutation] += 1
            after = set(cloud.judge(design, Recording(made)).findings)
            if after - before:
                tried.noticed[mutation] += 1
            elif mutation not in cloud.tolerated:
                tried.missed.append(f"{name}: nobody noticed: {mutation} (place {number + 1})")
    return tried


def mutate(cases: list[tuple[Design, str, Data]]) -> tuple[list[str], str]:
    """Return what the judge did not notice, and how much was tried."""
    with concurrent.futures.ProcessPoolExecutor() as pool:
        # The largest first, so that none is alone at the end.
        ordered = sorted(cases, key=lambda case: -len(case[2]["resources"]))
        results = list(pool.map(try_all, ordered))
    missed = sorted(line for tried in results for line in tried.missed)
    kinds = places = noticed = 0
    for name in sorted({design.provider for design, _, _ in cases}):
        cloud = CLOUDS[name]
        here = [tried for (design, _, _), tried in zip(ordered, results, strict=True) if design.provider == name]
        tried_at: Counter[str] = sum((tried.places for tried in here), Counter())
        seen: Counter[str] = sum((tried.noticed for tried in here), Counter())
        missed += [
            f"{name}: no recording has a place to {mutation}" for mutation in cloud.mutations if not tried_at[mutation]
        ]
        missed += [f"{name}: nobody ever noticed: {mutation}" for mutation in cloud.tolerated if not seen[mutation]]
        kinds += len(cloud.mutations)
        places += tried_at.total()
        noticed += seen.total()
    return missed, f"{kinds} kinds of mutation at {places} places, {noticed} noticed"


if __name__ == "__main__":
    sys.exit(main())
