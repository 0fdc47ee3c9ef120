"""What the keeper holds in its file: tokens without names, what was said sealed, slips hashed, rows read.

No report and no handle stands in it. Every row of the office's database is taken in exactly once, in one
transaction; a crash before or after only means that it is offered again.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from havenline.protection import plain, tokens, traits
from havenline.protection.facts import Facts, Identifiers
from havenline.protection.keeper_drawn import Drawn
from havenline.protection.keeper_file import KeeperFile
from havenline.protection.keeper_keys import KeeperKeys
from havenline.protection.keeper_map import TokenMap
from havenline.protection.keeper_memory import Memory
from havenline.protection.messages import ASKED, COMPLETE, DRAW, ENROL, LOOK, REVOKE, SLIP, Message
from havenline.protection.traits import Traits

SLIP_DAYS = 30
_PURPOSE = "keeper.said"


@dataclass(frozen=True, slots=True)
class Said:
    """What one message said of a protection: its facts, and on enrolment the subject; sealed at rest."""

    facts: Facts
    subject: str = ""
    identifiers: Identifiers = Identifiers()  # noqa: RUF009 - it is frozen


class KeeperStore(KeeperFile):
    """The protections in the keeper's file; `memory` holds the screenings beside them,
    `drawn` who is held for no reason of their own."""

    def __init__(self, path: Path, keys: KeeperKeys) -> None:
        super().__init__(path, keys)
        self._tokens = TokenMap(self._file, keys)
        self.memory = Memory(self._file, keys, self._tokens)
        self.drawn = Drawn(self._file, keys, self._tokens)

    def has(self, row: UUID) -> bool:
        """Whether this row was taken in."""
        return self._one("SELECT 1 FROM taken WHERE row = ?", row.bytes) is not None

    def taken(self) -> set[UUID]:
        """Every row that was taken in."""
        return {UUID(bytes=row) for (row,) in self._file.execute("SELECT row FROM taken")}

    def take(self, offered: Sequence[tuple[UUID, Message]], *, was_read: bool = False) -> None:
        """Take messages in by their rows' ids, in this order, each once; all of them or, after a crash, none.

        was_read: a keeper now gone had read them; their slips may be bound to a case nobody knows any more.
        """
        with self._transaction():
            for row, message in offered:
                if not self.has(row):
                    self._take(row, message, was_read=was_read)

    def _take(self, row: UUID, message: Message, *, was_read: bool) -> None:
        protection = self._keys.protection(message.handle)
        self._file.execute("INSERT INTO taken VALUES (?)", (row.bytes,))
        if message.act in (ENROL, COMPLETE):
            self._take_facts(row, protection, message)
        elif message.act == SLIP:
            self._take_slip(protection, message, is_open=not was_read)
        elif message.act == REVOKE:
            self._file.execute("UPDATE slip SET open = 0 WHERE protection = ?", (protection,))
        elif message.act == ASKED:
            self.memory.take(row, message, proved=self._proved(message))
        elif message.act == LOOK:
            self.memory.take_look(UUID(message.match), message.look)
        elif message.act == DRAW:
            self.drawn.take(row, message)

    def found(self, asked: Iterable[tuple[str, str]]) -> set[bytes]:
        """The protections that hold any of these texts (stored kind, text)."""
        return {protection for kind, text in asked for protection in self._tokens.of(kind, text)}

    def use_slip(self, digest: str, *, case: str, on: date) -> bytes | None:
        """The protection of an open slip, which this binds to the case; None for any other, and for a slip
        bound to another case. Of two cases at once, one wins."""
        slip = self._keys.slip(digest)
        bound = self._keys.case(case, slip=slip)
        # One statement: nobody comes between looking and binding.
        row = self._one(
            "UPDATE slip SET bound = ? WHERE hash = ? AND open = 1 AND last_day >= ?"
            " AND (bound IS NULL OR bound = ?) RETURNING protection",
            bound, slip, on.isoformat(), bound,
        )  # fmt: skip
        return row[0] if row else None

    def bound_to(self, case: str) -> set[bytes]:
        """The protections of the slips that were shown in this case. Looks at every slip that was shown."""
        rows = self._file.execute("SELECT hash, protection, bound FROM slip WHERE bound IS NOT NULL")
        return {protection for slip, protection, bound in rows if self._keys.case(case, slip=slip) == bound}

    def said_of(self, protection: bytes) -> tuple[Said, ...]:
        """Everything said of a protection, in the order it was taken in; raises BlobWrong."""
        rows = self._file.execute(
            "SELECT row, sealed FROM said WHERE protection = ? ORDER BY rowid", (protection,)
        )
        return tuple(self._opened(UUID(bytes=row), sealed) for row, sealed in rows)

    def traits_of(self, protection: bytes) -> Traits:
        """All that the person may be found by, from everything said."""
        return traits.of_said(one.identifiers for one in self.said_of(protection))

    def _take_facts(self, row: UUID, protection: bytes, message: Message) -> None:
        said = Said(message.facts or Facts(), message.subject, message.identifiers or Identifiers())
        sealed = self._keys.store.seal_text(json.dumps(plain.written(said)), purpose=_PURPOSE, about=str(row))
        self._file.execute(
            "INSERT INTO said (row, protection, sealed) VALUES (?, ?, ?)", (row.bytes, protection, sealed)
        )
        # A name told today and a day of birth told tomorrow find the person together.
        held = tokens.stored(self.traits_of(protection))
        for kind, text in held:
            self._tokens.add(kind, text, protection)
        self.memory.is_met(held, protection)

    def _take_slip(self, protection: bytes, message: Message, *, is_open: bool) -> None:
        last_day = date.fromisoformat(message.day) + timedelta(days=SLIP_DAYS)
        self._file.execute(
            "INSERT OR IGNORE INTO slip VALUES (?, ?, ?, ?, NULL)",
            (self._keys.slip(message.slip), protection, last_day.isoformat(), int(is_open)),
        )

    def _proved(self, message: Message) -> bytes | None:
        """The protection that a screening's slip proved, in the case it was asked in."""
        if not message.slip or message.question is None:
            return None
        slip = self._keys.slip(message.slip)
        bound = self._keys.case(message.question.case, slip=slip)
        row = self._one("SELECT protection FROM slip WHERE hash = ? AND bound = ?", slip, bound)
        return row[0] if row else None

    def _opened(self, row: UUID, sealed: bytes) -> Said:
        text = self._keys.store.open_text(sealed, purpose=_PURPOSE, about=str(row))
        return plain.read(Said, json.loads(text))
