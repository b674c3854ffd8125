"""Workflow files of exported projects by actionlint."""

import subprocess
import sys
from pathlib import Path


def judge(work: Path, names: list[str]) -> tuple[int, list[tuple[str, str, str]]]:
    """Return how many files there are, and each remark: kind, "workflow" and where."""
    folders = [work / "programs" / name / language for name in names for language in ("typescript", "python")]
    files = [path for folder in folders for path in sorted(folder.glob(".github/workflows/*.y*ml"))]
    if not files:
        return 0, []
    tool = Path(sys.executable).parent / "actionlint"
    form = "{{range $error := .}}{{$error.Kind}}\t{{$error.Filepath}}:{{$error.Line}}: {{$error.Message}}\n{{end}}"
    done = subprocess.run([tool, "-format", form, *files], cwd=work, capture_output=True, text=True, check=False)
    lines = [line for line in done.stdout.splitlines() if "\t" in line]
    remarks = [(kind, "workflow", where) for kind, where in (line.split("\t", 1) for line in lines)]
    if done.returncode and not remarks:
        remarks.append(("no result", "workflow", (done.stdout + done.stderr).strip()[-300:]))
    return len(files), remarks
