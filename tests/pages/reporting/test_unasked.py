"""Immigration status is noticed before it is sent, and kept only where the person wants it."""

from __future__ import annotations

from html import unescape

import pytest

from havenline.reporting.models import Letter, Report
from tests.pages.reporting.way import WORDS, Way, read_by, report_of
from tests.people import Office

TELLS = "He hit me and said he would call ICE. I have no papers."
WITHOUT = "He hit me and said he would [...]. I [...]."


@pytest.fixture
def asked(way: Way) -> Way:
    """Somebody who pressed Send under words that tell."""
    way.walk_to("tell")
    way.code_kept = way.code
    way.send(words=TELLS, where="16th & Mission")
    return way


def test_the_words_are_shown_before_anything_is_sent(asked: Way) -> None:
    assert asked.page.status_code == 200
    assert "<mark>call ICE</mark>" in asked.text
    assert "<mark>have no papers</mark>" in asked.text
    assert "16th" not in unescape(asked.text.split("<ul")[1].split("</ul>")[0])
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    ("button", "kept"), [("send_out", WITHOUT), ("send_kept", TELLS)], ids=["taken out", "as it is"]
)
def test_the_person_decides_what_is_sent(asked: Way, office: Office, button: str, kept: str) -> None:
    asked.press(button)
    assert asked.code_kept
    told = read_by(office.vera, report_of(asked.code_kept))
    assert (told.words, told.where) == (kept, "16th & Mission")


def test_going_back_loses_no_word(asked: Way) -> None:
    asked.press("tell")
    assert (asked.filled["words"], asked.filled["where"]) == (TELLS, "16th & Mission")


def test_sent_twice_is_one_report(asked: Way) -> None:
    fields = {**asked.filled, "to": "send_out"}
    asked.post(fields)
    asked.post(fields)
    assert (asked.page.status_code, Report.objects.count()) == (200, 1)


@pytest.mark.parametrize("field", ["words", "who", "where", "when"])
def test_every_line_is_looked_at(way: Way, field: str) -> None:
    way.walk_to("tell")
    way.send(**{field: "he is a border patrol man"})
    assert "<mark>border patrol</mark>" in way.text


def test_a_story_without_it_is_sent_at_once(way: Way) -> None:
    way.report(words=WORDS)
    assert Report.objects.count() == 1


def test_what_was_found_cannot_become_markup(way: Way) -> None:
    way.walk_to("tell")
    way.send(words="<script>x</script> my visa <b>")
    assert "<script>x" not in way.text
    assert "&lt;script&gt;x" in way.text


def test_a_mistake_is_said_first(way: Way) -> None:
    way.walk_to("tell")
    way.press("send", words=TELLS, typed="")
    assert way.page.status_code == 422


@pytest.mark.parametrize("button", ["send_out", "send_kept"])
def test_no_button_goes_past_a_mistake(way: Way, button: str) -> None:
    way.walk_to("tell")
    way.press(button, words=TELLS, typed="")
    assert (way.page.status_code, Report.objects.count()) == (422, 0)


def letters(way: Way) -> list[str]:
    text = way.client.get("/page/").content.decode()
    return [unescape(part.split("</div>")[0]) for part in text.split('<div class="words" dir="auto">')[1:]]


@pytest.mark.parametrize(("do", "kept"), [("write_out", WITHOUT), ("write_kept", TELLS)])
def test_a_letter_is_asked_about_too(way: Way, do: str, kept: str) -> None:
    way.come_back(way.report())
    way.page = way.client.post("/page/", {**way.filled, "letter": TELLS, "do": "write"})
    assert "<mark>call ICE</mark>" in way.text
    assert Letter.objects.count() == 0
    way.client.post("/page/", {**way.filled, "do": do})
    assert letters(way) == [WORDS, kept]


def test_a_letter_changed_again_is_still_there(way: Way) -> None:
    way.come_back(way.report())
    way.page = way.client.post("/page/", {**way.filled, "letter": TELLS, "do": "write"})
    way.page = way.client.post("/page/", {**way.filled, "do": "again"})
    assert way.filled["letter"] == TELLS
    assert Letter.objects.count() == 0


def test_the_spanish_page_finds_spanish_words(office: Office) -> None:
    way = Way(language="/es")
    way.client.get("/es/read/")
    way.post({"to": "promise"})
    way.walk_to("tell")
    way.send(words="Me pegó y dijo que llamaría a la migra. Soy hondureña.")
    assert "<mark>la migra</mark>" in way.text
    assert "<mark>Soy hondureña</mark>" in way.text
    assert "estatus migratorio" in way.text or "situación migratoria" in way.text
