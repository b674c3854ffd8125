"""Break an exported program by hand, as a careless colleague would, and see that its own tests notice.

    python program_mutations.py TYPESCRIPT-FOLDER PYTHON-FOLDER ...

The folders are exports of one design, with a `node_modules` above them; several pairs are tried one after the other.
Each mutation is an edit of the source: what it finds first is changed in a copy, in which the program's own tests run.
Where the table (`broken/CLOUD.py`) says which test must notice, several mutations share a copy, and each must be
noticed by its own test. Prints what nobody noticed and the score; exit code 1 when more than one in twenty-five was
missed, or when a mutation found no place.
"""

import concurrent.futures
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from broken import aws, azure, gcp
from broken.edits import Edit
from pytests import Verdict, run_pytests

# The cloud of a program, by the package of its SDK.
CLOUDS: dict[str, Mapping[str, tuple[Any, ...]]] = {
    "@pulumi/aws": aws.MUTATIONS,
    "@pulumi/azure-native": azure.MUTATIONS,
    "@pulumi/gcp": gcp.MUTATIONS,
}


@dataclass
class Copy:
    """A copy of a program with edits: the new texts by their files, and the test that must notice each edit."""

    language: str
    folder: Path
    texts: dict[Path, str] = field(default_factory=dict)
    broken: dict[str, str | None] = field(default_factory=dict)

    def takes(self, source: Path, name: str, edit: Edit, noticed_by: str | None) -> bool:
        """Break the copy further, where there is still a place and nobody else relies on the same test."""
        if self.broken and (noticed_by is None or noticed_by in self.broken.values()):
            return False
        before = self.texts.get(source) or source.read_text()
        made = edit(before)
        if made is None or made == before:
            return False
        self.texts[source] = made
        self.broken[name] = noticed_by
        return True


def find(folder: Path, language: str, module: str) -> Path | None:
    """Return the source of a module."""
    ending = ".ts" if language == "typescript" else ".py"
    wanted = {f"{module}{ending}", f"{module.replace('-', '_')}{ending}"}
    places = [folder / "src"] if language == "typescript" else [path.parent for path in folder.glob("*/settings.py")]
    found = (path for place in places for path in sorted(place.rglob(f"*{ending}")) if path.name in wanted)
    return next(found, None)


def broken(folder: Path, language: str, mutations: Mapping[str, tuple[Any, ...]]) -> tuple[list[Copy], list[str]]:
    """Return as few broken copies as it takes, and the mutations that have no place."""
    copies: list[Copy] = []
    missed: list[str] = []
    for name, (module, edit, *noticed_by) in mutations.items():
        source = find(folder, language, module)
        words = noticed_by[0] if noticed_by else None
        fresh = Copy(language, folder)
        if source is None:
            missed.append(f"{language}: {name}: there is no {module}")
        elif not any(copy.takes(source, name, edit, words) for copy in copies):
            if fresh.takes(source, name, edit, words):
                copies.append(fresh)
            else:
                missed.append(f"{language}: {name}: no place for it in {source.name}")
    return copies, missed


def plain(title: str) -> str:
    """Return a title as a name: both languages' tests are known by it."""
    return re.sub(r"[^a-z0-9]+", "_", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", title).lower()).strip("_")


@dataclass
class Outcome:
    """What the tests of a copy said: the names of those that failed, and whether any passed."""

    failed: list[str]
    some_passed: bool


def make(copy: Copy, place: Path) -> None:
    """Make a copy of the program, and break it."""
    shutil.copytree(copy.folder, place, symlinks=True)
    for source, text in copy.texts.items():
        (place / source.relative_to(copy.folder)).write_text(text)


def vitest(place: Path) -> Outcome:
    """Run the tests of a TypeScript program."""
    modules = next(path / "node_modules" for path in place.parents if (path / "node_modules").exists())
    report = place / "report.json"
    tool = ["node", str(modules / "vitest/vitest.mjs"), "run"]
    command = [*tool, "--reporter", "json", "--outputFile", str(report)]
    subprocess.run(command, cwd=place, capture_output=True, check=False)
    files = json.loads(report.read_text())["testResults"] if report.exists() else []
    tests = [
        (plain(item["fullName"]), item["status"] == "passed") for file in files for item in file["assertionResults"]
    ]
    return Outcome([name for name, passed in tests if not passed], any(passed for _, passed in tests))


def of_pytest(verdict: Verdict) -> Outcome:
    """Return what pytest said: its last lines name what failed."""
    failed = [found[1] for line in verdict.lines if (found := re.match(r"(?:FAILED|ERROR) \S+::(\w+)", line))]
    return Outcome([plain(name) for name in failed], any(re.search(r"\d+ passed", line) for line in verdict.lines[-1:]))


def outcomes(copies: list[Copy], work: Path) -> list[Outcome]:
    """Run the tests of copies."""
    places = {number: work / str(number) for number in range(len(copies))}
    for number, copy in enumerate(copies):
        make(copy, places[number])
    python = [number for number, copy in enumerate(copies) if copy.language == "python"]
    verdicts = run_pytests([places[number] for number in python], work)
    told = {number: of_pytest(verdict) for number, verdict in zip(python, verdicts, strict=True)}
    typescript = [number for number, copy in enumerate(copies) if copy.language == "typescript"]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        told |= dict(zip(typescript, pool.map(vitest, (places[number] for number in typescript)), strict=True))
    for place in places.values():
        shutil.rmtree(place, ignore_errors=True)
    return [told[number] for number in range(len(copies))]


def unnoticed(copy: Copy, outcome: Outcome) -> list[str]:
    """Return the mutations of a copy that its tests do not notice."""
    if len(copy.broken) > 1 and not outcome.some_passed:
        # Where nothing runs, no test has noticed anything of its own.
        return [f"{copy.language}: {name}: with others it keeps the program from running" for name in copy.broken]
    found: list[str] = []
    for name, words in copy.broken.items():
        noticed = [test for test in outcome.failed if words is None or alike(plain(words), test)]
        # A program that does not even run is noticed.
        if not noticed and (outcome.some_passed or outcome.failed):
            found.append(f"{copy.language}: {name}: nobody noticed")
    return found


def alike(words: str, test: str) -> bool:
    """Return whether a test is the one that words name."""
    return words in test or (test.startswith("test_") and len(test) > 60 and words.startswith(test[5:]))


def attempt(folders: dict[str, Path], work: Path) -> tuple[int, list[str]]:
    """Break one design's programs; return how many mutations there are, and what went unnoticed."""
    packages = json.loads((folders["typescript"] / "package.json").read_text())["dependencies"]
    mutations = next(table for package, table in CLOUDS.items() if package in packages)
    copies: list[Copy] = []
    missed: list[str] = []
    for language, folder in folders.items():
        more, placeless = broken(folder, language, mutations)
        copies += more
        missed += placeless
    # Untouched copies pass: otherwise nothing would be shown by broken ones that fail.
    untouched = [Copy(language, folder) for language, folder in folders.items()]
    for copy, outcome in zip(untouched + copies, outcomes(untouched + copies, work), strict=True):
        if copy.broken:
            missed += unnoticed(copy, outcome)
        elif outcome.failed or not outcome.some_passed:
            return 0, [f"{copy.language}: the program fails its tests before anybody breaks it", *outcome.failed]
    return len(mutations) * len(folders), missed


def main() -> int:
    """Try every mutation in both languages."""
    paths = [Path(word).resolve() for word in sys.argv[1:]]
    tried, missed = 0, list[str]()
    for typescript, python in zip(paths[::2], paths[1::2], strict=True):
        with tempfile.TemporaryDirectory(dir=typescript.parent) as work:
            count, lines = attempt({"typescript": typescript, "python": python}, Path(work))
        if not count:
            print(*lines, sep="\n")
            return 1
        tried += count
        missed += [f"{typescript.parent.name}: {line}" for line in lines]
    for line in missed:
        print(line)
    print(f"{tried} programs broken, {tried - len(missed)} noticed by their own tests")
    return 1 if len(missed) * 25 > tried else 0


if __name__ == "__main__":
    sys.exit(main())
