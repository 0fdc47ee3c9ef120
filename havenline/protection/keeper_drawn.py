"""Knows who was drawn to be held for no reason of their own, in any spelling a protection would be found by.

Found by the same tokens and the same likeness as a protection, so that no spelling tells one from the other.
Nobody drawn is protected: nothing here ever bars, reaches a filter attorney or makes a screening due.
"""

import json
import sqlite3
from uuid import UUID

from havenline.protection import plain, tokens, traits
from havenline.protection.keeper_keys import KeeperKeys
from havenline.protection.keeper_map import TokenMap
from havenline.protection.likeness import score
from havenline.protection.messages import Message
from havenline.protection.traits import Traits

_KIND, _PURPOSE = "drawn", "keeper.drawn"


class Drawn:
    """Those drawn, in the keeper's file. Writing stands in the caller's transaction."""

    def __init__(self, file: sqlite3.Connection, keys: KeeperKeys, texts: TokenMap) -> None:
        self._file, self._keys, self._texts = file, keys, texts

    def take(self, row: UUID, message: Message) -> None:
        """Hold this person from now on."""
        if message.identifiers is None:
            return
        known = traits.of_said([message.identifiers])
        sealed = self._keys.store.seal_text(
            json.dumps(plain.written(known)), purpose=_PURPOSE, about=str(row)
        )
        self._file.execute("INSERT INTO drawn VALUES (?, ?)", (row.bytes, sealed))
        for kind, text in tokens.stored(known):
            self._texts.add(f"{_KIND} {kind}", text, row.bytes)

    def may_be(self, known: Traits) -> bool:
        """Whether this person would be found, hinted at or thought alike, were those drawn protected."""
        if self._held(tokens.asked(known) | tokens.hinting(known)):
            return True
        return any(score.may_be_one(known, self._traits(row)) for row in self._held(tokens.compared(known)))

    def _held(self, texts: set[tuple[str, str]]) -> set[bytes]:
        return {row for kind, text in texts for row in self._texts.of(f"{_KIND} {kind}", text)}

    def _traits(self, row: bytes) -> Traits:
        (sealed,) = self._file.execute("SELECT sealed FROM drawn WHERE row = ?", (row,)).fetchone()
        text = self._keys.store.open_text(sealed, purpose=_PURPOSE, about=str(UUID(bytes=row)))
        return plain.read(Traits, json.loads(text))
