"""Keeps what waits for the keeper, sealed to its key, and what it wrote for others, sealed to theirs."""

import uuid
from typing import ClassVar

from django.db import models


class Enrolment(models.Model):
    """One message to the keeper: an enrolment, facts completed, a slip. In clear: its day and whether read.

    `number` keeps the order in which they were written: slips revoked are those made before. The row stays
    after it was read: from all of them a lost keeper is made again.
    """

    number = models.BigAutoField(primary_key=True)
    id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    day = models.DateField()
    sealed = models.BinaryField()
    read = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["read"], condition=models.Q(read=False), name="protection_unread"),
        ]


class Entered(models.Model):
    """A protection that staff entered: what the office may see of it again. Its content is the keeper's."""

    number = models.BigAutoField(primary_key=True)
    id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=12, unique=True)
    day = models.DateField()
    source = models.CharField(max_length=20)
    by = models.UUIDField()


class Reopening(models.Model):
    """A screening that is answered otherwise since somebody became known, or more of them did.

    In clear: the screening's reference, the day, and whether a member has seen it. `sealed` holds the new
    answer (`reopenings.Reopened`) under a key wrapped to the charging team: a list of matters reopened with
    their answers would be a list of protected people.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    screening = models.CharField(max_length=8, db_index=True)
    day = models.DateField()
    at = models.DateTimeField()
    sealed = models.BinaryField()
    seen = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["seen", "-at"], name="protection_reopened_unseen"),
        ]


class PossibleMatch(models.Model):
    """Somebody asked about at the gate who may be a protected person: held until somebody looked.

    In clear: a number to name it by, the days, and whether it waits, was looked at, or could not be told.
    Neither which screening, nor what was said of it. `sealed` (`matches.Match`) is the filter team's alone.
    """

    OPEN, UNSURE, LOOKED = "open", "unsure", "looked"

    id = models.UUIDField(primary_key=True, editable=False)
    reference = models.CharField(max_length=8, unique=True)
    day = models.DateField()
    state = models.CharField(max_length=6, default=OPEN)
    looked_day = models.DateField(null=True)
    sealed = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state__in=["open", "unsure", "looked"]),
                name="protection_match_state_is_known",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "day"], name="protection_match_waiting")]


class Imported(models.Model):
    """A person in another system's files: keyed hashes of its name for them and of what it said last.

    Under a key drawn from the pepper, which lies outside the database: whoever has the table alone can test
    no name in it.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    content = models.BinaryField(max_length=32)
