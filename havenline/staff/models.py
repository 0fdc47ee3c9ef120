"""Keeps who works here. A row holds no passphrase and no open key: only its member's passphrase opens it."""

from __future__ import annotations

import unicodedata
import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise

from havenline.staff import places
from havenline.staff.roles import ROLES
from havenline.vault.models import PublicKey

SEED = "member.seed"


class Member(models.Model):
    """A member of staff: the name shown, the name typed at sign-in, the role, and their sealed keys."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=80)
    sign_in_name = models.CharField(max_length=40, unique=True)
    role = models.CharField(max_length=40)
    active = models.BooleanField(default=True)
    key = models.OneToOneField(PublicKey, on_delete=models.PROTECT, related_name="+")
    salt = models.BinaryField()
    verifier = models.BinaryField()
    sealed_seed = models.BinaryField()
    # The version of the code of conduct they accepted last; the ledger says when.
    conduct = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(role__in=list(ROLES)),
                name="staff_role_is_known",
            ),
        ]

    @property
    def role_title(self) -> str | Promise:
        """The role as the desk shows it."""
        return ROLES[self.role].title

    @property
    def places(self) -> list[places.Place]:
        """The navigation of their desk."""
        return places.of(self)

    @property
    def actor(self) -> str:
        """How the ledger names them."""
        return f"member:{self.id}"


class Factor(models.Model):
    """A second proof of a member, sealed under a key of their own; `last` is what was used up of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="factors")
    kind = models.CharField(max_length=10)
    sealed = models.BinaryField()
    last = models.BigIntegerField(default=0)
    added = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=["phone", "key", "recovery"]), name="staff_factor_kind_is_known"
            ),
        ]


def typed_name(text: str) -> str:
    """A sign-in name as it is stored and looked up: case and spaces around it do not matter."""
    return unicodedata.normalize("NFKC", text).strip().casefold()[:40]
