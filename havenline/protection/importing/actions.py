"""Protects the people of a case system's rows: each row whole or not at all, and once however often it comes.

A row is known again by the system and its own name of the person. Equal, it changes nothing; different, it
adds to what was said: nothing said before is taken back.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from havenline import config, ledger
from havenline.protection import plain
from havenline.protection.actions import complete, enrol_as
from havenline.protection.facts import Handle
from havenline.protection.importing import columns
from havenline.protection.importing.columns import Entry, Rejected
from havenline.protection.models import Imported
from havenline.vault.derivation import derive
from havenline.vault.models import Subject

_BATCH = 200
_TRIES = 3


@dataclass(slots=True)
class Told:
    """What became of the rows. dropped: the kinds of columns that were not kept (`columns.dropped`)."""

    entered: int = 0
    completed: int = 0
    unchanged: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)

    def add(self, other: Told) -> None:
        """Count what became of further rows in."""
        self.entered += other.entered
        self.completed += other.completed
        self.unchanged += other.unchanged
        self.rejected += other.rejected
        self.dropped = sorted({*self.dropped, *other.dropped})

    def plainly(self) -> dict[str, object]:
        """The same as plain values."""
        return asdict(self)


Rows = Sequence[tuple[int, Mapping[str, str]]]


def import_rows(
    rows: Rows, *, system: str, by: str, at: datetime, then: Callable[[Told], None] | None = None
) -> Told:
    """Take these rows in, in one transaction: all that are protections, or none where it fails.

    rows: (number, column -> text). system: whose rows they are; the same person's row of another system is
    another. by: as the ledger names who acts, or empty. then: done within the transaction, before the entry
    in the ledger. Raises KeyNotTrusted, DatabaseError.
    """
    told = Told(dropped=sorted({why for _, row in rows for name in row if (why := columns.dropped(name))}))
    entries = _read(rows, told, at=at)
    for last in (False,) * (_TRIES - 1) + (True,):
        try:
            return _imported(entries, told, system=system, by=by, at=at, then=then)
        except IntegrityError:
            # The same rows at the same time, from elsewhere: they are there now, and are met as known.
            if last:
                raise
    raise AssertionError


def batches(rows: Iterable[tuple[int, Mapping[str, str]]]) -> Iterable[Rows]:
    """Rows in portions of one transaction each: on SQLite a person's report waits for it."""
    batch = []
    for row in rows:
        batch.append(row)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _read(rows: Rows, told: Told, *, at: datetime) -> list[Entry]:
    entries = []
    for number, row in rows:
        read = columns.read(number, row, today=timezone.localdate(at))
        if isinstance(read, Entry):
            entries.append(read)
        else:
            told.rejected += read
    return entries


def _imported(
    entries: Sequence[Entry],
    told: Told,
    *,
    system: str,
    by: str,
    at: datetime,
    then: Callable[[Told], None] | None,
) -> Told:
    told.entered = told.completed = told.unchanged = 0
    with transaction.atomic():
        for entry in entries:
            _protect(entry, told, system=system, at=at)
        if then:
            then(told)
        rejected = len({one.row for one in told.rejected})
        ledger.append(
            "protection.imported",
            by=by,
            at=at,
            about={},
            detail={"entered": told.entered, "completed": told.completed, "rejected": rejected},
        )
    return told


def _protect(entry: Entry, told: Told, *, system: str, at: datetime) -> None:
    name = f"{system}\0{entry.person}"
    content = json.dumps(
        [plain.written(entry.facts), plain.written(entry.identifiers), entry.source], sort_keys=True
    )
    person = UUID(bytes=_keyed("imported person", name)[:16])
    digest = _keyed("imported content", f"{name}\0{content}")
    row = Imported.objects.select_for_update().filter(id=person).first()
    if row and bytes(row.content) == digest:
        told.unchanged += 1
        return
    # The handle is drawn from the name: it stands nowhere, and the same row always means the same person.
    handle = Handle(_keyed("imported handle", name)[:16].hex())
    day = timezone.localdate(at)
    if row:
        complete(handle, entry.facts, entry.identifiers, day=day)
        row.content = digest
        row.save(update_fields=["content"])
        told.completed += 1
        return
    enrol_as(handle, Subject.objects.create(), entry.facts, entry.identifiers, day=day)
    Imported(id=person, content=digest).save(force_insert=True)
    told.entered += 1


def _keyed(use: str, text: str) -> bytes:
    key = derive(config.read_secret("pepper"), use=use)
    return hmac.digest(key, text.encode(errors="surrogatepass"), "sha256")
