"""What a pack's offense table says of a charge, asked once per charge: every form reads it the same way."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from havenline.policy.pack import Pack
from havenline.policy.scope import CaseScope

REMEMBERED = 1 << 16


class Settled(NamedTuple):
    """An offense as conditions look at it.

    inside, outside: bits of the tables (`Settling.tables` in order) in which it certainly stands and
    certainly does not; neither where the text does not settle it. grade, standing: None when unknown.
    standing_waits_for: the fact to name as missing where the standing is unknown.
    """

    inside: int
    outside: int
    grade: str | None
    standing: str | None
    standing_waits_for: str


class Settling:
    """Looks charges up in the offense table of one pack and remembers them."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.tables: tuple[str, ...] = tuple(sorted(pack.offenses.classes))
        self.bit = {table: 1 << place for place, table in enumerate(self.tables)}
        # Codes repeat, as charging histories show; how many are remembered has an end.
        self.offense = lru_cache(REMEMBERED)(self._offense)
        self.statute = lru_cache(REMEMBERED)(self._statute)
        self.code = lru_cache(REMEMBERED)(self._code)

    def _offense(self, code: str | None, day: str | None, level: str | None, screening: str) -> Settled:
        offense = {"code": code, "date": day, "level": level}
        case = {"screening": screening, "offense": {key: told for key, told in offense.items() if told}}
        scope = _scope(self.pack, case)
        inside, outside = self._stands(scope, "offense.code")
        grade, standing = scope.fact("offense.grade"), scope.fact("offense.standing")
        return Settled(
            inside,
            outside,
            grade if isinstance(grade, str) else None,
            standing if isinstance(standing, str) else None,
            scope.named("offense.standing"),
        )

    def _code(self, code: str | None, day: str | None) -> tuple[int, int]:
        """Bits of the tables in which the offense of the case stands and does not."""
        return self._statute("offense.code", code, day)

    def _statute(self, path: str, code: str | None, day: str | None) -> tuple[int, int]:
        """Bits of the tables in which the statute of another fact stands and does not."""
        section, _, key = path.rpartition(".")
        case: dict[str, Any] = {section: {key: code}} if code else {}
        if day:
            case.setdefault("offense", {})["date"] = day
        return self._stands(_scope(self.pack, case), path)

    def _stands(self, scope: CaseScope, path: str) -> tuple[int, int]:
        told = {table: scope.listed(path, table) for table in self.tables}
        inside = sum(self.bit[table] for table, found in told.items() if found)
        outside = sum(self.bit[table] for table, found in told.items() if found is False)
        return inside, outside


def _scope(pack: Pack, case: Mapping[str, Any]) -> CaseScope:
    def nothing(*_: object) -> str:
        raise AssertionError("a table asks no question")

    return CaseScope(pack, case, {}, nothing, nothing)
