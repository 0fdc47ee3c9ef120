"""What is recommended and decided of a hold, and what was seen behind the wall, sealed to who needs it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from uuid import UUID

from havenline import staff
from havenline.holds.models import Hold
from havenline.vault import grants
from havenline.vault.keys import DataKey, Unlocked

RELEASE, NOT_TO_FILE = "release", "not_to_file"
OBJECT, NOTE = "hold", "hold.note"
_OUTCOME, _SEEN = "hold.outcome", "hold.note"


@dataclass(frozen=True, slots=True)
class Outcome:
    """recommended, decided: release, not_to_file or nothing yet. usable: numbers of the items that may be
    relied on if it is released. reason: the chief's, for the office alone."""

    recommended: str = ""
    decided: str = ""
    usable: tuple[int, ...] = ()
    reason: str = ""

    def __repr__(self) -> str:
        return "<Outcome, hidden>"


def keys_for(hold: UUID) -> None:
    """Make the two keys of a new hold: its outcome's for filter and charging, its note's for filter alone."""
    grants.new_data_key(OBJECT, hold, to=[staff.team_key("filter"), staff.team_key("charging")])
    grants.new_data_key(NOTE, hold, to=[staff.team_key("filter")])


def read(hold: Hold, *, holder: Unlocked) -> Outcome:
    """The outcome so far; raises NoGrant, BlobWrong."""
    key = grants.data_key(holder, OBJECT, hold.id)
    if not hold.outcome:
        return Outcome()
    told = json.loads(key.open_text(bytes(hold.outcome), purpose=_OUTCOME, about=str(hold.id)))
    return Outcome(**{**told, "usable": tuple(told["usable"])})


def write(hold: Hold, outcome: Outcome, *, holder: Unlocked) -> None:
    """Seal the outcome into the row, which the caller saves; raises NoGrant."""
    key = grants.data_key(holder, OBJECT, hold.id)
    hold.outcome = key.seal_text(json.dumps(asdict(outcome)), purpose=_OUTCOME, about=str(hold.id))


def read_note(hold: Hold, *, holder: Unlocked) -> str:
    """What the filter attorney wrote down, or nothing; raises NoGrant for everybody outside the team."""
    key = _note_key(hold, holder)
    return key.open_text(bytes(hold.note), purpose=_SEEN, about=str(hold.id)) if hold.note else ""


def write_note(hold: Hold, note: str, *, holder: Unlocked) -> None:
    """Seal the note into the row, which the caller saves; raises NoGrant."""
    hold.note = _note_key(hold, holder).seal_text(note, purpose=_SEEN, about=str(hold.id))


def _note_key(hold: Hold, holder: Unlocked) -> DataKey:
    return grants.data_key(holder, NOTE, hold.id)
