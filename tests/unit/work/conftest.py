"""Work declared for one test alone, and forgotten after it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from havenline.work import declaring


@pytest.fixture(autouse=True)
def _declared() -> Iterator[None]:
    before = dict(declaring._declared)
    declaring._declared.clear()
    yield
    declaring._declared.clear()
    declaring._declared.update(before)
