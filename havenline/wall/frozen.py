"""Keeps what the office held at each freeze: leaves of a Merkle tree that only grows (RFC 6962)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q


class Freeze(models.Model):
    """One freeze: the tree over all holdings as it stood, and the ledger entry (`entry`) that says its root.

    covers: up to before which ledger entry the wall's items are among the holdings.
    """

    entry = models.BigIntegerField(unique=True)
    size = models.BigIntegerField()
    root = models.BinaryField(max_length=32)
    frontier = models.BinaryField()
    covers = models.BigIntegerField()
    at = models.DateTimeField()


class Manifest(models.Model):
    """Files of the office by their hashes. Their names are sealed to the charging and the filter team."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    matter = models.ForeignKey("wall.Matter", null=True, on_delete=models.PROTECT, related_name="+")
    files = models.BigIntegerField()
    at = models.DateTimeField()
    sealed_names = models.BinaryField()


class Holding(models.Model):
    """One thing held, a leaf: `body` is what its hash is made of. It is an item of the wall or a file."""

    number = models.BigIntegerField(primary_key=True)
    item = models.OneToOneField("wall.Item", null=True, on_delete=models.PROTECT, related_name="+")
    manifest = models.ForeignKey(Manifest, null=True, on_delete=models.PROTECT, related_name="+")
    sha256 = models.BinaryField(max_length=32, null=True)
    body = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(item__isnull=False, manifest=None, sha256=None)
                | Q(item=None, manifest__isnull=False, sha256__isnull=False),
                name="wall_holding_is_item_or_file",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["sha256"], condition=Q(item=None), name="wall_frozen_files"),
        ]


class HoldingNode(models.Model):
    """The hash of one complete subtree of two or more holdings, under its place (`tree.Subtree.place`)."""

    place = models.BigIntegerField(primary_key=True)
    hash = models.BinaryField(max_length=32)
