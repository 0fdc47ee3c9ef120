"""C3: whatever is done in whatever order, parts are read exactly while they are taken on and allowed.

A small model in plain words says who may read what; after every act it is compared with what opens.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from havenline.casework import handing, tasks
from havenline.casework.actions import Withdrawn
from havenline.casework.moving import NotTheirs
from havenline.reporting import actions, consents, leaving
from havenline.reporting.consent import NoConsent, Terms
from havenline.reporting.models import Consent, Transition
from havenline.staff.models import Member
from havenline.staff.states import NotFromHere
from havenline.vault.errors import NoGrant
from havenline.vault.models import Wrap
from tests.pages.casework.handing import Person, hand, past, read, read_by, undertake
from tests.people import Office

REFUSED = (NoConsent, NotFromHere, NotTheirs, Withdrawn, NoGrant)
LIVE = ("asked", "taken on")


@dataclass
class Model:
    """What should be: each consent stands, has run out or is over; each hand-over has its consent."""

    consents: dict[UUID, str] = field(default_factory=dict)
    handed: dict[UUID, list[str]] = field(default_factory=dict)  # transition -> [its consent, how it is, who]
    is_withdrawn: bool = False

    def end(self, consent: UUID) -> None:
        self.consents[consent] = "over"
        for one in self.handed.values():
            if one[0] == str(consent) and one[1] in LIVE:
                one[1] = "over"

    def end_all(self) -> None:
        for consent, how in list(self.consents.items()):
            if how != "over":
                self.end(consent)

    def may_read(self, transition: UUID) -> bool:
        consent, how, _who = self.handed[transition]
        return how == "taken on" and self.consents[UUID(consent)] == "stands"


class World:
    """One person, the office, and the model beside them."""

    def __init__(self, office: Office) -> None:
        self.office, self.person, self.model = office, Person(office), Model()
        read_by(self.person, office.vera)
        self.now = timezone.now()

    def _last(self) -> UUID | None:
        return next(reversed(self.model.consents), None)

    def allow(self) -> None:
        with suppress(*REFUSED):
            consent = self.person.allow("case", "words", "where", days=9)
            if not self.model.is_withdrawn and consent not in self.model.consents:
                self.model.end_all()
                self.model.consents[consent] = "stands"

    def take_back(self) -> None:
        if (consent := self._last()) and self.model.consents[consent] != "over":
            self.person.take_back(consent)
            self.model.end(consent)

    def say_nothing(self) -> None:
        report = self.person.report.id
        with suppress(*REFUSED):
            consents.decide(report, self.person.keyring, Terms("record"), day=timezone.localdate())
            self.model.end_all()

    def withdraw(self) -> None:
        with suppress(NotFromHere):
            leaving.withdraw(self.person.report.id, self.person.keyring, day=timezone.localdate())
            self.model.is_withdrawn = True
            self.model.end_all()

    def write(self) -> None:
        report = self.person.report.id
        today = timezone.localdate()
        actions.write_again(report, self.person.keyring, "More.", letter_id=uuid4(), day=today)
        self.model.is_withdrawn = False

    def run_out(self) -> None:
        if (consent := self._last()) and self.model.consents[consent] == "stands":
            past(consent, timezone.localdate() - timedelta(days=1))
            self.model.consents[consent] = "run out"

    def night(self) -> None:
        tasks.run_out()
        for one in self.model.handed.values():
            if one[1] in LIVE and self.model.consents[UUID(one[0])] == "run out":
                one[1] = "over"

    def hand(self, to: Member) -> None:
        consent = self._last()
        if consent is None:
            return
        with suppress(*REFUSED):
            asked = hand(self.person, consent, to=to)
            assert self.model.consents[consent] == "stands"
            assert not self.model.is_withdrawn
            self.model.handed.setdefault(asked.id, [str(consent), "asked", to.sign_in_name])

    def each(self, act: Callable[[Transition, Member], None], before: tuple[str, ...], after: str) -> None:
        """Do it to every hand-over; the model says for which it should have worked."""
        for asked in list(Transition.objects.filter(id__in=list(self.model.handed))):
            consent, how, who = self.model.handed[asked.id]
            needs_consent = after == "taken on"
            should = how in before and (not needs_consent or self.model.consents[UUID(consent)] == "stands")
            try:
                act(asked, getattr(self.office, who))
            except REFUSED:
                assert not should
            else:
                assert should
                self.model.handed[asked.id][1] = after

    def check(self) -> None:
        """What opens is what the model says, for who was asked and for nobody else."""
        for asked in Transition.objects.filter(id__in=list(self.model.handed)):
            _consent, how, who = self.model.handed[asked.id]
            wrapped = Wrap.objects.filter(object_kind="handover", object_id=asked.id).count()
            assert wrapped == (1 if how in LIVE else 0)
            for member in (self.office.cass, self.office.ines):
                opens = self.opens(asked, member)
                assert opens == (member.sign_in_name == who and self.model.may_read(asked.id))

    def opens(self, asked: Transition, member: Member) -> bool:
        with undone():
            try:
                found = read(asked, member)
            except REFUSED:
                return False
            return set(found.parts) == {"words", "where"}


@contextmanager
def undone() -> Iterator[None]:
    """What is done inside has not been done."""
    point = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)


def end(name: str, reason: str = "") -> Callable[[Transition, Member], None]:
    def act(asked: Transition, who: Member) -> None:
        handing.end(asked, name, reason=reason, by=who, at=timezone.now())

    return act


def revoke(world: World) -> None:
    vera = world.office.vera
    world.each(lambda asked, _who: handing.end(asked, "revoke", by=vera, at=timezone.now()), LIVE, "over")


ACTS: dict[str, Callable[[World], None]] = {
    "allow": World.allow,
    "take_back": World.take_back,
    "say_nothing": World.say_nothing,
    "withdraw": World.withdraw,
    "write": World.write,
    "run_out": World.run_out,
    "night": World.night,
    "hand to cass": lambda world: world.hand(world.office.cass),
    "hand to ines": lambda world: world.hand(world.office.ines),
    "undertake": lambda world: world.each(undertake, ("asked",), "taken on"),
    "refuse": lambda world: world.each(end("reject", "no_time"), ("asked",), "over"),
    "finish": lambda world: world.each(end("finish"), ("taken on",), "over"),
    "revoke": revoke,
}
# Acts that lead somewhere come more often: most of what is interesting is behind an undertaking.
OFTEN = [*ACTS, "allow", "hand to cass", "undertake", "undertake"]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(acts=["hand to ines", "run_out", "undertake", "night", "allow", "hand to ines", "undertake"])
@example(acts=["run_out", "hand to ines", "take_back", "hand to cass", "withdraw", "write", "hand to cass"])
@given(acts=st.lists(st.sampled_from(OFTEN), min_size=4, max_size=14))
def test_parts_are_read_while_taken_on_and_allowed(office: Office, acts: list[str]) -> None:
    with undone():
        world = World(office)
        for act in ["allow", "hand to cass", "undertake", *acts]:
            ACTS[act](world)
            world.check()
        assert set(Consent.objects.values_list("id", flat=True)) >= set(world.model.consents)
