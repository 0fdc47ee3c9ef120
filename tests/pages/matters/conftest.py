"""The cast at the desks that open matters."""

import pytest
from django.test import Client
from django.utils import timezone

from havenline.staff.models import Member
from havenline.wall import matters
from havenline.wall.models import Matter
from tests.pages.charging.conftest import as_sol, at_desk, gate
from tests.people import cho, dana, fern, office, outsider, sign_in, sol, vera

__all__ = [
    "as_cho",
    "as_fern",
    "as_sol",
    "at_desk",
    "cho",
    "dana",
    "fern",
    "gate",
    "matter",
    "office",
    "outsider",
    "sol",
    "vera",
]

NUMBER = "24-018832"


@pytest.fixture
def as_fern(fern: Member) -> Client:
    """Fern's browser."""
    return sign_in(Client(), fern)


@pytest.fixture
def as_cho(cho: Member) -> Client:
    """Cho's browser."""
    return sign_in(Client(), cho)


@pytest.fixture
def matter(dana: Member) -> Matter:
    """The matter of an invented case."""
    return matters.open_matter(NUMBER, by=dana, at=timezone.now())
