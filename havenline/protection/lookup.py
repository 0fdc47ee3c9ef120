"""Finds who is asked about, in the keeper's own file; a miss is believed only where it can mean something."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from havenline import wall
from havenline.protection import tokens, traits
from havenline.protection.case import Known
from havenline.protection.gate import PersonAsked, Query, StandingAnswer, StandingAsked
from havenline.protection.keeper_memory import Asked
from havenline.protection.keeper_store import KeeperStore, Said
from havenline.protection.likeness import score
from havenline.protection.messages import OTHER, SAME, slip_digest
from havenline.protection.traits import Traits
from havenline.vault import codes
from havenline.vault.errors import SlipMistyped


class LookupOpen(Exception):  # noqa: N818 - named for what the reader met
    """Nothing certain can be said of who is asked about: the gate holds and does not say why."""


@dataclass(frozen=True, slots=True)
class Found:
    """What is stored of the person asked about; both empty when nobody is found.

    perhaps: the protections of who may be meant besides, and whom nobody has looked at, or could not tell.
    drawn: whether somebody may be meant who is held for no reason of their own.
    """

    known: tuple[Known, ...]
    subjects: tuple[UUID, ...]
    perhaps: tuple[bytes, ...] = ()
    drawn: bool = False

    @property
    def is_certain(self) -> bool:
        """Whether nobody else may be meant."""
        return not self.perhaps


def found(query: Query, *, store: KeeperStore, on: date) -> Found:
    """The protections of the person or slip asked about; binds the slip to the case asked about.

    Raises LookupOpen for a slip that is unknown, of another case, revoked or too old, for one shown in no
    case, and for a person of whom a miss would mean nothing: without two parts of a name and the full day of
    birth, and found by no number.
    """
    proved = {_of_slip(query, store=store, on=on)} if query.slip.strip() else set()
    stored = _found(query, proved, store=store)
    # Looked up whether or not somebody is found: the time tells nothing. A slip proves whom it is about.
    drawn = query.person is not None and store.drawn.may_be(traits.of_asked(query.person))
    return replace(stored, drawn=drawn and not query.slip.strip())


def again(asked: Asked, *, store: KeeperStore) -> Found:
    """The same for a screening that was asked before, whose slip was shown then; raises LookupOpen."""
    return _found(asked.question, {bytes.fromhex(asked.proved)} - {b""}, store=store)


def _found(query: Query, protections: set[bytes], *, store: KeeperStore) -> Found:
    perhaps: set[bytes] = set()
    if query.person is not None:
        found, perhaps = who(query.person, store=store)
        protections, perhaps = protections | found, perhaps - protections
    if not protections and not (query.person and tokens.can_find(query.person)):
        raise LookupOpen
    said = [store.said_of(protection) for protection in sorted(protections)]
    return Found(
        known=tuple(_known(each) for each in said),
        subjects=tuple(UUID(one.subject) for each in said for one in each if one.subject),
        perhaps=tuple(sorted(perhaps)),
    )


def is_exposed(query: Query, subjects: Sequence[UUID]) -> bool:
    """Whether who asks has opened what one of these persons told. One statement, whoever is found."""
    return bool(query.member) and bool(wall.exposed_among([UUID(query.member)], subjects))


def standing(asked: StandingAsked, *, store: KeeperStore) -> StandingAnswer:
    """Which of the members are exposed to a person of the case: to those screened in it who are found, to
    those whose slip it was shown, and (`perhaps`) to somebody else who may be meant.

    It is not known where a miss would mean nothing, somebody else may be meant, or nobody is named.
    """
    sure = store.bound_to(asked.case)
    # A slip nobody has any more, after the keeper's file was lost: whose it was cannot be said.
    known = bool(sure) or bool(asked.people and not asked.by_slip)
    perhaps: set[bytes] = set()
    for person in asked.people:
        found, may_be = who(person, store=store)
        known = known and bool(found or tokens.can_find(person))
        sure |= found
        perhaps |= may_be
    return StandingAnswer(
        known=known and perhaps <= sure,
        exposed=_exposed(asked.members, subjects_of(sure, store=store)),
        perhaps=_exposed(asked.members, subjects_of(perhaps - sure, store=store)),
    )


def subjects_of(protections: set[bytes], *, store: KeeperStore) -> set[UUID]:
    """The persons of these protections."""
    return {UUID(one.subject) for each in protections for one in store.said_of(each) if one.subject}


def _exposed(members: Sequence[str], subjects: set[UUID]) -> tuple[str, ...]:
    found = wall.exposed_among([UUID(one) for one in members], subjects)
    return tuple(one for one in members if UUID(one) in found)


def who(person: PersonAsked, *, store: KeeperStore) -> tuple[set[bytes], set[bytes]]:
    """The protections of a person asked about, and those of who may be meant: known by one part of the name
    or alike, as long as nobody has looked, or could not tell."""
    known = traits.of_asked(person)
    found = store.found(tokens.asked(known))
    alike = {one for one in store.found(tokens.compared(known)) - found if _may_be(known, one, store=store)}
    perhaps = (alike | store.found(tokens.hinting(known))) - found
    looked = {one: store.memory.looked(known, one) for one in perhaps}
    found |= {one for one, answer in looked.items() if answer == SAME}
    return found, {one for one, answer in looked.items() if answer not in (SAME, OTHER)}


def _may_be(known: Traits, protection: bytes, *, store: KeeperStore) -> bool:
    return score.may_be_one(known, store.traits_of(protection))


def _of_slip(query: Query, *, store: KeeperStore, on: date) -> bytes:
    if not query.case:
        raise LookupOpen
    try:
        digest = slip_digest(codes.read_slip(query.slip))
    except SlipMistyped:
        raise LookupOpen from None
    protection = store.use_slip(digest, case=query.case, on=on)
    if protection is None:
        raise LookupOpen
    return protection


def _known(said: Sequence[Said]) -> Known:
    born = tuple(dict.fromkeys(one.identifiers.born for one in said if one.identifiers.born))
    return Known(said=tuple(one.facts for one in said), born=born)


def walled(query: Query, subjects: Sequence[UUID]) -> frozenset[int]:
    """Numbers of the items that name something in the wall which is not there, or is barred against one of
    these subjects (C3: given by the person, or derived from what was)."""
    named = {number: item.ref for number, item in enumerate(query.items) if item.ref.strip()}
    if not named:
        return frozenset()
    items = wall.items(named.values())
    barred = {one for subject in subjects for one in wall.tainted(items.values(), subject)}
    return frozenset(number for number, ref in named.items() if ref not in items or items[ref].id in barred)
