"""State law beside the gate's answer, apart from the promise: read from what the deputy wrote, and no more.

INVARIANT: nothing here sees the gate's answer. The same question gives the same bytes, whether a charge is
held because of a match, held for a neutral reason, or clear.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from havenline.policy import twin
from havenline.policy.twin import LawSaid
from havenline.protection.case import asked, case_file
from havenline.protection.gate import Query

WORDS = {
    twin.SAYS: _("Applies"),
    twin.OPEN: _("This file does not tell"),
    twin.CHECK: _("Look at it"),
    twin.SILENT: _("Does not apply"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """The charges a sentence of law stands to in one way: `applies` to these, `does not tell` for those."""

    standing: str
    charges: tuple[tuple[int, str], ...]
    because: tuple[str, ...]

    @property
    def word(self) -> Any:
        """The standing in words."""
        return WORDS[self.standing]


@dataclass(frozen=True, slots=True)
class LawTold:
    """One sentence of law and how it stands to every charge of the question."""

    law: LawSaid
    standings: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class StatutesTold:
    """The laws that say something or leave something open, the sections silent on every charge, the packs
    asked."""

    laws: tuple[LawTold, ...]
    silent: tuple[LawSaid, ...]
    packs: tuple[tuple[str, str], ...]
    approved: bool


def statutes(query: Query) -> StatutesTold:
    """What state law says of each charge, by the deputy's own file alone."""
    person = asked(query)
    of_charge = [twin.twin(case_file(query, charge, person, items=query.items)) for charge in query.charges]
    raws = [charge.raw for charge in query.charges]
    told = [LawTold(same[0], tuple(_standings(same, raws))) for same in zip(*of_charge, strict=True)]
    silent = [each for each in told if {one.standing for one in each.standings} == {twin.SILENT}]
    packs = dict.fromkeys((each.law.pack, each.law.version) for each in told if each.law.pack)
    return StatutesTold(
        laws=tuple(each for each in told if each not in silent),
        silent=tuple(each.law for each in silent),
        packs=tuple(packs),
        approved=all(each.law.approved for each in told if each.law.pack),
    )


def _standings(said: Sequence[LawSaid], raws: Sequence[str]) -> list[Standing]:
    found = []
    for standing in WORDS:
        held = [
            (number, raw, law)
            for number, (raw, law) in enumerate(zip(raws, said, strict=True), start=1)
            if law.standing == standing
        ]
        if held:
            because = dict.fromkeys(law.because for *_rest, law in held if law.because)
            found.append(
                Standing(standing, tuple((number, raw) for number, raw, _law in held), tuple(because))
            )
    return found
