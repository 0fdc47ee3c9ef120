"""What a person is looked up by to find whom they may be: a day of birth, or one near it and a sound."""

from __future__ import annotations

from collections.abc import Iterator

from havenline.protection.likeness import births, score, sounds
from havenline.protection.traits import Traits


def texts(known: Traits) -> Iterator[str]:
    """The texts, of a person stored and of one asked about alike: who shares one is worth comparing."""
    keys = sorted({key for name in known.names for key in _keys(name)})
    for born in known.births if keys else ():
        # Everybody born that day: every part may be misspelled. How many that are is not to be seen in the
        # keeper's file (`keeper_map`).
        yield born
        for day in sorted(births.near(born)):
            yield from (f"{day} {key}" for key in keys)


def _keys(name: str) -> set[str]:
    parts = {part for form in score.forms(name) for part in form if len(part) > 1 or not part.isascii()}
    return {key for part in parts for key in sounds.keys(part)}
