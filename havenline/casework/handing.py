"""C3, P0: hands chosen parts of a report over, under a consent that stands, to one who undertakes first.

Nothing goes around the consent: asking, undertaking, reading and taking out a file each look at it on the
report's locked row, and whoever ends it locks the same row.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from havenline import ledger, reporting, wall
from havenline.casework import undertaking
from havenline.casework.actions import check_not_withdrawn
from havenline.casework.models import BenefitNote
from havenline.casework.moving import NotRead, NotTheirs, ReasonMissing, end_of, has_read
from havenline.casework.queries import KIND
from havenline.reporting import consents, extracts, moving, passing
from havenline.reporting.consent import NoConsent
from havenline.reporting.handed import HANDOVER as OBJECT
from havenline.reporting.models import Consent, Extract, Report, Transition
from havenline.reporting.states import RECEIVED
from havenline.reporting.transitions import HANDOVER, MOVES, REFERRAL, REFUSALS, TRANSFER
from havenline.reporting.words import storable
from havenline.staff.models import Member
from havenline.staff.roles import check_may, may
from havenline.staff.states import NotFromHere
from havenline.vault import grants
from havenline.vault.keys import DataKey, Unlocked
from havenline.wall.actions import place_route

# Recipient of a consent -> the kinds of transition there are for it. Certification help has none: who helps
# with it in this office reads the report.
KINDS = {"case": (HANDOVER,), "agency": (HANDOVER,), "group": (REFERRAL, TRANSFER)}


def hand(
    report: Report,
    consent_id: UUID,
    *,
    kind: str,
    to: Member | None,
    named: str,
    holder: Unlocked,
    by: Member,
    at: datetime,
) -> Transition:
    """Ask somebody to take on the parts a consent names: a member `to`, or outside somebody `named`.

    The same asked twice is asked once. Raises NoConsent, NotRead, NotTheirs for who cannot be asked,
    NotFromHere before its person was told that it was read, Withdrawn, NoGrant, KeyNotTrusted.
    """
    check_may(by, "transition.ask")
    if not has_read(report, by):
        raise NotRead("only who has opened the report hands parts of it over")
    with transaction.atomic():
        row = Report.objects.select_for_update().get(id=report.id)
        check_not_withdrawn(row)
        if row.state == RECEIVED:
            raise NotFromHere("its person was not told yet that it was read")
        consent = standing(row, consent_id, at=at)
        _check_recipient(consent, kind, to, named, by=by)
        if asked := _asked(row, kind, consent, to):
            return asked
        asked = passing.ask(row, kind, member=to.id if to else None, by=by.id, role=by.role, at=at)
        own = own_key(holder, row)
        extract = _extract(asked, consent, to, named, own=own, at=at)
        ledger.append(
            "transition.asked",
            by=by.actor,
            at=at,
            about={**about(asked), "item": str(extract.item.id), "consent": str(consent.id)},
            detail={"kind": kind, "parts": len(extracts.opened_own(extract, own=own).parts)},
        )
    return asked


def own_key(holder: Unlocked, report: Report) -> DataKey:
    """The report's own key; raises NoGrant."""
    return grants.data_key(holder, KIND, report.id)


def standing(report: Report, consent_id: UUID, *, at: datetime) -> Consent:
    """The consent of this report, whose row is locked, if it stands; raises NoConsent."""
    consent = consents.check_stands(consent_id, on=timezone.localdate(at))
    if consent.report_id != report.id:
        raise NoConsent("the consent is another report's")
    return consent


def _check_recipient(consent: Consent, kind: str, to: Member | None, named: str, *, by: Member) -> None:
    """A member for this office's case, a name for anybody outside; nobody hands anything to themselves."""
    if kind not in KINDS.get(consent.recipient, ()):
        raise NotTheirs("there is no such way to this recipient")
    if consent.recipient == "case":
        if to is None or to.id == by.id or not may(to, "handover.read"):
            raise NotTheirs("this member does not work on the case against who did it")
    elif to is not None or not named.strip():
        raise NotTheirs("somebody outside is named")


def _asked(report: Report, kind: str, consent: Consent, to: Member | None) -> Transition | None:
    """What was asked of the same one under the same consent, and is not over."""
    live = passing.live(report, kind).filter(member=to.id if to else None)
    return live.filter(id__in=Extract.objects.filter(consent=consent).values("transition__id")).first()


def _extract(
    asked: Transition, consent: Consent, to: Member | None, named: str, *, own: DataKey, at: datetime
) -> Extract:
    """The parts, sealed for who gets them; an item of the wall that rests on what the person told."""
    read, terms = reporting.read(asked.report, own), consents.terms_of(consent, own)
    key = grants.new_data_key(OBJECT, asked.id, to=[to.key]) if to else None
    extract = Extract(transition=asked, consent=consent, key=to.key if to else None)
    extracts.seal(
        extract, extracts.content(read, terms, named=storable(named)), about=asked.id, own=own, key=key
    )
    extract.item = wall.place_item("document", given_by=None, obtained=timezone.localdate(at))
    found = wall.items(extracts.parents(read, terms))
    place_route(extract.item, list(found.values()))
    extract.save(force_insert=True)
    return extract


def undertake(asked: Transition, *, by: Member, at: datetime) -> None:
    """Take it on with the undertaking: a member for themselves; for somebody outside, who asked them.

    The case against who did it makes the promise a benefit to a witness: noted for discovery (N1). Raises
    NotTheirs, NotFromHere, NoConsent.
    """
    check_may(by, "transition.answer")
    with transaction.atomic():
        row = passing.locked(asked)
        check_answers(row, by)
        extract = Extract.objects.get(transition=row)
        standing(row.report, extract.consent.id, at=at)
        passing.move(row, "accept", by=by.id, role=by.role, at=at)
        benefits = 1 if row.kind == HANDOVER else 0
        if benefits:
            BenefitNote.objects.create(transition=row, at=at)
        ledger.append(
            "handover.undertaken",
            by=by.actor,
            at=at,
            about=about(row),
            detail={"kind": row.kind, "undertaking": undertaking.fingerprint(), "benefits": benefits},
        )


def end(asked: Transition, name: str, *, reason: str = "", by: Member, at: datetime) -> None:
    """Refuse it with a reason, say that it is done, or take it back. A transfer done closes the report.

    Raises NotAllowed, NotTheirs, NotFromHere (a report whose person was not told that it was read is not
    closed), ReasonMissing.
    """
    check_may(by, MOVES[name].act)
    if (name == "reject") != (reason in REFUSALS):
        raise ReasonMissing("what was asked is refused for a reason from the list, and nothing else has one")
    with transaction.atomic():
        row = passing.locked(asked)
        if name != "revoke":
            check_answers(row, by)
        passing.move(row, name, by=by.id, role=by.role, at=at, reason=reason)
        if row.kind == TRANSFER and name == "finish":
            # Another has the care of it now: the person reads that, and a letter of theirs opens it again.
            moving.move(row.report, "close", by=by.id, role=by.role, at=at, reason="elsewhere")
            end_of(row.report)
        ledger.append(
            "transition.moved",
            by=by.actor,
            at=at,
            about=about(row),
            detail={
                "kind": row.kind,
                "move": name,
                "state": row.state,
                **({"reason": reason} if reason else {}),
            },
        )


def check_answers(row: Transition, by: Member) -> None:
    """Who was asked answers; for somebody outside, the office does as they said."""
    if row.member != by.id and not (row.member is None and may(by, "transition.ask")):
        raise NotTheirs("another was asked")


def about(row: Transition) -> dict[str, str]:
    """What the ledger's entry is about."""
    return {"report": str(row.report_id), "transition": str(row.id)}
