"""Keeps who can read what: public keys, wraps, openings, sessions. No row opens anything by itself."""

import uuid
from typing import ClassVar

from django.db import models


class Subject(models.Model):
    """A person, as the rooms pass them to one another: an opaque reference and nothing else."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)


class PublicKey(models.Model):
    """One entry of the key directory, signed by two staff keys and committed in the ledger (`directory`)."""

    MEMBER, TEAM, KEEPER = "member", "team", "keeper"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=10)
    label = models.CharField(max_length=60)
    kem = models.BinaryField()
    sign = models.BinaryField()
    signer_1 = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+")
    signature_1 = models.BinaryField()
    signer_2 = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+")
    signature_2 = models.BinaryField()
    entry = models.BigIntegerField(unique=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["member", "team", "keeper"]), name="vault_key_kind_is_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(signer_1=models.F("signer_2")), name="vault_key_has_two_signers"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["kind", "label"], name="vault_key_kind_label")]


class Wrap(models.Model):
    """The key of one object, sealed to one public key; `to` is empty for the reporter's own key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    object_kind = models.CharField(max_length=20)
    object_id = models.UUIDField()
    to = models.ForeignKey(PublicKey, null=True, on_delete=models.PROTECT, related_name="wraps")
    blob = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["object_kind", "object_id", "to"],
                name="vault_one_wrap_for_each_key",
            ),
            models.UniqueConstraint(
                fields=["object_kind", "object_id"],
                condition=models.Q(to__isnull=True),
                name="vault_one_wrap_for_the_reporter",
            ),
        ]


class Opening(models.Model):
    """Who opened which object, in which role, for which purpose, when; `entry` is its ledger number."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    object_kind = models.CharField(max_length=20)
    object_id = models.UUIDField()
    by = models.UUIDField()
    role = models.CharField(max_length=40)
    purpose = models.CharField(max_length=40)
    at = models.DateTimeField()
    entry = models.BigIntegerField(unique=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["object_kind", "object_id"], name="vault_opening_object")]


class StaffSession(models.Model):
    """A signed-in member's seed, sealed under a key that only their cookie holds. Times are whole minutes.

    `proven_at` is when a second proof was last given; `challenge` is what a security key is asked next.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.UUIDField(db_index=True)
    key = models.UUIDField()
    sealed = models.BinaryField()
    begun_at = models.DateTimeField()
    used_at = models.DateTimeField()
    proven_at = models.DateTimeField()
    challenge = models.BinaryField()
    expires = models.DateTimeField(db_index=True)


class PendingSignIn(models.Model):
    """A member whose passphrase was right and whose second proof is still to come: it opens no desk."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.UUIDField(db_index=True)
    key = models.UUIDField()
    sealed = models.BinaryField()
    challenge = models.BinaryField()
    expires = models.DateTimeField(db_index=True)


class ReporterSession(models.Model):
    """A reporter's seed and report id, sealed under a key that only their cookie holds.

    The row does not say which report is being read; `expires` is rounded up to ten minutes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sealed = models.BinaryField()
    expires = models.DateTimeField(db_index=True)
