"""Signs a reading for the office, in one transaction with its entry in the ledger."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from havenline import ledger
from havenline.counsel.models import SignedReading
from havenline.policy.pack import Pack
from havenline.policy.signing import sign as record
from havenline.staff import check_may
from havenline.staff.models import Member


def sign(pack: Pack, which: str, reading: str, *, why: str, by: Member, at: datetime) -> SignedReading:
    """The reading signed for this pack as it stands.

    Raises NotAllowed, ReadingUnknown for a reading the pack does not offer, RecordRefused without a reason.
    """
    check_may(by, "policy.sign")
    signed = record(pack, {which: reading}, by=by.name, why=why, on=at.date())
    with transaction.atomic():
        row = SignedReading.objects.create(
            pack=pack.id,
            pack_version=pack.version,
            pack_hash=signed.pack_hash,
            interpretation=which,
            reading=reading,
            why=signed.why,
            signed_by=by,
            signed_at=at,
        )
        ledger.append(
            "reading.signed",
            by=by.actor,
            at=at,
            about={"reading": str(row.id)},
            detail={"pack": signed.pack_hash},
        )
    return row
