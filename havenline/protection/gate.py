"""What is asked at the gate and what it answers: a bar, a hold or a clearance, and never a fact.

Plain values, JSON both ways (`plain.written`, `plain.read`).
"""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass

from havenline.protection.facts import LEGAL, TRI, UNKNOWN, check_day, check_numbers
from havenline.protection.plain import ShapeWrong, check_word
from havenline.wall.kinds import KINDS

BARRED, HOLD, CLEAR = "barred", "hold", "clear"
ANSWERS = (BARRED, HOLD, CLEAR)
# What stands behind a hold that is nobody's: nobody was looked for, or somebody drawn may be meant.
UNSOUGHT, DRAWN = "unsought", "drawn"
POLICY, NO_SUCH_OFFENSE = "policy", "no_such_offense"
LEVELS = ("infraction", "misdemeanor", "felony", "wobbler", UNKNOWN)
SOURCES = ("person", "report", "own", UNKNOWN)
_CASE = re.compile(r"[0-9a-f]{64}")
_MEMBER = re.compile(r"[0-9a-f]{32}")
CHARGES_LIMIT, ITEMS_LIMIT, TEXT_LIMIT = 100, 500, 500
PEOPLE_LIMIT, MEMBERS_LIMIT = 200, 1000


def _check_texts(owner: object, *fields: str) -> None:
    for field in fields:
        if len(getattr(owner, field)) > TEXT_LIMIT:
            raise ShapeWrong(f"`{field}` is too long", hint=f"at most {TEXT_LIMIT} letters")


def _check_case(case: str) -> None:
    if case and not _CASE.fullmatch(case):
        raise ShapeWrong("`case` is no keyed hash", hint="64 hexadecimal digits, never the number itself")


def _check_members(members: tuple[str, ...]) -> None:
    if len(members) > MEMBERS_LIMIT or not all(_MEMBER.fullmatch(one) for one in members):
        raise ShapeWrong("`members` are too many or no ids", hint="32 hexadecimal digits each")


@dataclass(frozen=True, slots=True)
class PersonAsked:
    """Whom the deputy asks about: name, day of birth (YYYY-MM-DD or nothing), numbers (kind, value), and
    other names the person goes by."""

    name: str = ""
    born: str = ""
    numbers: tuple[tuple[str, str], ...] = ()
    other_names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _check_texts(self, "name")
        if len(self.other_names) > 20 or any(len(name) > TEXT_LIMIT for name in self.other_names):
            raise ShapeWrong("`other_names` are too many or too long", hint="at most 20")
        check_day(self, "born")
        check_numbers(self.numbers)
        if len(self.numbers) > 20 or any(len(value) > TEXT_LIMIT for _, value in self.numbers):
            raise ShapeWrong("`numbers` are too many or too long", hint="at most 20")

    def __repr__(self) -> str:
        return "<PersonAsked, hidden>"


@dataclass(frozen=True, slots=True)
class ChargeAsked:
    """One charge as the deputy wrote it, and what their file says of the offense (`offense.*`)."""

    raw: str
    level: str = UNKNOWN
    offense_date: str = ""
    charged: str = UNKNOWN
    charged_date: str = ""
    same_incident: str = UNKNOWN

    def __post_init__(self) -> None:
        _check_texts(self, "raw")
        check_word(self, "level", LEVELS)
        check_day(self, "offense_date")
        check_word(self, "charged", TRI)
        check_day(self, "charged_date")
        check_word(self, "same_incident", TRI)


@dataclass(frozen=True, slots=True)
class ItemAsked:
    """One item the deputy wants to rely on: `ref` names it in the wall, or is empty; `source` says whence.

    source: person (from the person), report (through or because of the report), own (neither), unknown.
    """

    label: str
    ref: str = ""
    kind: str = "other"
    obtained: str = ""
    source: str = UNKNOWN

    def __post_init__(self) -> None:
        _check_texts(self, "label", "ref")
        check_word(self, "kind", KINDS)
        check_day(self, "obtained")
        check_word(self, "source", SOURCES)


@dataclass(frozen=True, slots=True)
class Query:
    """One question to the gate. `role`, `sex_trade` and `trafficked` are what the deputy's own file says.

    `day` is the day of the decision. `person` or `slip` may be missing; without either the gate holds.
    trafficked: `false` means that nothing in the file says so; with anything else nobody is cleared.
    case: the keyed hash of the case number, 64 hexadecimal digits; a slip is shown for one case, and without
    it no slip counts. member: who asks, 32 hexadecimal digits; whoever is exposed to the person is refused.
    """

    reference: str
    day: str
    person: PersonAsked | None = None
    slip: str = ""
    charges: tuple[ChargeAsked, ...] = ()
    items: tuple[ItemAsked, ...] = ()
    role: str = UNKNOWN
    sex_trade: str = UNKNOWN
    trafficked: str = UNKNOWN
    case: str = ""
    member: str = ""

    def __post_init__(self) -> None:
        _check_texts(self, "reference", "slip")
        check_day(self, "day")
        if not self.day:
            raise ShapeWrong("`day` is missing", hint="YYYY-MM-DD")
        check_word(self, "role", LEGAL["role"])
        check_word(self, "sex_trade", LEGAL["sex_trade"])
        check_word(self, "trafficked", TRI)
        _check_case(self.case)
        if self.member:
            _check_members((self.member,))
        if len(self.charges) > CHARGES_LIMIT:
            raise ShapeWrong("`charges` are too many", hint=f"at most {CHARGES_LIMIT} in one question")
        if len(self.items) > ITEMS_LIMIT:
            raise ShapeWrong("`items` are too many", hint=f"at most {ITEMS_LIMIT} in one question")

    def __repr__(self) -> str:
        return "<Query, hidden>"


@dataclass(frozen=True, slots=True)
class ClauseCited:
    """A clause that decided: its id, its result and the policy's own sentence."""

    id: str
    result: str
    quote: str


@dataclass(frozen=True, slots=True)
class ReadingCited:
    """A reading of an open question that the answer leaned on."""

    id: str
    question: str
    text: str


@dataclass(frozen=True, slots=True)
class ChargeAnswer:
    """The gate's answer on one charge.

    understood: the charge as it was read, empty when it was not. ground: why it is barred (`policy`, or
    `no_such_offense`, which holds for anybody). missing: facts about the offense only, as case-file paths.
    """

    raw: str
    understood: str
    answer: str
    ground: str = ""
    disposition: str = "hold_and_refer"
    clauses: tuple[ClauseCited, ...] = ()
    readings: tuple[ReadingCited, ...] = ()
    missing: tuple[str, ...] = ()
    confirm_by: str = ""
    check: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check_word(self, "answer", ANSWERS)
        check_word(self, "ground", (POLICY, NO_SUCH_OFFENSE, ""))


@dataclass(frozen=True, slots=True)
class ItemAnswer:
    """Whether one item may be relied on."""

    label: str
    usable: bool


@dataclass(frozen=True, slots=True)
class GateAnswer:
    """All the gate says: charges and items in the order asked, one sentence, and the pack it decided by.

    sentence: the same with every clearance. approval: `draft` or `approved` (by counsel). exposed: that who
    asked has opened what this person told, and is refused: every charge is held then. neutral: said to the
    room that asked and never kept: that nobody was looked for, or that somebody drawn may be meant.
    """

    charges: tuple[ChargeAnswer, ...]
    items: tuple[ItemAnswer, ...]
    sentence: str
    pack: str
    version: str
    approval: str
    exposed: bool = False
    neutral: str = dataclasses.field(default="", compare=False)

    def __post_init__(self) -> None:
        check_word(self, "neutral", (UNSOUGHT, DRAWN, ""))


@dataclass(frozen=True, slots=True)
class StandingAsked:
    """Who of these members may work on a case: its people as they were screened, and its keyed hash.

    by_slip: whether somebody was screened in it by a slip.
    """

    people: tuple[PersonAsked, ...]
    case: str
    members: tuple[str, ...]
    by_slip: bool = False

    def __post_init__(self) -> None:
        if len(self.people) > PEOPLE_LIMIT:
            raise ShapeWrong("`people` are too many", hint=f"at most {PEOPLE_LIMIT} in one case")
        _check_case(self.case)
        _check_members(self.members)

    def __repr__(self) -> str:
        return "<StandingAsked, hidden>"


@dataclass(frozen=True, slots=True)
class StandingAnswer:
    """Which of the members are exposed to a person of the case, and which to somebody who may be meant.

    known: whether the people of the case are; where they are not, nobody counts as unexposed.
    """

    known: bool
    exposed: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()
