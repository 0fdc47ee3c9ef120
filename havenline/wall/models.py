"""Keeps where each thing came from. No content: what an item says stays sealed in the room that made it."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from havenline.vault.models import Subject
from havenline.wall.frozen import Freeze as Freeze
from havenline.wall.frozen import Holding as Holding
from havenline.wall.frozen import HoldingNode as HoldingNode
from havenline.wall.frozen import Manifest as Manifest
from havenline.wall.kinds import BASES, KINDS, THROUGH


class Item(models.Model):
    """Something the office holds. `ref` is what people write; `given_by` the protected person it came from.

    `number` is how the wall's own rows name it, counted up as items enter.
    """

    number = models.BigAutoField(primary_key=True)
    id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    ref = models.CharField(max_length=12, unique=True)
    kind = models.CharField(max_length=30)
    obtained = models.DateField(null=True)
    given_by = models.ForeignKey(Subject, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="wall_item_kind_is_known"),
        ]


class Giving(models.Model):
    """That an item came from a person, learned after it had entered. It bars like `Item.given_by`."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="givings")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "subject"], name="wall_given_once_by_each"),
        ]


class Route(models.Model):
    """One way an item came to be: a set of parents used together.

    An item has at most one `derived` route, and whatever is learned later joins its parents. An `independent`
    one counts only while `approved`: by a second person, and not taken back.
    """

    DERIVED, INDEPENDENT = "derived", "independent"

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="routes")
    kind = models.CharField(max_length=12)
    approved = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=["derived", "independent"]), name="wall_route_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(kind="independent") | Q(approved=False),
                name="wall_only_independent_routes_approved",
            ),
            # INVARIANT: several derived routes would be alternatives, and the clean one would free the item
            # without anybody's approval.
            models.UniqueConstraint(
                fields=["item"], condition=Q(kind="derived"), name="wall_one_derived_route"
            ),
        ]
        indexes: ClassVar = [
            # Few of many: the gate asks for them with each question.
            models.Index(fields=["item"], condition=Q(kind="independent"), name="wall_independent"),
        ]


class RouteParent(models.Model):
    """One parent of a route. `item` repeats the route's own, so that one index leads upward from an item."""

    route = models.ForeignKey(Route, on_delete=models.PROTECT, related_name="parents", db_index=False)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+", db_index=False)
    parent = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="children", db_index=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["route", "parent"], name="wall_parent_once_in_a_route"),
            models.CheckConstraint(condition=~Q(parent=models.F("item")), name="wall_no_item_its_own_parent"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["item", "route", "parent"], name="wall_upward"),
            models.Index(fields=["parent", "item"], name="wall_downward"),
        ]


class Basis(models.Model):
    """On what an independent route rests: a word of `kinds.BASES`, and the day the source was found.

    finder: the member who found the source; empty for somebody outside the office.
    """

    route = models.OneToOneField(Route, primary_key=True, on_delete=models.PROTECT, related_name="basis")
    word = models.CharField(max_length=20)
    day = models.DateField()
    finder = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(word__in=BASES), name="wall_basis_is_known"),
        ]


class RouteEvent(models.Model):
    """What was done about an independent route: attested, approved, retracted, each once and never undone.

    attester: who attested the route, repeated so that the database itself refuses self-approval.
    """

    ATTESTED, APPROVED, RETRACTED = "attested", "approved", "retracted"

    route = models.ForeignKey(Route, on_delete=models.PROTECT, related_name="events")
    what = models.CharField(max_length=10)
    by = models.UUIDField()
    attester = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["route", "what"], name="wall_each_event_once"),
            models.CheckConstraint(
                condition=Q(what__in=["attested", "approved", "retracted"]), name="wall_event_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(what="approved") | ~Q(by=models.F("attester")),
                name="wall_approved_by_a_second_person",
            ),
        ]


class Giver(models.Model):
    """A person who gave something, by a small number: the stored rows of taint are many."""

    number = models.BigAutoField(primary_key=True)
    subject = models.OneToOneField(Subject, on_delete=models.PROTECT, related_name="+")


class Taint(models.Model):
    """That an item is barred against a person: stored so that the gate need not reckon it each time."""

    pk = models.CompositePrimaryKey("item", "giver")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+", db_index=False)
    giver = models.ForeignKey(Giver, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["giver", "item"], name="wall_barred_against")]


class Unfinished(models.Model):
    """An item whose stored rows, and those of all that rests on it, may be behind the routes."""

    item = models.OneToOneField(Item, primary_key=True, on_delete=models.PROTECT, related_name="+")


class Alarm(models.Model):
    """The two reckonings differed: at the gate or in the night. `settled_at` once all was rebuilt."""

    GATE, NIGHT = "gate", "night"

    found = models.CharField(max_length=10)
    rows = models.BigIntegerField()
    times = models.BigIntegerField(default=1)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(found__in=["gate", "night"]), name="wall_alarm_is_known"),
            models.UniqueConstraint(
                fields=["found"], condition=Q(settled_at=None), name="wall_one_open_alarm_of_each"
            ),
        ]


class Turn(models.Model):
    """The one row that writers of routes lock, where the database lets several write at once."""

    id = models.SmallIntegerField(primary_key=True)


class Matter(models.Model):
    """One case of the office. `ref` is what its pages are called by; the case number is sealed.

    `number_hash` (`numbers.case_hash`) finds it for whoever has the number; the number and the labels of its
    items open with the keys of the charging and the filter team.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ref = models.CharField(max_length=12, unique=True)
    number_hash = models.BinaryField(max_length=32, unique=True)
    sealed_number = models.BinaryField()
    day = models.DateField()
    opened_by = models.UUIDField()

    def __str__(self) -> str:
        return self.ref


class MatterItem(models.Model):
    """An item in the matter it is relied on in: one matter for each item. `sha256` names the file it is."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="+")
    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    by = models.UUIDField()
    sealed_label = models.BinaryField()
    sha256 = models.BinaryField(max_length=32, null=True)


class Exposure(models.Model):
    """That a member read or heard what a protected person told: from `at` on, and for ever.

    One row for the first time; later openings change nothing. What was opened stands in the ledger under
    `object_kind` and `object_id`. It names no case: in which matters it counts, the keeper alone knows.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.UUIDField()
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+")
    object_kind = models.CharField(max_length=20)
    object_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["member", "subject"], name="wall_exposed_once"),
            models.CheckConstraint(condition=Q(object_kind__in=THROUGH), name="wall_exposure_is_known"),
        ]
        indexes: ClassVar = [models.Index(fields=["-at", "-id"], name="wall_exposures_newest")]


class Assignment(models.Model):
    """That a member works on a matter, from `at` until `ended_at`; `by` put them there."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="+")
    member = models.UUIDField()
    by = models.UUIDField()
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["matter", "member"], condition=Q(ended_at=None), name="wall_assigned_once"
            ),
        ]
