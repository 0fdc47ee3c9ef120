"""Keeps what was said to outsiders about the ledger, and what they signed. All of it is public."""

import uuid
from typing import ClassVar

from django.db import models


class Checkpoint(models.Model):
    """The log as the office signed it: `size` entries, their root, and the signed note (C2SP checkpoint).

    Only the day is kept: the ledger does not tell when somebody sat at the portal, and neither does this.
    """

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField(max_length=32)
    note = models.TextField()
    day = models.DateField()


class Witness(models.Model):
    """An organization outside the office that signs what it saw. `key` is the line of its public key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.CharField(max_length=120)
    key = models.CharField(max_length=300, unique=True)
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.organization


class Cosignature(models.Model):
    """That a witness saw a checkpoint, and that all it saw before is the beginning of it.

    octets: the moment and the signature as in the note, without the key's id (72 bytes).
    """

    checkpoint = models.ForeignKey(Checkpoint, on_delete=models.PROTECT, related_name="cosignatures")
    witness = models.ForeignKey(Witness, on_delete=models.PROTECT, related_name="cosignatures")
    octets = models.BinaryField(max_length=72)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["checkpoint", "witness"], name="witness_signs_once"),
        ]
