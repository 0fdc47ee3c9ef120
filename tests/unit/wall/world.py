"""A wall and its oracle side by side: every act is done in both, also those that have to be refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from django.db import transaction
from django.utils import timezone

from havenline import wall
from havenline.staff.models import Member
from havenline.vault.models import Subject
from havenline.wall import errors, routes, tasks, upkeep
from havenline.wall.models import Alarm, Item, Route, Taint
from tests.unit.wall.oracle import APPROVED, DERIVED, RETRACTED, WAITING, Oracle, Way


@dataclass
class World:
    """Persons by name, items by reference, and what both sides say of them."""

    members: Sequence[Member]
    people: int = 3
    oracle: Oracle = field(default_factory=Oracle)
    subjects: dict[str, Subject] = field(default_factory=dict)
    rows: dict[str, Item] = field(default_factory=dict)
    checks: int = 0
    acts: int = 0
    refusals: int = 0
    false_usable: int = 0
    differences: int = 0

    def __post_init__(self) -> None:
        for number in range(self.people):
            self.subjects[f"p{number}"] = Subject.objects.create()

    @property
    def now(self) -> datetime:
        return timezone.now()

    def _done(self, *, refused: bool) -> None:
        self.acts += 1
        self.refusals += refused

    def add(self, parents: Sequence[str], giver: str | None) -> str:
        with transaction.atomic():
            item = wall.add_item(
                "document",
                given_by=self.subjects[giver] if giver else None,
                derived_from=[self.rows[parent] for parent in parents],
                by=self.members[0].actor,
            )
        self.rows[item.ref] = item
        self.oracle.items.append(item.ref)
        if parents:
            self.oracle.derived[item.ref] = Way(item.ref, set(parents), DERIVED)
        if giver:
            self.oracle.given.add((item.ref, giver))
        self._done(refused=False)
        return item.ref

    def derive(self, item: str, parents: Sequence[str]) -> None:
        known = self.oracle.derived.get(item)
        new = set(parents) - (known.parents if known else set())
        expected = self.oracle.would_circle(item, new)
        try:
            routes.derive(item, through=parents, by=self.members[0], at=self.now)
        except errors.GoesInCircles:
            assert expected
        else:
            assert not expected
            self.oracle.derived.setdefault(item, Way(item, set(), DERIVED)).parents.update(parents)
        self._done(refused=expected)

    def say_given(self, item: str, like: str) -> None:
        givers = self.oracle.givers(like)
        try:
            routes.say_given(item, like=like, by=self.members[0], at=self.now)
        except errors.GiverUnknown:
            assert not givers
        else:
            assert givers
            self.oracle.given |= {(item, giver) for giver in givers}
        self._done(refused=not givers)

    def attest(self, item: str, parents: Sequence[str], by: int) -> None:
        circles = self.oracle.would_circle(item, parents)
        expected = item not in self.oracle.derived or circles
        member = self.members[by]
        try:
            route = routes.attest(
                item,
                basis="other_agency",
                day=timezone.localdate(),
                finder=None,
                resting_on=parents,
                by=member,
                at=self.now,
            )
        except (errors.NothingToFree, errors.GoesInCircles):
            assert expected
        else:
            assert not expected
            self.oracle.sources[route.pk] = Way(item, set(parents), WAITING, str(member.id))
        self._done(refused=expected)

    def approve(self, number: int, by: int) -> None:
        way, member = self.oracle.sources[number], self.members[by]
        expected = way.state != WAITING or way.attester == str(member.id)
        try:
            routes.approve(number, by=member, at=self.now)
        except (errors.RouteSettled, errors.ApprovesOwn):
            assert expected
        else:
            assert not expected
            way.state = APPROVED
        self._done(refused=expected)

    def retract(self, number: int) -> None:
        way = self.oracle.sources[number]
        expected = way.state == RETRACTED
        try:
            routes.retract(number, by=self.members[0], at=self.now)
        except errors.RouteSettled:
            assert expected
        else:
            assert not expected
            way.state = RETRACTED
        self._done(refused=expected)

    def finish(self) -> None:
        """What the worker does when it comes by."""
        tasks.look()

    def check(self, asked: Sequence[str] | None = None) -> None:
        """Ask the gate about these items, or all, against every person; count what differs.

        While something is unfinished more may be kept out than is barred, and never less.
        """
        refs = list(asked or self.oracle.items)
        behind = upkeep.is_behind()
        ids = {self.rows[ref].id: ref for ref in refs}
        for person, subject in self.subjects.items():
            found = {ids[one] for one in wall.tainted([self.rows[ref] for ref in refs], subject)}
            expected = self.oracle.barred(person) & set(refs)
            self.checks += len(refs)
            self.false_usable += len(expected - found)
            self.differences += len(expected - found) if behind else len(expected ^ found)

    def check_rows(self) -> None:
        """The stored rows themselves, once nothing is unfinished."""
        numbers = {self.rows[ref].number: ref for ref in self.oracle.items}
        for person, subject in self.subjects.items():
            stored = Taint.objects.filter(giver__subject=subject, item__in=numbers)
            found = {numbers[number] for number in stored.values_list("item", flat=True)}
            self.differences += len(found ^ self.oracle.barred(person))
        kept = dict(Route.objects.filter(pk__in=self.oracle.sources).values_list("pk", "approved"))
        self.differences += sum(
            kept[pk] != (way.state == APPROVED) for pk, way in self.oracle.sources.items()
        )

    def act_by_chance(self, chance: Random) -> None:
        """One act of any kind, as often refused as a busy office would be."""
        items, sources = self.oracle.items, list(self.oracle.sources)
        kind = chance.choices(
            ("add", "derive", "given", "attest", "approve", "retract"), weights=(40, 16, 4, 18, 16, 6)
        )[0]
        if kind == "add" or not items:
            giver = f"p{chance.randrange(self.people)}" if chance.random() < 0.2 else None
            self.add(_some(items, 3, chance), giver)
        elif kind == "derive":
            self.derive(chance.choice(items), _some(items, 2, chance) or [chance.choice(items)])
        elif kind == "given":
            self.say_given(chance.choice(items), chance.choice(items))
        elif kind == "attest" or not sources:
            likely = list(self.oracle.derived) or items
            self.attest(chance.choice(likely), _some(items, 2, chance), chance.randrange(len(self.members)))
        elif kind == "approve":
            self.approve(chance.choice(sources), chance.randrange(len(self.members)))
        else:
            self.retract(chance.choice(sources))


def _some(items: Sequence[str], most: int, chance: Random) -> list[str]:
    return chance.sample(items, min(len(items), chance.randint(0, most)))


def alarms() -> int:
    """How often the two reckonings of the wall differed."""
    return Alarm.objects.count()
