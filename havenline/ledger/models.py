"""Keeps the rows of the log: entries and tree nodes that nobody may change, and salts that may be destroyed.

Entries and nodes are append-only (triggers of migration `0002_refuse_changes`). They hold commitments only;
what they commit to stands in `Salt`, which can be deleted to make a commitment say nothing for ever.
"""

from typing import ClassVar

from django.db import models


class Head(models.Model):
    """The one row every append locks: how many entries there are and the tree over them."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    size = models.BigIntegerField(default=0)
    frontier = models.BinaryField(
        default=bytes
    )  # roots of the complete subtrees, widest first, 32 bytes each
    root = models.BinaryField(default=bytes)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(id=1), name="ledger_head_is_one_row"),
        ]


class Entry(models.Model):
    """One act: its number from 0, its canonical JSON (RFC 8785), and the leaf hash of that (RFC 6962)."""

    index = models.BigIntegerField(primary_key=True)
    body = models.BinaryField()
    leaf = models.BinaryField()


class Node(models.Model):
    """The hash of one complete subtree of two or more leaves, under its place (`tree.Subtree.place`)."""

    place = models.BigIntegerField(primary_key=True)
    hash = models.BinaryField()


class Salt(models.Model):
    """What one commitment of an entry is about. Deleting the row leaves a hash that says nothing."""

    pk = models.CompositePrimaryKey("entry_id", "name")
    entry = models.ForeignKey(
        Entry, on_delete=models.PROTECT, db_index=False
    )  # the primary key begins with it
    name = models.CharField(max_length=40)
    about = models.CharField(max_length=200)
    salt = models.BinaryField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["name", "about"], name="ledger_salt_about")]
