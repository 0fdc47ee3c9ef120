"""Compares days of birth as people and clerks get them wrong: swapped, one figure off, a year too many."""

from __future__ import annotations

EXACT = 16.0
# On January 1 are born, by their papers, many who came as refugees and never had a birth certificate.
_NEW_YEAR = 11.5
_SWAPPED, _YEAR, _FIGURE, _TURNED, _PART = 6.0, 4.5, 3.0, 1.0, -7.0
CONFLICT = -100.0


def near(born: str) -> frozenset[str]:
    """What days near this one share with it: all but the day, the month or the year, and the year with day
    and month in any order."""
    year, month, day = born.split("-")
    low, high = sorted((month, day))
    return frozenset((f"{year}-{month}-*", f"{year}-*-{day}", f"*-{month}-{day}", f"{year}~{low}~{high}"))


def agreement(one: str, other: str) -> float:
    """How much it says, in bits, that both are one person's: EXACT for the same day, CONFLICT for days that
    nobody takes for each other."""
    if one == other:
        return _NEW_YEAR if one.endswith("-01-01") else EXACT
    mine, theirs = one.split("-"), other.split("-")
    if mine[0] == theirs[0] and mine[1:] == theirs[:0:-1]:
        return _SWAPPED
    apart = [(a, b) for a, b in zip(mine, theirs, strict=True) if a != b]
    if len(apart) > 1:
        return CONFLICT
    (a, b), is_year = apart[0], mine[0] != theirs[0]
    if is_year and abs(int(a) - int(b)) == 1:
        return _YEAR - _common_day(mine)
    if sum(x != y for x, y in zip(a, b, strict=True)) == 1:
        return _FIGURE - _common_day(mine) * is_year
    if sorted(a) == sorted(b):
        return _TURNED - _common_day(mine) * is_year
    return _PART - _common_day(mine) * is_year


def _common_day(parts: list[str]) -> float:
    return EXACT - _NEW_YEAR if parts[1:] == ["01", "01"] else 0.0
