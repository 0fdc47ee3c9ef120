"""Gives a person the ledger's entries about their report with proofs, to be checked without this office."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from havenline import ledger
from havenline.reporting.sealing import KIND
from havenline.witness import queries, signing


@dataclass(frozen=True, slots=True)
class Proofs:
    """Each entry as a proof of its own (C2SP tlog-proof) that opens under `key`, and how many are too young.

    An entry is proved from the night on in which the office signs what its ledger then is.
    """

    key: str
    signed: tuple[str, ...]
    later: int


def proofs(report_id: UUID) -> Proofs:
    """All the ledger says about the report; each proof shows that it is this report the entry is about."""
    numbers = [entry.number for entry in ledger.about(KIND, str(report_id))]
    last = queries.last()
    covered = [number for number in numbers if last and number < last.size]
    return Proofs(
        key=signing.key().line if last else "",
        signed=tuple(queries.proof(number, opened=(KIND,)) for number in covered),
        later=len(numbers) - len(covered),
    )
