"""What California statutes of the same kind say of a case, as law apart from the policy: the statutory twin.

INVARIANT: the twin is a function of the case file it is given and of nothing else. Give it the deputy's own
file alone, never one completed with what the keeper knows: then it says the same for a charge that is held
because of a match and for one that is cleared, and a reader learns from it only what they wrote themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from havenline.policy.decision import decide
from havenline.policy.loading import load
from havenline.policy.pack import Answer, Clause, Pack
from havenline.policy.verdict import ClauseVerdict, Found

# The packs asked, and what each stops: an arrest, or evidence before a court. None of them stops a charge.
STATUTES = ("us-ca-647.3", "us-ca-1162", "us-ca-1161")
# How far a text was read, in the marks of legal statements.
MARKS = {"full": "[verified text]", "partial": "[secondary source]"}
SAYS, SILENT, OPEN, CHECK = "says", "silent", "open", "check"
_SILENT = ("not_applicable", "not_barred")


@dataclass(frozen=True, slots=True)
class LawSaid:
    """What one sentence of a statute says of the case.

    section: as cited, `PC 647.3(a)`. standing: `says` (it applies), `silent` (it does not), `open` (the file
    does not tell) or `check` (a section to look at). result: the pack's own word. words: the sentence, in
    short. because: the reason that decided, empty while open. missing: facts that would decide. pack,
    version: what was asked, empty for a mere pointer to a section. mark: how far the text was read.
    """

    section: str
    title: str
    effect: str
    standing: str
    result: str
    words: str
    because: str
    missing: tuple[str, ...]
    mark: str
    pack: str = ""
    version: str = ""
    approved: bool = False


def twin(case: Mapping[str, Any]) -> tuple[LawSaid, ...]:
    """What PC 647.3, Evidence Code 1162 and 1161 say of this case, and which further sections to look at.

    case: the deputy's own file, as `read_case` returns it (see the invariant above). Facts only another pack
    declares (`also`) stay unknown here.
    """
    own = {key: value for key, value in case.items() if key != "also"}
    return (*(said for pack in STATUTES for said in _of_pack(load(pack), own)), *_to_check(own))


def _of_pack(pack: Pack, case: Mapping[str, Any]) -> Iterator[LawSaid]:
    verdict = decide(pack, case)
    for name, clause in pack.clauses.items():
        if clause.question:
            yield _said(pack, clause, verdict.clauses[name], _still_possible(verdict.tried[name]))


def _still_possible(found: Found) -> list[Answer]:
    return [answer for answer, truth in found.tried if truth.value is not False]


def _said(pack: Pack, clause: Clause, told: ClauseVerdict, possible: Sequence[Answer]) -> LawSaid:
    # Two open answers that both come to "does not apply" leave nothing open for whoever reads the law.
    silent = all(answer.result in _SILENT for answer in possible)
    standing = SILENT if silent else OPEN if told.result == "undetermined" else SAYS
    return LawSaid(
        section=clause.source.split(",", 1)[0],
        title=clause.title,
        effect=clause.effect,
        standing=standing,
        result=told.result,
        words=clause.quote,
        because="" if standing == OPEN else possible[-1].because,
        missing=told.missing if standing == OPEN else (),
        mark=MARKS[clause.verified],
        pack=pack.id,
        version=pack.version,
        approved=pack.approval.get("state") == "approved",
    )


# Sections to look at where a person was or may have been trafficked. Their texts were not read in full, so
# they are named and never executed.
_OF_TRAFFICKING = (
    LawSaid(
        "PC 236.23",
        "Affirmative defense of trafficked persons",
        "a defense to a charge",
        CHECK,
        "check",
        "A defense where the act was coerced, as a direct result of being trafficked, in reasonable fear.",
        "",
        (),
        "[secondary source; details unverified]",
    ),
    LawSaid(
        "PC 236.14",
        "Vacatur for trafficked persons",
        "an arrest or conviction may be vacated",
        CHECK,
        "check",
        "Relief from arrests and convictions for non-violent offenses, a direct result of being trafficked.",
        "",
        (),
        "[secondary source]",
    ),
)


def _to_check(case: Mapping[str, Any]) -> tuple[LawSaid, ...]:
    """Unknown is no `no`: only a file that says the person was not trafficked leaves these out."""
    trafficked = case.get("person", {}).get("trafficked")
    return () if trafficked is False or "offense" not in case else _OF_TRAFFICKING
