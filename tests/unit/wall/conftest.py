"""The wall's tests need an office, because what enters the wall is ledgered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from havenline import wall
from havenline.vault.models import Subject
from havenline.wall.models import Item
from tests.people import dana, fern, office, sol, vera

__all__ = ["dana", "fern", "office", "sol", "vera"]
BY = "member:6f9b1c7e-2f57-4c38-9b5e-0d7f0b1f0a11"


@pytest.fixture
def person() -> Subject:
    """A protected person."""
    return Subject.objects.create()


@pytest.fixture
def add() -> Callable[..., Item]:
    """Enters an item of its own act."""

    def add_one(kind: str = "document", **more: Any) -> Item:
        with transaction.atomic():
            return wall.add_item(kind, by=BY, **more)

    return add_one
