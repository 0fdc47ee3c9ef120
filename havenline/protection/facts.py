"""What a protection holds: closed facts and what the person may be found by, and no word of a story.

The values are those of the case file (`person.*`, `report.*`). An open fact is `unknown`, an open date empty:
neither ever counts against the person.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import NewType

from havenline.protection.plain import ShapeWrong, check_word

# Names one protection to the keeper. It stands only inside sealed content: who reads it can add facts.
Handle = NewType("Handle", str)

UNKNOWN = "unknown"
TRI = ("true", "false", UNKNOWN)

# Field -> its legal words. `crime` is the policy's list (C1, C2) and what lies beside it.
LEGAL: dict[str, tuple[str, ...]] = {
    "role": ("victim", "witness", "none", UNKNOWN),
    "sex_trade": ("current", "past", "perceived", "buyer", "third_party", "none", UNKNOWN),
    "trafficked": TRI,
    "crime": (
        "sexual_assault", "human_trafficking", "stalking", "robbery", "assault", "kidnapping", "threats",
        "blackmail", "extortion", "burglary", "other_violent", "not_violent", UNKNOWN,
    ),
    "report_made": TRI,
    "report_by": ("self", "advocate", "third_party", UNKNOWN),
    "report_to": (
        "this_office", "police", "sheriff", "emergency_line", "hospital", "cbo", "oversight_agency", "other",
        UNKNOWN,
    ),
    "report_mode": ("named", "pseudonymous", "anonymous", UNKNOWN),
    "report_consent": TRI,
}  # fmt: skip
DATES = ("crime_date", "report_date", "withdrawn_date")
NUMBER_KINDS = ("state_id", "phone", "local_id")


def check_day(owner: object, field: str) -> None:
    """Raise ShapeWrong unless the field holds nothing or a calendar day, YYYY-MM-DD."""
    text = getattr(owner, field)
    try:
        if text and date.fromisoformat(text).isoformat() != text:
            raise ValueError
    except (ValueError, TypeError):
        raise ShapeWrong(f"`{field}` is no day", hint="YYYY-MM-DD, or nothing") from None


@dataclass(frozen=True, slots=True)
class Facts:
    """The closed facts of one protection; raises ShapeWrong for a word outside its list.

    `report_to` is where it became known first: the channel (this office, police, a hospital, ...).
    """

    role: str = UNKNOWN
    sex_trade: str = UNKNOWN
    trafficked: str = UNKNOWN
    crime: str = UNKNOWN
    crime_date: str = ""
    report_made: str = UNKNOWN
    report_by: str = UNKNOWN
    report_to: str = UNKNOWN
    report_mode: str = UNKNOWN
    report_consent: str = UNKNOWN
    report_date: str = ""
    withdrawn_date: str = ""

    def __post_init__(self) -> None:
        for field, legal in LEGAL.items():
            check_word(self, field, legal)
        for field in DATES:
            check_day(self, field)

    def __repr__(self) -> str:
        return "<Facts, hidden>"

    @property
    def open(self) -> tuple[str, ...]:
        """The fields nobody has answered yet."""
        return tuple(field.name for field in fields(self) if getattr(self, field.name) in ("", UNKNOWN))


@dataclass(frozen=True, slots=True)
class Identifiers:
    """What the person may be found by: names, day of birth (YYYY-MM-DD or nothing), numbers (kind, value).

    A name alone finds nobody: without the full day of birth, or a number, only a slip does. One part of a
    name with the day of birth only hints: the gate then holds, and only a slip bars.
    """

    names: tuple[str, ...] = ()
    born: str = ""
    numbers: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        check_day(self, "born")
        check_numbers(self.numbers)

    def __repr__(self) -> str:
        return "<Identifiers, hidden>"


def check_numbers(numbers: tuple[tuple[str, str], ...]) -> None:
    """Raise ShapeWrong for a number of a kind nobody knows."""
    if any(kind not in NUMBER_KINDS for kind, _ in numbers):
        raise ShapeWrong("`numbers` has an unknown kind", hint=f"legal values: {', '.join(NUMBER_KINDS)}")
