"""The demo office: invented people and what they would find on a first morning. None of it is real."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from havenline import config

if TYPE_CHECKING:
    from havenline.staff.founding import NewMember

# Printed at every start so that a newcomer can sign in: a demo keeps no secret worth one of its own.
# Name shown, sign-in name, role, passphrase. All invented; the first two found the office.
PEOPLE = (
    ("Sol Marin (invented)", "sol", "supervisor", "quiet harbor lamp"),
    ("Vera Castellan (invented)", "vera", "victim_services", "paper boat morning"),
    ("Dana Whitfield (invented)", "dana", "charging_deputy", "seven copper kettles"),
    ("Fern Okonjo (invented)", "fern", "filter_attorney", "glass door after rain"),
    ("Cho Adeyemi (invented)", "cho", "chief", "long table evening light"),
    ("Cora Lindgren (invented)", "cora", "counsel", "green ink on page nine"),
    ("Cass Delorme (invented)", "cass", "case_deputy", "slow bell over water"),
    ("Ines Takacs (invented)", "ines", "investigator", "wet road follows home"),
    ("Vito Sandoval (invented)", "vito", "victim_services", "three oranges on a sill"),
)


def members() -> list[NewMember]:
    """The invented members, founders first."""
    from havenline.staff.founding import NewMember

    return [NewMember(name, sign_in, role, passphrase) for name, sign_in, role, passphrase in PEOPLE]


def sign_in_rows() -> Iterator[str]:
    """One line per role: whom to sign in as, and with which passphrase; then where the second proof is."""
    from havenline.staff.roles import ROLES

    for _, sign_in, role, passphrase in PEOPLE:
        yield f"{ROLES[role].title!s:<18} sign in as {sign_in:<6} passphrase: {passphrase}"
    yield ""
    yield f"The second proof, a code: havenline office code vera --data {config.load().data}"


def fill() -> None:
    """What the office already knows on its first morning (invented)."""
    for name, passphrase in _passphrases().items():
        _settle_in(name, passphrase)
    _protect_one()
    _know_a_little()


def _passphrases() -> dict[str, str]:
    return {sign_in: passphrase for _, sign_in, _, passphrase in PEOPLE}


def _settle_in(name: str, passphrase: str) -> None:
    """A phone for the second proof, and the code of conduct accepted: as after a first day."""
    from django.utils import timezone

    from havenline.staff import conduct, factors, signing_in
    from havenline.vault import onetime

    now, secret = timezone.now(), onetime.new_secret()
    one = signing_in.prove(name, passphrase, now=now)
    # A code of before: the first one that is asked for is fresh.
    before = onetime.code(secret, onetime.step_of(now) - 1)
    factors.add_phone(one.member, one.unlocked, secret=secret, typed=before, name="Demo", now=now)
    conduct.accept(one.member, version=conduct.VERSION, now=now)


def code(who: str) -> str:
    """The next unused code of the demo's member with this role or sign-in name; waits where all are used.

    Its secret is sealed like every member's: it opens here because a demo's passphrases are no secret. Raises
    LookupError for nobody of the demo.
    """
    from django.utils import timezone

    from havenline.staff import factors, signing_in
    from havenline.vault import onetime

    name, passphrase = next((one[1], one[3]) for one in PEOPLE if who in (one[1], one[2]))
    one = signing_in.prove(name, passphrase, now=timezone.now())
    phone = factors.held(one.member, one.unlocked, factors.PHONE)[0]
    step = max(onetime.step_of(timezone.now()), phone.row.last + 1)
    while step > onetime.step_of(timezone.now()) + 1:
        time.sleep(0.2)
    return onetime.code(phone.kept, step)


def _know_a_little() -> None:
    """In the wall: what somebody told, two things found through it, a source that waits for approval."""
    from django.db import transaction
    from django.utils import timezone

    from havenline import wall
    from havenline.staff.models import Member
    from havenline.vault.models import Subject
    from havenline.wall import routes

    now, today = timezone.now(), timezone.localdate()
    vera, sol = (Member.objects.get(sign_in_name=name) for name in ("vera", "sol"))
    told = None
    for kind in ("own_statement", "observation", "video"):
        with transaction.atomic():
            told = wall.add_item(
                kind,
                given_by=None if told else Subject.objects.create(),
                derived_from=[told] if told else [],
                obtained=today,
                by=vera.actor,
            )
    assert told is not None
    routes.attest(told.ref, basis="other_agency", day=today, finder=None, by=sol, at=now)


def _protect_one() -> None:
    """One person known from a police report."""
    from django.db import transaction
    from django.utils import timezone

    from havenline.protection.actions import enter
    from havenline.protection.facts import Facts, Identifiers
    from havenline.staff.models import Member

    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    vera = Member.objects.get(sign_in_name="vera")
    with transaction.atomic():
        enter(
            Facts(
                role="victim",
                sex_trade="current",
                crime="robbery",
                crime_date=yesterday,
                report_made="true",
                report_by="self",
                report_to="police",
                report_mode="named",
                report_date=yesterday,
            ),
            Identifiers(names=("Rosa Invented-Delgado",), born="1994-03-09", numbers=()),
            source="police_report",
            by=vera.id,
        )
