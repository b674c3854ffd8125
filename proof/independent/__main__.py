"""Let independent judges look at what the programs register.

    python -m independent WORK NAME ...        (in the folder of the proof, with the Python of its judges)

Reads WORK/recordings of the designs; of each the TypeScript program (Python registers the same), in the environment
that asks most. Prints what a judge remarks and `accepted.py` does not list, and what it lists and no judge remarks;
exit code 1 if there is either.
"""

import json
import re
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from independent import apis, arm, machines, policies, workflows
from independent.accepted import ACCEPTED
from independent.plan import plan

Remark = tuple[str, str, str]
"""What is remarked, about which type, and where."""


def chosen(work: Path, name: str) -> dict[str, Any] | None:
    """Return a design's recording for production, or for the last of its environments."""
    found = sorted(work.glob(f"recordings/{name}.*.typescript.json"))
    # The recordings of `shop.gcp` are none of `shop`.
    found = [path for path in found if path.name.count(".") == name.count(".") + 3]
    production = [path for path in found if path.name.split(".")[-3].startswith("prod")]
    paths = production or found
    return json.loads(paths[-1].read_text()) if paths else None


def parliament(recordings: dict[str, dict[str, Any]], _: Path) -> tuple[str, list[Remark]]:
    """Judge policies."""
    count, remarks = policies.judge(recordings)
    return f"{count} policies", remarks


def checkov(recordings: dict[str, dict[str, Any]], work: Path) -> tuple[str, list[Remark]]:
    """Judge resources."""
    said, remarks = asked(plan(recordings), work / "plan.json", "terraform_plan")
    return said, [(issue, address.partition(".")[0], where) for issue, address, where in remarks]


def asked(document: dict[str, Any], path: Path, framework: str) -> tuple[str, list[Remark]]:
    """Return what checkov says of a document that is written to a path; it answers nothing where nothing stands."""
    if "[{" not in (text := json.dumps(document)):
        return "0 resources", []
    path.write_text(text)
    tool = Path(sys.executable).parent / "checkov"
    words = ["--framework", framework, "--output", "json", "--quiet", "--compact", "--skip-download"]
    done = subprocess.run([tool, "-f", path, *words], cwd=path.parent, capture_output=True, text=True, check=False)
    try:
        result = json.loads(done.stdout)
    except json.JSONDecodeError:
        return "", [("no result", "checkov", line) for line in (done.stdout + done.stderr).splitlines()[-5:]]
    failed = result["results"]["failed_checks"]
    errors = [("parsing error", "checkov", str(path)) for path in result["results"].get("parsing_errors", [])]
    remarks = [(item["check_id"], item["resource"], f"{item['resource']}: {item['check_name']}") for item in failed]
    summary = result["summary"]
    return f"{summary['resource_count']} resources, {summary['passed']} checks passed", errors + remarks


def checkov_arm(recordings: dict[str, dict[str, Any]], work: Path) -> tuple[str, list[Remark]]:
    """Judge resources of Azure."""
    said, remarks = asked(arm.template(recordings), work / "template.json", "arm")
    found = [(re.match(r"Microsoft\.\w+(?:/\w+)+", kind), issue, where) for issue, kind, where in remarks]
    return said, [(issue, kind[0] if kind else "unknown", where) for kind, issue, where in found]


def cfn_lint(recordings: dict[str, dict[str, Any]], _: Path) -> tuple[str, list[Remark]]:
    """Judge state machines."""
    count, remarks = machines.judge(recordings)
    return f"{count} state machines", remarks


def actionlint(recordings: dict[str, dict[str, Any]], work: Path) -> tuple[str, list[Remark]]:
    """Judge workflow files."""
    count, remarks = workflows.judge(work, list(recordings))
    return f"{count} workflow files", remarks


def openapi(recordings: dict[str, dict[str, Any]], _: Path) -> tuple[str, list[Remark]]:
    """Judge documents of APIs."""
    count, remarks = apis.judge(recordings)
    return f"{count} documents of APIs", remarks


JUDGES = {
    "parliament": parliament,
    "checkov": checkov,
    "checkov, templates": checkov_arm,
    "cfn-lint, statelint": cfn_lint,
    "actionlint": actionlint,
    "openapi-spec-validator": openapi,
}


def main() -> int:
    """Ask each judge."""
    work = Path(sys.argv[1]).resolve()
    recordings = {name: data for name in sys.argv[2:] if (data := chosen(work, name))}
    status, heard = 0, Counter[tuple[str, str, str]]()
    for name, judge in JUDGES.items():
        start = time.monotonic()
        said, remarks = judge(recordings, work)
        new = [remark for remark in remarks if (name, *remark[:2]) not in ACCEPTED]
        heard.update((name, *remark[:2]) for remark in remarks)
        verdict = f"FAILED ({len(new)})" if new else "ok"
        accepted = len(remarks) - len(new)
        print(f"{name:<24} {verdict:<12} {time.monotonic() - start:6.1f} s  {said}, {accepted} remarks accepted")
        for issue, kind, where in new[:60]:
            print(f"    {issue} {kind}: {where}")
        status |= bool(new)
    for row in ACCEPTED:
        if not heard[row]:
            print(f"no longer remarked: {' '.join(row)}")
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
