"""Every language is complete: each string a page can show has its translation, of the same shape."""

from __future__ import annotations

import re
from pathlib import Path

import polib
import pytest

from tests.house.catalogue import CATALOGUES, strings

FOUND = sorted(CATALOGUES.glob("*/LC_MESSAGES/django.po"))
PLACES = re.compile(r"%\(\w+\)[sd]|%%|%[sd]")
SAID = {(said.context, said.text): said for said in strings()}


def entries(path: Path) -> dict[tuple[str, str], polib.POEntry]:
    return {
        (entry.msgctxt or "", entry.msgid): entry for entry in polib.pofile(str(path)) if not entry.obsolete
    }


def translations(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_the_walk_finds_strings_of_every_kind() -> None:
    places = {said.place for said in SAID.values()}
    assert "havenline/web/templates/web/portal.html" in places
    assert "havenline/reporting/questions.py" in places
    assert ("it happened to me and I saw it", "Both") in SAID


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.parts[-3])
def test_every_string_is_translated(path: Path) -> None:
    found = entries(path)
    missing = [key for key in SAID if key not in found or not all(translations(found[key]))]
    assert missing == [], "run: python -m tests.house.catalogue, then translate what is empty"


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.parts[-3])
def test_no_translation_is_of_a_string_that_is_gone(path: Path) -> None:
    assert [key for key in entries(path) if key not in SAID] == []
    assert [entry.msgid for entry in polib.pofile(str(path)) if entry.fuzzy or entry.obsolete] == []


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.parts[-3])
def test_what_is_filled_in_stands_in_every_translation(path: Path) -> None:
    broken = [
        entry.msgid
        for entry in polib.pofile(str(path))
        for text in translations(entry)
        if sorted(PLACES.findall(text)) != sorted(PLACES.findall(entry.msgid_plural or entry.msgid))
        and sorted(PLACES.findall(text)) != sorted(PLACES.findall(entry.msgid))
    ]
    assert broken == []


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.parts[-3])
def test_a_catalogue_names_its_reviewer_or_calls_itself_a_draft(path: Path) -> None:
    catalogue = polib.pofile(str(path))
    is_draft = "DRAFT, NOT REVIEWED" in catalogue.header
    assert is_draft is (catalogue.metadata["X-Reviewed-By"] == "nobody")
