"""Keeps outside systems and what they may do. A token stands nowhere: its keyed hash alone does."""

import uuid
from typing import ClassVar

from django.db import models

KEPT_DAYS = 30  # for so long a call that is sent again is answered as before


class System(models.Model):
    """A computer system of the office. `name` is what people call it; it may stand in pages and in lists."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=40, unique=True)
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name

    @property
    def actor(self) -> str:
        """How the ledger names it."""
        return f"system:{self.id}"


class Token(models.Model):
    """What a system shows to do one kind of thing. `digest` is an HMAC under a key drawn from the pepper."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    system = models.ForeignKey(System, on_delete=models.PROTECT, related_name="tokens")
    scope = models.CharField(max_length=30)
    digest = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)


class Call(models.Model):
    """An answered call that may be sent again. Its answer opens with the token and the call's own key alone.

    `key_hash` finds it, `body_mac` says whether the same was asked; neither can be computed from a guess
    without the token.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token = models.ForeignKey(Token, on_delete=models.PROTECT, related_name="+")
    key_hash = models.BinaryField(max_length=32, unique=True)
    body_mac = models.BinaryField(max_length=32)
    status = models.PositiveSmallIntegerField()
    sealed = models.BinaryField()
    day = models.DateField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["day"], name="systems_call_day")]
