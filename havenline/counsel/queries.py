"""Which readings stand signed for a pack, newest first."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from havenline.counsel.models import SignedReading
from havenline.policy.pack import Pack
from havenline.policy.signing import SignedReadings


@dataclass(frozen=True, slots=True)
class Signed:
    """One signature. of_this_text: whether the pack still has the text it was given for. counts: whether no
    later one speaks of the same interpretation."""

    row: SignedReading
    of_this_text: bool
    counts: bool


def signed(pack: Pack) -> list[Signed]:
    """Every signature for this pack."""
    rows = SignedReading.objects.filter(pack=pack.id).select_related("signed_by").order_by("-signed_at", "id")
    seen: set[str] = set()
    found = []
    for row in rows:
        of_this_text = row.pack_hash == pack.hash
        counts = of_this_text and row.interpretation not in seen
        if of_this_text:
            seen.add(row.interpretation)
        found.append(Signed(row, of_this_text, counts))
    return found


def as_record(row: SignedReading) -> SignedReadings:
    """The signature as the record `havenline decide --readings` applies."""
    return SignedReadings(
        pack=row.pack,
        pack_version=row.pack_version,
        pack_hash=row.pack_hash,
        readings={row.interpretation: row.reading},
        signed_by=row.signed_by.name,
        signed=timezone.localdate(row.signed_at).isoformat(),
        why=row.why,
    )
