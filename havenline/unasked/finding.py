"""Finds the places in a text that may tell immigration status, by word lists of several languages."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

# What stands in the place of words that were taken out.
GAP = "[...]"
_AROUND = 40
_LISTS = ("english", "spanish", "others")


@dataclass(frozen=True, slots=True)
class Found:
    """One place in a text: from `start` to before `end`, in characters, and the kind of telling.

    kind: paper (a document or its lack), number, agency (or what it does), origin (nationality, birthplace).
    """

    start: int
    end: int
    kind: str


def found_in(text: str) -> list[Found]:
    """The places in `text`, in order, none within another. Too much is found rather than too little."""
    places = [
        Found(one.start(), one.end(), kind) for kind, looked in _patterns() for one in looked.finditer(text)
    ]
    return list(_apart(sorted(places, key=lambda one: (one.start, -one.end))))


def taken_out(text: str) -> str:
    """`text` with a gap that can be seen in each place; all else is equal to the letter."""
    kept, at = [], 0
    for one in found_in(text):
        kept += [text[at : one.start], GAP]
        at = one.end
    return "".join([*kept, text[at:]])


def in_sight(text: str, places: Sequence[Found]) -> list[tuple[str, str, str]]:
    """Each place with a little of what stands before and after it, for a page that shows what was found."""
    return [
        (
            text[max(0, one.start - _AROUND) : one.start],
            text[one.start : one.end],
            text[one.end : one.end + _AROUND],
        )
        for one in places
    ]


def _apart(places: Iterable[Found]) -> Iterable[Found]:
    end = 0
    for one in places:
        if one.start >= end:
            yield one
            end = one.end


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    folder = files("havenline.unasked").joinpath("words")
    countries = tomllib.loads(folder.joinpath("countries.toml").read_text("utf-8"))
    found = []
    for name in _LISTS:
        for kind, lists in tomllib.loads(folder.joinpath(f"{name}.toml").read_text("utf-8")).items():
            words = [_filled(word, countries.get(name, {})) for word in lists.get("words", ())]
            parts = [rf"(?<!\w)(?:{'|'.join(words)})(?!\w)"] if words else []
            found.append((kind, re.compile("|".join([*parts, *lists.get("anywhere", ())]), re.IGNORECASE)))
    return tuple(found)


def _filled(word: str, countries: dict[str, list[str]]) -> str:
    for name, key in (("COUNTRY", "country"), ("DEMONYM", "demonym")):
        word = word.replace(name, f"(?:{'|'.join(countries.get(key, ()))})")
    # A phone writes another apostrophe than a keyboard.
    return word.replace("'", "['\u2019]")
