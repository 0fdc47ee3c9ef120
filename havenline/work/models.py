"""Keeps what is to be done later: a name and one id. There is no place for anything a person wrote."""

import uuid
from typing import ClassVar

from django.db import models


class Task(models.Model):
    """One piece of work: which, about what, when it is due, and how often it was begun in vain.

    A periodic one has no `about` and stays; any other goes when it is done. `begun_at` says that a thread of
    the worker has it. `fault` is the class of the last error: its message could hold a person's words.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=60)
    about = models.UUIDField(null=True)
    is_periodic = models.BooleanField(default=False)
    due_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    given_up_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=120, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["name"], condition=models.Q(is_periodic=True), name="work_one_row_each_period"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(begun_at=None, given_up_at=None),
                name="work_waiting",
            ),
        ]

    def __str__(self) -> str:
        return self.name
