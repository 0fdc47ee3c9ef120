"""Nothing of a screening stands in clear where it is kept: no name, number, charge, slip or code."""

from __future__ import annotations

import logging

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from havenline.charging.models import Screening
from tests.at_rest import database_files
from tests.pages.charging.conftest import Gate, ask

pytestmark = pytest.mark.django_db(transaction=True)

# Invented, and found nowhere else.
CANARIES = {
    "case_number": "ZXCASE-7719",
    "name": "Quilla Zebrafinch",
    "born": "03/07/1961",
    "state_id": "ZXSTATE4471",
    "phone": "4155550199",
    "local_id": "ZXLOCAL8812",
    "slip": "9ZQX-7MVT-31KA",
    "charge_1_raw": "PC 647(b)(1) ZXCHARGE",
    "item_1_label": "ZXITEM-55",
    "file_by": "12/31/2031",
}
CODE = "GW5B-R8NC-Q2XJ-F6TD-Y1SE"
OTHER_FORMS = ["1961-03-07", "2031-12-31", "9ZQX7MVT31KA", "zebrafinch", "ZEBRAFINCH", "ZXCASE7719"]


def kept() -> bytes:
    """Every byte of the database, its log of changes included."""
    files = database_files()
    assert files
    return b"".join(path.read_bytes() for path in files)


def test_no_word_of_a_screening_is_kept_in_clear(
    at_desk: Client, gate: Gate, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        assert ask(at_desk, **CANARIES).status_code == 303
        screening = Screening.objects.get()
        assert at_desk.get(f"/desk/gate/{screening.reference}/").status_code == 200
    stored = kept()
    assert screening.reference.encode() in stored, "the search finds what is there"
    for canary in (*CANARIES.values(), *OTHER_FORMS):
        assert canary.encode() not in stored
        assert canary not in caplog.text


@pytest.mark.parametrize("add", ["", "charge"])
def test_a_refused_code_leaves_no_trace(
    at_desk: Client, gate: Gate, caplog: pytest.LogCaptureFixture, add: str
) -> None:
    before = Screening.objects.count()
    with caplog.at_level(logging.DEBUG):
        changes = {"slip": CODE, "charge_2_raw": f"the code is {CODE}", **({"add": add} if add else {})}
        page = ask(at_desk, **changes)
    assert Screening.objects.count() == before
    assert not gate.asked
    for form in (CODE, CODE.replace("-", ""), CODE.lower(), CODE.split("-")[2]):
        assert form.encode() not in kept()
        assert form not in caplog.text
        assert form not in page.content.decode()


def test_the_database_is_the_tests_own() -> None:
    owned = settings.OFFICE.data if connection.vendor == "sqlite" else "test_"
    assert str(owned) in str(connection.settings_dict["NAME"])
