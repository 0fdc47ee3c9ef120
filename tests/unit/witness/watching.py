"""A witness of an invented organization, with its key and its memory in a folder of the test."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from havenline.witness import queries, signing, verifier
from havenline.witness.verifier import Key

NAME = "example.org/ledger-witness"
AT = 1793714706  # 2026-11-03


@dataclass
class Watcher:
    """One witness. `line` is what it gives away of its key."""

    folder: Path
    line: str = field(init=False)

    def __post_init__(self) -> None:
        self.line = verifier.new_key(NAME, str(self.folder / "own")).line

    @property
    def state(self) -> Path:
        return self.folder / "state"

    @property
    def seen(self) -> int:
        return verifier.read_checkpoint(self.state.read_text()).size if self.state.exists() else 0

    def watch(self, request: str | None = None, *, log: Key | None = None) -> str:
        """Sign what the office shows, or this request."""
        name, own = verifier.own_key(str(self.folder / "own"))
        shown = queries.since(self.seen) if request is None else request
        return verifier.witness(
            shown, log=log or signing.key(), own=own, name=name, state=str(self.state), at=AT
        )
