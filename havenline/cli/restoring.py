"""Puts an office back: everything is read and checked before a byte is written, its options come last.

Until `office.toml` lies there, no office stands in the directory; a try that was cut off goes on where it
stopped, and nothing of a founded office is ever overwritten.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

from havenline.backup import beside, reading
from havenline.backup.errors import BackupWrong
from havenline.backup.key import OpeningKey
from havenline.backup.reading import Manifest
from havenline.cli.entering import LOCK, Refused, enter, hold, keep_to_owner
from havenline.cli.founding import OPTIONS_FILE, RESTORING


def rehearse(files: Mapping[str, Path], *, key: Path) -> str:
    """Read every part to its end; answers what they hold. Raises BackupWrong."""
    manifest = reading.examine(files, OpeningKey.at(key))
    return f"The backup of {_day(manifest)} is whole: {_counts(manifest)}. Nothing was written."


def restore(data: Path, files: Mapping[str, Path], *, key: Path) -> str:
    """Restore into `data`, new, empty, or where this backup's restoring stopped; answers what was restored.

    Raises Refused, BackupWrong, OSError, DatabaseError.
    """
    keep_to_owner()
    opening = OpeningKey.at(key)
    _check_free(data, label=None)
    manifest = reading.examine(files, opening)
    secrets = reading.secret_files(files["secrets"], opening)
    lock = _begun(data, manifest)
    try:
        _lay_secrets(data, secrets)
        _fill(data, files, opening, manifest)
        beside.lay(data, OPTIONS_FILE, secrets[OPTIONS_FILE])
        (data / RESTORING).unlink()
    finally:
        os.close(lock)
    return (
        f"The office of {_day(manifest)} stands in {data}: {_counts(manifest)}. "
        f"Look at it with: havenline office check --data {data}"
    )


def _begun(data: Path, manifest: Manifest) -> int:
    data.mkdir(parents=True, exist_ok=True)
    lock = hold(data)
    try:
        # Asked again behind the lock: another command may have finished in between.
        _check_free(data, label=manifest.backup)
        data.chmod(0o700)
        (data / RESTORING).write_text(f"{manifest.backup}\n", encoding="ascii")
    except BaseException:
        os.close(lock)
        raise
    return lock


def _check_free(data: Path, *, label: UUID | None) -> None:
    """Nothing may be there but what an earlier try at the same backup left."""
    if (data / OPTIONS_FILE).exists():
        raise Refused(f"`{data}` already holds an office, which was not touched: choose another directory")
    mark = data / RESTORING
    found = mark.read_text(encoding="ascii").strip() if mark.exists() else None
    if found and label and found != str(label):
        raise Refused(f"the restoring of another backup stopped in `{data}`: choose another directory")
    kept = sorted(path for path in data.iterdir() if path.name != LOCK) if data.is_dir() else []
    if kept and found is None:
        raise Refused(f"`{kept[0]}` stands where the office would be restored: choose an empty directory")


def _lay_secrets(data: Path, secrets: Mapping[str, bytes]) -> None:
    for name in ("django-key", "pepper", "keeper-key", "founders", OPTIONS_FILE):
        if name not in secrets:
            raise BackupWrong(f"the part of secrets holds no `{name}`", hint="use another one")
    for name in sorted(set(secrets) - {OPTIONS_FILE}):
        if name not in beside.NAMES:
            raise BackupWrong(
                "the part of secrets holds a file not known here", hint="install the newer Havenline"
            )
        beside.lay(data, name, secrets[name])
    # Its options say which database; they are laid down last, so they are told this way until then.
    database = tomllib.loads(secrets[OPTIONS_FILE].decode()).get("database")
    if database:
        os.environ.setdefault("HAVENLINE_DATABASE", str(database))


def _fill(data: Path, files: Mapping[str, Path], key: OpeningKey, manifest: Manifest) -> None:
    enter(data)
    from django.db import connection
    from django.utils import timezone

    from havenline import config
    from havenline.backup import loading
    from havenline.cli.checking import check_secrets_fit

    try:
        if not loading.is_loaded(manifest):
            loading.load(files, key, manifest, at=timezone.now())
        check_secrets_fit()
        loading.lay_keeper(files["content"], key, folder=config.load().keeper)
    finally:
        connection.close()


def _day(manifest: Manifest) -> str:
    return f"{manifest.at:%Y-%m-%d %H:%M} UTC"


def _counts(manifest: Manifest) -> str:
    return f"{manifest.rows} rows, {manifest.entries} ledger entries"
