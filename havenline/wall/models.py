"""Keeps where each thing came from. No content: what an item says stays sealed in the room that made it."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from havenline.vault.models import Subject
from havenline.wall.kinds import KINDS


class Item(models.Model):
    """Something the office holds. `ref` is what people write; `given_by` the protected person it came from.

    `number` orders items by when they entered: what an item was found through entered before it.
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


class Route(models.Model):
    """One way an item came to be: a set of parents used together. `independent` counts only when approved."""

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
        ]


class RouteParent(models.Model):
    """One parent of a route. `item` repeats the route's own so that the database itself refuses circles."""

    route = models.ForeignKey(Route, on_delete=models.PROTECT, related_name="parents")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="children")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["route", "parent"], name="wall_parent_once_in_a_route"),
            # INVARIANT: parents entered before what was found through them, so no path leads back.
            models.CheckConstraint(condition=Q(parent__lt=F("item")), name="wall_parent_entered_before"),
        ]


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
