"""A founded office and a person on her way through the portal."""

from __future__ import annotations

import pytest

from tests.pages.reporting.way import Way
from tests.people import Office, dana, office, outsider, sol, vera

__all__ = ["dana", "office", "outsider", "sol", "vera", "way"]


@pytest.fixture
def way(office: Office) -> Way:
    """Somebody who has not pressed anything yet, with no cookie."""
    return Way()
