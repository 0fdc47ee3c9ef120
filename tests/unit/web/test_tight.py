"""Pages are printed tight, and nothing that was typed loses a letter."""

from __future__ import annotations

import pytest
from django.template import Context, Template

PAGE = (
    "{% load tight %}{% tight %}\n<p>one <b>two</b> three</p>\n\n"
    "<ul>\n<li>4</li>\n</ul>{{ more }}\n{% endtight %}"
)
AREA = "{% load tight %}{% tight %}<p>\n<textarea>\n{{ typed }}</textarea>\n</p>{% endtight %}"


def test_space_between_tags_is_gone_and_no_other() -> None:
    text = Template(PAGE).render(Context({"more": ""}))
    assert text == "<p>one <b>two</b> three</p><ul><li>4</li></ul>"


def test_space_within_what_was_said_stays() -> None:
    assert "</ul> a &gt; &lt; b " in Template(PAGE).render(Context({"more": " a > < b \n"})) + " "


@pytest.mark.parametrize("typed", ["", " ", " \n\t ", "> <", "</textarea> <p> ", "\n\nthird line\n"])
def test_area_keeps_every_letter(typed: str) -> None:
    text = Template(AREA).render(Context({"typed": typed}))
    escaped = typed.replace("<", "&lt;").replace(">", "&gt;")
    assert text == f"<p><textarea>\n{escaped}</textarea></p>"
