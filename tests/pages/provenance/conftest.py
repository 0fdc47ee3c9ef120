"""The cast behind the wall, and a wall with one barred item."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.db import transaction
from django.test import Client

from havenline import wall
from havenline.staff.models import Member
from havenline.vault.models import Subject
from havenline.wall.models import Item
from tests.people import cho, dana, fern, office, outsider, sign_in, sol, vera

__all__ = ["as_fern", "as_sol", "as_vera", "cho", "dana", "fern", "held", "office", "outsider", "sol", "vera"]


@dataclass(frozen=True)
class Held:
    """What a person told, what was found through it, and a thing apart."""

    person: Subject
    told: Item
    lead: Item
    apart: Item


def add(kind: str, by: Member, **more: object) -> Item:
    """One more item."""
    with transaction.atomic():
        return wall.add_item(kind, by=by.actor, **more)  # type: ignore[arg-type]


@pytest.fixture
def held(vera: Member) -> Held:
    """A barred lead."""
    person = Subject.objects.create()
    told = add("own_statement", vera, given_by=person)
    apart = add("video", vera)
    return Held(person, told, add("observation", vera, derived_from=[told, apart]), apart)


@pytest.fixture
def as_fern(fern: Member) -> Client:
    """Fern's browser."""
    return sign_in(Client(), fern)


@pytest.fixture
def as_sol(sol: Member) -> Client:
    """Sol's browser."""
    return sign_in(Client(), sol)


@pytest.fixture
def as_vera(vera: Member) -> Client:
    """Vera's browser."""
    return sign_in(Client(), vera)
