"""What the report says, as plain values: references, kinds, days, members and ledger numbers; no content."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from havenline.wall.models import Freeze
from havenline.wall.proofs import Held

# How the first freeze with an item stands to the first opening of what a person told.
BEFORE, AFTER, NOT_FROZEN, NOT_OPENED, UNKNOWN = "before", "after", "not_frozen", "not_opened", "unknown"


@dataclass(frozen=True, slots=True)
class Event:
    """What was done about a source of its own: `what` as `RouteEvent` has it."""

    what: str
    by: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class RouteTold:
    """One way an item came to be. An independent one has a basis, a day, events, and counts or does not.

    finder: the member who found the source; None for somebody outside the office.
    """

    parents: tuple[str, ...]
    is_independent: bool
    counts: bool = True
    basis: str = ""
    day: date | None = None
    finder: UUID | None = None
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemTold:
    """One item of the matter, or one that such an item rests on (`label` is empty there).

    given_by, barred: the persons, by their numbers in this report. held: its freeze, and that of its file.
    entries: the ledger's entries about it.
    """

    ref: str
    id: UUID
    kind: str
    obtained: date | None
    in_matter: bool
    label: str
    sha256: str
    given_by: tuple[int, ...]
    barred: tuple[int, ...]
    routes: tuple[RouteTold, ...]
    held: Held | None
    file_held: Held | None
    entries: tuple[int, ...]

    @property
    def first_freeze(self) -> int | None:
        """The ledger entry of the first freeze with the item or its file."""
        return min((one.freeze.entry for one in (self.held, self.file_held) if one), default=None)

    def stands_to(self, person: PersonTold) -> str:
        """Whether it was frozen before anybody opened what the person told; `UNKNOWN` never becomes that."""
        if not person.exposures:
            return NOT_OPENED
        if person.first_opened is None:
            return UNKNOWN
        if self.first_freeze is None:
            return NOT_FROZEN
        return BEFORE if self.first_freeze < person.first_opened else AFTER


@dataclass(frozen=True, slots=True)
class ExposureTold:
    """That a member opened what a person told: for the first time at `at`, in ledger entry `entry`.

    entry: None where the ledger no longer says what was opened.
    """

    member: UUID
    through: str
    at: datetime
    entry: int | None


@dataclass(frozen=True, slots=True)
class PersonTold:
    """A protected person something here came from, by a number that counts in this report alone."""

    number: int
    gave: tuple[str, ...]
    exposures: tuple[ExposureTold, ...]

    @property
    def first_opened(self) -> int | None:
        """The ledger entry of the first opening by anybody; None where one of them cannot be shown."""
        entries = [one.entry for one in self.exposures if one.entry is not None]
        return min(entries) if entries and len(entries) == len(self.exposures) else None


@dataclass(frozen=True, slots=True)
class PartTold:
    """That a member did something in the matter: `what` is the ledger's act, `entry` its number."""

    member: UUID
    what: str
    at: datetime
    entry: int | None


@dataclass(frozen=True, slots=True)
class MemberTold:
    """A member named here, with the role they have when the report is made."""

    id: UUID
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Facts:
    """All of it. `ledger_size` and `ledger_root` are what every proof leads to; `earlier`, what the ledger
    held when earlier reports of this matter were made."""

    case_number: str
    matter: str
    office: str
    made_by: UUID
    at: datetime
    items: Sequence[ItemTold]
    persons: Sequence[PersonTold]
    parts: Sequence[PartTold]
    members: Sequence[MemberTold]
    last_freeze: Freeze | None
    ledger_size: int
    ledger_root: bytes
    earlier: Sequence[int]

    def member(self, member: UUID) -> MemberTold:
        """The member of this id; nameless where there is none any more."""
        return next((one for one in self.members if one.id == member), MemberTold(member, "", ""))

    def freezes(self) -> list[Freeze]:
        """The freezes that first had an item or its file, in order."""
        held = [one for item in self.items for one in (item.held, item.file_held) if one]
        found = {one.freeze.entry: one.freeze for one in held}
        return [found[entry] for entry in sorted(found)]

    def entries(self) -> list[int]:
        """The ledger's entries that are proved, in order."""
        found = {number for item in self.items for number in item.entries}
        found |= {one.entry for one in self.freezes()}
        found |= {self.last_freeze.entry} if self.last_freeze else set()
        found |= {one.entry for person in self.persons for one in person.exposures if one.entry is not None}
        found |= {part.entry for part in self.parts if part.entry is not None}
        return sorted(found)
