"""The playground: a case decided under two readings, its reasons drawn, nothing of it kept."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any

import pytest
import yaml
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from havenline import policy
from havenline.counsel.trying import LONGEST
from havenline.policy.asking import ask
from havenline.staff.models import Member
from tests.pages.counsel.conftest import PACK, TRY, text
from tests.people import sign_in

pytestmark = pytest.mark.django_db

CHARGED = {
    "screening": "2024-06-01",
    "person.role": "victim",
    "person.sex_trade": "current",
    "report.crime": "kidnapping",
    "report.date": "2024-05-11",
    "offense.code": "PC 647(b)(1)",
    "offense.date": "2024-04-30",
    "offense.charged": "true",
    "offense.charged_date": "2024-05-01",
}


def decided(client: Client, said: Mapping[str, str], *, status: int = 200, **more: str) -> str:
    answer = client.post(TRY, {**said, "do": "decide", **more})
    assert answer.status_code == status
    return answer.content.decode()


def read(client: Client, content: bytes, name: str = "case.yaml") -> tuple[int, str]:
    answer = client.post(TRY, {"do": "read", "case": SimpleUploadedFile(name, content)})
    return answer.status_code, answer.content.decode()


def kept(client: Client, said: Mapping[str, str]) -> Any:
    answer = client.post(TRY, {**said, "do": "file"})
    assert answer.headers["Content-Disposition"] == 'attachment; filename="case.yaml"'
    return yaml.safe_load(answer.content)


def counts() -> dict[str, int]:
    """Rows of every table."""
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def test_an_empty_form_says_no_fact(at_desk: Client) -> None:
    page = at_desk.get(TRY).content.decode()
    for select in re.findall(r"<select .*?</select>", page, re.S):
        assert re.search(r'<option value="" selected>|<option value="">as it stands', select), select
    assert '<option value="" selected>unknown</option><option value="true">yes</option>' in page


def test_both_readings_stand_side_by_side(at_desk: Client) -> None:
    page = text(decided(at_desk, CHARGED, **{"other:I-03": "c2-defines-c1"}).encode())
    assert "C1 No prosecution for involvement in the sex trade barred not applicable ≠ differs" in page
    assert "C5 Immigration status is never used use barred use barred C6" in page
    assert "Readings as they stand." in page
    assert "I-03 c2-defines-c1" in page


def test_one_reading_is_shown_once(at_desk: Client) -> None:
    page = decided(at_desk, CHARGED, **{"other:I-03": "c1-stands-alone"})
    assert page.count('class="side"') == 1
    assert "Second reading</h2>" not in page


def test_the_drawing_says_what_its_text_says(at_desk: Client) -> None:
    page = decided(at_desk, CHARGED)
    drawings = re.findall(r"<svg.*?</svg>", page, re.S)
    lists = re.findall(r'<ul class="plain tree".*?</ul>', page, re.S)
    assert len(drawings) == len(lists) > 8
    for drawing, lines in zip(drawings, lists, strict=True):
        assert re.search(
            r'role="img" aria-labelledby="(\S+) (\S+)"><title id="\1">.+</title><desc id="\2">', drawing
        )
        drawn = " ".join(re.findall(r"<text [^>]*>(.*?)</text>", drawing))
        assert drawn == " ".join(re.findall(r"<li[^>]*>(.*?)</li>", lines))
    assert "<script" not in page
    assert " style=" not in page


def test_the_next_question_is_the_engines(at_desk: Client) -> None:
    said = {key: value for key, value in CHARGED.items() if key != "person.role"}
    case = kept(at_desk, said)
    question = ask(policy.load(PACK), policy.read_case(yaml.safe_dump(case)))
    assert question is not None
    page = decided(at_desk, said)
    assert html.escape(question.text) in page
    assert f'href="#f-{question.fact.replace(".", "-")}"' in page
    assert f'id="f-{question.fact.replace(".", "-")}"' in page


@pytest.mark.parametrize("do", ["decide", "file"])
def test_nothing_of_a_case_is_stored(at_desk: Client, do: str) -> None:
    before = counts()
    at_desk.post(TRY, {**CHARGED, "do": do, "report.crime_note": "zinnia marmalade"})
    assert counts() == before


def test_an_upload_is_stored_nowhere(at_desk: Client) -> None:
    before = counts()
    status, page = read(at_desk, b"screening: 2024-06-01\nperson: {role: witness}\n")
    assert status == 200
    assert '<option value="witness" selected>' in page
    assert counts() == before


def test_unknown_and_no_are_two_answers(at_desk: Client) -> None:
    assert "made" not in kept(at_desk, {**CHARGED, "report.made": ""})["report"]
    assert kept(at_desk, {**CHARGED, "report.made": "false"})["report"]["made"] is False


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        (
            {"offense.date": "2024-06-02"},
            "this form: `offense.date` 2024-06-02 is later than `screening` 2024-06-01",
        ),
        (
            {"person.role": "queen"},
            "this form: `person.role` may not be `queen`; one of victim, witness, none, unknown",
        ),
        ({"person.age": "old"}, "this form: `person.age` may not be `old`; a whole number from 0 to 130"),
        ({"screening": ""}, "this form: `screening` is missing; a calendar date, YYYY-MM-DD"),
        ({"offense.code": ""}, "this form: `offense.code` is missing; write a string"),
        ({"evidence.0.routes": "no list"}, "this form: `evidence[0].routes` is not a list; write a object"),
        ({"other:I-03": "mine"}, "`mine` is not a reading of I-03; one of c1-stands-alone, c2-defines-c1"),
    ],
)
def test_a_wrong_value_is_named_with_what_is_legal(
    at_desk: Client, changed: dict[str, str], sentence: str
) -> None:
    page = decided(at_desk, {**CHARGED, **changed}, status=422)
    assert sentence in text(page.encode())
    assert 'value="PC 647(b)(1)"' in page or "offense.code" in changed


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            b"screening: 2024-06-01\nperson: {nationality: x}\n",
            "`person.nationality` is not a key of a case file; its keys are role,",
        ),
        (b"screening: tomorrow\n", "`screening` may not be `tomorrow`; a calendar date, YYYY-MM-DD"),
        (
            b"screening: 2024-06-01\nalso: {x: true}\n",
            "`also.x` is not declared by the pack; leave `also` out",
        ),
        (b"a: &a [*a]\n", "alias or anchor at line 1"),
        (b"\xff\xfe", "is not UTF-8 text"),
        (b"x" * (LONGEST + 1), f"has more than {LONGEST} characters"),
    ],
)
def test_a_bad_file_is_told_by_its_name(at_desk: Client, content: bytes, sentence: str) -> None:
    status, page = read(at_desk, content, "her file.yaml")
    assert status == 422
    assert f"her file.yaml: {sentence}" in text(page.encode()).replace("holds an alias", "alias")


def test_reading_without_a_file_is_told(at_desk: Client) -> None:
    answer = at_desk.post(TRY, {"do": "read"})
    assert answer.status_code == 422
    assert "no file came with it; choose a case file" in text(answer.content)


def test_hostile_words_stay_text(at_desk: Client) -> None:
    status, page = read(at_desk, b"screening: 2024-06-01\noffense: {code: '<script>alert(1)</script>'}\n")
    assert status == 200
    status, refused = read(at_desk, b"<script>: 1\n", "<script>.yaml")
    assert status == 422
    assert "<script>" not in page + refused


def test_many_items_leave_out_the_question(at_desk: Client) -> None:
    rows = "".join(f"- {{id: E{number}}}\n" for number in range(1, 7))
    status, page = read(
        at_desk, f"screening: 2024-06-01\noffense: {{code: PC 459}}\nevidence:\n{rows}".encode()
    )
    assert status == 200
    assert "Leave some out." in page


@pytest.mark.parametrize("pack", policy.known_packs())
def test_every_pack_can_be_tried(at_desk: Client, pack: str) -> None:
    answer = at_desk.post(
        f"/desk/policy/{pack}/try/", {"screening": "2026-06-01", "given:person": "1", "do": "decide"}
    )
    assert answer.status_code == 200
    assert "What to do" in text(answer.content)


@pytest.mark.parametrize("who", ["vera", "dana", "sol", "fern", "cho"])
def test_only_counsel_tries_and_signs(who: str, request: pytest.FixtureRequest) -> None:
    member: Member = request.getfixturevalue(who)
    client = sign_in(Client(), member)
    assert client.post(TRY, CHARGED).status_code == 404
    page = client.get(f"/desk/policy/{PACK}/readings/I-03/c2-defines-c1/").content.decode()
    assert "Sign this reading" not in page
    assert TRY not in page


def test_an_outsider_tries_nothing(outsider: Client) -> None:
    assert outsider.get(TRY).status_code == 303
    assert b"dismiss" not in outsider.post(TRY, CHARGED).content
