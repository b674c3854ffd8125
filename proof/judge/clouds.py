"""The clouds that programs are judged for: what each brings, by the provider of a design."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from judge.aws import code as aws_code
from judge.aws import judgement as aws_judgement
from judge.aws import mutations as aws_mutations
from judge.aws import rights as aws_rights
from judge.azure import code as azure_code
from judge.azure import judgement as azure_judgement
from judge.azure import mutations as azure_mutations
from judge.azure import rights as azure_rights
from judge.breaks import Break, Data
from judge.design import Design
from judge.gcp import code as gcp_code
from judge.gcp import judgement as gcp_judgement
from judge.gcp import mutations as gcp_mutations
from judge.gcp import rights as gcp_rights
from judge.listed import Right
from judge.project import Code
from judge.recording import Recording


class Judgement(Protocol):
    """What a judgement leaves behind."""

    findings: list[str]
    assertions: int
    """How many things were asserted."""
    accounted: int
    """How many permissions were accounted for."""


@dataclass(frozen=True)
class Cloud:
    """What is asked about programs for a cloud."""

    judge: Callable[[Design, Recording], Judgement]
    """What is wrong with a recording."""
    rights: Callable[[Recording], set[Right]]
    """Which rights a recording gives."""
    codes: Callable[[Recording], list[Code]]
    """Where the code of its functions stands."""
    mutations: Mapping[str, Callable[[Data], Iterator[Break]]]
    """How recordings are broken, to see that it is noticed."""
    tolerated: frozenset[str]
    """Mutations that are noticed in some places only."""


CLOUDS = {
    "aws": Cloud(
        judge=aws_judgement.judge,
        rights=aws_rights.recorded_rights,
        codes=aws_code.codes,
        mutations=aws_mutations.MUTATIONS,
        tolerated=frozenset(aws_mutations.TOLERATED),
    ),
    "gcp": Cloud(
        judge=gcp_judgement.judge,
        rights=gcp_rights.recorded_rights,
        codes=gcp_code.codes,
        mutations=gcp_mutations.MUTATIONS,
        tolerated=frozenset(gcp_mutations.TOLERATED),
    ),
    "azure": Cloud(
        judge=azure_judgement.judge,
        rights=azure_rights.recorded_rights,
        codes=azure_code.codes,
        mutations=azure_mutations.MUTATIONS,
        tolerated=frozenset(azure_mutations.TOLERATED),
    ),
}


def cloud_of(design: Design) -> Cloud:
    """Return what is asked about the programs of a design."""
    return CLOUDS[design.provider]
