"""Decides one question at the gate from the deputy's file and what is stored: no clock, socket or database.

INVARIANT: what leaves here for a held charge depends on the question alone, so that a hold for a match and a
hold for any other reason are equal to the byte. A clearance too says only what the deputy's own file says.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import reduce

from havenline.offenses import Charge, parse
from havenline.policy import decide
from havenline.policy.errors import PolicyRefused
from havenline.policy.pack import Pack
from havenline.policy.tables import is_settled
from havenline.policy.verdict import Verdict
from havenline.protection.case import FactsMuddled, Known, Person, asked, case_file, completed
from havenline.protection.finding import CHARGING, HELD, Finding, finding, free_items, is_unsure
from havenline.protection.gate import (
    BARRED,
    CLEAR,
    HOLD,
    ChargeAnswer,
    ChargeAsked,
    GateAnswer,
    ItemAnswer,
    Query,
    ReadingCited,
)

SENTENCE = (
    "Only items listed here and marked usable may be used. Nothing else that came from or because of a "
    "person the promise protects may be used against that person."
)


def _imagined(role: str, sex_trade: str, by: str, to: str) -> Person:
    return Person(
        person={"role": role, "sex_trade": sex_trade},
        report={"made": True, "by": by, "to": to, "crime": "assault"},
    )


# Invented people whom the promise covers, each in another way. What the gate may say without telling which of
# them stands behind an answer is what it would say of all of them.
_IMAGINED = (
    _imagined("victim", "current", "self", "this_office"),
    _imagined("victim", "past", "third_party", "hospital"),
    _imagined("witness", "perceived", "self", "police"),
    _imagined("witness", "current", "advocate", "cbo"),
)


def answer(
    query: Query, *, pack: Pack, known: Sequence[Known], walled: frozenset[int], is_certain: bool = True
) -> GateAnswer:
    """The gate's answer on `known`, the protections that were found, or on none.

    walled: numbers of the items the wall keeps out against this person or does not know. is_certain: whether
    nobody else may be meant; where somebody may, nothing is cleared and no item released.
    """
    may_clear = is_certain and query.trafficked == "false"
    decided = [
        _decided(query, charge, pack=pack, known=known, may_clear=may_clear) for charge in query.charges
    ]
    charges = tuple(
        _told(query, charge, found, pack=pack)
        for charge, (found, _) in zip(query.charges, decided, strict=True)
    )
    # While a charge is held nothing is released: the items would tell what the hold does not.
    is_held = not charges or not is_certain or any(charge.answer == HOLD for charge in charges)
    everything = frozenset(range(len(query.items)))
    free = (
        frozenset() if is_held else reduce(frozenset.intersection, (free for _, free in decided), everything)
    )
    return _whole(query, charges, free - walled, pack=pack)


def held(query: Query, *, pack: Pack) -> GateAnswer:
    """The answer that holds everything, whatever the reason."""
    charges = tuple(_held(query, charge, pack=pack) for charge in query.charges)
    return _whole(query, charges, frozenset(), pack=pack)


def _whole(
    query: Query, charges: tuple[ChargeAnswer, ...], usable: frozenset[int], *, pack: Pack
) -> GateAnswer:
    items = tuple(ItemAnswer(item.label, number in usable) for number, item in enumerate(query.items))
    return GateAnswer(
        charges=charges,
        items=items,
        sentence=SENTENCE,
        pack=pack.id,
        version=pack.version,
        approval=str(pack.approval["state"]),
    )


def _decided(
    query: Query, charge: ChargeAsked, *, pack: Pack, known: Sequence[Known], may_clear: bool
) -> tuple[Finding, frozenset[int]]:
    """The most protective finding over every reading of the facts, and the items free under all of them.

    The charge is decided as if no item were relied on: an item that is in doubt is kept out by itself.
    """
    if not is_settled(_read(charge)):
        return HELD, frozenset()
    try:
        people = [asked(query), *(person for each in known for person in completed(query, each))]
        found = [_finding(query, charge, person, pack=pack) for person in people]
        free = [_free(query, charge, person, pack=pack) for person in people]
    except (FactsMuddled, PolicyRefused):
        return HELD, frozenset()
    most = max(found, key=lambda each: each.protects)
    # Held for everybody, known here or not: a hold that only a match could cause would tell of the match.
    if most.answer == CLEAR and not may_clear:
        most = HELD
    return most, frozenset.intersection(*free)


def _finding(query: Query, charge: ChargeAsked, person: Person, *, pack: Pack) -> Finding:
    """One reading of the facts.

    PC 236.23: an offense that no clause covers waits for a supervisor while it is open whether the person was
    trafficked. Where that alone holds it, the deputy's file fills in what is not stored, so that a person
    known here and a stranger are answered alike. Where a clause is open the doubt stays: the deputy's file
    takes no cover away.
    """
    verdict = _verdict(query, charge, person, pack=pack)
    found = finding(verdict, pack=pack)
    is_open = "trafficked" not in person.person and query.trafficked == "false"
    if found == HELD and is_open and not is_unsure(verdict):
        filled = replace(person, person={**person.person, "trafficked": False})
        return finding(_verdict(query, charge, filled, pack=pack), pack=pack)
    return found


def _verdict(query: Query, charge: ChargeAsked, person: Person, *, pack: Pack) -> Verdict:
    return decide(pack, case_file(query, charge, person))


def _free(query: Query, charge: ChargeAsked, person: Person, *, pack: Pack) -> frozenset[int]:
    if not query.items:
        return frozenset()
    verdict = decide(pack, case_file(query, charge, person, items=query.items))
    return free_items(len(query.items), verdict)


def _read(charge: ChargeAsked) -> Charge:
    return parse(charge.raw, offense_date=charge.offense_date)


def _understood(charge: ChargeAsked) -> str:
    read = _read(charge)
    attempt = ", attempt" if read.modifier == "ATTEMPT" else ""
    return read.normalized + attempt if is_settled(read) else ""


def _told(query: Query, charge: ChargeAsked, found: Finding, *, pack: Pack) -> ChargeAnswer:
    if found.answer == HOLD:
        return _held(query, charge, pack=pack)
    if found.answer == CLEAR:
        return _cleared(query, charge, pack=pack)
    return ChargeAnswer(
        raw=charge.raw,
        understood=_understood(charge),
        answer=BARRED,
        ground=found.ground,
        disposition=found.disposition,
        clauses=found.clauses,
        readings=_readings(query, charge, found, pack=pack),
        confirm_by=found.confirm_by,
    )


def _held(query: Query, charge: ChargeAsked, *, pack: Pack) -> ChargeAnswer:
    return ChargeAnswer(
        raw=charge.raw,
        understood=_understood(charge),
        answer=HOLD,
        missing=_missing(query, charge, pack=pack),
    )


def _cleared(query: Query, charge: ChargeAsked, *, pack: Pack) -> ChargeAnswer:
    """Cleared under the deputy's own file and under everything stored: the first alone is shown."""
    own = decide(pack, case_file(query, charge, asked(query), items=query.items))
    return ChargeAnswer(
        raw=charge.raw,
        understood=_understood(charge),
        answer=CLEAR,
        disposition="may_charge_clean_only",
        confirm_by=str(own.answers.get("confirm_by", "")),
        check=tuple(own.answers.get("check", ())),
    )


def _missing(query: Query, charge: ChargeAsked, *, pack: Pack) -> tuple[str, ...]:
    """What the deputy's file leaves open about the offense, asked for people the promise covers."""
    if not is_settled(_read(charge)):
        return ("offense.code",)
    verdicts = _of_imagined(query, charge, pack=pack)
    wanted = {path for each in verdicts for name in CHARGING for path in each.clauses[name].missing}
    wanted |= {path for each in verdicts for path in each.missing}
    return tuple(sorted(path for path in wanted if path.startswith("offense.")))


def _readings(query: Query, charge: ChargeAsked, found: Finding, *, pack: Pack) -> tuple[ReadingCited, ...]:
    """The readings leaned on, as far as they are leaned on for everybody the promise covers."""
    named = {clause.id for clause in found.clauses}
    leaned = set(found.leaned)
    for verdict in _of_imagined(query, charge, pack=pack):
        leaned &= {which for name in named for which in verdict.clauses[name].interpretations}
    chosen = pack.in_effect({})
    return tuple(
        ReadingCited(which, pack.reading(which).question, pack.reading(which).texts[chosen[which]])
        for which in sorted(leaned)
    )


def _of_imagined(query: Query, charge: ChargeAsked, *, pack: Pack) -> list[Verdict]:
    born = query.person.born if query.person else ""
    return [
        _verdict(query, charge, Person(each.person, {**each.report, "date": query.day}, born), pack=pack)
        for each in _IMAGINED
    ]
