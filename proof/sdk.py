"""The SDKs that Python programs use, read once for all processes that are copied from the one that reads them."""

import contextlib
import importlib
import re
from collections.abc import Iterable
from pathlib import Path

IMPORTED = re.compile(r"^(?:import (pulumi_\w+)|from (pulumi_\w+) import (?:\(([^)]+)\)|(.+)))", re.MULTILINE)
"""An SDK as a whole, or the modules of one."""


def read_sdk(folders: Iterable[Path]) -> None:
    """Import what programs use of the SDKs, so that copies of this process need not."""
    wanted: set[str] = set()
    for folder in folders:
        for path in folder.rglob("*.py"):
            text = path.read_text()
            for whole, package, many, few in IMPORTED.findall(text):
                wanted.add(whole or package)
                wanted |= {f"{package}.{name.split()[0]}" for name in (many or few).split(",") if name.strip()}
            # What an SDK's modules are called where the whole of it is imported: `aws.sqs.Queue`.
            for alias in ("aws", "gcp"):
                wanted |= {f"pulumi_{alias}.{name}" for name in re.findall(rf"\b{alias}\.([a-z]\w*)\.[A-Z]", text)}
    for name in sorted(wanted):
        # A program that imports what is not there says so itself.
        with contextlib.suppress(ImportError):
            # The modules of an SDK are read when something is first asked of them.
            getattr(importlib.import_module(name), "anything", None)
