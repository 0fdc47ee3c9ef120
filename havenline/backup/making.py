"""Makes the parts of a backup from one moment of the office, while it runs and without making anybody wait.

The keeper's file is copied first and the rows after it: what the keeper had not taken in by then is offered
to it again at its next start. The other way round it could hold what no row says.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import Model

from havenline import config, ledger
from havenline.backup import beside, tables
from havenline.backup.errors import BackupWrong
from havenline.backup.key import NAME, SealingKey
from havenline.backup.part import CONTENT, SECRETS, WRAPS, PartWriter
from havenline.database.snapshot import one_state
from havenline.database.sqlite.copying import copy

KEEPER_FILE = "keeper.sqlite3"
_CHUNK = 1024 * 1024
ABOUT = "backup"
MADE, KEY = "made", "key"


@dataclass(slots=True)
class Made:
    """What was made: the set's id, each part's file and size, and how much it holds."""

    backup: UUID
    files: dict[Path, int] = field(default_factory=dict)
    rows: int = 0
    entries: int = 0


def set_key(key: SealingKey, *, at: datetime) -> None:
    """Let the office seal its backups to this key from now on. Raises OSError."""
    with transaction.atomic():
        beside.lay(config.load().data, NAME, key.to_text().encode())
        ledger.append("backup.key_set", at=at, about={ABOUT: KEY}, detail={"key": key.fingerprint})


def trusted_key() -> SealingKey:
    """The key to seal to: the one in the office's folder, if the ledger names it. Raises BackupWrong.

    A key put into the folder by somebody else would make backups that only they can open.
    """
    key = SealingKey.of_office(config.load().secrets)
    entries = ledger.about(ABOUT, KEY)
    if not entries or entries[-1].detail.get("key") != key.fingerprint:
        raise BackupWrong(
            "the office's backup key is not the one that the ledger names",
            hint="find out who changed it, then make a new one with havenline office backup-key",
        )
    return key


def make(folders: dict[str, Path], *, at: datetime) -> Made:
    """Make the parts named in `folders` (content and wraps, or secrets too) and enter the act in the ledger.

    The parts get their names when all of them are whole. Raises BackupWrong, OSError, DatabaseError.
    """
    key = trusted_key()
    made = Made(uuid4())
    with ExitStack() as stack:
        writers = {
            part: stack.enter_context(_writing(folder, key, part=part, backup=made.backup, at=at))
            for part, folder in folders.items()
        }
        _write_rows(writers[CONTENT], writers[WRAPS], made, at=at)
        if SECRETS in writers:
            _write_secrets(writers[SECRETS])
        # The wraps last: a content without them is no backup, and wraps always have their content.
        for part in sorted(writers):
            made.files[writers[part].path] = writers[part].keep()
    _enter(made, at=at, secrets=beside.fingerprint() if SECRETS in writers else "")
    return made


@contextmanager
def _writing(folder: Path, key: SealingKey, *, part: str, backup: UUID, at: datetime) -> Iterator[PartWriter]:
    name = f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}-{backup.hex[:8]}.{part}"
    writer = PartWriter(folder / name, key, part=part, backup=backup)
    try:
        yield writer
    finally:
        writer.drop()


def _write_rows(content: PartWriter, wraps: PartWriter, made: Made, *, at: datetime) -> None:
    with _keeper_copied() as keeper, one_state():
        made.entries, root = ledger.head()
        migrations = tables.applied()
        content.write("about", at, connection.vendor, *(word for one in migrations for word in one))
        if keeper:
            _write_file(content, keeper)
        counts = {content: 0, wraps: 0}
        for model in tables.models_at(migrations):
            table = model._meta.db_table
            if table not in tables.LEFT_OUT:
                part = wraps if table in tables.WRAPS else content
                counts[part] += _write_table(part, model)
        made.rows = sum(counts.values())
    content.end(counts[content], made.entries, root)
    wraps.end(counts[wraps])


def _write_table(part: PartWriter, model: type[Model]) -> int:
    fields = tables.fields_of(model)
    part.write("table", model._meta.db_table, *(one.attname for one in fields))
    rows = 0
    for bundle in tables.bundles(model):
        part.write("rows", *bundle)
        rows += len(bundle) // len(fields)
    return rows


@contextmanager
def _keeper_copied() -> Iterator[Path | None]:
    """A copy of the keeper's file beside it, as closed as it is itself; None where there is no keeper yet."""
    path = config.load().keeper / KEEPER_FILE
    if not path.exists():
        yield None
        return
    for left in path.parent.glob("backup-*"):
        left.unlink(missing_ok=True)  # of a backup that a power cut ended
    to = path.with_name(f"backup-{secrets.token_hex(4)}")
    try:
        copy(path, to=to)
        yield to
    finally:
        to.unlink(missing_ok=True)


def _write_file(part: PartWriter, path: Path) -> None:
    part.write("file", KEEPER_FILE)
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            part.write("bytes", chunk)


def _write_secrets(part: PartWriter) -> None:
    files = beside.kept()
    for name, content in files.items():
        part.write("file", name)
        part.write("bytes", content)
    part.end(len(files))


def _enter(made: Made, *, at: datetime, secrets: str) -> None:
    detail: dict[str, str | int] = {"parts": len(made.files), "entries": made.entries}
    if secrets:
        detail["secrets"] = secrets
    with transaction.atomic():
        ledger.append("backup.made", at=at, about={ABOUT: MADE}, detail=detail)
