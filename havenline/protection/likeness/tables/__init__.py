"""Tables of names, written by hand: a word and what goes with it, one row a line, `#` for a remark."""

from __future__ import annotations

from importlib import resources


def rows(name: str) -> list[list[str]]:
    """The rows of a table as words."""
    text = resources.files(__name__).joinpath(name).read_text(encoding="utf-8")
    return [line.split() for line in text.splitlines() if line.strip() and not line.startswith("#")]
