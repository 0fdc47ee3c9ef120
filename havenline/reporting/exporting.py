"""Gives a person the ledger's entries about their report with proofs, to be checked without this office."""

from __future__ import annotations

import json
from uuid import UUID

from havenline import ledger
from havenline.reporting.sealing import KIND


def proofs(report_id: UUID) -> str:
    """The entries as JSON: number, body, and the path (RFC 6962) to the root over all entries as of now."""
    found = [ledger.inclusion(entry.number) for entry in ledger.about(KIND, str(report_id))]
    size, root = ledger.head()
    return json.dumps(
        {
            "size": size,
            "root": root.hex(),
            "entries": [
                {
                    "number": one.number,
                    "body": one.body.decode(),
                    "size": one.size,
                    "root": one.root.hex(),
                    "path": [step.hex() for step in one.proof],
                }
                for one in found
            ],
        },
        indent=1,
    )
