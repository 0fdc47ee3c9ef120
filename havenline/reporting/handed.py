"""Keeps what went to somebody under which consent, as it was then, and what became of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from havenline.reporting.shared import Consent, Transition
from havenline.vault.models import PublicKey
from havenline.wall.models import Item

# The vault's word for an extract: an object of its own, under the transition's id.
HANDOVER = "handover"
OUTCOMES = ("pending", "filed", "declined")


class Extract(models.Model):
    """The parts of a report that a transition carries. INVARIANT: none without its consent and its item.

    `sealed` opens with a key of its own, wrapped to the one member it is for (`key`); it is empty for
    somebody outside. `sealed_own` is the same under the report's key, and who outside: for the person and
    the team.
    """

    transition = models.OneToOneField(
        Transition, primary_key=True, on_delete=models.PROTECT, related_name="+"
    )
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="+")
    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="+")
    key = models.ForeignKey(PublicKey, null=True, on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField(null=True)
    sealed_own = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(key=None, sealed=None) | Q(key__isnull=False, sealed__isnull=False),
                name="reporting_extract_for_one_member",
            ),
        ]


class Outcome(models.Model):
    """What who has an extract says became of it: a closed word. The person reads it as a letter."""

    number = models.BigAutoField(primary_key=True)
    transition = models.ForeignKey(Transition, on_delete=models.PROTECT, related_name="+")
    word = models.CharField(max_length=10)
    by = models.UUIDField()
    role = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(word__in=OUTCOMES), name="reporting_outcome_is_known"),
        ]
