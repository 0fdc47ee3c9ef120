"""A case as one flat row of settled facts: what a column of cases holds, for bit masks and for SQL."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from havenline.policy.conditions import Listing, Node, Presence
from havenline.policy.forms.reduction import Reduced, paths, refuse_evidence
from havenline.policy.forms.settled import Settling
from havenline.policy.scope import CaseScope

GIVEN = "given "


class Records:
    """Turns cases into rows.

    keys: what a row holds, in order: the path of a fact, or `given ` and a path. A fact is None when unknown
    and has its default when the case file leaves it out; a statute is (bits of the tables it stands in, bits
    of those it does not), as `Settling` numbers them.
    """

    def __init__(self, pack: Reduced, settling: Settling | None = None) -> None:
        self.pack = pack
        self.settling = settling or Settling(pack.pack)
        self.statutes = frozenset(atom.path for atom in pack.atoms if isinstance(atom, Listing))
        self.keys: tuple[str, ...] = (*pack.facts, *(GIVEN + path for path in pack.given))

    def row(self, case: Mapping[str, Any]) -> dict[str, object]:
        """One case, as `read_case` returns it, as a row. Raises EvidenceOutside where it lists items."""
        refuse_evidence(case)
        scope = CaseScope(self.pack.pack, case, {}, _unasked, _unasked)
        return {key: self._told(scope, key) for key in self.keys}

    def _told(self, scope: CaseScope, key: str) -> object:
        if key.startswith(GIVEN):
            return scope.given(key.removeprefix(GIVEN))
        if key not in self.statutes:
            return scope.fact(key)
        told, day = scope.fact(key), scope.fact("offense.date")
        code = told if isinstance(told, str) else None
        return self.settling.statute(key, code, day if isinstance(day, str) else None)

    def keys_of(self, atom: Node) -> tuple[str, ...]:
        """The columns an atom looks at."""
        if isinstance(atom, Presence) and not atom.known:
            return (GIVEN + atom.path,)
        return paths(atom)


def _unasked(*_: object) -> str:
    raise AssertionError("a fact asks no question")
