"""Run Python programs' own tests, each in a copy of one process that has read the SDKs: that is what takes time.

    python pytests.py JOBS

JOBS is a JSON file: a list of {folder, out}. `folder` is the exported folder, the working directory of its tests; what
pytest says is written to `out`, and its exit code to `out` with .code behind it. Knows nothing of designs.
"""

import json
import os
import subprocess
import sys
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from sdk import read_sdk

OPTIONS = ["-q", "--no-header", "-p", "no:cacheprovider"]


@dataclass
class Verdict:
    """What pytest said of one program."""

    passed: bool
    lines: list[str]


def run_pytests(folders: Sequence[Path], work: Path) -> list[Verdict]:
    """Run the tests of programs, as many at once as there are processors; write what is needed into a folder."""
    outs = [work / f"pytest.{number}.txt" for number in range(len(folders))]
    jobs = work / "pytest.json"
    jobs.write_text(json.dumps([{"folder": str(f), "out": str(o)} for f, o in zip(folders, outs, strict=True)]))
    done = subprocess.run([sys.executable, __file__, jobs], capture_output=True, text=True, check=False)
    return [verdict(out, done.stderr) for out in outs]


def verdict(out: Path, otherwise: str) -> Verdict:
    """Read what a run has left; where it left nothing, it failed for another reason."""
    code = Path(f"{out}.code")
    if not code.exists():
        return Verdict(passed=False, lines=otherwise.splitlines() or ["the tests were not run"])
    return Verdict(passed=code.read_text() == "0", lines=out.read_text(errors="replace").splitlines())


def spawn(job: dict[str, str]) -> int:
    """Run the tests of a program in a copy of this process, and return the copy's number."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        said = os.open(job["out"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        os.dup2(said, 1)
        os.dup2(said, 2)
        os.chdir(job["folder"])
        sys.path.insert(0, job["folder"])
        code = int(pytest.main(OPTIONS))
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        Path(f"{job['out']}.code").write_text(str(code))
        # Nothing of what the parent has to do at its end is for the copy.
        os._exit(0)


def main() -> None:
    """Run the jobs named on the command line."""
    jobs = json.loads(Path(sys.argv[1]).read_text())
    sys.dont_write_bytecode = True
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    read_sdk({Path(job["folder"]) for job in jobs})
    running = 0
    for job in [*jobs, None]:
        while running and (job is None or running >= (os.cpu_count() or 1)):
            os.wait()
            running -= 1
        if job is not None:
            spawn(job)
            running += 1


if __name__ == "__main__":
    main()
