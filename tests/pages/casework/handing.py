"""A person who lets parts of a report go, and those who hand them over and get them."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

from django.utils import timezone

from havenline import config
from havenline.casework import handed, handing
from havenline.reporting import actions, consents
from havenline.reporting.consent import Terms
from havenline.reporting.extracts import Content
from havenline.reporting.models import Consent, Report, Transition
from havenline.reporting.telling import Telling
from havenline.staff.models import Member
from havenline.vault import codes, grants
from havenline.vault.keys import Keyring
from tests.people import Office, unlocked

# One mark in each part of a report: where it turns up, that part went.
MARKS = {
    "words": "Canary-words-11",
    "who": "Canary-who-12",
    "where": "Canary-where-13",
    "when": "Canary-when-14",
    "letters": "Canary-letters-15",
    "name": "Canary-name-16",
    "facts": "robbery",
}


class Person:
    """Somebody who reported, wrote once more, and has the code."""

    def __init__(self, office: Office) -> None:
        self.office, self.code = office, codes.new_code()
        told = Telling(
            MARKS["words"],
            who=MARKS["who"],
            where=MARKS["where"],
            when=MARKS["when"],
            naming="named",
            name=MARKS["name"],
            born="1990-05-05",
        )
        today = timezone.localdate()
        actions.send(self.code, told, answers={"kind": "robbery", "trade": "yes"}, language="en", day=today)
        locator = codes.locator(self.code, config.read_secret("pepper"))
        self.report = Report.objects.get(locator=locator)
        actions.write_again(self.report.id, self.keyring, MARKS["letters"], letter_id=uuid4(), day=today)
        Report.objects.filter(id=self.report.id).update(state="acknowledged")
        grants.data_key(unlocked(office.vera), "report", self.report.id)

    @property
    def keyring(self) -> Keyring:
        """The keys of the code."""
        return codes.reporter_keyring(self.code, config.read_secret("pepper"))

    def allow(self, way: str = "case", *fields: str, days: int | None = None, named: bool = False) -> UUID:
        """Allow these parts; answers the consent's id."""
        until = timezone.localdate() + timedelta(days=days) if days is not None else None
        to = "" if way == "case" else "Night Shelter"
        grade = "named" if named else "unnamed"
        parts = (*(fields or ("words", "where")), *(("name",) if named else ()))
        terms = Terms(grade, way, parts, to, until)
        consents.decide(self.report.id, self.keyring, terms, day=timezone.localdate())
        row = Consent.objects.filter(report=self.report).order_by("number").last()
        assert row is not None
        return row.id

    def take_back(self, consent: UUID) -> None:
        """Take the consent back with the code."""
        assert consents.take_back(self.report.id, self.keyring, consent, day=timezone.localdate())


def read_by(person: Person, member: Member) -> None:
    """Have the member open the report, as one has to before handing anything over."""
    from havenline.casework import actions as casework

    casework.open_report(
        person.report, holder=unlocked(member), by=member, purpose="answer", at=timezone.now()
    )


def hand(
    person: Person,
    consent: UUID,
    *,
    to: Member | None = None,
    named: str = "",
    kind: str = "handover",
) -> Transition:
    """Vera asks somebody to take the parts on."""
    vera = person.office.vera
    return handing.hand(
        person.report,
        consent,
        kind=kind,
        to=to,
        named=named,
        holder=unlocked(vera),
        by=vera,
        at=timezone.now(),
    )


def undertake(asked: Transition, by: Member) -> None:
    """Take it on with the undertaking."""
    handing.undertake(asked, by=by, at=timezone.now())


def read(asked: Transition, by: Member) -> Content:
    """Open what was handed over."""
    return handed.read(asked, holder=unlocked(by), by=by, at=timezone.now())


def past(consent: UUID, day: date) -> None:
    """Let the consent's last day be this one."""
    Consent.objects.filter(id=consent).update(until=day)
