"""A reading chosen by an office is signed: who, when, why, and the very pack it was chosen for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from havenline.policy.casefile import read_plain
from havenline.policy.errors import PolicyRefused
from havenline.policy.pack import Pack

KEYS = ("pack", "pack_version", "pack_hash", "readings", "signed_by", "signed", "why")


class RecordRefused(PolicyRefused):
    """A signed-reading record is not one, or was signed for another pack."""


@dataclass(frozen=True, slots=True)
class SignedReadings:
    """Readings an office has chosen.

    pack_hash: content hash of the pack as it was read, under its default readings. signed: ISO day.
    """

    pack: str
    pack_version: str
    pack_hash: str
    readings: Mapping[str, str]
    signed_by: str
    signed: str
    why: str

    def as_dict(self) -> dict[str, Any]:
        """The record with the keys of `KEYS` in that order."""
        return {key: getattr(self, key) for key in KEYS} | {"readings": dict(self.readings)}

    def as_yaml(self) -> str:
        """The record as a file."""
        return yaml.safe_dump(self.as_dict(), sort_keys=False, allow_unicode=True, width=110)

    def said(self) -> str:
        """One line for a decision."""
        chosen = ", ".join(f"{which}={reading}" for which, reading in self.readings.items())
        return f"readings signed by {self.signed_by} on {self.signed}: {chosen}; {self.why}"


def sign(pack: Pack, readings: Mapping[str, str], *, by: str, why: str, on: date) -> SignedReadings:
    """A record of these readings for this pack as it stands.

    Raises ReadingUnknown for a reading the pack does not offer, RecordRefused without a reading, name or
    reason.
    """
    pack.in_effect(readings)
    if not readings:
        raise RecordRefused("no reading is given", hint="write it as I-03=READING")
    if not by.strip() or not why.strip():
        raise RecordRefused("a reading is signed with a name and a reason", hint="--by NAME --why TEXT")
    return SignedReadings(
        pack.id,
        pack.version,
        pack.hash,
        dict(readings),
        " ".join(by.split()),
        on.isoformat(),
        " ".join(why.split()),
    )


def read_signed(path: Path, pack: Pack) -> SignedReadings:
    """The record in this file. Raises RecordRefused, one line, where it is none or was signed for another
    pack, version or text; ReadingUnknown for a reading the pack does not offer."""
    content = read_plain(path)
    if not isinstance(content, dict) or sorted(content) != sorted(KEYS):
        raise RecordRefused(
            f"{path}: is not a record of signed readings", hint="its keys are " + ", ".join(KEYS)
        )
    readings = content["readings"]
    if not isinstance(readings, dict) or not all(
        _is_text(each) for pair in readings.items() for each in pair
    ):
        raise RecordRefused(f"{path}: `readings` is not a set of readings", hint="I-03: READING")
    if not all(_is_text(content[key]) for key in KEYS if key != "readings"):
        raise RecordRefused(f"{path}: a value is not text", hint="put it in quotation marks")
    if content["pack"] != pack.id:
        raise RecordRefused(
            f"{path}: was signed for the pack `{_short(content['pack'])}`, not for `{pack.id}`"
        )
    if content["pack_hash"] != pack.hash:
        raise RecordRefused(
            f"{path}: was signed for another text of {pack.id}, `{_short(content['pack_hash'])}`",
            hint="read what changed (havenline packs diff) and sign again",
        )
    pack.in_effect(readings)
    return SignedReadings(**content)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip()) and value.isprintable()


def _short(value: str) -> str:
    return value[:16]
