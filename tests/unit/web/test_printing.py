"""What is kept of a page is nobody's: one person's own stands in gaps and is gone with the answer."""

from __future__ import annotations

import pytest
from django.utils.html import format_html
from django.utils.translation import override

from havenline.web import printing
from tests.pages.reporting.way import Way

pytestmark = pytest.mark.django_db
NAME = "Zyx Unheard-Of"


def printed(word: str, *, own: str) -> str:
    page = printing.printed(
        "reporting/code.html",
        lambda: {"page": "code", "carried": word, "groups": printing.gap("groups")},
        words=(word,),
        gaps={"groups": format_html("{}", own)},
    )
    return page.content.decode()


def kept() -> bytes:
    return b"".join(part for parts in printing._kept.values() for part in parts)


def test_each_reader_gets_their_own_in_the_same_page() -> None:
    first, second = printed("same", own="FIRST"), printed("same", own="SECOND")
    assert first.replace("FIRST", "SECOND") == second
    assert "SECOND" not in first


def test_what_is_put_into_a_gap_is_not_kept() -> None:
    assert NAME in printed("kept", own=NAME)
    assert NAME.encode() not in kept()


def test_another_word_or_language_is_another_page() -> None:
    assert "one word" in printed("one word", own="")
    assert "another word" in printed("another word", own="")
    with override("es"):
        assert 'lang="es"' in printed("one word", own="")
    assert 'lang="en"' in printed("one word", own="")


def test_a_typed_mark_opens_no_gap() -> None:
    mark = "<!--groups-->"
    assert printed("mark", own=mark).count("&lt;!--groups--&gt;") == 1


def test_a_whole_way_leaves_nothing_of_a_person(office: object) -> None:
    way = Way().walk_to("tell", kind="robbery", part="me", trade="mine")
    code = way.code
    way.press("kind", words="her own words 93", who=NAME, where="93 Nowhere", when="long ago 93")
    way.press("tell")
    assert NAME in way.text
    way.press("send", words="")
    for own in (code.symbols, *code.shown.split("-"), way.filled["ticket"], NAME, "her own words 93"):
        assert own.encode() not in kept()


def test_an_answer_nobody_offered_is_not_kept(office: object) -> None:
    way = Way()
    way.post({"to": "kind", "kind": NAME})
    assert way.page.status_code == 200
    way.post({"to": "part", "kind": NAME})
    assert NAME in way.text
    assert NAME.encode() not in kept()
