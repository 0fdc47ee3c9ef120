"""What all tests share. The office itself is made in `tests/office.py`, before Django starts."""

from __future__ import annotations

import pytest

from havenline.protection.gate import PersonAsked


@pytest.fixture(autouse=True)
def _nobody_is_drawn(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Chance, set still: every office draws otherwise, by its own secret. `drawn` tests leave it as it is."""
    if "drawn" not in request.keywords:
        from havenline.sampling import chance

        def last(person: PersonAsked) -> float:
            return 1.0

        monkeypatch.setattr(chance, "of", last)
