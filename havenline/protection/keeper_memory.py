"""Remembers what was asked at the gate, so that who becomes known later is protected in what came before.

A screening is remembered by its question, sealed under the keeper's own key, and by the tokens it was looked
up by. Whoever meets one of them later makes the screening due: it is decided again (`rechecking`).
"""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from havenline.protection import plain, tokens, traits
from havenline.protection.gate import GateAnswer, Query
from havenline.protection.keeper_keys import KeeperKeys
from havenline.protection.keeper_map import TokenMap
from havenline.protection.messages import Message
from havenline.protection.traits import Traits

_ASKED, _PROVED, _MATCHED = "asked", "proved", "matched"
_PURPOSE, _OUT, _LOOK = "keeper.asked", "keeper.outgoing", "keeper.look"


@dataclass(frozen=True, slots=True)
class Asked:
    """A screening as it stands: its question without the slip, and the last answer given to it.

    proved: the protection its slip proved, hexadecimal. is_ours: whether the answer was the keeper's own; one
    that the desk held for a reason of its own is never released by the keeper.
    """

    question: Query
    told: GateAnswer
    proved: str = ""
    is_ours: bool = False
    changes: int = 0

    def __repr__(self) -> str:
        return "<Asked, hidden>"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Something the keeper has to write into the office's database, by the id it has there."""

    id: UUID
    kind: str
    text: str

    def __repr__(self) -> str:
        return "<Outgoing, hidden>"


class Memory:
    """The screenings in the keeper's file. Writing stands in the caller's transaction, but for `settle`."""

    def __init__(self, file: sqlite3.Connection, keys: KeeperKeys, texts: TokenMap) -> None:
        self._file, self._keys, self._texts = file, keys, texts

    def take(self, row: UUID, message: Message, *, proved: bytes | None) -> None:
        """Remember a screening. It is due at once: somebody may have become known since it was answered."""
        if message.question is None or message.told is None:
            return
        asked = Asked(message.question, message.told, proved.hex() if proved else "")
        self._write(row, asked)
        if message.question.person is not None:
            for kind, text in tokens.met(traits.of_asked(message.question.person)):
                self._texts.add(f"{_ASKED} {kind}", text, row.bytes)
        if proved:
            self._texts.add(_PROVED, proved.hex(), row.bytes)
        self._is_due(row.bytes)

    def is_met(self, held: Iterable[tuple[str, str]], protection: bytes) -> None:
        """Make due every screening that asked for one of these texts (stored kind, text), or whose slip
        proved this protection."""
        for kind, text in held:
            for row in self._texts.of(f"{_ASKED} {kind}", text):
                self._is_due(row)
        for row in self._texts.of(_PROVED, protection.hex()):
            self._is_due(row)

    def due(self) -> list[tuple[UUID, bool]]:
        """The screenings to decide again, and whether because somebody looked at a possible match."""
        rows = self._file.execute("SELECT row, looked FROM due")
        return [(UUID(bytes=row), bool(looked)) for row, looked in rows]

    def asked(self, row: UUID) -> Asked:
        """The screening of this row; raises BlobWrong."""
        (sealed,) = self._file.execute("SELECT sealed FROM asked WHERE row = ?", (row.bytes,)).fetchone()
        return plain.read(
            Asked, json.loads(self._keys.store.open_text(sealed, purpose=_PURPOSE, about=str(row)))
        )

    def looked(self, known: Traits, protection: bytes) -> str:
        """What was said of this person and this protection, by whoever looked; nothing where nobody did."""
        match = self.match_id(known, protection)
        row = self._file.execute("SELECT sealed FROM match WHERE id = ?", (match.bytes,)).fetchone()
        return self._keys.store.open_text(row[0], purpose=_LOOK, about=str(match)) if row and row[0] else ""

    def match_id(self, known: Traits, protection: bytes) -> UUID:
        """The id of the possible match between a person asked about, by all that is asked by, and a
        protection: asked again, it is the same one, and what was said of it stands."""
        name = json.dumps([sorted(known.names), sorted(known.births), sorted(known.numbers)])
        return self._keys.outgoing("match", name.encode(), protection)

    def take_look(self, match: UUID, look: str) -> None:
        """Keep what was said of a possible match; every screening that waited for it is due."""
        sealed = self._keys.store.seal_text(look, purpose=_LOOK, about=str(match))
        self._file.execute("INSERT OR REPLACE INTO match VALUES (?, ?)", (match.bytes, sealed))
        for row in self._texts.of(_MATCHED, match.hex):
            self._is_due(row, looked=True)

    def settle(
        self, row: UUID, asked: Asked, outgoing: Iterable[Outgoing], *, matches: Iterable[UUID] = ()
    ) -> None:
        """The screening was decided again: how it stands now, what is to be told of it, and for which
        possible matches it waits."""
        self._file.execute("BEGIN IMMEDIATE")
        try:
            self._write(row, asked)
            for each in outgoing:
                self._put_out(each)
            for match in matches:
                self._texts.add(_MATCHED, match.hex, row.bytes)
            self._file.execute("DELETE FROM due WHERE row = ?", (row.bytes,))
        except BaseException:
            self._file.execute("ROLLBACK")
            raise
        self._file.execute("COMMIT")

    def outgoing(self) -> list[Outgoing]:
        """What is still to be written into the office's database."""
        rows = self._file.execute("SELECT id, kind, sealed FROM outgoing ORDER BY rowid").fetchall()
        return [
            Outgoing(UUID(bytes=row), kind, self._keys.store.open_text(sealed, purpose=_OUT, about=row.hex()))
            for row, kind, sealed in rows
        ]

    def is_written(self, row: UUID) -> None:
        """It stands in the office's database."""
        self._file.execute("DELETE FROM outgoing WHERE id = ?", (row.bytes,))

    def _is_due(self, row: bytes, *, looked: bool = False) -> None:
        self._file.execute(
            "INSERT INTO due VALUES (?, ?) ON CONFLICT (row) DO UPDATE SET looked = max(looked, ?)",
            (row, int(looked), int(looked)),
        )

    def _write(self, row: UUID, asked: Asked) -> None:
        text = json.dumps(plain.written(asked))
        sealed = self._keys.store.seal_text(text, purpose=_PURPOSE, about=str(row))
        self._file.execute("INSERT OR REPLACE INTO asked VALUES (?, ?)", (row.bytes, sealed))

    def _put_out(self, each: Outgoing) -> None:
        sealed = self._keys.store.seal_text(each.text, purpose=_OUT, about=each.id.bytes.hex())
        self._file.execute(
            "INSERT OR IGNORE INTO outgoing VALUES (?, ?, ?)", (each.id.bytes, each.kind, sealed)
        )
