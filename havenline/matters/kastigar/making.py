"""Makes the report: two files of the same facts, whose hashes stand in the ledger before anybody has them."""

from __future__ import annotations

import hashlib
import io
import zipfile
from datetime import datetime

from django.db import transaction

from havenline import ledger
from havenline.matters.kastigar.facts import Facts
from havenline.matters.kastigar.gathering import PROVED, gather
from havenline.matters.kastigar.printed import printed
from havenline.matters.kastigar.written import written
from havenline.staff.models import Member
from havenline.vault.keys import Unlocked
from havenline.wall.matters import OBJECT
from havenline.wall.models import Matter


def make(matter: Matter, *, holder: Unlocked, by: Member, at: datetime) -> bytes:
    """The report as PDF and as JSON, in one ZIP file.

    Raises NoGrant, BlobWrong, paper.GlyphMissing, ledger.EntryMissing: then nothing is made.
    """
    facts = gather(matter, holder=holder, by=by, at=at)
    proofs = written(facts)
    paper = printed(facts, json_sha256=hashlib.sha256(proofs).hexdigest())
    with transaction.atomic():
        ledger.append(
            PROVED,
            by=by.actor,
            at=at,
            about={OBJECT: str(matter.id)},
            detail={
                "ledger": facts.ledger_size,
                "items": len(facts.items),
                "pdf": hashlib.sha256(paper).hexdigest(),
                "json": hashlib.sha256(proofs).hexdigest(),
            },
        )
    return _together(facts, {"pdf": paper, "json": proofs})


def _together(facts: Facts, files: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for kind, content in files.items():
            archive.writestr(
                zipfile.ZipInfo(f"kastigar-{facts.matter}.{kind}"), content, zipfile.ZIP_DEFLATED
            )
    return held.getvalue()
