"""Counsel at the desk, a deputy who reads, and what a page says as text."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client

from havenline.staff.models import Member
from tests.people import cho, cora, dana, fern, office, outsider, sign_in, sol, vera

__all__ = ["at_desk", "cho", "cora", "dana", "fern", "office", "outsider", "sol", "vera"]

PACK = "us-ca-sfda-2018"
TRY = f"/desk/policy/{PACK}/try/"


@pytest.fixture
def at_desk(cora: Member) -> Client:
    """Cora's browser."""
    return sign_in(Client(), cora)


def text(page: bytes) -> str:
    """The words of a page, spaces as single ones."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.decode())).split())
