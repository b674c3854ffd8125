"""Break an exported program by hand, as a careless colleague would, and see that its own tests notice.

    python program_mutations.py TYPESCRIPT-FOLDER PYTHON-FOLDER

The folders are exports of one design, with a `node_modules` above them. Each mutation is an edit of the source: what it
finds first is changed in a copy, in which the program's own tests run. Prints what nobody noticed and the score; exit
code 1 when more than one in twenty-five was missed, or when a mutation found no place.
"""

import concurrent.futures
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pytests import run_pytests

Edit = Callable[[str], str | None]
"""The text with the edit; None where there is no place for it."""


def replacing(pattern: str, replacement: str) -> Edit:
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


# Names that differ between the languages are written with both in mind.
MUTATIONS: dict[str, tuple[str, Edit]] = {
    "drop a statement of a role": ("orders", dropping_call(r"iam\.allow\(\s*\"WriteOrders\"")),
    "drop the right to read a secret": ("orders", dropping_call(r"iam\.allow\(\s*\"UsePaymentKey\"")),
    "drop the right to take messages": ("orders", dropping_call(r"iam\.allow\(\s*\"ConsumePaymentRequests\"")),
    "allow a statement on any resource": (
        "orders",
        replacing(r"(\"WriteOrders\",\s*\[[^]]*\],\s*)\[[^]]*\]", r'\1["*"]'),
    ),
    "allow it on another table": (
        "orders",
        replacing(r"(\"WriteOrders\",\s*\[[^]]*\],\s*\[(?:this|self)\.)orders(_?[tT]able)", r"\1payments\2"),
    ),
    "allow one action more": (
        "orders",
        replacing(r"(\"ReadOrders\",\s*\[)", r'\1"dynamodb:DeleteTable", '),
    ),
    "allow all of a service": ("orders", replacing(r"(\"ReadPayments\",\s*\[)[^]]*", r'\1"dynamodb:*"')),
    "allow one action less": ("notifications", replacing(r'"sqs:DeleteMessage",\s*', "")),
    "publish whatever event": (
        "orders",
        replacing(r"\"events:detail-type\": \"OrderPlaced\"", '"events:detail-type": "Anything"'),
    ),
    "swap two variables": (
        "orders",
        swapping(r"\"?ORDERS_TABLE\"?: ([\w.]+),\s*\"?PAYMENTS_TABLE\"?: ([\w.]+)"),
    ),
    "lose a variable": ("orders", replacing(r"\"?PAYMENT_KEY\"?: [\w.]+,\s*", "")),
    "point a variable elsewhere": (
        "notifications",
        replacing(r"(SENT_TABLE\"?: (?:this|self)\.)sent_?[tT]able(\.name)", r"\1sentTable\2 + 'x'"),
    ),
    "change a route's path": ("orders", replacing(r"\"/orders/\{orderId\}/cancel\"", '"/orders/{orderId}/undo"')),
    "change a route's method": ("orders", replacing(r"method(: |=)\"GET\"", r'method\1"DELETE"')),
    "open a route": ("orders", replacing(r"authorization(: |=)\"JWT\",", "")),
    "let another function answer": (
        "orders",
        replacing(r"handler(: |=)(?:cancelOrder|cancel_order)\b", r"handler\1get_order"),
    ),
    "feed a function from another source": (
        "orders",
        replacing(r"(event_?[sS]ource_?[aA]rn(?:: |=)(?:this|self)\.)payment_?[rR]equests_?[qQ]ueue\.arn", r"\1x"),
    ),
    "change a batch size": ("orders", replacing(r"(batch_?[sS]ize(?:: |=))100", r"\g<1>10000")),
    "fail batches as a whole": (
        "orders",
        replacing(r"function_?[rR]esponse_?[tT]ypes(?:: |=)\[\"ReportBatchItemFailures\"\],?", ""),
    ),
    "match another event": (
        "orders",
        replacing(r"\"detail-type\": \[\s*\"OrderCancelled\"\s*\]", '"detail-type": ["OrderPlaced"]'),
    ),
    "match every source": ("notifications", replacing(r"\"?source\"?: \[\"shop\.orders\"\],\s*", "")),
    "deliver to another queue": (
        "orders",
        replacing(
            r"(event_?[bB]us_?[nN]ame(?:: |=)shared\.bus\.name,\s*arn(?:: |=))(?:this|self)\.\w+\.arn",
            r'\1"arn:aws:sqs:eu-west-1:123456789012:other"',
        ),
    ),
    "let any rule send to a queue": (
        "orders",
        replacing(r"\{\s*\"?ArnEquals\"?: \{\s*\"aws:SourceArn\": \w+\.arn,?\s*\},?\s*\}", "{}"),
    ),
    "let another service send": (
        "notifications",
        replacing(r"\"events\.amazonaws\.com\"", '"s3.amazonaws.com"'),
    ),
    "let queues be used without TLS": (
        "notifications",
        dropping_call(r"iam\.deny_?[iI]nsecure_?[tT]ransport\("),
    ),
    "keep messages in the clear": (
        "notifications",
        replacing(r"kms_?[mM]aster_?[kK]ey_?[iI]d(?:: |=)[\w.]+,?\s*", ""),
    ),
    "start at another time zone": (
        "notifications",
        replacing(r"Europe/Amsterdam", "Pacific/Chatham"),
    ),
    "let anyone take a function's role": (
        "lambda-function",
        replacing(r"iam\.trust\(\"lambda\.amazonaws\.com\"\)", 'iam.trust("ec2.amazonaws.com")'),
    ),
    "keep logs for ever": (
        "lambda-function",
        replacing(r"\{ retentionInDays: args\.logRetentionDays \}|retention_in_days=args\.log_retention_days,", "{}"),
    ),
    "let an API call on any route": (
        "http-route",
        replacing(r"/\*/\$\{methodPattern\}\$\{pathPattern\}|/\*/\{method_pattern\}\{path_pattern\}|\"/\*/\"", "/*"),
    ),
    "write logs of all": (
        "lambda-function",
        replacing(
            r"\[pulumi\.interpolate`\$\{logGroup\.arn\}:\*`\]|\[pulumi\.Output\.concat\(log_group\.arn, \":\*\"\)\]",
            '["*"]',
        ),
    ),
}


UNTOUCHED = "nothing"
"""The name of a trial that breaks nothing."""


@dataclass
class Trial:
    """One mutation of one program."""

    language: str
    name: str
    folder: Path
    file: str
    edit: Edit


def find(folder: Path, language: str, module: str) -> Path | None:
    """Return the source of a module."""
    ending = ".ts" if language == "typescript" else ".py"
    wanted = {f"{module}{ending}", f"{module.replace('-', '_')}{ending}"}
    places = [folder / "src"] if language == "typescript" else [path.parent for path in folder.glob("*/settings.py")]
    found = (path for place in places for path in sorted(place.rglob(f"*{ending}")) if path.name in wanted)
    return next(found, None)


def broken(trial: Trial, place: Path) -> str | None:
    """Break a copy of the program; return why there is no place for it."""
    source = find(trial.folder, trial.language, trial.file)
    if source is None:
        return f"there is no {trial.file}"
    made = trial.edit(source.read_text())
    if made is None or (made == source.read_text() and trial.name != UNTOUCHED):
        return f"no place for it in {source.name}"
    shutil.copytree(trial.folder, place, symlinks=True)
    (place / source.relative_to(trial.folder)).write_text(made)
    return None


def vitest(place: Path) -> bool:
    """Return whether a TypeScript program passes its own tests."""
    modules = next(path / "node_modules" for path in place.parents if (path / "node_modules").exists())
    command = ["node", str(modules / "vitest/vitest.mjs"), "run", "--reporter", "dot"]
    return subprocess.run(command, cwd=place, capture_output=True, check=False).returncode == 0


def attempt(trials: list[Trial], work: Path) -> list[str]:
    """Break a program in each of the ways; return what its own tests did not notice."""
    places = [work / str(number) for number in range(len(trials))]
    reasons = [broken(trial, place) for trial, place in zip(trials, places, strict=True)]
    tried = [(trial, place) for trial, place, reason in zip(trials, places, reasons, strict=True) if reason is None]
    python = [place for trial, place in tried if trial.language == "python"]
    passed = dict(zip(python, [verdict.passed for verdict in run_pytests(python, work)], strict=True))
    typescript = [place for trial, place in tried if trial.language == "typescript"]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        passed |= dict(zip(typescript, pool.map(vitest, typescript), strict=True))
    for place in places:
        shutil.rmtree(place, ignore_errors=True)
    reasons = [
        reason or ("nobody noticed" if passed[place] else None) for place, reason in zip(places, reasons, strict=True)
    ]
    told = zip(trials, reasons, strict=True)
    return [f"{trial.language}: {trial.name}: {reason}" for trial, reason in told if reason]


def main() -> int:
    """Try every mutation in both languages."""
    folders = dict(zip(("typescript", "python"), map(Path, sys.argv[1:3]), strict=True))
    trials = [
        Trial(language, name, folder.resolve(), file, edit)
        for language, folder in folders.items()
        for name, (file, edit) in MUTATIONS.items()
    ]
    # Untouched copies pass: otherwise nothing would be shown by broken ones that fail.
    untouched = [
        Trial(language, UNTOUCHED, folder.resolve(), "orders", lambda text: text)
        for language, folder in folders.items()
    ]
    with tempfile.TemporaryDirectory(dir=folders["typescript"].resolve().parent) as work:
        passing = attempt(untouched, Path(work))
        for trial in untouched:
            if f"{trial.language}: {trial.name}: nobody noticed" not in passing:
                print(f"{trial.language}: the program fails its tests before anybody breaks it")
                return 1
        missed = attempt(trials, Path(work))
    for line in missed:
        print(line)
    print(f"{len(trials)} programs broken, {len(trials) - len(missed)} noticed by their own tests")
    return 1 if len(missed) * 25 > len(trials) else 0


if __name__ == "__main__":
    sys.exit(main())
